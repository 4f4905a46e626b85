"""Sites that each get enough: a search over choices of sites, each judged by a way to send everybody that keeps all of them up.

A site that has too few is sent people from sites that can spare them, those first whose way gets least longer for what they
bring; sites are opened, closed and exchanged while that shortens the ways (Teitz and Bart 1968, doi 10.1287/opre.16.5.955, with
that judgement in place of the nearest site).
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from geo.siting.problem import Floats, SitingProblem
from geo.siting.swap import improve

_EPS = 1e-9


@dataclass(frozen=True)
class Sent:
    """Who goes where, by position of the site, and the weighted minutes; infinite where some site has too few."""

    to: NDArray[np.intp]
    value: float


@dataclass(frozen=True)
class Search:
    """A problem in which new sites must get enough and ways are to be short.

    Attributes
    ----------
    problem : SitingProblem
        p-median.
    cost : (s, n) float array
        Weight × minutes, infinite where unreachable.
    deadline : float
        On the monotonic clock.
    """

    problem: SitingProblem
    cost: Floats
    deadline: float

    @classmethod
    def of(cls, problem: SitingProblem, deadline: float) -> Search:
        """The search for a problem."""
        # A weight of 0 must not make an unreachable site free of charge.
        cost = np.where(np.isnan(problem.minutes), np.inf, problem.weight * np.nan_to_num(problem.minutes))
        return cls(problem, cost, deadline)

    def best(self, starts: list[NDArray[np.intp]]) -> Sent:
        """The best way to send everybody that is found from these choices of new sites, and from the best without a least."""
        found = [self._improved(start) for start in [*starts, *self._thinned()]]
        return min(found, key=lambda sent: sent.value)

    @property
    def alike(self) -> bool:
        """Whether all take the same of a site: then the best way to send them is an assignment to slots."""
        size = self.problem.size
        return bool(len(size) and (size == size[0]).all() and size[0] > 0)

    @property
    def fits(self) -> bool:
        """Whether the search knows what limits the sites: what a site may serve at most only where all take the same."""
        return self.alike or not np.isfinite(self.problem.most).any()

    def sent(self, chosen: NDArray[np.intp]) -> Sent:
        """Everybody to the nearest open site, and then the sites that have too few are filled."""
        if np.isfinite(self.problem.most).any():
            return self._seated(chosen)
        problem = self.problem
        opened = np.concatenate([problem.fixed.nonzero()[0], problem.new[chosen]])
        if not len(opened):
            return Sent(np.full(self.cost.shape[1], -1, dtype=np.intp), math.inf)
        ways = self.cost[opened]
        to = ways.argmin(axis=0)
        least = np.where(problem.fixed[opened], 0.0, problem.least[opened])
        reached = np.isfinite(ways[to, np.arange(ways.shape[1])])
        if not reached.all() or not _filled(ways, problem.size, least, to):
            return Sent(to, math.inf)
        return Sent(opened[to], float(ways[to, np.arange(ways.shape[1])].sum()))

    def _seated(self, chosen: NDArray[np.intp]) -> Sent:
        """The shortest ways from these sites, each with as many slots as it may serve, the first of which must be taken."""
        problem, none = self.problem, Sent(np.full(self.cost.shape[1], -1, dtype=np.intp), math.inf)
        opened = np.concatenate([problem.fixed.nonzero()[0], problem.new[chosen]])
        people, unit = self.cost.shape[1], float(problem.size[0])
        most = np.minimum(np.floor(problem.most[opened] / unit + _EPS), people).astype(int)
        least = np.where(problem.fixed[opened], 0, np.ceil(problem.least[opened] / unit - _EPS)).astype(int)
        if not len(opened) or (least > most).any() or least.sum() > people or most.sum() < people:
            return none
        site = np.repeat(np.arange(len(opened)), most)
        slot = np.arange(len(site)) - np.repeat(np.cumsum(most) - most, most)
        ways = self.cost[opened][site].T
        finite = np.isfinite(ways)
        dear = 1.0 + 2 * float(np.where(finite, ways, 0.0).max(axis=1, initial=0.0).sum())
        # To leave a slot empty that must be taken costs more than all ways, to go where nobody gets costs more still.
        priced = np.where(finite, ways, 3 * dear * people) - dear * (slot < least[site])
        rows, taken = linear_sum_assignment(priced)
        to = site[taken]
        filled = np.bincount(to, minlength=len(opened)) >= least
        if not filled.all() or not finite[rows, taken].all():
            return none
        return Sent(opened[to], float(ways[rows, taken].sum()))

    def _nearest(self, chosen: NDArray[np.intp]) -> float:
        """Ways without a least: no way to send everybody is shorter."""
        opened = np.concatenate([self.problem.fixed.nonzero()[0], self.problem.new[chosen]])
        return float(self.cost[opened].min(axis=0, initial=np.inf).sum())

    def _thinned(self) -> list[NDArray[np.intp]]:
        """The best choices without a least, of fewer and fewer sites, until one of them gets enough everywhere."""
        problem, starts = self.problem, []
        fewest = float(problem.least[problem.new].min(initial=np.inf))
        most = min(problem.limits.count, len(problem.new))
        if fewest > 0:
            most = min(most, int(problem.size.sum() // fewest))
        finite = np.where(np.isfinite(self.cost), self.cost, 0.0)
        price = 1.0 + float(finite.max(axis=0, initial=0.0).sum())
        cost = np.where(np.isfinite(self.cost), self.cost, price)
        base = np.minimum(cost[problem.fixed].min(axis=0, initial=np.inf), price)
        for count in _steps(most):
            limits = type(problem.limits)(count, problem.limits.apart, problem.limits.cost, problem.limits.budget)
            usable = (~limits.apart.diagonal()).nonzero()[0]
            none = np.zeros(0, dtype=np.intp)
            chosen = usable[improve(cost[problem.new[usable]], base, none, limits.take(usable), self.deadline)]
            starts.append(chosen)
            if math.isfinite(self.sent(chosen).value) or time.monotonic() > self.deadline:
                break
        return starts

    def _improved(self, chosen: NDArray[np.intp]) -> Sent:
        best = self.sent(chosen)
        while time.monotonic() < self.deadline:
            step = self._step(chosen, best)
            if step is None:
                break
            chosen, best = step
        return best

    def _step(self, chosen: NDArray[np.intp], best: Sent) -> tuple[NDArray[np.intp], Sent] | None:
        """The first neighbour that is better, those that promise most first; None where there is none."""
        limits = self.problem.limits
        closed = [np.delete(chosen, place) for place in range(len(chosen))]
        if not math.isfinite(best.value):
            # Nothing holds yet: the site that is missed least is closed.
            return min(((one, self.sent(one)) for one in closed), key=lambda pair: self._nearest(pair[0]), default=None)
        tried = [*closed, *(np.append(chosen, site) for site in limits.may_join(chosen).nonzero()[0])]
        rows, places = limits.may_replace(chosen).nonzero()
        tried += [np.append(np.delete(chosen, place), site) for site, place in zip(rows, places, strict=True)]
        tried = [one for one in tried if not limits.apart.diagonal()[one].any()]
        promise = np.array([self._nearest(one) for one in tried])
        for at in np.argsort(promise, kind="stable").tolist():
            if promise[at] >= best.value * (1 - _EPS) or time.monotonic() > self.deadline:
                break
            found = self.sent(tried[at])
            if found.value < best.value * (1 - _EPS):
                return tried[at], found
        return None


def _steps(most: int) -> list[int]:
    """Numbers of sites that are tried, each about an eighth fewer than the one before."""
    found, count = [], most
    while count >= 1:
        found.append(count)
        count = min(count - 1, count * 7 // 8)
    return found


def _filled(ways: Floats, size: Floats, least: Floats, to: NDArray[np.intp]) -> bool:
    """Fill the sites that have too few, changing ``to``; False where that cannot be done."""
    people = np.arange(ways.shape[1])
    load = np.bincount(to, size, len(ways))
    while (short := (load < least * (1 - _EPS)).nonzero()[0]).size:
        site = short[np.argmin((least - load)[short])]  # the one that lacks least: it is soon one that holds
        spare = load[to] - size >= least[to] * (1 - _EPS)
        may = (to != site) & spare & np.isfinite(ways[site]) & (size > 0)
        if not may.any():
            return False
        lack = least[site] - load[site]
        longer = (ways[site] - ways[to, people])[may] / np.minimum(size[may], lack)
        mover = may.nonzero()[0][int(longer.argmin())]
        load[to[mover]] -= size[mover]
        load[site] += size[mover]
        to[mover] = site
    return True
