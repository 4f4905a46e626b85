"""Dates and durations as people say them; English, whatever the machine's locale."""

from __future__ import annotations

import datetime as dt
import math

from geo.maps.palette import reason_mark
from geo.tables import DAYS

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def reason_title(reason: str) -> str:
    """The heading of a reason for not being reached: what the map's key says too.

    Examples
    --------
    >>> reason_title("too_far")
    'Too far away or another home ward'
    """
    return reason_mark(reason).label


def weekday(day: dt.date) -> str:
    """``Mon`` … ``Sun``."""
    return DAYS[day.weekday()]


def short_day(day: dt.date) -> str:
    """A day for a column.

    Examples
    --------
    >>> short_day(dt.date(2026, 3, 2))
    'Mon 2 Mar'
    """
    return f"{weekday(day)} {day.day} {MONTHS[day.month - 1][:3]}"


def long_day(day: dt.date) -> str:
    """A day in full.

    Examples
    --------
    >>> long_day(dt.date(2026, 3, 2))
    '2 March 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def span(first: dt.date, last: dt.date) -> str:
    """A stretch of days.

    Examples
    --------
    >>> span(dt.date(2026, 3, 2), dt.date(2026, 3, 6)), span(dt.date(2026, 3, 30), dt.date(2026, 4, 3))
    ('2 to 6 March 2026', '30 March to 3 April 2026')
    """
    if first == last:
        return f"{weekday(first)} {long_day(first)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {long_day(last)}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {MONTHS[first.month - 1]}{year} to {long_day(last)}"


def duration(minutes: float) -> str:
    """Minutes as hours and minutes; "" where unknown.

    Examples
    --------
    >>> duration(95), duration(40), duration(120)
    ('1 h 35', '40 min', '2 h')
    """
    if not math.isfinite(minutes):
        return ""
    hours, rest = divmod(round(minutes), 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def length(metres: float) -> str:
    """Metres as people say them; "" where unknown.

    Examples
    --------
    >>> length(340), length(2460), length(float("nan"))
    ('340 m', '2.5 km', '')
    """
    if not math.isfinite(metres):
        return ""
    return f"{round(metres / 10) * 10} m" if metres < 995 else f"{metres / 1000:.1f} km"


def count(number: int, one: str, many: str) -> str:
    """A number with its noun.

    Examples
    --------
    >>> count(1, "visit", "visits"), count(1200, "visit", "visits")
    ('1 visit', '1 200 visits')
    """
    return f"{number:,}".replace(",", " ") + f" {one if number == 1 else many}"
