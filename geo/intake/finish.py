"""The last look at a parsed table, the same for every format: marks of our own exports, long cells, lost digits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from geo.intake.aliases import IDS, NEEDED, map_headings
from geo.intake.rows import too_long
from geo.intake.wire import ROW, SHAPE, Refused, Request, SetAside
from geo.problems import Problem

#: Our exports put an apostrophe before a cell that a spreadsheet would take for a formula.
_MARKED = "^'([=+\\-@\t\r＝＋－＠])"
#: What a spreadsheet leaves of a long number: 8.00102E+12.
_SHORTENED = r"^\s*[-+]?\d([.,]\d+)?[eE]\+\d{1,3}\s*$"


def strings(headings: Sequence[str], columns: Sequence[Sequence[str]], numbers: Sequence[int]) -> pa.Table:
    """An Arrow table of text columns, and the row numbers."""
    arrays = [pa.array(column, pa.string()) for column in columns]
    return pa.table([*arrays, pa.array(numbers, pa.int64())], names=[*headings, ROW])


def finish(request: Request, table: pa.Table) -> tuple[pa.Table, tuple[Problem, ...]]:
    """The table with our own marks taken off and line ends made alike, and what is odd about its ids.

    Raises
    ------
    Refused
        E205: digits of an id are lost for good.
    """
    for place, name in enumerate(table.column_names):
        if name not in (ROW, SHAPE):
            table = table.set_column(place, name, _clean(table.column(place)))
    mapping = map_headings(request.table, [name for name in table.column_names if name not in (ROW, SHAPE)], request.mapping)
    ids = [name for name, column in mapping.items() if column in IDS]
    lost = [problem for name in ids if (problem := _lost_digits(request, table, name))]
    if lost:
        raise Refused(*lost)
    return table, tuple(problem for name in ids if (problem := _uneven(request, table, name)))


def split_long(request: Request, table: pa.Table) -> tuple[pa.Table, tuple[SetAside, ...]]:
    """The rows of a layer without those with a cell that is too long, and those (E216)."""
    most = request.settings.field_most
    names = [name for name in table.column_names if name not in (ROW, SHAPE)]
    fits = pa.array([True] * table.num_rows)
    for name in names:
        fits = pc.and_(fits, pc.less_equal(pc.utf8_length(table.column(name)), most))
    if pc.all(fits).as_py():
        return table, ()
    mapping = map_headings(request.table, names, request.mapping)
    key = next((name for name in names if mapping[name] in NEEDED[request.table]), "")
    aside = []
    for row in table.filter(pc.invert(fits)).select([*names, ROW]).to_pylist():
        number, own = row.pop(ROW), row.get(key, "")
        sentence = too_long(max(row, key=lambda name: len(row[name])), most)
        aside.append(SetAside(number, "E216", sentence, own if len(own) <= 200 else "", {k: v for k, v in row.items() if v}))
    return table.filter(fits), tuple(aside)


def stream(table: pa.Table) -> bytes:
    """The bytes of an Arrow stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue().to_pybytes())


def _clean(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pc.any(pc.starts_with(column, "'")).as_py():
        column = pc.replace_substring_regex(column, _MARKED, r"\1")
    if pc.any(pc.match_substring(column, "\r")).as_py():
        column = pc.replace_substring_regex(column, "\r\n?", "\n")
    return column


def _rows_where(table: pa.Table, found: Any) -> tuple[int, ...]:
    return tuple(table.column(ROW).filter(found).to_pylist())


def _lost_digits(request: Request, table: pa.Table, name: str) -> Problem | None:
    rows = _rows_where(table, pc.match_substring_regex(table.column(name), _SHORTENED))
    if not rows:
        return None
    many = "1 id is" if len(rows) == 1 else f"{len(rows)} ids are"
    fact = f"{many} written like 8.00102E+12: the last digits are lost."
    return Problem("E205", fact, file=request.name, rows=rows, column=name)


def _uneven(request: Request, table: pa.Table, name: str) -> Problem | None:
    """Ids of digits, some filled with zeros to a common width and some shorter: their zeros were probably lost."""
    column = table.column(name)
    digits = pc.match_substring_regex(column, r"^\s*\d+\s*$")
    padded = pc.match_substring_regex(column, r"^\s*0\d*\s*$")
    if not pc.any(padded).as_py():
        return None
    width = pc.max(pc.utf8_length(pc.utf8_trim_whitespace(column.filter(padded)))).as_py()
    short = pc.and_(digits, pc.less(pc.utf8_length(pc.utf8_trim_whitespace(column)), width))
    rows = _rows_where(table, short)
    if not rows or width < 2:
        return None
    fact = f"Ids are filled with zeros to {width} digits in some rows and shorter in {len(rows)}."
    remedy = f'If zeros were lost, have them put back (zero_fill = "{width}"); else nothing needs doing.'
    return Problem("E224", fact, file=request.name, rows=rows, column=name, remedy=remedy)
