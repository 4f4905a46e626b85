"""The past of a plan: which visits were made, as rows that stay; and what is therefore left to plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from allocation.happenings import Happenings
from allocation.own_rows import OwnRows
from allocation.own_tables import own_days, tables_of_days
from allocation.plan import Plan
from allocation.problem import PlanningProblem
from geo.clock import minutes


@dataclass(frozen=True)
class History:
    """What was visited before the day from which on a plan is made anew.

    Attributes
    ----------
    visits, days : DataFrame
        As of a plan. A worker-day of which every visit was made, or some were not, has its rows as they were planned; one on
        which somebody else was visited has the times of the day as it was.
    done : mapping of household id → dates
        On which it was visited, each once, sorted.
    missed : mapping of household id → date
        Households that were planned before and not visited; the last such date.
    """

    visits: pd.DataFrame
    days: pd.DataFrame
    done: Mapping[str, tuple[dt.date, ...]]
    missed: Mapping[str, str]


def history(plan: Plan, happened: Happenings, problem: PlanningProblem) -> History:
    """The past of a plan.

    Parameters
    ----------
    plan : Plan
        As it was.
    happened : Happenings
        With what was visited; without such a list all that was planned before ``from_day`` was, but the ``not_home``.
    problem : PlanningProblem
        The whole round with everybody of both lists, for days that went otherwise.
    """
    planned = plan.visits[plan.visits["date"] < happened.from_day.isoformat()]
    if happened.done is None:
        kept = planned[~planned["household_id"].isin(happened.not_home)]
        extra = _nothing(planned)
    else:
        keys = _keys(problem, happened.done)
        same = [key in keys for key in zip(planned["household_id"], planned["worker_id"], planned["date"], strict=True)]
        kept = planned[np.array(same, dtype=bool)]
        there = set(zip(kept["household_id"], kept["worker_id"], kept["date"], strict=True))
        extra = pd.DataFrame(sorted(keys - there), columns=["household_id", "worker_id", "date"], dtype="str")
    visits, days = _tables(plan, kept, extra, problem)
    done: dict[str, set[dt.date]] = {}
    for household, date in zip(visits["household_id"], visits["date"], strict=True):
        done.setdefault(str(household), set()).add(dt.date.fromisoformat(str(date)))
    left = planned[~planned.index.isin(kept.index)]
    missed = left.groupby("household_id")["date"].max().to_dict() if len(left) else {}
    made = {name: tuple(sorted(dates)) for name, dates in done.items()}
    return History(visits, days, made, {str(name): str(date) for name, date in missed.items() if name not in made})


def still_asked(
    households: gpd.GeoDataFrame, past: History, places: frozenset[str] = frozenset()
) -> tuple[gpd.GeoDataFrame, frozenset[str]]:
    """The households that are left to plan; of one that is visited more than once, as often as is left.

    Also those of ``places`` that have all their visits, as they are in the list; their ids are told.
    """
    times = households["household_id"].map(lambda name: len(past.done.get(str(name), ()))).to_numpy(dtype=float)
    wanted = np.nan_to_num(households["visits"].to_numpy(dtype=float), nan=1.0)
    asked = wanted > times
    stated = households["visits"].to_numpy(dtype=float)
    left = households.assign(visits=np.where(asked & (times > 0), wanted - times, stated))
    kept = ~asked & households["household_id"].isin(places).to_numpy()
    return left[asked | kept].reset_index(drop=True), frozenset(households["household_id"][kept].astype(str))


def spent_min(past: History, monday: dt.date) -> Mapping[str, float]:
    """Minutes that each worker was out in the week that begins on ``monday``."""
    dates = pd.to_datetime(past.days["date"], format="%Y-%m-%d").dt.date
    week = past.days[((dates >= monday) & (dates < monday + dt.timedelta(days=7))).to_numpy(dtype=bool)]
    return {str(name): float(out) for name, out in week.groupby("worker_id")["work_min"].sum().items()}


def _keys(problem: PlanningProblem, rows: OwnRows) -> set[tuple[str, str, str]]:
    homes, team = problem.household_ids, problem.worker_ids
    return {
        (str(homes[home]), str(team[worker]), str(date))
        for home, worker, date in zip(rows.household, rows.worker, rows.date, strict=True)
    }


def _nothing(planned: pd.DataFrame) -> pd.DataFrame:
    return planned[["household_id", "worker_id", "date"]].iloc[:0]


def _tables(plan: Plan, kept: pd.DataFrame, extra: pd.DataFrame, problem: PlanningProblem) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of the past: those that stay, and those of days that went otherwise, worked out anew."""
    other = set(zip(extra["worker_id"], extra["date"], strict=True))
    changed = np.array([key in other for key in zip(kept["worker_id"], kept["date"], strict=True)], dtype=bool)
    visits = kept[~changed]
    counts = visits.groupby(["worker_id", "date"]).size().to_dict()
    stayed = [key in counts for key in zip(plan.days["worker_id"], plan.days["date"], strict=True)]
    days = plan.days[np.array(stayed, dtype=bool)]
    numbers = [counts[key] for key in zip(days["worker_id"], days["date"], strict=True)]
    days = days.assign(visits=np.array(numbers, dtype="int64"))
    if not other:
        return visits.reset_index(drop=True), days.reset_index(drop=True)
    rows = _rows(kept[changed], extra, problem)
    new_visits, new_days = tables_of_days(problem, own_days(problem, rows))
    return (
        pd.concat([visits, new_visits]).sort_values(["worker_id", "date", "order"], ignore_index=True),
        pd.concat([days, new_days]).sort_values(["worker_id", "date"], ignore_index=True),
    )


def _rows(kept: pd.DataFrame, extra: pd.DataFrame, problem: PlanningProblem) -> OwnRows:
    """Days that went otherwise as if written by hand: the planned visits with their starts, the others where they fit."""
    both = pd.concat([kept[["household_id", "worker_id", "date", "start"]], extra.assign(start="")], ignore_index=True)
    start = np.array([minutes(text) if text else np.nan for text in both["start"]], dtype=float)
    homes = pd.Index(problem.household_ids).get_indexer(pd.Index(both["household_id"], dtype=object))
    team = pd.Index(problem.worker_ids).get_indexer(pd.Index(both["worker_id"], dtype=object))
    dates = both["date"].to_numpy(dtype=object)
    return OwnRows(homes.astype(np.int64), team.astype(np.int64), dates, np.full(len(both), np.nan), start)
