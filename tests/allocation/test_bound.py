"""No plan of a tiny round beats the bound, whatever the table of travel times and the limits."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given

from allocation import plan_round
from allocation.bound import trivial_bound
from allocation.prepare import prepare
from benchmarks.ward import make_ward
from tests.allocation.oracle import Tiny, best
from tests.allocation.profiles import modest
from tests.allocation.test_oracle import tiny_rounds


@modest(25)
@given(tiny_rounds())
def test_the_bound_never_undercuts_what_trying_everything_finds(drawn: tuple[Tiny, dict[str, Any]]) -> None:
    tiny, given_ = drawn
    weight, travel = best(tiny)
    trivial = trivial_bound(prepare(**given_).problem)
    assert trivial.priority >= weight - 1e-9
    bound = plan_round(**given_, max_iterations=5).summary["bound"]
    assert bound["priority_served"] * sum(tiny.weight) >= weight - 1e-3
    assert bound["travel_min"] <= travel + 0.05


def test_days_that_hold_little_bound_the_visits() -> None:
    """Three workers, two days of six hours, visits of 45 minutes: at most 8 a day, less what the way takes."""
    ward = make_ward("rural", 4, households=90, workers=3, days=2)
    problem = prepare(ward.households, ward.fieldworkers, ward.round).problem
    bound = trivial_bound(problem)
    assert 3 * 2 * 7 <= bound.served <= 3 * 2 * 8
    assert bound.priority == bound.served
    plan = plan_round(ward.households, ward.fieldworkers, ward.round, max_iterations=30)
    assert len(plan.visits) <= plan.summary["bound"]["served"] <= bound.served
    assert plan.summary["bound"]["travel_min"] <= plan.summary["travel_min"]
    assert np.isfinite(plan.statistics["bound"].iloc[-1])
