"""The lists that tell what has happened: ids, ids with dates, pairs of household and fieldworker; faults are collected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocation.own_dates import read_dates
from allocation.own_rows import OwnRows, matched, named_columns, read_own, row_numbers
from allocation.pins import Pin
from allocation.round import Round
from geo.errors import InputProblems
from geo.headings import described
from geo.problems import Problem, many

_ALL = ("all", "always", "whole round", "")


@dataclass(frozen=True)
class Listed:
    """The ids of the plan's lists, to which the lists of happenings refer; faults are added to ``wrong``."""

    homes: Sequence[str]
    team: Sequence[str]
    round: Round
    wrong: list[Problem]

    def done(self, given: Any, from_day: dt.date) -> OwnRows | None:
        """What was visited: rows with known ids and a date of the round before ``from_day``."""
        if given is None or (isinstance(given, pd.DataFrame) and given.empty and len(given.columns)):
            return None if given is None else _no_rows()
        file = "done"
        try:
            rows, broken = read_own(given, self.homes, self.team, self.round, file)
        except InputProblems as error:
            self.wrong.extend(error.problems)
            return None
        if any(one.code in ("unknown_household", "unknown_worker") for one in broken):
            _known_pairs(given, self.homes, self.team, file, self.wrong)  # tells which rows
        late = sum(dt.date.fromisoformat(date) >= from_day for date in rows.date)
        if late:
            fact = f"{many(late, 'visit')} said to be done {'lies' if late == 1 else 'lie'} on or after the first day to plan."
            remedy = "Plan anew from the day after the last visit that was made."
            self.wrong.append(Problem("E401", fact, file=file, column="date", remedy=remedy))
        early = sum(dt.date.fromisoformat(date) < self.round.first_day for date in rows.date)
        if early:
            fact = f"{many(early, 'visit')} said to be done {'lies' if early == 1 else 'lie'} before the round."
            self.wrong.append(Problem("E401", fact, file=file, column="date", remedy="Correct the dates."))
        return rows

    def forbidden(self, given: Any) -> dict[str, tuple[str, ...]]:
        """Who must not visit whom: a mapping of household → worker or workers, or a table with both columns."""
        if given is None or (isinstance(given, Mapping) and not given):
            return {}
        if isinstance(given, Mapping):
            cells = [(home, worker) for home, named in given.items() for worker in ([named] if isinstance(named, str) else named)]
            given = pd.DataFrame(cells, columns=["household_id", "worker_id"], dtype="str")
        found: dict[str, tuple[str, ...]] = {}
        for home, worker in _known_pairs(given, self.homes, self.team, "forbid", self.wrong):
            found[home] = (*found.get(home, ()), worker)
        return found


def ids_of(given: Any, known: Sequence[str], name: str, wrong: list[Problem]) -> frozenset[str]:
    """Household ids of a list, or of the household column of a table; those that nobody knows are told by their rows, or
    by their place in the list.
    """
    if isinstance(given, pd.DataFrame):
        try:
            texts = (
                named_columns(given, name, ("household_id",), ("household_id",))["household_id"]
                if len(given)
                else pd.Series(dtype="str")
            )
        except InputProblems as error:
            wrong += error.problems
            return frozenset()
    elif isinstance(given, str) or not isinstance(given, Iterable):
        remedy = "Give a list of ids."
        wrong.append(
            Problem("E407", f"{name} must be a list of household ids, not {described(given)}.", column=name, remedy=remedy)
        )
        return frozenset()
    else:
        texts = pd.Series([str(item) for item in given], dtype="str")
    rows = matched(texts, known)
    lost = rows < 0
    if lost.any():
        count = int(lost.sum())
        fact = f"{many(count, 'id')} of {name} {'is' if count == 1 else 'are'} not in the list of households."
        if isinstance(given, pd.DataFrame):
            numbers = row_numbers(texts.to_frame(), lost)
            wrong.append(Problem("E212", fact, file=name, rows=numbers, column="household_id", remedy="Correct the ids."))
        else:
            places = ", ".join(str(place + 1) for place in np.flatnonzero(lost)[:10])
            wrong.append(Problem("E212", f"{fact[:-1]} (in the list number {places}).", column=name, remedy="Correct the ids."))
    return frozenset(known[row] for row in rows if row >= 0)


