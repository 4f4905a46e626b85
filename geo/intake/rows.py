"""Rows of cells, from a text file or a sheet, made into columns: headings found, odd rows refused or set aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo.intake.aliases import NEEDED, map_headings
from geo.intake.headers import heading_row, headings
from geo.intake.wire import Refused, Request, SetAside, entries
from geo.problems import Problem, many

Row = tuple[int, list[str]]

_TOTAL = re.compile(
    r"^(grand |sub[- ]?|overall )?(total|totals|totaal|subtotal|sum|somme|average|gemiddeld|count)\b[\s:=]*[\d.,\s]*$"
    r"|^(grand |sub[- ]?|overall )?(total|totaal|number|no\.?) (number )?(of |for )?\w+[\s:=]*[\d.,\s]*$"
    r"|^(source|sources|note|notes|nb|bron|prepared by|compiled by|printed on|end of (list|file|report))\b\s*[:.]?",
    re.IGNORECASE,
)
#: A number cut in two by a decimal comma: "-26", "2041".
_CUT = re.compile(r"^\s*[-−–]?\d{1,3}\s*$")
#: Excel stops here without a word: the old .xls and today's .xlsx, with and without a row of headings.
SHEET_ENDS = (65_535, 65_536, 1_048_575, 1_048_576)


@dataclass(frozen=True)
class Cells:
    """Rows of equal width: headings, row numbers, columns by heading, and what was found on the way."""

    headings: list[str]
    numbers: list[int]
    columns: list[Sequence[str]]
    rows: int
    aside: tuple[SetAside, ...]
    problems: tuple[Problem, ...]


def shape(request: Request, rows: Sequence[Row], *, ragged: bool) -> Cells:
    """Columns of rows.

    Parameters
    ----------
    request : Request
        Table, limits and the headings that the person has named.
    rows : sequence of (row number, cells)
        Blank rows are passed over and do not count as rows of the file.
    ragged : bool
        Whether rows of another length than the headings are a fault (text files) or usual (sheets).

    Raises
    ------
    Refused
        E103, E200, E201, E203.
    """
    filled = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    if not filled:
        raise Refused(Problem("E200", "The file holds nothing.", file=request.name))
    at = heading_row(request.table, filled, request.mapping)
    (head_row, head), data = filled[at], filled[at + 1 :]
    if not data:
        raise Refused(Problem("E200", "The file holds headings and no rows.", file=request.name))
    if len(data) > request.settings.rows_most:
        raise Refused(too_many_rows(request, len(data)))
    problems = [_titles(request, filled[:at])] if at else []
    rest, notes = _split_notes(request, head, data)
    width = _width(head, rest, ragged)
    if width > request.settings.columns_most:
        raise Refused(too_many_columns(request, width))
    if ragged:
        _refuse_ragged(request, rest, width)
    names = headings(head[:width], width, request.name, head_row)
    even = [(number, [*cells[:width], *[""] * (width - len(cells))]) for number, cells in rest]
    kept, long = _split_long(request, even)
    key = _key_place(request, names)
    aside = [_aside(names, key, row, "E215", "this looks like a total or a note under the list.") for row in notes]
    most = request.settings.field_most
    aside += [_aside(names, key, row, "E216", too_long(_longest(names, row[1]), most)) for row in long]
    problems += told(request, aside)
    if len(data) in SHEET_ENDS:
        problems.append(_cut_off(request, len(data)))
    columns: list[Sequence[str]] = list(zip(*(cells for _, cells in kept), strict=True)) if kept else [() for _ in names]
    return Cells(names, [number for number, _ in kept], columns, len(data), tuple(aside), tuple(problems))


def too_long(heading: str, most: int) -> str:
    """E216, with the heading of the column."""
    return f"{heading}: the cell holds more than {many(most, 'character')}."


def _longest(names: Sequence[str], cells: Sequence[str]) -> str:
    return names[max(range(len(cells)), key=lambda place: len(cells[place]))]


def told(request: Request, aside: Sequence[SetAside]) -> list[Problem]:
    """One problem for each reason for which rows were set aside."""
    found: dict[tuple[str, str], list[int]] = {}
    for item in aside:
        found.setdefault((item.code, item.sentence), []).append(item.row)
    problems = []
    for (code, sentence), rows in found.items():
        count = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
        problems.append(Problem(code, f"{count}: {sentence}", file=request.name, rows=tuple(rows)))
    return problems


def too_many_columns(request: Request, width: int) -> Problem:
    """E103 for columns."""
    most = request.settings.columns_most
    return Problem("E103", f"The file has {width} columns; the limit is {most}.", file=request.name)


def too_many_rows(request: Request, rows: int | None = None) -> Problem:
    """E103 for rows."""
    most = request.settings.rows_most
    fact = f"has {rows} rows" if rows else "has more rows than we read"
    return Problem("E103", f"The file {fact}; the limit is {most}.", file=request.name)


def _titles(request: Request, above: Sequence[Row]) -> Problem:
    rows = tuple(number for number, _ in above)
    lines = "line above the headings was" if len(rows) == 1 else "lines above the headings were"
    return Problem("E221", f"{len(rows)} {lines} passed over.", file=request.name, rows=rows)


def _cut_off(request: Request, rows: int) -> Problem:
    fact = f"The list has exactly {rows} rows, which is where Excel stops: rows may be missing at its end."
    return Problem("E223", fact, file=request.name)


def _trimmed(cells: Sequence[str]) -> int:
    """Length without the blank cells at the end."""
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return width


def _width(head: Sequence[str], data: Sequence[Row], ragged: bool) -> int:
    """Columns with a heading, and those without one that hold something."""
    widest = max((_trimmed(cells) for _, cells in data), default=0)
    return max(_trimmed(head), min(len(head), widest) if ragged else widest)


def _split_notes(request: Request, head: Sequence[str], data: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Rows of the list, and rows that are totals or notes."""
    key = _key_place(request, [cell.strip() for cell in head])
    width = _trimmed(head)
    said = entries(request.choices)
    rest = [row for row in data if row[0] in said or not _is_note(row[1], key)]
    while rest and rest[-1][0] not in said and _is_line(rest[-1][1], width):
        rest.pop()
    kept = {number for number, _ in rest}
    return rest, [row for row in data if row[0] not in kept]


