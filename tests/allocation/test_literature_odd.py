"""Literature stated in odd but plain ways: numpy's numbers, ids that are numbers, days of hundreds of hours."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from allocation import Plan, Round, Wishes, plan_round
from allocation.clusters import _large_first
from allocation.replan import replan
from allocation.why.binding import binding_rules
from geo.errors import InputProblems
from geo.travel import TravelMatrix

ONE_DAY = Round("2026-03-02", "2026-03-02", holidays="", wishes=Wishes.none())
#: A depot and three customers on a line.
LINE = np.abs(np.subtract.outer([0.0, 10.0, 20.0, 30.0], [0.0, 10.0, 20.0, 30.0]))


def on_the_line(asked: dict[str, Any], fleet: dict[str, Any], minutes: Any = LINE, ids: Any = ("D", "A", "B", "C")) -> Plan:
    """A checked plan of one vehicle; the first id is the depot."""
    plan = plan_round(
        pd.DataFrame({"household_id": list(ids[1:]), "visit_min": 1.0, **asked}),
        pd.DataFrame({"worker_id": list(ids[:1]), "start": 0.0, **fleet}),
        ONE_DAY,
        TravelMatrix(minutes, ids),
        max_iterations=2000,
    )
    assert plan.check() == []
    return plan


@pytest.mark.parametrize(
    "stated",
    [
        pytest.param([[(500, 520)], [(900, 910)], [(100, 130)]], id="pairs"),
        pytest.param([[[500, 520]], [[900, 910]], [[100, 130]]], id="lists"),
        pytest.param([(500, 520), (900, 910), (100, 130)], id="one pair without its list"),
        pytest.param(list(np.array([[500, 520], [900, 910], [100, 130]])), id="rows of an array of whole numbers"),
        pytest.param([[tuple(row)] for row in np.array([[500, 520], [900, 910], [100, 130]])], id="numpy's whole numbers"),
        pytest.param([[tuple(row)] for row in np.array([[500, 520], [900, 910], [100, 130]], np.float32)], id="float32"),
        pytest.param(["08:20-08:40", "15:00-15:10", "01:40-02:10"], id="text"),
    ],
)
def test_a_window_may_be_stated_as_a_reader_of_files_has_it(stated: list[Any]) -> None:
    plan = on_the_line({"available": stated}, {"hours_per_day": 24})
    assert plan.visits[["household_id", "start"]].values.tolist() == [["C", "02:10:00"], ["A", "08:20:00"], ["B", "15:00:00"]]


@pytest.mark.parametrize("stated", [[(520, 500)], (True, False), [(1, 2, 3)], ["soon"], 5, [(0, np.nan)]])
def test_what_is_no_window_is_told_with_both_ways_to_state_one(stated: Any) -> None:
    with pytest.raises(InputProblems, match="pairs of minutes") as told:
        on_the_line({"available": [stated] * 3}, {"hours_per_day": 24})
    assert [(problem.code, problem.rows) for problem in told.value.problems] == [("E212", (2, 3, 4))]


def test_a_day_of_hundreds_of_hours_is_planned_counted_and_planned_again() -> None:
    """Times such as 565:00:00 stand in the tables; whoever reads them must know them."""
    plan = on_the_line({"available": ["565:00-565:30", "", ""]}, {"hours_per_day": 1000})
    assert plan.visits.set_index("household_id")["start"]["A"].startswith("565:")
    again = replan(plan, from_day="2026-03-02", max_iterations=500)
    assert again.plan.check() == [] and len(again.plan.visits) == 3


def test_an_hour_more_of_a_long_day_is_no_cut_to_a_day_of_the_clock() -> None:
    """40 hours hold two of three customers a day of travel apart; a lever of an hour may not take one of them away."""
    plan = on_the_line({}, {"hours_per_day": 40.0}, LINE * 60)
    assert len(plan.visits) == 1
    gains = {gain.lever.kind: gain for gain in binding_rules(plan).gains}
    assert gains["hours_all"].lever.inputs.fieldworkers["hours_per_day"].tolist() == [41.0]
    assert gains["hours_all"].households == 1


@pytest.mark.parametrize("kind", [int, np.int64, str])
def test_ids_may_be_numbers(kind: Any) -> None:
    plan = on_the_line({}, {"hours_per_day": 2}, np.rint(LINE).astype(int), [kind(number) for number in range(4)])
    assert plan.visits["household_id"].tolist() in (["1", "2", "3"], ["3", "2", "1"]) and plan.summary["travel_min"] == 60


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
def test_large_vehicles_are_used_wherever_they_stand_in_the_list(order: list[int]) -> None:
    """Four groups of ten far from the depot, each of which fills a large vehicle; the small ones would go twice as often."""
    middles = np.array([[100, 0], [-100, 0], [0, 100], [0, -100]], dtype=float)
    spread = np.column_stack([np.arange(10) % 5, np.arange(10) // 5]).astype(float)
    places = np.vstack([np.zeros((2, 2)), (middles[:, None] + spread[None]).reshape(-1, 2)])
    minutes = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    names, asked = np.array(["small", "large"])[order], [f"C{number}" for number in range(40)]
    plan = plan_round(
        pd.DataFrame({"household_id": asked, "visit_min": 0.0, "load": 1.0}),
        pd.DataFrame({"worker_id": names, "start": 0.0, "hours_per_day": 100.0, "load_per_day": np.array([5.0, 10.0])[order]}),
        Round("2026-03-02", "2026-03-05", holidays="", wishes=Wishes.none()),
        TravelMatrix(minutes, [*names, *asked]),
        max_iterations=10_000,
    )
    assert plan.check() == [] and len(plan.visits) == 40
    assert plan.days["worker_id"].tolist() == ["large"] * 4


def test_a_crew_stands_in_order_of_what_it_holds_and_no_limit_is_most() -> None:
    crew = np.array([1, 2, 4, 5, 7])
    assert _large_first(np.array([0.0, 5.0, np.inf, 0.0, 9.0, 5.0, 0.0, np.inf]), crew).tolist() == [2, 7, 4, 1, 5]
    assert _large_first(np.full(8, np.inf), crew).tolist() == crew.tolist()
