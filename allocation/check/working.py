"""Days and hours of work, read from the fieldworkers' calendars a second time."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from allocation.round import Round
from geo.clock import minutes

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIMED = re.compile(r"^(?P<day>\S+)\s+(?P<from>[\d:hH.]+)\s*[-–]\s*(?P<to>[\d:hH.]+)$")


@dataclass(frozen=True)
class Working:
    """Who works when; tables (workers × days of the round), minutes.

    Attributes
    ----------
    works : bool table
        Whether the worker's own calendar names the day, holidays and whole meeting days aside.
    start, end, longest : tables
        Earliest leaving, latest being home (from midnight), longest day; the usual ones on days that are not worked.
    missed : bool table
        Whether the meeting leaves nothing of a day that the calendar names.
    """

    works: Bools
    start: Floats
    end: Floats
    longest: Floats
    missed: Bools

    @classmethod
    def of(cls, cells: Any, round_: Round, start: Floats, end: Floats, longest: Floats) -> Working:
        """Read the ``days`` cells; hours of a part of a day stand in for the usual ones."""
        days = [round_.first_day + dt.timedelta(days=step) for step in range((round_.last_day - round_.first_day).days + 1)]
        shape = (len(start), len(days))
        works = np.zeros(shape, dtype=bool)
        first, last, most = (np.repeat(usual[:, None], len(days), axis=1) for usual in (start, end, longest))
        for row, cell in enumerate(cells):
            for step, day in enumerate(days):
                named, hours = _hours(cell, day)
                works[row, step] = named
                if hours is not None:
                    first[row, step], last[row, step] = hours
                    most[row, step] = min(most[row, step], hours[1] - hours[0])
        missed = np.zeros(shape, dtype=bool)
        if round_.meeting_time:
            at = np.array([WEEK[day.weekday()] == round_.meeting_day.lower() for day in days], dtype=bool)
            begin, over = (minutes(part) for part in re.split(r"\s*[-–]\s*", round_.meeting_time.strip()))
            met = works & at & (begin < last) & (over > first)
            before, after = np.minimum(begin, last) - first, last - np.maximum(over, first)
            missed = met & (np.maximum(before, after) <= 0)
            met &= ~missed
            early = met & (before >= after)
            last = np.where(early, np.minimum(begin, last), last)
            first = np.where(met & ~early, np.maximum(over, first), first)
            works = works & ~missed
            most = np.where(met, np.minimum(most, last - first), most)
        return cls(works, first, last, most, missed)

    def kinds(self) -> list[NDArray[np.int64]]:
        """Days of the round on which everybody has the same hours, together."""
        columns = np.concatenate([self.start, self.end, self.longest])
        _, kind = np.unique(columns, axis=1, return_inverse=True)
        kind = np.asarray(kind).ravel()
        return [np.flatnonzero(kind == one) for one in range(int(kind.max(initial=-1)) + 1)]


def _hours(cell: str, day: dt.date) -> tuple[bool, tuple[float, float] | None]:
    """Whether a cell names the day, and with which hours; what is said of a date goes before what is said of its weekday."""
    parts = [part.strip() for part in cell.split(";") if part.strip()] or list(WEEK[:5])
    found: dict[bool, tuple[float, float] | None] = {}
    for part in parts:
        timed = _TIMED.match(part)
        name = timed["day"] if timed else part
        dated = not name[0].isalpha()
        if _names(name, dated, day):
            found[dated] = (minutes(timed["from"]), minutes(timed["to"])) if timed else None
    return bool(found), found[max(found)] if found else None


def _names(name: str, dated: bool, day: dt.date) -> bool:
    if not dated:
        return name.lower()[:3] == WEEK[day.weekday()]
    first, _, last = name.partition("/")
    return dt.date.fromisoformat(first.strip()) <= day <= dt.date.fromisoformat((last or first).strip())
