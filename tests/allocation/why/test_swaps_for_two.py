"""Another household makes room for a visit by two: it moves or drops out; the plan then holds, and none smaller is overlooked."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product
from typing import Any

import numpy as np
import pandas as pd
import pytest

from allocation import Plan, Round, Rules, Wishes
from allocation.why.context import Context
from allocation.why.people import may_join
from allocation.why.taken import taken
from allocation.why.way_in import WayIn
from allocation.why.ways_in import cheapest_way_in
from geo.travel import TravelMatrix
from tests.allocation.test_reasons_together import DAY, planned
from tests.allocation.why.planned import faults, random_plan

Stops = tuple[int, ...]


def crowded_by_two(seed: int) -> Plan:
    """Singles by chance, and then visits by two as long as some find a place; some stay outside."""
    random = np.random.default_rng(seed)
    names = [*(f"W{i}" for i in range(3)), *(f"H{i}" for i in range(8))]
    spots = random.integers(-12, 12, (len(names), 2))
    ways = np.hypot(*(spots[:, None] - spots[None, :]).transpose(2, 0, 1))
    homes = pd.DataFrame(
        {
            "household_id": names[3:],
            "visit_min": random.choice([30.0, 45.0], 8),
            "visitors": [1, 1, 1, 2, 2, 2, 2, 2],
            "priority": random.choice([0.0, 3.0, 10.0], 8),
            "skills": random.choice(["", "", "nurse;teacher"], 8),
            "available": random.choice(["", "", "08:00-10:00"], 8),
            "not_workers": random.choice(["", "", "W2"], 8),
        }
    )
    team = pd.DataFrame(
        {
            "worker_id": names[:3],
            "hours_per_day": random.choice([2.2, 2.8, 3.4], 3),
            "skills": ["nurse", "nurse;teacher", "teacher"],
            "days": random.choice(["Wed", "Wed;Thu"], 3),
            "hours_per_week": random.choice([np.nan, 5.0], 3),
        }
    )
    rules = Rules(lunch_min=float(random.choice([0, 20])), lunch_after_h=2)
    round_ = Round("2026-03-04", "2026-03-05", holidays="", rules=rules, wishes=Wishes.none())
    lists: dict[str, Any] = {"wards": None, "households": homes, "fieldworkers": team, "round_": round_}
    plan = random_plan({**lists, "travel": TravelMatrix(ways, names)}, seed, 0.7)
    for name in random.permutation(names[6:]).tolist():
        told = cheapest_way_in(plan, name).options
        if told and told[0].kind == "fits":
            plan = taken(plan, name, told[0])
    return plan


def least_lost(context: Context, row: int) -> float:
    """The least priority that leaves, trying everybody's days, everything that may leave, every place and ten minutes."""
    standing, weight, best = context.standing, context.problem.weight, np.inf
    for one, other in combinations(range(len(standing.days)), 2):
        first, second = standing.days[one], standing.days[other]
        part = context.problem.part[[first.worker, second.worker], row].all()
        if first.date != second.date or not part or not may_join(context.problem, row, first.worker)[second.worker]:
            continue
        single = [[-1, *(s for s in day.stops if context.problem.visitors[s] == 1)] for day in (first, second)]
        both = [(s, s) for s in first.stops if s in second.stops]
        for outs in [*product(*single), *both]:
            lost = sum(float(weight[out]) for out in set(outs) - {-1})
            if lost < best and lost <= weight[row] and _meets(context, row, (one, other), outs):
                best = lost
    return float(best)


def _meets(context: Context, row: int, at: tuple[int, int], outs: tuple[int, int]) -> bool:
    routes = [_routes(context.standing.days[day].stops, row, out) for day, out in zip(at, outs, strict=True)]
    hours = context.problem.windows[row]
    for begin in range(8 * 3600, 12 * 3600, 600):
        if hours and not any(first <= begin / 60 <= last for first, last in hours):
            continue
        if all(any(_holds(context, day, stops, row, begin) for stops in own) for day, own in zip(at, routes, strict=True)):
            return True
    return False


