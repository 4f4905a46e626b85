"""The rules about two visitors, several visits, weeks, breaks, parts of days and areas: each has its pair too."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.check import CODES
from allocation.rules import Rules
from tests.allocation.cases import LAST, THU, TUE, WED, Case, base
from tests.allocation.profiles import modest

H3, A_WEDNESDAY, A_THURSDAY = ("H3", "A", THU), ("", "A", WED), ("", "A", THU)


def pair(start: float = 540.0, apart: float = 0.0, **values: Any) -> Case:
    """A and B at H3 together on Thursday."""
    return base().home("H3", **{"visitors": 2, **values}).together("H3", THU, start, "A", "B", apart=apart)


def twice(gap: int = 1, *dates: str) -> Case:
    """H3 asks for two visits; A is there on Thursday and on these dates."""
    case = base().home("H3", visits=2).rules(rules=Rules(days_between=gap))
    for date in dates:
        case = case.day("A", date, 500.0, "H3")
    return case


def lunch(*stops: Any, hours: float = 1.15) -> Case:
    """A's Wednesday with a break of half an hour where a day is longer than 69 minutes."""
    return base().rules(rules=Rules(lunch_min=30, lunch_after_h=hours)).day("A", WED, 480.0, *stops)


def week_of_a(minutes: float) -> Case:
    """A works these minutes more than its two days of that week take."""
    days = base().tables()[1]
    took = days.loc[days["worker_id"] == "A", "work_min"].sum()
    return base().worker("A", hours_per_week=(took + minutes) / 60)


REST = ("H1", 0.0, 30.0)
#: Rule → (case that holds, case that breaks it, where).
ROUND_RULES: dict[str, tuple[Case, Case, list[tuple[str, str, str]]]] = {
    "one_visitor_missing": (pair(), base().home("H3", visitors=2), [H3]),
    "different_starts": (pair(), pair(apart=5.0), [("H3", "", THU)]),
    "visit_missing": (twice(1, TUE), twice(1), [("H3", "", "")]),
    "visits_too_close": (twice(5, TUE), twice(6, TUE), [("H3", "", TUE)]),
    "forbidden_worker": (base().home("H3", not_workers="B;Aa"), base().home("H3", not_workers="B;A"), [H3]),
    "closed_that_day": (
        base().area("H3", kind="no entry", until=WED).area("H3", kind="owner refused", **{"from": TUE}),
        base().area("H3", kind="wet season", until=THU),
        [H3],
    ),
    "week_too_long": (week_of_a(0.2), week_of_a(-0.2), [A_THURSDAY]),
    "no_break": (lunch(REST, "H2"), lunch("H1", "H2"), [A_WEDNESDAY]),
}


@pytest.mark.parametrize("code", ROUND_RULES)
def test_a_plan_within_the_rule_holds(code: str) -> None:
    assert ROUND_RULES[code][0].check() == []


@pytest.mark.parametrize("code", ROUND_RULES)
def test_the_same_plan_is_refused_once_the_rule_is_broken(code: str) -> None:
    _, broken, where = ROUND_RULES[code]
    assert sorted(broken.check()) == sorted((code, *place) for place in where)
    assert all(len(one.detail) > 10 for one in broken.violations())


def test_two_bring_the_skills_and_a_language_together() -> None:
    asked = pair(skills="nurse;mason", language="isiXhosa").rules(rules=Rules(language=True))
    able = asked.worker("A", skills="nurse").worker("B", skills="Mason", languages="isixhosa")
    assert able.check() == []
    assert able.worker("B", skills="nurse", languages="isixhosa").check() == [("no_skill", *H3)]
    assert able.worker("B", languages="").check() == [("no_language", *H3)]


def test_each_of_two_keeps_the_rules_about_one_person() -> None:
    assert pair(not_workers="B").check() == [("forbidden_worker", "H3", "B", THU)]
    assert pair().worker("B", max_distance_m=4000.0).check() == [("too_far", "H3", "B", THU)]


