"""Every household that is not reached gets a reason, a plain sentence and the smallest fix."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from allocation.causes import KINDS, find_causes, unfinished, unworthy
from allocation.plan import UNSERVED
from allocation.problem import PlanningProblem
from allocation.room import find_room, planned_days
from allocation.sentences import Writer


def explain(
    problem: PlanningProblem, visits: pd.DataFrame, days: pd.DataFrame, wards: gpd.GeoDataFrame | None = None
) -> pd.DataFrame:
    """The households that no visit reaches, and why.

    Parameters
    ----------
    problem : PlanningProblem
        The round.
    visits, days : DataFrame
        Of the plan (:data:`allocation.plan.VISITS`, :data:`allocation.plan.DAYS`).
    wards : GeoDataFrame, optional
        With ``ward_no``, so that sentences say "ward 7" and not the code.

    Returns
    -------
    DataFrame
        Columns :data:`allocation.plan.UNSERVED`, in the order of the households. A reason is the first of
        :data:`allocation.plan.REASONS` that holds, as :mod:`allocation.causes` lays down. Sentences and fixes name no
        person and no household; fieldworkers go by their ids.
    """
    reached = set(visits["household_id"])
    rows = np.array([row for row, name in enumerate(problem.household_ids) if name not in reached], dtype=np.int64)
    causes = find_causes(problem, rows)
    full = (causes.kind == "full").nonzero()[0]
    room = find_room(problem, planned_days(problem, visits, days), rows[full])
    fits = np.zeros(len(rows), dtype=bool)
    fits[full] = room.fits
    causes = unfinished(causes, fits)
    dear = np.zeros(len(rows), dtype=bool)
    dear[full] = room.dear
    causes = unworthy(causes, dear)
    writer = Writer(problem, causes, room, dict(zip(full.tolist(), range(len(full)), strict=True)), wards)
    written = [writer.write(at) for at in range(len(rows))]
    cells = {
        "household_id": problem.household_ids[rows].tolist(),
        "reason": [KINDS[kind] for kind in causes.kind],
        "sentence": [sentence for sentence, _ in written],
        "smallest_fix": [fix for _, fix in written],
    }
    return pd.DataFrame({name: pd.array(cells[name], dtype="str") for name in UNSERVED})
