"""Whatever the round and its rules, what people are told of a household that nobody visits is true by the checker."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import given

from allocation.check import check_plan
from allocation.plan import DAYS, REASONS, VISITS
from allocation.prepare import prepare
from allocation.reasons import explain
from tests.allocation.profiles import modest
from tests.allocation.rounds import rounds


def told(drawn: dict[str, Any]) -> tuple[pd.DataFrame, list[str]]:
    """Reasons where nobody is visited at all, and what the checker has against them."""
    ready = prepare(**drawn)
    visits, days = pd.DataFrame(columns=list(VISITS)), pd.DataFrame(columns=list(DAYS))
    left = explain(ready.problem, visits, days, ready.wards)
    found = check_plan(
        visits,
        days,
        left,
        ready.households,
        ready.fieldworkers_stated,
        drawn["round_"],
        drawn["travel"],
        ready.wards,
        restrictions=ready.restrictions,
    )
    return left, [f"{one.code} {one.household_id} {one.detail}" for one in found]


@modest(50)
@given(rounds())
def test_every_reason_of_an_empty_plan_is_true(drawn: dict[str, Any]) -> None:
    left, faults = told(drawn)
    assert faults == []
    assert len(left) == len(drawn["households"])
    assert set(left["reason"]) <= set(REASONS)
    assert left["sentence"].str.endswith(".").all()
    assert left["smallest_fix"].str.endswith(".").all()


@modest(15)
@given(rounds(most=6))
def test_who_may_come_is_who_the_checker_lets_come(drawn: dict[str, Any]) -> None:
    """A household that somebody may visit is never told that nobody may, and the other way round."""
    ready = prepare(**drawn)
    problem = ready.problem
    left, _ = told(drawn)
    nobody = ~problem.may.any(axis=0) & problem.asked
    reasons = left["reason"].to_numpy()
    assert not set(reasons[nobody]) & {"not_finished"}
    alone = (problem.visits == 1) & problem.asked & (problem.visitors == 1)
    assert set(reasons[problem.may.any(axis=0) & alone & ~problem.shut]) <= {
        "not_finished",
        "workers_full",
        "unreachable",
        "hours_at_home",
        "too_far",
    }
