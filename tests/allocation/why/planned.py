"""Plans for questions: made without the optimizer, by putting households into days at random; checked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely
from hypothesis import strategies as st

from allocation import Plan, Rules, Wishes
from allocation.plan import DAYS, STATISTICS, VISITS, Violation, dtypes
from allocation.prepare import prepare
from allocation.reasons import explain
from allocation.round import Round
from allocation.why.people import may_come
from allocation.why.standing import Standing, stand_on
from allocation.why.taken import with_day
from geo.travel import StraightLine, TravelMatrix
from tests.allocation.cases import wards
from tests.allocation.rounds import table


def random_plan(drawn: dict[str, Any], seed: int, share: float = 1.0) -> Plan:
    """A plan in which about this share of what finds a place by chance is visited."""
    random = np.random.default_rng(seed)
    ready = prepare(drawn["households"], drawn["fieldworkers"], drawn["round_"], drawn["travel"], drawn["wards"])
    problem = ready.problem
    visits = pd.DataFrame(columns=list(VISITS)).astype(dtypes(VISITS))
    days = pd.DataFrame(columns=list(DAYS)).astype(dtypes(DAYS))
    standing = stand_on(problem, visits, days)
    for row in random.permutation(len(problem.households)).tolist():
        if problem.asked[row] and random.random() < share:
            visits, days, standing = put_in(standing, row, random, visits, days)
    left = explain(problem, visits, days, ready.wards)
    statistics = pd.DataFrame(columns=list(STATISTICS))
    plan = Plan(
        visits, days, left, {}, statistics, ready.households, ready.fieldworkers, ready.wards, drawn["round_"], drawn["travel"]
    )
    assert faults(plan) == []
    return plan


def faults(plan: Plan) -> list[Violation]:
    """What the independent checker finds, reasons left out: which household is told what is proven elsewhere."""
    return [violation for violation in plan.check() if violation.code != "reason_wrong"]


def put_in(
    standing: Standing, row: int, random: np.random.Generator, visits: pd.DataFrame, days: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, Standing]:
    """One household into the first of all places, shuffled, that holds."""
    able = may_come(standing.problem, row)
    spots = [(at, place) for at, day in enumerate(standing.days) for place in range(len(day.stops) + 1) if able[day.worker]]
    for at, place in (spots[i] for i in random.permutation(len(spots)).tolist()):
        own = standing.days[at].stops
        stops = (*own[:place], row, *own[place:])
        walked = standing.walked(at, stops)
        if walked is not None and not walked.over_s:
            visits, days = with_day(standing, at, stops, visits, days)
            return visits, days, stand_on(standing.problem, visits, days)
    return visits, days, standing


def crowded(most: int = 9) -> st.SearchStrategy[dict[str, Any]]:
    """Rounds with too little time for all, in which people may mostly come: hours, loads, languages, wards, distances."""
    return st.integers(0, 10_000).map(lambda seed: crowded_round(np.random.default_rng(seed), most))


def crowded_round(random: np.random.Generator, most: int) -> dict[str, Any]:
    n, m = int(random.integers(most - 2, most + 1)), int(random.integers(1, 4))
    spots = np.column_stack([26.505 + 0.09 * random.random(n + m), -33.345 + 0.04 * random.random(n + m)])
    points = [shapely.Point(spot) for spot in spots]
    some = lambda values: random.choice(np.array(values, dtype=object))  # noqa: E731
    homes = [
        {
            "household_id": f"H{i}", "geometry": points[i], "visit_min": float(some([20, 40, 60.5])), "settlement": "rural",
            "priority": float(some([0, 5, 10])), "load": float(some([1, 1, 2])), "language": some(["", "", "isiXhosa"]),
            "available": some(["", "", "", "08:00-09:30", "07:30-08:10", "10:00-10:20;15:00-16:00"]),
            "skills": some(["", "", "", "", "nurse"]),
        }
        for i in range(n)
    ]  # fmt: skip
    team = [
        {
            "worker_id": f"W{k}", "geometry": points[n + k], "hours_per_day": float(some([2, 3])), "mode": "walk",
            "load_per_day": float(some([2, 3, 9])), "languages": some(["isiXhosa", "isiXhosa", "English"]),
            "skills": some(["nurse", "nurse", ""]), "days": some(["Wed", "Wed;Thu"]), "end": some(["17:00", "12:00"]),
        }
        for k in range(m)
    ]  # fmt: skip
    rules = Rules(
        language=bool(some([False, True])),
        home_ward=bool(some([False, False, True])),
        max_distance_m=float(some([0, 2500])),
    )
    wishes = some([Wishes(), Wishes.none(), Wishes(10, 10, 10, 10, 10)])
    names = [row["household_id"] for row in homes] + [row["worker_id"] for row in team]
    minutes = random.integers(1, 45, (n + m, n + m)).astype(float)
    minutes[random.random(minutes.shape) < 0.05] = np.nan
    np.fill_diagonal(minutes, 0.0)
    travel = some([StraightLine(), StraightLine(), TravelMatrix(minutes, names)])
    round_ = Round("2026-03-04", "2026-03-06", holidays="", rules=rules, wishes=wishes)
    return {"households": table(homes), "fieldworkers": table(team), "round_": round_, "travel": travel, "wards": wards()}
