"""Straight-line distance on the WGS 84 ellipsoid, fast for the distances that people walk and drive."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

#: Semi-major axis (m) and first eccentricity squared of WGS 84 (EPSG:7030).
_A, _E2 = 6_378_137.0, 0.006_694_379_990_14
#: Beyond this span (degrees) the local formula is left for the exact geodesic.
_LOCAL_SPAN = 1.0
#: Pairs that are computed at once.
_BLOCK = 2**15
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def pairwise_m(origins: Floats, destinations: Floats) -> Floats:
    """Metres between all pairs, shape ``(n, m)``; NaN where a coordinate is NaN.

    Within one degree the distance is taken in the plane with the ellipsoid's radii of curvature at each pair's middle
    latitude (Snyder 1987, USGS Professional Paper 1395, eq. 4-18 to 4-20), which is within 0.01 % of the geodesic
    there; farther pairs are computed by the geodesic itself (Karney 2013, doi 10.1007/s00190-012-0578-z).

    Parameters
    ----------
    origins, destinations : (n, 2) and (m, 2) arrays
        Longitude and latitude in degrees.
    """
    result = np.empty((len(origins), len(destinations)))
    # Some rows at once, so that what is in between stays in the processor's cache.
    rows = max(1, _BLOCK // max(1, len(destinations)))
    for first in range(0, len(origins), rows):
        _near_m(origins[first : first + rows], destinations, result[first : first + rows])
    i, j = _far(origins, destinations)
    if len(i):
        result[i, j] = Geod(ellps="WGS84").inv(origins[i, 0], origins[i, 1], destinations[j, 0], destinations[j, 1])[2]
    return result


def _near_m(origins: Floats, destinations: Floats, out: Floats) -> None:
    """The formula for near pairs, into ``out``."""
    lon1, lat1 = np.radians(origins[:, 0])[:, None], np.radians(origins[:, 1])[:, None]
    lon2, lat2 = np.radians(destinations[:, 0])[None, :], np.radians(destinations[:, 1])[None, :]
    # Sine and cosine of the middle latitude by those of the halves: no function of each pair but the root.
    sin1, cos1, sin2, cos2 = np.sin(lat1 / 2), np.cos(lat1 / 2), np.sin(lat2 / 2), np.cos(lat2 / 2)
    w = sin1 * cos2
    w += cos1 * sin2
    w *= w
    w *= -_E2
    w += 1
    east = cos1 * cos2
    east -= sin1 * sin2
    east *= lon2 - lon1
    # Squares: (A Δlon cos φ)² ÷ w and (A (1 − e²) Δlat)² ÷ w³.
    east *= east
    north = lat2 - lat1
    north *= 1 - _E2
    north *= north
    north /= w
    north /= w
    north += east
    north /= w
    np.sqrt(north, out=out)
    out *= _A


def _far(origins: Floats, destinations: Floats) -> tuple[Ints, Ints]:
    """Positions of the pairs that are too far from each other for the formula."""
    both = np.concatenate([origins, destinations])
    span = np.fmax.reduce(both, axis=0, initial=-np.inf) - np.fmin.reduce(both, axis=0, initial=np.inf)
    if not (span > _LOCAL_SPAN).any():
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    apart = np.abs(destinations[None, :, :] - origins[:, None, :]).max(axis=2)
    i, j = (apart > _LOCAL_SPAN).nonzero()
    return i, j
