"""How good a plan could be at most: a bound that holds for every plan of a round.

On a day with k visits the way is at least as long as there and back to the farthest of them, so on average each visit
takes at least (there + back) / k of it, beside its own minutes. Let the plan share households out among workers and days
of every size freely, in parts even; then the best it could do is a linear program, and by duality *any* prices of the
workers' time bound it from above::

    bound = Σ households max(0, worth − cheapest minutes, visits and load at these prices) + Σ workers days × price of a day

The prices come from linear programs: one of a small team together, else one of each worker and the households near the
home, whose prices are then weighed against each other (:mod:`allocation.bound_weights`).

Why it holds under every rule:

- A household that asks for v visits by q visitors counts only if all v · q are made, each by one worker on one day. A
  worker who makes j of them has the share j / (v · q) of the household; shares of all workers sum to one, so a share takes
  as much of the worth, and costs v · q times the minutes, the way, the visits and the load of one visit. No day has two
  visits of one household, so k visits are k households, and (there + back) / k stands. One of two visitors makes at most
  half of the visits: the cheapest shares are half of each of the two cheapest workers.
- Days of one worker may differ: each has its own minutes and its own price. A long day loses its break
  (:mod:`allocation.bound_hours`). The hours offered in a week cap all days together, which has a price too: what a share
  costs in minutes it also takes from there.
- Hours at home, dates on which a place is closed, days between visits, equal starts, whole visits, wishes and promises only
  make a round harder: they are left out. Who may come at all is kept.
- What prizes (``prize_min``) can be more than all travel is bounded in the same way: a household is worth its prize less its
  share of the way, (there + back) / k a visit, and may be left out; those who are served first have no prize.
- Who may ride in a shared vehicle takes part with the minutes of :mod:`allocation.vehicles.relaxed`, and with no travel at
  all: travel is what is walked from the drop, which may be at the household itself.
- There and back are least minutes by way of any other household (:mod:`allocation.closure`), so asymmetric and non-metric
  tables are covered; where a table is too large for that they are zero, and the bound is what the hours hold.

Legs from visit to visit would add nothing: on the way to the farthest, others can be passed almost without a detour, and
no inequality on single households forbids that. Pricing days by their farthest household, with the least detour by
each other one, lowered the bound of 1500 rural households from 956.2 to 955.5, at forty times the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allocation.bound_hours import LEG_MIN, round_min, work_min
from allocation.bound_trivial import Bound, trivial_bound
from allocation.bound_weights import weigh
from allocation.neighbours import home_distances
from allocation.problem import PlanningProblem
from allocation.relaxation import Prices, Relaxation

__all__ = ["Bound", "Bounder", "trivial_bound", "whole"]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Workers priced together, households of a sample, and nearest workers considered for each.
WORKERS_MOST, SAMPLE_MOST, NEAREST = 15, 1500, 5
#: Households that a worker priced alone chooses among, as a multiple of what all days hold; and how few at least.
CHOICE, CHOICE_LEAST = 5, 50
#: Households by which prices are weighed against each other.
WEIGHED_MOST = 4000


@dataclass(frozen=True)
class Sizes:
    """Days by their number of visits: from ``low`` to ``high``, singly at first, then in growing steps."""

    low: Floats
    high: Floats

    @classmethod
    def of(cls, problem: PlanningProblem) -> Sizes:
        """Sizes up to the most visits that any worker's day holds."""
        edges = [*range(1, 13), 16, 21, 31, 51, 101, 301]
        most = max(1, _most_visits(problem))
        low = [edge for edge in edges if edge <= most]
        high = [*(edge - 1 for edge in low[1:]), most]
        return cls(np.array(low, dtype=float), np.array(high, dtype=float))


def _most_visits(problem: PlanningProblem) -> int:
    """A worker sees a household at most once a day, so no day has the same visit twice."""
    services = np.sort(problem.visit_min[np.asarray(problem.may.any(axis=0))])
    longest = max((float(work_min(problem, worker).max(initial=0.0)) for worker in range(len(problem.days))), default=0.0)
    return int(np.searchsorted(np.cumsum(services), longest + LEG_MIN * (len(services) + 1), side="right"))


