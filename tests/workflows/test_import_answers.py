"""The answers of round.toml about lists: words explained, columns left out, rows numbered, unknown keys refused."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest

from geo.errors import InputProblems
from geo.intake import reading
from geo.intake.parse import parse
from geo.problems import Problem
from geo.settings import Settings
from tests.workflows.files import write
from workflows.input_files import Inputs, read_inputs

PLACES = [f"{-33.04 - n / 1700:.5f},{26.03 + n / 1900:.5f}" for n in range(6)]
WORDS = ["1 - High", "hoog", "Medium", "low", "low", "Urgent"]
PRIORITIES = "household_id,latitude,longitude,priority\n" + "".join(
    f"H{n},{place},{word}\n" for n, (place, word) in enumerate(zip(PLACES, WORDS, strict=True))
)


def read(folder: Path, *, import_: str = "", households: str = "", fieldworkers: str = "") -> Inputs:
    files = write(folder, import_=import_)
    if households:
        Path(files.households).write_text(households, encoding="utf-8")
    if fieldworkers:
        Path(files.fieldworkers).write_text(fieldworkers, encoding="utf-8")
    with patch.object(reading, "run", parse):
        return read_inputs(files, Settings())


def refused(folder: Path, **content: str) -> tuple[Problem, ...]:
    with pytest.raises(InputProblems) as caught:
        read(folder, **content)
    return tuple(caught.value.problems)


def test_words_in_a_column_of_numbers_name_the_keys_that_explain_them_or_leave_it_out(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, households=PRIORITIES)
    assert problem.code == "E402"
    assert '[import.households.words.priority] "low" = 20, "1 - High" = 80, "hoog" = 80, "Medium" = 50' in problem.remedy
    assert '[import.households.columns] "priority" = ""' in problem.remedy


def test_words_on_some_rows_are_told_with_the_keys_too(tmp_path: Path) -> None:
    some = PRIORITIES.replace("1 - High", "80").replace("hoog", "80").replace("Urgent", "90").replace("Medium", "low")
    (note,) = [problem for problem in read(tmp_path, households=some).warnings if problem.code == "E212"]
    assert '[import.households.words.priority] "low" = 20' in note.remedy


def test_words_that_may_be_names_are_not_repeated(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, households=PRIORITIES.replace("low", "Nomvula Secret"))
    assert "Nomvula" not in str(problem)


def test_explained_words_become_numbers(tmp_path: Path) -> None:
    said = '[import.households.words.priority]\n"1 high" = 80\nHOOG = 75.5\nmedium = 50\nlow = 10\nurgent = 100\n'
    inputs = read(tmp_path, households=PRIORITIES, import_=said)
    assert inputs.table("households")["priority"].tolist() == [80, 75.5, 50, 10, 10, 100]
    assert inputs.settings["import"]["households"]["words"]["priority"]["low"] == 10


def test_a_column_of_words_is_left_out(tmp_path: Path) -> None:
    inputs = read(tmp_path, households=PRIORITIES, import_='[import.households.columns]\npriority = ""\n')
    assert inputs.table("households")["priority"].tolist() == [0] * 6


def test_rows_without_ids_are_numbered_and_keep_their_numbers(tmp_path: Path) -> None:
    team = "name,latitude,longitude\n" + "".join(f"N{n},{place}\n" for n, place in enumerate(PLACES[:3])) + "Total,,\n"
    homes = "label,latitude,longitude\nA,{}\n,,\nTotal,,\nB,{}\nC,{}\n".format(*PLACES)
    said = "[import.fieldworkers]\nnumber_rows = true\n[import.households]\nnumber_rows = true\n"
    inputs = read(tmp_path, fieldworkers=team, households=homes, import_=said)
    assert inputs.table("fieldworkers")["worker_id"].tolist() == ["W001", "W002", "W003"]
    # A total and a blank row have no entry, and give their numbers to nobody.
    assert inputs.table("households")["household_id"].tolist() == ["H0001", "H0004", "H0005"]
    assert [str(problem) for problem in inputs.warnings if problem.code == "E237"]


def test_a_list_without_ids_says_what_is_there_and_how_to_number_it(tmp_path: Path) -> None:
    team = "name,latitude,longitude\nNomvula Secret,-33.04,26.03\n"
    (problem,) = refused(tmp_path, fieldworkers=team)
    assert problem.code == "E204"
    assert "Its headings are “name”, “latitude”, “longitude”." in problem.sentence
    assert "[import.fieldworkers] number_rows = true" in problem.remedy
    assert "Nomvula" not in str(problem)


def test_a_list_without_headings_does_not_show_its_first_row(tmp_path: Path) -> None:
    (problem, *_) = refused(tmp_path, fieldworkers="Nomvula Secret,Sector 5\nSipho Secret,Sector 6\n")
    assert problem.code == "E204"
    assert "Secret" not in str(problem)
    assert "the row of headings may be missing" in problem.sentence


@pytest.mark.parametrize(
    ("said", "key", "allowed"),
    [
        ('[import.households]\nencodign = "cp1252"\n', "import.households.encodign", "encoding"),
        ('[import.households.colums]\na = "b"\n', "import.households.colums", "columns"),
        ('[import.households.columns]\nprio = "prority"\n', "import.households.columns.prio", "priority"),
        ("[import.households.words.prority]\nhigh = 1\n", "import.households.words.prority", "priority"),
        ('[import.households]\ncolumns = "a"\n', "import.households.columns", "[import.households.columns]"),
        ('[import.households.words]\npriority = "a"\n', "import.households.words.priority", "[import.households.words.priority]"),
    ],
)
def test_a_key_that_nobody_would_read_is_refused(tmp_path: Path, said: str, key: str, allowed: str) -> None:
    (problem,) = refused(tmp_path, import_=said)
    assert (problem.code, problem.file, problem.column) == ("E400", "round.toml", key)
    assert allowed in problem.remedy


@pytest.mark.parametrize("said", ["entries = [8]", 'entries = "8"'])
def test_a_row_that_looks_like_a_total_is_taken_in_on_request(tmp_path: Path, said: str) -> None:
    homes = (
        PRIORITIES.replace(",1 - High", ",9")
        .replace("hoog", "9")
        .replace("Medium", "9")
        .replace("low", "9")
        .replace("Urgent", "9")
    )
    inputs = read(tmp_path, households=homes + f"Total,{PLACES[0]},5\n", import_="")
    assert inputs.intakes["households"].quarantined["code"].tolist() == ["E215"]
    inputs = read(tmp_path / "again", households=homes + f"Total,{PLACES[0]},5\n", import_=f"[import.households]\n{said}\n")
    assert inputs.table("households")["household_id"].tolist()[-1] == "Total"
