"""A plan made by hand is read as people write it, timed, judged like any other, priced, and set beside the optimizer's."""

from __future__ import annotations

import datetime as dt
import math
from itertools import permutations
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from allocation import Round, Rules, check_own, plan_round
from allocation.check import CODES
from allocation.own_dates import read_dates
from allocation.own_order import best_order
from allocation.own_plan import OwnPlan
from allocation.own_told import RANK
from geo.errors import InputProblems
from geo.travel import TravelMatrix
from tests.allocation.door import ROUND, crew, homes
from tests.allocation.profiles import modest
from tests.allocation.rounds import rounds

OWN = pd.DataFrame(
    {
        "HH number": ["H0", "H1", "H2", "H3"],
        "Visited by": ["W0", "W0", "W1", "W1"],
        "Visit date": ["2 March", "02/03/2026", "Mon 2 Mar 2026", "2026-03-03"],
    }
)


def judged(own: pd.DataFrame = OWN, **more: Any) -> Any:
    return check_own(homes(), crew(2), ROUND, own, **more)


def broken(own: pd.DataFrame, **more: Any) -> set[tuple[str, str, str]]:
    return {(one.code, one.household_id, one.worker_id) for one in judged(own, **more).violations}


def test_a_plan_that_holds_gets_its_times_and_its_price() -> None:
    own = judged()
    assert own.holds
    assert sorted(own.visits[["household_id", "worker_id", "date"]].to_numpy().tolist()) == [
        ["H0", "W0", "2026-03-02"],
        ["H1", "W0", "2026-03-02"],
        ["H2", "W1", "2026-03-02"],
        ["H3", "W1", "2026-03-03"],
    ]
    assert own.summary["served"] == 4
    assert own.summary["priority_weight"] == 1 + 2 + 3 + 4
    assert own.summary["travel_min"] == pytest.approx(own.days["travel_min"].sum(), abs=1e-3)
    assert own.workers.set_index("worker_id")["visits"].to_dict() == {"W0": 2, "W1": 2}
    assert own.workers["hours"].sum() == pytest.approx(own.days["work_min"].sum() / 60)
    assert own.unserved["household_id"].tolist() == ["H4", "H5"]


def test_unknown_ids_doubles_and_broken_rules_are_all_told() -> None:
    rows = [
        ("H0", "W0", "2026-03-02"),
        ("H0", "W0", "2026-03-02"),  # the same row again
        ("H1", "W0", "2026-03-02"),
        ("H1", "W1", "2026-03-03"),  # somebody else, another day
        ("H9", "W0", "2026-03-02"),
        ("H2", "W9", "2026-03-02"),
        ("H3", "W1", "2026-03-09"),
    ]
    own = pd.DataFrame(rows, columns=["household_id", "worker_id", "date"])
    assert broken(own) == {
        ("doubled_visit", "H0", "W0"),
        ("doubled_visit", "H1", ""),
        ("unknown_household", "H9", "W0"),
        ("unknown_worker", "H2", "W9"),
        ("wrong_day", "", "W1"),
    }
    double = next(one for one in judged(own).violations if one.household_id == "H1")
    assert double.detail.endswith("by W0 on 2026-03-02, by W1 on 2026-03-03")


def test_a_day_too_full_is_told_with_its_minutes() -> None:
    own = pd.DataFrame({"household_id": [f"H{i}" for i in range(6)], "worker_id": "W0", "date": "2026-03-02"})
    found = judged(own)
    assert {one.code for one in found.violations} == {"day_too_long"}
    sentence = found.sentences["sentence"].iloc[0]
    assert sentence.startswith("The fieldworker is out for longer than the hours a day: ")
    assert "the limit is 180" in sentence
    over = float(found.days["work_min"].iloc[0]) - 180
    assert f"{math.ceil(over - 0.02)} minutes too many" in sentence


def full_day(count: int, hours: float, lunch_min: float = 0, **more: Any) -> OwnPlan:
    """So many visits of 30 minutes, 10 minutes from each to the next."""
    names = [*(f"H{i}" for i in range(count)), "W0"]
    table = np.where(np.eye(len(names), dtype=bool), 0.0, 10.0)
    rules = Rules(lunch_min=lunch_min, lunch_after_h=2)
    own = pd.DataFrame({"household_id": names[:-1], "worker_id": "W0", "date": "2026-03-02", **more})
    lists = (
        pd.DataFrame({"household_id": names[:-1], "visit_min": 30.0}),
        pd.DataFrame({"worker_id": ["W0"], "hours_per_day": hours}),
    )
    return check_own(*lists, Round("2026-03-02", "2026-03-02", holidays="", rules=rules), own, TravelMatrix(table, names))


