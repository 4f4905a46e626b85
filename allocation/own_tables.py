"""From the rows of a plan made by hand to its tables: orders and times that are missing are worked out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocation.own_order import best_order
from allocation.own_rows import OwnRows
from allocation.own_settled import settled
from allocation.own_times import OwnDay, Walk, lateness, walk_of, ways_s
from allocation.plan import DAYS, VISITS, dtypes
from allocation.problem import PlanningProblem
from allocation.times import DayTimes
from geo.clock import clock


def own_days(problem: PlanningProblem, rows: OwnRows) -> list[OwnDay]:
    """The days of a plan made by hand, each with its stops in order.

    The order is the stated one; where a day has none, that of the stated starts; else the best for the day.
    """
    groups: dict[tuple[int, str], list[int]] = {}
    for row in range(len(rows)):
        groups.setdefault((int(rows.worker[row]), str(rows.date[row])), []).append(row)
    return [_day(problem, rows, key, members) for key, members in sorted(groups.items())]


def tables_of_days(problem: PlanningProblem, days: Sequence[OwnDay]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Visits and days with the columns of :data:`allocation.plan.VISITS` and :data:`allocation.plan.DAYS`.

    Two people who visit a household on the same date begin together: who is there first waits.
    """
    visits: list[dict[str, Any]] = []
    totals: list[dict[str, Any]] = []
    for day, walk, when in settled(problem, days):
        rows, total = _rows(problem, day, walk, when)
        visits += rows
        totals.append(total)
    return _sorted(visits, VISITS, ["worker_id", "date", "order"]), _sorted(totals, DAYS, ["worker_id", "date"])


def _sorted(rows: list[dict[str, Any]], columns: tuple[str, ...], keys: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(columns)).astype(dtypes(columns))
    return frame.sort_values(keys, kind="stable", ignore_index=True)


def _day(problem: PlanningProblem, rows: OwnRows, key: tuple[int, str], members: list[int]) -> OwnDay:
    worker, date = key
    order, start = rows.order[members], rows.start_min[members]
    stops = rows.household[members]
    if not np.isnan(order).any():
        sort = np.lexsort((np.nan_to_num(start), order))
    elif not np.isnan(start).any():
        sort = np.argsort(start, kind="stable")
    else:
        sort = np.array(_best(problem, (worker, date), stops.tolist(), _seconds(start)), dtype=np.int64)
    stated = _seconds(start[sort])
    free = bool(np.isnan(order).any() and np.isnan(start).any())
    return OwnDay(worker, date, tuple(int(stops[place]) for place in sort), tuple(stated), free)


def _seconds(start_min: NDArray[np.float64]) -> list[int | None]:
    return [None if np.isnan(value) else round(value * 60) for value in start_min]


def _best(problem: PlanningProblem, day: tuple[int, str], stops: list[int], stated: list[int | None]) -> tuple[int, ...]:
    ways = ways_s(problem, day[0], stops)
    table = np.maximum(ways, 0)
    whole = walk_of(problem, *day, stops)

    def walked(order: tuple[int, ...]) -> Walk:
        nodes = [0, *(place + 1 for place in order), 0]
        return whole.reordered(order, table[nodes[:-1], nodes[1:]].tolist())

    def cost(order: tuple[int, ...]) -> tuple[float, ...]:
        nodes = [0, *(place + 1 for place in order), 0]
        gaps = int((ways[nodes[:-1], nodes[1:]] < 0).sum())
        return gaps, *lateness(walked(order), [stated[place] for place in order])

    def smooth(order: tuple[int, ...]) -> bool:
        walk, (gaps, missed, over, out) = walked(order), cost(order)
        way = sum(walk.legs)
        # Out for as long as way and visits take, and not a second more: the break may be needed on one day and not another.
        return not gaps and not missed and not over and out - way * 1e-3 <= way + sum(walk.service)

    windows = any(whole.spans) or any(at is not None for at in stated)
    return best_order(np.where(ways < 0, np.nan, ways), cost, windows, smooth)


def _rows(problem: PlanningProblem, day: OwnDay, walk: Walk, times: DayTimes) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    stops = list(day.stops)
    places = problem.homes.take([day.worker]).join(problem.places.take(stops))
    here = [*range(len(stops) + 1), 0]
    minutes = problem.travel.minutes(places, places, problem.modes[day.worker])[here[:-1], here[1:]]
    metres = problem.travel.distance_m(places, places)[here[:-1], here[1:]]
    minutes = np.nan_to_num(minutes)
    common = {"worker_id": problem.worker_ids[day.worker], "date": day.date}
    rows = [
        {
            **common,
            "household_id": problem.household_ids[stop],
            "order": place + 1,
            "arrive": _clock(times.arrive[place]),
            "start": _clock(times.start[place]),
            "depart": _clock(times.start[place] + walk.service[place]),
            "travel_min": float(minutes[place]),
            "distance_m": float(metres[place]),
        }
        for place, stop in enumerate(stops)
    ]
    total = {
        **common,
        "leave": _clock(times.leave),
        "home": _clock(times.home),
        "visits": len(stops),
        "work_min": (times.home - times.leave) / 60,
        "travel_min": float(np.sum(minutes)),
        "distance_m": float(np.sum(metres)),
    }
    return rows, total


def _clock(seconds: int) -> str:
    return clock(max(0, seconds) / 60)


def workload(days: pd.DataFrame, visits: pd.DataFrame) -> pd.DataFrame:
    """Days, visits, hours away from home and on the way by worker: columns worker_id, days, visits, hours, travel_hours."""
    by = days.groupby("worker_id", sort=True)
    table = pd.DataFrame({"days": by["date"].nunique(), "visits": by["visits"].sum()})
    table["hours"] = by["work_min"].sum() / 60
    table["travel_hours"] = by["travel_min"].sum() / 60
    return table.reset_index().astype({"worker_id": "str"})


def weight_of(households: Iterable[str], weights: Mapping[str, float]) -> float:
    """Sum of the weights (priority + 1) of these households, each once."""
    return float(sum(weights.get(name, 0.0) for name in set(households)))
