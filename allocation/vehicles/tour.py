"""The tour of a vehicle on one day: out with everybody, to the drops in one order; later round again to fetch them.

All get in where the vehicle starts, at one time, and are back there at one time. Fetched are they in the same order
(who was dropped first is fetched first, so that everybody walks for equally long) or in the opposite one (nobody rides a
way twice, but who is dropped last walks for less long). Between dropping and fetching the driver waits, or goes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from allocation.vehicles.fleet import NEVER, Fleet, Ints, up_min


@dataclass(frozen=True)
class Drop:
    """One place at which a vehicle drops fieldworkers.

    Attributes
    ----------
    household : int
        At whose place, a row of the problem.
    riders : tuple of int
        Rows of the fieldworkers.
    down, up : int
        When they are dropped and fetched, minutes from midnight.
    """

    household: int
    riders: tuple[int, ...]
    down: int
    up: int


@dataclass(frozen=True)
class Tour:
    """A vehicle's day.

    Attributes
    ----------
    vehicle, date : int
        Row of the vehicle, position of the date in the round's.
    leave, home : int
        When it leaves with everybody and is back with everybody, minutes from midnight.
    drops : tuple of Drop
        In the order in which it drops.
    turned : bool
        Whether it fetches in the opposite order.
    """

    vehicle: int
    date: int
    leave: int
    home: int
    drops: tuple[Drop, ...]
    turned: bool

    @property
    def riders(self) -> tuple[int, ...]:
        """Everybody who rides, in the order of the drops."""
        return tuple(rider for drop in self.drops for rider in drop.riders)

    @property
    def fetched(self) -> tuple[Drop, ...]:
        """The drops in the order in which it fetches."""
        return self.drops[::-1] if self.turned else self.drops


def frame(fleet: Fleet, vehicle: int, date: int, riders: tuple[int, ...]) -> tuple[int, int]:
    """When the vehicle can leave with all of them, and must be back with all of them, in whole minutes from midnight.

    A fieldworker's own hours count from leaving home, on the way to the vehicle, to being home again.
    """
    problem = fleet.problem
    leave = up_min(fleet.start_min[vehicle, [date]])[0]
    for rider in riders:
        start = problem.shift_start_min[rider][fleet.placed(rider, date)]
        leave = max(leave, up_min(np.array([start + fleet.gather_min[rider]]))[0])
    home = float(fleet.end_min[vehicle, date])
    for rider in riders:
        place = fleet.placed(rider, date)
        # A second on either way, since those are rounded up for the fieldworker's own clock.
        ways = float(fleet.gather_min[rider] + fleet.scatter_min[rider]) + 2 / 60
        latest = problem.shift_end_min[rider][place] - fleet.scatter_min[rider] - 1 / 60
        home = min(home, latest, leave + problem.shift_span_min[rider][place] - ways)
    return int(leave), int(np.floor(home + 1e-6))


def timed(  # noqa: PLR0917 - a tour and what it is made of
    fleet: Fleet,
    vehicle: int,
    date: int,
    stops: list[tuple[int, tuple[int, ...]]],
    legs: Ints,
    turned: bool,
    within: tuple[int, int] | None = None,
) -> Tour | None:
    """The tour of these stops in this order; None where it cannot be done.

    Parameters
    ----------
    fleet : Fleet
        The vehicles.
    vehicle, date : int
        Row of the vehicle, position of the date.
    stops : list of (household, riders)
        In the order of the drops.
    legs : (stops + 1, stops + 1) int array
        Whole minutes of driving, the vehicle's start first.
    turned : bool
        Whether they are fetched in the opposite order.
    within : tuple of int, optional
        Leave no earlier and be back no later than at these minutes from midnight.
    """
    leave, home = frame(fleet, vehicle, date, tuple(rider for _, riders in stops for rider in riders))
    if within is not None:
        leave, home = max(leave, within[0]), min(home, within[1])
    order = [*range(1, len(stops) + 1)]
    down, clock, here = [], leave, 0
    for stop in order:
        clock += int(legs[here, stop])
        down.append(clock)
        here = stop
    up, clock, there = [0] * len(stops), home, 0
    for stop in order if turned else order[::-1]:
        clock -= int(legs[stop, there])
        up[stop - 1] = clock
        there = stop
    # From the last drop the driver goes to the first who is fetched.
    if not stops or max(*down, home) >= NEVER or down[-1] + int(legs[here, there]) > up[there - 1]:
        return None
    drops = tuple(Drop(place, riders, *times) for (place, riders), *times in zip(stops, down, up, strict=True))
    return Tour(vehicle, date, leave, home, drops, turned)


def best_order(legs: Ints) -> list[int]:
    """A short round from row 0 by all others and back: by cheapest insertion, then turned about while that is shorter."""
    order: list[int] = []
    for stop in sorted(range(1, len(legs)), key=lambda one: -int(legs[0, one])):
        ways = [(_round([*order[:at], stop, *order[at:]], legs), at) for at in range(len(order) + 1)]
        order.insert(min(ways)[1], stop)
    better = True
    while better:
        better = False
        for first in range(len(order) - 1):
            for last in range(first + 2, len(order) + 1):
                other = [*order[:first], *order[first:last][::-1], *order[last:]]
                if _round(other, legs) < _round(order, legs):
                    order, better = other, True
    return order


def in_order(stops: Mapping[int, tuple[int, ...]], legs: Ints) -> tuple[list[tuple[int, tuple[int, ...]]], Ints]:
    """The stops (household → riders) in the order of a short round, and their legs in the same order.

    ``legs`` has the vehicle's start first, then the stops as they come.
    """
    turn = [0, *best_order(legs)]
    listed = list(stops.items())
    return [listed[stop - 1] for stop in turn[1:]], legs[np.ix_(turn, turn)]


def _round(order: list[int], legs: Ints) -> int:
    stops = [0, *order, 0]
    return int(sum(int(legs[a, b]) for a, b in pairwise(stops)))
