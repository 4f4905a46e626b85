"""Made-up wards to plan, of several kinds; nobody real lives there."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.made import STRAIGHT, Made, weekdays
from benchmarks.ward_kinds import KINDS
from geo.travel import TravelMatrix

Floats = NDArray[np.float64]
#: The south-west corner of the made-up ward, degrees; a district of 60 × 60 km lies in one UTM zone.
CORNER = (26.40, -33.30)
_M_PER_DEGREE_LAT = 110_900.0
_M_PER_DEGREE_LON = 93_000.0


def make_ward(kind: str, seed: int, households: int = 1500, workers: int = 15, days: int = 10, priorities: bool = False) -> Made:
    """A ward whose people work six hours a day; with more households it grows and stays as dense.

    Parameters
    ----------
    kind : str
        A key of :data:`benchmarks.ward_kinds.KINDS`.
    seed : int
        The same seed makes the same ward.
    households, workers, days : int
        Size of the round; ``days`` working days.
    priorities : bool
        Whether households have priorities 0, 1 or 3 (weights 1, 2 and 4) instead of none.
    """
    random = np.random.default_rng(seed)
    layout = KINDS[kind](random, households, workers)
    weights = random.choice([0.0, 1.0, 3.0], households, p=[0.6, 0.25, 0.15]) if priorities else 0.0
    asked = {
        "household_id": [f"H{number:05d}" for number in range(households)],
        "visit_min": layout.visit_min,
        "priority": weights,
    }
    crew = {"worker_id": [f"W{number:03d}" for number in range(workers)], "mode": layout.modes, "hours_per_day": 6.0}
    round_ = weekdays(days, f"made-up {kind} ward {seed}")
    if layout.minutes is not None:
        # Ways that no straight line tells: the front door takes them as a matrix, and then needs no places.
        ids = [*crew["worker_id"], *asked["household_id"]]
        return Made(pd.DataFrame(asked), pd.DataFrame(crew), round_, TravelMatrix(layout.minutes, ids))
    return Made(_placed(asked, layout.points), _placed(crew, layout.homes), round_, STRAIGHT)


def _placed(table: dict[str, Sequence[object] | object], metres: Floats) -> gpd.GeoDataFrame:
    lon = CORNER[0] + metres[:, 0] / _M_PER_DEGREE_LON
    lat = CORNER[1] + metres[:, 1] / _M_PER_DEGREE_LAT
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs="EPSG:4326"))
