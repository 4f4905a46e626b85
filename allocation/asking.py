"""What a visit asks for beside time: of a household that has a price, a place in the plan whose way is worth it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allocation.planned_day import Day, legs_min
from allocation.price import day_table, fair_rate, wish_table
from allocation.problem import PlanningProblem

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: Minutes by which a place must be worth more than its way to count as one that pays: legs are planned in seconds, rounded up.
LEAST_MIN = 0.1


@dataclass
class Asks:
    """The price of places for some households, as they are looked at worker by worker.

    Attributes
    ----------
    problem : PlanningProblem
    rows : (k,) array
        The households.
    cost_min, cost_worker : (k,) arrays
        The cheapest place met so far, and whose: way, wishes and unfair load, minutes; inf and -1 where none was looked at.
    """

    problem: PlanningProblem
    rows: Ints
    cost_min: Floats
    cost_worker: Ints

    @classmethod
    def of(cls, problem: PlanningProblem, rows: Ints) -> Asks:
        """Before any worker was looked at."""
        return cls(problem, rows, np.full(len(rows), np.inf), np.full(len(rows), -1, dtype=np.int64))

    def __post_init__(self) -> None:
        self._some = bool(self.problem.priced[self.rows].any())
        self._wish = wish_table(self.problem) if self._some else np.zeros((0, 0))
        self._day = day_table(self.problem) if self._some else np.zeros((0, 0))
        self._paid = np.zeros(len(self.rows), dtype=bool)

    def pays(self, worker: int, days: Sequence[Day], which: Ints, way_min: Floats, opened: Bools) -> Bools:
        """Whether each household would pay for its cheapest place on each day of a worker; (days, households).

        Parameters
        ----------
        worker : int
            Whose days are looked at.
        days : sequence of Day
            All of them.
        which : (h,) array
            The households, positions in :attr:`rows`.
        way_min : (days, h) array
            Minutes of travel that each adds.
        opened : (days, h) array
            Whether it may be visited on the day.
        """
        if not self._some:
            return np.ones(way_min.shape, dtype=bool)
        problem, rows = self.problem, self.rows[which]
        dates = problem.date_of[worker][[day.place for day in days]]
        times = problem.visits[rows] * problem.visitors[rows]
        cost = (way_min + self._price(worker, rows, way_min) + self._day[np.ix_(rows, dates)].T) * times
        cost = np.where(opened, cost, np.inf)
        least = cost.min(axis=0)
        better = problem.priced[rows] & (least < self.cost_min[which])
        self.cost_min[which[better]], self.cost_worker[which[better]] = least[better], worker
        pays = ~problem.priced[rows] | (cost < problem.prize_min[rows] - LEAST_MIN)
        self._paid[which] |= pays.any(axis=0)
        return np.asarray(pays, dtype=bool)

    def pays_at(self, day: Day, row: int, at: int) -> bool:
        """Whether the household would pay for this place of the day."""
        problem = self.problem
        if not problem.priced[row]:
            return True
        mode, here = problem.modes[day.worker], problem.places.take(np.array([row]))
        stops = problem.places.take(np.array(day.stops, dtype=np.int64))
        out, back = float(problem.out_min[day.worker, row]), float(problem.back_min[day.worker, row])
        to = out if at == 0 else float(problem.travel.minutes(stops, here, mode)[at - 1, 0])
        on = back if at == len(day.stops) else float(problem.travel.minutes(here, stops, mode)[0, at])
        way = np.array([to + on - float(legs_min(problem, day)[at])])
        date = problem.date_of[day.worker][day.place]
        cost = way + self._price(day.worker, np.array([row]), way) + self._day[row, date]
        return bool(cost[0] < problem.prize_min[row] - LEAST_MIN)

    def dear(self, fits: Bools, missing_min: Floats) -> Bools:
        """(k,) The households that have a price, and no place that was looked at pays for them.

        For two visitors or several visits the places are only reckoned one by one: where the days have time for them, it is
        the price that keeps them out.
        """
        many = (self.problem.visits * self.problem.visitors)[self.rows] > 1
        dear = ~self._paid | (many & ~fits & (missing_min <= 0))
        return np.asarray(self.problem.priced[self.rows] & (self.cost_worker >= 0) & dear, dtype=bool)

    def _price(self, worker: int, rows: Ints, way_min: Floats) -> Floats:
        """Minutes of wishes, and of the load above the fair share, taken to be all above it."""
        rate, wish = fair_rate(self.problem), self._wish[worker, rows]
        load = rate * np.maximum(0.0, way_min + self.problem.visit_min[rows]) if rate else np.zeros_like(way_min)
        return np.asarray(wish + load, dtype=float)
