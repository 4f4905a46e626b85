"""The plan seen by the person who walks it: worker, days, stops, with what may stand on paper and nothing more.

Telephone numbers and identity numbers are left out on purpose. A need is kept only in a service round, only if the
worker's own skills serve it, and only if it is not met yet: a sheet lost on the way tells nothing else about a home.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from allocation.joint import with_whom
from allocation.plan import Plan
from geo.clock import clock, minutes
from geo.errors import SettingError
from geo.tables import items
from geo.travel.places import inside_points
from outputs.escape import shown
from outputs.people import numbered_names
from outputs.rides import rides_told


@dataclass(frozen=True)
class Stop:
    """One visit. Times are minutes from midnight, local; ``lon`` and ``lat`` degrees, NaN where unknown.

    ``company``: who is met there and comes at the same time, each as ``Sipho D. (worker 2)``. ``ride``: where a shared vehicle
    drops before this stop or fetches after it, in words.
    """

    household_id: str
    order: int
    arrive: float
    start: float
    depart: float
    travel_min: float
    distance_m: float
    label: str
    address: str
    directions: str
    village: str
    language: str
    members: float
    exact: bool
    available: str
    needs: tuple[str, ...]
    lon: float
    lat: float
    company: tuple[str, ...] = ()
    ride: str = ""

    @property
    def placed(self) -> bool:
        """Whether it can be drawn."""
        return math.isfinite(self.lon) and math.isfinite(self.lat)

    @property
    def meet(self) -> str:
        """Whom to meet here and when; "" where one comes alone."""
        if not self.company:
            return ""
        return f"Meet {' and '.join(self.company)} here at {clock(self.start, seconds=False)}."

    @property
    def where(self) -> str:
        """Address, directions and village in one line, each once."""
        parts: list[str] = []
        for part in (self.address, self.directions, self.village):
            if part and part.lower() not in (kept.lower() for kept in parts):
                parts.append(part)
        return "; ".join(parts)


@dataclass(frozen=True)
class WorkerDay:
    """A worker's day: minutes from midnight, minutes, metres; the stops in order."""

    date: dt.date
    leave: float
    home: float
    travel_min: float
    distance_m: float
    stops: tuple[Stop, ...]


@dataclass(frozen=True)
class Itinerary:
    """All days of one fieldworker. ``number`` is the place in the fieldworkers' table, from 1, as on the maps."""

    number: int
    worker_id: str
    name: str
    department: str
    supervisor: str
    mode: str
    lon: float
    lat: float
    days: tuple[WorkerDay, ...]

    @property
    def visits(self) -> int:
        """Stops of all days."""
        return sum(len(day.stops) for day in self.days)

    def weeks(self) -> list[Itinerary]:
        """The same, a calendar week (Monday to Sunday) each."""
        return self._split(lambda date: date.isocalendar()[:2])

    def each_day(self) -> list[Itinerary]:
        """The same, a day each."""
        return self._split(lambda date: date)

    def _split(self, key: Any) -> list[Itinerary]:
        groups: dict[Any, list[WorkerDay]] = {}
        for day in self.days:
            groups.setdefault(key(day.date), []).append(day)
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "days"}
        return [Itinerary(**fields, days=tuple(days)) for days in groups.values()]


def itineraries(plan: Plan) -> tuple[Itinerary, ...]:
    """Every fieldworker with visits, in the order of the fieldworkers' table."""
    by_day = with_rides(plan, _stops(plan))
    hours = {(row.worker_id, row.date): row for row in plan.days.itertuples(index=False)}
    days: dict[str, list[WorkerDay]] = {}
    for (worker_id, date), stops in sorted(by_day.items()):
        days.setdefault(worker_id, []).append(_day(date, stops, hours.get((worker_id, date))))
    places = lon_lat(plan.fieldworkers)
    result = []
    for number, (row, place) in enumerate(zip(plan.fieldworkers.itertuples(index=False), places, strict=True), start=1):
        if row.worker_id in days:
            texts = {name: shown(getattr(row, name, "")) for name in ("name", "department", "supervisor", "mode")}
            result.append(
                Itinerary(
                    number, row.worker_id, lon=float(place[0]), lat=float(place[1]), days=tuple(days[row.worker_id]), **texts
                )
            )
    return tuple(result)


def choose(all_: tuple[Itinerary, ...], workers: Iterable[str] | None, days: Iterable[str | dt.date] | None) -> list[Itinerary]:
    """The itineraries of these workers on these days; those left without a visit are dropped.

    Parameters
    ----------
    all_ : tuple of Itinerary
        What to choose from.
    workers : iterable of str or None
        Worker ids; None for all.
    days : iterable of date or YYYY-MM-DD, or None
        None for all.

    Raises
    ------
    SettingError
        A day is not a date.
    """
    wanted = None if workers is None else {str(worker) for worker in workers}
    try:
        dates = None if days is None else {day if isinstance(day, dt.date) else dt.date.fromisoformat(day) for day in days}
    except ValueError as error:
        raise SettingError("A day is written as 2026-03-02.") from error
    result = []
    for one in all_:
        if wanted is not None and one.worker_id not in wanted:
            continue
        kept = one.days if dates is None else tuple(day for day in one.days if day.date in dates)
        if kept:
            fields = {name: getattr(one, name) for name in one.__dataclass_fields__ if name != "days"}
            result.append(Itinerary(**fields, days=kept))
    return result


