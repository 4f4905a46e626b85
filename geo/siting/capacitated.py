"""Sites that serve no more, or no less, than so much: a program in which each demand goes to one site whole."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.siting.closing import PAIRS_MOST, limit
from geo.siting.costs import Costs
from geo.siting.enough import Search
from geo.siting.nearest import best_choice
from geo.siting.problem import Floats, SitingProblem
from geo.siting.program import Means, Program, Rows, Solved
from geo.siting.result import Siting

_EPS = 1e-9
#: Share of the time for our own search where sites must get enough, and the most seconds that it is a share of.
_ENOUGH_SHARE, _ENOUGH_OF_S = 0.4, 60.0


@dataclass(frozen=True)
class Pairs:
    """Which demand may go to which site, and what that takes; parallel arrays, by demand and then by minutes."""

    site: NDArray[np.intp]
    demand: NDArray[np.intp]
    minutes: Floats
    whole: bool

    def opened(self, sites: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Those of open sites."""
        return sites[self.site]


@dataclass(frozen=True)
class Kept:
    """A way to serve: which pairs are taken."""

    takes: NDArray[np.bool_]
    opened: NDArray[np.bool_]


def solve_capacitated(problem: SitingProblem, means: Means) -> Siting:
    """Serve as much weight as possible, then by the objective; as :func:`geo.siting.solve.solve`.

    Demands are assigned to where they serve the whole best, which need not be their nearest site. ``least`` binds new sites.
    """
    pairs = _pairs(problem)
    kept = _enough(problem, pairs, _by_hand(problem, pairs), means)
    every = float(problem.weight[np.unique(pairs.demand)].sum()) if pairs.whole else _reachable(problem)
    served_bound = every
    worth = problem.weight[pairs.demand]
    if means.run is not None and _weight(problem, pairs, kept) < every * (1 - _EPS):
        program = _program(problem, pairs, -worth, np.zeros(len(problem.fixed)))
        share = means.seconds * (1.0 if problem.objective == "mclp" else 0.5)
        kept, bound = _better(problem, pairs, kept, means.solved(program, share), program.price)
        served_bound = min(every, -bound) if pairs.whole else every
    if problem.objective == "mclp":
        return _told(problem, pairs, kept, served_bound, served_bound)
    sites = np.zeros(len(problem.fixed))
    price = worth * pairs.minutes
    if problem.objective == "lscp":
        sites, price = (~problem.fixed).astype(float), np.zeros(len(worth))
    bound = _relaxed(problem, kept, pairs, means)
    if means.run is not None:
        floor = _weight(problem, pairs, kept) * (1 - _EPS)
        program = _program(problem, pairs, price, sites, floor)
        kept, proved = _better(problem, pairs, kept, means.solved(program), program.price)
        bound = max(bound, proved) if pairs.whole else bound
    return _told(problem, pairs, kept, bound, served_bound)


def _reachable(problem: SitingProblem) -> float:
    return float(problem.weight[problem.useful.any(axis=0)].sum())


