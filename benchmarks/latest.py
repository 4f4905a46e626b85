"""The rows that the report shows: of each measurement the newest one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.runs import OURS, row_key

#: The engines as people know them.
NAMES = {OURS: "Wardround", "vroom": "VROOM", "pyvrp": "PyVRP", "routing": "OR-Tools routing"}


@dataclass(frozen=True)
class Latest:
    """Newest rows by what was measured; those from before the cores were noted down are left out."""

    rows: dict[tuple[str, str, int, float], dict[str, str]]

    @classmethod
    def of(cls, recorded: Iterable[dict[str, str]]) -> Latest:
        """Of all rows, oldest first."""
        return cls({row_key(row): row for row in recorded if row["cores"]})

    def instances(self, part: str) -> list[str]:
        """Instances of a part, in the order of their first row."""
        return list(dict.fromkeys(row["instance"] for row in self.rows.values() if row["part"] == part))

    def row(self, instance: str, engine: str, budget_s: float, one_core: bool = False) -> dict[str, str] | None:
        """One row, or None where that was not measured."""
        return self.rows.get((instance, engine, int(one_core), budget_s))

    def figure(self, column: str, instance: str, engine: str, budget_s: float, one_core: bool = False) -> float | None:
        """A figure of one row, or None."""
        row = self.row(instance, engine, budget_s, one_core)
        return float(row[column]) if row and row[column] else None

    def of_instance(self, instance: str, part: str = "") -> list[dict[str, str]]:
        """Rows of an instance, in one part or in all of them: ours first, then by engine and seconds."""
        own = [row for row in self.rows.values() if row["instance"] == instance and part in ("", row["part"])]
        return sorted(own, key=lambda row: (row["engine"] != OURS, row["engine"], row["cores"] == "1", float(row["budget_s"])))