class Bounder:
    """Makes relaxations to be priced (by children), and bounds from the prices.

    Parameters
    ----------
    problem : PlanningProblem
        The round.
    seed : int
        Of the samples.
    """

    def __init__(self, problem: PlanningProblem, seed: int) -> None:
        self.problem = problem
        self.sizes = Sizes.of(problem)
        self.radial = problem.out_least_min + problem.back_least_min
        #: The part of it that is travel: what a vehicle may drive somebody is none.
        self.walked = np.where((problem.workers["vehicle"] != "").to_numpy(dtype=bool)[:, None], 0.0, self.radial)
        #: Visits that serving a household takes, by all visitors together.
        self.asks = (problem.visits * problem.visitors).astype(float)
        workers = range(len(problem.days))
        #: Minutes of each kind of day of each worker, and how many there are.
        self.kinds = [np.unique(work_min(problem, worker), return_counts=True) for worker in workers]
        self.longest = np.array([minutes.max(initial=0.0) for minutes, _ in self.kinds], dtype=float)
        self.round_min = np.array([round_min(problem, worker) for worker in workers], dtype=float)
        self._random = np.random.default_rng(seed)
        self._crews = self._cut()
        self._alone = [np.array([worker]) for crew in self._crews for worker in crew] if len(self._crews) > 1 else []

    def relaxations(self, worth: Floats, least: int = 0) -> list[Relaxation]:
        """One a crew of neighbouring workers; ``least`` visits in all make it a bound on travel.

        Many workers are priced alone, but for travel, where only together they can be asked for so many visits.
        """
        if self._alone and not least:
            return [self._lone_relaxation(crew, worth) for crew in self._alone]
        return self._of_crews(worth, least, travel=bool(least))

    def _of_crews(self, worth: Floats, least: int, *, travel: bool) -> list[Relaxation]:
        """One a crew; ``travel`` takes the way off what a household is worth, and ``least`` leaves it nothing but that."""
        homes = np.where(self.problem.may, self.radial, np.inf)
        nearest = np.argsort(homes, axis=0, kind="stable")[: min(NEAREST, len(homes))]
        anybody = np.nonzero(self.problem.may.any(axis=0))[0]
        crew_of = np.empty(len(homes), dtype=np.int64)
        for number, crew in enumerate(self._crews):
            crew_of[crew] = number
        owner = crew_of[nearest[0, anybody]]
        return [
            self._relaxation(crew, anybody[owner == number], nearest, worth, least / max(1, len(anybody)), travel=travel)
            for number, crew in enumerate(self._crews)
        ]

    def most(self, worth: Floats, prices: list[Prices]) -> float:
        """Upper bound on the worth that can be served, from the prices of :meth:`relaxations` (in their order)."""
        crews = self._alone or self._crews
        weights = self._weights(worth, crews, prices) if self._alone else None
        gain, days = self._gain(worth, crews, prices, weights)
        return float(np.maximum(0, gain).sum() + days)

    def net_relaxations(self, prize_min: Floats) -> list[Relaxation]:
        """As :meth:`relaxations`, of prizes less travel."""
        return self._of_crews(prize_min, 0, travel=True)

    def most_net(self, prize_min: Floats, prices: list[Prices]) -> float:
        """Upper bound on the minutes that prizes can be more than all travel, from the prices of :meth:`net_relaxations`."""
        gain, days = self._gain(prize_min, self._crews, prices, travel=True)
        return float(np.maximum(0, gain).sum() + days)

    def least_travel(self, served: int, prices: list[Prices]) -> float:
        """Lower bound on the minutes of travel of a plan that serves so many."""
        anybody = np.asarray(self.problem.may.any(axis=0))
        if not served or not anybody.any():
            return 0.0
        free = [Prices.free(len(crew), len(self.sizes.low)) for crew in self._crews]
        alone = -self._gain(np.zeros(len(anybody)), self._crews, free, travel=True)[0][anybody]
        best = float(np.sort(alone)[:served].sum())
        wanted = sorted({price.wanted for price in prices})
        for price in {wanted[len(wanted) // 2], wanted[0], wanted[-1]} if wanted else set():
            gain, days = self._gain(np.full(len(anybody), price), self._crews, prices, travel=True)
            best = max(best, price * served - float(np.maximum(0, gain).sum()) - days)
        return max(0.0, best)

    def _cut(self) -> list[Ints]:
        """Crews of neighbouring workers, by the middle of the households that are near them."""
        order = _along(self.problem)
        count = -(-len(order) // WORKERS_MOST) if len(order) else 0
        return [np.sort(part) for part in np.array_split(order, count)] if count else []

    def _lone_relaxation(self, crew: Ints, worth: Floats) -> Relaxation:
        """Of one worker and the households near the home, several times as many as the days hold."""
        worker = int(crew[0])
        households = np.nonzero(self.problem.may[worker])[0]
        nearest = np.argsort(self.radial[worker, households], kind="stable")[: max(CHOICE_LEAST, CHOICE * self._held(worker))]
        households = np.sort(households[nearest])
        return self._relaxation(crew, households, np.full((1, len(self.problem.weight)), worker), worth, 0.0)

    def _held(self, worker: int) -> int:
        """About as many visits as the worker's days hold."""
        services = self.problem.visit_min[self.problem.may[worker]]
        a_day = float(self.longest[worker] / max(float(np.median(services)), 1.0)) if len(services) else 0.0
        return int(np.ceil(self.problem.day_count[worker] * max(1.0, a_day)))

    def _weights(self, worth: Floats, crews: list[Ints], prices: list[Prices]) -> Floats:
        """How much each worker's prices should count for the least bound; (m,) array."""
        anybody = np.nonzero(self.problem.may.any(axis=0))[0]
        count = min(WEIGHED_MOST, len(anybody))
        sample = np.sort(self._random.choice(anybody, count, replace=False))
        cost = np.full((len(self.radial), count), np.inf)
        day = np.zeros(len(self.radial))
        for worker, own, price in self._costs(crews, prices):
            cost[worker], day[worker] = own[sample], price
        return weigh(worth[sample], cost, day, len(anybody) / max(1, count))

    def _relaxation(
        self, crew: Ints, households: Ints, nearest: Ints, worth: Floats, least: float, *, travel: bool = False
    ) -> Relaxation:
        most = SAMPLE_MOST // max(1, min(4, len(self._crews)))
        total = len(households)
        if total > most:
            households = np.sort(self._random.choice(households, most, replace=False))
        share = len(households) / total if total else 1.0
        near = self._pairs(crew, households, nearest)
        fits = {worker: self._fits(worker) for worker in crew.tolist()}
        feasible = np.array([fits[worker][:, household] for _, _, household, worker in near.tolist()], dtype=bool)
        pair, size = np.nonzero(feasible.reshape(-1, len(self.sizes.low)))
        household, worker = near[pair, 2], near[pair, 3]
        way, on_foot = (table[worker, household] / self.sizes.high[size] for table in (self.radial, self.walked))
        return Relaxation(
            household=near[pair, 0],
            worker=near[pair, 1],
            size=size.astype(np.int64),
            value=worth[household] * (least == 0) - self.asks[household] * on_foot * travel,
            visits=self.asks[household],
            minutes=self.asks[household] * (self.problem.visit_min[household] + way),
            load=self.asks[household] * self.problem.load[household],
            low=self.sizes.low,
            high=self.sizes.high,
            load_most=self.problem.load_most[crew],
            round_min=self.round_min[crew] * share,
            kind_worker=np.repeat(np.arange(len(crew)), [len(self.kinds[worker][0]) for worker in crew.tolist()]),
            kind_min=np.concatenate([self.kinds[worker][0] for worker in crew.tolist()]),
            kind_days=np.concatenate([self.kinds[worker][1] for worker in crew.tolist()]) * share,
            least=least * len(households) * 0.999,
        )

    def _pairs(self, crew: Ints, households: Ints, nearest: Ints) -> Ints:
        """Rows of (place in the sample, place in the crew, household, worker).

        The nearest workers of each household; and the nearest households of each worker, or nobody would price the time
        of who walks where others drive.
        """
        near = (nearest[:, None, households] == crew[None, :, None]).any(axis=0)
        for place, worker in enumerate(crew.tolist()):
            homes = np.where(self.problem.may[worker, households], self.radial[worker, households], np.inf)
            near[place, np.argsort(homes, kind="stable")[: max(CHOICE_LEAST, CHOICE * self._held(worker))]] = True
        at, place = (near & self.problem.may[np.ix_(crew, households)]).T.nonzero()
        return np.column_stack([at, place, households[at], crew[place]])

    def _fits(self, worker: int) -> NDArray[np.bool_]:
        """Whether a household can be one of so many visits of a day; (sizes, n)."""
        problem = self.problem
        shortest = np.sort(problem.visit_min[problem.may[worker]])
        filled = np.concatenate([[0.0], np.cumsum(shortest)])
        others = np.minimum(self.sizes.low - 1, len(filled) - 1).astype(np.int64)
        with np.errstate(invalid="ignore"):
            total = self.radial[worker] + problem.visit_min + filled[others][:, None]
            return np.asarray(
                problem.may[worker] & (total <= self.longest[worker] + LEG_MIN * (self.sizes.high + 1)[:, None]), dtype=bool
            )

    def _gain(
        self, worth: Floats, crews: list[Ints], prices: list[Prices], weights: Floats | None = None, *, travel: bool = False
    ) -> tuple[Floats, float]:
        """What each household is worth beyond its cheapest price, (n,), -inf where nobody may; and the price of all days."""
        cheapest = np.full((2, len(worth)), np.inf)
        total = 0.0
        for worker, cost, day in self._costs(crews, prices, travel=travel):
            weight = 1.0 if weights is None else weights[worker]
            own = np.where(np.isfinite(cost), weight * cost, np.inf)
            cheapest[1] = np.minimum(cheapest[1], np.maximum(cheapest[0], own))
            cheapest[0] = np.minimum(cheapest[0], own)
            total += weight * day
        # Neither of two visitors makes more than half of the visits.
        return worth - np.where(self.problem.visitors > 1, cheapest.mean(axis=0), cheapest[0]), total

    def _costs(self, crews: list[Ints], prices: list[Prices], *, travel: bool = False) -> Iterator[tuple[int, Floats, float]]:
        """By worker with days: the price of all visits of each household, (n,), inf where it does not fit; of all days."""
        problem = self.problem
        low, high = self.sizes.low, self.sizes.high
        for crew, price in zip(crews, prices, strict=True):
            for row, worker in enumerate(crew.tolist()):
                if not problem.day_count[worker]:
                    continue
                capped = np.isfinite(self.round_min[worker])
                together = float(price.round[row]) if capped else 0.0
                limited = np.isfinite(problem.load_most[worker])
                load = price.load[row] if limited else np.zeros(len(low))
                way = self.radial[worker][None, :] / high[:, None]
                cost = (price.minute[row] + together)[:, None] * (problem.visit_min + way)
                cost += (price.visit_most[row] - price.visit_least[row])[:, None]
                cost += load[:, None] * problem.load
                if travel:
                    cost += self.walked[worker][None, :] / high[:, None]
                size = price.visit_most[row] * high - price.visit_least[row] * low
                size += load * (problem.load_most[worker] if limited else 0.0)
                size += (price.minute[row] + together) * LEG_MIN * (high + 1)
                minutes, count = self.kinds[worker]
                days = np.maximum(0.0, (price.minute[row] * minutes[:, None] + size).max(axis=1))
                own = self.asks * np.where(self._fits(worker), cost, np.inf).min(axis=0)
                yield worker, own, float(count @ days) + (together * float(self.round_min[worker]) if capped else 0.0)


def _along(problem: PlanningProblem) -> Ints:
    """Workers in an order that keeps neighbours together: by a walk from home to the nearest home not yet seen."""
    near = home_distances(problem)
    left = list(range(len(near)))
    order: list[int] = []
    while left:
        here = min(left, key=lambda other: (near[order[-1], other], other)) if order else left[0]
        order.append(here)
        left.remove(here)
    return np.array(order, dtype=np.int64)


def whole(bound: float, values: Floats) -> float:
    """The bound rounded down where only whole sums can be reached; else a hair up, for what floating point lost."""
    if np.array_equal(values, np.rint(values)):
        return float(np.floor(bound * (1 + 1e-9) + 1e-6))
    return bound * (1 + 1e-9)
