"""What somebody has told of the week, as the door that plans again takes it; and the two swaps that people ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from allocation.plan import Plan
from geo.errors import InputProblems
from geo.problems import Problem
from geo.tables import CRS
from workflows.happened_draft import Closed, HappenedDraft, new_of_file
from workspace import Workspace

#: A closed place is a small square round its point, degrees: about 20 cm, so that its neighbours stay open.
_ROUND = 2e-6


def given_of(draft: HappenedDraft, plan: Plan, new: pd.DataFrame | None) -> dict[str, Any]:
    """The keywords of :func:`allocation.replan.replan` that say what has happened.

    Parameters
    ----------
    draft : HappenedDraft
        Everything told.
    plan : Plan
        The one that it is about.
    new : DataFrame or None
        Households that the plan does not know, see :func:`new_households`.
    """
    away: dict[str, list[str]] = {}
    for one in draft.away:
        away.setdefault(one.worker_id, []).extend(_days(one.first, one.last))
    return {
        "from_day": draft.from_day,
        "ill": {worker: sorted(set(days)) for worker, days in away.items()} or None,
        "not_home": draft.not_home,
        "removed": draft.removed,
        "pins": dict(draft.pins) or None,
        "new_households": new,
        "restrictions": closed_areas(plan, draft.closed),
        "changed_worker_min": draft.worker_min,
        "changed_day_min": draft.day_min,
    }


def newcomers(ws: Workspace, plan: Plan) -> gpd.GeoDataFrame | None:
    """Households that stand in the list now and that the plan does not know; None where there are none."""
    homes = ws.table("households")
    if homes is None:
        return None
    fresh = homes[~homes["household_id"].isin(set(plan.households["household_id"]))]
    return fresh.reset_index(drop=True) if len(fresh) else None


def new_households(ws: Workspace, plan: Plan, draft: HappenedDraft) -> gpd.GeoDataFrame | None:
    """The households that come in by what was told: of the list, of a file, or of both; of one id the file's row."""
    parts = [new_of_file(ws, draft), newcomers(ws, plan) if draft.newcomers else None]
    there = [part for part in parts if part is not None]
    if not there:
        return None
    both = pd.concat(there, ignore_index=True).drop_duplicates("household_id", ignore_index=True)
    return gpd.GeoDataFrame(both, geometry="geometry", crs=CRS)


def closed_areas(plan: Plan, closed: Sequence[Closed]) -> gpd.GeoDataFrame | None:
    """A row an area that has closed, in the shape of restrictions; None where there is none."""
    homes = plan.households[plan.households.geometry.notna()].set_index("household_id").geometry
    rows: list[tuple[Closed, Any]] = []
    for one in closed:
        points = homes[homes.index.isin(one.household_ids)].representative_point()
        if len(points):
            rows.append((one, shapely.union_all(shapely.buffer(points.to_numpy(), _ROUND, cap_style="square"))))
    if not rows:
        return None
    return gpd.GeoDataFrame(
        {
            "kind": ["no entry"] * len(rows),
            "reason": [one.called for one, _ in rows],
            "from": [one.first for one, _ in rows],
            "until": [one.last for one, _ in rows],
        },
        geometry=[area for _, area in rows],
        crs=CRS,
    )


def day_swap(plan: Plan, first: tuple[str, str], second: tuple[str, str]) -> dict[str, tuple[str, str]]:
    """Pins by which two fieldworkers change days: each visits whom the other would have, when the other would have.

    Parameters
    ----------
    plan : Plan
        With the visits of both days.
    first, second : (worker id, YYYY-MM-DD)
        The two days.

    Raises
    ------
    InputProblems
        It is the same day of the same person, or neither has a visit on it (E401).

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> rows = [("A", "V", "2026-03-02"), ("B", "W", "2026-03-03")]
    >>> plan = SimpleNamespace(visits=pd.DataFrame(rows, columns=["household_id", "worker_id", "date"]))
    >>> day_swap(plan, ("V", "2026-03-02"), ("W", "2026-03-03"))
    {'A': ('W', '2026-03-03'), 'B': ('V', '2026-03-02')}
    """
    visits = plan.visits
    pins = {
        str(household): other
        for one, other in ((first, second), (second, first))
        for household in visits.loc[(visits["worker_id"] == one[0]) & (visits["date"] == one[1]), "household_id"]
    }
    if first == second or not pins:
        fact = "Two days can be swapped where they differ and there are visits on one of them at least."
        raise InputProblems([Problem("E401", fact, column="pins", remedy="Choose two other days.")])
    return pins


def _days(first: str, last: str) -> list[str]:
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return [(start + dt.timedelta(days=step)).isoformat() for step in range((end - start).days + 1)]
