"""Dates of a plan made by hand, read with the round in mind: a day and a month, or a weekday, are enough where one day fits."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence

from geo.intake.dates import Read, read_date
from geo.intake.text import is_blank, tidy
from geo.intake.times import read_days
from geo.tables import DAYS

_WEEKDAY = re.compile(r"^([a-z]{2,10})\.?[ ,]+(?=\S)", re.I)
_WORDED = re.compile(r"\d{1,2}(?:st|nd|rd|th)?[ -][a-z]{3,9}|[a-z]{3,9}[ -]\d{1,2}(?:st|nd|rd|th)?", re.I)
_NUMBERS = re.compile(r"\d{1,2}[-/. ]\d{1,2}")


def read_dates(cells: Sequence[str], first: dt.date, last: dt.date) -> list[dt.date | None]:
    """The date of each cell; None for a blank and for what is no date.

    Parameters
    ----------
    cells : sequence of str
        As people write them: ``2026-03-02``, ``02/03/2026``, ``2 March``, ``Mon 2 Mar 2026``, ``Tuesday`` (where the round
        has one Tuesday), a day number of a spreadsheet.
    first, last : date
        Of the round; they decide the year that is left out, and which of day and month comes first where both could.

    Examples
    --------
    >>> monday, friday = dt.date(2026, 3, 2), dt.date(2026, 3, 6)
    >>> found = read_dates(["3/3/2026", "Wed 4 Mar", "05.03", "Friday", "soon"], monday, friday)
    >>> [date and date.isoformat() for date in found]
    ['2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06', None]
    """
    read = [_read(tidy(cell), first, last) for cell in cells]
    month_first = _month_first(read, first, last)
    return [item.second if item.style == "either" and month_first else item.date for item in read]


def _read(text: str, first: dt.date, last: dt.date) -> Read:
    if is_blank(text):
        return Read(None, "blank")
    named = read_days(text) if text.isalpha() else None
    if named in DAYS:
        return _weekday(DAYS.index(named), first, last)
    lead = _WEEKDAY.match(text)
    if lead and read_days(lead[1]):
        text = text[lead.end() :]
    if _WORDED.fullmatch(text) or _NUMBERS.fullmatch(text):
        return _with_year(text, first, last)
    return read_date(text)


def _weekday(day: int, first: dt.date, last: dt.date) -> Read:
    """The one day of the round with this name; no date where there are several."""
    steps = range((last - first).days + 1)
    found = [date for date in (first + dt.timedelta(days=step) for step in steps) if date.weekday() == day]
    return Read(found[0], "other") if len(found) == 1 else Read(None, "bad")


def _with_year(text: str, first: dt.date, last: dt.date) -> Read:
    """A day without its year: of the round's years the one in which it falls into the round, else the first."""
    sign = re.sub(r"[^-/. ]", "", text)[-1:]
    found = [read_date(f"{text}{sign}{year}") for year in range(first.year, last.year + 1)]
    inside = [item for item in found if any(date and first <= date <= last for date in (item.date, item.second))]
    return (inside or found)[0]


def _month_first(read: Sequence[Read], first: dt.date, last: dt.date) -> bool:
    """Whether 05/06/2026 is meant as the fifth of June by Americans: what the clear dates say, else what the round fits."""
    styles = Counter(item.style for item in read)
    if styles["dmy"] or styles["mdy"]:
        return styles["mdy"] > styles["dmy"]
    either = [item for item in read if item.style == "either"]
    fits = [sum(date is not None and first <= date <= last for date in dates) for dates in _readings(either)]
    return fits[1] > fits[0]


def _readings(either: Sequence[Read]) -> tuple[list[dt.date | None], list[dt.date | None]]:
    return [item.date for item in either], [item.second for item in either]
