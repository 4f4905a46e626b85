"""Every way in that is told holds: taken, the independent checker finds nothing; and none cheaper is overlooked."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation import Plan
from allocation.why.context import Context
from allocation.why.taken import taken
from allocation.why.way_in import KINDS, WayIn
from allocation.why.ways_in import cheapest_way_in
from geo.errors import InputProblems
from tests.allocation.profiles import modest
from tests.allocation.rounds import rounds
from tests.allocation.why.planned import crowded, crowded_round, faults, random_plan, ruled_round

SEEDS, SHARES = st.integers(0, 1000), st.sampled_from([0.6, 1.0, 1.0])


def judge(plan: Plan, households: int) -> Counter[str]:
    """Take every way of some households; the kinds met."""
    seen: Counter[str] = Counter()
    context = Context.of(plan)
    for name in plan.unserved["household_id"].head(households):
        ways = cheapest_way_in(context, str(name), most=20)
        assert ways.sentence
        for way in ways.options:
            after = taken(plan, str(name), way)
            assert faults(after) == [], way
            assert set(after.visits["household_id"]) == set(plan.visits["household_id"]) - set(way.instead_of) | {name}, way
            more = after.days["travel_min"].sum() - plan.days["travel_min"].sum()
            assert more == pytest.approx(way.travel_min, abs=1e-6)
            assert way.kind in KINDS and way.worker_id in way.sentence and way.date in way.sentence
            nothing = way.longer_min == way.week_longer_min == way.carry_more == 0 and not way.rules and not way.instead_of
            assert way.kind not in ("fits", "moved") or nothing
        seen.update(way.kind for way in ways.options)
    return seen


@modest(10)
@given(rounds(most=12), SEEDS, SHARES)
def test_every_way_in_of_whatever_round_holds_once_what_must_give_has_given(
    drawn: dict[str, Any], seed: int, share: float
) -> None:
    judge(random_plan(drawn, seed, share), 3)


def test_every_way_in_of_a_crowded_round_holds_too_and_every_kind_is_met() -> None:
    seen: Counter[str] = Counter()
    for seed in (0, 1, 2, 4, 6, 9, 14):
        drawn = crowded_round(np.random.default_rng(seed), 9)
        seen.update(judge(random_plan(drawn, seed, [0.6, 1.0, 1.0][seed % 3]), 4))
    assert set(KINDS) == set(seen), set(KINDS) - set(seen)


def test_every_way_in_holds_under_the_rules_of_real_rounds() -> None:
    seen: Counter[str] = Counter()
    for seed in range(7):
        seen.update(judge(random_plan(ruled_round(np.random.default_rng(seed)), seed, [0.6, 1.0][seed % 2]), 4))
    assert {"fits", "longer", "instead_of_equal", "at_home"} <= set(seen)


def inserted(plan: Plan, name: str) -> list[tuple[float, str]]:
    """Travel and worker of every place of every day at which the household stands and the checker finds nothing."""
    context, found = Context.of(plan), []
    for day in context.standing.days:
        for place in range(len(day.stops) + 1):
            worker = str(context.problem.person_ids[day.worker])
            try:
                after = taken(plan, name, WayIn("fits", worker, day.date, place + 1, "", 0.0, 0.0))
            except ValueError:
                continue
            if not faults(after):
                found.append((after.days["travel_min"].sum() - plan.days["travel_min"].sum(), worker))
    return found


@modest(10)
@given(crowded(most=6), SEEDS, st.just(0.5))
def test_a_household_that_fits_is_told_so_and_at_the_cheapest_place(drawn: dict[str, Any], seed: int, share: float) -> None:
    plan = random_plan(drawn, seed, share)
    context = Context.of(plan)
    for name in plan.unserved["household_id"].head(1):
        told = [way for way in cheapest_way_in(context, str(name), most=20).options if way.kind == "fits"]
        every = inserted(plan, str(name))
        assert bool(told) == bool(every)
        if told:
            wish = dict(
                zip(context.problem.worker_ids.tolist(), context.wish_min[:, context.row(str(name))].tolist(), strict=True)
            )
            assert told[0].cost_min == pytest.approx(min(travel + wish[worker] for travel, worker in every), abs=1e-6)


@modest(10)
@given(crowded(), SEEDS, SHARES)
def test_a_longer_day_is_no_longer_than_it_must_be(drawn: dict[str, Any], seed: int, share: float) -> None:
    """With a minute less the way does not hold."""
    from dataclasses import replace

    plan = random_plan(drawn, seed, share)
    context = Context.of(plan)
    for name in plan.unserved["household_id"].head(3):
        for way in cheapest_way_in(context, str(name), most=20).options:
            if way.longer_min > 1:
                with pytest.raises(ValueError, match="does not hold"):
                    taken(plan, str(name), replace(way, longer_min=way.longer_min - 1))


def test_who_is_visited_or_not_to_be_visited_has_no_way_in_and_is_told_why() -> None:
    from tests.allocation.cases import base
    from tests.allocation.test_fixes import planned

    plan = planned(base().home("H6", status="refused"))
    assert cheapest_way_in(plan, "H6").sentence == "It is not to be visited; nothing in the plan can change that."
    assert cheapest_way_in(plan, "H1").sentence == "It is visited already."
    with pytest.raises(InputProblems, match="no such household"):
        cheapest_way_in(plan, "H9")
