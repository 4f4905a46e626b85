"""What somebody may choose from when telling what has happened: days, visits, places."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from allocation.plan import Plan
from workflows.called import called, labels_of
from workflows.happened_lines import day

#: Reasons for which no fieldworker and no day help.
_NEVER = frozenset({"do_not_visit", "place_unknown"})


@dataclass(frozen=True)
class Planned:
    """One visit as it was planned; "" where a household has none, and whether there can be one at all."""

    household_id: str
    worker_id: str = ""
    date: str = ""
    can_be_set: bool = True


def round_days(plan: Plan) -> dict[str, str]:
    """The days of the round that have visits or are no weekend: date → the day in words."""
    first, last = plan.round.first_day, plan.round.last_day
    visited = set(plan.visits["date"].astype(str))
    every = (first + dt.timedelta(days=step) for step in range((last - first).days + 1))
    return {date.isoformat(): day(date.isoformat()) for date in every if date.weekday() < 5 or date.isoformat() in visited}


def made_by(plan: Plan, from_day: str) -> int:
    """How many visits were planned before a day."""
    return int((plan.visits["date"] < from_day).sum())


def visits_on(plan: Plan, date: str, names: dict[str, str]) -> dict[str, str]:
    """The visits of a day: household id → household, fieldworker and time in words, by fieldworker and order."""
    return _told(plan, plan.visits[plan.visits["date"] == date], names, with_day=False)


def visits_of(plan: Plan, worker_id: str, from_day: str, names: dict[str, str]) -> dict[str, str]:
    """A fieldworker's visits from a day on: household id → household, day and time in words."""
    visits = plan.visits
    return _told(plan, visits[(visits["worker_id"] == worker_id) & (visits["date"] >= from_day)], names, with_day=True)


def planned(plan: Plan, household_id: str) -> Planned:
    """The visit of a household, the first if it has several."""
    rows = plan.visits[plan.visits["household_id"] == household_id]
    if rows.empty:
        left = plan.unserved.set_index("household_id")["reason"]
        return Planned(household_id, can_be_set=left.get(household_id) not in _NEVER)
    return Planned(household_id, str(rows["worker_id"].iloc[0]), str(rows["date"].iloc[0]))


def villages(plan: Plan) -> dict[str, tuple[str, ...]]:
    """The villages of the households that can be put on a map: name → household ids."""
    homes = plan.households[plan.households.geometry.notna() & plan.households["village"].ne("")]
    return {str(name): tuple(part["household_id"].astype(str)) for name, part in homes.groupby("village", sort=True)}


def wards(plan: Plan) -> dict[str, tuple[str, ...]]:
    """The wards of the households: ``Ward 4`` → household ids."""
    homes = plan.households[plan.households.geometry.notna() & plan.households["ward_id"].ne("")]
    numbers = {}
    if plan.wards is not None:
        numbers = dict(zip(plan.wards["ward_id"].astype(str), plan.wards["ward_no"].astype(str), strict=True))
    return {
        f"Ward {numbers.get(str(ward)) or ward}": tuple(part["household_id"].astype(str))
        for ward, part in homes.groupby("ward_id", sort=True)
    }


def _told(plan: Plan, rows: pd.DataFrame, names: dict[str, str], *, with_day: bool) -> dict[str, str]:
    labels = labels_of(plan)
    told = {}
    for row in rows.itertuples(index=False):
        household, worker = str(row.household_id), str(row.worker_id)
        when = f"{day(str(row.date))}, {str(row.start)[:5]}" if with_day else f"{names.get(worker, worker)}, {str(row.start)[:5]}"
        told[household] = f"{called(labels, household)} ({when})"
    return told