def _pairs(problem: SitingProblem) -> Pairs:
    """All that are of use; where they are too many for a solver, the nearest of each demand."""
    useful = problem.useful & (problem.size[None, :] <= problem.most[:, None] * (1 + _EPS))
    useful[problem.new[problem.limits.apart.diagonal()]] = False
    demand, site = useful.T.nonzero()
    minutes = problem.minutes[site, demand]
    order = np.lexsort((site, minutes, demand))
    demand, site, minutes = demand[order], site[order], minutes[order]
    whole = len(site) <= PAIRS_MOST
    if not whole:
        rank = np.arange(len(demand)) - np.searchsorted(demand, demand)
        near = rank < max(1, PAIRS_MOST // len(problem.weight))
        demand, site, minutes = demand[near], site[near], minutes[near]
    return Pairs(site, demand, minutes, whole)


def _by_hand(problem: SitingProblem, pairs: Pairs) -> Kept:
    """A way to serve without a solver: the sites best for all, each demand to the nearest with room, the longest regret first."""
    opened = problem.fixed.copy()
    limits, new = problem.limits, problem.new
    barred = limits.apart.diagonal() | (limits.cost > limits.budget)
    usable = (~barred).nonzero()[0]
    weighed = np.where(problem.useful[new[usable]], problem.weight * np.nan_to_num(problem.minutes[new[usable]]), np.inf)
    costs = Costs(weighed, np.full(len(problem.weight), np.inf), problem.weight, float(problem.weight.sum()))
    if len(usable) and limits.count:
        found = best_choice(costs, limits.take(usable), Means(None, time.monotonic() + 5.0)).chosen
        opened[new[usable[found]]] = True
    kept = _assigned(problem, pairs, opened)
    # A new site that does not get what it must serve is closed, the emptiest first, and the others share its demands.
    while (short := _short(problem, pairs, kept)).size:
        load = np.bincount(pairs.site[kept.takes], problem.size[pairs.demand[kept.takes]], len(opened))
        opened = kept.opened.copy()
        opened[short[np.argmin(load[short])]] = False
        kept = _assigned(problem, pairs, opened)
    return kept


def _enough(problem: SitingProblem, pairs: Pairs, kept: Kept, means: Means) -> Kept:
    """A better way to serve where sites must only get enough: what :mod:`geo.siting.enough` finds."""
    if problem.objective != "p_median" or not pairs.whole:
        return kept
    until = time.monotonic() + _ENOUGH_SHARE * max(0.0, min(means.seconds, _ENOUGH_OF_S))
    start = kept.opened[problem.new].nonzero()[0]
    search = Search.of(problem, until)
    if not search.fits:
        return kept
    found = search.best([start])
    if not math.isfinite(found.value):
        return kept
    takes = found.to[pairs.demand] == pairs.site
    opened = problem.fixed.copy()
    opened[found.to] = True
    better = Kept(takes, opened)
    gained = _weight(problem, pairs, better) - _weight(problem, pairs, kept)
    shorter = found.value < float((problem.weight[pairs.demand] * pairs.minutes)[kept.takes].sum())
    fits = _holds(problem, pairs, better) and (gained > -_EPS) and (shorter or gained > _EPS)
    return better if fits else kept


def _assigned(problem: SitingProblem, pairs: Pairs, opened: NDArray[np.bool_]) -> Kept:
    rows = pairs.opened(opened).nonzero()[0]
    room = problem.most.copy()
    takes = np.zeros(len(pairs.site), dtype=bool)
    starts = np.unique(pairs.demand[rows], return_index=True)[1] if len(rows) else np.zeros(0, dtype=np.intp)
    ends = np.append(starts[1:], len(rows))
    many = ends - starts
    first = pairs.minutes[rows[starts]] if len(rows) else np.zeros(0)
    second = (
        np.where(many > 1, pairs.minutes[rows[np.minimum(starts + 1, max(0, len(rows) - 1))]], np.inf) if len(rows) else first
    )
    whom = pairs.demand[rows[starts]] if len(rows) else starts
    order = np.lexsort((-problem.weight[whom], -(second - first)))
    for at in order.tolist():
        for row in rows[starts[at] : ends[at]].tolist():
            site, size = pairs.site[row], problem.size[pairs.demand[row]]
            if size <= room[site] * (1 + _EPS):
                room[site] -= size
                takes[row] = True
                break
    return Kept(takes, opened)


def _short(problem: SitingProblem, pairs: Pairs, kept: Kept) -> NDArray[np.intp]:
    """New sites that serve less than they must."""
    load = np.bincount(pairs.site[kept.takes], problem.size[pairs.demand[kept.takes]], len(problem.fixed))
    return (kept.opened & ~problem.fixed & (load < problem.least * (1 - _EPS))).nonzero()[0]


def _weight(problem: SitingProblem, pairs: Pairs, kept: Kept) -> float:
    return float(problem.weight[pairs.demand[kept.takes]].sum())


def _program(problem: SitingProblem, pairs: Pairs, price: Floats, sites: Floats, floor: float = -math.inf) -> Program:
    """Variables: each site, then each pair. ``floor``: the least weight that must be served."""
    many, width = len(problem.fixed), len(pairs.site)
    variable = many + np.arange(width)
    rows = Rows()
    if width:
        people, at = np.unique(pairs.demand, return_inverse=True)
        rows.add(at, variable, 1.0, -math.inf, np.ones(len(people)))
        each = np.arange(width)
        rows.add(
            np.concatenate([each, each]), np.concatenate([variable, pairs.site]), np.repeat([1.0, -1.0], width), -math.inf, 0.0
        )
    size = problem.size[pairs.demand]
    for site in range(many):
        own = pairs.site == site
        taken = np.concatenate([variable[own], [site]])
        if np.isfinite(problem.most[site]):
            rows.one(taken, np.concatenate([size[own], [-problem.most[site]]]), -math.inf, 0.0)
        if problem.least[site] > 0 and not problem.fixed[site]:
            rows.one(taken, np.concatenate([size[own], [-problem.least[site]]]), 0.0, math.inf)
    limit(rows, problem.limits, problem.new)
    if math.isfinite(floor):
        rows.one(variable, problem.weight[pairs.demand], floor, math.inf)
    low = np.concatenate([problem.fixed.astype(float), np.zeros(width)])
    high = np.ones(many + width)
    high[problem.new[problem.limits.apart.diagonal()]] = 0.0
    return rows.program(np.concatenate([sites, price]), low, high, np.ones(many + width, dtype=bool))


def _better(problem: SitingProblem, pairs: Pairs, kept: Kept, answer: Solved | None, price: Floats) -> tuple[Kept, float]:
    """The solver's answer where it holds and is better, and its bound."""
    if answer is None:
        return kept, -math.inf
    many = len(problem.fixed)
    bound = answer.bound
    if len(answer.values):
        whole = answer.values > 0.5
        found = Kept(whole[many:], whole[:many])
        sums = [float(price @ np.concatenate([one.opened, one.takes])) for one in (found, kept)]
        before = _weight(problem, pairs, kept) * (1 - 2 * _EPS)
        if _holds(problem, pairs, found) and sums[0] < sums[1] and (before <= _weight(problem, pairs, found)):
            kept = found
    reached = float(price @ np.concatenate([kept.opened, kept.takes]))
    return kept, min(bound, reached)


def _holds(problem: SitingProblem, pairs: Pairs, kept: Kept) -> bool:
    """Whether a way to serve keeps to all limits: judged anew, not taken from a solver."""
    demand, site = pairs.demand[kept.takes], pairs.site[kept.takes]
    load = np.bincount(site, problem.size[demand], len(problem.fixed))
    once = len(np.unique(demand)) == len(demand)
    fits = (load <= problem.most * (1 + 1e-7)).all() and not _short(problem, pairs, kept).size
    chosen = kept.opened[problem.new].nonzero()[0]
    return bool(once and fits and kept.opened[site].all() and problem.limits.holds(chosen))


def _relaxed(problem: SitingProblem, kept: Kept, pairs: Pairs, means: Means) -> float:
    """A bound without capacities, where all are served; 0 where some are not, since these would be those farthest away."""
    if problem.objective == "lscp":
        return 0.0
    left = float(problem.weight.sum()) - _weight(problem, pairs, kept)
    if left > _EPS * max(1.0, float(problem.weight.sum())):
        return 0.0
    new = problem.new
    there = np.where(np.isnan(problem.minutes), np.inf, problem.minutes)
    weight = problem.weight
    with np.errstate(invalid="ignore"):
        cost = np.where(np.isfinite(there), weight * there, np.inf)
    costs = Costs(cost[new], cost[problem.fixed].min(axis=0, initial=np.inf), weight)
    start = kept.opened[new].nonzero()[0]
    return best_choice(costs, problem.limits, Means(None, min(means.deadline, time.monotonic() + 20.0)), start=start).bound


def _told(problem: SitingProblem, pairs: Pairs, kept: Kept, bound: float, served_bound: float) -> Siting:
    assigned = np.full(len(problem.weight), -1, dtype=np.intp)
    minutes = np.full(len(problem.weight), np.nan)
    assigned[pairs.demand[kept.takes]] = pairs.site[kept.takes]
    minutes[pairs.demand[kept.takes]] = pairs.minutes[kept.takes]
    opened = kept.opened.copy()
    if problem.objective != "p_median":
        # What serves nobody need not be built.
        opened &= problem.fixed | np.isin(np.arange(len(opened)), assigned)
    chosen = (opened & ~problem.fixed).nonzero()[0]
    served = _weight(problem, pairs, kept)
    there = assigned >= 0
    objective = {
        "p_median": float((problem.weight[there] * minutes[there]).sum()),
        "mclp": served,
        "lscp": float(len(chosen)),
    }[problem.objective]
    if problem.objective == "mclp":
        bound = max(bound, objective)
    else:
        bound = min(math.ceil(bound - 1e-6) if problem.objective == "lscp" else bound, objective)
    return Siting(chosen, assigned, minutes, objective, bound, served, max(served, served_bound))
