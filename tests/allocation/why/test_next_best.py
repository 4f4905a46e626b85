"""The next best fieldworker is the one that trying everything finds, with the same difference; or nobody can."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation import Plan, Round, Rules, check_own
from allocation.price import fair_minutes, wish_table
from allocation.vehicles.rows import by_rows
from allocation.why.context import Context
from allocation.why.next_best import next_best
from allocation.why.standing import stand_on
from allocation.why.taken import told_again, with_day
from geo.travel import TravelMatrix
from tests.allocation.profiles import modest
from tests.allocation.why.planned import crowded, faults, random_plan, ruled_round


def price(context: Context, plan: Plan) -> float:
    """Travel, wishes and fair load of a plan, from its tables."""
    problem, people = context.problem, context.people
    row_of = {(problem.person_ids[day.worker], day.date): day.worker for day in context.standing.days}
    households = problem.household_ids.tolist()
    at = (
        [row_of[key] for key in zip(plan.visits["worker_id"], plan.visits["date"], strict=True)],
        [households.index(n) for n in plan.visits["household_id"]],
    )
    names = people.worker_ids.tolist()
    work = np.array([plan.days.loc[plan.days["worker_id"] == name, "work_min"].sum() for name in names], dtype=float)
    return float(plan.days["travel_min"].sum() + wish_table(problem)[at].sum() + fair_minutes(people, work).sum())


def everything(context: Context, name: str) -> dict[str, float]:
    """Worker → least price more, by putting the visit at each place of each other day, each plan judged by the checker."""
    plan, standing = context.plan, context.standing
    row, found = context.row(name), {}
    now = standing.visits_of[row][0]
    left = tuple(stop for stop in standing.days[now].stops if stop != row)
    who, date = str(context.problem.worker_ids[standing.days[now].worker]), standing.days[now].date
    riding, rides = standing.riding, plan.rides
    tables = (plan.visits, plan.days) if riding is None else by_rows(riding, plan.visits, plan.days, rides)
    visits, days = (frame[(frame["worker_id"] != who) | (frame["date"] != date)] for frame in tables)
    if left:
        try:
            visits, days = with_day(standing, now, left, visits, days)
        except ValueError:
            return {}
    without = stand_on(context.problem, visits, days, riding)
    for at, day in enumerate(without.days):
        for place in range(len(day.stops) + 1) if at != now else ():
            try:
                tables = with_day(without, at, (*day.stops[:place], row, *day.stops[place:]), visits, days)
            except ValueError:
                continue
            after = told_again(plan, stand_on(context.problem, *tables, riding), *tables)
            if not faults(after):
                worker = str(context.problem.person_ids[day.worker])
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


def by_two(seed: int) -> Plan | None:
    """A plan made by hand in which some are visited by two; None where it does not hold."""
    random = np.random.default_rng(seed)
    names = [*(f"W{i}" for i in range(4)), *(f"H{i}" for i in range(6))]
    spots = random.integers(-15, 15, (len(names), 2))
    table = np.hypot(*(spots[:, None] - spots[None, :]).transpose(2, 0, 1))
    homes = pd.DataFrame(
        {
            "household_id": names[4:],
            "visit_min": 30.0,
            "visitors": [2, 2, 2, 1, 1, 1],
            "skills": random.choice(["", "", "nurse;teacher"], 6),
            "available": random.choice(["", "", "08:00-11:00"], 6),
            "not_workers": random.choice(["", "W3"], 6),
        }
    )
    hours, skills = random.choice([3.5, 5.0], 4), ["nurse", "nurse;teacher", "teacher", ""]
    team = pd.DataFrame({"worker_id": names[:4], "hours_per_day": hours, "skills": skills})
    rows = [(home, who) for at, home in enumerate(names[4:]) for who in random.permutation(4)[: 2 if at < 3 else 1].tolist()]
    own = pd.DataFrame(
        {"household_id": [home for home, _ in rows], "worker_id": [f"W{who}" for _, who in rows], "date": "2026-03-04"}
    )
    round_ = Round("2026-03-04", "2026-03-05", holidays="", rules=Rules(lunch_min=20, lunch_after_h=3))
    judged = check_own(homes, team, round_, own, TravelMatrix(table, names))
    return judged.plan if judged.holds else None


def every_seat(context: Context, name: str, who: str) -> dict[str, float]:
    """Worker → least price more, by putting the visit of one of two at each place of others' days of that date."""
    plan, standing = context.plan, context.standing
    row, found = context.row(name), {}
    ids = context.problem.worker_ids.tolist()
    (now,) = [at for at in standing.visits_of[row] if ids[standing.days[at].worker] == who]
    date = standing.days[now].date
    left = tuple(stop for stop in standing.days[now].stops if stop != row)
    visits, days = (frame[(frame["worker_id"] != who) | (frame["date"] != date)] for frame in (plan.visits, plan.days))
    if left:
        try:
            visits, days = with_day(standing, now, left, visits, days)
        except ValueError:
            return {}
    for at, day in enumerate(standing.days):
        for place in range(len(day.stops) + 1) if day.date == date and row not in day.stops else ():
            try:
                tables = with_day(standing, at, (*day.stops[:place], row, *day.stops[place:]), visits, days)
            except ValueError:
                continue
            after = replace(plan, visits=tables[0], days=tables[1])
            if not faults(after):
                found[ids[day.worker]] = min(found.get(ids[day.worker], np.inf), price(context, after) - price(context, plan))
    return found


def test_of_two_each_seat_has_its_next_best_and_it_is_what_trying_everything_finds() -> None:
    seats = nobody = 0
    for seed in range(80):
        plan = by_two(seed)
        if plan is None:
            continue
        context = Context.of(plan)
        both = plan.visits[plan.visits.duplicated("household_id", keep=False)]
        for name, rows in both.groupby("household_id"):
            told = next_best(context, str(name), most=9)
            pair = sorted(rows["worker_id"])
            assert told.sentence.startswith(f"Two visit it together on {rows['date'].iloc[0]}: ")
            for who, stays in zip(pair, pair[::-1], strict=True):
                every = every_seat(context, str(name), who)
                own = [one for one in told.options if one.instead_of == who]
                assert {one.worker_id for one in own} == set(every) and {one.stays for one in own} <= {stays}
                for one in own:
                    assert one.more_min == pytest.approx(every[one.worker_id], abs=0.02)
                    assert one.sentence.startswith(f"Instead of fieldworker {who}, while fieldworker {stays} stays: fieldworker ")
                assert bool(own) != (f"Instead of fieldworker {who}, while" in told.sentence)
                seats, nobody = seats + bool(own), nobody + (not own)
    assert seats > 15 and nobody > 5
