"""The team of a plan: who carries how much, against the middle of the team."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from allocation.joint import with_whom
from allocation.plan import Plan
from geo.clock import minutes
from geo.tables import items
from workflows.called import names_of

COLUMNS = ("worker_id", "name", "visits", "days", "hours", "travel_hours", "load", "visits_to_median", "hours_to_median")
COLUMNS += ("together", "with_whom")


def worker_table(plan: Plan) -> pd.DataFrame:
    """One row a fieldworker who is available in the round, in the order of the list.

    Returns
    -------
    DataFrame
        Columns :data:`COLUMNS`: ``visits`` and ``days`` (with visits), ``hours`` (from leaving home to being home, h),
        ``travel_hours`` (all legs, h), ``load`` (units carried), and visits and hours as shares of the team's median
        (1 is the middle; NaN where the median is 0); ``together``: visits made with another at once, and ``with_whom``: the
        names of those others, who comes along most often first.
    """
    team = plan.fieldworkers
    if plan.round.workers is not None:
        team = team[team["worker_id"].isin(plan.round.workers)]
    ids = pd.Index(team["worker_id"].astype(str))
    load = plan.households.set_index("household_id")["load"].astype(float)
    # A plan without visits has no numbers here either: said outright, or pandas takes them for text.
    carried = plan.visits["household_id"].map(load).astype(float).groupby(plan.visits["worker_id"]).sum()
    out = [minutes(home) - minutes(leave) for leave, home in zip(plan.days["leave"], plan.days["home"], strict=True)]
    days = plan.days.assign(out_min=np.array(out, dtype=float)).groupby("worker_id")
    sums = days[["out_min", "travel_min"]].sum().reindex(ids, fill_value=0.0) / 60
    visits = plan.visits.groupby("worker_id").size().reindex(ids, fill_value=0).to_numpy()
    hours = sums["out_min"].to_numpy()
    others = with_whom(plan.visits)
    together = others.ne("").groupby(plan.visits["worker_id"]).sum().reindex(ids, fill_value=0)
    return pd.DataFrame(
        {
            "worker_id": ids.to_numpy(),
            "name": team["name"].astype(str).to_numpy(),
            "visits": visits,
            "days": days.size().reindex(ids, fill_value=0).to_numpy(),
            "hours": hours,
            "travel_hours": sums["travel_min"].to_numpy(),
            "load": carried.reindex(ids, fill_value=0.0).to_numpy(),
            "visits_to_median": _to_median(visits),
            "hours_to_median": _to_median(hours),
            "together": together.astype(int).to_numpy(),
            "with_whom": _companions(plan, others).reindex(ids, fill_value="").to_numpy(),
        },
        columns=list(COLUMNS),
    )


def _companions(plan: Plan, others: pd.Series) -> pd.Series:
    """The names of those with whom each fieldworker makes visits, separated by commas; index worker id."""
    names = names_of(plan)
    found: dict[str, Counter[str]] = {}
    for worker, ids in zip(plan.visits["worker_id"], others, strict=True):
        found.setdefault(str(worker), Counter()).update(items(ids))
    told = {worker: ", ".join(names[other] for other, _ in counts.most_common()) for worker, counts in found.items()}
    return pd.Series(told, dtype="str")


def _to_median(values: np.ndarray) -> np.ndarray:
    middle = float(np.median(values)) if len(values) else 0.0
    return values / middle if middle > 0 else np.full(len(values), np.nan)
