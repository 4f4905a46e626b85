"""Problems from the literature, stated by a matrix of travel times, get their known best answers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from allocation import Plan, Round, Wishes, plan_round
from geo.travel import TravelMatrix

pytestmark = pytest.mark.usefixtures("kept_processes")
ONE_DAY = Round("2026-03-02", "2026-03-02", holidays="", wishes=Wishes.none())


def solved(points: Any, depots: Any, customers: dict[str, Any], fleet: dict[str, Any], iterations: int = 400) -> Plan:
    """Straight lines in the plane, a minute a unit; customers first, then one worker a depot."""
    places = np.vstack([points, depots]).astype(float)
    minutes = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    names = [f"c{i}" for i in range(len(points))]
    workers = [f"d{i}" for i in range(len(depots))]
    plan = plan_round(
        pd.DataFrame({"household_id": names, "visit_min": 0.0, **customers}),
        pd.DataFrame({"worker_id": workers, "start": 0.0, "days": "Mon", **fleet}),
        ONE_DAY,
        TravelMatrix(minutes, [*names, *workers]),
        max_iterations=iterations,
    )
    assert plan.check() == []
    return plan


def circle(count: int, radius: float, middle: tuple[float, float] = (0.0, 0.0)) -> np.ndarray:
    angle = 2 * np.pi * np.arange(count) / count
    return np.column_stack([middle[0] + radius * np.cos(angle), middle[1] + radius * np.sin(angle)])


def test_the_shortest_tour_of_a_circle_goes_round_it() -> None:
    """24 customers and the depot on one circle: the polygon is the shortest tour."""
    ring = circle(25, 100)
    plan = solved(ring[1:], ring[:1], {}, {"hours_per_day": 1000.0})
    assert len(plan.visits) == 24
    assert plan.days["travel_min"].sum() == pytest.approx(25 * 200 * np.sin(np.pi / 25), rel=1e-4)


def test_many_depots_with_route_limits_serve_their_own_rings() -> None:
    """Three depots far apart, each in the middle of a ring that its limit just holds."""
    middles = np.array([[0, 0], [1000, 0], [0, 1000]])
    rings = np.vstack([circle(8, 50, tuple(middle)) for middle in middles])
    tour = 2 * 50 + 7 * 2 * 50 * np.sin(np.pi / 8)
    plan = solved(rings, middles, {}, {"hours_per_day": (tour + 1) / 60})
    assert len(plan.visits) == 24
    assert plan.days["travel_min"].tolist() == pytest.approx([tour] * 3, rel=1e-4)


def test_time_windows_as_minutes_past_midnight_and_past_a_day_force_the_order() -> None:
    """On a line, with windows that open far-near-far; the last opens on the third day of the clock."""
    where = np.array([[10, 0], [20, 0], [30, 0], [40, 0], [50, 0], [60, 0], [70, 0], [80, 0], [90, 0]])
    order = [8, 0, 7, 1, 6, 2, 5, 3, 4]
    windows: list[Any] = [None] * 9
    for place, customer in enumerate(order):
        windows[customer] = [(400 * place + 100, 400 * place + 110)]
    plan = solved(where, [[0, 0]], {"available": windows}, {"hours_per_day": 100.0})
    assert plan.visits["household_id"].tolist() == [f"c{customer}" for customer in order]
    legs = np.abs(np.diff([0, *(where[customer][0] for customer in order), 0])).sum()
    assert plan.days["travel_min"].sum() == pytest.approx(float(legs))


def test_team_orienteering_takes_the_prizes_that_the_time_allows() -> None:
    """Two vehicles in the middle; four rays of equal length but unequal prizes: each vehicle reaches one, the best two."""
    ends = np.array([[100, 0], [-100, 0], [0, 100], [0, -100]])
    near = ends / 2
    plan = solved(
        np.vstack([ends, near]),
        [[0, 0], [0, 0]],
        {"priority": [80.0, 10.0, 60.0, 20.0, 1.0, 90.0, 1.0, 1.0]},
        {"hours_per_day": 201 / 60},
    )
    # 81 + 2 on one ray and 91 + 11 (or 61 + 2 …): the best two are 83 (east) and 102 (west).
    assert set(plan.visits["household_id"]) == {"c0", "c4", "c1", "c5"}


def test_capacity_splits_a_cluster_between_vehicles() -> None:
    """Ten customers of load 3 at one spot, vehicles that hold 10: three each, so four vehicles are all needed."""
    spot = np.column_stack([np.full(10, 50.0), np.arange(10) * 1e-3])
    fleet = {"hours_per_day": 100.0, "load_per_day": 10.0}
    everybody = solved(spot, np.zeros((4, 2)), {"load": 3.0}, fleet)
    assert len(everybody.visits) == 10 and everybody.days["visits"].max() == 3
    assert len(solved(spot, np.zeros((3, 2)), {"load": 3.0}, fleet).visits) == 9


def test_one_way_streets_are_driven_the_right_way_round() -> None:
    """A ring on which a step forward takes 1 minute and every other leg takes 50."""
    size = 12
    minutes = np.full((size, size), 50.0)
    minutes[np.arange(size), (np.arange(size) + 1) % size] = 1.0
    names = [f"c{i}" for i in range(1, size)]
    plan = plan_round(
        pd.DataFrame({"household_id": names, "visit_min": 0.0}),
        pd.DataFrame({"worker_id": ["d"], "hours_per_day": [20.0]}),
        ONE_DAY,
        TravelMatrix(minutes, ["d", *names]),
        max_iterations=500,
    )
    assert plan.visits["household_id"].tolist() == names
    assert plan.days["travel_min"].sum() == pytest.approx(size)
