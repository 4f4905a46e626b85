"""The plan while it is being made: routes by worker and day, and what they are worth."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from allocation.group import Group, Routes
from allocation.price import fair_minutes
from allocation.times import day_times
from allocation.units import Units


@dataclass(frozen=True)
class Day:
    """One worker's day: stops (positions of households) and seconds of travel, of wishes, and from leaving to home."""

    stops: tuple[int, ...] = ()
    travel_s: int = 0
    wish_s: int = 0
    work_s: int = 0

    def least_s(self, service_s: NDArray[np.int64]) -> int:
        """Seconds of its ways and visits, waiting left out; ``service_s`` by household."""
        return self.travel_s + int(service_s[list(self.stops)].sum())


@dataclass(frozen=True, order=True)
class Worth:
    """What a plan is worth: weight served (scaled) first, then the least price in seconds (negative)."""

    weight: int
    saved_s: int


EMPTY = Day()


@dataclass
class Draft:
    """Routes of all workers; every day in it can be walked as it is.

    Attributes
    ----------
    units : Units
    days : list of m lists of Day
        One entry a working day, in the order of the calendar.
    """

    units: Units
    days: list[list[Day]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.days:
            self.days = [[EMPTY] * int(count) for count in self.units.problem.day_count]

    def copy(self) -> Draft:
        """A draft that may be changed apart from this one."""
        return Draft(self.units, [list(days) for days in self.days])

    def served(self) -> NDArray[np.bool_]:
        """(n,) True for the households that are visited."""
        result = np.zeros(len(self.units.weight), dtype=bool)
        result[[stop for days in self.days for day in days for stop in day.stops]] = True
        return result

    def travel_s(self) -> int:
        """Seconds of travel, all legs."""
        return sum(day.travel_s for days in self.days for day in days)

    def workload_min(self) -> NDArray[np.float64]:
        """(m,) minutes of each worker from leaving to being home, all days."""
        return np.array([sum(day.work_s for day in days) for days in self.days], dtype=float) / 60

    def worth(self) -> Worth:
        """Weight served and price of the whole plan."""
        weight = int(self.units.weight[self.served()].sum())
        price = sum(day.travel_s + day.wish_s for days in self.days for day in days)
        fair = fair_minutes(self.units.problem, self.workload_min()).sum() * 60
        return Worth(weight, -price - round(fair))

    def take(self, group: Group, slots: tuple[tuple[int, ...], ...], routes: Routes) -> bool:
        """Put a group's routes into these days (``slots``: day positions by worker) if the plan gets better by it.

        Returns
        -------
        bool
            False where nothing changed: a route cannot be walked, or the plan would be worse.
        """
        built = [_build(group, worker, routes[worker]) for worker in range(len(group.workers))]
        before = self.worth()
        kept = [list(self.days[worker]) for worker in group.workers.tolist()]
        for worker, positions, days in zip(group.workers.tolist(), slots, built, strict=True):
            if days is None or len(days) != len(positions):
                self._restore(group, kept)
                return False
            for position, day in zip(positions, days, strict=True):
                self.days[worker][position] = day
        if self._doubled() or self.worth() <= before:
            self._restore(group, kept)
            return False
        return True

    def _restore(self, group: Group, kept: list[list[Day]]) -> None:
        for worker, days in zip(group.workers.tolist(), kept, strict=True):
            self.days[worker] = days

    def _doubled(self) -> bool:
        stops = [stop for days in self.days for day in days for stop in day.stops]
        return len(stops) != len(set(stops))


def _build(group: Group, worker: int, routes: tuple[tuple[int, ...], ...]) -> list[Day] | None:
    """The days of a worker's routes within a group; None where one of them breaks a rule."""
    days = [_day(group, worker, route) for route in routes]
    return None if any(day is None for day in days) else [day for day in days if day is not None]


def _day(group: Group, worker: int, route: tuple[int, ...]) -> Day | None:
    if not route:
        return EMPTY
    stops = list(route)
    homes = len(group.workers)
    nodes = [worker, *(homes + stop for stop in stops), worker]
    legs = group.travel_s[group.mode[worker]][nodes[:-1], nodes[1:]].tolist()
    most = int(group.load_most[worker])
    if min(legs) < 0 or not group.may[worker, stops].all() or (most >= 0 and int(group.load[stops].sum()) > most):
        return None
    times = day_times(
        legs,
        group.service_s[stops].tolist(),
        [group.windows[stop] for stop in stops],
        start_s=int(group.start_s[worker]),
        end_s=int(group.end_s[worker]),
        span_s=int(group.span_s[worker]),
    )
    if times is None:
        return None
    places = tuple(int(stop) for stop in group.households[stops])
    return Day(places, sum(legs), int(group.wish_s[worker, stops].sum()), times.home - times.leave)
