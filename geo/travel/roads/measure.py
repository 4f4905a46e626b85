"""Metres between pairs of near places, and the plane in which the nearest road is looked for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

_A, _E2 = 6_378_137.0, 0.006_694_379_990_14
#: Beyond this span (degrees) the local formula is left for the exact geodesic.
_LOCAL_SPAN = 1.0
#: Northernmost and southernmost latitude of the plane.
_POLE = 85.0
Floats = NDArray[np.float64]


def metres_between(a: Floats, b: Floats) -> Floats:
    """Metres from each place of ``a`` to the one of ``b`` beside it, (n,), as :func:`geo.travel.distance.pairwise_m` has them."""
    middle = np.radians((a[:, 1] + b[:, 1]) / 2)
    w = 1 - _E2 * np.sin(middle) ** 2
    east = np.radians(b[:, 0] - a[:, 0]) * np.cos(middle) * _A / np.sqrt(w)
    north = np.radians(b[:, 1] - a[:, 1]) * _A * (1 - _E2) / (w * np.sqrt(w))
    metres = np.hypot(east, north)
    far = np.flatnonzero(np.abs(b - a).max(axis=1, initial=0) > _LOCAL_SPAN)
    if len(far):
        metres[far] = Geod(ellps="WGS84").inv(a[far, 0], a[far, 1], b[far, 0], b[far, 1])[2]
    return np.asarray(metres, dtype=np.float64)


def plane(lon_lat: Floats) -> Floats:
    """Places on Mercator's plane (Snyder 1987, eq. 7-6 and 7-7, the ellipsoid's), in degrees at the equator.

    It keeps angles, so that what is nearest around a place is nearest on the plane too; metres are measured elsewhere.
    """
    lat = np.radians(np.clip(lon_lat[:, 1], -_POLE, _POLE))
    e = np.sqrt(_E2)
    north = np.log(np.tan(np.pi / 4 + lat / 2)) - e * np.arctanh(e * np.sin(lat))
    return np.column_stack([lon_lat[:, 0], np.degrees(north)])
