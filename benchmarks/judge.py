"""What a peer's routes are worth, and whether they keep the rules: written out as a plan and judged by the checker."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from allocation.check import check_plan
from allocation.plan import DAYS, UNSERVED, VISITS, Plan, dtypes
from allocation.prepare import Prepared
from allocation.weights import weight_by_id
from benchmarks.instance import Instance, places_of
from benchmarks.made import Made
from geo.clock import clock, minutes
from geo.travel import Places


@dataclass(frozen=True)
class Score:
    """Visits, their weight (or prizes less travel, where those decide), minutes of travel, and broken rules (``faults``)."""

    served: int
    priority: float
    travel_min: float
    faults: int


def weight_served(plan: Plan) -> float:
    """The weight of the households that a plan of ours reaches."""
    weights = weight_by_id(plan.households)
    return sum(weights[str(name)] for name in plan.visits["household_id"].unique())


def judge(made: Made, instance: Instance, prepared: Prepared, routes: list[list[int]]) -> Score:
    """The score of these routes, one a worker-day, in the order of :attr:`Instance.vehicles`."""
    asked, crew = prepared.households, prepared.fieldworkers
    visits, days = tables(made, instance, prepared, routes)
    names = asked["household_id"].to_numpy(dtype=object)
    served = np.isin(names, visits["household_id"].to_numpy(dtype=object))
    left = pd.DataFrame([(name, "workers_full", "-", "-") for name in names[~served]], columns=list(UNSERVED), dtype=object)
    broken = check_plan(visits, days, left, asked, crew, made.round, made.travel, prepared.wards)
    # Why somebody is left out is not asked of a peer.
    faults = [one for one in broken if one.code != "reason_wrong"]
    missed = int((~served).sum()) if made.mandatory else 0
    weight, travel = float(instance.weight[served].sum()), float(days["travel_min"].sum())
    if (instance.prize_s >= 0).any():
        weight = float(np.maximum(instance.prize_s[served], 0).sum()) / 60 - travel
    return Score(int(served.sum()), weight, travel, len(faults) + missed)


def tables(made: Made, instance: Instance, prepared: Prepared, routes: list[list[int]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The routes as visits and days with clock times: everybody leaves as early as may be, and waits where it must."""
    homes = places_of(prepared.fieldworkers, "worker_id")
    stops = places_of(prepared.households, "household_id")
    start_s = [math.ceil(minutes(value) * 60) for value in prepared.fieldworkers["start"]]
    visits: list[dict[str, Any]] = []
    days: list[dict[str, Any]] = []
    # The vehicles of a worker are its days, one after the other.
    dates = [date.isoformat() for own in prepared.problem.days for date in own]
    for worker, date, route in zip(instance.vehicles, dates, routes, strict=True):
        if route:
            where = homes.take([worker]).join(stops.take(route))
            rows, total = _day(made, instance, prepared, worker, route, where, start_s[worker])
            visits += [{**row, "date": date} for row in rows]
            days.append({**total, "date": date})
    return (
        pd.DataFrame(visits, columns=list(VISITS)).astype(dtypes(VISITS)),
        pd.DataFrame(days, columns=list(DAYS)).astype(dtypes(DAYS)),
    )


def _day(
    made: Made, instance: Instance, prepared: Prepared, worker: int, route: list[int], where: Places, leave_s: int
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    here = np.array([*range(len(route) + 1), 0])
    mode, worker_id = prepared.fieldworkers[["mode", "worker_id"]].iloc[worker]
    ways = made.travel.minutes(where, where, mode)[here[:-1], here[1:]]
    metres = made.travel.distance_m(where, where)[here[:-1], here[1:]]
    numbers = np.array([worker, *(len(instance.days) + stop for stop in route), worker])
    legs = instance.legs_s[instance.mode[worker]][numbers[:-1], numbers[1:]].tolist()
    rows, now_s = [], leave_s
    for place, stop in enumerate(route):
        arrive_s = now_s + legs[place]
        begin_s = max(arrive_s, leave_s + int(instance.opens_s[stop]))
        now_s = begin_s + int(instance.service_s[stop])
        rows.append(
            {
                "household_id": prepared.households["household_id"].iloc[stop],
                "worker_id": worker_id,
                "order": place + 1,
                "arrive": clock(arrive_s / 60),
                "start": clock(begin_s / 60),
                "depart": clock(now_s / 60),
                "travel_min": float(ways[place]),
                "distance_m": float(metres[place]),
            }
        )
    home_s = now_s + legs[-1]
    return rows, {
        "worker_id": worker_id,
        "leave": clock(leave_s / 60),
        "home": clock(home_s / 60),
        "visits": len(route),
        "work_min": (home_s - leave_s) / 60,
        "travel_min": float(ways.sum()),
        "distance_m": float(metres.sum()),
    }
