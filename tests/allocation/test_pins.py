"""What a supervisor sets: of two visitors, of several visits, and what cannot be, told at once with its rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from allocation import Plan, Round, Rules, Wishes, plan_round
from allocation.replan import replan
from geo.errors import InputProblems
from geo.problems import Problem
from geo.travel import TravelMatrix
from tests.allocation.door import crew, homes

WEEK = Round("2026-03-02", "2026-03-06", holidays="", rules=Rules(days_between=2), wishes=Wishes.none())
NOTHING = pd.DataFrame({"household_id": [], "worker_id": [], "date": []}, dtype="str")
MON, TUE, WED, THU, FRI = (f"2026-03-0{day}" for day in range(2, 7))


def around_a_square(count: int, far: tuple[str, ...] = ()) -> TravelMatrix:
    """Everybody 5 minutes from everybody; who is far, 60 minutes from all others."""
    names = ["W0", "W1", "W2", *(f"H{i}" for i in range(count))]
    table = np.full((len(names), len(names)), 5.0)
    for name in far:
        table[names.index(name), :] = table[:, names.index(name)] = 60.0
    np.fill_diagonal(table, 0.0)
    return TravelMatrix(table, names)


def planned(count: int = 6, far: tuple[str, ...] = (), hours: float = 6, **more: Any) -> Plan:
    asked = pd.DataFrame({"household_id": [f"H{i}" for i in range(count)], "visit_min": 30.0, **more})
    team = pd.DataFrame({"worker_id": ["W0", "W1", "W2"], "hours_per_day": hours})
    return plan_round(asked, team, WEEK, around_a_square(count, far), max_iterations=30)


def of(plan: Plan, household: str) -> pd.DataFrame:
    return plan.visits[plan.visits["household_id"] == household]


@pytest.mark.parametrize("hours", [6.0, 4.3])
def test_who_is_set_is_one_of_two_visitors_and_the_other_is_free(hours: float) -> None:
    plan = planned(far=("W2",), hours=hours, visitors=[2, 1, 1, 1, 1, 1])
    assert set(of(plan, "H0")["worker_id"]) == {"W0", "W1"}, "the third lives far away"
    made = replan(plan, from_day=MON, pins={"H0": "W2"}, max_iterations=60)
    now = of(made.plan, "H0")
    assert "W2" in set(now["worker_id"]) and len(now) == 2
    assert set(now["worker_id"]) & {"W0", "W1"}, "one of those who were promised still comes"
    assert made.plan.check() == []
    told = made.changes[made.changes["household_id"] == "H0"]
    assert "The supervisor has set who comes." in set(told["why"])


def test_who_cannot_be_one_of_the_two_is_refused() -> None:
    plan = planned(visitors=[2, 1, 1, 1, 1, 1], not_workers=["W2", "", "", "", "", ""])
    with pytest.raises(InputProblems, match="would break a rule"):
        replan(plan, from_day=MON, pins={"H0": "W2"}, max_iterations=1)


@pytest.mark.parametrize("day", [TUE, WED, THU])
def test_one_of_several_visits_is_on_the_day_that_is_set_and_the_others_keep_days_between(day: str) -> None:
    plan = planned(visits=[2, 1, 1, 1, 1, 1])
    assert len(of(plan, "H0")) == 2
    made = replan(plan, from_day=MON, pins={"H0": dt.date.fromisoformat(day)}, max_iterations=60)
    dates = sorted(of(made.plan, "H0")["date"])
    assert day in dates and len(dates) == 2
    assert (dt.date.fromisoformat(dates[1]) - dt.date.fromisoformat(dates[0])).days >= 2
    assert made.plan.check() == []


def test_both_at_once_where_the_days_are_full() -> None:
    """Each day holds three visits of 40 minutes: somebody has to make room."""
    plan = planned(count=40, hours=2.2, visits=[2] + [1] * 39, visitors=[2] + [1] * 39, priority=[0.0] + [3.0] * 39)
    made = replan(plan, from_day=TUE, pins={"H0": ("W1", THU)}, max_iterations=400)
    now = of(made.plan, "H0")
    assert THU in set(now["date"]) and now.groupby("date")["worker_id"].apply(lambda who: "W1" in set(who)).all()
    assert len(now) == 4
    assert made.plan.check() == []


def test_a_day_that_leaves_no_room_for_the_other_visits_is_refused() -> None:
    plan = planned(visits=[3, 1, 1, 1, 1, 1])
    assert sorted(of(plan, "H0")["date"]) == [MON, WED, FRI]
    with pytest.raises(InputProblems, match="would break a rule"):
        replan(plan, from_day=MON, pins={"H0": dt.date(2026, 3, 3)}, max_iterations=1)
    with pytest.raises(InputProblems, match="would break a rule"):  # a day after a visit that was made
        replan(plan, from_day=TUE, pins={"H0": dt.date(2026, 3, 3)}, max_iterations=1)
    kept = replan(plan, from_day=TUE, pins={"H0": dt.date(2026, 3, 4)}, max_iterations=20)
    assert sorted(of(kept.plan, "H0")["date"]) == [MON, WED, FRI]


def problems(plan: Plan, pins: Any, **more: Any) -> list[Problem]:
    with pytest.raises(InputProblems) as caught:
        replan(plan, **{"from_day": WED, "pins": pins, "max_iterations": 1, **more})
    return caught.value.problems


def ward_plan() -> Plan:
    asked = homes(8).assign(status=["refused", "moved", *[""] * 6], ward_id=["21004001"] * 6 + ["21004002"] * 2)
    return plan_round(asked, crew(2), Round(MON, FRI, holidays="", wards=["21004001"]), max_iterations=20)


def test_everything_wrong_with_a_list_of_pins_is_told_at_once_with_its_rows() -> None:
    plan = ward_plan()
    first = plan.visits[plan.visits["date"] < WED]["household_id"].iloc[0]
    left = next(name for name in ("H2", "H3", "H4", "H5") if name != first)
    pins = pd.DataFrame(
        [
            ("H0", "W0", ""),
            ("H6", "W0", ""),
            (first, "W1", ""),
            ("H9", "W1", ""),
            ("H1", "", MON),
            (left, "W0", "2026-03-07"),
            ("H7", "W0", "2026-03-09"),
        ],
        columns=["household_id", "worker_id", "date"],
    )
    found = {one.sentence.split(" ", 1)[1]: one.rows for one in problems(plan, pins, not_home=[left])}
    assert found == {
        "row of pins names a household that is not in the list.": (5,),
        "pin names a day before the first day that is planned anew.": (6,),
        "pins name a day after the round.": (7, 8),
        "pins speak of a household that is not to be visited.": (2, 6),
        "pins speak of a household that the round does not ask for.": (3, 8),
        "pin speaks of a household that has been visited.": (4,),
    }
    assert all("H" not in one.sentence for one in problems(plan, pins))


def test_pins_that_are_no_file_are_told_by_their_place() -> None:
    found = problems(ward_plan(), {"H2": "W0", "H0": "W1"}, from_day=MON)
    assert [one.sentence for one in found] == ["1 pin speaks of a household that is not to be visited (in the list number 2)."]


def test_who_is_away_can_be_set_for_no_day() -> None:
    plan = ward_plan()
    left = plan.visits["household_id"].iloc[-1]
    for pin in ("W0", ("W0", WED)):
        found = problems(plan, {left: pin}, ill={"W0": "all"}, from_day=MON)
        assert [one.sentence for one in found] == [
            "1 pin names a day on which the fieldworker does not work (in the list number 1)."
        ]
    made = replan(plan, from_day=MON, pins={left: ("W0", THU)}, ill={"W0": [WED]}, max_iterations=20)
    assert of(made.plan, left)[["worker_id", "date"]].to_numpy().tolist() == [["W0", THU]]


def test_what_a_late_reading_finds_names_the_rows_too() -> None:
    plan = planned(not_workers=["W2", "", "", "", "", ""])
    pins = pd.DataFrame({"household_id": ["H1", "H0"], "worker_id": ["W1", "W2"]})
    (found,) = problems(plan, pins, from_day=MON)
    assert "would break a rule" in found.sentence and found.rows == (3,)


def moved_to(plan: Plan, household: str, **cells: str) -> set[str]:
    """What the checker says of the pins when the household's visits are told otherwise."""
    visits = plan.visits.copy()
    for column, value in cells.items():
        visits.loc[visits["household_id"] == household, column] = value
    return {one.detail for one in replace(plan, visits=visits).check() if one.code == "pin_broken"}


