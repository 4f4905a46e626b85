"""Areas of restrictions, judged a second time: where two must go, and when a place is closed or to be left before dark."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from allocation.round import Round
from geo.clock import Windows, windows

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Ground:
    """What holds at each household's place.

    Attributes
    ----------
    open : (households, days of the round) bool array
    pairs, daylight : (households,) bool arrays
    """

    open: Bools
    pairs: Bools
    daylight: Bools

    @classmethod
    def of(cls, place: NDArray[np.float64], round_: Round, free: Bools, restrictions: gpd.GeoDataFrame | None) -> Ground:
        """Judge areas by days.

        Parameters
        ----------
        place : (households, 2) array
            Degrees; NaN where unknown.
        round_ : Round
            Its days.
        free : (days,) bool array
            No holiday, and no day that the meeting takes whole.
        restrictions : GeoDataFrame or None
            Areas, kinds and dates. "pairs only" and "daylight only" hold for the whole round once they hold on a free day.
        """
        days = [(round_.first_day + dt.timedelta(days=step)).isoformat() for step in range(len(free))]
        open_ = np.ones((len(place), len(days)), dtype=bool)
        asked = {"pairs only": np.zeros(len(place), dtype=bool), "daylight only": np.zeros(len(place), dtype=bool)}
        for row in range(0 if restrictions is None else len(restrictions)):
            assert restrictions is not None
            one = restrictions.iloc[row]
            here = np.asarray(shapely.intersects_xy(one.geometry, place[:, 0], place[:, 1]), dtype=bool)
            begin, end = str(one["from"] or "0001-01-01"), str(one["until"] or "9999-12-31")
            on = np.array([begin <= day <= end for day in days], dtype=bool)
            if one["kind"] in asked:
                asked[one["kind"]] |= here & bool((on & free).any())
            else:
                open_ &= ~(here[:, None] & on[None, :])
        return cls(open_, asked["pairs only"], asked["daylight only"])


def starts(cell: object, daylight: bool, visit_min: float, round_: Round) -> Windows | None:
    """Windows in which a visit may start, () for any time; None where daylight leaves none."""
    stated = windows(cell)
    if not daylight:
        return stated
    dawn, dusk = windows(round_.rules.daylight)[0]
    left = [(max(first, dawn), min(last, dusk - visit_min)) for first, last in (stated or ((dawn, dusk),))]
    return tuple(span for span in left if span[0] <= span[1]) or None
