"""A small plan with a vehicle, made by hand: V brings A and B out, who walk to H2 and are at H3, and fetches both."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from allocation.check import check_plan
from allocation.plan import DAYS, RIDES, UNSERVED, VISITS, Violation
from allocation.round import Round
from geo.tables import complete
from geo.travel import TravelMatrix

DATE = "2026-03-02"
IDS = ("H1", "H2", "H3", "A", "B", "V")
LEGS = {
    ("A", "V"): 5,
    ("V", "A"): 6,
    ("B", "V"): 5,
    ("V", "B"): 6,
    ("V", "H1"): 20,
    ("H1", "H2"): 4,
    ("H2", "H1"): 4,
    ("H3", "V"): 15,
}


@dataclass(frozen=True)
class Ride:
    """Inputs and the tables of the plan; a change of each is a case of its own."""

    legs: dict[tuple[str, str], float] = field(default_factory=lambda: dict(LEGS))
    vehicle: dict[str, Any] = field(default_factory=lambda: {"vehicle_id": "V", "seats": 2.0, "start": "08:10", "end": "09:33"})
    worker: dict[str, Any] = field(default_factory=dict)
    cells: tuple[tuple[str, int, str, Any], ...] = ()

    def way(self, start: str, stop: str, minutes: float) -> Ride:
        """The same with another way."""
        return replace(self, legs={**self.legs, (start, stop): minutes})

    def car(self, **values: Any) -> Ride:
        """The same with other values of the vehicle."""
        return replace(self, vehicle={**self.vehicle, **values})

    def of_a(self, **values: Any) -> Ride:
        """The same with other values of fieldworker A."""
        return replace(self, worker={**self.worker, **values})

    def cell(self, table: str, row: int, column: str, value: Any) -> Ride:
        """The same with another cell of the plan."""
        return replace(self, cells=(*self.cells, (table, row, column, value)))

    def tables(self) -> dict[str, pd.DataFrame]:
        """Visits, days, unserved and rides."""
        tables = {
            "visits": pd.DataFrame(
                [
                    ("H2", "A", DATE, 1, "08:34:00", "08:34:00", "09:04:00", 4.0, np.nan),
                    ("H3", "B", DATE, 1, "08:40:00", "08:40:00", "09:10:00", 0.0, np.nan),
                ],
                columns=list(VISITS),
            ),
            "days": pd.DataFrame(
                [(who, DATE, "08:05:00", "09:39:00", 1, 94.0, way, np.nan) for who, way in (("A", 8.0), ("B", 0.0))],
                columns=list(DAYS),
            ),
            "unserved": pd.DataFrame([("H1", "workers_full", "Why.", "What to do.")], columns=list(UNSERVED)),
            "rides": pd.DataFrame(
                [
                    ("V", DATE, 1, "start", "V", "", "08:10:00", "08:10:00", "", 2),
                    ("V", DATE, 2, "drop", "H1", "A", "08:30:00", "08:30:00", "08:30:00", 1),
                    ("V", DATE, 3, "drop", "H3", "B", "08:40:00", "08:40:00", "08:40:00", 0),
                    ("V", DATE, 4, "fetch", "H1", "A", "08:50:00", "09:08:00", "09:08:00", 1),
                    ("V", DATE, 5, "fetch", "H3", "B", "09:18:00", "09:18:00", "09:10:00", 2),
                    ("V", DATE, 6, "return", "V", "", "09:33:00", "09:33:00", "", 0),
                ],
                columns=list(RIDES),
            ),
        }
        for table, row, column, value in self.cells:
            tables[table][column] = tables[table][column].astype(object)
            tables[table].loc[row, column] = value
        return tables

    def violations(self) -> list[Violation]:
        """What the checker says."""
        minutes = np.full((len(IDS), len(IDS)), 10.0)
        np.fill_diagonal(minutes, 0.0)
        for (start, stop), way in self.legs.items():
            minutes[IDS.index(start), IDS.index(stop)] = way
        homes = complete("households", pd.DataFrame({"household_id": IDS[:3], "visit_min": 30.0}))
        rows = [{"worker_id": "A", "vehicle": "V", **self.worker}, {"worker_id": "B", "vehicle": "V"}]
        team, fleet = complete("fieldworkers", pd.DataFrame(rows)), complete("vehicles", pd.DataFrame([self.vehicle]))
        tables = self.tables()
        rides = tables.pop("rides")
        round_ = Round(DATE, "2026-03-03", holidays="")
        return check_plan(*tables.values(), homes, team, round_, TravelMatrix(minutes, IDS), vehicles=fleet, rides=rides)

    def check(self) -> list[tuple[str, str, str]]:
        """Codes, fieldworkers and dates of the violations."""
        return [(one.code, one.worker_id, one.date) for one in self.violations()]
