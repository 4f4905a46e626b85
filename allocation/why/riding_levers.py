"""One seat more in a shared vehicle, and one vehicle more: who would ride then, and to which places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from allocation.plan import DAYS, VISITS, dtypes
from allocation.vehicles.choose import choose
from allocation.vehicles.fleet import Fleet
from allocation.vehicles.riding import Placed, Riding
from allocation.vehicles.timetable import no_rides, told
from allocation.vehicles.tour import Tour
from allocation.why.context import Context
from allocation.why.inputs import Inputs, with_twin
from allocation.why.lever import Lever, new_id
from geo.tables import complete

#: Seats of a vehicle where no other is there that it could be like: a bakkie with a double cab.
SEATS = 4
#: Homes at which a first vehicle is tried.
_HOMES = 3


def seat_levers(context: Context, inputs: Inputs) -> Iterator[Lever]:
    """One seat more in each vehicle, on the days on which it goes out full."""
    riding = context.standing.riding
    if riding is None or inputs.vehicles is None:
        return
    for row, name in enumerate(inputs.vehicles["vehicle_id"].astype(str).tolist()):
        seats = inputs.vehicles["seats"].to_numpy(dtype=float, copy=True)
        seats[row] += 1
        more = replace(inputs, vehicles=inputs.vehicles.assign(seats=seats))
        full = [tour.date for tour in riding.tours if tour.vehicle == row and len(tour.riders) >= riding.fleet.seats[row]]
        label = f"One seat more in vehicle {name}"
        yield _driven(context, Lever("seat_more", label, None, more), riding.tours, {(row, date) for date in full})


def vehicle_levers(context: Context, inputs: Inputs, seats: int = SEATS) -> Iterator[Lever]:
    """One vehicle more, like each that is there; where there is none, at homes of fieldworkers.

    Who does not ride as planned may ride in it: those who might ride in the vehicle that it is like, and those who might
    ride in none and do not drive themselves.
    """
    riding = context.standing.riding
    tours = () if riding is None else riding.tours
    busy = {str(context.people.worker_ids[who]) for tour in tours for who in tour.riders}
    taken = {str(name) for name in [*inputs.fieldworkers["worker_id"], *inputs.households["household_id"]]}
    for like, fleet, travel_like in _new_vehicles(context, inputs, seats, taken, busy):
        team = inputs.fieldworkers
        able = ~team["worker_id"].isin(busy) & team["vehicle"].isin(["", like]) & (team["mode"] != "car")
        if not able.any():
            continue
        new = str(fleet["vehicle_id"].iloc[-1])
        more = replace(
            inputs,
            vehicles=fleet,
            rides=no_rides() if inputs.rides is None else inputs.rides,
            fieldworkers=team.assign(vehicle=team["vehicle"].mask(able, new)),
            travel=with_twin(inputs.travel, travel_like, new),
        )
        where = f"starting where {like} does" if like else f"starting where fieldworker {travel_like} lives"
        label = f"One vehicle more ({new}), {where}"
        row = len(fleet) - 1
        dates = {(row, at) for at in range(len(context.people.dates))}
        yield _driven(context, Lever("vehicle_more", label, None, more), tours, dates)


def _new_vehicles(
    context: Context, inputs: Inputs, seats: int, taken: set[str], busy: set[str]
) -> Iterator[tuple[str, gpd.GeoDataFrame, str]]:
    """The vehicle that a new one is like ("" for none), the list with the new one at its end, and who is at its place."""
    vehicles = inputs.vehicles
    if vehicles is not None and len(vehicles):
        taken = taken | set(vehicles["vehicle_id"].astype(str))
        for row, name in enumerate(vehicles["vehicle_id"].astype(str).tolist()):
            twin = vehicles.iloc[[row]].assign(vehicle_id=new_id(name, taken), name="")
            both: Any = pd.concat([vehicles, twin], ignore_index=True)
            yield name, both, name
        return
    people = context.people
    walkers = [row for row, name in enumerate(people.worker_ids.tolist()) if name not in busy and people.modes[row] != "car"]
    for row in _homes(people.homes.lon_lat, walkers):
        name = str(people.worker_ids[row])
        home = inputs.fieldworkers.loc[inputs.fieldworkers["worker_id"] == name]
        frame = gpd.GeoDataFrame(
            {"vehicle_id": [new_id("V", taken)], "seats": [float(seats)]},
            geometry=list(home.geometry),
            crs=inputs.fieldworkers.crs,
        )
        yield "", complete("vehicles", frame), name


def _homes(lon_lat: Any, walkers: list[int]) -> list[int]:
    """Homes with the most other walkers near, about 2 km; places unknown or without meaning count as far."""
    if not walkers:
        return []
    spots = np.nan_to_num(lon_lat[walkers], nan=1e3)
    flat = spots * np.array([np.cos(np.radians(np.clip(spots[:, 1].mean(), -80, 80))), 1.0])
    near = np.hypot(*(flat[:, None] - flat[None, :]).transpose(2, 0, 1)) <= 2.0 / 111.0
    free = np.ones(len(walkers), dtype=bool)
    found: list[int] = []
    while free.any() and len(found) < _HOMES:
        best = int(np.argmax(np.where(free, (near & free[None, :]).sum(axis=1), -1)))
        found.append(walkers[best])
        free &= ~near[best]
        free[best] = False
    return found


def _driven(context: Context, lever: Lever, tours: tuple[Tour, ...], days: set[tuple[int, int]]) -> Lever:
    """The lever with what the vehicles would do on these (vehicle, date), and who would visit whom then."""
    inputs = lever.inputs
    assert inputs.vehicles is not None
    people = inputs.people(context.problem.barred, None)
    fleet = Fleet.of(people, inputs.vehicles)
    start = np.full_like(fleet.start_min, np.nan)
    for vehicle, date in days:
        start[vehicle, date] = fleet.start_min[vehicle, date]
    stops = _stops(context)
    chosen = choose(replace(fleet, start_min=start), stops, tours)
    if tuple(chosen.tours) == tours:
        return lever
    riding = Riding.of(fleet, chosen.tours)
    nobody = pd.DataFrame(columns=list(VISITS)).astype(dtypes(VISITS)), pd.DataFrame(columns=list(DAYS)).astype(dtypes(DAYS))
    changed = {
        (str(people.worker_ids[who]), people.days[who][place].isoformat()): rows
        for (who, place), rows in chosen.stops.items()
        if rows != stops.get((who, place), ())
    }
    return replace(lever, inputs=replace(inputs, rides=told(riding, *nobody).rides), stops=changed)


def _stops(context: Context) -> Mapping[Placed, tuple[int, ...]]:
    """Who visits whom as planned, by fieldworker and day of his or her own."""
    standing = context.standing
    if standing.riding is None:
        return {(day.worker, day.slot): day.stops for day in standing.days}
    days = standing.riding.days
    return {(int(standing.person_of[day.worker]), days[day.worker][day.slot]): day.stops for day in standing.days}