def _routes(stops: Stops, row: int, out: int) -> list[Stops]:
    left = tuple(stop for stop in stops if stop != out)
    return [(*left[:place], row, *left[place:]) for place in range(len(left) + 1)]


def _holds(context: Context, at: int, stops: Stops, row: int, begin: int) -> bool:
    walked = context.standing.walked(at, stops, begins={row: begin})
    return walked is not None and not walked.over_s


def judge(plan: Plan, name: str, way: WayIn) -> None:
    """Take the way: the checker finds nothing, who leaves has left, and the travel is what was said."""
    after = taken(plan, name, way)
    assert faults(after) == [], way
    assert set(after.visits["household_id"]) == set(plan.visits["household_id"]) - set(way.instead_of) | {name}, way
    assert set(after.visits.loc[after.visits["household_id"] == name, "worker_id"]) == {way.worker_id, way.second_id}
    more = after.days["travel_min"].sum() - plan.days["travel_min"].sum()
    assert more == pytest.approx(way.travel_min, abs=0.02), way
    for gone in (*way.instead_of, *(goes[0] for goes in way.moved)):
        assert f" {gone}" in way.sentence
    assert "together" in way.sentence


def test_who_makes_room_for_a_visit_by_two_is_told_and_the_plan_with_it_holds() -> None:
    seen: Counter[str] = Counter()
    for seed in (0, 3, 15, 17, 18, 21):
        plan = crowded_by_two(seed)
        context = Context.of(plan)
        weight = context.problem.weight
        for name in plan.unserved["household_id"]:
            row = context.row(str(name))
            if context.problem.visitors[row] == 1:
                continue
            ways = cheapest_way_in(context, str(name), most=20).options
            for way in ways:
                judge(plan, str(name), way)
                lost = [context.row(out) for out in way.instead_of]
                assert sum(weight[lost]) <= weight[row]
                assert way.kind != "instead_of_lower" or sum(weight[lost]) < weight[row]
                by_two = [context.problem.visitors[out] > 1 for out in lost]
                seen[way.kind] += 1
                seen["a visit of the two"] += by_two == [True]
            swaps = [way for way in ways if way.instead_of]
            told = min((sum(weight[[context.row(out) for out in way.instead_of]]) for way in swaps), default=np.inf)
            if not ways or ways[0].kind != "fits":
                assert told <= least_lost(context, row)
    assert {"moved", "instead_of_lower", "instead_of_equal", "a visit of the two"} <= set(+seen)


def test_each_of_the_two_may_lose_a_household_and_a_visit_by_two_may_move() -> None:
    singles = [{"household_id": name, "visit_min": 60.0, "priority": 3.0} for name in ("H1", "H2")]
    homes = [*singles, {"household_id": "H3", "visit_min": 60.0, "visitors": 2, "priority": 10.0}]
    plan = planned(homes, {"A": 1.5, "B": 1.5}, [("H1", "A", DAY), ("H2", "B", DAY)])
    way = cheapest_way_in(plan, "H3").options[0]
    assert way.kind == "instead_of_lower" and set(way.instead_of) == {"H1", "H2"}
    assert "instead of households H1 and H2, which together count no more (priorities 3 and 3 against 10)" in way.sentence
    judge(plan, "H3", way)
    homes = [
        {"household_id": "H1", "visit_min": 30.0, "visitors": 2, "priority": 50.0},
        {"household_id": "H2", "visit_min": 90.0, "visitors": 2, "priority": 3.0},
    ]
    days = {"last": "2026-03-03", "days": f"{DAY};2026-03-03 08:00-09:00"}
    plan = planned(homes, {"A": 2.0, "B": 2.0}, [("H1", "A", DAY), ("H1", "B", DAY)], **days)
    way = cheapest_way_in(plan, "H2").options[0]
    assert way.kind == "moved"
    assert way.sentence.startswith(
        f"Fieldworker A (stop 1 of the day) and fieldworker B (stop 1) can come together on {DAY} at 08:10, if household H1 "
        "goes to fieldworkers A (stop 1) and B (stop 1) together on 2026-03-03 at 08:10; nobody is left out"
    )
    judge(plan, "H2", way)
