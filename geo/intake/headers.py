"""Which row holds the headings, and what the headings are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.intake.aliases import NEEDED, count_known, names, recognise
from geo.intake.wire import Refused
from geo.problems import Problem

#: Titles and logos above a list rarely take more rows than this.
SEARCHED = 30


def heading_row(table: str, rows: Sequence[tuple[int, list[str]]], chosen: Mapping[str, str]) -> int:
    """Position in ``rows`` of the row of headings.

    The first row that names the table's id column beside another column that we know; else the first with two columns
    that we know; else the first with two cells; else the first that is not blank.

    Parameters
    ----------
    table : str
        A key of ``geo.tables.TABLES``.
    rows : sequence of (row number, cells)
        The first of them are looked at.
    chosen : dict
        Headings that the person has named → our column.
    """
    first = [cells for _, cells in rows[:SEARCHED]]
    known = names(table)
    scores = [count_known(table, cells, chosen) for cells in first]
    keyed = [any(_names_key(table, cell, known, chosen) for cell in cells) for cells in first]
    tests = (
        [score >= 2 and key for score, key in zip(scores, keyed, strict=True)],
        [score >= 2 for score in scores],
        [score >= 1 and sum(map(bool, map(str.strip, cells))) == 1 for score, cells in zip(scores, first, strict=True)],
        [sum(map(bool, map(str.strip, cells))) >= 2 for cells in first],
        [any(map(str.strip, cells)) for cells in first],
    )
    for passed in tests:
        if True in passed:
            return passed.index(True)
    return 0


def _names_key(table: str, cell: str, known: Mapping[str, tuple[str, int]], chosen: Mapping[str, str]) -> bool:
    column = chosen.get(cell) or (recognise(cell, known) or ("", 0))[0]
    return column in NEEDED[table]


def headings(cells: Sequence[str], width: int, name: str, row: int) -> list[str]:
    """Headings for ``width`` columns: trimmed, blank ones called ``column 4``.

    Raises
    ------
    Refused
        Two columns have the same heading (E203): one of them would be lost without a word.
    """
    found = [" ".join(cell.split()) for cell in cells] + [""] * (width - len(cells))
    seen: dict[str, str] = {}
    twice: list[str] = []
    for heading in found:
        key = heading.casefold()
        if key and key in seen and seen[key] not in twice:
            twice.append(seen[key])
        seen.setdefault(key, heading)
    if twice:
        listed = ", ".join(f"“{heading[:40]}”" for heading in twice[:5])
        raise Refused(Problem("E203", f"Several columns are headed {listed}.", file=name, rows=(row,), column=twice[0][:40]))
    taken = set(seen)
    return [heading or _unnamed(place, taken) for place, heading in enumerate(found, start=1)]


def _unnamed(place: int, taken: set[str]) -> str:
    name = f"column {place}"
    while name in taken:
        name += "_"
    return name