def test_a_second_visit_or_visitor_too_many_is_told() -> None:
    assert twice(1, TUE, LAST).check() == [("doubled_visit", "H3", "", "")]
    assert pair(visitors=1).check() == [("doubled_visit", "H3", "", "")]
    visits, days, left = base().home("H3", visitors=2).tables()
    again = pd.concat([visits, visits[visits["household_id"] == "H3"].assign(order=2)])
    found = base().home("H3", visitors=2).check(tables=(again, days, left))
    assert {("one_visitor_missing", *H3), ("doubled_visit", "H3", "", THU)} <= set(found)


def test_in_an_area_for_pairs_only_two_must_go_once_it_holds_on_a_day_of_the_round() -> None:
    assert base().area("H3", kind="pairs only").check() == [("one_visitor_missing", *H3)]
    assert base().area("H3", kind="pairs only", until="2026-03-31").check() == []
    assert base().area("H6", kind="pairs only").check() == []
    assert pair(visitors=1).area("H3", kind="pairs only", **{"from": LAST}).check() == []


def test_in_an_area_for_daylight_only_the_whole_visit_lies_in_daylight() -> None:
    """A is at H3 from 08:27:51 to 08:57:51."""
    case = base().area("H3", kind="daylight only")
    assert case.rules(rules=Rules(daylight="08:27-08:58")).check() == []
    assert case.rules(rules=Rules(daylight="08:28-09:58")).check() == [("outside_hours", *H3)]
    assert case.rules(rules=Rules(daylight="07:00-08:57")).check() == [("outside_hours", *H3)]
    assert case.rules(rules=Rules(daylight="07:00-07:20")).check() == [("closed_that_day", *H3)]


def test_two_are_sent_for_what_no_one_has_only_where_the_round_asks_for_joint_visits() -> None:
    case = pair(visitors=1, skills="nurse;mason").worker("A", skills="nurse").worker("B", skills="mason")
    joint = case.rules(kind="service", rules=Rules(joint=True))
    assert joint.check() == []
    twice_there, lacks = ("doubled_visit", "H3", "", ""), ("no_skill", "H3", "B", THU)
    assert joint.rules(kind="profiling").check() == [twice_there, ("no_skill", *H3), lacks]
    assert joint.worker("A", skills="nurse;mason").check() == [twice_there, lacks]


def test_a_part_of_a_day_stands_in_for_the_usual_hours() -> None:
    """A's Thursday is from 08:20:00 to 09:05:42."""
    for days, found in (
        ("Wed;Thu 08:20-09:06", []),
        ("Wed 08:00-12:00;Thu;2026-04-02 08:20-09:06", []),
        ("Wed;Thu 08:30-09:30", [("too_early", *A_THURSDAY)]),
        ("Wed;Thu;2026-04-02 08:00-09:00", [("too_late", *A_THURSDAY)]),
        ("Wed;2026-04-02/2026-04-03 08:00-09:00", [("too_late", *A_THURSDAY)]),
    ):
        assert base().worker("A", days=days).check() == found, days


def test_a_meeting_of_some_hours_leaves_the_longer_part_of_its_day() -> None:
    met = base().rules(meeting_day="Thu", meeting_time="16:00-17:00")
    assert met.check() == []
    assert met.rules(meeting_time="11:00-13:00").check() == [("too_early", *A_THURSDAY)]
    assert met.rules(meeting_time="12:00-13:00").check() == []  # of two equal parts the earlier
    assert met.rules(meeting_time="07:00-18:00").check() == [("meeting_day", *A_THURSDAY)]


def test_a_break_is_taken_once_after_a_visit_and_lasts_as_long_as_it_should() -> None:
    home_rest = lunch("H1", ("H2", 0.0, 30.0), hours=1.2)
    assert home_rest.check() == []
    assert lunch(REST, ("H2", 0.0, 30.0), hours=1.3).check() == [("wrong_times", *A_WEDNESDAY)]
    assert {code for code, *_ in lunch(("H1", 0.0, 29.0), "H2").check()} == {"wrong_times", "no_break"}
    assert [code for code, *_ in base().day("A", WED, 480.0, REST, "H2").check()] == ["wrong_times"]
    # Waiting is no break, and the way home counts.
    assert [code for code, *_ in lunch("H1", ("H2", 30.0)).check()] == ["no_break"]
    assert lunch(REST, ("H2", 35.0)).check() == [("no_break", *A_WEDNESDAY)]


