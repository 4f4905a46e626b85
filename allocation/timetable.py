"""From routes to the tables of a plan: visits with their clock times, and days."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from allocation.day import Day, walked
from allocation.draft import Draft
from allocation.plan import DAYS, VISITS, dtypes
from allocation.units import Units, up_s
from geo.clock import clock


def tables(draft: Draft) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Visits and days of a draft, with the columns of :data:`allocation.plan.VISITS` and :data:`allocation.plan.DAYS`.

    Legs and visits last as planned, in whole seconds rounded up; ``travel_min`` and ``distance_m`` are those of the
    travel model, unrounded.
    """
    visits: list[dict[str, Any]] = []
    days: list[dict[str, Any]] = []
    problem = draft.units.problem
    for worker, work_days in enumerate(draft.days):
        for place, (date, day) in enumerate(zip(problem.days[worker], work_days, strict=True)):
            if day.stops:
                rows, total = _day(draft.units, worker, place, day, date.isoformat())
                visits.extend(rows)
                days.append(total)
    return _sorted(visits, VISITS, ["worker_id", "date", "order"]), _sorted(days, DAYS, ["worker_id", "date"])


def _sorted(rows: list[dict[str, Any]], columns: tuple[str, ...], keys: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(columns)).astype(dtypes(columns))
    return frame.sort_values(keys, kind="stable", ignore_index=True)


def _day(units: Units, worker: int, nth: int, day: Day, date: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    stops = day.stops
    problem = units.problem
    places = problem.homes.take([worker]).join(problem.places.take(list(stops)))
    here = [*range(len(stops) + 1), 0]
    minutes = problem.travel.minutes(places, places, problem.modes[worker])[here[:-1], here[1:]]
    metres = problem.travel.distance_m(places, places)[here[:-1], here[1:]]
    times = walked(units, worker, nth, list(stops), up_s(minutes).tolist(), day.agreed)
    assert times is not None, "a draft holds only days that can be walked"
    worker_id = problem.worker_ids[worker]
    service = units.service_s[list(stops)]
    rows = [
        {
            "household_id": problem.household_ids[stop],
            "worker_id": worker_id,
            "date": date,
            "order": place + 1,
            "arrive": clock(times.arrive[place] / 60),
            "start": clock(times.start[place] / 60),
            "depart": clock((times.start[place] + int(service[place])) / 60),
            "travel_min": float(minutes[place]),
            "distance_m": float(metres[place]),
        }
        for place, stop in enumerate(stops)
    ]
    total = {
        "worker_id": worker_id,
        "date": date,
        "leave": clock(times.leave / 60),
        "home": clock(times.home / 60),
        "visits": len(stops),
        "work_min": (times.home - times.leave) / 60,
        "travel_min": float(np.sum(minutes)),
        "distance_m": float(np.sum(metres)),
    }
    return rows, total
