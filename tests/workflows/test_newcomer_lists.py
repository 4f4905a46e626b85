"""Lists as a newcomer brings them: headings of other languages, no places, several faults at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocation.round import Round
from geo.errors import InputProblems
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
    assert lines == ["Headings of households.csv: “Huishouding nr” → household_id, “Prioriteit” → priority; not used: “Colour”."]


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


def test_grades_that_nobody_knows_are_shown_and_a_total_is_not_counted(tmp_path: Path) -> None:
    grades = ["High", "Medium", "Q", "Q", "H", "H"]
    rows = [f"{row},{grade}" for row, grade in zip(ROWS, grades, strict=True)]
    (problem,) = refused(tmp_path, households=listed("household_id,latitude,longitude,priority", [*rows, "TOTAL,,,6"]))
    assert '"Q" = …' in problem.remedy and '"H" = 80' in problem.remedy and '"High" = 80' in problem.remedy
    assert problem.sentence.startswith("All 6 rows") and "total" not in problem.sentence and ".;" not in problem.sentence


def test_several_causes_read_as_one_sentence(tmp_path: Path) -> None:
    hours = "worker_id,latitude,longitude,start,end,hours_per_day\nW1,-33.04,26.03,08:00,07:00,7\nW2,-33.04,26.03,08:00,17:00,0\n"
    (problem,) = refused(tmp_path, fieldworkers=hours)
    assert problem.code == "E402" and ".;" not in str(problem) and "planned; " in problem.sentence


def test_wrong_values_of_import_are_told_all_at_once_with_the_keys(tmp_path: Path) -> None:
    import_ = "[import.households]\ncrs = 'EPSG:99'\nsign = 'nord'\nzero_fill = 'x'\nlayer = [1]\nentries = ['a']\nfoo = 1\n"
    import_ += "number_rows = 'perhaps'\nvillage = {a = 1}\n[import.households.words.priority]\nhigh = [80, {}]\n"
    found = {problem.column.removeprefix("import.households."): problem for problem in refused(tmp_path, import_=import_)}
    assert set(found) >= {"crs", "sign", "zero_fill", "layer", "entries", "foo", "number_rows", "village", "words.priority"}
    assert '"south", "as_given"' in found["sign"].sentence and "EPSG:32735" in found["crs"].sentence


def test_right_values_of_import_are_not_refused(tmp_path: Path) -> None:
    import_ = "[import.households]\ncrs = 'EPSG:4326'\nsign = 'as_given'\nzero_fill = 4\nencoding = 'cp1252'\nentries = [32]\n"
    import_ += "date_system = 1904\nnumber_rows = false\ndate_order = 'dmy'\nvillage = 'Kwa'\nneeds = ['health', 'food']\n"
    assert len(read(tmp_path, import_=import_).table("households")) == 12


def test_a_fieldworker_that_is_set_aside_is_named_by_row_with_what_it_means(tmp_path: Path) -> None:
    workers = "worker_id,latitude,longitude,mode\nW1,-33.045,26.035,taxi\nW2,-33.047,26.037,walk\nW3,here,there,walk\nTotal,,,\n"
    inputs = read(tmp_path, fieldworkers=workers)
    assert inputs.table("fieldworkers")["worker_id"].tolist() == ["W1", "W2"]
    counted, lost = inputs.about_people
    assert lost.startswith("1 fieldworker is NOT in this plan, without a visit (fieldworkers.csv, row 4).")
    assert counted.startswith("fieldworkers.csv, mode, row 2: ") and "counted as walk" in counted
    (note,) = [problem for problem in inputs.warnings if problem.code == "E241"]
    assert note.rows == (2,) and '[import.fieldworkers.words.mode] "your word" = "car"' in note.remedy
    assert read(tmp_path / "whole").about_people == []


@pytest.mark.parametrize("day", ["Wednesday", "Woensdag", "wed", "Wed"])
def test_the_meeting_day_is_read_as_days_of_lists_are(day: str) -> None:
    assert Round("2026-03-02", "2026-03-06", meeting_day=day).meeting_day == "Wed"


@pytest.mark.parametrize("day", ["Mon;Tue", "2026-03-02", "never"])
def test_other_meeting_days_are_refused(day: str) -> None:
    with pytest.raises(InputProblems):
        Round("2026-03-02", "2026-03-06", meeting_day=day)
