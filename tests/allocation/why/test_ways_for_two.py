"""A household that two must visit: the cheapest way in names both, holds when it is taken, and costs what it says."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from allocation import Plan, check_own
from allocation.why.context import Context
from allocation.why.people import may_join
from allocation.why.taken import taken
from allocation.why.way_in import WayIn
from allocation.why.ways_in import cheapest_way_in
from tests.allocation.why.planned import faults
from tests.allocation.why.test_next_best import by_two


def without(plan: Plan, name: str, hours: float | None = None) -> Plan:
    """The same plan where nobody visits this household; with other hours a day."""
    own = plan.visits[plan.visits["household_id"] != name][["household_id", "worker_id", "date", "order"]]
    team = plan.fieldworkers if hours is None else plan.fieldworkers.assign(hours_per_day=hours, end="")
    judged = check_own(plan.households, team, plan.round, own, plan.travel)
    assert judged.plan is not None
    return judged.plan


def oracle(context: Context, row: int) -> float:
    """The least minutes of travel and wishes, trying every two, every place, and every tenth minute."""
    standing, problem, best = context.standing, context.problem, np.inf
    for one, other in combinations(range(len(standing.days)), 2):
        first, second = standing.days[one], standing.days[other]
        if first.date != second.date or not may_join(problem, row, first.worker)[second.worker]:
            continue
        if not problem.part[[first.worker, second.worker], row].all():
            continue
        for begin in range(8 * 3600, 14 * 3600, 600):
            costs = []
            for at, day in ((one, first), (other, second)):
                places = [(*day.stops[:place], row, *day.stops[place:]) for place in range(len(day.stops) + 1)]
                walks = {stops: standing.walked(at, stops, begins={row: begin}) for stops in places}
                wish = float(context.wish_min[day.worker, row])
                ways = [_way(context, day.worker, s) for s, walked in walks.items() if walked is not None and not walked.over_s]
                costs.append(min(ways, default=np.inf) - _way(context, day.worker, day.stops) + wish)
            spans = problem.windows[row]
            if not spans or any(a <= begin / 60 <= b for a, b in spans):
                best = min(best, sum(costs))
    return float(best)


def _way(context: Context, worker: int, stops: tuple[int, ...]) -> float:
    from allocation.why.standing import legs_min

    return float(legs_min(context.problem, worker, np.array(stops, dtype=np.int64)).sum())


def holds(plan: Plan, name: str, way: WayIn) -> None:
    """Judge the plan with the way taken, and the travel that it has more."""
    after = taken(plan, name, way)
    assert faults(after) == []
    rows = after.visits[after.visits["household_id"] == name]
    assert set(rows["worker_id"]) == {way.worker_id, way.second_id} and set(rows["start"]) == {way.start}
    assert set(rows["date"]) == {way.date}
    more = after.days["travel_min"].sum() - plan.days["travel_min"].sum()
    assert more == pytest.approx(way.travel_min, abs=0.02)


def test_the_two_who_can_come_are_named_and_the_plan_with_them_holds() -> None:
    fits = 0
    for seed in range(40):
        whole = by_two(seed)
        if whole is None:
            continue
        for name in ("H0", "H1", "H2"):
            plan = without(whole, name)
            if faults(plan):
                continue
            context = Context.of(plan)
            told = cheapest_way_in(context, name)
            best = oracle(context, context.row(name))
            for way in told.options:
                holds(plan, name, way)
                assert f"fieldworker {way.second_id}" in way.sentence and "together" in way.sentence
            if told.options and told.options[0].kind == "fits":
                assert told.options[0].cost_min <= best + 0.02
                fits += 1
            else:
                assert not np.isfinite(best)
    assert fits > 5


def test_one_of_two_may_need_a_longer_day() -> None:
    longer = 0
    for seed in range(40):
        whole = by_two(seed)
        if whole is None:
            continue
        plan = without(whole, "H0")
        # Nobody has a minute more than the day that stands.
        most = plan.days.set_index("worker_id")["work_min"].reindex(plan.fieldworkers["worker_id"]).fillna(0.0)
        team = plan.fieldworkers.assign(hours_per_day=np.maximum(most.to_numpy() / 60 + 0.01, 0.5), end="17:00", days="Wed")
        tight = replace(plan, fieldworkers=team)
        if faults(tight):
            continue
        told = cheapest_way_in(tight, "H0")
        for way in told.options:
            holds(tight, "H0", way)
            longer += way.kind in ("longer", "much_longer")
            assert way.kind == "fits" or "for the first" in told.sentence
    assert longer > 0


def test_where_no_two_can_come_it_is_told() -> None:
    whole = next(plan for plan in map(by_two, range(60)) if plan is not None)
    households = whole.households.assign(not_workers=["W0;W1;W2", *whole.households["not_workers"][1:]])
    alone = without(replace(whole, households=households), "H0")
    told = cheapest_way_in(alone, "H0")
    assert told.options == () and "no two of this round can be there together" in told.sentence
