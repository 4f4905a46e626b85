"""Blank workbooks to start from: headings of a table, lists to choose from, notes, and filled-in examples."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from geo.intake.sheets import TEMPLATE, TEMPLATE_SHEETS
from geo.tables import Column, columns

_README, _EXAMPLE, _LISTS = TEMPLATE_SHEETS
#: Rows of the blank sheet that know the lists.
_ROWS = 5000
_BOLD = Font(bold=True)
_MUST = PatternFill("solid", fgColor="F6D9A8")
_MAY = PatternFill("solid", fgColor="E3E9EF")
_PLACE = (
    Column(
        "latitude", "number", "Degrees, south negative, as GPS gives it.", unit="degrees", example="-33.31042", low=-90, high=90
    ),
    Column(
        "longitude", "number", "Degrees, east positive, as GPS gives it.", unit="degrees", example="26.52713", low=-180, high=180
    ),
)
_AREA = (Column("geometry", "text", "The shape as well-known text (WKT).", example="POLYGON ((26 -33, 27 -33, 27 -34, 26 -33))"),)
_NAMES = {
    "wards": "Wards",
    "households": "Households",
    "fieldworkers": "Fieldworkers",
    "service_points": "Service points",
    "landmarks": "Landmarks",
    "restrictions": "Restrictions",
    "vehicles": "Vehicles",
}


def template_xlsx(table: str) -> bytes:
    """A blank workbook for one table.

    The first sheet is to be filled in; the others explain and are passed over when the workbook is read.

    Parameters
    ----------
    table : str
        A key of ``geo.tables.TABLES``.

    Returns
    -------
    bytes
        An XLSX file.
    """
    book = Workbook()
    parts = template_columns(table)
    blank: Any = book.active
    blank.title = _NAMES[table]
    book.properties.keywords = TEMPLATE
    book.properties.title = f"{_NAMES[table]}, to be filled in"
    lists = _lists(book, parts)
    _head(blank, parts)
    for place, column in enumerate(parts, start=1):
        _guide(blank, place, column, lists)
    _example(book, table, parts)
    _readme(book, table, parts)
    book.move_sheet(_LISTS, offset=len(book.sheetnames))
    book[_LISTS].sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def template_columns(table: str) -> tuple[Column, ...]:
    """The columns of a template: a place is written as latitude and longitude, a ward as text; none that has a plan refused."""
    place = _AREA if table in ("wards", "restrictions") else _PLACE
    built = list(columns(table))
    return tuple(part for column in built for part in (place if column.kind == "geometry" else (column,)))


def _head(sheet: Any, parts: tuple[Column, ...]) -> None:
    for place, column in enumerate(parts, start=1):
        cell = sheet.cell(row=1, column=place, value=column.name)
        cell.font = _BOLD
        cell.fill = _MUST if column.required else _MAY
        cell.comment = Comment(_note(column), "Wardround", width=280, height=120)
        sheet.column_dimensions[get_column_letter(place)].width = max(12, len(column.name) + 4)
        if column.kind in ("id", "text", "list", "windows", "date", "time"):
            # As text, so that leading zeros, telephone numbers and dates stay as they are typed.
            sheet.column_dimensions[get_column_letter(place)].number_format = "@"
    sheet.freeze_panes = "A2"


def _note(column: Column) -> str:
    parts = [column.help]
    if column.required:
        parts.append("Must be filled in.")
    if column.unit:
        parts.append(f"In {column.unit}.")
    if column.kind == "list":
        parts.append("Several are separated by ;")
    if column.default is not None:
        parts.append(
            f"Left blank: {column.default:g}." if isinstance(column.default, float) else f"Left blank: {column.default}."
        )
    if column.example:
        parts.append(f"Example: {column.example}")
    return " ".join(parts)


def _lists(book: Any, parts: tuple[Column, ...]) -> dict[str, str]:
    """A sheet with the words of each choice, and where they stand."""
    sheet = book.create_sheet(_LISTS)
    found = {}
    for place, column in enumerate((c for c in parts if c.kind in ("choice", "flag")), start=1):
        words = column.choices if column.kind == "choice" else ("yes", "no")
        for row, word in enumerate((column.name, *words), start=1):
            sheet.cell(row=row, column=place, value=word)
        letter = get_column_letter(place)
        found[column.name] = f"{_LISTS}!${letter}$2:${letter}${len(words) + 1}"
    return found


def _guide(sheet: Any, place: int, column: Column, lists: dict[str, str]) -> None:
    """What Excel offers and refuses in a column while it is filled in."""
    letter = get_column_letter(place)
    if column.name in lists:
        rule = DataValidation(type="list", formula1=lists[column.name], allow_blank=True)
        rule.error = f"Choose one of the words in the list for {column.name}."
    elif column.kind == "number":
        low, high = max(column.low, -1e9), min(column.high, 1e9)
        rule = DataValidation(type="decimal", operator="between", formula1=f"{low:g}", formula2=f"{high:g}", allow_blank=True)
        rule.error = f"{column.name} is a number from {low:g} to {high:g}."
    else:
        return
    rule.showErrorMessage = True
    rule.errorTitle = column.name
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{_ROWS}")


def _example(book: Any, table: str, parts: tuple[Column, ...]) -> None:
    sheet = book.create_sheet(_EXAMPLE)
    _head(sheet, parts)
    for row, values in enumerate(example_rows(table), start=2):
        for place, column in enumerate(parts, start=1):
            sheet.cell(row=row, column=place, value=values.get(column.name))


def example_rows(table: str) -> tuple[dict[str, Any], ...]:
    """Two filled-in rows: one with everything, one with what must be there."""
    parts = template_columns(table)
    full = {column.name: _typed(column) for column in parts if _shown(column)}
    keys = [column.name for column in parts if column.required]
    least = {name: full[name] for name in (*keys, "latitude", "longitude", "geometry") if name in full}
    second = {name: f"{value}-2" if name.endswith("_id") and name == keys[0] else value for name, value in least.items()}
    return full, second


def _shown(column: Column) -> str:
    if column.example:
        return column.example
    if column.kind == "flag":
        return "yes"
    return column.choices[0] if column.kind == "choice" else ""


def _typed(column: Column) -> Any:
    return float(_shown(column)) if column.kind == "number" else _shown(column)


def _readme(book: Any, table: str, parts: tuple[Column, ...]) -> None:
    sheet = book.create_sheet(_README)
    lines = (
        f"How to fill in the sheet “{_NAMES[table]}”",
        "One row for each. Keep the headings in the first row; leave out the columns that you do not need.",
        "Columns with an orange heading must be filled in. The sheet “Example” shows filled-in rows; it is never read.",
        "Keep ids the same from year to year: they tie a row to what was planned before.",
    )
    for row, line in enumerate(lines, start=1):
        sheet.cell(row=row, column=1, value=line).font = Font(bold=row == 1, size=14 if row == 1 else 11)
    start = len(lines) + 2
    for place, heading in enumerate(("Column", "What it holds", "Must be there", "Example"), start=1):
        sheet.cell(row=start, column=place, value=heading).font = _BOLD
    for row, column in enumerate(parts, start=start + 1):
        needed = "yes" if column.required else ""
        for place, text in enumerate((column.name, column.help, needed, _shown(column)), start=1):
            sheet.cell(row=row, column=place, value=text).alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCD", (22, 70, 14, 36), strict=True):
        sheet.column_dimensions[letter].width = width
