"""A plan made by hand: judged by a kept plan's round, told in groups, priced beside it, reported, and kept if it holds."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from allocation.check import CODES
from geo.errors import WorkspaceError
from geo.intake.result import Answers
from tests.workflows.at_once import at_once
from tests.workflows.kept import SETTINGS, workspace
from workflows import own_view, plan_job
from workflows.own_remedies import REMEDIES
from workflows.plan_choice import plan_in_use
from workflows.upload import hold, remember, resumed
from workflows.visit_lists import read_visit_list
from workspace import Workspace

#: Codes that a plan made by hand cannot have: its tables of days and of those not reached are written by us, and it names no
#: vehicles, and nothing is set in it.
OURS = {
    "pin_broken",
    "not_fetched",
    "ride_differs",
    "too_many_aboard",
    "tour_broken",
    "tour_times",
    "vehicle_not_available",
    "vehicle_unknown",
    "wrong_vehicle",
    "bad_table",
    "bad_value",
    "doubled_unserved",
    "visited_and_unserved",
    "missing_household",
    "wrong_travel",
    "days_differ",
    "reason_unknown",
    "reason_wrong",
    "no_sentence",
}


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with the plan of a week."""
    ws = workspace(tmp_path_factory.mktemp("own") / "ws", rows=24, workers=2)
    with pytest.MonkeyPatch.context() as monkeypatch:
        at_once(monkeypatch)
        plan_job.start(ws, SETTINGS, max_iterations=20)
    return ws


def wardrounds(ws: Workspace) -> str:
    return next(iter(own_view.rounds_offered(ws)))


def judged(ws: Workspace, content: str) -> own_view.OwnPlan:
    upload = hold(ws, "mine.csv", content.encode())
    return own_view.judged(ws, upload, ws.plan(wardrounds(ws)), {})


def test_every_rule_that_can_be_broken_says_what_to_do() -> None:
    assert set(REMEDIES) == set(CODES) - OURS


def test_wardrounds_own_list_holds_and_costs_the_same(ward: Workspace) -> None:
    plan = ward.plan(wardrounds(ward))
    own = judged(ward, own_view.as_list(plan).decode("utf-8-sig"))
    assert own_view.verdict(own) == f"Your plan holds: {len(plan.visits)} visits, and no rule is broken."
    table = own_view.figures(own)
    assert table["Difference"].tolist() == ["the same"] * 4
    assert own_view.sides(own) == ["Both visit the same households."]
    assert own_view.instead(own).empty and own_view.broken(own) == []


def test_broken_rules_are_grouped_with_where_and_what_to_do(ward: Workspace) -> None:
    own = judged(ward, "household,worker,date\nH0001,W00,Monday\nH0001,W01,Tuesday\nH0002,W00,2026-03-07\nH9999,W00,Monday\n")
    kinds = {kind.code: kind for kind in own_view.broken(own)}
    assert {"doubled_visit", "unknown_household", "wrong_day"} <= set(kinds)
    assert [code for code in kinds if code in ("doubled_visit", "unknown_household", "wrong_day")] == [
        "unknown_household",
        "doubled_visit",
        "wrong_day",
    ]
    assert kinds["wrong_day"].remedy == "Choose a day of the round."
    row = kinds["unknown_household"].rows.iloc[0]
    assert (row["Household"], row["Fieldworker"], row["Day"]) == ("H9999", "Worker 0", "Mon 2 Mar")
    assert "rules are broken in" in own_view.verdict(own)
    only = own_view.sides(own)
    assert any("only Wardround's plan visits" in line for line in only)


def test_the_report_holds_what_is_broken_and_what_to_do(ward: Workspace) -> None:
    own = judged(ward, "household,worker,date\nH0001,W00,Monday\n=1+1,W00,Monday\n")
    book = openpyxl.load_workbook(io.BytesIO(own_view.report(own)))
    assert book.sheetnames == ["What it costs", "Broken rules", "Visits", "Team", "Who is visited"]
    rows = list(book["Broken rules"].values)
    assert rows[0] == ("What", "Household", "Fieldworker", "Date", "What to do")
    assert rows[1][1] == "'=1+1" and rows[1][4] == REMEDIES["unknown_household"]


def test_a_plan_that_holds_is_kept_and_one_that_breaks_a_rule_is_not(ward: Workspace) -> None:
    round_of = wardrounds(ward)
    bad = judged(ward, "household,worker,date\nH0001,W00,Monday\nH0001,W01,Tuesday\n")
    with pytest.raises(WorkspaceError, match="E505"):
        own_view.keep(ward, bad, "Test", round_of)
    assert plan_in_use(ward) == round_of
    good = judged(ward, "household,worker,date\nH0001,W00,Monday\nH0002,W01,Tuesday\n")
    kept = own_view.keep(ward, good, "Test", round_of)
    assert plan_in_use(ward) == kept
    assert set(ward.plan(kept).visits["household_id"]) == {"H0001", "H0002"}
    assert ward.plan(kept).check() == []
    assert set(ward.plan_inputs(kept)) == set(ward.plan_inputs(round_of))
    # It is not one of Wardround's: another plan made by hand is not judged by it.
    assert kept not in own_view.rounds_offered(ward)
    ward.forget_plan(kept)


def test_the_blank_template_is_read_back_once_it_is_filled_in(ward: Workspace, tmp_path: Path) -> None:
    plan = ward.plan(wardrounds(ward))
    content = own_view.template(ward, plan, plan.round.first_day, plan.round.last_day)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [cell.value for cell in book["Lists"]["A"]][1:3] == ["H0000", "H0001"]
    assert book["Lists"]["F2"].value == "2026-03-02"
    for place, value in enumerate(("H0001", "W00", "2026-03-02"), start=1):
        book["Visits"].cell(row=2, column=place, value=value)
    filled = tmp_path / "filled.xlsx"
    book.save(filled)
    rows = read_visit_list(filled.read_bytes(), "filled.xlsx")
    assert rows[["household_id", "worker_id", "date"]].to_numpy().tolist() == [["H0001", "W00", "2026-03-02"]]
    upload = hold(ward, "filled.xlsx", filled.read_bytes())
    remember(ward, "own_plan", upload, Answers())
    assert resumed(ward, "own_plan") == (upload, Answers())
    assert own_view.judged(ward, upload, plan, {}).summary["visits"] == 1


def test_without_a_plan_it_is_judged_by_the_lists_and_a_round(tmp_path: Path) -> None:
    ws = workspace(tmp_path / "ws")
    assert own_view.rounds_offered(ws) == {}
    upload = hold(ws, "mine.csv", b"household,worker,date\nH0001,W00,2026-03-02\n")
    own = own_view.judged(ws, upload, None, SETTINGS)
    assert own.holds and own.comparison is None and own_view.sides(own) == []
    assert own_view.figures(own).columns.tolist() == ["", "My plan"]
    kept = own_view.keep(ws, own, "", None)
    assert ws.plans().set_index("plan_id").loc[kept, "name"] == "Test (by hand)"
    pd.testing.assert_series_equal(ws.plan(kept).visits["household_id"], own.visits["household_id"])
