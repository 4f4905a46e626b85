"""Invented households and service points, and access computed the long way: a loop a measure, one pair at a time."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from hypothesis import strategies as st
from pyproj import Geod

GEOD = Geod(ellps="WGS84")
#: What the plan's speed of a walk makes of a metre.
WALK_MIN_PER_M = 60 / 4500


def households(spots: list[tuple[float, float]], members: list[float] | None = None, **more: Any) -> pd.DataFrame:
    """Households at these longitudes and latitudes."""
    frame = pd.DataFrame({"household_id": [f"H{i:04d}" for i in range(len(spots))]})
    frame["longitude"], frame["latitude"] = [x for x, _ in spots], [y for _, y in spots]
    frame["members"] = members if members is not None else [float(1 + i % 7) for i in range(len(spots))]
    return frame.assign(**more)


def points(
    spots: list[tuple[float, float]], capacity: list[float] | None = None, sector: str | list[str] = "health"
) -> pd.DataFrame:
    """Service points at these longitudes and latitudes; their order is not that of their ids."""
    ids = [f"P{(i * 7919) % 1009:04d}" for i in range(len(spots))]
    frame = pd.DataFrame({"point_id": ids, "sector": sector})
    frame["longitude"], frame["latitude"] = [x for x, _ in spots], [y for _, y in spots]
    frame["capacity"] = capacity if capacity is not None else [float(10 + 13 * i % 90) for i in range(len(spots))]
    return frame


@st.composite
def spots(draw: st.DrawFn, least: int = 1, most: int = 12, spread: float = 0.12) -> list[tuple[float, float]]:
    """Places around one that may lie anywhere where people live; some of them the same."""
    west, south = draw(st.sampled_from([(26.5, -33.3), (-0.02, 51.4), (179.9, -17.0), (28.0, -0.03), (15.0, 69.9)]))
    grid = st.integers(0, 40)
    found = draw(st.lists(st.tuples(grid, grid), min_size=least, max_size=most))
    return [(_wrapped(west + spread * x / 40), south + spread * y / 40) for x, y in found]


def _wrapped(lon: float) -> float:
    return lon - 360 if lon > 180 else lon


def minutes_by_hand(homes: pd.DataFrame, clinics: pd.DataFrame, detour: float = 1.3) -> dict[tuple[str, str], float]:
    """Minutes on foot between each pair by the geodesic, which the local formula of travel must match to 0.01 %."""
    found = {}
    for home in homes.itertuples():
        for point in clinics.itertuples():
            metres = GEOD.inv(home.longitude, home.latitude, point.longitude, point.latitude)[2]
            found[home.household_id, point.point_id] = metres * detour * WALK_MIN_PER_M
    return found


def e2sfca_by_hand(
    minutes: dict[tuple[str, str], float],
    people: dict[str, float],
    capacity: dict[str, float],
    zones: list[tuple[float, float]],
) -> dict[str, float]:
    """E2SFCA in the words of its paper: for each point search all homes, zone by zone; then for each home all points."""

    def zone_weight(time: float) -> float:
        for edge, weight in zones:
            if not math.isnan(time) and time <= edge:
                return weight
        return 0.0

    ratio = {}
    for point, amount in capacity.items():
        demand = sum(number * zone_weight(minutes[home, point]) for home, number in people.items())
        ratio[point] = amount / demand if demand > 0 else 0.0
    return {home: sum(ratio[point] * zone_weight(minutes[home, point]) for point in capacity) for home in people}
