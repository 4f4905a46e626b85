"""``wardround compare``: what changed between two folders, in lines and in files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from cli import app
from outputs.folder import read_folder
from tests.workflows.files import write
from workflows.compare_plans import compare_folders
from workflows.plan_files import plan_files


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two plans of the same round; in the second one household more could be visited."""
    home = tmp_path_factory.mktemp("compare")
    files = write(home / "in")
    plan_files(files, home / "a", max_iterations=1)
    text = Path(files.households).read_text(encoding="utf-8")
    Path(files.households).write_text(text + "H77,-33.041,26.031,90,Gate 77\n", encoding="utf-8")
    plan_files(files, home / "b", max_iterations=1)
    return home / "a", home / "b"


def call(*arguments: Path | str) -> Result:
    return CliRunner().invoke(app, ["compare", *map(str, arguments)])


def test_changes_are_listed_and_written(folders: tuple[Path, Path], tmp_path: Path) -> None:
    before, after = folders
    out = tmp_path / "out"
    result = call(before, after, "--out", out)
    assert result.exit_code == 0, result.output
    assert "H77 new: no visit → W" in result.output
    assert "Households visited: 12 before, 13 after." in result.output
    table = pd.read_csv(out / "changes.csv", dtype="str", keep_default_na=False)
    assert "H77" in set(table["household_id"])
    old, new = read_folder(before).visits, read_folder(after).visits
    both = old.merge(new, on=["household_id", "worker_id", "date", "order", "start"])
    assert set(table["household_id"]) == (set(old["household_id"]) | set(new["household_id"])) - set(both["household_id"])
    assert (out / "changes.pdf").read_bytes().startswith(b"%PDF")
    assert (out / "changes.xlsx").exists()


def test_the_same_plan_has_not_changed(folders: tuple[Path, Path]) -> None:
    result = call(folders[0], folders[0])
    assert (result.exit_code, "Nothing has changed." in result.output) == (0, True)


def test_without_its_lists_only_the_table_is_written(folders: tuple[Path, Path], tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere" / "deep" / "b"
    shutil.copytree(folders[1], moved)
    found = compare_folders(folders[0], moved, tmp_path / "out")
    assert not found.handed
    assert {path.name for path in (tmp_path / "out").iterdir()} - {".wardround"} == {"changes.csv"}


def test_what_is_no_plan_and_another_round_are_refused(folders: tuple[Path, Path], tmp_path: Path) -> None:
    result = call(folders[0], tmp_path)
    assert (result.exit_code, "E501" in result.output) == (2, True)
    files = write(tmp_path / "in", first_day="2026-03-03")
    plan_files(files, tmp_path / "c", max_iterations=1)
    result = call(folders[0], tmp_path / "c")
    assert (result.exit_code, "E401" in result.output) == (2, True)
