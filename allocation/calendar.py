"""Which days each fieldworker works in a round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from allocation.round import Round
from geo.tables import DAYS

#: Monday to Friday: the days of a worker whose ``days`` is blank.
WORKING_WEEK = frozenset(range(5))
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def parse_days(text: str) -> tuple[frozenset[int], frozenset[dt.date]]:
    """Weekdays (Monday is 0) and dates that a ``days`` cell names.

    Parameters
    ----------
    text : str
        Items separated by ``;``: ``Mon`` or ``Monday``, ``2026-03-02``, ``2026-03-02/2026-03-06`` (both ends worked).
        Blank means Monday to Friday.

    Raises
    ------
    ValueError
        An item is none of these, or a span ends before it begins.

    Examples
    --------
    >>> sorted(parse_days("Mon;wednesday")[0])
    [0, 2]
    >>> sorted(parse_days("2026-03-02/2026-03-03")[1])
    [datetime.date(2026, 3, 2), datetime.date(2026, 3, 3)]
    """
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if not parts:
        return WORKING_WEEK, frozenset()
    weekdays: set[int] = set()
    dates: set[dt.date] = set()
    for part in parts:
        weekday = _weekday(part)
        if weekday is not None:
            weekdays.add(weekday)
        else:
            dates.update(_span(part))
    return frozenset(weekdays), frozenset(dates)


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


def round_days(round_: Round) -> tuple[dt.date, ...]:
    """Dates of the round on which anybody may be visited: not a public holiday, not the meeting day."""
    closed = public_holidays(round_.holidays, round_.first_day.year, round_.last_day.year)
    meeting = DAYS.index(round_.meeting_day) if round_.meeting_day else None
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
        As :func:`parse_days`.
    """
    weekdays, dates = parse_days(text)
    return tuple(date for date in round_days(round_) if date.weekday() in weekdays or date in dates)
