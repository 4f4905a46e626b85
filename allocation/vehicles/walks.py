"""What somebody who is dropped at a place could visit around it: a quick guess by always going on to the next best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from allocation.problem import PlanningProblem
from allocation.vehicles.fleet import Ints, Vector

#: Households around a drop that are looked at.
AROUND = 40
#: Places at which somebody may be dropped that are looked at for one vehicle and day, and households that are asked for them.
PLACES, SEEDS = 24, 1200
#: Minutes on foot around a drop in which households count for it; drops nearer to a better one are passed over.
WALK_MIN, APART_MIN = 40.0, 12.0


@dataclass(frozen=True)
class Walk:
    """A walk from a drop and back.

    Attributes
    ----------
    stops : (k,) int array
        Households in their order.
    back_min : (k,) array
        Minutes from the drop until back there, if the walk ends with that stop.
    weight : (k,) array
        What all stops up to there count, if the walk ends with that stop.
    """

    stops: Ints
    back_min: Vector
    weight: Vector

    def within(self, minutes: float) -> int:
        """How many of the stops are best done in so many minutes."""
        fits = np.nonzero(self.back_min <= minutes)[0]
        if not len(fits):
            return 0
        best = int(fits[self.weight[fits].argmax()])
        return best + 1 if self.weight[best] > 0 else 0

    def worth(self, minutes: float) -> float:
        """What those stops count."""
        count = self.within(minutes)
        return float(self.weight[count - 1]) if count else 0.0


@dataclass(frozen=True)
class Counts:
    """What visits and ways count when tours are chosen.

    Attributes
    ----------
    each : (n,) array
        Of a visit: its weight. Where some must pay for their way (``prize_min``): the prize, and of those who are served
        first so much that no prizes and ways outweigh it.
    way : float
        Of a minute on foot: 1 where some must pay for it, else 0.
    """

    each: Vector
    way: float

    @classmethod
    def of(cls, problem: PlanningProblem) -> Counts:
        """Of a round."""
        if not problem.priced.any():
            return cls(problem.weight, 0.0)
        prize = np.nan_to_num(problem.prize_min)
        outweighs = 1.0 + float(prize.sum()) + float((problem.span_min * problem.day_count).sum())
        return cls(problem.weight * outweighs + prize, 1.0)

    def day(self, problem: PlanningProblem, worker: int, stops: tuple[int, ...]) -> float:
        """What a day from home with these stops counts."""
        total = float(self.each[list(stops)].sum())
        if not stops or not self.way:
            return total
        places = problem.places.take(np.array(stops, dtype=np.int64))
        between = problem.travel.minutes(places, places, problem.modes[worker])
        inner = between[np.arange(len(stops) - 1), np.arange(1, len(stops))].sum()
        return total - self.way * float(problem.out_min[worker, stops[0]] + inner + problem.back_min[worker, stops[-1]])


def walk(  # noqa: PLR0917 - where from, among whom, how, how long, and what counts
    problem: PlanningProblem, start: int, pool: Ints, mode: str, longest_min: float, counts: Counts
) -> Walk:
    """A walk from the place of household ``start`` through ``pool``, what counts most for each minute first.

    Every leg and visit has the second that rounding may add.
    """
    here = problem.places.take([start])
    away = problem.travel.minutes(here, problem.places.take(pool), mode)[0]
    near = pool[np.argsort(np.where(np.isnan(away), np.inf, away), kind="stable")[:AROUND]]
    places = here.join(problem.places.take(near))
    legs = problem.travel.minutes(places, places, mode)
    legs = np.where(np.isnan(legs), np.inf, legs) + 1 / 60
    # A visit at the drop itself needs no way.
    legs[0, 1:][near == start] = legs[1:, 0][near == start] = 0.0
    service, weight = problem.visit_min[near] + 1 / 60, counts.each[near]
    at, clock, total = 0, 0.0, 0.0
    left = np.ones(len(near), dtype=bool)
    stops: list[int] = []
    back: list[float] = []
    sums: list[float] = []
    while True:
        takes = legs[at, 1:] + service
        fits = left & (clock + takes + legs[1:, 0] <= longest_min)
        if not fits.any():
            break
        with np.errstate(divide="ignore"):
            chosen = int(np.argmax(np.where(fits, weight / np.maximum(takes, 1e-6), -1.0)))
        total += float(weight[chosen] - counts.way * legs[at, chosen + 1])
        clock, at = clock + float(takes[chosen]), chosen + 1
        left[chosen] = False
        stops.append(int(near[chosen]))
        back.append(clock + float(legs[at, 0]))
        sums.append(total - counts.way * float(legs[at, 0]))
    return Walk(np.array(stops, dtype=np.int64), np.array(back, dtype=float), np.array(sums, dtype=float))


def as_walk(problem: PlanningProblem, start: int, stops: tuple[int, ...], worker: int, counts: Counts) -> Walk:
    """The walk from the place of household ``start`` by these stops in this order."""
    if not stops:
        return Walk(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0))
    places = problem.places.take([start, *stops])
    legs = problem.travel.minutes(places, places, problem.modes[worker]) + 1 / 60
    at = np.arange(len(stops))
    clock = np.cumsum(legs[at, at + 1] + problem.visit_min[list(stops)] + 1 / 60)
    spent = np.cumsum(legs[at, at + 1]) + legs[at + 1, 0]
    worth = np.cumsum(counts.each[list(stops)]) - (counts.way * spent if counts.way else 0.0)
    return Walk(np.array(stops, dtype=np.int64), clock + legs[at + 1, 0], worth)


def promising(problem: PlanningProblem, pool: Ints, mode: str, counts: Counts) -> Ints:
    """Households of ``pool`` at whose places somebody might be dropped: what counts most around them, not all in one village."""
    if not len(pool):
        return pool
    step = -(-len(pool) // SEEDS)
    seeds = pool[::step]
    places = problem.places.take(seeds)
    minutes = problem.travel.minutes(places, problem.places.take(pool), mode)
    score = np.where(minutes <= WALK_MIN, counts.each[pool][None, :], 0.0).sum(axis=1)
    between = problem.travel.minutes(places, places, mode)
    chosen: list[int] = []
    while len(chosen) < PLACES and score.max(initial=0.0) > 0:
        best = int(score.argmax())
        chosen.append(best)
        score[between[best] <= APART_MIN] = 0.0
        score[best] = 0.0
    return seeds[chosen]