@pytest.mark.parametrize(
    ("count", "hours", "lunch", "over"),
    [(3, 2.0, 0, 10), (4, 2.0, 0, 50), (4, 3.0, 30, 20), (4, 2.5, 30, 50)],
)
def test_a_day_that_cannot_hold_is_one_line_with_the_minutes_that_it_must_lose(
    count: int, hours: float, lunch: float, over: int
) -> None:
    # A visit and its way take 40 minutes, and 10 lead home; with the break where one is asked for.
    (fault,) = full_day(count, hours, lunch).violations
    assert fault.code == "day_too_long" and fault.detail.startswith(f"{over} minutes too many; ")


def test_a_day_with_too_long_stretches_besides_is_one_line_too() -> None:
    (fault,) = full_day(8, 3.0, 30).violations
    assert fault.code == "day_too_long" and fault.detail.startswith("180 minutes too many; ")
    assert "with the break of 30" in fault.detail
    (no_break,) = full_day(8, 8.0, 30).violations
    assert no_break.code == "no_break", "the day is not too long, but two hours without a break are"


def test_every_code_has_its_place_among_the_grave_ones() -> None:
    assert sorted(RANK) == sorted(CODES)
    assert RANK["do_not_visit"] < RANK["no_skill"] < RANK["outside_hours"] < RANK["wrong_order"]


def test_the_gravest_faults_come_first_and_a_refusal_is_not_told_twice() -> None:
    area = gpd.GeoDataFrame(
        {"kind": ["no entry"], "from": [""], "until": [""]},
        geometry=[shapely.box(26.519, -33.3205, 26.521, -33.3195)],
        crs="EPSG:4326",
    )
    households = homes(6).assign(status=["refused", *[""] * 5], skills=["", "nurse", *[""] * 4])
    own = pd.DataFrame({"household_id": [f"H{i}" for i in range(6)], "worker_id": "W0", "date": "2026-03-02"})
    found = check_own(households, crew(1).assign(hours_per_day=1.0), ROUND, own, restrictions=area)
    assert [(one.code, one.household_id) for one in found.violations] == [
        ("do_not_visit", "H0"),
        ("no_skill", "H1"),
        ("day_too_long", ""),
    ]
    open_again = check_own(households.assign(status=""), crew(1), ROUND, own, restrictions=area)
    assert ("closed_that_day", "H0") in {(one.code, one.household_id) for one in open_again.violations}


def test_a_household_that_stands_there_again_on_its_day_is_doubled_with_its_rows() -> None:
    rows = [("H0", "09:00"), ("H1", ""), ("H0", "11:00"), ("h0", "")]
    own = pd.DataFrame(rows, columns=["household_id", "start"]).assign(worker_id="W0", date="2026-03-02")
    for visits in (1, 2):  # also where two visits are asked for: not by the same person on one day
        judged_ = check_own(homes(2).assign(visits=[visits, 1]), crew(1), ROUND, own)
        doubled = [one for one in judged_.violations if one.code == "doubled_visit"]
        assert [(one.household_id, one.worker_id, one.date) for one in doubled] == [("H0", "W0", "2026-03-02")]
        assert doubled[0].detail == "the same fieldworker on the same day, rows 2, 4 and 5"
        assert (judged_.visits["household_id"] == "H0").sum() == 1


def test_stated_orders_and_times_stand_and_are_judged() -> None:
    own = pd.DataFrame(
        {
            "household_id": ["H0", "H5", "H3"],
            "worker_id": "W0",
            "date": "2026-03-02",
            "order": [30, 10, 20],
            "start": ["8h40", "", ""],
        }
    )
    found = judged(own)
    assert found.visits["household_id"].tolist() == ["H5", "H3", "H0"]
    assert found.visits["order"].tolist() == [1, 2, 3]
    assert found.visits["start"].iloc[2] == "08:40:00"
    assert [(one.code, one.household_id) for one in found.violations] == [("wrong_times", "H0")]


def test_without_orders_the_starts_decide() -> None:
    own = pd.DataFrame({"household_id": ["H0", "H5"], "worker_id": "W0", "date": "2026-03-02", "time": ["11:00", "09:00"]})
    assert judged(own).visits[["household_id", "start"]].to_numpy().tolist() == [["H5", "09:00:00"], ["H0", "11:00:00"]]
    assert {one.code for one in judged(own).violations} == set()


