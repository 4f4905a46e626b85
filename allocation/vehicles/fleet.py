"""The vehicles of a round as arrays: places, seats, days and hours, who may ride in which, and how long they drive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from allocation.calendar import worker_shifts
from allocation.problem import PlanningProblem
from geo.clock import minutes
from geo.travel import Places, StraightLine, TravelMatrix

Ints = NDArray[np.int64]
Vector = NDArray[np.float64]
#: Stands for "no way": longer than any day.
NEVER = 10**7
#: Below this a part of a minute is noise of floating point; without it 10 minutes could become 11.
_NOISE_MIN = 1e-6
_DAY_MIN = 24 * 60.0


def up_min(values: Vector) -> Ints:
    """Whole minutes, rounded up: a driver's timetable has no seconds. :data:`NEVER` for NaN."""
    missing = np.isnan(values)
    return np.where(missing, NEVER, np.ceil(np.where(missing, 0.0, values) - _NOISE_MIN)).astype(np.int64)


@dataclass(frozen=True)
class Fleet:
    """v vehicles of a round with m fieldworkers and D dates.

    Attributes
    ----------
    problem : PlanningProblem
        The round in which everybody walks from home.
    ids : (v,) object array of str
    places : Places
        Where each starts, where its fieldworkers get in, and where it ends.
    seats : (v,) int64 array
        Fieldworkers at once.
    speed_kmh : (v,) array
        NaN for that of a car in the round.
    start_min, end_min : (v, D) arrays
        Earliest start and latest return, minutes from midnight; NaN on a date on which it does not drive.
    vehicle_of : (m,) int64 array
        The vehicle that each fieldworker may ride in, -1 for none.
    gather_min, scatter_min : (m,) arrays
        Minutes from home to the vehicle and back by the fieldworker's own mode; NaN for who rides in none, or has no way.
    """

    problem: PlanningProblem
    ids: NDArray[np.object_]
    places: Places
    seats: Ints
    speed_kmh: Vector
    start_min: Vector
    end_min: Vector
    vehicle_of: Ints
    gather_min: Vector
    scatter_min: Vector

    @classmethod
    def of(cls, problem: PlanningProblem, vehicles: gpd.GeoDataFrame) -> Fleet:
        """The arrays of a judged list of vehicles (:mod:`allocation.vehicles.judge`), in the shape of the contract."""
        ids = vehicles["vehicle_id"].to_numpy(dtype=object)
        places = Places.of(ids.tolist(), vehicles.geometry)
        position = {name: row for row, name in enumerate(ids.tolist())}
        own = np.array([position.get(name, -1) for name in problem.workers["vehicle"]], dtype=np.int64)
        start, end = _hours(problem, vehicles)
        gather, scatter = np.full(len(own), np.nan), np.full(len(own), np.nan)
        for worker in np.nonzero(own >= 0)[0].tolist():
            home, there = problem.homes.take([worker]), places.take([int(own[worker])])
            gather[worker] = problem.travel.minutes(home, there, problem.modes[worker])[0, 0]
            scatter[worker] = problem.travel.minutes(there, home, problem.modes[worker])[0, 0]
        own = np.where(np.isnan(gather + scatter), -1, own)
        seats = np.floor(vehicles["seats"].to_numpy(dtype=float)).astype(np.int64)
        speed = vehicles["speed_kmh"].to_numpy(dtype=float)
        return cls(problem, ids, places, seats, speed, start, end, own, gather, scatter)

    @property
    def dates(self) -> Sequence[tuple[int, int]]:
        """Every vehicle and date on which it drives, by date."""
        on = np.argwhere(~np.isnan(self.start_min))
        return sorted(((int(v), int(at)) for v, at in on), key=lambda one: (one[1], one[0]))

    def legs(self, vehicle: int, households: Sequence[int] | Ints) -> Ints:
        """Whole minutes that the vehicle drives between its start (row 0) and these households; :data:`NEVER`: no way."""
        places = self.places.take([vehicle]).join(self.problem.places.take(np.asarray(households, dtype=np.int64)))
        minutes_ = up_min(drive_min(self, vehicle, places, places))
        np.fill_diagonal(minutes_, 0)
        return minutes_

    def placed(self, worker: int, date: int) -> int:
        """Which of the worker's days this date is, -1 for none."""
        at = np.nonzero(self.problem.date_of[worker] == date)[0]
        return int(at[0]) if len(at) else -1

    def riders(self, vehicle: int, date: int) -> list[int]:
        """Who may ride on that date."""
        return [who for who in np.nonzero(self.vehicle_of == vehicle)[0].tolist() if self.placed(who, date) >= 0]


def drive_min(fleet: Fleet, vehicle: int, origins: Places, destinations: Places) -> Vector:
    """Unrounded minutes of driving, (origins, destinations): at the vehicle's own speed where it states one."""
    travel, speed = fleet.problem.travel, float(fleet.speed_kmh[vehicle])
    if np.isnan(speed) or isinstance(travel, TravelMatrix):
        return travel.minutes(origins, destinations, "car")
    return travel.distance_m(origins, destinations) / (speed * 1000 / 60)


def fastest_kmh(fleet: Fleet, vehicle: int, mode: str) -> float:
    """The faster of driving and of the fieldworker's own mode, km/h; for straight lines only."""
    travel = fleet.problem.travel
    assert isinstance(travel, StraightLine)
    own = float(fleet.speed_kmh[vehicle])
    return max(travel.speed_kmh["car"] if np.isnan(own) else own, travel.speed_kmh[mode])


def _hours(problem: PlanningProblem, vehicles: gpd.GeoDataFrame) -> tuple[Vector, Vector]:
    shape = (len(vehicles), len(problem.dates))
    start, end = np.full(shape, np.nan), np.full(shape, np.nan)
    position = {date: at for at, date in enumerate(problem.dates)}
    for row, (days, first, last) in enumerate(zip(vehicles["days"], vehicles["start"], vehicles["end"], strict=True)):
        hours = worker_shifts(days, problem.round, start_min=minutes(first), end_min=minutes(last), day_min=_DAY_MIN)
        at = [position[date] for date in hours.dates]
        start[row, at], end[row, at] = hours.start_min, hours.end_min
    return start, end
