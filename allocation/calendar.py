"""Which days, and which hours of them, each fieldworker works in a round."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from allocation.round import Round
from geo.clock import minutes
from geo.tables import DAYS

#: Monday to Friday: the days of a worker whose ``days`` is blank.
WORKING_WEEK = frozenset(range(5))
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = re.compile(r"(.*\S)\s+(\d{1,2}[:hH.]\d{2})\s*[-–]\s*(\d{1,2}[:hH.]\d{2})")
#: Hours of a part of a day, minutes from midnight; None for the whole day.
Part = tuple[float, float] | None


@dataclass(frozen=True)
class Calendar:
    """What a ``days`` cell says: weekdays (Monday is 0) and dates, each with its hours; a date goes before its weekday."""

    weekdays: Mapping[int, Part]
    dates: Mapping[dt.date, Part]

    def __contains__(self, date: dt.date) -> bool:
        return date in self.dates or date.weekday() in self.weekdays

    def part(self, date: dt.date) -> Part:
        """Hours of a date that is worked, None for the whole day."""
        return self.dates[date] if date in self.dates else self.weekdays[date.weekday()]


def read_calendar(text: str) -> Calendar:
    """Weekdays and dates that a ``days`` cell names, with their hours.

    Parameters
    ----------
    text : str
        Items separated by ``;``: ``Mon`` or ``Monday``, ``2026-03-02``, ``2026-03-02/2026-03-06`` (both ends worked), each
        of them also with hours: ``Mon 08:00-12:00``. Blank means Monday to Friday.

    Raises
    ------
    ValueError
        An item is none of these, a span ends before it begins, or a day has two different parts.

    Examples
    --------
    >>> read_calendar("Mon 08:00-12:00").part(dt.date(2026, 3, 2))
    (480.0, 720.0)
    """
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if not parts:
        return Calendar(dict.fromkeys(sorted(WORKING_WEEK)), {})
    weekdays: dict[int, Part] = {}
    dates: dict[dt.date, Part] = {}
    for whole in parts:
        named, hours = _with_hours(whole)
        weekday = _weekday(named)
        if weekday is not None:
            _put(weekdays, weekday, hours)
        else:
            for date in _span(named):
                _put(dates, date, hours)
    return Calendar(weekdays, dates)


def parse_days(text: str) -> tuple[frozenset[int], frozenset[dt.date]]:
    """Weekdays (Monday is 0) and dates that a ``days`` cell names, their hours aside.

    Raises
    ------
    ValueError
        As :func:`read_calendar`.

    Examples
    --------
    >>> sorted(parse_days("Mon;wednesday")[0])
    [0, 2]
    >>> sorted(parse_days("2026-03-02/2026-03-03")[1])
    [datetime.date(2026, 3, 2), datetime.date(2026, 3, 3)]
    """
    calendar = read_calendar(text)
    return frozenset(calendar.weekdays), frozenset(calendar.dates)


def _put(days: dict[Any, Part], key: Any, hours: Part) -> None:
    if days.setdefault(key, hours) != hours:
        raise ValueError("a day has two different parts; only one can be planned")


def _with_hours(part: str) -> tuple[str, Part]:
    found = _HOURS.fullmatch(part)
    if found is None:
        return part, None
    first, last = minutes(found[2]), minutes(found[3])
    if last <= first:
        raise ValueError("the hours of a day end before they begin")
    return found[1].strip(), (first, last)


def _weekday(part: str) -> int | None:
    word = part.lower()
    if word in _NAMES:
        return _NAMES.index(word)
    short = [day.lower() for day in DAYS]
    return short.index(word) if word in short else None


def _span(part: str) -> list[dt.date]:
    first, _, last = part.partition("/")
    try:
        start, stop = dt.date.fromisoformat(first.strip()), dt.date.fromisoformat((last or first).strip())
    except ValueError as error:
        raise ValueError("days are written as Mon;Tue or as dates like 2026-03-02;2026-03-05") from error
    if stop < start:
        raise ValueError("a span of days ends before it begins")
    return [start + dt.timedelta(days=step) for step in range((stop - start).days + 1)]


@lru_cache(maxsize=32)
def holiday_names(country: str, first_year: int, last_year: int) -> Mapping[dt.date, str]:
    """Public holidays of ``ZA`` or, with a subdivision, ``GB-SCT``, with what each is called; none for ""."""
    if not country:
        return MappingProxyType({})
    import holidays

    code, _, part = country.partition("-")
    years = range(first_year, last_year + 1)
    return MappingProxyType(dict(holidays.country_holidays(code, subdiv=part or None, years=years)))


def public_holidays(country: str, first_year: int, last_year: int) -> frozenset[dt.date]:
    """The dates alone of :func:`holiday_names`."""
    return frozenset(holiday_names(country, first_year, last_year))


def meeting_weekday(round_: Round) -> int | None:
    """The weekday (Monday is 0) that the war-room meeting takes whole; None where there is none, or it takes hours only."""
    return DAYS.index(round_.meeting_day) if round_.meeting_day and not round_.meeting_time else None


def round_days(round_: Round) -> tuple[dt.date, ...]:
    """Dates of the round on which anybody may be visited: not a public holiday, not a day that the meeting takes whole."""
    closed = public_holidays(round_.holidays, round_.first_day.year, round_.last_day.year)
    meeting = meeting_weekday(round_)
    length = (round_.last_day - round_.first_day).days + 1
    dates = (round_.first_day + dt.timedelta(days=step) for step in range(length))
    return tuple(date for date in dates if date not in closed and date.weekday() != meeting)


def working_days(text: str, round_: Round) -> tuple[dt.date, ...]:
    """Dates of the round on which a worker with this ``days`` cell works, in order.

    A public holiday and the meeting day are off for everybody, also where a worker's calendar names the date. Weekends
    are worked only where they are named.

    Raises
    ------
    ValueError
        As :func:`read_calendar`.
    """
    calendar = read_calendar(text)
    return tuple(date for date in round_days(round_) if date in calendar)


@dataclass(frozen=True)
class Shifts:
    """The days of one worker, in order; arrays in minutes.

    Attributes
    ----------
    dates : tuple of date
    start_min, end_min : arrays
        Earliest leaving and latest being home, from midnight.
    span_min : array
        Longest day from leaving to being home.
    """

    dates: tuple[dt.date, ...]
    start_min: NDArray[np.float64]
    end_min: NDArray[np.float64]
    span_min: NDArray[np.float64]


def worker_shifts(text: str, round_: Round, *, start_min: float, end_min: float, day_min: float) -> Shifts:
    """The days that a worker works, with their hours.

    Parameters
    ----------
    text : str
        The ``days`` cell.
    round_ : Round
        Its dates, and the war-room meeting where it takes only a part of its day: the worker's day is then the longer part
        before or after it (the earlier of two equal ones).
    start_min, end_min, day_min : float
        The worker's usual hours and the longest day. A part of a day that the cell states takes their place.
    """
    calendar = read_calendar(text)
    rows: list[tuple[dt.date, float, float, float]] = []
    for date in round_days(round_):
        if date not in calendar:
            continue
        part = calendar.part(date)
        first, last = part or (start_min, end_min)
        if round_.meeting_time and DAYS[date.weekday()] == round_.meeting_day:
            kept = _around_meeting(first, last, round_.meeting_minutes)
            part = kept if kept != (first, last) else part
            first, last = kept
        if last > first:
            rows.append((date, first, last, day_min if part is None else min(day_min, last - first)))
    columns = np.array([row[1:] for row in rows], dtype=float).reshape(len(rows), 3).T
    return Shifts(tuple(row[0] for row in rows), *columns)


def _around_meeting(first: float, last: float, meeting: tuple[float, float]) -> tuple[float, float]:
    if meeting[1] <= first or meeting[0] >= last:
        return first, last
    before, after = (first, min(last, meeting[0])), (max(first, meeting[1]), last)
    return before if before[1] - before[0] >= after[1] - after[0] else after


def week_of(date: dt.date, round_: Round) -> int:
    """The week (Monday to Sunday) of a date, counted from 0 at the first of the round."""
    monday = round_.first_day - dt.timedelta(days=round_.first_day.weekday())
    return (date - monday).days // 7


def week_count(round_: Round) -> int:
    """Weeks (Monday to Sunday) that the round touches."""
    return week_of(round_.last_day, round_) + 1
