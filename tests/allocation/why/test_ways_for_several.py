"""A household that asks for several visits: the days of the cheapest way in are far enough apart, hold, and cost least."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest

from allocation import Plan
from allocation.why.context import Context
from allocation.why.people import may_come, may_join
from allocation.why.standing import hours_s, legs_min
from allocation.why.taken import taken
from allocation.why.way_in import WayIn
from allocation.why.ways_in import cheapest_way_in
from tests.allocation.why.planned import crowded_round, faults, random_plan, ruled_round

SEEDS = range(18)


def asking(seed: int) -> Plan | None:
    """A plan in which three households wait that ask for two or three visits, some of them by two at once."""
    random = np.random.default_rng(seed)
    drawn = (ruled_round if seed % 2 else crowded_round)(random, 7)
    homes, round_ = drawn["households"], drawn["round_"]
    homes["visitors"], homes["visits"] = 1, 1
    homes.loc[homes.index[: 2 + seed % 2], ["language", "skills", "available", "not_workers"]] = ""
    homes.loc[homes.index[:3], "visits"] = [2, 2 + seed % 3 // 2, 2]
    homes.loc[homes.index[2], "visitors"] = 2 if len(drawn["fieldworkers"]) > 1 else 1
    drawn["fieldworkers"]["days"] = "Wed;Thu;Fri"
    drawn["fieldworkers"]["load_per_day"] = 9.0
    if seed % 4 == 3:
        drawn["fieldworkers"]["hours_per_week"] = 5.0
    rules = replace(round_.rules, days_between=1 + seed % 3 % 2)
    plan = random_plan({**drawn, "round_": replace(round_, rules=rules)}, seed, [0.4, 0.7][seed // 2 % 2])
    return None if faults(plan) else plan


def least(context: Context, row: int) -> float:
    """The least minutes of travel and wishes of visits that need nothing: every choice of days, people and places is tried."""
    by_date: dict[str, list[tuple[float, list[tuple[int, tuple[int, ...], int | None]]]]] = {}
    problem, standing = context.problem, context.standing
    able, opens = may_come(problem, row), problem.open_on[row]
    one: list[tuple[str, int, tuple[int, ...], float]] = []
    for at, day in enumerate(standing.days):
        if opens[problem.date_of[day.worker][day.slot]]:
            before = float(legs_min(problem, day.worker, np.array(day.stops, dtype=np.int64)).sum())
            for place in range(len(day.stops) + 1):
                stops = (*day.stops[:place], row, *day.stops[place:])
                more = float(legs_min(problem, day.worker, np.array(stops, dtype=np.int64)).sum()) - before
                one.append((day.date, at, stops, more + float(context.wish_min[day.worker, row])))
    if problem.visitors[row] == 1:
        for date, at, stops, cost in one:
            if able[standing.days[at].worker]:
                by_date.setdefault(date, []).append((cost, [(at, stops, None)]))
    else:
        part = problem.eligibility.part[:, row]
        spans = hours_s(problem, row)
        for (date, at, stops, cost), (date_2, at_2, stops_2, cost_2) in combinations(one, 2):
            who, other = standing.days[at].worker, standing.days[at_2].worker
            if date != date_2 or who == other or not part[who] or not part[other] or not may_join(problem, row, who)[other]:
                continue
            for second in range(8 * 3600, 14 * 3600, 900):
                if not spans or any(first <= second <= last for first, last in spans):
                    by_date.setdefault(date, []).append((cost + cost_2, [(at, stops, second), (at_2, stops_2, second)]))
    return _least_days(context, row, by_date)


def _least_days(
    context: Context, row: int, by_date: dict[str, list[tuple[float, list[tuple[int, tuple[int, ...], int | None]]]]]
) -> float:
    best, gap, wanted = np.inf, context.problem.gap_days, int(context.problem.visits[row])
    for dates in combinations(sorted(by_date), wanted):
        days = [dt.date.fromisoformat(date).toordinal() for date in dates]
        if any(later - earlier < gap for earlier, later in pairwise(days)):
            continue
        best = min(best, _walk_on(context, row, [sorted(by_date[date], key=lambda one: one[0]) for date in dates], {}, best))
    return float(best)


def _walk_on(context: Context, row: int, left: list, changed: dict[int, int], most: float) -> float:  # type: ignore[type-arg]
    if not left:
        return 0.0
    best = most
    for cost, puts in left[0]:
        if cost + sum(options[0][0] for options in left[1:]) >= best:
            break
        work = dict(changed)
        for at, stops, second in puts:
            begins = None if second is None else {row: second}
            walked = context.standing.walked(at, stops, changed=work, begins=begins)
            if walked is None or walked.over_s:
                break
            work[at] = walked.work_s
        else:
            best = min(best, cost + _walk_on(context, row, left[1:], work, best - cost))
    return best


def holds(plan: Plan, name: str, way: WayIn) -> None:
    """Judge the plan with the way taken: all visits are made, nothing else is lost, and the travel is what is told."""
    after = taken(plan, name, way)
    assert faults(after) == [], way
    assert set(after.visits["household_id"]) == set(plan.visits["household_id"]) - set(way.instead_of) | {name}
    rows = after.visits[after.visits["household_id"] == name]
    every = [way, *way.also]
    told = {(who, one.date) for one in every for who in (one.worker_id, one.second_id) if who}
    assert set(zip(rows["worker_id"], rows["date"], strict=True)) == told
    more = after.days["travel_min"].sum() - plan.days["travel_min"].sum()
    assert more == pytest.approx(way.travel_min, abs=1e-6)
    assert all(one.worker_id in way.sentence and one.date in way.sentence for one in every)
    assert all(one.kind == "fits" and not one.also for one in way.also)


def test_all_visits_of_the_cheapest_way_in_hold_and_none_cheaper_is_overlooked() -> None:
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        plan = asking(seed)
        if plan is None:
            continue
        context = Context.of(plan)
        for name in ("H0", "H1", "H2"):
            row = context.row(name)
            told = cheapest_way_in(context, name, most=20)
            best = least(context, row)
            kinds = [way.kind for way in told.options]
            wanted = int(context.problem.visits[row])
            for way in told.options:
                holds(plan, name, way)
                assert len(way.also) == wanted - 1
            if "fits" in kinds:
                assert told.options[0].cost_min <= best + 0.02
            else:
                assert not np.isfinite(best) or str(context.problem.barred[row])
            seen.update(kinds or ["none"])
            seen["by two"] += bool(kinds) and bool(told.options[0].second_id)
    assert {"fits", "longer", "none", "by two"} <= set(seen), seen
    assert seen["moved"] + seen["instead_of_equal"] + seen["instead_of_lower"] > 0


def test_one_who_offers_few_hours_a_week_is_not_asked_for_more_than_that() -> None:
    plan = next(made for made in map(asking, range(1, 60, 2)) if made is not None and len(made.fieldworkers) == 1)
    team = plan.fieldworkers.assign(hours_per_day=5.0, hours_per_week=np.nan, end="", languages="isiXhosa", load_per_day=9.0)
    homes = plan.households.assign(available="", not_workers="", visitors=1, language="")
    rules = replace(plan.round.rules, days_between=1, max_distance_m=0, lunch_min=0)
    empty = replace(plan, visits=plan.visits[:0], days=plan.days[:0], restrictions=None, households=homes)
    free = replace(empty, fieldworkers=team, round=replace(plan.round, rules=rules, meeting_day="", meeting_time=""))
    told = cheapest_way_in(free, "H0")
    assert [way.kind for way in told.options] == ["fits"] and told.sentence.startswith("For its 2 visits: fieldworker W0 on ")
    after = taken(free, "H0", told.options[0])
    hours = float(after.days["work_min"].sum()) / 60
    for offered, fits in ((hours + 0.01, True), (hours - 0.05, False)):
        tight = replace(free, fieldworkers=team.assign(hours_per_week=offered))
        told = cheapest_way_in(tight, "H0")
        assert [way.kind for way in told.options] == (["fits"] if fits else [])
    assert "not so many days" in told.sentence
