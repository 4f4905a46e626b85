"""What differs between two plans of the same round, visit by visit, as it is handed over to the people concerned."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

#: Columns of changes.csv.
CHANGES = (
    "household_id",
    "what",
    "from_worker",
    "from_date",
    "from_time",
    "to_worker",
    "to_date",
    "to_time",
    "why",
)
#: What may have happened to a visit, the gravest first.
WHATS = ("dropped", "new", "moved worker and day", "moved worker", "moved day", "order changed", "time changed")
#: Minutes by which a start may shift without being told.
SHIFT_MIN = 1.0


class Visit(NamedTuple):
    """A visit as a person is told of it."""

    worker: str
    date: str
    order: int
    start: str


Reasons = Mapping[str, str] | Callable[[str, str, Visit | None, Visit | None], str] | None
Pair = tuple[Visit | None, Visit | None]


def changes(before: Any, after: Any, reasons: Reasons = None) -> pd.DataFrame:
    """Every visit that is not as it was.

    Parameters
    ----------
    before, after : Plan or DataFrame
        Two plans, or their visits (:data:`allocation.plan.VISITS`).
    reasons : mapping, callable or None
        Why: household → sentence, or a function of household, what, the visit before and the visit after (None where there
        is none). What is left out, or gives "", is told in general words.

    Returns
    -------
    DataFrame
        Columns :data:`CHANGES`, all text, one row a visit that changed: ``what`` is one of :data:`WHATS`; times are HH:MM.
        Sorted by the worker, date and time of before, of a new visit of after. A household that is visited more than once,
        or by two, has its visits paired: first those that stayed, then those on the same date, of the same worker, the rest
        by date.
    """
    old, new = _visits(before), _visits(after)
    rows = []
    for household in sorted(set(old) | set(new)):
        for pair in _paired(old.get(household, []), new.get(household, [])):
            what = _what(*pair)
            if what:
                rows.append(_row(household, what, pair, reasons))
    table = pd.DataFrame(rows, columns=list(CHANGES), dtype="str")
    keys = [_sort_key(row) for row in rows]
    order = sorted(range(len(rows)), key=keys.__getitem__)
    return table.iloc[order].reset_index(drop=True)


def concerned(table: pd.DataFrame) -> list[str]:
    """Workers for whom something changed, by id."""
    return sorted((set(table["from_worker"]) | set(table["to_worker"])) - {""})


def of_worker(table: pd.DataFrame, worker_id: str) -> pd.DataFrame:
    """The rows that concern one worker: visits lost, won, and changed; in the order in which they are walked now."""
    mine = table[(table["from_worker"] == worker_id) | (table["to_worker"] == worker_id)]
    won = mine["to_worker"] == worker_id
    when = [
        (to_date, to_time) if own else (from_date, from_time)
        for own, to_date, to_time, from_date, from_time in zip(
            won, mine["to_date"], mine["to_time"], mine["from_date"], mine["from_time"], strict=True
        )
    ]
    order = sorted(range(len(mine)), key=lambda row: (when[row], mine["household_id"].iloc[row]))
    return mine.iloc[order].reset_index(drop=True)


def counts(table: pd.DataFrame) -> dict[str, int]:
    """How often each of :data:`WHATS` stands in a list of changes."""
    found = table["what"].value_counts()
    return {what: int(found.get(what, 0)) for what in WHATS}


def _visits(plan: Any) -> dict[str, list[Visit]]:
    frame = plan if isinstance(plan, pd.DataFrame) else plan.visits
    found: dict[str, list[Visit]] = {}
    columns = (frame[name] for name in ("household_id", "worker_id", "date", "order", "start"))
    for household, worker, date, order, start in zip(*columns, strict=True):
        found.setdefault(str(household), []).append(Visit(str(worker), str(date), int(order), str(start)))
    return found


def _paired(old: Sequence[Visit], new: Sequence[Visit]) -> list[Pair]:
    """Visits of one household before and after, each with the one that it became."""
    left, right = sorted(old, key=_when), sorted(new, key=_when)
    pairs: list[Pair] = []
    keys: tuple[Callable[[Visit], Hashable], ...] = (
        lambda visit: (visit.worker, visit.date),
        lambda visit: visit.date,
        lambda visit: visit.worker,
        lambda visit: None,
    )
    for key in keys:
        for visit in list(left):
            match = next((other for other in right if key(other) == key(visit)), None)
            if match is not None:
                left.remove(visit)
                right.remove(match)
                pairs.append((visit, match))
    pairs += [(visit, None) for visit in left]
    pairs += [(None, visit) for visit in right]
    return pairs


def _when(visit: Visit) -> tuple[str, str, str]:
    return visit.date, visit.start, visit.worker


def _what(old: Visit | None, new: Visit | None) -> str:
    """One of :data:`WHATS`, "" for a visit that stayed."""
    if new is None:
        return "dropped"
    if old is None:
        return "new"
    if old.worker != new.worker:
        return "moved worker" if old.date == new.date else "moved worker and day"
    if old.date != new.date:
        return "moved day"
    if old.order != new.order:
        return "order changed"
    return "time changed" if abs(_minutes(old.start) - _minutes(new.start)) >= SHIFT_MIN else ""


def _minutes(text: str) -> float:
    """Minutes of HH:MM:SS; hours may pass 24 and 99."""
    hours, minutes, seconds = text.split(":")
    return int(hours) * 60.0 + int(minutes) + int(seconds) / 60.0


_GENERAL = {
    "dropped": "No day has room for it any more.",
    "new": "There is room for it now.",
    "moved worker and day": "It fits better there after the other changes.",
    "moved worker": "It fits better there after the other changes.",
    "moved day": "It fits better on this day after the other changes.",
    "order changed": "Other visits of this day have changed.",
    "time changed": "Other visits of this day have changed.",
}


def _row(household: str, what: str, pair: Pair, reasons: Reasons) -> tuple[str, ...]:
    told = ""
    if reasons is not None:
        told = reasons(household, what, *pair) if callable(reasons) else reasons.get(household, "")
    cells = [text for visit in pair for text in (("", "", "") if visit is None else (visit.worker, visit.date, visit.start[:-3]))]
    return (household, what, *cells, told or _GENERAL[what])


def _sort_key(row: Sequence[str]) -> tuple[str, ...]:
    cells = dict(zip(CHANGES, row, strict=True))
    side = "from" if cells["from_worker"] else "to"
    return (*(cells[f"{side}_{name}"] for name in ("worker", "date", "time")), cells["household_id"])
