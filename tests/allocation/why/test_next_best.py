"""The next best fieldworker is the one that trying everything finds, with the same difference; or nobody can."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation import Plan
from allocation.price import fair_minutes, wish_table
from allocation.why.context import Context
from allocation.why.next_best import next_best
from allocation.why.standing import stand_on
from allocation.why.taken import with_day
from tests.allocation.profiles import modest
from tests.allocation.why.planned import crowded, faults, random_plan, ruled_round


def price(context: Context, plan: Plan) -> float:
    """Travel, wishes and fair load of a plan, from its tables."""
    problem = context.problem
    workers, households = problem.worker_ids.tolist(), problem.household_ids.tolist()
    at = [workers.index(name) for name in plan.visits["worker_id"]], [households.index(n) for n in plan.visits["household_id"]]
    work = np.array([plan.days.loc[plan.days["worker_id"] == name, "work_min"].sum() for name in workers], dtype=float)
    return float(plan.days["travel_min"].sum() + wish_table(problem)[at].sum() + fair_minutes(problem, work).sum())


def everything(context: Context, name: str) -> dict[str, float]:
    """Worker → least price more, by putting the visit at each place of each other day, each plan judged by the checker."""
    plan, standing = context.plan, context.standing
    row, found = context.row(name), {}
    now = standing.visits_of[row][0]
    left = tuple(stop for stop in standing.days[now].stops if stop != row)
    who, date = str(context.problem.worker_ids[standing.days[now].worker]), standing.days[now].date
    visits, days = (frame[(frame["worker_id"] != who) | (frame["date"] != date)] for frame in (plan.visits, plan.days))
    if left:
        try:
            visits, days = with_day(standing, now, left, visits, days)
        except ValueError:
            return {}
    without = stand_on(context.problem, visits, days)
    for at, day in enumerate(without.days):
        for place in range(len(day.stops) + 1) if at != now else ():
            try:
                tables = with_day(without, at, (*day.stops[:place], row, *day.stops[place:]), visits, days)
            except ValueError:
                continue
            after = replace(plan, visits=tables[0], days=tables[1])
            if not faults(after):
                worker = str(context.problem.worker_ids[day.worker])
                found[worker] = min(found.get(worker, np.inf), price(context, after) - price(context, plan))
    return found


@modest(12)
@given(crowded(most=6), st.integers(0, 1000), st.sampled_from([0.5, 1.0]))
def test_the_next_best_is_what_trying_everything_finds(drawn: dict[str, Any], seed: int, share: float) -> None:
    agrees(random_plan(drawn, seed, share))


def test_the_next_best_is_found_under_the_rules_of_real_rounds_too() -> None:
    assert sum(agrees(random_plan(ruled_round(np.random.default_rng(seed), 7), seed, 0.7)) for seed in range(9)) > 9


def agrees(plan: Plan) -> int:
    """Judge every visit of a plan; how many fieldworkers could come otherwise, by visit."""
    context, count = Context.of(plan), 0
    for name, worker in zip(context.plan.visits["household_id"], context.plan.visits["worker_id"], strict=True):
        told, every = next_best(context, str(name), most=9), everything(context, str(name))
        others = {who: more for who, more in every.items() if who != worker}
        assert {one.worker_id for one in told.options} == set(others)
        for one in told.options:
            assert one.more_min == pytest.approx(others[one.worker_id], abs=0.02)
        assert [one.more_min for one in told.options] == sorted(one.more_min for one in told.options)
        assert (told.other_day is None) == (worker not in every)
        if told.other_day is not None:
            assert told.other_day.more_min == pytest.approx(every[worker], abs=0.02)
        assert told.sentence and (told.other_worker is None) == (not others)
        count += len(every)
    return count


def test_why_nobody_else_can_is_told() -> None:
    from allocation import Rules
    from tests.allocation.cases import base
    from tests.allocation.test_fixes import planned

    alone = planned(base().home("H1", language="isiXhosa").worker("A", languages="isiXhosa").rules(rules=Rules(language=True)))
    assert next_best(alone, "H1").sentence == "Nobody else may come: of the others, 1 shares no language with it."
    full = planned(base().worker("B", hours_per_day=1.2, days="2026-04-01"))
    told = next_best(full, "H1")
    assert told.other_worker is None
    assert told.sentence.startswith(
        "The only other fieldworker who may come has no day with room for it. Nearest to it: fieldworker B"
    )
    assert next_best(full, "H6").sentence == "Nobody visits it in this plan."
