"""Households without a place stand where their village is; a list that was placed once stays as it is."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import given

from allocation import Round
from allocation.prepare import prepare
from geo.errors import InputProblems
from geo.tables import complete
from tests.allocation.cases import wards
from tests.allocation.profiles import modest
from tests.allocation.rounds import rounds

WEEK = Round("2026-03-02", "2026-03-06", holidays="")


def test_a_village_whose_households_state_no_ward_stands_in_for_one_that_does() -> None:
    areas = wards()
    inside = areas.geometry.iloc[0].representative_point()
    rows = [
        {"household_id": "A", "longitude": inside.x, "latitude": inside.y, "village": "Lower", "ward_id": ""},
        {"household_id": "B", "longitude": None, "latitude": None, "village": "lower", "ward_id": areas["ward_id"].iloc[0]},
        {"household_id": "C", "longitude": None, "latitude": None, "village": "Lower", "ward_id": areas["ward_id"].iloc[1]},
    ]
    team = pd.DataFrame({"worker_id": ["W"], "longitude": [inside.x], "latitude": [inside.y]})
    ready = prepare(pd.DataFrame(rows), team, WEEK, None, areas)
    placed = ready.households.set_index("household_id")
    assert placed["place_accuracy"].tolist() == ["exact", "village", "unknown"]
    assert placed.geometry["B"].equals(placed.geometry["A"])
    assert ready.problem.barred.tolist() == ["", "", "place_unknown"]


@modest(60)
@given(rounds(most=12))
def test_what_was_placed_is_placed_alike_when_it_is_read_again(drawn: dict[str, Any]) -> None:
    lists = drawn["households"], drawn["fieldworkers"], drawn["round_"], drawn["travel"], drawn["wards"]
    try:
        once = prepare(*lists, drawn.get("restrictions"))
    except InputProblems:
        return
    again = prepare(once.households, *lists[1:], drawn.get("restrictions"))
    columns = ["household_id", "ward_id", "place_accuracy", "settlement"]
    pd.testing.assert_frame_equal(pd.DataFrame(again.households[columns]), pd.DataFrame(once.households[columns]))
    assert again.problem.barred.tolist() == once.problem.barred.tolist()
    shapes = complete("households", once.households).geometry
    assert again.households.geometry.isna().tolist() == shapes.isna().tolist()
