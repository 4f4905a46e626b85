"""What the vehicles do, stop by stop, and the days of those who ride as they live them: from home to home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from allocation.plan import DAYS, RIDES, VISITS, dtypes
from allocation.units import up_s
from allocation.vehicles.fleet import Fleet
from allocation.vehicles.riding import Riding
from allocation.vehicles.tour import Drop, Tour
from geo.clock import clock


@dataclass(frozen=True)
class Told:
    """The tables of a plan with vehicles: visits, days and rides, by the fieldworkers' own ids."""

    visits: pd.DataFrame
    days: pd.DataFrame
    rides: pd.DataFrame


def told(riding: Riding, visits: pd.DataFrame, days: pd.DataFrame) -> Told:
    """Tables of a draft of ``riding.problem`` (:func:`allocation.timetable.tables`) as they are handed out.

    The tours are those of people who have visits (:mod:`allocation.vehicles.settle`).
    """
    person = dict(zip(riding.problem.worker_ids.tolist(), riding.problem.person_ids.tolist(), strict=True))
    walks = {
        (str(person[name]), date): (leave, home)
        for name, date, leave, home in zip(days["worker_id"], days["date"], days["leave"], days["home"], strict=True)
    }
    rows: list[dict[str, Any]] = []
    out: dict[tuple[str, str], tuple[float, float]] = {}
    fleet, base = riding.fleet, riding.fleet.problem
    for tour in riding.tours:
        date = base.dates[tour.date].isoformat()
        rows += _stops(fleet, tour, walks, date)
        for rider in tour.riders:
            ways = up_s(np.array([fleet.gather_min[rider], fleet.scatter_min[rider]])) / 60
            out[str(base.worker_ids[rider]), date] = tour.leave - float(ways[0]), tour.home + float(ways[1])
    return Told(_of_people(visits, person, VISITS), _days(days, person, out), _sorted(rows))


def _stops(fleet: Fleet, tour: Tour, walks: dict[tuple[str, str], tuple[str, str]], date: str) -> Iterator[dict[str, Any]]:
    """Rows of one tour in their order."""
    base = fleet.problem
    vehicle, aboard, order = str(fleet.ids[tour.vehicle]), len(tour.riders), 1
    legs = fleet.legs(tour.vehicle, [drop.household for drop in tour.drops])

    def row(action: str, place: str, who: int, times: tuple[int, int], ready: str) -> dict[str, Any]:
        return {
            "vehicle_id": vehicle,
            "date": date,
            "order": order,
            "action": action,
            "place": place,
            "worker_id": "" if who < 0 else str(base.worker_ids[who]),
            "arrive": clock(times[0]),
            "depart": clock(times[1]),
            "ready": ready,
            "passengers": aboard,
        }

    yield row("start", vehicle, -1, (tour.leave, tour.leave), "")
    for drop in tour.drops:
        for who in drop.riders:
            aboard, order = aboard - 1, order + 1
            own = walks.get((str(base.worker_ids[who]), date))
            yield row("drop", _id(fleet, drop), who, (drop.down, drop.down), own[0] if own else clock(drop.down))
    now, here = tour.drops[-1].down, len(tour.drops)
    for drop in tour.fetched:
        there = tour.drops.index(drop) + 1
        arrive = now + int(legs[here, there])
        now, here = drop.up, there
        for who in drop.riders:
            aboard, order = aboard + 1, order + 1
            own = walks.get((str(base.worker_ids[who]), date))
            yield row("fetch", _id(fleet, drop), who, (arrive, now), own[1] if own else clock(drop.down))
    aboard, order = 0, order + 1
    yield row("return", vehicle, -1, (tour.home, tour.home), "")


def _id(fleet: Fleet, drop: Drop) -> str:
    return str(fleet.problem.household_ids[drop.household])


def _of_people(frame: pd.DataFrame, person: dict[Any, Any], columns: tuple[str, ...]) -> pd.DataFrame:
    """The table by people's own ids, sorted again."""
    own = frame.assign(worker_id=[str(person[name]) for name in frame["worker_id"]]).astype(dtypes(columns))
    keys = ["worker_id", "date", "order"] if "order" in columns else ["worker_id", "date"]
    return own.sort_values(keys, kind="stable", ignore_index=True)


def _days(days: pd.DataFrame, person: dict[Any, Any], out: dict[tuple[str, str], tuple[float, float]]) -> pd.DataFrame:
    """Days from home to home: of who rides, with the way to the vehicle and the ride."""
    own = _of_people(days, person, DAYS)
    cells: dict[str, list[object]] = {name: list(own[name]) for name in ("leave", "home", "work_min")}
    for at, key in enumerate(zip(own["worker_id"], own["date"], strict=True)):
        if key in out:
            leave, home = out[key]
            cells["leave"][at], cells["home"][at], cells["work_min"][at] = clock(leave), clock(home), home - leave
    for name, values in cells.items():
        own[name] = pd.Series(values, index=own.index, dtype=object)
    return own.astype(dtypes(DAYS))


def _sorted(rows: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(RIDES)).astype(dtypes(RIDES))
    return frame.sort_values(["vehicle_id", "date", "order"], kind="stable", ignore_index=True)


def no_rides() -> pd.DataFrame:
    """The table where nobody rides."""
    return _sorted([])


def ride_figures(rides: pd.DataFrame) -> dict[str, int]:
    """What summary.json says: days on which a vehicle drives, and days of fieldworkers who ride."""
    return {
        "vehicle_days": int((rides["action"] == "start").sum()),
        "worker_days": int((rides["action"] == "drop").sum()),
    }