def test_a_break_counts_into_the_hours_of_the_day() -> None:
    took = float(lunch(REST, "H2").tables()[1].iloc[0]["work_min"])
    assert lunch(REST, "H2").worker("A", hours_per_day=(took + 0.2) / 60).check() == []
    assert lunch(REST, "H2").worker("A", hours_per_day=(took - 0.2) / 60).check() == [("day_too_long", *A_WEDNESDAY)]


def left(case: Case, reason: str) -> list[tuple[str, str, str, str]]:
    return replace(case, reasons={"H6": reason}).check()


WRONG = [("reason_wrong", "H6", "", "")]
#: Reason → (case where it is true of H6, case where it is not).
REASONS = {
    "closed": (
        base().area("H6", kind="no entry", until=THU).area("H6", kind="wet season", **{"from": TUE}),
        base().area("H6", kind="no entry", until=TUE),
    ),
    "not_allowed": (base().home("H6", not_workers="A;B"), base().home("H6", not_workers="A")),
    "no_second": (
        base().home("H6", visitors=2).worker("A", max_distance_m=1000.0),
        base().home("H6", visitors=2),
    ),
    "too_few_days": (
        base().home("H6", visits=3).rules(rules=Rules(days_between=3)),
        base().home("H6", visits=4),
    ),
}


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_holds_only_where_it_is_true(reason: str) -> None:
    true, untrue = REASONS[reason]
    assert left(true, reason) == []
    assert left(untrue, reason) == WRONG
    assert left(untrue, "workers_full") == []


def test_days_are_not_full_where_something_else_is_in_the_way() -> None:
    for reason in REASONS:
        assert left(REASONS[reason][0], "workers_full") == WRONG, reason


def test_two_who_work_on_different_days_are_no_second_visitor_for_each_other() -> None:
    case = base().home("H6", visitors=2).worker("A", days="Wed;Thu").worker("B", days="2026-04-01")
    assert left(case, "workers_full") == []
    apart = base().home("H6", visitors=2).moved("A", WED, TUE).worker("A", days="Thu;Tue").worker("B", days="Wed")
    assert left(apart, "no_second") == []


CASES = [good for good, _, _ in ROUND_RULES.values()] + [pair(), twice(1, TUE), lunch("H1", ("H2", 0.0, 30.0), hours=1.2)]
CLOCKS = ("arrive", "start", "depart", "leave", "home")


@modest(60)
@given(st.sampled_from(CASES), st.data())
def test_no_change_of_a_time_a_person_or_a_date_slips_through(case: Case, data: st.DataObject) -> None:
    tables = [frame.copy() for frame in case.tables()]
    number = data.draw(st.sampled_from([0, 0, 1]))
    frame = tables[number]
    column = data.draw(st.sampled_from([name for name in frame.columns if name in (*CLOCKS, "worker_id", "date")]))
    row = data.draw(st.integers(0, len(frame) - 1))
    value = frame[column].iloc[row]
    if column in CLOCKS:
        changed = data.draw(st.sampled_from(["07:00:00", "08:40:00", "12:00:00", "23:00:00"]))
    else:
        changed = data.draw(st.sampled_from(sorted({*frame[column], LAST if column == "date" else "Z"})))
    frame[column] = np.where(np.arange(len(frame)) == row, changed, frame[column])
    found = case.check(tables=tuple(tables))  # type: ignore[arg-type]
    assert value == changed or found
    assert {code for code, *_ in found} <= set(CODES)


@modest(30)
@given(st.sampled_from(CASES), st.data())
def test_no_row_can_be_taken_out_unseen(case: Case, data: st.DataObject) -> None:
    tables = list(case.tables())
    number = data.draw(st.integers(0, 2))
    row = data.draw(st.integers(0, len(tables[number]) - 1))
    tables[number] = tables[number].drop(index=tables[number].index[row])
    assert case.check(tables=tuple(tables))  # type: ignore[arg-type]
