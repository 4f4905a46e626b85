"""How much is missing to put a household into somebody's day: the cheapest place in the days as they are planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocation.asking import Asks
from allocation.planned_day import Day, legs_min
from allocation.problem import PlanningProblem
from allocation.timeline import can_be_done

Vector = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Fieldworkers tried for a household: the nearest first, and all those whose days leave time for the visit itself.
TRIED_MOST = 12
_NEAREST = 3
#: Days of a fieldworker that are tried exactly for a household.
_EXACT_MOST = 3


@dataclass(frozen=True)
class Room:
    """The cheapest place found for each household; parallel arrays.

    Attributes
    ----------
    worker : (k,) int array
        Row in the problem, -1 if no place was looked at.
    date : (k,) array of str
    missing_min : (k,) array
        Minutes that the day lacks; 0 or less if time alone would do.
    missing_load : (k,) array
        Units that could not be carried on that day, 0 if none.
    fits : (k,) bool array
        Whether the visit was found to fit as the plan stands.
    all_tried : (k,) bool array
        Whether everybody who has time for the visit itself was looked at.
    by_week : (k,) bool array
        Whether on that day the hours of the week are what is short.
    dear : (k,) bool array
        Whether no place is worth its way: only of households that have a price (``prize_min``).
    cost_min, cost_worker : (k,) arrays
        Of those the least minutes of way and wishes that a place costs, and whose day that is; inf and -1 for the others.
    """

    worker: Ints
    date: NDArray[np.object_]
    missing_min: Vector
    missing_load: Vector
    fits: NDArray[np.bool_]
    all_tried: NDArray[np.bool_]
    by_week: NDArray[np.bool_]
    dear: NDArray[np.bool_]
    cost_min: Vector
    cost_worker: Ints


def planned_days(problem: PlanningProblem, visits: pd.DataFrame, days: pd.DataFrame) -> list[Day]:
    """Every working day of every worker, empty days included.

    Parameters
    ----------
    problem : PlanningProblem
        The round.
    visits, days : DataFrame
        Of a plan (:data:`allocation.plan.VISITS`, :data:`allocation.plan.DAYS`).
    """
    row_of = {name: row for row, name in enumerate(problem.household_ids.tolist())}
    ordered = visits.sort_values("order", kind="stable")
    stops = {
        (str(who), str(date)): tuple(row_of[name] for name in part)
        for (who, date), part in ordered.groupby(["worker_id", "date"])["household_id"]
    }
    out = (pd.to_timedelta(days["home"]) - pd.to_timedelta(days["leave"])).dt.total_seconds() / 60
    used = dict(zip(zip(days["worker_id"], days["date"], strict=True), out, strict=True))
    result = []
    for worker, name in enumerate(problem.worker_ids.tolist()):
        in_week = problem.week_most_min[worker].copy()
        for week, date in zip(problem.week_of[worker].tolist(), problem.days[worker], strict=True):
            in_week[week] -= used.get((name, date.isoformat()), 0.0)
        start, end, span = problem.shift_start_min[worker], problem.shift_end_min[worker], problem.shift_span_min[worker]
        for place, date in enumerate(problem.days[worker]):
            key = (name, date.isoformat())
            own = stops.get(key, ())
            carried = float(problem.load[list(own)].sum())
            spare = float(min(span[place], end[place] - start[place]) - used.get(key, 0.0))
            left = float(in_week[problem.week_of[worker][place]])
            load = float(problem.load_most[worker] - carried)
            result.append(
                Day(worker, key[1], own, min(spare, left), load, place, bool(np.isfinite(left)) and left <= spare + 1e-6)
            )
    return result


def find_room(problem: PlanningProblem, days: Sequence[Day], rows: Ints) -> Room:
    """The cheapest place for each of these households among the days of those who may come.

    Waiting is not reckoned with when minutes are counted (a day that waits has more room than told); whether the visit
    fits as the plan stands is tried exactly, hours at home included.
    """
    tried, all_tried = _tried(problem, days, rows)
    worker, date = np.full(len(rows), -1), np.full(len(rows), "", dtype=object)
    by_week = np.zeros(len(rows), dtype=bool)
    alone = (problem.visitors * problem.visits)[rows] == 1  # nobody says what two, or several days, still have room for
    minutes, load, fits = np.full(len(rows), np.inf), np.zeros(len(rows)), np.zeros(len(rows), dtype=bool)
    asks = Asks.of(problem, rows)
    by_worker: dict[int, list[Day]] = {}
    for day in days:
        by_worker.setdefault(day.worker, []).append(day)
    for who, own in by_worker.items():
        which = tried[who].nonzero()[0]
        if not len(which):
            continue
        extra = _extra_minutes(problem, own, rows[which])
        missing = extra - np.array([day.spare_min for day in own])[:, None]
        opened = problem.open_on[np.ix_(rows[which], problem.date_of[who][[day.place for day in own]])].T
        missing = np.where(opened & asks.pays(who, own, which, extra - problem.visit_min[rows[which]], opened), missing, np.inf)
        lacking = np.maximum(problem.load[rows[which]] - np.array([day.spare_load for day in own])[:, None], 0)
        rank = np.where(lacking > 1e-6, 1e6, 0.0) + np.maximum(missing, -1e5)  # a day that can carry it comes first
        best = rank.argmin(axis=0)
        at = (best, np.arange(len(which)))
        better = rank[at] < np.where(load[which] > 1e-6, 1e6, 0.0) + np.maximum(minutes[which], -1e5)
        for i in better.nonzero()[0]:
            k, day = which[i], own[best[i]]
            worker[k], date[k] = who, day.date
            minutes[k], load[k], by_week[k] = missing[best[i], i], lacking[best[i], i], day.by_week
        for i in (((missing <= 0) & (lacking <= 1e-6)).any(axis=0) & alone[which]).nonzero()[0]:
            k = which[i]
            likely = [d for d in missing[:, i].argsort() if missing[d, i] <= 0 and lacking[d, i] <= 1e-6]
            found = next((d for d in likely[:_EXACT_MOST] if _fits_somewhere(problem, own[d], int(rows[k]), asks)), None)
            if found is not None and not fits[k]:
                fits[k], worker[k], date[k] = True, who, own[found].date
                minutes[k], load[k] = missing[found, i], 0.0
    return Room(worker, date, minutes, load, fits, all_tried, by_week, asks.dear(fits, minutes), asks.cost_min, asks.cost_worker)


def _tried(problem: PlanningProblem, days: Sequence[Day], rows: Ints) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whom to try for which household, (workers, k); and whether nobody with time was left out."""
    may = problem.may[:, rows]
    longest = np.full(len(problem.workers), -np.inf)
    for day in days:
        longest[day.worker] = max(longest[day.worker], day.spare_min)
    with_time = may & (longest[:, None] >= problem.visit_min[rows])
    with np.errstate(invalid="ignore"):
        way = np.where(may, np.nan_to_num(problem.out_min[:, rows], nan=1e9), np.inf)
    rank = way.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    with_time_rank = np.where(with_time, with_time.cumsum(axis=0), TRIED_MOST + 1)
    # Of whom only a place that pays will do, every place is looked at.
    tried = may & ((rank < _NEAREST) | (with_time_rank <= TRIED_MOST) | problem.priced[rows])
    return tried, np.asarray(~(with_time & ~tried).any(axis=0), dtype=bool)