def test_what_is_set_is_kept_and_judged() -> None:
    pins = {"H0": "W1", "H1": dt.date.fromisoformat(THU), "H2": ("W2", FRI)}
    made = replan(planned(), from_day=TUE, pins=pins, done=NOTHING, max_iterations=30).plan
    kept = made.summary["replan"]["pins"]
    assert kept == {
        "H0": {"worker_id": "W1", "date": ""},
        "H1": {"worker_id": "", "date": THU},
        "H2": {"worker_id": "W2", "date": FRI},
    }
    assert made.check() == []
    assert moved_to(made, "H0", date=FRI) == set(), "only who comes was set"
    assert moved_to(made, "H0", worker_id="W0") == {"fieldworker W1 is set, and W0 comes"}
    assert moved_to(made, "H1", worker_id="W0") == set(), "only the day was set"
    assert moved_to(made, "H1", date=WED) == {f"{THU} is set, and the visit is on {WED}"}
    assert len(moved_to(made, "H2", worker_id="W1", date=WED)) == 2
    assert moved_to(made, "H3", worker_id="W0", date=WED) == set(), "nothing was set"


def test_of_two_and_of_several_visits_one_is_as_set() -> None:
    plan = planned(visitors=[2, 1, 1, 1, 1, 1], visits=[1, 2, 1, 1, 1, 1])
    made = replan(plan, from_day=MON, pins={"H0": "W2", "H1": dt.date.fromisoformat(WED)}, max_iterations=60).plan
    assert made.check() == [] and WED in set(of(made, "H1")["date"])
    rows = made.visits.index[(made.visits["household_id"] == "H0") & (made.visits["worker_id"] == "W2")]
    other = made.visits.copy()
    other.loc[rows, "worker_id"] = ({"W0", "W1"} - set(of(made, "H0")["worker_id"])).pop()
    assert [one.household_id for one in replace(made, visits=other).check() if one.code == "pin_broken"] == ["H0"]
    assert moved_to(made, "H1", date=FRI)
