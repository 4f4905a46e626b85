"""A blank workbook for a plan made by hand: what to fill in, and the households, people and days to choose from."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pandas as pd
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from geo.intake.sheets import TEMPLATE, TEMPLATE_SHEETS
from outputs.escape import clean
from outputs.neutralise import neutralise

_README, _EXAMPLE, _LISTS = TEMPLATE_SHEETS
_ROWS = 20_000
_MUST, _MAY = PatternFill("solid", fgColor="F6D9A8"), PatternFill("solid", fgColor="E3E9EF")
_BOLD = Font(bold=True)
#: Heading, whether it must be filled in, width, and what it holds.
COLUMNS = (
    ("household_id", True, 18, "The household's number, as in the list."),
    ("worker_id", True, 16, "The fieldworker's number, as in the list."),
    ("date", True, 14, "The day, like 2026-03-02."),
    ("order", False, 10, "1, 2, 3 … within a day. Left blank: the best order is worked out."),
    ("start", False, 10, "When the visit starts, like 08:30. Left blank: the times are worked out."),
)


def own_template(households: gpd.GeoDataFrame, fieldworkers: gpd.GeoDataFrame, days: Sequence[dt.date]) -> bytes:
    """The workbook (XLSX).

    Parameters
    ----------
    households, fieldworkers : GeoDataFrame
        Whom the plan may name; numbers, labels, villages and names stand on a sheet of their own.
    days : sequence of date
        Of the round.
    """
    book = Workbook()
    book.properties.keywords, book.properties.title = TEMPLATE, "A plan of your own, to be filled in"
    sheet: Any = book.active
    sheet.title = "Visits"
    for place, (name, must, width, told) in enumerate(COLUMNS, start=1):
        cell = sheet.cell(row=1, column=place, value=name)
        cell.font, cell.fill = _BOLD, _MUST if must else _MAY
        cell.comment = Comment(told, "Wardround", width=260, height=80)
        sheet.column_dimensions[get_column_letter(place)].width = width
        # As text, so that zeros in front and dates stay as they are typed.
        sheet.column_dimensions[get_column_letter(place)].number_format = "@"
    sheet.freeze_panes = "A2"
    _lists(book, households, fieldworkers, days)
    for letter, column, count in (("A", "A", len(households)), ("B", "D", len(fieldworkers)), ("C", "F", len(days))):
        if count:
            rule = DataValidation(type="list", formula1=f"{_LISTS}!${column}$2:${column}${count + 1}", allow_blank=True)
            rule.showErrorMessage = False  # offered, not demanded: the check says what is wrong
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{_ROWS}")
    _readme(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _lists(book: Workbook, households: pd.DataFrame, fieldworkers: pd.DataFrame, days: Sequence[dt.date]) -> None:
    sheet = book.create_sheet(_LISTS)
    columns: tuple[tuple[str, Sequence[Any], int], ...] = (
        ("household_id", households["household_id"].tolist(), 18),
        ("label", households["label"].tolist(), 30),
        ("village", households["village"].tolist(), 24),
        ("worker_id", fieldworkers["worker_id"].tolist(), 16),
        ("name", fieldworkers["name"].tolist(), 26),
        ("date", [day.isoformat() for day in days], 14),
    )
    for place, (name, cells, width) in enumerate(columns, start=1):
        sheet.cell(row=1, column=place, value=name).font = _BOLD
        sheet.column_dimensions[get_column_letter(place)].width = width
        for row, cell in enumerate(cells, start=2):
            sheet.cell(row=row, column=place, value=neutralise(clean(str(cell))))
    sheet.freeze_panes = "A2"


def _readme(book: Workbook) -> None:
    sheet = book.create_sheet(_README)
    lines = (
        "A plan of your own",
        "One row for each visit on the sheet “Visits”: which household, which fieldworker, on which day.",
        f"The sheet “{_LISTS}” holds the numbers of households and fieldworkers, and the days of the round. It is never read.",
        *(f"{name}: {told}{' Must be filled in.' if must else ''}" for name, must, _, told in COLUMNS),
    )
    for row, line in enumerate(lines, start=1):
        sheet.cell(row=row, column=1, value=line).font = Font(bold=row == 1, size=14 if row == 1 else 11)
    sheet.column_dimensions["A"].width = 110