def of_worker(all_: tuple[Itinerary, ...], worker_id: str) -> Itinerary:
    """One worker's itinerary.

    Raises
    ------
    SettingError
        The worker has no visits in this plan.
    """
    for one in all_:
        if one.worker_id == worker_id:
            return one
    raise SettingError("This fieldworker has no visits in the plan.")


def lon_lat(table: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Longitude and latitude of each row, ``(n, 2)`` degrees; an area counts by an inside point, a blank is NaN."""
    points = inside_points(np.asarray(table.geometry.array, dtype=object))
    return np.column_stack([shapely.get_x(points), shapely.get_y(points)]).astype(float)


def _day(date: str, stops: list[Stop], row: Any) -> WorkerDay:
    stops.sort(key=lambda stop: stop.order)
    day = dt.date.fromisoformat(date)
    if row is None:
        nan = float("nan")
        return WorkerDay(day, nan, nan, nan, nan, tuple(stops))
    return WorkerDay(day, minutes(row.leave), minutes(row.home), float(row.travel_min), float(row.distance_m), tuple(stops))


def _stops(plan: Plan) -> dict[tuple[str, str], list[Stop]]:
    """Stops by worker and date."""
    columns = ["household_id", "label", "address", "directions", "village", "language", "members", "place_accuracy"]
    columns += ["available", "needs", "needs_met"]
    table = pd.DataFrame(plan.households).reindex(columns=columns)
    table[["lon", "lat"]] = lon_lat(plan.households)
    homes = {row.household_id: row for row in table.itertuples(index=False)}
    skills, company = _skills(plan), _company(plan)
    found: dict[tuple[str, str], list[Stop]] = {}
    visits: Iterable[Any] = plan.visits.itertuples(index=False)
    for visit in visits:
        stop = _stop(visit, homes[visit.household_id], skills.get(visit.worker_id))
        if others := company.get((visit.household_id, visit.date, visit.worker_id)):
            stop = replace(stop, company=others)
        found.setdefault((visit.worker_id, visit.date), []).append(stop)
    return found


def with_rides(plan: Plan, by_day: dict[tuple[str, str], list[Stop]]) -> dict[tuple[str, str], list[Stop]]:
    """The stops, the first and the last of a day of riding with where the vehicle drops and fetches."""
    told = rides_told(plan)
    for key, stops in by_day.items():
        if key in told:
            stops.sort(key=lambda stop: stop.order)
            for at, words in zip((0, -1), told[key], strict=True):
                stops[at] = replace(stops[at], ride=f"{stops[at].ride} {words}".strip())
    return by_day


def _company(plan: Plan) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """Household, date and worker of the visits that are made together → the others."""
    names, others = numbered_names(plan), with_whom(plan.visits)
    rows: Iterable[Any] = plan.visits[others != ""].itertuples(index=False)
    return {
        (row.household_id, row.date, row.worker_id): tuple(names[other] for other in ids.split(";"))
        for row, ids in zip(rows, others[others != ""], strict=True)
    }


def _skills(plan: Plan) -> dict[str, tuple[frozenset[str], dict[str, str]]]:
    """Each worker's skills and the table need → skill; empty where needs play no part in the round."""
    if plan.round.kind != "service" or plan.round.rules.needs_for(plan.round.kind) == "off":
        return {}
    table = dict(plan.round.rules.need_skills)
    return {row.worker_id: (frozenset(items(row.skills)), table) for row in plan.fieldworkers.itertuples(index=False)}


def _stop(visit: Any, home: Any, skills: tuple[frozenset[str], dict[str, str]] | None) -> Stop:
    needs: tuple[str, ...] = ()
    if skills is not None:
        met = items(home.needs_met)
        needs = tuple(n for n in items(home.needs) if n not in met and skills[1].get(n, n) in skills[0])
    return Stop(
        household_id=shown(home.household_id),
        order=int(visit.order),
        arrive=minutes(visit.arrive),
        start=minutes(visit.start),
        depart=minutes(visit.depart),
        travel_min=float(visit.travel_min),
        distance_m=float(visit.distance_m),
        label=shown(home.label),
        address=shown(home.address),
        directions=shown(home.directions),
        village=shown(home.village),
        language=shown(home.language),
        members=float(home.members),
        exact=home.place_accuracy in ("", "exact"),
        available=shown(home.available) if isinstance(home.available, str) else "",
        needs=tuple(shown(need) for need in needs),
        lon=float(home.lon),
        lat=float(home.lat),
    )
