"""What a plan made anew does to each worker-day, and who was planned together: what the reasons of changes are read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from allocation.changes import Visit

#: A fieldworker and a date, YYYY-MM-DD.
WorkerDay = tuple[str, str]
Homes = Mapping[WorkerDay, frozenset[str]]


@dataclass(frozen=True)
class Days:
    """The households of each worker-day, before and after.

    Attributes
    ----------
    before, after : mapping of (worker id, date) → household ids
    """

    before: Homes
    after: Homes

    @classmethod
    def of(cls, before: pd.DataFrame, after: pd.DataFrame) -> Days:
        """From the visits of both plans (:data:`allocation.plan.VISITS`)."""
        return cls(_homes(before), _homes(after))

    def came(self, visit: Visit) -> frozenset[str]:
        """Households that are on this worker-day now and were not."""
        day = visit.worker, visit.date
        return self.after.get(day, frozenset()) - self.before.get(day, frozenset())

    def left(self, visit: Visit) -> frozenset[str]:
        """Households that were on this worker-day and are not any more."""
        day = visit.worker, visit.date
        return self.before.get(day, frozenset()) - self.after.get(day, frozenset())

    def partners(self, household: str, visit: Visit) -> list[str]:
        """Who else was planned to visit this household on this day."""
        return [
            worker
            for (worker, date), homes in self.before.items()
            if date == visit.date and worker != visit.worker and household in homes
        ]


def _homes(visits: pd.DataFrame) -> dict[WorkerDay, frozenset[str]]:
    found: dict[WorkerDay, set[str]] = {}
    for household, worker, date in zip(visits["household_id"], visits["worker_id"], visits["date"], strict=True):
        found.setdefault((str(worker), str(date)), set()).add(str(household))
    return {day: frozenset(homes) for day, homes in found.items()}
