"""Whether the fieldworkers' hours and days can be planned with, and whether anybody works in the round at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from allocation.building import latest_home_min
from allocation.calendar import holiday_names, meeting_weekday, parse_days, working_days
from allocation.round import Round
from geo.clock import minutes
from geo.problems import Problem
from geo.tables import DAYS

#: Ids, and days, that a sentence names before it says how many more there are.
_NAMED = 10
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY_H = 24


def worker_problems(workers: gpd.GeoDataFrame, clock_day: bool) -> list[Problem]:
    """What is wrong with the hours and the days of fieldworkers, all of it, by their ids.

    Parameters
    ----------
    workers : GeoDataFrame
        In the shape of the contract; a cell that has its own fault already (a start that is no time) is passed over.
    clock_day : bool
        Whether a day has 24 hours; with a travel matrix it may have any length.
    """
    start, stated = times_of(workers["start"]), times_of(workers["end"])
    blank = np.array([isinstance(cell, str) and cell == "" for cell in workers["end"]], dtype=bool)
    with np.errstate(invalid="ignore", over="ignore"):
        day = workers["hours_per_day"].to_numpy(dtype=float) * 60
        end = np.where(blank, latest_home_min([""] * len(workers), start, day, clock_day), stated)
        # With a matrix a blank end follows from the hours, so hours of 0 alone are told there, not twice.
        backwards = (end <= start) & ((day > 0) | ~blank)
        idle, endless = ~(day > 0), clock_day & (day > _DAY_H * 60)
        weekless = workers["hours_per_week"].to_numpy(dtype=float) <= 0
    unread = np.array([not readable_days(text) for text in workers["days"]], dtype=bool)
    none = "The hours a day of {who} {are} not more than 0."
    no_week = "The hours a week of {who} {are} not more than 0; leave them blank where there is no limit."
    found = (
        ("E403", "hours_per_week", weekless, no_week),
        ("E403", "end", backwards, "The day of {who} ends before it begins, or over midnight."),
        ("E403", "hours_per_day", idle, none),
        ("E403", "hours_per_day", endless, "The hours a day of {who} {are} more than 24."),
        ("E212", "days", unread, "The days of {who} are not written as Mon;Tue or as dates like 2026-03-02."),
    )
    ids = workers["worker_id"].astype(str).to_numpy(dtype=object)
    return [
        Problem(code, text.format(who=_who(ids[mask]), are="are"), file="fieldworkers", rows=rows_of(mask), column=column)
        for code, column, mask, text in found
        if mask.any()
    ]


def crew_problems(workers: gpd.GeoDataFrame, round_: Round) -> list[Problem]:
    """Whether the round has fieldworkers, and whether one of them works on one of its days."""
    if round_.workers is not None:
        unknown = sorted(set(round_.workers) - set(workers["worker_id"]))
        if unknown:
            # As the round itself has them; of the list nothing is shown.
            named = ", ".join(f'"{name}"' for name in unknown[:10])
            more = f" and {len(unknown) - 10} more" if len(unknown) > 10 else ""
            fact = f"The round names {named}{more}, and the list of fieldworkers has no such id."
            return [Problem("E401", fact, column="round.workers")]
        if not round_.workers:
            return [Problem("E402", "The round names no fieldworker.", column="round.workers")]
        workers = workers[workers["worker_id"].isin(round_.workers)]
    idle = None if workers.empty else no_working_day(round_, workers["days"])
    return [] if idle is None else [idle]


def no_working_day(round_: Round, days: Iterable[str]) -> Problem | None:
    """That nobody works on any day of the round, with each day and why it is none; None where somebody does.

    Parameters
    ----------
    round_ : Round
        Its days, holidays and meeting day.
    days : iterable of str
        The ``days`` cells of the fieldworkers who are available; where one cannot be read nothing is said.
    """
    cells = set(days)
    if not all(map(readable_days, cells)) or any(working_days(cell, round_) for cell in cells):
        return None
    names = holiday_names(round_.holidays, round_.first_day.year, round_.last_day.year)
    meeting = meeting_weekday(round_)
    causes: dict[str, list[dt.date]] = {}
    for step in range((round_.last_day - round_.first_day).days + 1):
        date = round_.first_day + dt.timedelta(days=step)
        if date in names:
            cause = f"a public holiday ({names[date]})"
        elif date.weekday() == meeting:
            cause = "the day of the war-room meeting"
        elif date.weekday() >= 5:
            cause = "a weekend, and no fieldworker's days name it"
        else:
            cause = "a day on which no fieldworker works"
        causes.setdefault(cause, []).append(date)
    told = "; ".join(f"{_dates(dates)}: {cause}" for cause, dates in causes.items())
    free = any("no fieldworker" in cause for cause in causes)
    remedy = "Choose other days" + (
        ", or let a fieldworker work on one of them (column days of the fieldworkers)."
        if free
        else ", or change the holidays or the meeting day of the round."
    )
    return Problem("E402", f"No fieldworker works on any day of this round. {told}.", column="round.first_day", remedy=remedy)


def rows_of(mask: NDArray[np.bool_]) -> tuple[int, ...]:
    """Row numbers as a spreadsheet shows them."""
    return tuple(int(row) + 2 for row in mask.nonzero()[0])


def times_of(cells: Iterable[object]) -> NDArray[np.float64]:
    """Minutes from midnight; NaN where a cell is blank or no time, which is told elsewhere."""
    result = []
    for cell in cells:
        try:
            result.append(minutes(cell))
        except (ValueError, TypeError):
            result.append(np.nan)
    return np.array(result, dtype=float)


def _who(ids: NDArray[np.object_]) -> str:
    if len(ids) == 1:
        return f"fieldworker {ids[0]}"
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    return f"fieldworkers {', '.join(ids[:_NAMED])}{more}"


def _dates(dates: list[dt.date]) -> str:
    told = ", ".join(f"{DAYS[date.weekday()]} {date.day} {_MONTHS[date.month - 1]} {date.year}" for date in dates[:_NAMED])
    return told + (f" and {len(dates) - _NAMED} more" if len(dates) > _NAMED else "")


def readable_days(text: str) -> bool:
    """Whether somebody's days are written as weekdays or as dates."""
    try:
        parse_days(text)
    except ValueError:
        return False
    return True
