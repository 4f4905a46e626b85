"""Every household that is not reached gets a reason, a plain sentence and the smallest fix."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocation.causes import KINDS, Causes, find_causes, unfinished, unworthy
from allocation.plan import UNSERVED
from allocation.problem import PlanningProblem
from allocation.room import Room, find_room, planned_days
from allocation.sentences import CLOSE_MIN, Writer
from allocation.why.more_time import more_time


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
    more = more_time(problem, visits, days, _to_walk(problem, causes, room, full))
    fits = np.array([(way := more.get(row)) is not None and way.kind == "fits" for row in rows.tolist()], dtype=bool)
    causes = unfinished(causes, fits)
    writer = Writer(problem, causes, room, dict(zip(full.tolist(), range(len(full)), strict=True)), wards, more)
    written = [writer.write(at) for at in range(len(rows))]
    cells = {
        "household_id": problem.household_ids[rows].tolist(),
        "reason": [KINDS[kind] for kind in causes.kind],
        "sentence": [sentence for sentence, _ in written],
        "smallest_fix": [fix for _, fix in written],
    }
    return pd.DataFrame({name: pd.array(cells[name], dtype="str") for name in UNSERVED})


def _to_walk(problem: PlanningProblem, causes: Causes, room: Room, full: NDArray[np.int64]) -> list[int]:
    """Households for which spare minutes do not say what would be enough: for two, for several visits, or kept out by no hours.

    Not those that have a price: what time would be enough says nothing of whether it pays.
    """
    rows = causes.rows[full]
    many = (problem.visitors * problem.visits)[rows] > 1
    whenever = np.array([not problem.windows[row] for row in rows.tolist()], dtype=bool)
    in_pieces = whenever & (room.missing_min <= -CLOSE_MIN) & (room.missing_load <= 0)
    return [int(row) for row in rows[(causes.kind[full] == "full") & ~problem.priced[rows] & (many | in_pieces)]]
