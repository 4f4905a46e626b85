"""What has happened since a plan was made: who is away, who is new, what is pinned; read and judged all at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from allocation.calendar import read_calendar, working_days
from allocation.happening_lists import Listed, dates_of, ids_of, pairs_of
from allocation.own_rows import OwnRows
from allocation.pins import Around, Pin, pin_problems
from allocation.plan import Plan
from allocation.round import Round
from geo.errors import InputProblems
from geo.problems import Problem
from geo.tables import examine, items


@dataclass(frozen=True)
class Happenings:
    """Everything that is different from ``from_day`` on.

    Attributes
    ----------
    from_day : date
        The first day that is planned anew.
    done : OwnRows or None
        What was visited before; None where everything planned before counts as visited but ``not_home``.
    not_home : frozenset of household ids
    away : mapping of worker id → dates
        On which somebody who was to work does not.
    new : GeoDataFrame or None
        Households that were not in the list.
    removed : frozenset of household ids
        That must not be visited any more.
    pins : mapping of household id → Pin
    forbid : mapping of household id → worker ids
        Who must not visit it.
    """

    from_day: dt.date
    done: OwnRows | None = None
    not_home: frozenset[str] = frozenset()
    away: Mapping[str, tuple[dt.date, ...]] = field(default_factory=dict)
    new: gpd.GeoDataFrame | None = None
    removed: frozenset[str] = frozenset()
    pins: Mapping[str, Pin] = field(default_factory=dict)
    forbid: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_happenings(plan: Plan, given: Mapping[str, Any]) -> Happenings:
    """The happenings as the door is handed them (its keywords), judged against the plan.

    Raises
    ------
    InputProblems
        Everything that is wrong with them, all at once; no ids of households are in it.
    """
    wrong: list[Problem] = []
    from_day = _from_day(given["from_day"], plan.round, wrong)
    new = _new_households(given["new_households"], plan, wrong)
    homes = plan.households["household_id"].astype(str).tolist()
    homes += [] if new is None else new["household_id"].astype(str).tolist()
    team = plan.fieldworkers["worker_id"].astype(str).tolist()
    lists = Listed(homes, team, plan.round, wrong)
    done = lists.done(given["done"], from_day)
    not_home = ids_of(given["not_home"], homes, "not_home", wrong)
    removed = ids_of(given["removed"], homes, "removed", wrong)
    away = dates_of(given["ill"], team, from_day, plan.round, wrong)
    pins = pairs_of(given["pins"], homes, team, plan.round, "pins", wrong)
    forbid = lists.forbidden(given["forbid"])
    wrong += pin_problems(pins, plan, Around(from_day, removed, not_home, away, done, new, homes))
    if wrong:
        raise InputProblems(wrong)
    return Happenings(from_day, done, not_home, away, new, removed, pins, forbid)


def with_happenings(
    households: gpd.GeoDataFrame, fieldworkers: gpd.GeoDataFrame, round_: Round, happened: Happenings
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """The lists as they are now: new households behind the others, those removed not to be visited, calendars without the
    days on which somebody is away, and who must not visit whom.
    """
    if happened.new is not None:
        both = pd.concat([households, happened.new[list(households.columns)]], ignore_index=True)
        households = gpd.GeoDataFrame(both, geometry="geometry", crs=households.crs)
    gone = households["household_id"].isin(happened.removed)
    households = households.assign(status=households["status"].mask(gone, "do_not_visit"))
    if happened.forbid:
        cells = [
            ";".join(dict.fromkeys([*items(cell), *happened.forbid.get(str(name), ())]))
            for name, cell in zip(households["household_id"], households["not_workers"], strict=True)
        ]
        households = households.assign(not_workers=pd.array(cells, dtype="str"))
    days = [
        without_dates(cell, round_, happened.away.get(str(name), ()))
        for name, cell in zip(fieldworkers["worker_id"], fieldworkers["days"], strict=True)
    ]
    return households, fieldworkers.assign(days=pd.array(days, dtype="str"))


def without_dates(cell: str, round_: Round, dates: Iterable[dt.date]) -> str:
    """A ``days`` cell that names the same days of the round but these, each with its hours.

    Examples
    --------
    >>> week = Round("2026-03-02", "2026-03-06", holidays="")
    >>> without_dates("Mon;Tue 08:00-12:00;Wed", week, [dt.date(2026, 3, 4)])
    '2026-03-02;2026-03-03 08:00-12:00'
    """
    lost = set(dates)
    worked = working_days(cell, round_)
    if not lost.intersection(worked):
        return cell
    calendar = read_calendar(cell)
    left = [date for date in worked if date not in lost]
    # A blank cell would mean Monday to Friday: a day before the round says that no day of it is worked.
    return ";".join(_dated(date, calendar.part(date)) for date in left) or (round_.first_day - dt.timedelta(days=1)).isoformat()


def _dated(date: dt.date, part: tuple[float, float] | None) -> str:
    if part is None:
        return date.isoformat()
    hours = "-".join(f"{int(minute) // 60:02d}:{int(minute) % 60:02d}" for minute in part)
    return f"{date.isoformat()} {hours}"


def _from_day(value: Any, round_: Round, wrong: list[Problem]) -> dt.date:
    day = value.date() if isinstance(value, dt.datetime) else value
    if not isinstance(day, dt.date):
        try:
            day = dt.date.fromisoformat(str(value).strip()[:10])
        except ValueError:
            wrong.append(Problem("E401", "The first day to plan anew is not a date like 2026-03-05.", column="from_day"))
            return round_.first_day
    if not round_.first_day <= day <= round_.last_day:
        fact = f"The first day to plan anew must lie in the round, {round_.first_day} to {round_.last_day}."
        wrong.append(Problem("E401", fact, column="from_day"))
        return round_.first_day
    return day


def _new_households(frame: Any, plan: Plan, wrong: list[Problem]) -> gpd.GeoDataFrame | None:
    if frame is None:
        return None
    name = "new households"
    done, problems = examine("households", frame, needs_place=plan.travel.needs_geometry)
    wrong += [Problem(one.code, one.sentence, name, one.rows, one.column, one.remedy) for one in problems]
    if done is None or problems:
        return None
    taken = done["household_id"].isin(set(plan.households["household_id"]) | set(plan.fieldworkers["worker_id"])).to_numpy()
    if taken.any():
        rows = tuple(int(row) + 2 for row in np.flatnonzero(taken))
        fact = f"{int(taken.sum())} of the new households have an id that is in the lists already."
        wrong.append(Problem("E211", fact, file=name, rows=rows, column="household_id"))
    return None if done.empty else done
