"""The plan while it is being made: routes by worker and day, and what they are worth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from allocation.day import EMPTY, Day, day_of
from allocation.price import fair_minutes
from allocation.units import Units


@dataclass(frozen=True, order=True)
class Worth:
    """What a plan is worth: weight served (scaled) first, then the least price in seconds (negative)."""

    weight: int
    saved_s: int


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

    def made(self) -> NDArray[np.int64]:
        """(n,) rows that each household has in the plan: visits times visitors."""
        stops = [stop for days in self.days for day in days for stop in day.stops]
        return np.bincount(np.array(stops, dtype=np.int64), minlength=len(self.units.weight))

    def served(self) -> NDArray[np.bool_]:
        """(n,) True for the households that get all their visits."""
        return np.asarray(self.made() >= self.units.asked_rows, dtype=bool)

    def travel_s(self) -> int:
        """Seconds of travel, all legs."""
        return sum(day.travel_s for days in self.days for day in days)

    def workload_min(self) -> NDArray[np.float64]:
        """(m,) minutes of each worker from leaving to being home, all days."""
        return np.array([sum(day.work_s for day in days) for days in self.days], dtype=float) / 60

    def worth(self) -> Worth:
        """Weight served and price of the whole plan."""
        served = self.served()
        price = sum(day.travel_s + day.wish_s for days in self.days for day in days)
        fair = fair_minutes(self.units.problem, self.workload_min()).sum() * 60
        return Worth(int(self.units.weight[served].sum()), -price - round(fair) + int(self.units.prize_s[served].sum()))

    def replace(self, days: Iterable[tuple[int, int, tuple[int, ...], tuple[int, ...]]]) -> bool:
        """Put other stops into some days: (worker, place of the day, stops, agreed seconds).

        Returns
        -------
        bool
            False, and nothing changed, where a day cannot be done or households would get too many or too few visits.
        """
        kept: list[tuple[int, int, Day]] = []
        for worker, place, stops, agreed in days:
            old = self.days[worker][place]
            if old.stops == stops and tuple(map(old.start_of, range(len(stops)))) == (agreed or (-1,) * len(stops)):
                continue
            built = day_of(self.units, worker, place, stops, agreed)
            if built is None:
                self._restore(kept)
                return False
            kept.append((worker, place, old))
            self.days[worker][place] = built
        if not self._whole() or not self._within_weeks():
            self._restore(kept)
            return False
        return True

    def without(self, households: set[int]) -> None:
        """Take households out of every day; a day that cannot be done then is given up, with all its households."""
        lost = set(households)
        while lost:
            more: set[int] = set()
            for worker, days in enumerate(self.days):
                for place, day in enumerate(days):
                    if lost.intersection(day.stops):
                        kept = [at for at, stop in enumerate(day.stops) if stop not in lost]
                        stops = tuple(day.stops[at] for at in kept)
                        left = day_of(self.units, worker, place, stops, tuple(day.start_of(at) for at in kept))
                        days[place] = EMPTY if left is None else left
                        more.update(stops if left is None else ())
            lost = {stop for stop in more if self.units.asked_rows[stop] > 1}

    def _restore(self, kept: list[tuple[int, int, Day]]) -> None:
        for worker, place, day in reversed(kept):
            self.days[worker][place] = day

    def _whole(self) -> bool:
        """Whether every household has none or all of its visits."""
        made = self.made()
        return bool(((made == 0) | (made == self.units.asked_rows)).all())

    def _within_weeks(self) -> bool:
        """Whether nobody is out for longer in a week than that worker offers."""
        units = self.units
        for worker in np.nonzero((units.week_most_s >= 0).any(axis=1))[0].tolist():
            weeks = units.problem.week_of[worker]
            out = np.bincount(weeks, [day.work_s for day in self.days[worker]], minlength=units.week_most_s.shape[1])
            most = units.week_most_s[worker]
            if ((most >= 0) & (out > most)).any():
                return False
        return True
