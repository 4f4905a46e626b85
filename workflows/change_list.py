"""The list of changes between two plans as a page shows it: people by their names, days as people say them."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from allocation.changes import WHATS, concerned, of_worker
from allocation.plan import Plan
from outputs.neutralise import neutralise_frame
from outputs.words import short_day
from workflows.called import called, labels_of, names_of

#: What may have happened to a visit, as a heading.
WHAT_WORDS = {
    "dropped": "Falls away",
    "new": "New",
    "moved worker and day": "Another fieldworker, another day",
    "moved worker": "Another fieldworker",
    "moved day": "Another day",
    "order changed": "Another place in the day",
    "time changed": "Another time",
}
#: Columns of :func:`shown`.
COLUMNS = ("Household", "What", "Was", "Now", "Why", "household_id")


def people(plan: Plan, table: pd.DataFrame) -> dict[str, str]:
    """Whom the changes concern: id → name with the number of changes, those with the most changes first."""
    names = names_of(plan)
    much = {worker: len(of_worker(table, worker)) for worker in concerned(table)}
    order = sorted(much, key=lambda worker: (-much[worker], worker))
    return {worker: f"{names.get(worker, worker)} ({much[worker]})" for worker in order}


def kinds(table: pd.DataFrame) -> dict[str, str]:
    """The kinds of change that there are: word of the list → heading with its number, the gravest first."""
    found = table["what"].value_counts()
    return {what: f"{WHAT_WORDS[what]} ({int(found[what]):,})" for what in WHATS if what in found.index}


def chosen(table: pd.DataFrame, worker_id: str | None, what: str | None) -> pd.DataFrame:
    """The changes of one fieldworker, or of one kind, or all."""
    rows = of_worker(table, worker_id) if worker_id else table
    return rows[rows["what"] == what].reset_index(drop=True) if what else rows


def shown(plan: Plan, table: pd.DataFrame) -> pd.DataFrame:
    """A row a change in plain words; columns :data:`COLUMNS`."""
    names, labels = names_of(plan), labels_of(plan)
    rows = [
        (
            called(labels, row.household_id),
            WHAT_WORDS[row.what],
            _visit(names, row.from_worker, row.from_date, row.from_time),
            _visit(names, row.to_worker, row.to_date, row.to_time),
            row.why,
            row.household_id,
        )
        for row in table.itertuples(index=False)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def as_csv(frame: pd.DataFrame) -> bytes:
    """The list as CSV in UTF-8, formulas made harmless."""
    return neutralise_frame(frame.drop(columns="household_id")).to_csv(index=False).encode("utf-8-sig")


def _visit(names: dict[str, str], worker: str, date: str, time: str) -> str:
    if not worker:
        return "no visit"
    return f"{names.get(worker, worker)}, {short_day(dt.date.fromisoformat(date))}, {time}"