def test_everything_unreadable_is_told_at_once_by_row_and_names_nobody() -> None:
    own = pd.DataFrame(
        {
            "household_id": ["H0", "", "Thandi"],
            "worker_id": ["W0", "W0", ""],
            "date": ["soon", "2026-03-02", "2026-03-02"],
            "start": ["", "later", ""],
            "order": ["1", "2", "third"],
        }
    )
    with pytest.raises(InputProblems) as caught:
        check_own(homes().drop(columns="latitude"), crew(), ROUND, own)
    found = {(problem.code, problem.column, problem.rows) for problem in caught.value.problems}
    assert {
        ("E217", "household_id", (3,)),
        ("E217", "worker_id", (4,)),
        ("E212", "date", (2,)),
        ("E212", "start", (3,)),
        ("E212", "order", (4,)),
    } <= found
    assert any(problem.file == "households" for problem in caught.value.problems)
    assert not any(word in str(caught.value) for word in ("Thandi", "soon", "later", "third"))


def test_unknown_ids_are_told_with_what_cannot_be_read() -> None:
    own = pd.DataFrame({"household_id": ["H77", "", "H0"], "worker_id": ["W0", "W0", "W9"], "date": "2026-03-02"})
    with pytest.raises(InputProblems) as caught:
        judged(own)
    assert {(problem.code, problem.column, problem.rows) for problem in caught.value.problems} == {
        ("E217", "household_id", (3,)),
        ("E212", "household_id", (2,)),
        ("E212", "worker_id", (4,)),
    }
    assert not any(word in str(caught.value) for word in ("H77", "W9"))


@pytest.mark.parametrize(
    ("own", "code"),
    [
        (pd.DataFrame({"household_id": ["H0"], "date": ["2026-03-02"]}), "E204"),
        (OWN.head(0), "E200"),
        ("own.csv", "E407"),
        (None, "E407"),
    ],
)
def test_what_is_no_plan_is_refused(own: Any, code: str) -> None:
    with pytest.raises(InputProblems) as caught:
        check_own(homes(), crew(), ROUND, own)
    assert {problem.code for problem in caught.value.problems} == {code}


def test_ids_of_another_spelling_count_where_only_one_can_be_meant() -> None:
    people = crew(2)
    households = homes().assign(household_id=["HH-001", "HH-002", "HH-003", "HH-004", "hh-4", "HH-006"])
    own = pd.DataFrame({"household_id": ["hh 1", "HH-4"], "worker_id": ["w0", "W1"], "date": "2026-03-02"})
    found = check_own(households, people, ROUND, own)
    assert found.visits["household_id"].tolist() == ["HH-001"]
    assert [(one.code, one.household_id) for one in found.violations] == [("unknown_household", "HH-4")]


def test_the_optimizer_is_set_beside_it() -> None:
    own = judged(OWN.head(2), compare_s=0.3)
    found = own.comparison
    assert found is not None
    figures = found.figures.set_index("figure")
    assert figures.loc["households visited", ["own", "optimizer", "difference"]].tolist() == [2, 6, 4]
    assert figures.loc["priority weight", "own"] == 3
    assert found.only_own == ()
    assert found.only_optimizer == ("H3", "H2", "H5", "H4")  # the most urgent first
    team = found.workers.set_index("worker_id")
    assert (team["hours_apart"] - (team["optimizer_hours"] - team["hours"])).abs().max() < 1e-9
    assert found.plan.check() == []


def test_somebody_outside_the_round_is_timed_and_told() -> None:
    round_ = Round("2026-03-02", "2026-03-03", holidays="", workers=["W0"])
    found = check_own(homes(), crew(2), round_, OWN)
    assert {(one.code, one.worker_id) for one in found.violations} == {("worker_not_in_round", "W1")}
    assert len(found.visits) == 4


@modest(30)
@given(rounds())
def test_a_plan_of_ours_written_down_as_a_list_holds(drawn: dict[str, Any]) -> None:
    plan = plan_round(**drawn, max_iterations=2)
    if plan.visits.empty:
        return
    lists = {name: drawn[name] for name in ("households", "fieldworkers", "round_", "travel", "wards", "restrictions")}
    rows = plan.visits.sample(frac=1, random_state=1)
    who = ["household_id", "worker_id", "date"]
    for columns in (who, [*who, "order"], [*who, "start"], [*who, "order", "start"]):
        found = check_own(own=rows[columns], **lists)
        assert found.violations == [], columns
    assert found.visits[[*who, "start"]].equals(plan.visits[[*who, "start"]])
    if plan.households["visitors"].max() == 1:  # else others may agree on another hour
        ordered = check_own(own=rows[[*who, "order"]], **lists)
        pd.testing.assert_frame_equal(ordered.visits, plan.visits)
        pd.testing.assert_frame_equal(ordered.days, plan.days)


