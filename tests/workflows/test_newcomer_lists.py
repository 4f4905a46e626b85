"""Lists as a newcomer brings them: headings of other languages, no places, several faults at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.intake.aliases import map_headings
from tests.workflows.test_import_answers import PLACES, WORDS, read, refused

ROWS = [f"H{n},{place}" for n, place in enumerate(PLACES)]


def listed(head: str, rows: list[str]) -> str:
    return head + "\n" + "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    ("head", "read_as"),
    [
        ("GPS S,GPS E", ["latitude", "longitude"]),
        ("S,E", ["latitude", "longitude"]),
        ("Ububanzi,Ubude", ["latitude", "longitude"]),
        ("Suid,Oos", ["latitude", "longitude"]),
        ("S,Colour", ["", ""]),
        ("Huishouding nr,Ilali", ["household_id", "village"]),
        ("Inombolo yekhaya,Ulwimi", ["household_id", "language"]),
        ("Inombolo yomuzi,Isigodi", ["household_id", "village"]),
        ("Urgency score,Ward No", ["priority", "ward_id"]),
    ],
)
def test_headings_that_lists_here_have(head: str, read_as: list[str]) -> None:
    assert list(map_headings("households", head.split(",")).values()) == read_as


def test_a_list_in_which_nobody_has_a_place_is_stopped_with_its_headings_and_the_keys(tmp_path: Path) -> None:
    """It was planned with nobody reached, and only "no coordinates" was said."""
    (problem,) = refused(tmp_path, households=listed("household_id,Pos A,Pos B", ROWS))
    assert problem.code == "E204" and "“Pos A”, “Pos B”" in problem.sentence
    assert '[import.households.columns] "Your heading" = "latitude", "Another heading" = "longitude"' in problem.remedy
    said = '[import.households.columns]\n"Pos A" = "latitude"\n"Pos B" = "longitude"\n'
    inputs = read(tmp_path, households=listed("household_id,Pos A,Pos B", ROWS), import_=said)
    assert inputs.table("households").geometry.notna().all()


def test_a_list_of_blank_coordinates_is_stopped(tmp_path: Path) -> None:
    blank = listed("household_id,latitude,longitude", ["H1,,", "H2,0,0"])
    (problem,) = refused(tmp_path, households=blank)
    assert (problem.code, problem.column) == ("E402", "latitude")


def test_one_line_says_how_the_headings_were_read_and_which_are_not_used(tmp_path: Path) -> None:
    rows = [f"{row},{n}0,red" for n, row in enumerate(ROWS)]
    lines = read(tmp_path, households=listed("Huishouding nr,latitude,longitude,Prioriteit,Colour", rows)).headings
    assert lines == ["households.csv: “Huishouding nr” → household_id, “Prioriteit” → priority; not used: “Colour”."]


def test_words_are_told_in_the_same_run_as_missing_ids(tmp_path: Path) -> None:
    rows = [f"{place},{word}" for place, word in zip(PLACES, WORDS, strict=True)]
    first, second = refused(tmp_path, households=listed("latitude,longitude,priority", rows))
    assert (first.code, first.column, second.code) == ("E204", "household_id", "E402")
    assert '"low" = 20' in second.remedy


def test_headings_that_nobody_knows_are_shown_and_a_first_row_of_people_is_not(tmp_path: Path) -> None:
    (shown, *_) = refused(tmp_path, households=listed("Umzi,Isibalo,Umbala", ["Kwa,1,red", "Kwa,2,blue", "Kwa,3,red"]))
    assert shown.code == "E204" and "“Umzi”, “Isibalo”, “Umbala”" in shown.sentence
    (hidden, *_) = refused(tmp_path, households=listed("Thandi,Mokoena,0821234567", ["Sipho,Dlamini,0837654321"] * 3))
    assert hidden.code == "E204" and "Thandi" not in str(hidden)
    (words, *_) = refused(tmp_path, households=listed("Thandi,Mokoena", ["Sipho,Dlamini", "Nomsa,Khumalo"]))
    assert words.code == "E204" and "Thandi" not in str(words)