def dates_of(
    given: Any, team: Sequence[str], from_day: dt.date, round_: Round, wrong: list[Problem]
) -> dict[str, tuple[dt.date, ...]]:
    """Dates from ``from_day`` on that each worker is away: a mapping of worker → dates, or "all" for the rest of the round."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        given = dict.fromkeys([given] if isinstance(given, str) else given, "all")
    every = [from_day + dt.timedelta(days=step) for step in range((round_.last_day - from_day).days + 1)]
    found: dict[str, tuple[dt.date, ...]] = {}
    rows = matched(pd.Series([str(name) for name in given], dtype="str"), team)
    for place, (row, dates) in enumerate(zip(rows, given.values(), strict=True), start=1):
        if row < 0:
            # By its place: somebody may have typed a name.
            which = "Who is said to be away" if len(given) == 1 else f"Number {place} of those said to be away"
            remedy = "Give the worker_id as the list of fieldworkers has it."
            wrong.append(Problem("E212", f"{which} is not in the list of fieldworkers.", column="ill", remedy=remedy))
            continue
        whole = dates is None or (isinstance(dates, str) and dates.strip().casefold() in _ALL)
        texts = [] if whole else [str(date) for date in ([dates] if isinstance(dates, str | dt.date) else dates)]
        read = read_dates(texts, round_.first_day, round_.last_day)
        if any(date is None for date in read):
            remedy = "Write them like 2026-03-05, or all."
            wrong.append(Problem("E212", f"A day on which {team[row]} is away cannot be read.", column="ill", remedy=remedy))
        lost = every if whole else [date for date in read if date is not None and date >= from_day]
        found[team[row]] = tuple(sorted({*found.get(team[row], ()), *lost}))
    return found


def pairs_of(  # noqa: PLR0917 - the lists, and where faults go
    given: Any, homes: Sequence[str], team: Sequence[str], round_: Round, name: str, wrong: list[Problem]
) -> dict[str, Pin]:
    """Household → what is set for it; of a table or a mapping."""
    if given is None:
        return {}
    table = _pin_table(given, name, wrong)
    if table is None or table.empty:
        return {}
    rows, workers = matched(table["household_id"], homes), matched(table["worker_id"], team)
    dates = read_dates(table["date"].tolist(), round_.first_day, round_.last_day)
    faults = (
        (rows < 0, "household_id", ("names", "name"), "a household that is not in the list", "Correct the id."),
        (
            (workers < 0) & (table["worker_id"] != "").to_numpy(),
            "worker_id",
            ("names", "name"),
            "a fieldworker who is not in the list",
            "Correct the id.",
        ),
        (_unread(table["date"], dates), "date", ("has", "have"), "a date that cannot be read", "Write dates like 2026-03-05."),
        (
            ((table["worker_id"] == "") & (table["date"] == "")).to_numpy(),
            "worker_id",
            ("names", "name"),
            "neither a fieldworker nor a day",
            "Name one.",
        ),
        (
            pd.Series(rows).duplicated().to_numpy() & (rows >= 0),
            "household_id",
            ("speaks", "speak"),
            "of a household a second time",
            "Keep one.",
        ),
    )
    for mask, column, (one, several), fact, remedy in faults:
        if mask.any():
            told = f"{many(int(mask.sum()), f'row of {name} {one}', f'rows of {name} {several}')} {fact}."
            wrong.append(
                Problem("E212", told, file=name, rows=row_numbers(table, np.asarray(mask)), column=column, remedy=remedy)
            )
    listed = isinstance(given, Mapping)
    places = range(1, len(table) + 1) if listed else row_numbers(table, np.ones(len(table), dtype=bool))
    return {
        homes[row]: Pin(team[worker] if worker >= 0 else "", date.isoformat() if date else "", place, listed)
        for row, worker, date, place in zip(rows, workers, dates, places, strict=True)
        if row >= 0
    }


def _pin_table(given: Any, name: str, wrong: list[Problem]) -> pd.DataFrame | None:
    if isinstance(given, Mapping):
        cells = [(str(home), *_pin_cells(pin)) for home, pin in given.items()]
        return pd.DataFrame(cells, columns=["household_id", "worker_id", "date"], dtype="str")
    try:
        return named_columns(given, name, ("household_id",), ("household_id", "worker_id", "date")) if len(given) else None
    except InputProblems as error:
        wrong += error.problems
    except TypeError:
        fact = f"{name} must be a table or a mapping, not {described(given)}."
        wrong.append(Problem("E407", fact, column=name, remedy="Give household → (fieldworker, date)."))
    return None


def _pin_cells(pin: Any) -> tuple[str, str]:
    if isinstance(pin, str):
        return pin, ""
    if isinstance(pin, dt.date):
        return "", pin.isoformat()
    if isinstance(pin, Mapping):
        pin = pin.get("worker_id"), pin.get("date")
    worker, date = pin
    return str(worker or ""), str(date or "")[:10]


def _known_pairs(table: Any, homes: Sequence[str], team: Sequence[str], name: str, wrong: list[Problem]) -> list[tuple[str, str]]:
    try:
        cells = named_columns(table, name, ("household_id", "worker_id"), ("household_id", "worker_id"))
    except InputProblems as error:
        wrong += error.problems
        return []
    rows, workers = matched(cells["household_id"], homes), matched(cells["worker_id"], team)
    unknown = (rows < 0) | (workers < 0)
    if unknown.any():
        rows_name = many(int(unknown.sum()), f"row of {name} names", f"rows of {name} name")
        fact = f"{rows_name} a household or a fieldworker who is not in the lists."
        wrong.append(Problem("E212", fact, file=name, rows=row_numbers(cells, unknown), remedy="Correct the ids."))
    return [(homes[row], team[worker]) for row, worker in zip(rows, workers, strict=True) if row >= 0 and worker >= 0]


def _unread(texts: pd.Series[Any], dates: Sequence[dt.date | None]) -> NDArray[np.bool_]:
    return np.array([date is None and text != "" for date, text in zip(dates, texts, strict=True)], dtype=bool)


def _no_rows() -> OwnRows:
    none = np.zeros(0)
    return OwnRows(none.astype(np.int64), none.astype(np.int64), none.astype(object), none, none)
