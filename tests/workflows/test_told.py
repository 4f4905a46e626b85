"""What the command line says of an input: plain words, the likeliest answer first, nothing about wards that no row lies in."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest

from geo.errors import InputProblems
from geo.intake import read, reading
from geo.intake.parse import parse
from geo.intake.result import Intake
from geo.problems import Problem
from geo.settings import Settings
from tests.geo.bad import layers
from tests.geo.tables import ward_grid
from tests.workflows.files import ward, write
from workflows.input_files import InputFiles, read_inputs

HEAD = "household_id,latitude,longitude,label\n"
ROWS = "".join(f"H{n},{-33.04 - n / 1700:.5f},{26.03 + n / 1900:.5f},Gate\n" for n in range(10))
#: A name that must never be seen, with a letter that only an old encoding has.
NAME = "H90,-33.0411,26.0311,Zoë Secret\n"


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading in a process of its own is tested elsewhere, and takes seconds."""
    monkeypatch.setattr(reading, "run", parse)


def refused(files: InputFiles) -> Problem:
    with pytest.raises(InputProblems) as caught:
        read_inputs(files, Settings())
    (problem,) = caught.value.problems
    return problem


def only(content: bytes, name: str, table: str = "households") -> Problem:
    """The one problem of a file."""
    (problem,) = read(table, content, name=name).problems
    return problem


def asked(intake: Intake) -> list[str]:
    (question,) = intake.questions
    return [option.value for option in question.options]


def test_the_question_of_the_encoding_shows_the_letters_and_no_name(tmp_path: Path) -> None:
    files = write(tmp_path)
    Path(files.households).write_bytes((HEAD + ROWS + NAME).encode("cp1252"))
    problem = refused(files)
    assert '"cp1252" - Windows (Western Europe): ë' in problem.remedy
    assert '"mac_roman" - old Mac: Î' in problem.remedy
    assert "Secret" not in str(problem)


def test_the_layer_that_looks_like_the_list_is_proposed_first(tmp_path: Path) -> None:
    wards = ward_grid()
    districts = wards[["municipality_id", "geometry"]].rename(columns={"municipality_id": "District"})
    content = layers.several(tmp_path, districts=districts, wards=wards)
    assert asked(read("wards", content, name="admin.gpkg")) == ["wards", "districts"]


def test_the_sheet_that_looks_like_the_list_is_proposed_first() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Read this"
    book.active.append(["How this list was made", "by whom"])
    sheet = book.create_sheet("Sheet2")
    for row in (("household_id", "latitude", "longitude"), ("A", -33.04, 26.03)):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    assert asked(read("households", buffer.getvalue(), name="list.xlsx")) == ["Sheet2", "Read this"]


def test_the_file_of_a_zip_that_is_called_like_the_list_is_proposed_first() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("clinics.csv", "our_households.csv"):
            archive.writestr(name, HEAD + ROWS)
    assert asked(read("households", buffer.getvalue(), name="all.zip")) == ["our_households", "clinics"]


def test_the_zone_whose_places_fall_among_people_is_proposed_first() -> None:
    lo = "household_id,Y,X\n" + "".join(f"L{n},{40_500 + n * 30},{3_157_000 + n * 40}\n" for n in range(20))
    assert asked(read("households", lo.encode(), name="lo.csv"))[0] != "Lo15"
    wards = gpd.GeoDataFrame.from_features([ward(1, 26.0), ward(2, 26.1)], crs="EPSG:4326")
    near = "household_id,Y,X\n" + "".join(f"L{n},{90_500 + n * 30},{3_657_000 + n * 40}\n" for n in range(20))
    assert asked(read("households", near.encode(), name="lo.csv", wards=wards))[0] == "Lo27"


def test_overlaps_of_wards_that_the_round_does_not_use_are_counted_in_one_line(tmp_path: Path) -> None:
    files = write(tmp_path)
    # Two wards of the list, and four far off of which each overlaps the next.
    features = [ward(1, 26.0), ward(2, 26.1), *(ward(n, 27.0 + n * 0.098) for n in range(3, 7))]
    Path(files.wards).write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    inputs = read_inputs(files, Settings())
    (overlaps,) = [problem for problem in inputs.warnings if problem.code == "E333"]
    assert overlaps.sentence == "4 other wards overlap a little as well; this round uses none of them."
    assert [problem.code for problem in inputs.intakes["wards"].problems] == ["E333"]


def test_overlaps_of_wards_that_the_round_uses_are_told(tmp_path: Path) -> None:
    files = write(tmp_path)
    features = [ward(1, 26.0), ward(2, 26.098), *(ward(n, 27.0 + n * 0.098) for n in range(3, 5))]
    Path(files.wards).write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    own, others = (problem.sentence for problem in read_inputs(files, Settings()).warnings if problem.code == "E333")
    assert own.startswith("1 pair of wards overlaps by")
    assert "21004001 and 21004002" in own
    assert others.startswith("2 other wards overlap")


def test_a_long_cell_names_its_column() -> None:
    content = (HEAD + ROWS + f"H99,-33.04,26.03,{'x' * 30_000}\n").encode()
    assert "label: the cell holds more than 20 000 characters." in only(content, "list.csv").sentence


def test_a_row_of_another_length_is_told_in_plain_words() -> None:
    problem = only((HEAD + ROWS + "H99,1,2,3,4\nH98,1,2,3,4\n").encode(), "list.csv")
    assert problem.sentence == "Row 12 has 5 cells, and there are 4 headings. 1 more row has too many or too few as well."


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", None], ids=["damaged", "with a workbook inside"])
def test_nobody_is_told_to_unzip_a_document(content: bytes | None) -> None:
    if content is None:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name in ("word/document.xml", "word/embeddings/sheet.xlsx"):
                archive.writestr(name, "<x/>")
        content = buffer.getvalue()
    problem = only(content, "list.docx")
    assert "nzip" not in problem.remedy
    assert "save the list as XLSX or CSV" in problem.remedy


def test_one_row_is_not_all_rows(tmp_path: Path) -> None:
    files = write(tmp_path)
    Path(files.households).write_text("household_id,latitude,longitude,members\nA,-33.04,26.03,lots\n", encoding="utf-8")
    assert refused(files).sentence.startswith("The only row of the households was set aside")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[round\nname = "a"\n', "Line 1 has a bracket that is not closed."),
        ('[round]\nname = "a\n', "Line 2 has a text whose quotation marks are not right."),
        ("[round]\nname\n", "Line 2 has no = behind the key."),
        ('[round]\nname = "a"\nname = "b"\n', "Line 3 states a key or a table that was stated before."),
        ("[round]\nfirst_day = 2 March 2026\n", "Line 2"),
    ],
)
def test_a_round_file_that_cannot_be_read_is_told_in_plain_words(tmp_path: Path, text: str, told: str) -> None:
    files = write(tmp_path)
    Path(files.round).write_text(text, encoding="utf-8")
    problem = refused(files)
    assert problem.sentence.startswith(told)
    assert "Write each line as key = value" in problem.remedy
