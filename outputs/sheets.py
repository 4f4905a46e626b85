"""Paper sheets for fieldworkers as one PDF: an A4 page a worker a week, or a day each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from geo.errors import SettingError
from outputs.handout import HandOut
from outputs.itinerary import choose
from outputs.join_pdf import count_pages, join_pdf
from outputs.paper import typeset_by
from outputs.sheet_data import sheet_data
from outputs.typeset import PAGES, PDF

PER = ("week", "day")
_TEMPLATE = "sheet.typ"
#: Sheets typeset together: each takes some 5 MB of memory, and war rooms have old laptops.
SHEETS_AT_ONCE = 60


def sheets_pdf(
    handout: HandOut,
    *,
    workers: Iterable[str] | None = None,
    days: Iterable[str | date] | None = None,
    per: str = "week",
) -> bytes:
    """The sheets as PDF, A4, readable in black and white; the same input gives the same bytes.

    A sheet holds a small map, the days with times of leaving and being home, and one row a visit with a box for its
    outcome. Rows share the page; more than fit (some 45 of one line) flow to a second page with the headings repeated.

    Parameters
    ----------
    handout : HandOut
        What to print.
    workers : iterable of str or None
        Worker ids; None for all who have visits.
    days : iterable of date or YYYY-MM-DD, or None
        None for all.
    per : str
        ``week`` (Monday to Sunday) or ``day``.

    Raises
    ------
    SettingError
        ``per`` is another word, a day is not a date, or nobody has a visit among these workers and days.
    RuntimeError
        The document cannot be typeset.
    """
    data = _data(handout, workers, days, per, drawn=True)
    sections = data["sections"]
    if len(sections) <= SHEETS_AT_ONCE:
        return typeset_by(_TEMPLATE, handout, data, PDF)
    data["pages_in_all"] = _pages(handout, data)
    parts: list[bytes] = []
    for first in range(0, len(sections), SHEETS_AT_ONCE):
        part = typeset_by(_TEMPLATE, handout, {**data, "sections": sections[first : first + SHEETS_AT_ONCE]}, PDF)
        data["pages_before"] += count_pages(part)
        parts.append(part)
    return join_pdf(parts)


def sheet_pages(
    handout: HandOut,
    *,
    workers: Iterable[str] | None = None,
    days: Iterable[str | date] | None = None,
    per: str = "week",
) -> int:
    """How many pages :func:`sheets_pdf` gives for the same choice.

    A sheet that is sure to fit counts as one; the others are laid out, without their maps.
    """
    return _pages(handout, _data(handout, workers, days, per, drawn=False))


def _pages(handout: HandOut, data: dict[str, Any]) -> int:
    unsure = [section for section in data["sections"] if not section["fit"]["sure"]]
    sure = len(data["sections"]) - len(unsure)
    return sure + (int(typeset_by(_TEMPLATE, handout, {**data, "sections": unsure}, PAGES)) if unsure else 0)


def _data(
    handout: HandOut, workers: Iterable[str] | None, days: Iterable[str | date] | None, per: str, drawn: bool
) -> dict[str, Any]:
    if per not in PER:
        raise SettingError(f"Sheets are printed per week or per day, not per {per!r}.")
    chosen = choose(handout.itineraries, workers, days)
    if not chosen:
        raise SettingError("Nobody has a visit among these workers and days: there is nothing to print.")
    parts = [one.weeks() if per == "week" else one.each_day() for one in chosen]
    return sheet_data(handout, [sheet for sheets in parts for sheet in sheets], drawn)
