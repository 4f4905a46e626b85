"""Who could be sent out in a round, and on how many days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from allocation.calendar import round_days
from geo.errors import InputProblems
from geo.tables import DAYS
from workflows.round_draft import judged
from workspace import Workspace

TEAM = ("worker_id", "name", "department", "home_ward", "mode", "days", "hours_per_day")


@dataclass(frozen=True)
class DayCount:
    """Days of a round: how many from Monday to Friday are open, and the weekdays that are closed, in words."""

    working: int
    closed: tuple[str, ...]


def team(workspace: Workspace) -> pd.DataFrame:
    """Columns :data:`TEAM` of every fieldworker in the list; empty where there is no list."""
    table = workspace.table("fieldworkers")
    return pd.DataFrame(columns=list(TEAM)) if table is None else pd.DataFrame(table[list(TEAM)]).reset_index(drop=True)


def day_count(draft: Mapping[str, Mapping[str, Any]]) -> DayCount | None:
    """The days of a round; None while the draft states none that can be read."""
    try:
        round_, _ = judged(draft)
    except InputProblems:
        return None
    open_days = set(round_days(round_))
    length = (round_.last_day - round_.first_day).days + 1
    weekdays = [day for day in (round_.first_day + dt.timedelta(days=n) for n in range(length)) if day.weekday() < 5]
    meeting = DAYS.index(round_.meeting_day) if round_.meeting_day else None
    holidays = [f"{day:%a %d %b}" for day in weekdays if day not in open_days and day.weekday() != meeting]
    closed = ([f"every {round_.meeting_day} for the meeting"] if round_.meeting_day else []) + [
        f"{day}, public holiday" for day in holidays
    ]
    return DayCount(sum(day in open_days for day in weekdays), tuple(closed))
