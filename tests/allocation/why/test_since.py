"""A plan that was made again: what is pinned stays, and nothing is told of days that are over."""

from __future__ import annotations

import pytest

from allocation import Plan, replan
from allocation.why.binding import binding_rules
from allocation.why.context import Context
from allocation.why.inputs import Inputs
from allocation.why.levers import all_levers
from allocation.why.next_best import next_best
from allocation.why.taken import taken
from allocation.why.ways_in import cheapest_way_in
from tests.allocation.test_replan import WED, planned
from tests.allocation.why.planned import faults


@pytest.fixture(scope="module")
def again() -> Plan:
    """A crowded week made again on Wednesday, with pins on two of three visits that were still to come."""
    plan = planned(count=40)
    later = plan.visits[plan.visits["date"] >= WED]
    later = later[[at % 3 > 0 for at in range(len(later))]]
    pins = {row.household_id: {"worker_id": row.worker_id, "date": row.date} for row in later.itertuples()}
    made = replan(plan, from_day=WED, pins=pins, max_iterations=30).plan
    assert len(made.summary["replan"]["pins"]) == len(later) > 2 and len(made.unserved) > 2
    return made


def by_household(plan: Plan) -> dict[str, tuple[str, str]]:
    rows = plan.visits[["household_id", "worker_id", "date"]].astype(str).itertuples(index=False)
    return {name: (who, date) for name, who, date in rows}


def test_no_way_in_moves_what_is_pinned_or_past(again: Plan) -> None:
    context, pins, told = Context.of(again), again.summary["replan"]["pins"], 0
    stays = {name: at for name, at in by_household(again).items() if name in pins or at[1] < WED}
    for name in again.unserved["household_id"].head(5):
        for way in cheapest_way_in(context, str(name), most=20).options:
            told += 1
            assert way.date >= WED, way
            after = taken(again, str(name), way)
            assert faults(after) == [], way
            assert {home: at for home, at in by_household(after).items() if home in stays} == stays, way
    assert told > 5


def test_without_its_pins_the_same_plan_has_ways_that_would_move_them(again: Plan) -> None:
    """Else the test above could not fail."""
    free = Plan(**{**vars(again), "summary": {key: value for key, value in again.summary.items() if key != "replan"}})
    ways = [way for name in again.unserved["household_id"] for way in cheapest_way_in(free, str(name), most=20).options]
    assert any(way.date < WED for way in ways)
    gone = {name for way in ways for name in (*way.instead_of, *(moved[0] for moved in way.moved))}
    assert gone & set(again.summary["replan"]["pins"])


def test_nobody_is_next_best_for_a_pinned_visit_and_a_past_one_is_over(again: Plan) -> None:
    context, pins = Context.of(again), again.summary["replan"]["pins"]
    for name, (_, date) in by_household(again).items():
        found = next_best(context, name)
        if date < WED:
            assert "before the plan was made again" in found.sentence and not found.options
        elif name in pins:
            assert not found.options and found.other_day is None and "pin" in found.sentence


def test_where_there_is_room_only_pins_keep_others_from_coming() -> None:
    plan = planned(count=6)
    name, (who, date) = next(iter(by_household(plan).items()))
    made = replan(plan, from_day="2026-03-02", pins={name: {"worker_id": who}}, max_iterations=30).plan
    assert next_best(plan, name).other_worker is not None
    found = next_best(made, name)
    assert found.other_worker is None and f"A pin sets fieldworker {who}" in found.sentence
    assert found.other_day is not None and found.other_day.date != date  # the pin leaves the day open


def test_levers_know_pins_and_the_past_too(again: Plan) -> None:
    context = Context.of(again)
    waiting = [context.row(str(name)) for name in again.unserved["household_id"]]
    for lever in all_levers(context, Inputs.of(again), waiting):
        problem = lever.inputs.problem(context)
        past = [at for at, date in enumerate(problem.dates) if date.isoformat() < WED]
        assert not problem.open_on[waiting][:, past].any()
        assert problem.promises is not None and problem.promises.pinned.sum() == len(again.summary["replan"]["pins"])
    assert binding_rules(context) is not None
