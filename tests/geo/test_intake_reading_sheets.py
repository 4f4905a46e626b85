"""Excel workbooks: the right sheet, cells as Excel shows them, and what Excel hides."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from openpyxl import Workbook

from geo.intake.result import Answers
from geo.settings import Settings
from geo.tables import TABLES
from tests.geo.bad.trial import asked, attempt, codes
from tests.geo.bad.workbooks import HEAD, many_short_rows, saved, without, workbook

GOOD = ("H-1", -33.1, 26.5, 4)


def test_cells_arrive_as_excel_shows_them() -> None:
    values = (
        7,
        7.0,
        0.1,
        -26.2041,
        True,
        None,
        date(2024, 5, 13),
        datetime(2024, 5, 13, 8, 30),
        time(8, 30),
        8001020000000,
        "=1+1x",
    )
    content = workbook(("household_id", *(f"c{i}" for i in range(len(values)))), ("H-1", *values[:-1], "'=1+1"))
    assert attempt(content).frame.loc[2].tolist() == [
        *("H-1", "7", "7", "0.1", "-26.2041", "true", "", "2024-05-13", "2024-05-13 08:30:00", "08:30", "8001020000000", "=1+1")
    ]


def test_t30_the_text_007_stays_007() -> None:
    assert attempt(workbook(HEAD, ("007", -33.1, 26.5, 4))).frame.iloc[0, 0] == "007"


def test_t31_a_number_shown_as_007_is_read_as_shown_and_pointed_at() -> None:
    def shown(sheet: Any) -> None:
        sheet["A2"].number_format = "000"

    raw = attempt(workbook(HEAD, (7, -33.1, 26.5, 4), change=shown))
    assert raw.frame.iloc[0, 0] == "007"
    assert [(problem.code, problem.rows) for problem in raw.problems] == [("E224", (2,))]


def test_t09_numbers_too_long_for_excel_are_refused_as_ids() -> None:
    assert codes(attempt(workbook(HEAD, (80010200000001234, -33.1, 26.5, 4)))) == ["E205"]


def test_t33_merged_and_hidden_cells_are_listed() -> None:
    def odd(sheet: Any) -> None:
        sheet.merge_cells("D2:D3")
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    raw = attempt(workbook(HEAD, GOOD, ("H-2", -33.2, 26.6, 5), change=odd))
    assert codes(raw) == ["E222", "E222", "E222"]
    told = " ".join(problem.sentence for problem in raw.problems)
    assert "D2:D3" in told
    assert any(problem.rows == (3,) for problem in raw.problems)
    assert len(raw.frame) == 2  # hidden rows belong to the list until somebody says otherwise


def test_t33_of_two_filled_sheets_one_must_be_chosen() -> None:
    book = Workbook()
    for title in ("Ward 1", "Ward 2", "Empty"):
        sheet = book.create_sheet(title)
        if title != "Empty":
            sheet.append(HEAD)
            sheet.append((title, *GOOD[1:]))
    content = saved(book)
    raw = attempt(content)
    assert asked(raw) == [("households.layer", "E106")]
    assert [option.value for option in raw.questions[0].options] == ["Ward 1", "Ward 2"]
    assert raw.frame.empty
    chosen = attempt(content, answers=Answers(choices={"layer": "Ward 2"}))
    assert chosen.source.layer == "Ward 2"
    assert chosen.frame.iloc[0, 0] == "Ward 2"
    assert asked(attempt(content, answers=Answers(choices={"layer": "Ward 9"}))) == [("households.layer", "E106")]


def test_t33_a_hidden_sheet_is_named_and_not_read() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(HEAD)
    sheet.append(GOOD)
    hidden = book.create_sheet("Old list")
    hidden.append(HEAD)
    hidden.append(("H-9", -33.1, 26.5, 4))
    hidden.sheet_state = "hidden"
    raw = attempt(saved(book))
    assert codes(raw) == ["E222"]
    assert "Old list" in raw.problems[0].sentence
    assert raw.frame["household_id"].tolist() == ["H-1"]


def test_t34_headings_are_found_below_titles_and_totals_set_aside() -> None:
    raw = attempt(workbook(("Makana municipality",), (), HEAD, GOOD, ("H-2", -33.2, 26.6, 5), ("TOTAL", None, None, 9)))
    assert list(raw.frame.index) == [4, 5]
    assert raw.quarantined[["row", "code"]].values.tolist() == [[6, "E215"]]
    assert codes(raw) == ["E215", "E221"]


def test_a_cell_right_of_the_headings_is_no_fault_in_a_sheet() -> None:
    raw = attempt(workbook(HEAD, (*GOOD, None, "moved?")))
    assert list(raw.frame.columns) == [*HEAD, "column 5", "column 6"]


def test_t37_a_small_file_with_very_many_rows_is_given_up_early() -> None:
    content = many_short_rows(400_000)
    assert len(content) < 2_500_000
    assert codes(attempt(content, settings=Settings(rows_most=10_000))) == ["E103"]
    assert codes(attempt(content, settings=Settings(cells_most=10_000))) == ["E103"]


def test_formulas_that_were_never_worked_out_are_pointed_at() -> None:
    raw = attempt(workbook(HEAD, ("H-1", -33.1, 26.5, "=2+2")))
    assert codes(raw) == ["E225"]
    assert raw.frame.iloc[0, 3] == ""


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_a_workbook_cut_in_half_is_refused(part: str) -> None:
    raw = attempt(without(workbook(HEAD, *[GOOD] * 50), part))
    assert codes(raw) in (["E302"], ["E105"])


def test_an_empty_workbook_holds_nothing() -> None:
    assert codes(attempt(workbook())) == ["E200"]
    assert codes(attempt(workbook(HEAD))) == ["E200"]


def test_a_template_has_the_columns_of_every_rule_that_is_planned() -> None:
    from geo.intake.templates import template_columns

    offered = {column.name for table in TABLES for column in template_columns(table)}
    assert {"visitors", "visits", "hours_per_week", "not_workers"} <= offered


@pytest.mark.parametrize("table", sorted(TABLES))
def test_a_template_reads_back(table: str) -> None:
    import io

    from openpyxl import load_workbook

    from geo.intake.templates import example_rows, template_columns, template_xlsx

    content = template_xlsx(table)
    assert codes(attempt(content, table=table)) == ["E200"]  # blank
    example = attempt(content, table=table, answers=Answers(choices={"layer": "Example"}))
    assert len(example.frame) == 2
    names = [column.name for column in template_columns(table)]
    assert [example.source.mapping[name] for name in names] == names
    book = load_workbook(io.BytesIO(content))
    rows = example_rows(table)
    for row in rows:
        book.worksheets[0].append([row.get(name) for name in names])
    filled = attempt(saved(book), table=table)
    assert not filled.questions
    assert not filled.problems
    assert len(filled.frame) == len(rows)
