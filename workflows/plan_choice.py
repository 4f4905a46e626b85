"""Which plan is looked at and handed out: the newest, until somebody goes back to an earlier one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from outputs.words import short_day
from workspace import Workspace

_STATE = "plan_in_use"
#: Most plans that are offered.
MOST = 30


@dataclass(frozen=True)
class PlanEntry:
    """A kept plan as it is offered: its id, its name and when it was made, whom it reaches, whether it is in use."""

    plan_id: str
    name: str
    made: str
    served: int
    asked: int
    in_use: bool


def plan_in_use(ws: Workspace) -> str | None:
    """The id of the plan that every page shows; None before the first.

    Notes
    -----
    A choice holds until the next plan is kept: whoever plans again wants to see what came of it.
    """
    newest = ws.current_plan()
    kept = ws.state(_STATE)
    if not isinstance(kept, dict) or kept.get("newest") != newest:
        return newest
    chosen = str(kept.get("plan_id"))
    return chosen if chosen in set(ws.plans()["plan_id"]) else newest


def use_plan(ws: Workspace, plan_id: str) -> None:
    """Go back to an earlier plan, or forward to the newest.

    Raises
    ------
    WorkspaceError
        There is no such plan (E504).
    """
    ws.plan_summary(plan_id)
    ws.set_state(_STATE, {"plan_id": plan_id, "newest": ws.current_plan()})


def kept_plans(ws: Workspace) -> tuple[PlanEntry, ...]:
    """The kept plans, newest first, :data:`MOST` at most; the one in use is always among them."""
    in_use = plan_in_use(ws)
    entries = [
        PlanEntry(
            str(row.plan_id),
            str(row.name) or f"{row.first_day} to {row.last_day}",
            _moment(pd.Timestamp(row.made_at)),
            int(row.served),
            int(row.asked),
            row.plan_id == in_use,
        )
        for row in ws.plans().itertuples(index=False)
    ]
    return tuple(entry for place, entry in enumerate(entries) if place < MOST or entry.in_use)


def parent_of(ws: Workspace, plan_id: str) -> str:
    """The plan that a kept plan was made anew from; "" for a first plan."""
    return str(ws.plan_summary(plan_id).get("replan", {}).get("parent", ""))


def _moment(made: pd.Timestamp) -> str:
    """When a plan was made, by this computer's clock."""
    moment = made.to_pydatetime()
    here = (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone()
    return f"{short_day(here.date())}, {here:%H:%M}"
