"""Reading of the plan's own tables: typed arrays for the judges, and a violation for every cell that cannot be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocation.check.facts import Facts
from allocation.check.text import texts
from allocation.plan import DAYS, RIDES, UNSERVED, VISITS, Violation

_COLUMNS = {"visits": VISITS, "days": DAYS, "unserved": UNSERVED, "rides": RIDES}
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Seen:
    """The visits, sorted by worker, date and order; parallel arrays.

    Attributes
    ----------
    household_id, worker_id, date : (n,) arrays of str
        As written; "" for a blank.
    household, worker : (n,) int arrays
        Row in the inputs, -1 where the id is unknown.
    day : (n,) int array
        Proleptic ordinal of the date, -1 where it cannot be read.
    order, arrive, start, depart, travel_min, distance_m : (n,) float arrays
        Times in minutes from midnight; NaN where a cell cannot be read.
    route : (n,) int array
        Number of the worker-day, 0, 1, 2, …
    whole : (n,) bool array
        Whether all of the worker-day can be judged as a route (every id, date and order in it was read).
    """

    household_id: NDArray[np.object_]
    worker_id: NDArray[np.object_]
    date: NDArray[np.object_]
    household: Ints
    worker: Ints
    day: Ints
    order: Floats
    arrive: Floats
    start: Floats
    depart: Floats
    travel_min: Floats
    distance_m: Floats
    route: Ints
    whole: Bools

    def __len__(self) -> int:
        return len(self.household)

    def violations(self, code: str, mask: Bools, detail: str | Callable[[int], str] = "") -> Iterator[Violation]:
        """One violation a row of ``mask``; ``detail`` is a text, or what makes one for a row."""
        for row in mask.nonzero()[0]:
            told = detail if isinstance(detail, str) else detail(int(row))
            yield Violation(code, self.household_id[row], self.worker_id[row], self.date[row], told)


@dataclass(frozen=True)
class Kept:
    """The table of days; parallel arrays as in :class:`Seen`."""

    worker_id: NDArray[np.object_]
    date: NDArray[np.object_]
    worker: Ints
    day: Ints
    leave: Floats
    home: Floats
    visits: Floats
    work_min: Floats
    travel_min: Floats
    distance_m: Floats

    def __len__(self) -> int:
        return len(self.worker)


@dataclass(frozen=True)
class Left:
    """The households not reached, as text."""

    household_id: NDArray[np.object_]
    reason: NDArray[np.object_]
    sentence: NDArray[np.object_]
    smallest_fix: NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.household_id)


def missing_columns(table: str, frame: Any) -> list[Violation]:
    """A violation for each column that the table lacks."""
    names = frame.columns if isinstance(frame, pd.DataFrame) else ()
    return [Violation("bad_table", "", "", "", f"{table} has no column {name}") for name in _COLUMNS[table] if name not in names]


def read_visits(frame: pd.DataFrame, facts: Facts) -> tuple[Seen, list[Violation]]:
    """Typed visits, and what could not be read."""
    household_id, worker_id, date = (texts(frame[name]) for name in VISITS[:3])
    cells = {
        "date": ordinals(date),
        "order": numbers(frame["order"]),
        "arrive": clocks(frame["arrive"]),
        "start": clocks(frame["start"]),
        "depart": clocks(frame["depart"]),
        "travel_min": numbers(frame["travel_min"]),
    }
    metres = numbers(frame["distance_m"])
    bad = [
        Violation("bad_value", household_id[row], worker_id[row], date[row], f"{name} of a visit cannot be read")
        for name, values in {**cells, **({} if facts.matrix else {"distance_m": metres})}.items()
        for row in np.isnan(values).nonzero()[0]
    ]
    household, worker = facts.household_rows(household_id), facts.worker_rows(worker_id)
    bad += [Violation("unknown_household", household_id[i], worker_id[i], date[i], "") for i in (household < 0).nonzero()[0]]
    bad += [Violation("unknown_worker", household_id[i], worker_id[i], date[i], "") for i in (worker < 0).nonzero()[0]]
    days = np.where(np.isnan(cells["date"]), -1, cells["date"]).astype(np.int64)
    sort = np.lexsort((np.nan_to_num(cells["order"], nan=np.inf), days, pd.factorize(worker_id, sort=True)[0]))
    route = _runs(worker_id[sort], date[sort])
    readable = (household >= 0) & (worker >= 0) & (days >= 0) & ~np.isnan(cells["order"])
    whole = np.ones(int(route.max(initial=-1)) + 1, dtype=bool)
    whole[route[~readable[sort]]] = False
    seen = Seen(
        household_id=household_id[sort],
        worker_id=worker_id[sort],
        date=date[sort],
        household=household[sort],
        worker=worker[sort],
        day=days[sort],
        order=cells["order"][sort],
        arrive=cells["arrive"][sort],
        start=cells["start"][sort],
        depart=cells["depart"][sort],
        travel_min=cells["travel_min"][sort],
        distance_m=metres[sort],
        route=route,
        whole=whole[route],
    )
    return seen, bad


def read_days(frame: pd.DataFrame, facts: Facts) -> tuple[Kept, list[Violation]]:
    """The typed table of days, and what could not be read."""
    worker_id, date = texts(frame["worker_id"]), texts(frame["date"])
    cells = {"date": ordinals(date), "leave": clocks(frame["leave"]), "home": clocks(frame["home"])}
    cells |= {name: numbers(frame[name]) for name in ("visits", "work_min", "travel_min")}
    metres = numbers(frame["distance_m"])
    bad = [
        Violation("bad_value", "", worker_id[row], date[row], f"{name} of a day cannot be read")
        for name, values in {**cells, **({} if facts.matrix else {"distance_m": metres})}.items()
        for row in np.isnan(values).nonzero()[0]
    ]
    worker = facts.worker_rows(worker_id)
    bad += [
        Violation("unknown_worker", "", worker_id[row], date[row], "in the table of days") for row in (worker < 0).nonzero()[0]
    ]
    days = np.where(np.isnan(cells["date"]), -1, cells["date"]).astype(np.int64)
    kept = Kept(
        worker_id=worker_id,
        date=date,
        worker=worker,
        day=days,
        leave=cells["leave"],
        home=cells["home"],
        visits=cells["visits"],
        work_min=cells["work_min"],
        travel_min=cells["travel_min"],
        distance_m=metres,
    )
    return kept, bad


def read_unserved(frame: pd.DataFrame) -> tuple[Left, list[Violation]]:
    """The households not reached; a blank sentence or fix is a violation."""
    left = Left(*(texts(frame[name]) for name in UNSERVED))
    blank = np.array([not (s.strip() and f.strip()) for s, f in zip(left.sentence, left.smallest_fix, strict=True)], dtype=bool)
    return left, [Violation("no_sentence", left.household_id[row], "", "", "") for row in blank.nonzero()[0]]


def numbers(column: pd.Series[Any]) -> Floats:
    """Cells as finite numbers; NaN for anything else."""
    values = pd.to_numeric(column.astype(object).map(_plain), errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isfinite(values), values, np.nan)


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float | str | np.number) and not isinstance(value, bool) else None


def clocks(column: pd.Series[Any]) -> Floats:
    """``HH:MM:SS`` (hours may pass 24) as minutes from midnight; NaN for anything else."""
    text = pd.Series(texts(column), dtype="str")
    parts = text.str.extract(r"^(\d{2,6}):([0-5]\d):([0-5]\d)$").astype(float).to_numpy(dtype=float)
    return np.asarray(parts @ np.array([60.0, 1.0, 1 / 60.0]), dtype=float).reshape(len(text))


def ordinals(dates: NDArray[np.object_]) -> Floats:
    """``YYYY-MM-DD`` as proleptic ordinals; NaN for anything else."""
    return np.array([_ordinal(text) for text in dates], dtype=float)


def _ordinal(text: str) -> float:
    try:
        return float(dt.date.fromisoformat(text).toordinal()) if len(text) == 10 else np.nan
    except ValueError:
        return np.nan


def _runs(*keys: NDArray[np.object_]) -> Ints:
    """Number the runs of equal keys 0, 1, 2, …"""
    if not len(keys[0]):
        return np.zeros(0, dtype=np.int64)
    new = np.zeros(len(keys[0]), dtype=bool)
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return np.cumsum(new, dtype=np.int64)
