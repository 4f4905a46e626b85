"""Rounds, plans, settings and the place where the app was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from allocation.plan import Plan
from geo.errors import SettingError, WorkspaceError
from geo.travel import TravelMatrix
from tests.workspace import samples
from workspace import Workspace
from workspace.archive import pack, unpack


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "ws", "Makana", fictional=True)


def same(one: Plan, other: Plan) -> None:
    for name in ("visits", "days", "unserved", "statistics", "households", "fieldworkers", "wards"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_dtype=False)
    assert one.round.settings(one.travel) == other.round.settings(other.travel)
    assert one.summary["served"] == other.summary["served"]


def keep(ws: Workspace, plan: Plan) -> str:
    round_id = ws.keep_round("Autumn", plan.round.settings(plan.travel))
    return ws.keep_plan(
        plan, round_id, {"households": {"sha256": "ab"}}, samples.intake("households", plan.households, b"", 2).quarantined
    )


def test_a_plan_comes_back_whole(ws: Workspace) -> None:
    plan = samples.plan()
    plan_id = keep(ws, plan)
    back = Workspace.open(ws.folder).plan(plan_id)
    same(back, plan)
    assert back.summary["gap"] is None
    assert ws.plan_inputs(plan_id) == {"households": {"sha256": "ab"}}
    assert ws.plan_quarantined(plan_id)["key"].tolist() == ["Q0", "Q1"]


def test_a_plan_by_matrix_comes_back_with_its_matrix(ws: Workspace) -> None:
    ids = [*samples.households()["household_id"], "W-1", "W-2"]
    minutes = np.arange(49, dtype=float).reshape(7, 7)
    minutes[0, 3] = np.nan
    plan = replace(samples.plan(), travel=TravelMatrix(minutes, ids), wards=None)
    back = ws.plan(keep(ws, plan))
    assert isinstance(back.travel, TravelMatrix)
    np.testing.assert_array_equal(back.travel.table, minutes)
    assert back.travel.ids == tuple(ids)
    assert back.wards is None


def test_a_plan_survives_a_new_household_list(ws: Workspace) -> None:
    ws.keep_import(samples.intake("households", samples.households(5), b"a"), b"a")
    plan_id = keep(ws, samples.plan())
    ws.keep_import(samples.intake("households", samples.households(2, "N"), b"b"), b"b")
    same(ws.plan(plan_id), samples.plan())


def test_the_newest_plan_is_the_current_one(ws: Workspace) -> None:
    assert ws.current_plan() is None
    first, second = keep(ws, samples.plan()), keep(ws, samples.plan(6))
    assert ws.current_plan() == second
    listed = ws.plans()
    assert listed["plan_id"].tolist() == [second, first]
    assert listed["served"].tolist() == [2, 2]
    assert listed["first_day"].tolist() == ["2026-03-02"] * 2
    ws.forget_plan(second)
    assert ws.current_plan() == first
    with pytest.raises(WorkspaceError, match="E504"):
        ws.plan(second)


def test_the_same_round_is_kept_once(ws: Workspace) -> None:
    settings = samples.plan().round.settings(samples.plan().travel)
    first = ws.keep_round("Autumn", settings)
    assert ws.keep_round("Autumn", settings) == first
    assert ws.keep_round("Spring", settings) != first
    assert ws.round_settings(first) == settings
    assert set(ws.rounds()["name"]) == {"Autumn", "Spring"}


def test_a_plan_needs_its_round(ws: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="round"):
        ws.keep_plan(samples.plan(), "nothing", {})
    assert ws.plans().empty


def test_a_damaged_input_of_a_plan_is_told(ws: Workspace) -> None:
    plan_id = keep(ws, samples.plan())
    for path in (ws.folder / "files").glob("*/*"):
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(WorkspaceError, match="damaged"):
        ws.plan(plan_id)


def test_a_plan_put_aside_comes_back_whole() -> None:
    same(unpack(pack(samples.plan())), samples.plan())
    with pytest.raises(WorkspaceError, match="damaged"):
        unpack(pack(samples.plan())[:500])


def test_limits_are_kept_checked_and_taken_back(ws: Workspace) -> None:
    assert ws.set_settings(solve_seconds=90).solve_seconds == 90
    assert Workspace.open(ws.folder).settings().solve_seconds == 90
    for wrong in ({"solve_seconds": 0}, {"no_such_limit": 1}, {"solve_seconds": "soon"}):
        with pytest.raises(SettingError):
            ws.set_settings(**wrong)
    assert ws.settings().solve_seconds == 90
    assert ws.set_settings(solve_seconds=None).solve_seconds == 30


def test_the_app_opens_where_it_was(ws: Workspace) -> None:
    assert ws.state("page", "start") == "start"
    ws.set_state("page", "see_the_plan")
    ws.set_state("map", {"zoom": 12, "centre": (26.5, -33.3), "worker": None})
    again = Workspace.open(ws.folder)
    assert again.state("page") == "see_the_plan"
    assert again.state("map") == {"zoom": 12, "centre": [26.5, -33.3], "worker": None}
    ws.set_state("page", None)
    assert ws.state("page", "start") is None


def test_a_workspace_knows_its_name_and_that_it_is_made_up(ws: Workspace) -> None:
    again = Workspace.open(ws.folder)
    assert (again.name, again.fictional, again.id) == ("Makana", True, ws.id)


def test_a_folder_with_other_things_is_not_made_a_workspace(ws: Workspace, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("mine", encoding="utf-8")
    for folder in (tmp_path / "other", ws.folder):
        with pytest.raises(WorkspaceError, match="E504"):
            Workspace.create(folder, "B")
    with pytest.raises(WorkspaceError, match="no workspace"):
        Workspace.open(tmp_path / "other")


def test_a_damaged_database_is_told_in_plain_words(ws: Workspace) -> None:
    (ws.folder / "wardround.sqlite").write_bytes(b"SQLite format 3\x00" + b"?" * 4000)
    with pytest.raises(WorkspaceError, match="damaged"):
        Workspace.open(ws.folder)


def test_a_workspace_cut_off_while_it_was_made_can_be_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "half"
    (folder / "jobs").mkdir(parents=True)
    (folder / "files").mkdir()
    (folder / "wardround.sqlite").touch()
    assert not Workspace.is_one(folder)
    assert Workspace.create(folder, "Whole").name == "Whole"
