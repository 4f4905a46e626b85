"""Everything wrong with all four files is told at once, in plain words, with its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from geo.errors import InputProblems
from geo.problems import Problem
from tests.workflows.files import HOUSEHOLDS, write
from workflows.input_files import read_inputs


def wrong(files: object) -> str:
    with pytest.raises(InputProblems) as caught:
        read_inputs(files)  # type: ignore[arg-type]
    return str(caught.value)


def test_good_files_are_read_with_their_hashes_and_settings(tmp_path: Path) -> None:
    inputs = read_inputs(write(tmp_path))
    assert len(inputs.table("households")) == HOUSEHOLDS
    assert [item.role for item in inputs.files] == ["wards", "households", "fieldworkers", "round"]
    assert all(len(item.sha256) == 64 for item in inputs.files)
    assert inputs.settings["round"]["minutes_per_visit"]["urban"] == 40
    assert inputs.settings["wishes"]["language"] == 3


def test_all_faults_of_all_files_are_listed_together(tmp_path: Path) -> None:
    files = write(tmp_path, first_day='"soon"', import_="[rules]\nspeed = 3\n")
    (tmp_path / "fieldworkers.csv").write_text("", encoding="utf-8")
    text = wrong(replace(files, households=str(tmp_path / "nothing.csv")))
    for expected in ("nothing.csv", "fieldworkers.csv", "round.first_day", "rules.speed", "round.toml"):
        assert expected in text


def test_every_missing_file_is_named(tmp_path: Path) -> None:
    files = write(tmp_path)
    gone = replace(files, wards="a.gpkg", households="b.csv", fieldworkers="c.csv", round="d.toml")
    text = wrong(gone)
    assert all(name in text for name in ("a.gpkg", "b.csv", "c.csv", "d.toml"))
    assert text.count("E100") == 4


def test_an_open_question_names_the_key_that_answers_it(tmp_path: Path) -> None:
    files = write(tmp_path)
    (tmp_path / "households.csv").write_bytes("household_id,latitude,longitude,label\nH1,-33.05,26.05,Caf\xe9\n".encode("cp1252"))
    text = wrong(files)
    assert "[import.households]" in text
    assert "encoding" in text
    write_answer = (tmp_path / "round.toml").read_text(encoding="utf-8") + '[import.households]\nencoding = "cp1252"\n'
    (tmp_path / "round.toml").write_text(write_answer, encoding="utf-8")
    inputs = read_inputs(files)
    assert inputs.table("households")["label"].tolist() == ["Café"]
    assert inputs.settings["import"] == {"households": {"encoding": "cp1252"}}


def test_a_file_of_which_every_row_is_set_aside_stops_a_plan(tmp_path: Path) -> None:
    files = write(tmp_path)
    (tmp_path / "fieldworkers.csv").write_text("worker_id,latitude,longitude\n,-33.05,26.05\n", encoding="utf-8")
    assert "E402" in wrong(files)


def test_an_import_table_of_the_wrong_shape_is_told(tmp_path: Path) -> None:
    assert "[import]" in wrong(write(tmp_path, import_='[import]\nhouseholds = "utf-8"\n'))


def test_rows_of_a_table_are_told_as_rows_of_the_file(tmp_path: Path) -> None:
    files = write(tmp_path)
    lines = (tmp_path / "households.csv").read_text(encoding="utf-8").splitlines()
    lines[2] = lines[2].replace("H01", "")
    (tmp_path / "households.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    inputs = read_inputs(files)
    placed = inputs.place([Problem("E405", "Not built.", file="households", rows=(2, 3)), Problem("E401", "A key.", column="x")])
    assert placed[0].file == "households.csv"
    assert placed[0].rows == (2, 4)
    assert placed[1].file == ""


def test_the_round_names_its_wards_by_number_and_is_kept_with_their_codes(tmp_path: Path) -> None:
    files = write(tmp_path)
    path = Path(files.round)
    path.write_text(path.read_text(encoding="utf-8") + 'wards = ["1", "Wyk 2"]\n', encoding="utf-8")
    inputs = read_inputs(files)
    assert inputs.round.wards == ("21004001", "21004002") == tuple(inputs.settings["round"]["wards"])
