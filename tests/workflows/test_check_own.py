"""``wardround check-own``: exit codes, the whole list of what is wrong, its tables, and the same for a workspace."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from cli import app
from geo.errors import InputProblems
from tests.workflows.files import write
from tests.workflows.kept import workspace
from workflows.check_own import check_own_upload
from workflows.input_files import InputFiles
from workspace import Workspace

GOOD = "Household no;Field worker;Visit date\nH00;W1;2 March\nH01;W2;2 March\nH02;W1;Tuesday\n"

pytestmark = pytest.mark.usefixtures("own_data")


@pytest.fixture
def files(tmp_path: Path) -> InputFiles:
    return write(tmp_path / "in")


def call(files: InputFiles, own: Path | str, *more: str, wards: bool = True) -> Result:
    flags = ["--households", files.households, "--fieldworkers", files.fieldworkers, "--round", files.round]
    return CliRunner().invoke(app, ["check-own", str(own), *flags, *(["--wards", files.wards] if wards else []), *more])


def put(folder: Path, text: str) -> Path:
    path = folder / "own.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_plan_that_holds_ends_with_0(files: InputFiles, tmp_path: Path) -> None:
    for wards in (True, False):
        result = call(files, put(tmp_path, GOOD), wards=wards)
        assert result.exit_code == 0, result.output
        assert "3 households are visited of 12" in result.output
        assert "The plan holds" in result.output


def test_broken_rules_end_with_1_and_stand_in_the_folder(files: InputFiles, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = call(files, put(tmp_path, GOOD + "H00;W2;Tuesday\nH99;W1;Tuesday\n"), "--compare", "0.5", "--out", str(out))
    assert result.exit_code == 1, result.output
    assert "The plan does not hold: 2 rules are broken." in result.output
    assert "What the optimizer would do instead:" in result.output
    rules = pd.read_csv(out / "broken_rules.csv", dtype="str", keep_default_na=False)
    assert sorted(rules["code"]) == ["doubled_visit", "unknown_household"]
    assert json.loads((out / "summary.json").read_text(encoding="utf-8"))["served"] == 3
    assert len(pd.read_csv(out / "optimizer_visits.csv")) == 12
    assert pd.read_csv(out / "differences.csv")["served_by"].unique().tolist() == ["optimizer"]
    again = call(files, put(tmp_path, GOOD), "--out", str(out))
    assert again.exit_code == 0, again.output  # our own folder is replaced
    (out / "mine.txt").write_text("keep me", encoding="utf-8")
    refused = call(files, put(tmp_path, GOOD), "--out", str(out))
    assert (refused.exit_code, "E500" in refused.output) == (2, True)


def test_an_excel_sheet_is_read_and_must_be_named_where_there_are_two(files: InputFiles, tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    table = pd.read_csv(io.StringIO(GOOD), sep=";")
    with pd.ExcelWriter(path) as book:
        table.assign(**{"Visit date": pd.Timestamp("2026-03-02")}).to_excel(book, sheet_name="Plan", index=False)
    assert call(files, path).exit_code == 0
    with pd.ExcelWriter(path) as book:
        table.to_excel(book, sheet_name="Plan", index=False)
        table.head(1).to_excel(book, sheet_name="Old", index=False)
    asked = call(files, path)
    assert (asked.exit_code, "own.xlsx::Plan" in asked.output) == (2, True)
    assert call(files, f"{path}::Plan").exit_code == 0


def test_everything_that_cannot_be_read_is_told_at_once(files: InputFiles, tmp_path: Path) -> None:
    Path(files.households).write_text("household_id\n", encoding="utf-8")
    result = call(files, put(tmp_path, "hh,who,day\nH00,W1,soon\nH01,,2 March\n"))
    assert result.exit_code == 2
    assert "households.csv" in result.output
    unread = call(files, tmp_path / "missing.csv")
    assert (unread.exit_code, "missing.csv" in unread.output) == (2, True)
    files = write(tmp_path / "again")
    result = call(files, put(tmp_path, "hh,who,day\nH00,W1,soon\nH01,,2 March\n"))
    assert result.exit_code == 2
    assert "own.csv, date, row 2" in result.output
    assert "own.csv, worker_id, row 3" in result.output


def test_rows_keep_the_numbers_of_the_file(files: InputFiles, tmp_path: Path) -> None:
    result = call(files, put(tmp_path, "Our plan\n\nhh,who,day\nH00,W1,2 March\n\nH01,W1,soon\n"))
    assert (result.exit_code, "own.csv, date, row 6" in result.output) == (2, True)


def test_an_upload_is_judged_by_the_lists_of_a_workspace(tmp_path: Path) -> None:
    ws: Workspace = workspace(tmp_path / "ws")
    settings = {"round": {"first_day": "2026-03-02", "last_day": "2026-03-03", "holidays": ""}}
    rows = "hh,who,day\nH0000,W00,2 March\nH0001,W01,2 March\nH0002,W00,Tuesday\n"
    own = check_own_upload(ws, settings, rows.encode(), "own.csv")
    assert (own.holds, own.summary["served"]) == (True, 3)
    with pytest.raises(InputProblems) as caught:
        check_own_upload(ws, settings, b"hh,who\nH0000,W00\n", "own.csv")
    assert {problem.code for problem in caught.value.problems} == {"E204"}