def _extra_minutes(problem: PlanningProblem, own: Sequence[Day], rows: Ints) -> Vector:
    """Least minutes that each household adds to each day of one worker, (days, k); inf where there is no way."""
    who = own[0].worker
    stops = [row for day in own for row in day.stops]
    mode, there = problem.modes[who], problem.places.take(rows)
    at_stops = problem.places.take(np.array(stops, dtype=np.int64))
    to = np.vstack([problem.travel.minutes(at_stops, there, mode), problem.out_min[who, rows][None, :]])
    back = np.vstack([problem.travel.minutes(there, at_stops, mode).T, problem.back_min[who, rows][None, :]])
    result, first = np.full((len(own), len(rows)), np.inf), 0
    for d, day in enumerate(own):
        path = [len(stops), *range(first, first + len(day.stops)), len(stops)]
        first += len(day.stops)
        legs = legs_min(problem, day)
        added = to[path[:-1]] + back[path[1:]] - legs[:, None]
        result[d] = np.nan_to_num(added, nan=np.inf).min(axis=0) + problem.visit_min[rows]
    return result


def _fits_somewhere(problem: PlanningProblem, day: Day, row: int, asks: Asks) -> bool:
    return any(
        can_be_done(problem, day.worker, (*day.stops[:at], row, *day.stops[at:]), day.place)
        for at in range(len(day.stops) + 1)
        if asks.pays_at(day, row, at)
    )
