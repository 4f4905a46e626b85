"""The ``wardround`` command: exit codes, plain words, whole lists of problems, and a folder that holds."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from cli import _result, app
from outputs.folder import read_folder
from tests.workflows.files import HOUSEHOLDS, write
from workflows.input_files import InputFiles

ROOT = Path(__file__).resolve().parent.parent


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def flags(files: InputFiles) -> list[str]:
    return [part for name, value in vars(files).items() if value for part in (f"--{name}", value)]


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARDROUND_DATA", str(tmp_path / "user data"))


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cli")
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setenv("WARDROUND_DATA", str(folder / "user data"))
    files = write(folder / "in", extra="H90,-33.05,26.03,soon,Bad priority\n")
    with Path(files.fieldworkers).open("a", encoding="utf-8") as list_:
        list_.write(",-33.05,26.03,Nobody,English\n")
    result = call("plan", *flags(files), "--max-iterations", "1", "--out", str(folder / "out"))
    assert result.exit_code == 0, result.output
    (folder / "said.txt").write_text(result.output, encoding="utf-8")
    yield folder
    monkeypatch.undo()


def test_a_plan_writes_every_file_of_the_design(planned: Path) -> None:
    names = {path.relative_to(planned / "out").as_posix() for path in (planned / "out").rglob("*") if path.is_file()}
    assert {
        "visits.csv", "days.csv", "unserved.csv", "quarantine.csv", "summary.json", "plan.gpkg", "sheets.pdf", "workbook.xlsx",
        "handout.zip",
    } <= names  # fmt: skip
    assert any(re.fullmatch(r"phone/[\w-]+\.html", name) for name in names)
    assert any(re.fullmatch(r"phone/[\w-]+\.gpx", name) for name in names)
    assert not any(name.startswith("sheets/") for name in names)


def test_a_plan_is_told_in_plain_lines_where_there_is_no_terminal(planned: Path) -> None:
    said = (planned / "said.txt").read_text(encoding="utf-8")
    assert "\x1b" not in said
    assert re.search(rf"\d+ of {HOUSEHOLDS + 1} households are reached", said)
    assert "Household rows set aside: 1" in said
    assert "Fieldworker rows set aside: 1" in said
    assert "listed in quarantine.csv" in said
    assert "every rule holds" in said


def test_check_agrees_with_a_fresh_plan(planned: Path) -> None:
    result = call("check", str(planned / "out"))
    assert (result.exit_code, result.output.strip()) == (0, "The plan holds: every rule was checked against the inputs.")


def test_check_lists_broken_rules_and_ends_with_1(planned: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(planned, tmp_path / "copy")
    path = tmp_path / "copy" / "out" / "visits.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], *lines[2:]]) + "\n", encoding="utf-8")
    result = call("check", str(tmp_path / "copy" / "out"))
    assert result.exit_code == 1
    assert "missing_household" in result.output
    assert "does not hold" in result.output


def test_check_of_a_changed_input_ends_with_2_whether_found_or_named(planned: Path, tmp_path: Path) -> None:
    changed = tmp_path / "households.csv"
    changed.write_bytes((planned / "in" / "households.csv").read_bytes() + b"\n")
    result = call("check", str(planned / "out"), "--households", str(changed))
    assert result.exit_code == 2
    assert "E503" in result.output


@pytest.mark.parametrize("name", ["nothing", "file", "empty"])
def test_check_of_what_is_no_plan_ends_with_2(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    result = call("check", str(tmp_path / name))
    assert result.exit_code == 2
    assert "E501" in result.output


def test_bad_input_ends_with_2_the_whole_list_and_nothing_written(tmp_path: Path) -> None:
    files = write(tmp_path / "in", first_day='"soon"', import_="[wishes]\nspeed = 1\n")
    (tmp_path / "in" / "fieldworkers.csv").write_text("a,b\n", encoding="utf-8")
    result = call("plan", *flags(files), "--out", str(tmp_path / "out"))
    assert result.exit_code == 2
    assert "3 things must be put right" in result.output
    for expected in ("round.first_day", "wishes.speed", "fieldworkers.csv"):
        assert expected in result.output
    assert not (tmp_path / "out").exists()
    assert "Traceback" not in result.output


def test_a_folder_of_somebody_else_is_refused_with_2(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").touch()
    result = call("plan", *flags(write(tmp_path / "in")), "--out", str(tmp_path / "out"))
    assert result.exit_code == 2
    assert "E500" in result.output
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_an_unexpected_error_is_a_sentence_and_a_number_never_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import workflows.check_folder

    def breaks(*_: object) -> None:
        raise ZeroDivisionError("Thandi, 12 Acacia Street")

    monkeypatch.setattr(workflows.check_folder, "check_folder", breaks)
    result = call("check", str(tmp_path))
    assert result.exit_code == 3
    assert "Thandi" not in result.output
    number = re.search(r"log number (\w+)", result.output)
    assert number
    log = (tmp_path / "user data" / "errors.log").read_text(encoding="utf-8")
    assert number[1] in log
    assert "ZeroDivisionError" in log
    assert "Thandi" not in log
    monkeypatch.setenv("WARDROUND_DEBUG", "1")
    assert isinstance(call("check", str(tmp_path)).exception, ZeroDivisionError)


def test_the_demonstrations_files_are_written_for_trying(tmp_path: Path) -> None:
    result = call("demo", "--out", str(tmp_path / "demo"))
    assert result.exit_code == 0
    assert {"wards.geojson", "households.csv", "fieldworkers.csv", "round.toml"} <= {
        p.name for p in (tmp_path / "demo").iterdir()
    }
    assert "made up" in result.output


def test_blank_templates_are_written(tmp_path: Path) -> None:
    result = call("templates", "--out", str(tmp_path / "blank"))
    assert result.exit_code == 0
    assert "map file" in result.output
    assert {path.name for path in (tmp_path / "blank").glob("*.xlsx")} == {
        "households.xlsx",
        "fieldworkers.xlsx",
        "service_points.xlsx",
        "vehicles.xlsx",
    }


def test_the_version_and_the_help_need_nothing(tmp_path: Path) -> None:
    assert re.fullmatch(r"wardround \d+\.\d+\.\d+\n", call("--version").output)
    for name in ("run", "plan", "check", "access", "gaps", "site", "templates", "hand-out", "demo"):
        assert call(name, "--help").exit_code == 0
    assert call("plan").exit_code == 2


def test_a_hand_out_without_a_plan_is_refused(tmp_path: Path) -> None:
    from workspace import Workspace

    Workspace.create(tmp_path / "ws", "Empty")
    result = call("hand-out", str(tmp_path / "ws"), "--out", str(tmp_path / "out"))
    assert result.exit_code == 2
    assert "no plan" in result.output


def started(*arguments: str, cwd: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "cli", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=cwd, env=environment, stdout=pipe, stderr=subprocess.STDOUT, text=True)


def test_the_real_command_plans_from_any_folder_with_relative_paths(tmp_path: Path) -> None:
    write(tmp_path / "in")
    names = ["--wards", "in/wards.geojson", "--households", "in/households.csv", "--fieldworkers", "in/fieldworkers.csv"]
    command = ["plan", *names, "--round", "in/round.toml", "--max-iterations", "0", "--tables-only", "--out", "out"]
    with started(*command, cwd=tmp_path) as process:
        said, _ = process.communicate(timeout=180)
    assert process.returncode == 0, said
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        ".wardround", "days.csv", "quarantine.csv", "summary.json", "unserved.csv", "visits.csv",
    ]  # fmt: skip
    assert "../in/households.csv" in json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))["inputs"]


@pytest.mark.skipif(sys.platform == "win32", reason="not possible on Windows: pressing Ctrl-C in another process")
def test_ctrl_c_stops_early_with_the_best_plan(tmp_path: Path) -> None:
    files = write(tmp_path / "in", rows=300)
    with started(
        "plan", *flags(files), "--seconds", "600", "--tables-only", "--out", str(tmp_path / "out"), cwd=tmp_path
    ) as process:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if "better routes" in line:
                time.sleep(0.5)
                process.send_signal(signal.SIGINT)
                break
        rest, _ = process.communicate(timeout=180)
    assert process.returncode == 0, said + rest
    assert "Stopping with the best plan so far" in rest
    assert len(read_folder(tmp_path / "out").visits) > 0


def test_households_without_coordinates_are_placed_by_village_and_planned_with_time_to_find_them(tmp_path: Path) -> None:
    files = write(tmp_path / "in")
    path = Path(files.households)
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [f"{lines[0]},village", *(f"{line},Gqora" for line in lines[1:]), "V1,,,90,By village,Gqora", "V2,0,0,90,Nowhere,"]
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")
    result = call("plan", *flags(files), "--max-iterations", "1", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    visits = pd.read_csv(tmp_path / "out" / "visits.csv", dtype=str).set_index("household_id")
    unserved = pd.read_csv(tmp_path / "out" / "unserved.csv", dtype=str).set_index("household_id")
    assert sorted([*visits.index, *unserved.index]) == sorted([*(f"H{n:02d}" for n in range(HOUSEHOLDS)), "V1", "V2"])
    assert unserved.loc["V2", "reason"] == "place_unknown"
    minutes = (pd.to_timedelta(visits["depart"]) - pd.to_timedelta(visits["start"])).dt.total_seconds() / 60
    assert minutes["V1"] > minutes.drop("V1").max()
    assert call("check", str(tmp_path / "out")).exit_code == 0


def test_a_total_counts_as_no_household_that_is_not_reached() -> None:
    summary = {"served": 3, "households": 6, "reasons": {"E215": 1, "E219": 1, "E212": 1}, "set_aside": {}, "repaired": 0}
    assert _result(summary, {})[0] == "3 of 4 households are reached; 1 is not."


def test_a_round_of_one_ward_is_counted_against_what_it_asks_for() -> None:
    reasons = {"not_in_round": 90, "place_unknown": 2, "workers_full": 5}
    summary = {"served": 3, "households": 100, "asked": 8, "reasons": reasons, "set_aside": {}, "repaired": 0}
    lines = _result(summary, {})
    assert lines[0] == "3 of the 8 households that the round asks for are reached; 5 are not."
    assert lines[1] == "100 in your list: 8 can be planned, 90 not in this round, 2 without a known place."


@pytest.mark.parametrize(
    ("days", "rides", "told"),
    [(0, 0, "No vehicle drives"), (1, 2, "on 1 vehicle-day and take fieldworkers out 2 times."), (3, 1, "3 vehicle-days and")],
)
def test_the_result_says_whether_vehicles_drive(days: int, rides: int, told: str) -> None:
    figures = {"vehicle_days": days, "worker_days": rides}
    summary = {"served": 3, "households": 3, "reasons": {}, "set_aside": {}, "repaired": 0, "vehicles": figures}
    assert any(told in line for line in _result(summary, {}))
    summary["set_aside"] = {"vehicles": 3}
    assert any("ways to use them" in line for line in _result(summary, {})) is False