def _is_note(cells: Sequence[str], key: int | None) -> bool:
    place, first = next((i, cell.strip()) for i, cell in enumerate(cells) if cell.strip())
    named = key is not None and key < len(cells) and bool(cells[key].strip()) and key != place
    return not named and bool(_TOTAL.match(first))


def _is_line(cells: Sequence[str], width: int) -> bool:
    """Whether a row at the end is one line of text rather than cells."""
    return len(cells) == 1 and width >= 3 and " " in cells[0].strip()


def _refuse_ragged(request: Request, data: Sequence[Row], width: int) -> None:
    said = entries(request.choices)
    odd = [(number, cells) for number, cells in data if (len(cells) < width and number not in said) or _trimmed(cells) > width]
    if not odd:
        return
    number, cells = odd[0]
    rest = len(odd) - 1
    others = f" {many(rest, 'more row has', 'more rows have')} too many or too few as well." if rest else ""
    fact = f"Row {number} has {many(len(cells), 'cell')}, and there are {many(width, 'heading')}.{others}"
    remedy = ""
    if any(_decimal_comma(row) for _, row in odd[:10]):
        remedy = "It looks like a decimal comma: write numbers with a point, or separate the cells with semicolons."
    raise Refused(Problem("E201", fact, file=request.name, rows=tuple(number for number, _ in odd), remedy=remedy))


def _decimal_comma(cells: Sequence[str]) -> bool:
    return any(_CUT.match(left) and re.fullmatch(r"\s*\d{3,}\s*", right) for left, right in pairwise(cells))


def _split_long(request: Request, rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    most = request.settings.field_most
    kept: list[Row] = []
    long: list[Row] = []
    for row in rows:
        (long if max(map(len, row[1]), default=0) > most else kept).append(row)
    return kept, long


def _key_place(request: Request, names: Sequence[str]) -> int | None:
    mapping = map_headings(request.table, names, request.mapping)
    return next((place for place, name in enumerate(names) if mapping[name] in NEEDED[request.table]), None)


def _aside(names: Sequence[str], key: int | None, row: Row, code: str, sentence: str) -> SetAside:
    number, cells = row
    own = cells[key] if key is not None and key < len(cells) else ""
    record = {name: cell for name, cell in zip(names, cells, strict=False) if cell}
    return SetAside(number, code, sentence, own if len(own) <= 200 else "", record)
