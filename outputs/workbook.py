"""The plan as one Excel workbook for office desks: real dates and times, filters, frozen headings, no live formula."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.writer.excel import ExcelWriter

from outputs.escape import clean, shown
from outputs.handout import FICTIONAL, FICTIONAL_NOTE, HandOut
from outputs.neutralise import neutralise
from outputs.still_zip import StillZip
from outputs.words import count, long_day
from outputs.workbook_tables import Field, Sheet, sheets

OUTCOMES = ("done", "not home", "refused", "moved")
#: Longest text that a cell of Excel holds.
_CELL_MOST = 32_767
_FORMATS = {"whole": "0", "number": "0.0", "date": "ddd d mmm yyyy", "time": "hh:mm", "share": "0%"}
#: Times past midnight count on, as in 25:30.
_LONG_TIME = "[hh]:mm"
_HEAD_FILL, _HEAD_FONT = PatternFill("solid", fgColor="FF1F3B4D"), Font(bold=True, color="FFFFFFFF")
_WRAP = Alignment(vertical="top", wrap_text=True)
_WRAPPED_FROM = 50


def workbook_xlsx(handout: HandOut) -> bytes:
    """The workbook: Overview, Wards, Visits, Days, Workers, Together (where two go at once), Vehicles (where some ride),
    Not reached, Fixes.

    Text cells never begin a formula; telephone numbers, needs and identity numbers are left out. The same plan gives
    the same bytes.
    """
    book = Workbook(write_only=True)
    tables = sheets(handout)
    _overview(book, handout, tables)
    for table in tables:
        write_sheet(book, table)
    return saved(book, handout)


def _overview(book: Workbook, handout: HandOut, tables: list[Sheet]) -> None:
    sheet = book.create_sheet("Overview")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 78
    sheet.sheet_view.showGridLines = False
    title = WriteOnlyCell(sheet, _text(handout.heading))
    title.font = Font(bold=True, size=18)
    sheet.append([title])
    sheet.append([_text(" · ".join(part for part in (handout.place, handout.period) if part))])
    if handout.fictional:
        flag = WriteOnlyCell(sheet, f"{FICTIONAL}: {FICTIONAL_NOTE}")
        flag.font, flag.fill = Font(bold=True), PatternFill("solid", fgColor="FFF0E442")
        sheet.append([flag])
    sheet.append([])
    for name, value in facts(handout):
        cells = [WriteOnlyCell(sheet, name), WriteOnlyCell(sheet, value)]
        cells[0].font = Font(bold=True)
        for cell in cells:
            cell.alignment = Alignment(vertical="top", wrap_text=True, horizontal="left")
        sheet.append(cells)
    sheet.append([])
    for table in tables:
        link = WriteOnlyCell(sheet, table.name)
        link.font = Font(underline="single", color="FF0563C1")
        # A place in this very file, not a target outside it: office programs warn of those.
        link.hyperlink = Hyperlink(ref="A1", location=f"'{table.name}'!A1")
        sheet.append([link, count(len(table.rows), "row", "rows")])


def facts(handout: HandOut) -> list[tuple[str, str]]:
    """What a reader asks first, each with its answer in a line."""
    plan, missed = handout.plan, handout.unserved
    served, team = plan.visits["household_id"].nunique(), plan.days["worker_id"].nunique()
    total = served + len(missed)
    share = f" ({served / total:.0%})" if total else ""
    hours = plan.days["travel_min"].sum() / 60
    lines = [
        ("Who is visited?", f"{served} of {count(total, 'household', 'households')}{share}."),
        (
            "Who visits?",
            f"{team} of {count(len(plan.fieldworkers), 'fieldworker', 'fieldworkers')}, {len(plan.days)} days of work.",
        ),
        ("Who is not reached?", f"{count(len(missed), 'household', 'households')}; the sheet Not reached says why for each."),
        ("How long on the way?", f"{hours:.0f} hours in all, {60 * hours / max(len(plan.visits), 1):.0f} minutes a visit."),
    ]
    joint = plan.summary.get("joint") or {}
    if joint.get("visits") or joint.get("saved"):
        together, saved_visits = (count(int(joint.get(key, 0)), "visit", "visits") for key in ("visits", "saved"))
        lines.append(("Who goes together?", f"{together} by two at once; {saved_visits} saved by bringing several services."))
    share_done = plan.summary.get("priority_served")
    if isinstance(share_done, int | float):
        lines.append(("Were the most urgent served?", f"{share_done:.0%} of all priority is served."))
    if plan.summary.get("checked"):
        lines.append(("Does it keep the rules?", "Yes: an independent check found no broken rule."))
    lines.append(("Made", long_day(handout.day_printed)))
    return lines


def write_sheet(book: Workbook, table: Sheet) -> None:
    """Add a sheet: frozen headings, filters, real dates and times, text that is no formula."""
    sheet = book.create_sheet(table.name)
    sheet.freeze_panes = f"{get_column_letter(table.frozen + 1)}2"
    for index, field in enumerate(table.fields, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = field.width
    sheet.row_dimensions[1].height = 32
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.print_title_rows = "1:1"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.fields))}{len(table.rows) + 1}"
    _choices(sheet, table)
    sheet.append([_heading(sheet, field) for field in table.fields])
    columns = [_column(sheet, field, table.rows) for field in table.fields]
    for row in range(len(table.rows)):
        sheet.append([column(row) for column in columns])


def _choices(sheet: Any, table: Sheet) -> None:
    for index, field in enumerate(table.fields, start=1):
        if field.kind == "choice" and len(table.rows):
            letter = get_column_letter(index)
            allowed = DataValidation(type="list", formula1=f'"{",".join(OUTCOMES)}"', allow_blank=True)
            allowed.add(f"{letter}2:{letter}{len(table.rows) + 1}")
            sheet.data_validations.append(allowed)


def _heading(sheet: Any, field: Field) -> Cell:
    cell = WriteOnlyCell(sheet, field.heading)
    cell.font, cell.fill, cell.alignment = _HEAD_FONT, _HEAD_FILL, Alignment(vertical="center", wrap_text=True)
    return cell


def _column(sheet: Any, field: Field, rows: pd.DataFrame) -> Callable[[int], Any]:
    """What gives the cell of a row. A styled cell is written at once, so one object a column serves all rows."""
    if not field.source:
        return lambda row: None
    values = _values(field, rows[field.source])
    if field.kind == "text" and field.width < _WRAPPED_FROM:
        return values.__getitem__
    cell, late = WriteOnlyCell(sheet), WriteOnlyCell(sheet)
    if field.kind == "text":
        cell.alignment = _WRAP
    else:
        cell.number_format, late.number_format = _FORMATS[field.kind], _LONG_TIME

    def styled(row: int) -> Cell | None:
        value = values[row]
        if value is None:
            return None
        used = late if field.kind == "time" and value >= 1 else cell
        used.value = value
        return used

    return styled


def _values(field: Field, column: pd.Series[Any]) -> list[Any]:
    if field.kind == "text":
        known = {value: _text(value) or None for value in column.unique()}
        return [known[value] for value in column]
    if field.kind == "date":
        return [None if pd.isna(value) else value.date() for value in column]
    if field.kind == "time":
        return [None if pd.isna(value) else round(value * 60) / 86_400 for value in column]
    if field.kind == "whole":
        return [None if pd.isna(value) else round(value) for value in column]
    return [None if pd.isna(value) else float(value) for value in column]


def _text(value: Any) -> str:
    return neutralise(shown(value, _CELL_MOST - 1))


def saved(book: Workbook, handout: HandOut) -> bytes:
    """The bytes of a workbook; the same content gives the same bytes."""
    return saved_as(book, handout.heading, handout.day_printed)


def saved_as(book: Workbook, title: str, day: dt.date) -> bytes:
    """The bytes of a workbook with this title, made on this day."""
    made = dt.datetime.combine(day, dt.time())
    book.properties = _Still(creator="Wardround", title=clean(title, 200), created=made)
    out = io.BytesIO()
    ExcelWriter(book, StillZip(out, "w", zipfile.ZIP_DEFLATED)).save()
    return out.getvalue()


class _Still(DocumentProperties):
    """Properties of a document whose date of change is its date of making, whatever the clock says on saving."""

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, self.__dict__.get("created", value) if name == "modified" else value)
