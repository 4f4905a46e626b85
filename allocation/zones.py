"""Areas of restrictions: where nobody may enter, where only two go together, where visits are made in daylight only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.clock import Windows
from geo.travel.barriers.areas import CLOSED

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Zones:
    """What the restrictions mean for each of n households on the D dates of the round.

    Attributes
    ----------
    open_on : (n, D) bool array
        The dates on which nothing closes the place.
    pairs, daylight : (n,) bool arrays
        Whether two must go, and whether visits lie in daylight: on one date of the round at least, then in all of it.
    """

    open_on: Mask
    pairs: Mask
    daylight: Mask

    @classmethod
    def of(cls, places: NDArray[np.float64], dates: Sequence[dt.date], restrictions: gpd.GeoDataFrame | None) -> Zones:
        """Judge the places by the areas in which they lie (edges belong to the area).

        Parameters
        ----------
        places : (n, 2) array
            Longitude and latitude, degrees; NaN where unknown (no area holds there).
        dates : sequence of date
            Of the round.
        restrictions : GeoDataFrame or None
            In the shape of :mod:`geo.tables`; without ``from`` always before ``until``, without ``until`` always after it.
        """
        count = len(places)
        open_on = np.ones((count, len(dates)), dtype=bool)
        pairs, daylight = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
        if restrictions is not None and len(restrictions):
            points = np.asarray(shapely.points(places), dtype=object).reshape(count)
            points[np.isnan(places).any(axis=1)] = None
            tree = shapely.STRtree(np.asarray(restrictions.geometry.array))
            inside, area = tree.query(points, predicate="intersects")
            for row, (kind, first, last) in enumerate(
                zip(restrictions["kind"], restrictions["from"], restrictions["until"], strict=True)
            ):
                here = inside[area == row]
                on = np.array([(not first or first <= day) and (not last or day <= last) for day in _texts(dates)], dtype=bool)
                if kind in CLOSED:
                    open_on[here] &= ~on
                elif on.any():
                    (pairs if kind == "pairs only" else daylight)[here] = True
        return cls(open_on, pairs, daylight)


def _texts(dates: Sequence[dt.date]) -> list[str]:
    return [date.isoformat() for date in dates]


def in_daylight(spans: Windows, visit_min: float, daylight: tuple[float, float]) -> Windows | None:
    """The windows in which a visit may start so that it lies in daylight; None where there are none.

    Examples
    --------
    >>> in_daylight(((360.0, 480.0), (990.0, 1100.0)), 45, (420.0, 1020.0)), in_daylight((), 45, (420.0, 1020.0))
    (((420.0, 480.0),), ((420.0, 975.0),))
    """
    first, last = daylight[0], daylight[1] - visit_min
    cut = tuple((max(a, first), min(b, last)) for a, b in (spans or (daylight,)))
    return tuple((a, b) for a, b in cut if a <= b) or None
