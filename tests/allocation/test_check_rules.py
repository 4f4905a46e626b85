"""Each rule has a pair: a plan that just holds, and the same plan with only that rule broken."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from allocation.check import CODES
from allocation.rules import Rules
from geo.travel import StraightLine, TravelMatrix
from tests.allocation.cases import FAMILY_DAY, GOOD_FRIDAY, LAST, SAT, THU, TUE, WED, Case, base
from tests.allocation.test_check_round_rules import ROUND_RULES
from tests.allocation.test_check_vehicles import VEHICLE_RULES

Table = pd.DataFrame
Change = Callable[[Table, Table, Table], Any]


def without(name: str) -> Case:
    """H3 alone on a day of its own, so that a date can be changed without touching anything else."""
    return base().moved("A", THU, name)


def own_day(**values: Any) -> Case:
    return base().home("H3", **values)


def matrix(first: float = 10.0, back: float = 12.0) -> Case:
    """Minutes instead of places; H3 is ``first`` from A and A is ``back`` from H3."""
    ids = ["H1", "H2", "H3", "H4", "H5", "H6", "A", "B"]
    table = np.full((8, 8), 7.0)
    table[6, 2], table[2, 6] = first, back
    case = base()
    return Case(case.households, case.workers, case.routes, case.reasons, travel=TravelMatrix(table, ids))


def cell(table: int, column: str, value: Any, **where: Any) -> Change:
    """A change of one cell of a table."""

    def change(*tables: Table) -> tuple[Table, ...]:
        frame = tables[table].copy()
        rows = np.logical_and.reduce([frame[key] == wanted for key, wanted in where.items()])
        assert rows.sum() == 1
        frame[column] = frame[column].astype(object)
        frame.loc[rows, column] = value(frame.loc[rows, column].iloc[0]) if callable(value) else value
        return (*tables[:table], frame, *tables[table + 1 :])

    return change


def later(seconds: int) -> Callable[[str], str]:
    def shift(clock: str) -> str:
        hours, minutes, rest = (int(part) for part in clock.split(":"))
        total = hours * 3600 + minutes * 60 + rest + seconds
        return f"{total // 3600:02d}:{total // 60 % 60:02d}:{total % 60:02d}"

    return shift


def two_in_ward_2(reason: str) -> Case:
    """H4 visited, H5 and H6 not reached."""
    case = base().day("B", WED, 480.0, "H4")
    return Case(case.households, case.workers, case.routes, {"H5": reason, "H6": reason})


A_WEDNESDAY, A_THURSDAY, B_WEDNESDAY = ("", "A", WED), ("", "A", THU), ("", "B", WED)
H3 = [("H3", "A", THU)]
ALL_OF_A = [("H1", "A", WED), ("H2", "A", WED), *H3]
#: Rule → (case that holds, case that breaks it, where): the inputs differ, the plan's tables follow from them.
INPUTS: dict[str, tuple[Case, Case, list[tuple[str, str, str]]]] = {
    "do_not_visit": (own_day(status="active"), own_day(status="refused"), H3),
    "place_unknown": (matrix().home("H3", at=None), own_day(at=None), H3),
    "outside_wards": (own_day(at=(26.5201, -33.3499)), own_day(at=(26.5201, -33.3501), ward_id=""), H3),
    "not_in_round": (
        two_in_ward_2("workers_full").rules(wards=["21004001", "21004002"]),
        two_in_ward_2("not_in_round").rules(wards=["21004001"]),
        [("H4", "B", WED)],
    ),
    "worker_not_in_round": (base().rules(workers=["A", "B"]), base().rules(workers=["B"]), ALL_OF_A),
    "no_skill": (own_day(skills="Nurse").worker("A", skills="nurse;x"), own_day(skills="nurse"), H3),
    "no_language": (
        own_day(language="isiXhosa").worker("A", languages="English;isixhosa").rules(rules=Rules(language=True)),
        own_day(language="isiXhosa").worker("A", languages="English").rules(rules=Rules(language=True)),
        H3,
    ),
    "wrong_ward": (
        base().worker("B", home_ward="").rules(rules=Rules(home_ward=True)),
        base().worker("B", home_ward="").worker("A", home_ward="21004002").rules(rules=Rules(home_ward=True)),
        ALL_OF_A,
    ),
    "too_far": (base().worker("A", max_distance_m=460.0), base().worker("A", max_distance_m=440.0), H3),
    "wrong_day": (without(LAST), without("2026-04-09"), [("", "A", "2026-04-09")]),
    "holiday": (without(GOOD_FRIDAY).rules(holidays=""), without(GOOD_FRIDAY), [("", "A", GOOD_FRIDAY)]),
    "meeting_day": (without(TUE), without(TUE).rules(meeting_day="Tue"), [("", "A", TUE)]),
    "not_available": (
        without(SAT).worker("A", days="Wed;2026-04-04"),
        without(SAT).worker("A", days="Wed;2026-04-05"),
        [("", "A", SAT)],
    ),
    "unreachable": (matrix(), matrix(back=np.nan), H3),
    "outside_hours": (own_day(available="07:00-08:00;08:27-08:30"), own_day(available="07:00-08:00;08:30-09:00"), H3),
    "too_early": (base().worker("B", start="08:00"), base().worker("B", start="08:01"), [B_WEDNESDAY]),
    "too_late": (base().worker("B", end="09:06:46"), base().worker("B", end="09:06:40"), [B_WEDNESDAY]),
    "day_too_long": (base().worker("B", hours_per_day=1.113), base().worker("B", hours_per_day=1.11), [B_WEDNESDAY]),
    "overload": (
        base().worker("B", load_per_day=2.5).home("H5", load=1.5),
        base().worker("B", load_per_day=2.4).home("H5", load=1.5),
        [B_WEDNESDAY],
    ),
}


@pytest.mark.parametrize("code", INPUTS)
def test_a_plan_within_the_rule_holds(code: str) -> None:
    assert INPUTS[code][0].check() == []


@pytest.mark.parametrize("code", INPUTS)
def test_the_same_plan_is_refused_once_the_rule_is_broken(code: str) -> None:
    _, broken, where = INPUTS[code]
    assert sorted(broken.check()) == sorted((code, *place) for place in where)


def drop(table: int, **where: Any) -> Change:
    def change(*tables: Table) -> tuple[Table, ...]:
        frame = tables[table]
        rows = np.logical_and.reduce([frame[key] == wanted for key, wanted in where.items()])
        assert rows.sum() == 1
        return (*tables[:table], frame[~rows], *tables[table + 1 :])

    return change


def add(table: int, **values: Any) -> Change:
    """Another row, like the first but for these values."""

    def change(*tables: Table) -> tuple[Table, ...]:
        more = tables[table].iloc[[0]].assign(**values)
        return (*tables[:table], pd.concat([tables[table], more]), *tables[table + 1 :])

    return change


def both(*changes: Change) -> Change:
    def change(*tables: Table) -> tuple[Table, ...]:
        for one in changes:
            tables = one(*tables)
        return tables

    return change


def shift_day(column: str, seconds: int, date: str) -> Change:
    """Leave or come home later, with the length of the day told accordingly."""
    longer = seconds / 60 if column == "home" else -seconds / 60
    work = cell(1, "work_min", lambda value: value + longer, worker_id="A", date=date)
    return both(cell(1, column, later(seconds), worker_id="A", date=date), work)


def shift_rest_of_day(*tables: Table) -> tuple[Table, ...]:
    """A visits H1 for ten minutes more than it should last; everything after it is later, consistently."""
    changes = [cell(0, "depart", later(600), household_id="H1")]
    changes += [cell(0, column, later(600), household_id="H2") for column in ("arrive", "start", "depart")]
    return both(*changes, shift_day("home", 600, WED))(*tables)


#: Rule → [(change of a good plan's tables, where it must be reported)]
TABLES: dict[str, list[tuple[Change, tuple[str, str, str]]]] = {
    "bad_table": [(lambda v, d, u: (v.drop(columns="order"), d, u), ("", "", ""))],
    "bad_value": [
        (cell(0, "travel_min", np.nan, household_id="H3"), ("H3", "A", THU)),
        (cell(0, "distance_m", "far", household_id="H3"), ("H3", "A", THU)),
        (cell(0, "arrive", "8:27", household_id="H3"), ("H3", "A", THU)),
        (cell(1, "home", "25:99:00", worker_id="A", date=THU), A_THURSDAY),
        (cell(1, "work_min", np.inf, worker_id="A", date=THU), A_THURSDAY),
    ],
    "unknown_household": [(add(2, household_id="H9"), ("H9", "", ""))],
    "doubled_unserved": [(add(2), ("H6", "", ""))],
    "visited_and_unserved": [(add(2, household_id="H3"), ("H3", "", ""))],
    "missing_household": [(drop(2, household_id="H6"), ("H6", "", ""))],
    "wrong_order": [
        (cell(0, "order", 2, household_id="H3"), A_THURSDAY),
        (cell(0, "order", 1.5, household_id="H2"), A_WEDNESDAY),
    ],
    "wrong_times": [
        (cell(0, "arrive", later(-2), household_id="H3"), ("H3", "A", THU)),
        (cell(0, "arrive", later(2), household_id="H2"), ("H2", "A", WED)),
        (shift_day("home", -2, THU), A_THURSDAY),
        (shift_day("home", 2, THU), A_THURSDAY),
        (shift_day("leave", 2, THU), ("H3", "A", THU)),
    ],
    "wrong_length": [(shift_rest_of_day, ("H1", "A", WED))],
    "wrong_travel": [
        (cell(0, "travel_min", lambda value: value + 0.02, household_id="H3"), ("H3", "A", THU)),
        (cell(0, "distance_m", lambda value: value - 2, household_id="H3"), ("H3", "A", THU)),
    ],
    "days_differ": [
        (cell(1, "visits", 1, worker_id="A", date=WED), A_WEDNESDAY),
        (cell(1, "travel_min", lambda value: value + 1, worker_id="A", date=WED), A_WEDNESDAY),
        (cell(1, "distance_m", lambda value: value + 9, worker_id="A", date=WED), A_WEDNESDAY),
        (cell(1, "work_min", lambda value: value + 1, worker_id="A", date=WED), A_WEDNESDAY),
        (drop(1, worker_id="A", date=WED), A_WEDNESDAY),
        (add(1, date=LAST), ("", "A", LAST)),
        (add(1), A_WEDNESDAY),
    ],
    "reason_unknown": [(cell(2, "reason", "no_time", household_id="H6"), ("H6", "", ""))],
    "reason_wrong": [(cell(2, "reason", "no_skill", household_id="H6"), ("H6", "", ""))],
    "no_sentence": [
        (cell(2, "sentence", " ", household_id="H6"), ("H6", "", "")),
        (cell(2, "smallest_fix", None, household_id="H6"), ("H6", "", "")),
    ],
}


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        (shift_rest_of_day, r"it lasts (\d+)\.00 minutes; it should last \d+\.00"),
        (cell(0, "order", 2, household_id="H3"), "1 visit is numbered 2; the numbers should run from 1 to 1"),
        (cell(0, "distance_m", lambda value: value - 20, household_id="H3"), r"the plan says \d+ m; the way is \d+ m"),
        (cell(0, "travel_min", 99, household_id="H3"), r"the plan says 99\.00 minutes; the way takes \d+\.\d\d"),
        (cell(0, "arrive", later(60), household_id="H2"), r"arrival at [\d:]{8}; from the way it follows at [\d:]{8}"),
        (cell(1, "visits", 1, worker_id="A", date=WED), r"visits is 1\.00; from the visits it follows as 2\.00"),
    ],
)
def test_what_stands_there_is_told_beside_what_should(change: Change, detail: str) -> None:
    assert re.fullmatch(detail, base().violations(change)[0].detail)


@pytest.mark.parametrize("code", [*INPUTS, *TABLES])
def test_every_broken_rule_is_told_in_words(code: str) -> None:
    cases = [INPUTS[code][1].violations()] if code in INPUTS else [base().violations(change) for change, _ in TABLES[code]]
    assert all(found and all(len(one.detail) > 10 for one in found) for found in cases)
    if code == "wrong_day":
        assert cases[0][0].detail == "the round lasts from 2026-04-01 to 2026-04-08"


def test_the_plan_that_is_changed_below_holds() -> None:
    assert base().check() == []


@pytest.mark.parametrize(("code", "number"), [(code, i) for code, changes in TABLES.items() for i in range(len(changes))])
def test_a_changed_table_gives_exactly_its_violation(code: str, number: int) -> None:
    change, where = TABLES[code][number]
    assert base().check(change) == [(code, *where)]


def test_a_plan_is_called_unfinished_only_where_the_minutes_of_the_visit_are_left() -> None:
    short = base().worker("A", days="2026-04-01;2026-04-02", hours_per_day=1.6).worker("B", days="2026-04-01", hours_per_day=1.2)
    for case, faults in ((base(), []), (short, [("reason_wrong", "H6", "", "")])):
        told = Case(case.households, case.workers, case.routes, {"H6": "not_finished"}, case.round_, case.travel)
        assert told.check() == faults


def test_a_household_visited_twice_is_told_once() -> None:
    case = base().day("A", LAST, 500.0, "H3")
    assert case.check() == [("doubled_visit", "H3", "", "")]


def test_ids_that_nobody_knows_are_told() -> None:
    assert base().check(cell(0, "household_id", "H9", household_id="H3")) == [
        ("unknown_household", "H9", "A", THU),
        ("missing_household", "H3", "", ""),
    ]
    found = base().check(both(cell(0, "worker_id", "Z", household_id="H3"), cell(1, "worker_id", "Z", worker_id="A", date=THU)))
    assert found == [("unknown_worker", "H3", "Z", THU), ("unknown_worker", "", "Z", THU)]


def test_every_code_is_tried_here() -> None:
    elsewhere = {"pin_broken"}  # it needs a plan made anew: tests/allocation/test_pins.py
    assert set(CODES) == {*INPUTS, *TABLES, *ROUND_RULES, *VEHICLE_RULES, *elsewhere, "doubled_visit", "unknown_worker"}


@pytest.mark.parametrize("seconds", [-1, 1])
def test_one_second_a_leg_is_tolerated(seconds: int) -> None:
    every = [cell(0, column, later(seconds), household_id="H3") for column in ("arrive", "start", "depart")]
    assert matrix().check(both(*every)) == []


def test_rows_set_aside_at_the_import_are_no_households_of_the_plan() -> None:
    assert base().check(add(2, household_id="H9", reason="E212")) == []


def test_times_may_pass_midnight() -> None:
    case = base().worker("A", start="23:30", end=26 * 60.0).day("A", WED, 23.6 * 60, "H1", "H2").day("A", THU, 24.5 * 60, "H3")
    assert case.tables()[1]["home"].iloc[0] > "24:00:00"
    assert case.check() == []


def test_the_ward_of_a_point_on_the_edge_is_the_lowest_code() -> None:
    edge = own_day(at=(26.55, -33.3201), ward_id="").worker("B", home_ward="").rules(rules=Rules(home_ward=True))
    assert edge.check() == []
    assert edge.worker("A", home_ward="21004002").check()[0][:2] == ("wrong_ward", "H1")


def test_a_stated_ward_stands_within_500_metres() -> None:
    """A degree of longitude is 93.1 km here: 0.005 is 465 m, 0.006 is 559 m."""
    rule = base().worker("B", home_ward="").rules(rules=Rules(home_ward=True))
    assert rule.home("H3", at=(26.555, -33.3201)).check() == []
    assert rule.home("H3", at=(26.556, -33.3201)).check() == [("wrong_ward", "H3", "A", THU)]


def test_needs_ask_for_skills_only_where_the_rule_is_on() -> None:
    asked = own_day(needs="health;housing")
    assert asked.check() == []
    service = asked.rules(kind="service")
    assert service.check() == [("no_skill", "H3", "A", THU)]
    assert service.worker("A", skills="health").check() == []
    every = service.rules(rules=Rules(needs="all", need_skills={"health": "nurse"}))
    assert every.worker("A", skills="nurse").check() == [("no_skill", "H3", "A", THU)]
    assert every.worker("A", skills="housing;nurse").check() == []


def test_minutes_follow_settlement_and_accuracy_where_a_household_states_none() -> None:
    minutes = {"minutes_per_visit": {"rural": 25.0}, "minutes_for_finding": {"village": 5.0}}
    case = base().rules(**minutes)
    longer = case.home("H3", settlement="rural", place_accuracy="village")
    assert longer.check() == [("wrong_length", "H3", "A", THU)]

    blank = case.home("H3", visit_min=np.nan, settlement="rural", place_accuracy="village")
    assert blank.check(tables=case.tables()) == []


def test_a_table_of_detours_takes_the_mean_of_both_ends() -> None:
    """H3 is rural (2.0), the worker's home has the usual 1.3: the leg is 1.65 times the straight line."""
    line = base()
    doubled = Case(
        line.home("H3", settlement="rural").households,
        line.workers,
        line.routes,
        line.reasons,
        travel=StraightLine({"rural": 2.0, "urban": 1.3}),
    )
    tables = Case(line.households, line.workers, line.routes, line.reasons, travel=StraightLine(1.65)).tables()
    good = line.tables()
    mixed = tuple(
        pd.concat([a[a["worker_id"].eq("A") & a["date"].eq(THU)], b[~(b["worker_id"].eq("A") & b["date"].eq(THU))]])
        for a, b in zip(tables[:2], good[:2], strict=True)
    )
    assert doubled.check(tables=(*mixed, good[2])) == []
    assert {code for code, *_ in doubled.check(tables=good)} == {"wrong_times", "wrong_travel", "days_differ"}


def test_family_day_is_known_from_the_holidays_package() -> None:
    assert without(FAMILY_DAY).check() == [("holiday", "", "A", FAMILY_DAY)]
