"""What changed for each fieldworker, as plain data for paper and for the workbook."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd

from allocation.changes import concerned, of_worker
from outputs.escape import shown
from outputs.handout import HandOut
from outputs.words import short_day

#: Columns of :attr:`Sheet.rows`.
ROWS = ("what", "household_id", "label", "place", "was", "now", "why")
#: What a change means to the one who reads it: by what it is, and whether the visit is theirs now.
_WON = {
    "new": "New",
    "moved worker": "Comes to you",
    "moved worker and day": "Comes to you",
    "moved day": "Another day",
    "order changed": "Another order",
    "time changed": "Another time",
}
_LOST = {"dropped": "Falls away", "moved worker": "Leaves you", "moved worker and day": "Leaves you"}
#: What the reader loses and wins, of these words.
GOES = frozenset(_LOST.values())
COMES = frozenset((_WON["new"], _WON["moved worker"]))


@dataclass(frozen=True)
class Sheet:
    """What changed for one fieldworker.

    Attributes
    ----------
    number : int
        As on maps and sheets.
    worker_id, name, supervisor : str
    rows : DataFrame
        Columns :data:`ROWS`, all text, in the order of days and times.
    """

    number: int
    worker_id: str
    name: str
    supervisor: str
    rows: pd.DataFrame


def change_sheets(handout: HandOut, changes: pd.DataFrame) -> list[Sheet]:
    """A sheet for each fieldworker for whom something changed, in the order of the fieldworkers' list.

    Parameters
    ----------
    handout : HandOut
        The plan as it is now.
    changes : DataFrame
        Columns :data:`allocation.changes.CHANGES`.
    """
    wanted = set(concerned(changes))
    homes = _homes(handout)
    people: Any = pd.DataFrame(handout.plan.fieldworkers).reindex(columns=["worker_id", "name", "supervisor"])
    return [
        Sheet(
            number=handout.numbers[row.worker_id],
            worker_id=shown(row.worker_id),
            name=shown(row.name),
            supervisor=shown(row.supervisor),
            rows=_rows(handout, of_worker(changes, str(row.worker_id)), str(row.worker_id), homes),
        )
        for row in people.itertuples(index=False)
        if row.worker_id in wanted
    ]


def _rows(handout: HandOut, mine: pd.DataFrame, worker_id: str, homes: dict[str, tuple[str, str]]) -> pd.DataFrame:
    cells = []
    table: Any = mine.itertuples(index=False)
    for row in table:
        label, place = homes.get(row.household_id, ("", ""))
        now_mine = row.to_worker == worker_id
        what = (_WON if now_mine else _LOST)[row.what]
        was = _visit(handout, row.from_worker, row.from_date, row.from_time, worker_id)
        now = _visit(handout, row.to_worker, row.to_date, row.to_time, worker_id)
        cells.append((what, shown(row.household_id), label, place, was, now or "no visit", shown(row.why)))
    return pd.DataFrame(cells, columns=list(ROWS), dtype="str")


def _visit(handout: HandOut, worker: str, date: str, time: str, reader: str) -> str:
    """A visit in few words; whose it is only where it is not the reader's."""
    if not worker:
        return ""
    whose = "" if worker == reader else f", worker {handout.numbers[worker]}" if worker in handout.numbers else ", somebody else"
    return f"{short_day(dt.date.fromisoformat(date))} {time}{whose}"


def _homes(handout: HandOut) -> dict[str, tuple[str, str]]:
    """Label and place of each household."""
    names = ["household_id", "label", "address", "directions", "village"]
    table: Any = pd.DataFrame(handout.plan.households).reindex(columns=names).itertuples(index=False)
    found = {}
    for row in table:
        parts = dict.fromkeys(text for text in map(shown, (row.address, row.directions, row.village)) if text)
        found[str(row.household_id)] = (shown(row.label), "; ".join(parts))
    return found
