"""Excel workbooks (XLSX): which sheet, and its cells as text, the way Excel shows them."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from geo.intake.aliases import likeness
from geo.intake.headers import SEARCHED
from geo.intake.rows import Cells, Row, shape, too_many_rows
from geo.intake.wire import Asked, Refused, Request
from geo.problems import Problem, many

#: Stands in the keywords of our own templates, whose other sheets explain and are never read.
TEMPLATE = "wardround-template"
TEMPLATE_SHEETS = ("Read me", "Example", "Lists")
_ZEROS = re.compile(r"^0{2,}$")
#: Excel keeps 15 digits of a number.
_EXACT_BELOW = 10**15


def parse(request: Request) -> tuple[Cells, str, tuple[Problem, ...]]:
    """Cells of one sheet, its name, and what is odd about the workbook.

    Raises
    ------
    Refused
        E103, E200, E203, E302; E106 asks for the sheet.
    """
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that we do not need
            book = openpyxl.load_workbook(io.BytesIO(request.content), read_only=True, data_only=True)
            sheet = _choose(request, book)
            numbers = _Numbers()
            rows = list(_rows(request, sheet, numbers))
    except Refused:
        raise
    except MemoryError:
        raise
    except Exception:  # openpyxl raises whatever its parts raise on a damaged workbook
        raise Refused(Problem("E302", "The workbook breaks off or is damaged.", file=request.name)) from None
    found = [*_hidden_sheets(request, book), *_oddities(request, sheet), *numbers.problems(request)]
    return shape(request, rows, ragged=False), str(sheet.title), tuple(found)


def _choose(request: Request, book: Any) -> Any:
    ours = TEMPLATE in str(book.properties.keywords or "")
    sheets = [s for s in book.worksheets if s.sheet_state == "visible" and not (ours and s.title in TEMPLATE_SHEETS)]
    if request.layer:
        named = [s for s in book.worksheets if s.title == request.layer]
        if named:
            return named[0]
    filled = [sheet for sheet in sheets if _holds_something(sheet)]
    if not filled:
        raise Refused(Problem("E200", "No sheet of the workbook holds anything.", file=request.name))
    if len(filled) == 1 and not request.layer:
        return filled[0]
    start = f"There is no sheet “{request.layer}”." if request.layer else f"The workbook has {len(filled)} sheets."
    ranked = sorted(filled, key=lambda sheet: -_likeness(request, sheet))
    options = tuple((str(s.title), str(s.title)) for s in ranked)
    raise Refused(asked=(Asked("layer", f"{start} Which one is meant?", options, "E106"),))


def _holds_something(sheet: Any) -> bool:
    sheet.reset_dimensions()  # what a sheet says of its own size is often wrong
    rows = sheet.iter_rows(max_row=SEARCHED, values_only=True)
    return any(value not in (None, "") for row in rows for value in row)


def _likeness(request: Request, sheet: Any) -> int:
    """How much the best of the first rows looks like the headings of the table."""
    rows = ([str(value) for value in row if value is not None] for row in sheet.iter_rows(max_row=SEARCHED, values_only=True))
    return max((likeness(request.table, str(sheet.title), row) for row in rows), default=0)


class _Numbers:
    """What was noticed about the numbers of a sheet while they were turned into text."""

    def __init__(self) -> None:
        self.filled: list[int] = []

    def text(self, cell: Any, row: int) -> str:
        """A number as text: whole ones without a point, those shown with zeros in front with their zeros."""
        value = cell.value
        if isinstance(value, float) and (not value.is_integer() or abs(value) >= _EXACT_BELOW):
            return repr(value)
        whole = int(value)
        if abs(whole) >= _EXACT_BELOW:
            return repr(float(whole))
        zeros = str(cell.number_format)
        if whole < 0 or not _ZEROS.match(zeros):
            return str(whole)
        self.filled.append(row)
        return str(whole).zfill(len(zeros))

    def problems(self, request: Request) -> list[Problem]:
        """E224 for numbers that only look as if they had zeros in front."""
        if not self.filled:
            return []
        rows = tuple(dict.fromkeys(self.filled))
        fact = f"Numbers in {many(len(rows), 'row')} only look as if they began with zeros; they were read as they look."
        return [Problem("E224", fact, file=request.name, rows=rows)]


def _rows(request: Request, sheet: Any, numbers: _Numbers) -> Iterator[Row]:
    sheet.reset_dimensions()
    cells = filled = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        texts = [_text(cell, number, numbers) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        cells += len(row)
        filled += bool(texts)
        if filled > request.settings.rows_most + SEARCHED:
            raise Refused(too_many_rows(request))
        if cells > request.settings.cells_most:
            fact = f"The sheet has more than {request.settings.cells_most} cells."
            raise Refused(Problem("E103", fact, file=request.name))
        if texts:
            yield number, texts


def _text(cell: Any, row: int, numbers: _Numbers) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return numbers.text(cell, row)
    return _moment(value)


def _moment(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes" if not value.second else "seconds")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")
    return str(value)


def _hidden_sheets(request: Request, book: Any) -> list[Problem]:
    hidden = [s.title for s in book.worksheets if s.sheet_state != "visible" and s.title not in TEMPLATE_SHEETS]
    if not hidden:
        return []
    listed = ", ".join(f"“{title}”" for title in hidden[:5])
    return [Problem("E222", f"The workbook has hidden sheets, which were not read: {listed}.", file=request.name)]


def _oddities(request: Request, sheet: Any) -> list[Problem]:
    """Hidden rows and columns, merged cells and formulas without a result: the reader sees none of them."""
    with zipfile.ZipFile(io.BytesIO(request.content)) as archive:
        text = archive.read(str(getattr(sheet, "_worksheet_path", "")))
    found = []
    merged = [ref.decode() for ref in re.findall(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z0-9:]+)"', text)]
    rows = _numbered(re.findall(rb'<(?:\w+:)?row [^>]*hidden="(?:1|true)"[^>]*>', text))
    columns = re.findall(rb'<(?:\w+:)?col [^>]*hidden="(?:1|true)"[^>]*>', text)
    empty = len(
        re.findall(
            rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f(?: [^>]*)?/>)\s*(?:<(?:\w+:)?v>\s*</(?:\w+:)?v>|<(?:\w+:)?v ?/>)?\s*</(?:\w+:)?c>",
            text,
        )
    )
    if merged:
        groups = many(len(merged), "group of cells is", "groups of cells are")
        fact = f"{groups} merged ({', '.join(merged[:5])}); only the first cell of each holds its value."
        found.append(Problem("E222", fact, file=request.name))
    if rows:
        fact = f"{many(len(rows), 'row is', 'rows are')} hidden in the sheet."
        found.append(Problem("E222", fact, file=request.name, rows=rows))
    if columns:
        found.append(Problem("E222", "The sheet has hidden columns.", file=request.name))
    if empty:
        found.append(
            Problem(
                "E225", f"{many(empty, 'cell holds', 'cells hold')} a formula without a result, read as blank.", file=request.name
            )
        )
    return found


def _numbered(tags: Sequence[bytes]) -> tuple[int, ...]:
    found = (re.search(rb' r="(\d+)"', tag) for tag in tags)
    return tuple(int(match[1]) for match in found if match)
