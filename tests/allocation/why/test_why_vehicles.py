"""What would be otherwise where vehicles drive: every answer is one of a plan that holds, riders and rides judged too."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from allocation import Plan
from allocation.plan import DAYS, VISITS, dtypes
from allocation.why.context import Context
from allocation.why.estimate import estimate
from allocation.why.fill import carried, filled
from allocation.why.inputs import Inputs
from allocation.why.lever import Lever
from allocation.why.levers import all_levers
from allocation.why.standing import Standing, empty_days, stand_on
from allocation.why.taken import told_again, with_day
from allocation.why.ways_in import cheapest_way_in
from tests.allocation.why.planned import faults, random_plan, riding_round
from tests.allocation.why.test_next_best import agrees
from tests.allocation.why.test_ways_in import judge

SEEDS = range(24)


def plans(most: int = 9, every: int = 1) -> list[Plan]:
    made = []
    for seed in list(SEEDS)[::every]:
        random = np.random.default_rng(seed)
        made.append(random_plan(riding_round(random, most), seed, [0.6, 1.0][seed % 2]))
    return made


def riders(plan: Plan) -> set[tuple[str, str]]:
    assert plan.rides is not None
    drops = plan.rides[plan.rides["action"] == "drop"]
    return set(zip(drops["worker_id"], drops["date"], strict=True))


def test_the_days_of_a_plan_with_rides_stand_as_they_are() -> None:
    count = 0
    for plan in plans():
        context = Context.of(plan)
        work = plan.days.groupby("worker_id")["work_min"].sum()
        names = context.people.worker_ids.tolist()
        assert context.outings.work_min({}) == pytest.approx([work.get(name, 0.0) for name in names])
        for at, day in enumerate(context.standing.days):
            walked = context.standing.walked(at, day.stops) if day.stops else None
            assert walked is None or walked.over_s == 0
            count += bool(day.stops) and bool(context.standing.rides[day.worker])
    assert count > 20


def test_every_way_in_holds_where_some_ride_and_some_are_on_days_of_riding() -> None:
    seen: Counter[str] = Counter()
    riding: Counter[str] = Counter()
    for plan in plans(7, every=2):
        seen.update(judge(plan, 3))
        context, rides = Context.of(plan), riders(plan)
        for name in plan.unserved["household_id"].head(3):
            ways = cheapest_way_in(context, str(name), most=20).options
            riding.update(way.kind for way in ways if (way.worker_id, way.date) in rides)
    assert {"fits", "extra_day"} <= set(seen)
    # A day of riding would be longer for everybody aboard and for the driver: that is told to nobody.
    assert riding["fits"] and not {"longer", "much_longer", "extra_day"} & set(riding)


def test_the_next_best_is_what_trying_everything_finds_rides_and_fair_load_of_everybody_aboard_included() -> None:
    assert sum(agrees(plan) for plan in plans(7, every=2)) > 15


def as_planned(context: Context, before: Standing, lever: Lever, after: Standing) -> Plan:
    """The plan with what a lever let in, under its inputs."""
    inputs = lever.inputs
    riding = inputs.riding(context)
    assert riding is not None
    whole = carried(before, empty_days(riding.problem, riding))
    ids, part = riding.problem.person_ids, after.problem.person_ids
    fuller = {(part[day.worker], day.date): day.stops for day in after.days}
    visits, days = (pd.DataFrame(columns=list(names)).astype(dtypes(names)) for names in (VISITS, DAYS))
    for at, day in enumerate(whole.days):
        stops = fuller.get((ids[day.worker], day.date), day.stops)
        if stops:
            visits, days = with_day(whole, at, stops, visits, days)
    lists = {"households": inputs.households, "fieldworkers": inputs.fieldworkers, "vehicles": inputs.vehicles}
    plan = replace(context.plan, **lists, round=inputs.round, travel=inputs.travel)
    return told_again(plan, stand_on(riding.problem, visits, days, riding), visits, days)


def test_what_a_lever_is_said_to_buy_can_be_had_with_the_vehicles_as_they_drive() -> None:
    useful: Counter[str] = Counter()
    for plan in plans(12, every=3):
        context = Context.of(plan)
        served = set(context.standing.visits_of)
        waiting = [row for row in range(len(context.problem.households)) if row not in served]
        before, now = filled(context.standing, waiting)
        left = [row for row in waiting if row not in now]
        for lever in all_levers(context, Inputs.of(plan), left):
            let_in = estimate(context, before, lever, left)
            after, rows = let_in.standing, let_in.rows
            if rows and useful[lever.kind] < 3:
                useful[lever.kind] += 1
                made = as_planned(context, before, lever, after)
                assert faults(made) == [], lever.label
                kept = sorted({*served, *now, *rows} - set(let_in.lost))
                assert set(made.visits["household_id"]) == set(context.problem.household_ids[kept])
    assert {"hours_all", "twin"} <= set(useful)
