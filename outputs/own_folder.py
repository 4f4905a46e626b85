"""The folder of a plan made by hand that was judged: what ``wardround check-own --out`` writes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from allocation.own_plan import OwnPlan
from geo.plain import plain
from outputs.summary import NAME, write_summary
from outputs.swap import write_aside
from outputs.tables import write_table

#: Columns of differences.csv: households that one plan serves and the other does not.
DIFFERENCES = ("household_id", "served_by")


def write_own_folder(out: Path, own: OwnPlan) -> None:
    """Write the tables aside and swap them in.

    ``broken_rules.csv, visits.csv, days.csv, unserved.csv, workers.csv, summary.json``; with a comparison also
    ``comparison.csv, differences.csv, workers_compared.csv`` and the optimizer's ``optimizer_visits.csv``,
    ``optimizer_days.csv``.

    Raises
    ------
    FolderError
        The folder is not ours to replace (E500), or cannot be written (E502).
    """
    tables = {
        "broken_rules": own.sentences,
        "visits": own.visits,
        "days": own.days,
        "unserved": own.unserved,
        "workers": own.workers,
    }
    found = own.comparison
    if found is not None:
        sides = [(name, "optimizer") for name in found.only_optimizer] + [(name, "own plan") for name in found.only_own]
        tables |= {
            "comparison": found.figures,
            "differences": pd.DataFrame(sides, columns=list(DIFFERENCES), dtype="str"),
            "workers_compared": found.workers,
            "optimizer_visits": found.plan.visits,
            "optimizer_days": found.plan.days,
        }

    def fill(folder: Path) -> None:
        for name, frame in tables.items():
            write_table(folder / f"{name}.csv", frame)
        write_summary(folder / NAME, plain(dict(own.summary)))

    write_aside(out, fill, "own-plan")
