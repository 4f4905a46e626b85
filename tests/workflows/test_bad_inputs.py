"""The list of bad inputs through the doors of the command line: what each gets, in one table.

A file that is refused, or about which something must be asked, names its code (and the key that answers it); other
faults cost rows at most, and every row of the household file is accounted for. Nothing personal is logged.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import openpyxl
import pytest

from geo.codes import Behaviour
from geo.errors import InputProblems
from geo.intake import reading
from geo.intake.parse import parse
from geo.problems import REGISTRY
from geo.settings import Settings
from tests.geo.bad import workbooks
from tests.workflows.files import write
from workflows.input_files import InputFiles, read_inputs

HEAD = "household_id,latitude,longitude"
#: Ten good rows in the first ward of the small input files.
GOOD = [f"H{n:02d},{-33.04 - n / 1700:.5f},{26.03 + n / 1900:.5f}" for n in range(10)]
PRIVATE = "Nomvula Secret"


def csv(*more: str, head: str = HEAD, blank: str = "", good: Sequence[str] = GOOD) -> bytes:
    """Ten good rows, and more."""
    return "\n".join([head, *(row + blank for row in good), *more, ""]).encode()


def semicolons(*more: str) -> bytes:
    return "\n".join([HEAD.replace(",", ";"), *(r.replace(",", ";").replace(".", ",") for r in GOOD), *more, ""]).encode()


def xlsx(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def sheets(*, merged: str = "", hidden: int = 0, other: Sequence[str] = ()) -> bytes:
    """A workbook of the good rows, with merged cells, a hidden row, or a second sheet."""
    book = openpyxl.Workbook()
    for sheet, rows in ((book.active, GOOD), *((book.create_sheet("Older"), other) for _ in other[:1])):
        for row in (HEAD, *rows):
            sheet.append(row.split(","))
    if merged:
        book.active.merge_cells(merged)
    if hidden:
        book.active.row_dimensions[hidden].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def quoted(lat: str, lon: str) -> str:
    return f'X,"{lat}","{lon}"'


@dataclass(frozen=True)
class Case:
    """A household file, and what it must get.

    ``aside`` rows are set aside with ``code``; with 0 the code is a repair or a word of warning.
    """

    content: bytes
    code: str
    aside: int = 0
    answer: str = ""
    name: str = "households.csv"
    settings: Settings = field(default_factory=Settings)


DMS = [f"D{n},33°02'{20 + n}\"S,26°01'{50 + n / 10}\"E" for n in range(3)]
LO = "\n".join(["household_id,Y,X", *(f"L{n},{90_500 + n * 30},{3_657_000 + n * 40}" for n in range(20)), ""]).encode()
NORTH = "\n".join([HEAD, *(f"N{n},26.2{n:03d},28.05{n:02d}" for n in range(20)), ""]).encode()

CASES = {
    "T01_decimal_comma": Case(csv("A,-33,041,26,031"), "E201"),
    "T03_decimal_comma_quoted": Case(semicolons(), "E230"),
    "T04_mixed_signs": Case(csv(quoted("-33,04311", "26,03311")), "E235", 1),
    "T06_long_minus": Case(csv("X,\u221233.04123,26.03123"), "E230"),
    "T07_sixtieths": Case(csv(*(quoted(*d.replace('"', '""').split(",")[1:]).replace("X", d[:2], 1) for d in DMS)), "E230"),
    "T09_digits_lost": Case(csv("8.00102E+12,-33.041,26.031"), "E205"),
    "T10_identity_number": Case(csv("X,-33.0411,26.0311,8001015009087", head=HEAD + ",id_number", blank=","), "E231"),
    "T12_heading_twice": Case(csv(head="household_id,latitude,LATITUDE"), "E203"),
    "T13_row_too_long": Case(csv("X,-33.041,26.031,more"), "E201"),
    "T15_every_row_too_long": Case(csv(blank=",x"), "E201"),
    "T16_windows_letters": Case(csv("X,-33.041,26.031,Caf\u00e9", head=HEAD + ",label", blank=",")
                                .decode().encode("cp1252"), "E220", answer="households.encoding"),
    "T19_nul": Case(csv("X,-33.041,26.031\0"), "E202"),
    "T22_empty": Case(b"", "E200"),
    "T22_header_only": Case(HEAD.encode(), "E200"),
    "T24_long_cell": Case(csv(f"X,-33.041,26.031,{'x' * 200_000}", head=HEAD + ",label", blank=","), "E216", 1),
    "T25_columns": Case((",".join(f"c{i}" for i in range(5000)) + "\n" + ",".join("1" * 5000)).encode(), "E103"),
    "T27_day_numbers": Case(csv("X,-33.0411,26.0311,45750", head=HEAD + ",last_profiled", blank=","), "E233"),
    "T28_device_clock": Case(csv("X,-33.04,26.03,1970-01-01", "Y,-33.04,26.03,2099-01-01",
                                 head=HEAD + ",last_profiled", blank=","), "E214", 2),
    "T31_widths": Case(csv("0012,-33.0411,26.0311", "13,-33.0412,26.0312"), "E224"),
    "T33_merged_cells": Case(sheets(merged="A3:B3"), "E222", name="h.xlsx"),
    "T33_hidden_rows": Case(sheets(hidden=4), "E222", name="h.xlsx"),
    "T33_two_sheets": Case(sheets(other=GOOD), "E106", answer="households.layer", name="h.xlsx"),
    "T34_total": Case(csv("Total,,"), "E215", 1),
    "T34_titles": Case(b"Ward 1\n\n" + csv(), "E221"),
    "T36_where_excel_stops": Case(csv(*(f"R{n:05d},," for n in range(65_526)), head="household_id,latitude,longitude",
                                      good=[f"G{n},-33.0{n + 40}1,26.0{n + 30}1" for n in range(10)]), "E223"),
    "T37_small_file_of_many_rows": Case(workbooks.many_short_rows(400_000), "E103", name="h.xlsx",
                                        settings=Settings(rows_most=10_000)),
    "T39_same_row": Case(csv(GOOD[0]), "E232", 1),
    "T39_conflict": Case(csv("H00,-33.0499,26.0399"), "E211", 2),
    "T40_infinite": Case(csv("X,-33.041,26.031,1e308", "Y,-33.041,26.031,inf", head=HEAD + ",members", blank=","), "E213", 2),
    "C02_minus": Case(csv("X,33.0411,26.0311"), "E312"),
    "C03_zero": Case(csv("X,0,0"), "E315"),
    "C03_one_zero": Case(csv("X,-33.04,0"), "E315"),
    "C05_blank": Case(csv("X,,", "Y,n/a,-", "Z,NaN,."), "E315"),
    "C05_by_village": Case(csv("X,,,Gqora", head=HEAD + ",village", blank=",Gqora"), "E314"),
    "C06_rough": Case(csv("X,-33.04,26.03"), "E317"),
    "C08_stacked": Case(csv(*(f"S{n},-33.04321,26.03321" for n in range(40))), "E318"),
    "C09_middle": Case(csv("X,-33.05,26.05"), "E319"),
    "C11_edge": Case(csv("X,-33.04321,26.1"), "E321"),
    "C12_lo_metres": Case(LO, "E305", answer="households.crs"),
    "swapped_some": Case(csv("X,26.03123,-33.04123"), "E311", 1),
    "swapped_all": Case(csv(head="household_id,longitude,latitude"), "E310"),
    "outside": Case(csv("X,-33.5123,26.5123"), "E322"),
    "G02_recipe": Case(b"<OGRVRTDataSource></OGRVRTDataSource>", "E101"),
    "workbook_of_formulas": Case(
        xlsx(tuple(HEAD.split(",")), ("A", -33.0411, 26.0311), ("B", "=1+1", 26.0311)), "E225", name="h.xlsx"
    ),
}  # fmt: skip


def given(folder: Path, case: Case, import_: str = "") -> InputFiles:
    files = write(folder, import_=import_)
    path = folder / case.name
    path.write_bytes(case.content)
    return InputFiles(files.wards, str(path), files.fieldworkers, files.round)


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_bad_household_file_gets_what_the_list_says(name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    case, stops = CASES[name], REGISTRY[CASES[name].code].behaviour in (Behaviour.REJECT, Behaviour.ASK)
    caplog.set_level(logging.DEBUG)
    with patch.object(reading, "run", parse):
        if stops:
            with pytest.raises(InputProblems) as caught:
                read_inputs(given(tmp_path, case), case.settings)
            assert [problem.code for problem in caught.value.problems] == [case.code]
            problem = caught.value.problems[0]
            if case.answer:
                assert problem.column == f"import.{case.answer}"
                assert f"[import.{case.answer.replace('.', '] ')} = " in problem.remedy
            assert problem.remedy
            return
        inputs = read_inputs(given(tmp_path, case), case.settings)
    intake = inputs.intakes["households"]
    assert case.code in [problem.code for problem in intake.problems]
    assert (intake.quarantined["code"] == case.code).sum() == len(intake.quarantined) == case.aside
    assert len(intake.accepted) + case.aside == intake.source.rows
    assert "8001015009087" not in caplog.text + " ".join(map(str, intake.problems)) + intake.quarantined.to_csv()


def test_the_answers_of_round_toml_are_taken(tmp_path: Path) -> None:
    with patch.object(reading, "run", parse):
        metres = read_inputs(given(tmp_path / "a", CASES["C12_lo_metres"], '[import.households]\ncrs = "Lo27"\n'), Settings())
        assert metres.table("households").geometry.x.between(26, 26.1).all()
        north = Case(NORTH, "E306")
        files = given(tmp_path / "b", north, '[import.households]\nsign = "south"\n')
        assert (read_inputs(files, Settings()).table("households").geometry.y < 0).all()
        columns = '[import.households.columns]\n"Gate" = "household_id"\n'
        files = given(tmp_path / "c", Case(csv(head="Gate,latitude,longitude"), ""), columns)
        assert len(read_inputs(files, Settings()).table("households")) == len(GOOD)


def test_a_missing_column_names_the_keys_that_give_it(tmp_path: Path) -> None:
    files = given(tmp_path, Case(csv(head="Gate,latitude,longitude"), ""))
    wards = Path(files.wards).read_text(encoding="utf-8").replace("municipality_id", "x1").replace('"municipality"', '"x2"')
    Path(files.wards).write_text(wards, encoding="utf-8")
    with patch.object(reading, "run", parse), pytest.raises(InputProblems) as caught:
        read_inputs(files, Settings())
    text = str(caught.value)
    assert '[import.households.columns] "Your heading" = "household_id"' in text
    assert "[import.wards] municipality_id = " in text


def test_headings_that_are_not_known_are_told_and_nothing_is_said_of_empty_rows(tmp_path: Path) -> None:
    files = write(tmp_path)
    path = Path(files.households)
    _, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(["aa,bb,cc,dd,ee", *rows, ""]), encoding="utf-8")
    with pytest.raises(InputProblems) as caught:
        read_inputs(files)
    assert {problem.code for problem in caught.value.problems} == {"E204"}
