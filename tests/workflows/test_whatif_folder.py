"""``wardround whatif``: the tables that it writes, what it says, and what it refuses."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from cli import app
from geo.fingerprint import sha256_of
from outputs.folder import read_folder
from tests.workflows.files import planned_hastily


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A plan of forty households for two fieldworkers of two days: some are left."""
    at = tmp_path_factory.mktemp("whatif")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WARDROUND_DATA", str(at / "user data"))
        yield planned_hastily(at)


def test_the_tables_are_those_of_the_issue_and_begin_with_the_plan(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "answer"
    chosen = ("--change", "worker", "--change", "day", "--most", "2", "--steps", "200", "--finish-by", "2026-04-02")
    result = call("whatif", "--plan", str(folder), *chosen, "--out", str(out))
    assert result.exit_code == 0, result.output
    curves, kept = pd.read_csv(out / "curves.csv"), read_folder(folder)
    assert list(curves.columns) == ["change", "amount", "served", "priority_served", "hours"]
    assert list(dict.fromkeys(curves["change"])) == ["worker", "day"]
    for _, curve in curves.groupby("change"):
        assert curve["amount"].tolist() == list(range(len(curve)))
        assert curve["served"].is_monotonic_increasing and curve["priority_served"].is_monotonic_increasing
        first = curve.iloc[0]
        assert first["served"] == kept.summary["served"]
        assert first["priority_served"] == pytest.approx(kept.summary["priority_served"], abs=1e-5)
        assert first["hours"] == pytest.approx(kept.days["work_min"].sum() / 60, abs=1e-2)
    assert curves.loc[curves["change"] == "worker", "served"].iloc[1] > kept.summary["served"]
    steps = pd.read_csv(out / "steps.csv", keep_default_na=False)
    assert steps["what"].tolist()[1].startswith("One more fieldworker like W")
    finish = pd.read_csv(out / "finish_by.csv")
    assert set(finish["change"]) == {"worker", "day"} and (finish.groupby("change")["left"].diff().dropna() <= 0).all()
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert summary["settings"]["whatif"]["changes"] == ["worker", "day"] and summary["seconds"] > 0
    place = Path(os.path.relpath(folder / "visits.csv", out)).as_posix()
    assert summary["inputs"][place] == sha256_of(folder / "visits.csv")
    for change in ("worker", "day"):
        assert summary["changes"][change]["binds"][1:] in result.output
    assert "by 2026-04-02" in result.output


def test_without_a_change_all_that_change_who_is_visited_are_told(folder: Path, tmp_path: Path) -> None:
    result = call("whatif", "--plan", str(folder), "--most", "1", "--steps", "60", "--out", str(tmp_path / "answer"))
    assert result.exit_code == 0, result.output
    curves = pd.read_csv(tmp_path / "answer" / "curves.csv")
    assert list(dict.fromkeys(curves["change"])) == ["worker", "day", "vehicle", "skill", "language"]


def test_service_points_are_those_of_the_plan_or_a_list_of_their_own(folder: Path, tmp_path: Path) -> None:
    listed = tmp_path / "clinics.csv"
    listed.write_text("point_id,name,sector,latitude,longitude\nC1,Clinic,health,-34.9,20.1\n", encoding="utf-8")
    asked = ("--change", "point", "--most", "2", "--points", str(listed), "--threshold-min", "30")
    result = call("whatif", "--plan", str(folder), *asked, "--out", str(tmp_path / "answer"))
    assert result.exit_code == 0, result.output
    curves = pd.read_csv(tmp_path / "answer" / "curves.csv")
    assert list(dict.fromkeys(curves["change"])) == ["point"]
    assert curves["served"].iloc[0] == 0 and curves["served"].iloc[1] > 0 and curves["served"].is_monotonic_increasing
    assert "A service point (health) is within 30 minutes on foot of 0 of the" in result.output
    summary = json.loads((tmp_path / "answer" / "summary.json").read_text(encoding="utf-8"))
    assert summary["changes"]["point"]["sector"] == "health" and any(name.endswith("clinics.csv") for name in summary["inputs"])
    steps = pd.read_csv(tmp_path / "answer" / "steps.csv")
    assert (steps["bound_served"] >= steps["served"]).all()
    wrong = call("whatif", "--plan", str(folder), "--change", "point", "--sector", "x", "--out", str(tmp_path / "other"))
    assert wrong.exit_code == 2 and not (tmp_path / "other").exists()


def test_what_is_wrong_is_told_all_at_once_and_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "answer"
    result = call("whatif", "--plan", str(folder), "--change", "money", "--finish-by", "soon", "--most", "0", "--out", str(out))
    assert result.exit_code == 2
    assert "3 things must be put right first" in result.output and not out.exists()
    before = sha256_of(folder / "visits.csv")
    assert call("whatif", "--plan", str(folder), "--change", "day", "--out", str(folder)).exit_code == 2
    assert sha256_of(folder / "visits.csv") == before
