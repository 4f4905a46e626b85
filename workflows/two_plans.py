"""Two kept plans on one map: which two are offered, what differs for each household, and the figures beside each other."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from allocation.plan import Plan
from geo.maps.compare import CompareLayers, compare_payload
from geo.tables import CRS
from outputs.words import duration
from workflows.called import names_of
from workflows.change_list import shown
from workflows.compare_plans import Compared, compared
from workflows.map_layers import FICTIONAL
from workflows.plan_choice import kept_plans, parent_of, plan_in_use
from workspace import Workspace

_STATES = {
    "dropped": "first",
    "new": "second",
    "moved worker and day": "both",
    "moved worker": "worker",
    "moved day": "day",
    "order changed": "same",
    "time changed": "same",
}
#: Of several visits of one household the gravest change is drawn.
_GRAVEST = ("first", "second", "both", "worker", "day", "same")


@dataclass(frozen=True)
class TwoPlans:
    """Two plans beside each other.

    Attributes
    ----------
    compared : Compared
    figures : DataFrame
        ``figure``, ``first``, ``second``, ``difference``, all text.
    payload : str
        The map of both.
    same_days : bool
        Whether both are of the same days; otherwise every visit differs.
    made_of : bool
        Whether the second was made anew from the first: only then there is a reason for each change.
    """

    compared: Compared
    figures: pd.DataFrame
    payload: str
    same_days: bool
    made_of: bool


def offered(ws: Workspace) -> dict[str, str]:
    """Kept plans by id, newest first, with their names and when they were made."""
    return {
        entry.plan_id: f"{entry.made}{' (in use)' if entry.in_use else ''} · reaches {entry.served:,} · {entry.name}"
        for entry in kept_plans(ws)
    }


def first_pair(ws: Workspace) -> tuple[str, str] | None:
    """The plan in use as the second; the one that it was made anew from, else the one made before it, as the first."""
    ids, second = list(offered(ws)), plan_in_use(ws)
    others = [plan_id for plan_id in ids if plan_id != second]
    if second is None or not others:
        return None
    parent = parent_of(ws, second)
    older = ids[ids.index(second) + 1 :] or others
    return (parent if parent in others else older[0]), second


def two_plans(ws: Workspace, first: str, second: str) -> TwoPlans:
    """Everything that is shown of two plans; costly for many households, so worth keeping by their ids."""
    before, after = ws.plan(first), ws.plan(second)
    found = compared(before, after)
    same_days = (before.round.first_day, before.round.last_day) == (after.round.first_day, after.round.last_day)
    layers = CompareLayers(
        households=households_frame(before, after, found.changes),
        wards=after.wards,
        landmarks=ws.table("landmarks"),
        note=FICTIONAL if ws.fictional else "",
        remember="compare",
    )
    return TwoPlans(found, _figures(found.figures), compare_payload(layers), same_days, parent_of(ws, second) == first)


def households_frame(before: Plan, after: Plan, changes: pd.DataFrame) -> gpd.GeoDataFrame:
    """A row a household of either plan: its place, what has become of its visits, and both in words."""
    new = before.households[~before.households["household_id"].isin(after.households["household_id"])]
    homes = pd.concat([after.households, new], ignore_index=True) if len(new) else after.households
    visited = set(before.visits["household_id"]) | set(after.visits["household_id"])
    words = shown(after, changes)
    told: dict[str, list[str]] = {}
    states: dict[str, str] = {}
    for what, household, was, now in zip(changes["what"], changes["household_id"], words["Was"], words["Now"], strict=True):
        state = _STATES[str(what)]
        states[household] = min(states.get(household, "same"), state, key=_GRAVEST.index)
        told.setdefault(household, []).append(f"Was: {was}\nNow: {now}")
    ids = [str(name) for name in homes["household_id"]]
    now_of = _visits_told(after)
    return gpd.GeoDataFrame(
        {
            "household_id": ids,
            "state": [states.get(name, "same" if name in visited else "neither") for name in ids],
            "text": ["\n".join(told.get(name, [now_of.get(name, "")])) for name in ids],
        },
        geometry=homes["geometry"].to_numpy(),
        crs=CRS,
    )


def _visits_told(plan: Plan) -> dict[str, str]:
    names = names_of(plan)
    rows = zip(plan.visits["household_id"], plan.visits["worker_id"], plan.visits["date"], strict=True)
    return {str(household): f"{names.get(str(worker), str(worker))}, {date}" for household, worker, date in rows}


def _figures(figures: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for row in figures.itertuples(index=False):
        before, after = float(row.before), float(row.after)
        clock = row.figure == "Minutes on the way"
        told = [duration(value) if clock else f"{value:,.0f}" for value in (before, after, abs(after - before))]
        sign = "" if round(after - before) == 0 else "+" if after > before else "−"
        rows.append(("On the way" if clock else str(row.figure), told[0], told[1], f"{sign}{told[2]}" if sign else "the same"))
    return pd.DataFrame(rows, columns=["figure", "first", "second", "difference"])
