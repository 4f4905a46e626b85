"""A small round through the public door, to be handed over in every shape that people's tables have."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from allocation import Plan, Round, Wishes, plan_round
from geo.errors import InputProblems

ROUND = Round("2026-03-02", "2026-03-03", holidays="")


def homes(count: int = 6) -> pd.DataFrame:
    """Households round a crossroads, latitude and longitude in columns."""
    step = np.arange(count)
    return pd.DataFrame(
        {
            "household_id": [f"H{i}" for i in step],
            "latitude": -33.32 + 0.002 * (step % 3),
            "longitude": 26.52 + 0.002 * (step // 3),
            "visit_min": 30.0,
            "priority": (step % 4).astype(float),
            "settlement": "urban",
        }
    )


def crew(count: int = 1) -> pd.DataFrame:
    """Fieldworkers at the crossroads."""
    ids = [f"W{i}" for i in range(count)]
    return pd.DataFrame({"worker_id": ids, "latitude": -33.321, "longitude": 26.521, "hours_per_day": 3.0})


def as_points(frame: pd.DataFrame, crs: str = "EPSG:4326") -> gpd.GeoDataFrame:
    """The same with points instead of the two columns."""
    points = gpd.GeoSeries(gpd.points_from_xy(frame["longitude"], frame["latitude"]), index=frame.index, crs="EPSG:4326")
    return gpd.GeoDataFrame(frame.drop(columns=["latitude", "longitude"]), geometry=points.to_crs(crs))


def plan(households: Any = None, fieldworkers: Any = None, round_: Round = ROUND, **more: Any) -> Plan:
    """A plan by few iterations."""
    return plan_round(
        homes() if households is None else households,
        crew() if fieldworkers is None else fieldworkers,
        round_,
        **{"max_iterations": 20, **more},
    )


def wrong(*given: Any, **more: Any) -> set[tuple[str, str, str]]:
    """Code, file and column of everything that the door refuses."""
    try:
        plan(*given, **more)
    except InputProblems as error:
        return {(problem.code, problem.file, problem.column) for problem in error.problems}
    return set()


NO_WISHES = Wishes.none()