@modest(40)
@given(st.integers(2, 6), st.integers(0, 10_000))
def test_the_order_is_the_best_of_all_orders(stops: int, seed: int) -> None:
    legs = np.random.default_rng(seed).uniform(1, 30, (stops + 1, stops + 1))

    def way(order: tuple[int, ...]) -> float:
        nodes = [0, *(place + 1 for place in order), 0]
        return float(legs[nodes[:-1], nodes[1:]].sum())

    found = best_order(legs, lambda order: (way(order),), False)
    assert sorted(found) == list(range(stops))
    assert way(found) == pytest.approx(min(map(way, permutations(range(stops)))))


@pytest.mark.parametrize("columns", [["household_id", "worker_id", "date"], ["household_id", "worker_id", "date", "order"]])
def test_two_who_meet_several_times_a_day_agree_on_hours_that_hold(columns: list[str]) -> None:
    households = homes(12).assign(visitors=[2, 1, 1] * 4, available=["", "08:30-15:00", ""] * 4)
    round_ = Round("2026-03-02", "2026-03-02", holidays="", rules=Rules(lunch_min=30, lunch_after_h=3))
    people = crew(2).assign(hours_per_day=6.0)
    rows = [(f"H{i}", f"W{who}", "2026-03-02", 0) for i in range(12) for who in range(2) if i % 3 == 0 or i % 2 == who]
    own = pd.DataFrame(rows, columns=["household_id", "worker_id", "date", "order"])
    own["order"] = own.groupby("worker_id").cumcount() + 1
    found = check_own(households, people, round_, own[columns])
    assert found.violations == []
    together = found.visits[found.visits["household_id"].isin(["H0", "H3", "H6", "H9"])]
    assert (together.groupby("household_id")["start"].nunique() == 1).all()


def test_two_whose_days_cannot_hold_still_begin_together() -> None:
    households = homes(12).assign(visitors=[2, 1, 1] * 4)
    rows = [(f"H{i}", f"W{who}", "2026-03-02") for i in range(12) for who in range(2) if i % 3 == 0 or i % 2 == who]
    found = check_own(households, crew(2), ROUND, pd.DataFrame(rows, columns=["household_id", "worker_id", "date"]))
    assert ("day_too_long", "W0") in {(one.code, one.worker_id) for one in found.violations}
    assert {one.code for one in found.violations} <= {"day_too_long", "too_late"}
    assert found.days["work_min"].max() < 8 * 30 + 90


def test_the_hours_of_a_week_decide_who_waits_for_whom() -> None:
    households = homes(4).assign(visitors=[2, 1, 2, 1])
    round_ = Round("2026-03-02", "2026-03-03", holidays="")
    plan = plan_round(households, crew(2).assign(hours_per_week=[2.3, None]), round_, max_iterations=500)
    rows = plan.visits[["household_id", "worker_id", "date"]]
    assert set(rows["worker_id"]) == {"W0", "W1"}
    assert check_own(households, crew(2).assign(hours_per_week=[2.3, None]), round_, rows).violations == []


def test_hours_at_home_decide_the_order() -> None:
    late_first = homes().assign(available=["14:00-15:00", "08:00-09:00", "", "", "", ""])
    own = pd.DataFrame({"household_id": ["H0", "H1"], "worker_id": "W0", "date": "2026-03-02"})
    people = crew().assign(hours_per_day=9.0)
    found = check_own(late_first, people, ROUND, own)
    assert (found.visits["household_id"].tolist(), found.holds) == (["H1", "H0"], True)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-03-02", "2026-03-02"),
        ("02/03/2026", "2026-03-02"),
        ("3/2", None),
        ("2 March", "2026-03-02"),
        ("March 2nd", "2026-03-02"),
        ("Monday, 2 March 2026", "2026-03-02"),
        ("Mon 2 Mar", "2026-03-02"),
        ("Ma 2 Mrt", "2026-03-02"),
        ("46083", "2026-03-02"),
        ("2026-03-02 00:00:00", "2026-03-02"),
        ("Tuesday", "2026-03-03"),
        ("Monday", None),
        ("30 February", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_are_read_as_people_write_them(cell: str, expected: str | None) -> None:
    found = read_dates([cell], dt.date(2026, 3, 2), dt.date(2026, 3, 9))[0]
    if cell == "3/2":
        assert found == dt.date(2026, 3, 2)  # month first: only that falls into the round
        return
    assert (found and found.isoformat()) == expected
