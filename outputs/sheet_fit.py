"""How the rows of a sheet are set so that a week fits one page: in full, tighter, or with smaller type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from outputs import type_widths
from outputs.type_widths import is_known, lines

_MM_A_PT = 25.4 / 72
#: Height of the map, at most, at least, and one at which it is read well, mm.
MAP_MM, MAP_LEAST_MM, MAP_GOOD_MM = 84.0, 48.0, 60.0
#: Height of an A4 page less its margins, mm.
PAGE_MM = 275.0
#: Room above and below the text of a row, mm: wished before the map grows on, and at most.
GAP_GOOD_MM, GAP_MOST_MM = 1.35, 3.6
#: What the heights below may be wrong by, mm.
_SLACK_MM = 1.5


@dataclass(frozen=True)
class Look:
    """How rows are set.

    ``type_pt`` size of the type; ``letters`` whether the outcomes' headings are single letters; ``mark_mm``, ``tick_mm``
    sizes of a stop's mark and of a box; ``columns`` widths (day, nr, time, household, language, people, a box, notes), mm,
    of which the place gets the rest, and a language 0 where none is known; ``bare`` whether nothing is to be said of any
    place, so that the notes get that room; ``around_mm`` the height of all but map and rows; ``least_mm`` the least room
    above and below the text of a row.
    """

    type_pt: float
    letters: bool
    mark_mm: float
    tick_mm: float
    columns: tuple[float, ...]
    around_mm: float
    least_mm: float
    bare: bool = False

    @property
    def place_mm(self) -> float:
        """Width of the column of the place; of no matter where it is bare."""
        return 194.0 - sum(self.columns) - 3 * self.columns[6]


#: From the roomiest to the tightest.
LOOKS = (
    Look(9.5, False, 4.1, 3.5, (13, 6.4, 10.5, 39, 16.5, 6, 5.6, 27), 39.0, 0.35),
    Look(9.5, True, 3.6, 3.1, (13, 6.4, 10.5, 39, 16.5, 6, 5.6, 27), 22.5, 0.35),
    Look(8.0, True, 3.4, 2.9, (11.5, 6.2, 9.5, 44, 14.5, 5.2, 4.7, 13), 21.5, 0.2),
)


@dataclass(frozen=True)
class Fit:
    """A look, the height of the map and the room around a row's text (mm); ``sure`` if all is certain to fit one page."""

    look: Look
    map_mm: float
    gap_mm: float
    sure: bool

    def plain(self) -> dict[str, Any]:
        """As data for the template."""
        return {**asdict(self.look), "map_mm": self.map_mm, "gap_mm": self.gap_mm, "sure": self.sure}


def fit(rows: Sequence[dict[str, Any]], beside_mm: Callable[[Look], float]) -> Fit:
    """The first look with which all rows fit one page.

    Parameters
    ----------
    rows : sequence of dict
        As made by :mod:`outputs.sheet_data`.
    beside_mm : callable
        The height of what stands beside the map, in a look.
    """
    known = all(is_known(text) for row in rows for text in (row["label"], row["id"], row["place"], row["extra"], row["language"]))
    looks = [_for_rows(look, rows) for look in LOOKS]
    for look in looks:
        least = max(MAP_LEAST_MM, beside_mm(look))
        left = PAGE_MM - look.around_mm - _SLACK_MM - sum(_row_mm(row, look) for row in rows)
        if left < least:
            continue
        # Room to write comes before a large map, a map that can be read before room to write.
        wished = left - 2 * (GAP_GOOD_MM - look.least_mm) * len(rows)
        high = round(min(max(wished, min(left, MAP_GOOD_MM), least), max(MAP_MM, least)), 1)
        gap = min(look.least_mm + (left - high) / (2 * len(rows) + 2), GAP_MOST_MM)
        return Fit(look, high, round(gap, 3), known)
    return Fit(looks[1], MAP_MM, looks[1].least_mm, False)


def _for_rows(look: Look, rows: Sequence[dict[str, Any]]) -> Look:
    """The look without columns that no row fills: their width is of more use to others."""
    columns = list(look.columns)
    if not any(row["language"] for row in rows):
        columns[4] = 0.0
    bare = not any(row["place"] or row["extra"] or row["finding"] for row in rows)
    return replace(look, columns=tuple(columns), bare=bare)


def text_mm(count: int, type_pt: float, leading: float = 0.45) -> float:
    """Height of lines of text; ``leading`` in units of the size of the type."""
    return type_pt * _MM_A_PT * (0.67 * count + leading * (count - 1))


def lines_mm(text: str, wide_mm: float, type_pt: float) -> int:
    """Lines of a text in a column, mm."""
    return type_widths.lines([(text, True)], wide_mm / (type_pt * _MM_A_PT))


def _row_mm(row: dict[str, Any], look: Look) -> float:
    size = look.type_pt * _MM_A_PT
    most = max(
        lines([(row["label"], True), (row["id"], False)], (look.columns[3] - 1.6) / size),
        lines(
            [("≈" if row["finding"] else "", True), (row["place"], False), (row["extra"], False)], (look.place_mm - 1.6) / size
        ),
        lines([(row["language"], False)], (look.columns[4] - 1.6) / size) if row["language"] else 1,
    )
    return max(look.mark_mm, text_mm(most, look.type_pt)) + 2 * look.least_mm
