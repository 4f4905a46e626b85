"""Rounds with shared vehicles: whatever the round, the plan holds, is no worse than on foot, and beats no bound."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation import plan_round
from allocation.plan import RIDES
from allocation.vehicles.search import _Part
from tests.allocation.profiles import modest
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
