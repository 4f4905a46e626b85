"""Problems from the literature, stated by a matrix of travel times, get their known best answers."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from allocation import Plan, Round, Wishes, plan_round
from geo.travel import TravelMatrix
from tests.allocation.held_karp import Vehicle, best
from tests.allocation.oracle import Tiny
from tests.allocation.oracle import best as try_everything

ONE_DAY = Round("2026-03-02", "2026-03-02", holidays="", wishes=Wishes.none())
TWO_DAYS = Round("2026-03-02", "2026-03-03", holidays="", wishes=Wishes.none())


def plane(points: Any, depots: Any) -> np.ndarray:
    """Straight lines in the plane, a minute a unit; customers first."""
    places = np.vstack([points, depots]).astype(float)
    return np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))


def solved(
    points: Any,
    depots: Any,
    customers: dict[str, Any],
    fleet: dict[str, Any],
    iterations: int = 8000,
    *,
    round_: Round = ONE_DAY,
    minutes: np.ndarray | None = None,
) -> Plan:
    """Customers first, then one worker a depot; straight lines unless ``minutes`` says other."""
    minutes = plane(points, depots) if minutes is None else minutes
    names = [f"c{i}" for i in range(len(points))]
    workers = [f"d{i}" for i in range(len(depots))]
    plan = plan_round(
        pd.DataFrame({"household_id": names, "visit_min": 0.0, **customers}),
        pd.DataFrame({"worker_id": workers, "start": 0.0, "days": "Mon", **fleet}),
        round_,
        TravelMatrix(minutes, [*names, *workers]),
        max_iterations=iterations,
    )
    assert plan.check() == []
    return plan


def value(plan: Plan) -> tuple[float, float]:
    """Prize served (priority + 1) and travel."""
    weight = plan.households.set_index("household_id")["priority"].loc[plan.visits["household_id"]] + 1
    return float(weight.sum()), float(plan.days["travel_min"].sum())


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


@pytest.mark.parametrize("seed", range(4))
def test_many_depots_with_limits_and_capacities_get_the_best_plan(seed: int) -> None:
    """Two depots with two vehicles each: a depot is a worker, its vehicles are the worker's days."""
    random = np.random.default_rng(seed)
    points, depots = random.uniform(-50, 50, (10, 2)), random.uniform(-30, 30, (2, 2))
    service, demand = random.integers(1, 15, 10).astype(float), random.integers(1, 10, 10).astype(float)
    most, limit = float(np.ceil(demand.sum() / 3)), 260.0
    plan = solved(
        points,
        depots,
        {"visit_min": service, "load": demand},
        {"days": "", "hours_per_day": limit / 60, "load_per_day": most},
        round_=TWO_DAYS,
    )
    fleet = [Vehicle(home, limit, most) for home in (10, 10, 11, 11)]
    assert value(plan) == pytest.approx(best(plane(points, depots), service, demand, np.ones(10), fleet))


@pytest.mark.parametrize("seed", range(4))
def test_a_fleet_of_different_capacity_gets_the_best_plan(seed: int) -> None:
    """One depot, three vehicles that hold 8, 14 and 30: a worker each, all at the same place."""
    random = np.random.default_rng(100 + seed)
    points, depots = random.uniform(-50, 50, (10, 2)), np.zeros((3, 2))
    demand = random.integers(1, 8, 10).astype(float)
    sizes = [8.0, 14.0, 30.0]
    plan = solved(points, depots, {"load": demand}, {"hours_per_day": 1000.0, "load_per_day": sizes})
    fleet = [Vehicle(10 + place, most=size) for place, size in enumerate(sizes)]
    assert value(plan) == pytest.approx(best(plane(points, depots), np.zeros(10), demand, np.ones(10), fleet))


@pytest.mark.parametrize("seed", range(4))
def test_team_orienteering_from_a_start_to_another_end_gets_the_best_prizes(seed: int) -> None:
    """Two vehicles; what leads to the worker's id is the way to the end, what leads from it the way from the start."""
    random = np.random.default_rng(200 + seed)
    points, start, end = random.uniform(0, 60, (10, 2)), np.array([0.0, 0.0]), np.array([60.0, 60.0])
    prize = random.integers(1, 30, 10).astype(float)
    minutes = plane(points, [start, start])
    minutes[:10, 10:] = np.hypot(*(points - end).T)[:, None]
    minutes[10:, 10:] = 0.0
    plan = solved(points, [start, start], {"priority": prize - 1}, {"hours_per_day": 110 / 60}, minutes=minutes)
    fleet = [Vehicle(10, 110.0), Vehicle(11, 110.0)]
    assert value(plan) == pytest.approx(best(minutes, np.zeros(10), np.zeros(10), prize, fleet))


@pytest.mark.parametrize("seed", range(3))
def test_time_windows_get_the_best_plan(seed: int) -> None:
    """Seven customers, two vehicles, windows beyond the first day of the clock; judged against trying everything."""
    random = np.random.default_rng(300 + seed)
    count = 7
    minutes = random.integers(5, 60, (count + 2, count + 2)).astype(float)
    minutes = np.minimum(minutes, minutes.T)
    minutes[-2:] = minutes[-1]
    minutes[:, -2:] = minutes[:, -1:]
    np.fill_diagonal(minutes, 0)
    opens = 1400 + random.integers(0, 200, count)
    windows = [[(int(at), int(at) + 40)] for at in opens]
    visit = random.integers(5, 20, count)
    plan = solved(
        np.zeros((count, 2)),
        np.zeros((2, 2)),
        {"available": windows, "visit_min": visit.astype(float)},
        {"hours_per_day": 2000 / 60},
        minutes=minutes,
    )
    tiny = Tiny(
        minutes,
        visit.tolist(),
        [1.0] * count,
        [0] * count,
        windows,
        start=[0, 0],
        end=[2000, 2000],
        longest=[2000, 2000],
        most=[np.inf] * 2,
        days=[1, 1],
        may=np.ones((2, count), dtype=bool),
    )
    assert value(plan) == pytest.approx(try_everything(tiny))


def test_every_example_of_the_page_on_literature_holds() -> None:
    """The page shows what Python prints; this types it anew."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "literature.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    typed = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "docs/literature.md", None, None)
    said: list[str] = []
    done = doctest.DocTestRunner().run(typed, out=said.append)
    assert done.failed == 0, "".join(said)
    assert len(blocks) >= 5 and done.attempted > 20
