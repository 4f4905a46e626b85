"""Whatever the round, the plan holds, every household is told of, and the figures are true."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from allocation import Plan, plan_round
from allocation.plan import DAYS, STATISTICS, UNSERVED, VISITS
from tests.allocation.profiles import modest
from tests.allocation.rounds import rounds


def accounts_are_exact(plan: Plan, households: pd.DataFrame) -> None:
    """Every row of the list is visited or left with a reason once; how often and by how many is the checker's."""
    told = [*plan.visits["household_id"].unique(), *plan.unserved["household_id"]]
    assert sorted(told) == sorted(households["household_id"])


def figures_are_true(plan: Plan) -> None:
    weight = plan.households.set_index("household_id")["priority"] + 1
    served = plan.visits["household_id"].unique()
    summary = plan.summary
    assert summary["served"] == len(served)
    assert summary["households"] == len(plan.households)
    assert summary["travel_min"] == pytest.approx(plan.days["travel_min"].sum(), abs=0.05)
    assert 0 <= summary["priority_served"] <= 1 + 1e-9
    assert weight.loc[served].sum() <= weight.sum() * (summary["priority_served"] + 1e-6) or summary["priority_served"] == 1
    assert summary["bound"]["served"] >= summary["served"] - 1e-9
    assert summary["bound"]["priority_served"] >= summary["priority_served"] - 1e-9
    assert summary["bound"]["travel_min"] <= summary["travel_min"] + 0.05
    assert -1e-9 <= summary["gap"] <= 1 + 1e-9
    travel, least = summary["travel_min"], min(summary["bound"]["travel_min"], summary["travel_min"])
    assert summary["travel_gap"] == pytest.approx((travel - least) / travel if travel else 0.0, abs=1e-4)


@modest(50)
@given(rounds())
def test_every_generated_round_gives_a_plan_that_holds(drawn: dict[str, Any]) -> None:
    plan = plan_round(**drawn, max_iterations=2)
    assert plan.check() == []
    accounts_are_exact(plan, drawn["households"])
    figures_are_true(plan)
    assert (tuple(plan.visits), tuple(plan.days), tuple(plan.unserved)) == (VISITS, DAYS, UNSERVED)
    assert tuple(plan.statistics) == STATISTICS
    assert not plan.unserved.isin(["", None, np.nan]).any(axis=None)


@modest(4)
@given(rounds(most=16))
def test_the_same_seed_and_iterations_give_the_same_plan_bit_for_bit(drawn: dict[str, Any]) -> None:
    first, second = (plan_round(**drawn, max_iterations=20, seed=7) for _ in range(2))
    for name in ("visits", "days", "unserved"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name), check_exact=True)
