"""What shared vehicles do, judged by itself: days and hours, seats, the order of stops, and times from the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import Geod

from allocation.check.facts import Facts
from allocation.check.legs import USUAL_DETOUR
from allocation.check.read import clocks, numbers, ordinals
from allocation.check.text import texts
from allocation.check.way import SECOND
from allocation.check.working import Working
from allocation.plan import ACTIONS, Violation
from geo.clock import clock, minutes
from geo.tables import TABLES, complete
from geo.travel import Places, StraightLine, TravelMatrix

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_DAY_MIN = 24 * 60.0
#: A driver's timetable is in whole minutes, so a leg may be stated up to one longer than it is.
_MINUTE = 1.0


@dataclass(frozen=True)
class Spot:
    """A place between which somebody drives or goes: its id for a matrix, degrees and settlement for a line."""

    id: str
    lon_lat: tuple[float, float]
    settlement: str = ""


@dataclass(frozen=True)
class Fleet:
    """The list of vehicles.

    Attributes
    ----------
    ids : list of str
    spots : list of Spot
    seats, speed_kmh : (v,) arrays
        NaN for the speed of a car in the round.
    working : Working
        Days and hours.
    """

    ids: list[str]
    spots: list[Spot]
    seats: Floats
    speed_kmh: Floats
    working: Working

    @classmethod
    def of(cls, vehicles: gpd.GeoDataFrame | None, facts: Facts) -> Fleet:
        """Read a list in the shape of the contract."""
        frame = complete("vehicles", pd.DataFrame({"vehicle_id": []})) if vehicles is None else vehicles
        if not {column.name for column in TABLES["vehicles"]} <= set(frame.columns):
            frame = complete("vehicles", frame)
        shapes = shapely.point_on_surface(np.asarray(frame.geometry.array, dtype=object))
        lon, lat = shapely.get_x(shapes), shapely.get_y(shapes)
        ids = [str(name) for name in frame["vehicle_id"]]
        start, end = (np.array([minutes(cell) for cell in frame[name]], dtype=float) for name in ("start", "end"))
        working = Working.of(frame["days"], facts.round, start, end, np.full(len(ids), _DAY_MIN))
        spots = [Spot(name, (float(x), float(y))) for name, x, y in zip(ids, lon, lat, strict=True)]
        return cls(ids, spots, frame["seats"].to_numpy(dtype=float), frame["speed_kmh"].to_numpy(dtype=float), working)


@dataclass(frozen=True)
class Tours:
    """The table of rides, sorted by vehicle, date and order; parallel arrays, and the list of vehicles.

    ``vehicle``, ``worker`` and ``place`` (a household) are rows of the inputs, -1 where there is none; ``day`` is a proleptic
    ordinal, -1 where the date cannot be read; times are minutes from midnight, NaN where a cell cannot be read.
    """

    fleet: Fleet
    vehicle_id: NDArray[np.object_]
    worker_id: NDArray[np.object_]
    place_id: NDArray[np.object_]
    date: NDArray[np.object_]
    action: NDArray[np.object_]
    vehicle: Ints
    worker: Ints
    place: Ints
    day: Ints
    order: Floats
    arrive: Floats
    depart: Floats
    ready: Floats
    passengers: Floats

    @classmethod
    def of(cls, rides: pd.DataFrame, vehicles: gpd.GeoDataFrame | None, facts: Facts) -> Tours:
        """Typed columns of vehicles.csv."""
        fleet = Fleet.of(vehicles, facts)
        vehicle_id, date = texts(rides["vehicle_id"]), texts(rides["date"])
        day, order = ordinals(date), numbers(rides["order"])
        sort = np.lexsort((np.nan_to_num(order, nan=np.inf), pd.factorize(date, sort=True)[0], pd.factorize(vehicle_id)[0]))
        worker_id, place_id = texts(rides["worker_id"]), texts(rides["place"])
        row_of = {name: row for row, name in enumerate(fleet.ids)}
        return cls(
            fleet=fleet,
            vehicle_id=vehicle_id[sort],
            worker_id=worker_id[sort],
            place_id=place_id[sort],
            date=date[sort],
            action=texts(rides["action"])[sort],
            vehicle=np.array([row_of.get(name, -1) for name in vehicle_id[sort]], dtype=np.int64),
            worker=facts.worker_rows(worker_id)[sort],
            place=facts.household_rows(place_id)[sort],
            day=np.where(np.isnan(day), -1, day).astype(np.int64)[sort],
            order=order[sort],
            arrive=clocks(rides["arrive"])[sort],
            depart=clocks(rides["depart"])[sort],
            ready=clocks(rides["ready"])[sort],
            passengers=numbers(rides["passengers"])[sort],
        )

    def runs(self) -> Iterator[Ints]:
        """Rows of each vehicle and date."""
        keys = list(zip(self.vehicle_id, self.date, strict=True))
        first = 0
        for row in range(1, len(keys) + 1):
            if row == len(keys) or keys[row] != keys[first]:
                yield np.arange(first, row)
                first = row

    def stops(self) -> NDArray[np.bool_]:
        """Rows at which somebody is dropped or fetched."""
        return np.isin(self.action, np.array(["drop", "fetch"], dtype=object))


def judge_tours(tours: Tours, facts: Facts) -> Iterator[Violation]:
    """Every cell can be read, and every tour can be driven as it is stated."""
    stops = tours.stops()
    known = np.isin(tours.action, np.array(ACTIONS, dtype=object))
    cells = {
        "date": tours.day >= 0,
        "action": known,
        "order": ~np.isnan(tours.order),
        "arrive": ~np.isnan(tours.arrive),
        "depart": ~np.isnan(tours.depart),
        "ready": ~np.isnan(tours.ready) | ~stops,
        "passengers": ~np.isnan(tours.passengers),
    }
    for name, fine in cells.items():
        for row in (~fine).nonzero()[0]:
            yield _violation(tours, row, "bad_value", f"{name} of a vehicle's stop cannot be read")
    for row in (stops & (tours.worker < 0)).nonzero()[0]:
        yield _violation(tours, row, "unknown_worker", "in the table of vehicles")
    for row in (stops & (tours.place < 0)).nonzero()[0]:
        yield Violation("unknown_household", tours.place_id[row], tours.worker_id[row], tours.date[row], "a drop of a vehicle")
    for rows in tours.runs():
        if tours.vehicle[rows[0]] < 0:
            yield _violation(tours, rows[0], "vehicle_unknown", f"vehicle {tours.vehicle_id[rows[0]]} is not listed")
        elif all(fine[rows].all() for fine in cells.values()) and (tours.place[rows][stops[rows]] >= 0).all():
            yield from _tour(tours, rows, facts)


def _violation(tours: Tours, row: int | np.integer, code: str, detail: str) -> Violation:
    return Violation(code, "", tours.worker_id[row], tours.date[row], detail)


def _tour(tours: Tours, rows: Ints, facts: Facts) -> Iterator[Violation]:
    yield from _shape(tours, rows)
    yield from _aboard(tours, rows)
    yield from _hours(tours, rows, facts)
    spots = [spot_of(tours, row, facts) for row in rows]
    vehicle = int(tours.vehicle[rows[0]])
    speed = float(tours.fleet.speed_kmh[vehicle])
    for before, row, a, b in zip(rows[:-1], rows[1:], spots[:-1], spots[1:], strict=True):
        took = tours.arrive[row] - tours.depart[before]
        way = leg_min(facts, a, b, "car", speed)
        same = a == b and tours.arrive[row] == tours.arrive[before]  # several who get out or in at one place
        if np.isnan(way) or not (same or -SECOND - 1e-4 * way <= took - way <= _MINUTE + SECOND):
            detail = f"vehicle {tours.vehicle_id[row]} is stated to drive {took:.1f} minutes; the way takes {way:.1f}"
            yield _violation(tours, row, "tour_times", detail)
    for row in rows[(tours.depart[rows] < tours.arrive[rows] - 1e-9)]:
        yield _violation(tours, row, "tour_times", f"vehicle {tours.vehicle_id[row]} leaves before it arrives")


def _shape(tours: Tours, rows: Ints) -> Iterator[Violation]:
    """Numbered from 1; from the start out to all drops, then to all who are fetched, and back."""
    name, actions = tours.vehicle_id[rows[0]], [ACTIONS.index(action) for action in tours.action[rows]]
    if tours.order[rows].tolist() != list(range(1, len(rows) + 1)):
        yield _violation(tours, rows[0], "tour_broken", f"the stops of vehicle {name} are not numbered from 1 to {len(rows)}")
    ends = [tours.action[row] for row in rows if tours.action[row] in ("start", "return")]
    if actions != sorted(actions) or ends != ["start", "return"]:
        yield _violation(tours, rows[0], "tour_broken", f"vehicle {name} does not start, drop, fetch and return in this order")
    for row in rows:
        if tours.action[row] in ("start", "return") and tours.place_id[row] != name:
            yield _violation(tours, row, "tour_broken", f"vehicle {name} does not start and end at its own place")


def _aboard(tours: Tours, rows: Ints) -> Iterator[Violation]:
    """Passengers counted again, and never more than seats."""
    name, seats = tours.vehicle_id[rows[0]], float(tours.fleet.seats[tours.vehicle[rows[0]]])
    aboard = int((tours.action[rows] == "drop").sum())
    for row in rows:
        action = tours.action[row]
        aboard = 0 if action == "return" else aboard + {"drop": -1, "fetch": 1}.get(action, 0)
        if aboard > seats:
            detail = f"{aboard} aboard vehicle {name}; it has {seats:g} seats"
            yield _violation(tours, row, "too_many_aboard", detail)
            return
        if tours.passengers[row] != aboard:
            detail = f"the plan says {tours.passengers[row]:g} aboard vehicle {name}; there are {aboard}"
            yield _violation(tours, row, "tour_broken", detail)
            return


def _hours(tours: Tours, rows: Ints, facts: Facts) -> Iterator[Violation]:
    vehicle, step = int(tours.vehicle[rows[0]]), int(tours.day[rows[0]]) - facts.round.first_day.toordinal()
    working, name = tours.fleet.working, tours.vehicle_id[rows[0]]
    if not 0 <= step < len(facts.free) or not facts.free[step] or not working.works[vehicle, step]:
        yield _violation(tours, rows[0], "vehicle_not_available", f"vehicle {name} does not drive on this date")
        return
    first, last = working.start[vehicle, step], working.end[vehicle, step]
    if tours.depart[rows[0]] < first - SECOND or tours.arrive[rows[-1]] > last + SECOND:
        told = f"{clock(tours.depart[rows[0]])} to {clock(tours.arrive[rows[-1]])}; it drives {clock(first)} to {clock(last)}"
        yield _violation(tours, rows[0], "vehicle_not_available", f"vehicle {name} is out {told}")


def spot_of(tours: Tours, row: int, facts: Facts) -> Spot:
    """Where a stop is: at the vehicle's own place, or at a household's."""
    if tours.place[row] < 0:
        return tours.fleet.spots[int(tours.vehicle[row])]
    at = int(tours.place[row])
    return Spot(str(facts.household_ids[at]), point_of(facts, at), str(facts.settlement[at]))


def point_of(facts: Facts, row: int) -> tuple[float, float]:
    """Degrees of a row of ``facts.place``."""
    return float(facts.place[row, 0]), float(facts.place[row, 1])


def leg_min(facts: Facts, a: Spot, b: Spot, mode: str, speed_kmh: float = np.nan) -> float:
    """Minutes of a leg, NaN where there is no way; a speed that is stated goes before that of the mode."""
    if a.id == b.id:
        return 0.0
    travel = facts.travel
    if isinstance(travel, TravelMatrix):
        at = {name: row for row, name in enumerate(travel.ids)}
        return float(travel.matrix[at[a.id], at[b.id]]) if a.id in at and b.id in at else float("nan")
    if isinstance(travel, StraightLine):
        stated = travel.settings()
        factor = stated["detour_factor"]
        if isinstance(factor, Mapping):
            factor = (factor.get(a.settlement, USUAL_DETOUR) + factor.get(b.settlement, USUAL_DETOUR)) / 2
        metres = float(Geod(ellps="WGS84").inv(*a.lon_lat, *b.lon_lat)[2]) * factor
        speed = stated["speed_kmh"].get(mode, np.nan) if np.isnan(speed_kmh) else speed_kmh
        return float(metres / 1000 / speed * 60)
    there = [Places(np.array([s.id]), np.array([s.lon_lat]), np.array([s.settlement])) for s in (a, b)]
    if not np.isnan(speed_kmh):
        return float(travel.distance_m(there[0], there[1])[0, 0] / 1000 / speed_kmh * 60)
    return float(travel.minutes(there[0], there[1], mode)[0, 0])
