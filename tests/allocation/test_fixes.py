"""The fixes that serve the most households come first, and count truly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from allocation.fixes import COLUMNS, best_fixes
from allocation.plan import DAYS, STATISTICS, VISITS, Plan
from allocation.prepare import prepare
from allocation.reasons import explain
from allocation.round import Round
from allocation.rules import Rules
from tests.allocation.cases import LAST, WED, Case, base, frame, wards


def planned(case: Case, routes: bool = True) -> Plan:
    """The hand-made plan as a Plan; without routes nobody is visited."""
    round_ = Round(**{"first_day": WED, "last_day": LAST, **case.round_})
    ready = prepare(frame(case.households), frame(case.workers), round_, case.travel, wards())
    empty = (pd.DataFrame(columns=list(VISITS)), pd.DataFrame(columns=list(DAYS)))
    visits, days = case.tables()[:2] if routes else empty
    left = explain(ready.problem, visits, days, ready.wards)
    statistics = pd.DataFrame(columns=list(STATISTICS))
    return Plan(visits, days, left, {}, statistics, ready.households, ready.fieldworkers, ready.wards, round_, case.travel)


def fixes(case: Case, routes: bool = True) -> list[tuple[Any, ...]]:
    table = best_fixes(planned(case, routes))
    assert tuple(table) == COLUMNS
    return list(table.itertuples(index=False, name=None))


def many(case: Case, **values: Any) -> Case:
    """Forty more households round H6, all with these values."""
    extra = tuple(
        {"household_id": f"X{i}", "at": (26.572 + i * 1e-5, -33.330), "ward_id": "21004002", "visit_min": 30.0, **values}
        for i in range(40)
    )
    return Case((*case.households, *extra), case.workers, case.routes, case.reasons, case.round_, case.travel)


def test_a_missing_skill_asks_for_a_fieldworker_in_that_ward_as_far_as_one_can_go() -> None:
    """The hand-made plan does 5 visits in 3 worker-days; four working days of one more: 6 visits."""
    found = fixes(many(base(), skills="home affairs"))
    assert found[0] == ("One more fieldworker with the skill home affairs in ward 2.", 6, "no_skill")


def test_in_a_service_round_the_skill_that_helps_most_is_told() -> None:
    case = base().home("H6", needs="health;housing").home("H5", needs="housing").rules(kind="service")
    found = fixes(case.day("B", WED, 480.0, "H4"))
    assert ("One more fieldworker with the skill housing in ward 2.", 2, "no_skill") in found
    assert ("Switch off the rule on needs.", 2, "no_skill") in found


def test_lifting_a_rule_counts_all_whom_only_that_rule_keeps_away() -> None:
    found = fixes(many(base(), language="isiXhosa").rules(rules=Rules(language=True)))
    assert found[0] == ("Switch off the rule on language.", 40, "no_language")
    assert ("One more fieldworker who speaks isiXhosa in ward 2.", 6, "no_language") in found


def test_a_longer_limit_is_given_in_round_kilometres() -> None:
    case = base().home("H6", at=(26.5999, -33.3001)).rules(rules=Rules(max_distance_m=3000))
    assert ("Allow 4 km instead of 3 km.", 1, "too_far") in fixes(case)


def test_what_people_can_clear_up_is_counted_by_kind() -> None:
    case = many(base(), at=None, village="").home("H6", available="05:00-05:30").home("H5", at=(26.7, -33.3), ward_id="")
    found = fixes(case, routes=False)
    assert found[0] == ("Give the place or the village of 40 households.", 40, "place_unknown")
    assert ("Ask 1 household when else somebody is at home.", 1, "hours_at_home") in found
    assert any(reason == "outside_wards" and number == 1 for _, number, reason in found)


def test_a_ward_left_out_of_the_round_can_be_added() -> None:
    assert ("Add ward 2 to the round.", 3, "not_in_round") in fixes(base().rules(wards=["21004001"]), routes=False)


def test_full_days_ask_for_a_day_more() -> None:
    case = base().worker("A", hours_per_day=1.5, days="2026-04-01").worker("B", hours_per_day=1.2, days="2026-04-01")
    found = fixes(case)
    assert ("One more day for the whole team.", 1, "workers_full") in found


def test_where_only_the_time_ran_out_more_seconds_are_the_fix_and_nobody_is_called_full() -> None:
    found = fixes(base())
    assert found == [("Plan again and give it more seconds.", 1, "not_finished")]


def test_a_plan_that_serves_everybody_needs_no_fix() -> None:
    case = base().day("B", "2026-04-02", 480.0, "H6")
    assert fixes(case) == []


def test_where_two_must_come_and_nobody_may_one_more_fieldworker_is_no_fix() -> None:
    alone = fixes(many(base(), not_workers="A;B"))
    assert ("One more fieldworker in ward 2.", 6, "not_allowed") in alone
    both = [fix for fix in fixes(many(base(), not_workers="A;B", visitors=2)) if fix[2] == "not_allowed"]
    told = "Add two fieldworkers who are not named there, or ask whom else the household would receive."
    assert both == [(told, 40, "not_allowed")]


def test_fixes_are_sorted_and_few() -> None:
    found = best_fixes(planned(many(base(), skills="home affairs"), routes=False))
    assert len(found) <= 20
    assert np.all(np.diff(found["households"]) <= 0)
