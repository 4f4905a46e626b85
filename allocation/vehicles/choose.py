"""Who rides when, and where the vehicle drops: by what a drop would let people visit whom nobody visits yet.

Vehicle-days are taken one after the other. Somebody is added to the tour, at the place and in the order that gains the
most weight, as long as a tour gains: what the riders could visit around the drops of those whom nobody visits, less what
they visit on that day now. Of households that must pay for their way the prize counts, less the minutes walked.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from allocation.eligibility import Mask
from allocation.problem import PlanningProblem
from allocation.vehicles.fleet import Fleet, Ints
from allocation.vehicles.riding import Placed, lasts_min, ridden_min
from allocation.vehicles.tour import Tour, in_order, timed
from allocation.vehicles.walks import Counts, Walk, as_walk, promising, walk
from geo.travel.distance import pairwise_m

#: Households of each day of each fieldworker, in their order.
Stops = Mapping[Placed, tuple[int, ...]]
#: What a change must gain at least; and riders who are tried at once, who would lose the least first.
_LEAST, _RIDERS = 1e-6, 4


@dataclass
class Chosen:
    """Tours, and a first guess of what everybody does with them.

    Attributes
    ----------
    tours : list of Tour
    stops : dict of (fieldworker, day) → households
    """

    tours: list[Tour] = field(default_factory=list)
    stops: dict[Placed, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Try:
    """A rider at a place: the walk, what is lost elsewhere, and the most that it could gain."""

    rider: int
    place: int
    walk: Walk
    loss: float
    most: float


@dataclass(frozen=True)
class _Tried:
    """A tour with one rider more, and what each of its riders would do; ``gain`` in what counts."""

    gain: float
    tour: Tour
    walks: dict[int, tuple[Walk, float]]


def choose(fleet: Fleet, stops: Stops, tours: tuple[Tour, ...] = (), until: float = math.inf) -> Chosen:
    """Tours for every vehicle and date, on top of those that are there.

    Parameters
    ----------
    fleet : Fleet
        The vehicles.
    stops : mapping
        What everybody visits so far.
    tours : tuple of Tour
        Kept; riders may be added to them where seats are left.
    until : float
        ``time.monotonic()`` after which no other vehicle-day is begun.
    """
    problem = fleet.problem
    taken = np.zeros(len(problem.weight), dtype=bool)
    for own in stops.values():
        taken[list(own)] = True
    # Households that two visit, or that are visited more than once, are left to the search: a walk here is one person's.
    single = (problem.visitors * problem.visits == 1) & problem.asked
    result = Chosen(list(tours), dict(stops))
    for vehicle, date in fleet.dates:
        if time.monotonic() > until:
            break
        free = np.nonzero(single & ~taken & problem.open_on[:, date])[0]
        before = next((tour for tour in result.tours if (tour.vehicle, tour.date) == (vehicle, date)), None)
        day = _Day(fleet, vehicle, date, free, result, before)
        day.fill()
        if day.tour is not None and day.tour is not before:
            result.tours = [tour for tour in result.tours if tour is not before] + [day.tour]
            for rider, own in day.stops.items():
                key = (rider, fleet.placed(rider, date))
                # Whom nobody visits any more is there for the next vehicle-day, as those who were free before.
                taken[list(result.stops.get(key, ()))] = False
                result.stops[key] = own
            for own in day.stops.values():
                taken[list(own)] = True
    return result


@dataclass
class _Day:
    """One vehicle on one date."""

    fleet: Fleet
    vehicle: int
    date: int
    free: Ints
    chosen: Chosen
    tour: Tour | None

    def __post_init__(self) -> None:
        self.stops: dict[int, tuple[int, ...]] = {}
        self._walks: dict[int, tuple[Walk, float]] = {}
        self._week = ridden_min(self.fleet, self.chosen.tours)
        self._counts = Counts.of(self.fleet.problem)

    def fill(self) -> None:
        """Add riders while the tour gains."""
        while self.tour is None or len(self.tour.riders) < self.fleet.seats[self.vehicle]:
            best = self._best()
            if best is None:
                return
            self.tour, self._walks = best.tour, best.walks
            self.stops = {rider: tuple(own.stops[: own.within(minutes)].tolist()) for rider, (own, minutes) in best.walks.items()}
            gone = {stop for own in self.stops.values() for stop in own}
            self.free = self.free[~np.isin(self.free, list(gone))]

    def _best(self) -> _Tried | None:
        """The rider, place and order that gain the most, None where none gains."""
        tries = self._tries()
        if not tries:
            return None
        stands = [(drop.household, drop.riders) for drop in self.tour.drops] if self.tour else []
        places = list(dict.fromkeys([*(place for place, _ in stands), *(one.place for one in tries)]))
        legs = self.fleet.legs(self.vehicle, places)
        best: _Tried | None = None
        for one in sorted(tries, key=lambda one: (-one.most, one.rider, one.place)):
            if one.most <= (best.gain if best else _LEAST):
                break
            tried = self._tried(one, stands, places, legs)
            if tried is not None and tried.gain > (best.gain if best else _LEAST):
                best = tried
        return best

    def _tries(self) -> list[_Try]:
        """Riders and places worth a look, with the most that each could gain."""
        problem, tries = self.fleet.problem, []
        around: dict[tuple[str, bytes], Ints] = {}
        walks: dict[tuple[str, bytes, int], Walk] = {}
        for rider, loss in self._spare():
            mode, able = problem.modes[rider], _able(problem, rider)[self.free]
            kind = mode, able.tobytes()
            if kind not in around:
                around[kind] = promising(problem, self.free[able], mode, self._counts)
            span = float(problem.shift_span_min[rider][self.fleet.placed(rider, self.date)])
            for place in around[kind].tolist():
                key = (*kind, place)
                if key not in walks:
                    pool = within_reach(problem, rider, place, self.free[able])
                    walks[key] = walk(problem, place, pool, mode, span, self._counts)
                tries.append(_Try(rider, place, walks[key], loss, walks[key].worth(span) - loss))
        return tries

    def _spare(self) -> list[tuple[int, float]]:
        """Those who could be added, who would lose the least first, with what their visits on that day count now."""
        problem = self.fleet.problem
        rides = set(self.tour.riders) if self.tour else set()
        elsewhere = {rider for tour in self.chosen.tours if tour.date == self.date for rider in tour.riders}
        found = []
        for rider in self.fleet.riders(self.vehicle, self.date):
            if rider not in rides | elsewhere:
                own = self.chosen.stops.get((rider, self.fleet.placed(rider, self.date)), ())
                found.append((rider, self._counts.day(problem, rider, own)))
        return sorted(found, key=lambda one: (one[1], self.fleet.gather_min[one[0]], one[0]))[:_RIDERS]

    def _tried(self, one: _Try, stands: list[tuple[int, tuple[int, ...]]], places: list[int], legs: Ints) -> _Tried | None:
        """The tour with this rider at this place, and what it gains; None where it cannot be driven."""
        stops = dict(stands)
        stops[one.place] = (*stops.get(one.place, ()), one.rider)
        at = [0, *(places.index(place) + 1 for place in stops)]
        ordered, own = in_order(stops, legs[np.ix_(at, at)])
        best: _Tried | None = None
        for turned in (False, True):
            tour = timed(self.fleet, self.vehicle, self.date, ordered, own, turned)
            if tour is None or not self._within_week(tour):
                continue
            tried = self._worth(tour, one)
            if best is None or tried.gain > best.gain:
                best = tried
        return best

    def _worth(self, tour: Tour, one: _Try) -> _Tried:
        walks = {**self._standing(), one.rider: (one.walk, 0.0)}
        gain, now = -one.loss, {}
        for drop in tour.drops:
            for rider in drop.riders:
                own, before = walks[rider]
                now[rider] = own, float(drop.up - drop.down)
                gain += own.worth(now[rider][1]) - (own.worth(before) if rider != one.rider else 0.0)
        return _Tried(gain, tour, now)

    def _standing(self) -> dict[int, tuple[Walk, float]]:
        """What each rider of the tour as it stands does, and in how many minutes."""
        if self.tour is not None and not self._walks:
            for drop in self.tour.drops:
                for rider in drop.riders:
                    own = self.chosen.stops.get((rider, self.fleet.placed(rider, self.date)), ())
                    walk_ = as_walk(self.fleet.problem, drop.household, own, rider, self._counts)
                    self._walks[rider] = walk_, float(drop.up - drop.down)
        return self._walks

    def _within_week(self, tour: Tour) -> bool:
        problem = self.fleet.problem
        for rider in tour.riders:
            week = problem.week_of[rider][self.fleet.placed(rider, self.date)]
            before = lasts_min(self.fleet, self.tour, rider) if self.tour and rider in self.tour.riders else 0.0
            if self._week[rider, week] - before + lasts_min(self.fleet, tour, rider) > problem.week_most_min[rider, week]:
                return False
        return True


def _able(problem: PlanningProblem, rider: int) -> Mask:
    """(n,) whom the rider may visit, wherever dropped."""
    rules = problem.eligibility
    return np.asarray(rules.people[rider] & rules.load[rider] & problem.asked, dtype=bool)


def within_reach(problem: PlanningProblem, rider: int, place: int, pool: Ints) -> Ints:
    """Those of ``pool`` within the longest straight line from the place where the rider is dropped."""
    reach = float(problem.reach_m[rider])
    if not np.isfinite(reach) or not problem.travel.needs_geometry:
        return pool
    metres = pairwise_m(problem.places.lon_lat[[place]], problem.places.lon_lat[pool])[0]
    return np.asarray(pool[~(metres > reach)], dtype=np.int64)
