"""What a lever is said to buy can be had: the filled days are a plan that the checker passes under the changed rules."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation import Plan, plan_round
from allocation.prepare import prepare
from allocation.reasons import explain
from allocation.why.binding import COLUMNS, binding_rules, lever_table
from allocation.why.context import Context
from allocation.why.estimate import estimate
from allocation.why.fill import filled
from allocation.why.inputs import Inputs
from allocation.why.lever import Lever
from allocation.why.levers import all_levers
from allocation.why.standing import Standing, empty_days, stand_on
from allocation.why.taken import with_day
from benchmarks.ward import make_ward
from tests.allocation.cases import base
from tests.allocation.oracle import Tiny
from tests.allocation.profiles import modest
from tests.allocation.test_fixes import planned
from tests.allocation.test_oracle import tiny_rounds
from tests.allocation.why.planned import crowded_round, faults, random_plan, ruled_round

KINDS = {
    "hours_all", "hours_one", "day_one", "day_more", "twin", "language", "skill", "farther", "no_home_ward", "no_language",
    "wider_hours", "faster", "carry_more", "meeting_day", "week_hours",
}  # fmt: skip


def laid_out(standing: Standing, visits: pd.DataFrame, days: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables with every day of these workers as it stands here."""
    for at, day in enumerate(standing.days):
        if day.stops:
            visits, days = with_day(standing, at, day.stops, visits, days)
    return visits, days


def as_planned(context: Context, before: Standing, lever: Lever, after: Standing) -> Plan:
    plan, inputs = context.plan, lever.inputs
    visits, days = laid_out(after, *laid_out(before, plan.visits, plan.days))
    ready = prepare(inputs.households, inputs.fieldworkers, inputs.round, inputs.travel, inputs.wards, inputs.restrictions)
    left = explain(ready.problem, visits, days, ready.wards)
    lists = {"households": inputs.households, "fieldworkers": inputs.fieldworkers}
    return replace(plan, visits=visits, days=days, unserved=left, round=inputs.round, travel=inputs.travel, **lists)


def test_what_is_counted_can_be_done_under_the_changed_rules_and_every_kind_is_met() -> None:
    seen, useful, judged = set(), set(), set()
    for seed in range(8):
        random = np.random.default_rng(seed)
        drawn = crowded_round(random, 12) if seed < 5 else ruled_round(random, 12)
        round_ = drawn["round_"] if seed >= 5 else replace(drawn["round_"], meeting_day="Thu" if seed % 2 else "")
        context = Context.of(random_plan({**drawn, "round_": round_}, seed, 0.9))
        served = set(context.standing.visits_of)
        waiting = [row for row in range(len(context.problem.households)) if row not in served]
        before, now = filled(context.standing, waiting)
        left = [row for row in waiting if row not in now]
        for lever in all_levers(context, Inputs.of(context.plan), left):
            let_in = estimate(context, before, lever, left)
            after, rows = let_in.standing, let_in.rows
            seen.add(lever.kind)
            if rows and (lever.kind, seed) not in judged:  # one a kind and round is enough
                judged.add((lever.kind, seed))
                useful.add(lever.kind)
                made = as_planned(context, before, lever, after)
                assert faults(made) == [], lever.label
                names = set(context.problem.household_ids[[*served, *now, *rows]])
                assert set(made.visits["household_id"]) == names
    assert seen == KINDS
    assert len(useful) >= len(KINDS) - 3


def test_empty_days_are_those_of_a_plan_without_visits() -> None:
    for seed in range(4):
        plan = random_plan(ruled_round(np.random.default_rng(seed), 12), seed, 0.9)
        problem = Context.of(plan).problem
        assert empty_days(problem).days == stand_on(problem, plan.visits.iloc[:0], plan.days.iloc[:0]).days


@modest(6)
@given(tiny_rounds())
def test_an_exact_optimizer_gains_no_less_than_the_estimate(drawn: tuple[Tiny, dict[str, Any]]) -> None:
    plan = plan_round(**drawn[1], max_iterations=60)
    found = binding_rules(plan, resolve_steps=60, resolve_most=3)
    assert found.fits_now == 0
    for gain in found.gains:
        if gain.how == "solved":
            assert gain.solved_priority is not None
            assert gain.solved_priority >= gain.priority - 1e-6
            assert "planned anew" in gain.sentence


def test_seed_and_steps_decide_what_planning_anew_brings_here_and_in_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    ward = make_ward("rural", 5, priorities=True, households=90, workers=3, days=2)
    plan = plan_round(ward.households, ward.fieldworkers, ward.round, max_iterations=300)
    here = lever_table(binding_rules(plan, resolve_steps=300, resolve_most=3).gains)
    solved = here[here["how"] == "solved"]
    assert len(solved) == 3 and (solved["solved_priority"] > 0).any()
    monkeypatch.setattr(import_module("allocation.here"), "HERE_MOST", 0)
    pd.testing.assert_frame_equal(here, lever_table(binding_rules(plan, resolve_steps=300, resolve_most=3).gains))


@modest(5)
@given(st.integers(0, 1000))
def test_levers_are_told_best_first_and_which_figure_it_is(seed: int) -> None:
    plan = random_plan(crowded_round(np.random.default_rng(seed), 9), seed)
    found = binding_rules(plan)
    assert all("estimate" in gain.sentence and gain.how == "estimate" for gain in found.gains)
    assert [gain.priority for gain in found.gains] == sorted((gain.priority for gain in found.gains), reverse=True)
    table = lever_table(found.gains)
    assert tuple(table) == COLUMNS and len(table) == len(found.gains)


def test_an_hour_more_and_a_day_more_are_worth_what_a_small_round_says() -> None:
    """A cannot walk so far in an hour and a half; H6 waits for B, whose one day is full."""
    case = base().worker("A", hours_per_day=1.5, days="2026-04-01;2026-04-02").worker("B", hours_per_day=1.2, days="2026-04-01")
    found = binding_rules(planned(case))
    by_kind = {gain.lever.kind: gain for gain in found.gains}
    assert found.not_reached == 1 and found.fits_now == 0
    assert by_kind["hours_all"].households == by_kind["day_one"].households == 1
    assert by_kind["hours_one"].lever.workers == ("B",)


def test_nobody_waits_so_nothing_binds() -> None:
    found = binding_rules(planned(base().day("B", "2026-04-02", 480.0, "H6")))
    assert (found.gains, found.not_reached) == ((), 0)


def test_whoever_asks_can_end_it() -> None:
    told: list[str] = []

    def tell(done: int, every: int, what: str) -> bool:
        told.append(what)
        return done < 2

    plan = random_plan(crowded_round(np.random.default_rng(1), 9), 1)
    assert len(binding_rules(plan, tell=tell).gains) <= 2
    assert len(told) == 3
