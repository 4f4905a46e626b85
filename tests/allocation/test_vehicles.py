"""Rounds with shared vehicles: whatever the round, the plan holds, is no worse than on foot, and beats no bound."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from allocation import Plan, Round, Wishes, plan_round
from allocation.plan import RIDES
from allocation.vehicles.fleet import Fleet
from allocation.vehicles.search import _Part
from allocation.why.standing import prepared_of
from geo.travel import StraightLine
from tests.allocation.profiles import modest
from tests.allocation.rounds import table
from tests.allocation.test_rounds import accounts_are_exact, figures_are_true
from tests.allocation.vehicle_rounds import vehicle_rounds

ridden: list[int] = []


@pytest.fixture
def nobody_on_foot(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first plan serves nobody, so that vehicles are worth their while in most rounds, however small."""
    search = _Part._search

    def none_yet(self: _Part) -> None:
        if self.problem.persons is not None:
            search(self)

    monkeypatch.setattr(_Part, "_search", none_yet)


@pytest.mark.usefixtures("nobody_on_foot")
@modest(40, always=True)
@given(vehicle_rounds(most=14))
def test_every_round_with_vehicles_gives_a_plan_that_holds(drawn: dict[str, Any]) -> None:
    plan = plan_round(**drawn, max_iterations=2)
    assert plan.check() == []
    accounts_are_exact(plan, drawn["households"])
    figures_are_true(plan)
    if plan.rides is not None:
        assert tuple(plan.rides) == RIDES
        ridden.append(len(plan.rides))
        assert plan.summary["vehicles"]["worker_days"] == (plan.rides["action"] == "fetch").sum()


@pytest.mark.usefixtures("nobody_on_foot")
@modest(15)
@given(vehicle_rounds(most=14), st.integers(0, 10_000))
def test_households_that_must_pay_for_their_way_are_planned_with_vehicles_too(drawn: dict[str, Any], seed: int) -> None:
    random = np.random.default_rng(seed)
    prize = random.uniform(0.0, 60.0, len(drawn["households"]))
    prize[random.random(len(prize)) < 0.3] = np.nan
    plan = plan_round(**{**drawn, "households": drawn["households"].assign(prize_min=prize)}, max_iterations=2)
    assert plan.check() == []
    if "prize_min" in plan.summary:
        assert plan.summary["prize_min"]["net"] <= plan.summary["prize_min"]["bound"] + 0.01


def test_some_of_those_rounds_had_riders() -> None:
    if ridden:  # runs after the test above, as the file stands
        assert any(ridden)


@modest(12)
@given(vehicle_rounds())
def test_a_vehicle_never_makes_a_plan_worse(drawn: dict[str, Any]) -> None:
    on_foot = {**drawn, "fieldworkers": drawn["fieldworkers"].assign(vehicle=""), "vehicles": None}
    riding, walking = (plan_round(**given_, max_iterations=10) for given_ in (drawn, on_foot))
    assert riding.summary["priority_served"] >= walking.summary["priority_served"] - 1e-6


@modest(4)
@given(vehicle_rounds(most=16))
def test_the_same_seed_and_iterations_give_the_same_plan_with_vehicles(drawn: dict[str, Any]) -> None:
    first, second = (plan_round(**drawn, max_iterations=20, seed=7) for _ in range(2))
    for name in ("visits", "days", "unserved", "rides"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name), check_exact=True)


def valley(far_m: float, count: int = 10, **car: Any) -> dict[str, Any]:
    """Two fieldworkers and a bakkie in a village, households so many metres down the valley, time for all of them on foot."""
    step = far_m / 93_280
    homes = [{"household_id": f"H{i}", "geometry": Point(26 + step + i / 2000, -33.05), "visit_min": 40.0} for i in range(count)]
    team = [
        {"worker_id": name, "geometry": Point(26.0, -33.05), "hours_per_day": 8.0, "vehicle": "B", "mode": "walk"}
        for name in ("W1", "W2")
    ]
    cars = table([{"vehicle_id": "B", "geometry": Point(26.0, -33.05), "seats": 2.0, "speed_kmh": 40.0, **car}])
    days = Round("2026-03-02", "2026-03-06", holidays="", wishes=Wishes.none())
    return {"households": table(homes), "fieldworkers": table(team), "round_": days, "travel": StraightLine(), "vehicles": cars}


def test_a_vehicle_drives_where_that_saves_more_walking_than_it_costs() -> None:
    drawn = valley(5000)
    on_foot = {**drawn, "fieldworkers": drawn["fieldworkers"].assign(vehicle=""), "vehicles": None}
    riding, walking = (plan_round(**given_, max_iterations=50) for given_ in (drawn, on_foot))
    assert riding.check() == []
    assert riding.summary["served"] == walking.summary["served"] == 10
    assert riding.summary["vehicles"]["vehicle_days"] > 0
    assert riding.summary["travel_min"] + driven_min(riding) < walking.summary["travel_min"] - 60


@pytest.mark.parametrize("drawn", [valley(300), valley(5000, speed_kmh=3.0), valley(5000, start="15:00")])
def test_no_vehicle_drives_where_walking_costs_less_or_there_is_no_time(drawn: dict[str, Any]) -> None:
    plan = plan_round(**drawn, max_iterations=50)
    assert plan.check() == []
    assert plan.summary["served"] == 10 and plan.summary["vehicles"]["vehicle_days"] == 0


@modest(8)
@given(vehicle_rounds(most=10))
def test_driving_is_priced_like_walking(drawn: dict[str, Any]) -> None:
    """Where nothing else is priced, walking and driving together are no more than walking alone, for whom one reaches on foot."""
    given_ = {**drawn, "round_": replace(drawn["round_"], wishes=Wishes.none())}
    on_foot = {**given_, "fieldworkers": drawn["fieldworkers"].assign(vehicle=""), "vehicles": None}
    riding, walking = (plan_round(**one, max_iterations=10) for one in (given_, on_foot))
    if riding.rides is not None and riding.summary["priority_served"] == walking.summary["priority_served"]:
        assert riding.summary["travel_min"] + driven_min(riding) <= walking.summary["travel_min"] + 1


def driven_min(plan: Plan) -> float:
    """Minutes that vehicles drive, worked out from the places of their stops."""
    assert plan.rides is not None and plan.vehicles is not None
    fleet = Fleet.of(prepared_of(plan).problem, plan.vehicles)
    row_of = {str(name): row for row, name in enumerate(fleet.problem.household_ids)}
    total = 0.0
    for (vehicle, _), rows in plan.rides.groupby(["vehicle_id", "date"]):
        stops = [row_of[place] for place in rows.sort_values("order")["place"] if place in row_of]
        legs = fleet.legs(fleet.ids.tolist().index(vehicle), stops)
        total += sum(int(legs[at, at + 1]) for at in range(len(stops))) + int(legs[len(stops), 0])
    return total
