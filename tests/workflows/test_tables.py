"""The one-line answer a ward, and the team against its middle."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from tests.workspace import samples
from workflows.ward_lines import NO_WARD, ward_lines
from workflows.worker_table import COLUMNS, worker_table


def test_every_household_counts_in_one_ward_and_the_biggest_reason_is_named() -> None:
    plan = samples.plan(6)
    homes = plan.households.assign(ward_id=["21004001", "21004001", "21004001", "21004001", "", ""])
    unserved = plan.unserved.assign(reason=["too_far", "workers_full", "outside_wards", "place_unknown"])
    unserved.loc[1, "reason"] = "too_far"
    lines = ward_lines(replace(plan, households=homes, unserved=unserved)).set_index("ward_id")
    assert lines["planned"].sum() + lines["not_reached"].sum() == 6
    assert lines.loc["21004001", ["planned", "not_reached", "reason"]].tolist() == [2, 2, "too_far"]
    assert lines.loc["21004001", "line"].startswith("2 of 4 households get a visit; 2 do not. Biggest reason: ")
    assert lines.loc["", "ward"] == NO_WARD
    assert lines.loc["21004002", "line"] == "No household in the list lies here."


def test_a_ward_that_is_reached_whole_has_no_reason() -> None:
    plan = samples.plan(2)
    line = ward_lines(replace(plan, unserved=plan.unserved.head(0))).iloc[0]
    assert (line["reason"], line["line"]) == ("", "All 2 households get a visit.")


def test_wards_are_called_by_number_in_one_municipality_and_by_code_in_several() -> None:
    plan = samples.plan()
    assert plan.wards is not None
    numbered = plan.wards.assign(ward_no=["1", "2"])
    assert ward_lines(replace(plan, wards=numbered))["ward"].tolist() == ["Ward 1", "Ward 2"]
    two = numbered.assign(municipality_id=["EC104", "EC105"])
    assert ward_lines(replace(plan, wards=two))["ward"].tolist() == ["21004001", "21004002"]
    assert ward_lines(replace(plan, wards=None))["ward"].tolist() == ["21004001"]


def test_the_team_is_weighed_against_its_middle() -> None:
    plan = samples.plan()
    day = plan.days.iloc[0]
    days = pd.DataFrame([day, day.replace({"W-1": "W-2", "09:50:00": "08:55:00"})], columns=plan.days.columns)
    table = worker_table(replace(plan, days=days.assign(worker_id=["W-1", "W-2"], home=["09:50:00", "08:55:00"])))
    assert tuple(table.columns) == COLUMNS
    np.testing.assert_allclose(table["hours"], [110 / 60, 55 / 60])
    np.testing.assert_allclose(table["hours_to_median"], [110 / 82.5, 55 / 82.5])
    assert table["visits"].tolist() == [2, 0]
    assert table["visits_to_median"].tolist() == [2.0, 0.0]
    assert table["load"].tolist() == [2.0, 0.0]


def test_who_is_not_available_is_not_in_the_table_and_a_middle_of_nothing_is_nan() -> None:
    plan = samples.plan()
    only = replace(plan, round=replace(plan.round, workers=("W-2",)))
    table = worker_table(only)
    assert table["worker_id"].tolist() == ["W-2"]
    assert table["visits_to_median"].isna().all()
