"""Solve a siting problem: as much weight as possible is served first, and then the objective decides."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from geo.siting.capacitated import solve_capacitated
from geo.siting.closing import Closed
from geo.siting.costs import Costs, Floats
from geo.siting.cover import fewest
from geo.siting.nearest import best_choice
from geo.siting.problem import Limits, SitingProblem
from geo.siting.program import Means, Run
from geo.siting.result import Siting

#: Seconds that a search may take, unless told otherwise.
SECONDS = 60.0
#: Share of all weight below which sums of it are alike.
_ROUNDED = 1e-12


def solve(problem: SitingProblem, run: Run | None = None, seconds: float = SECONDS) -> Siting:
    """The best choice of sites that is found in time, with a bound on every choice.

    Unreachable is never a big number: who is out of reach of all is left out, and who is out of reach of a choice lowers the
    weight that it serves, which counts before any minute.

    Parameters
    ----------
    problem : SitingProblem
        Weights, minutes, limits, and what is aimed at.
    run : Run or None
        Solves programs in a process that may die (:data:`geo.siting.program.Run`); without it the gap that our own search
        leaves is told, and capacities are kept to by a simple search.
    seconds : float
        About how long it may take.
    """
    means = Means(run, time.monotonic() + seconds)
    if problem.capacitated:
        return solve_capacitated(problem, means)
    new, useful = problem.new, problem.useful
    held = useful[problem.fixed].any(axis=0)
    open_ = (useful[new].any(axis=0) & ~held & (problem.weight > 0)).nonzero()[0]
    usable = _usable(problem)
    if problem.objective == "lscp":
        closed = fewest(useful[new[usable]][:, open_], problem.weight[open_], problem.limits.take(usable), means)
        served_bound = _most(problem, usable, closed, means)
    elif problem.objective == "mclp":
        closed = _covered(useful[new[usable]][:, open_], problem.weight[open_], problem.limits.take(usable), means)
        served_bound = float(problem.weight[useful.any(axis=0)].sum()) - closed.bound
    else:
        closed, left = _medians(problem, usable, means)
        served_bound = float(problem.weight[useful.any(axis=0)].sum()) - left
    chosen = usable[closed.chosen]
    if problem.objective == "mclp":
        chosen = _filled(problem, chosen)
    return _told(problem, chosen, closed.bound, served_bound)


def _usable(problem: SitingProblem) -> NDArray[np.intp]:
    """New sites that can be chosen at all, as positions among the new ones; the limits know those too near an existing point."""
    fits: NDArray[np.bool_] = ~problem.limits.apart.diagonal() & (problem.limits.cost <= problem.limits.budget)
    return fits.nonzero()[0]


def _medians(problem: SitingProblem, usable: NDArray[np.intp], means: Means) -> tuple[Closed, float]:
    """The sites, and the least weight that any choice leaves out of what some site reaches."""
    limits = problem.limits.take(usable)
    minutes = problem.minutes[problem.new[usable]]
    somebody = ~np.isnan(problem.minutes).all(axis=0)
    never = somebody & np.isnan(problem.minutes[problem.fixed]).all(axis=0) & np.isnan(minutes).all(axis=0)
    lost = float(problem.weight[never].sum())
    demand = (somebody & ~never & (problem.weight > 0)).nonzero()[0]
    weight, minutes = problem.weight[demand], minutes[:, demand]
    there = np.where(np.isnan(problem.minutes[problem.fixed]), np.inf, problem.minutes[problem.fixed])[:, demand]
    base = weight * there.min(axis=0, initial=np.inf)
    reached = ~np.isnan(minutes)
    missing = ~np.isfinite(base)
    costs = Costs(np.where(reached, weight * np.nan_to_num(minutes), np.inf), base, weight)
    if reached[:, missing].all() and limits.count and len(minutes):
        return best_choice(costs, limits, means), lost
    first = _covered(reached[:, missing], weight[missing], limits, means)
    costs = replace(costs, spare=first.value)
    return best_choice(costs, limits, means, start=first.chosen), lost + first.bound


def _covered(covers: NDArray[np.bool_], weight: Floats, limits: Limits, means: Means) -> Closed:
    """The sites that leave the least weight uncovered; demands with the same sites are one."""
    if not covers.size:
        return Closed(np.zeros(0, dtype=np.intp), float(weight.sum()), float(weight.sum()))
    _, first, group = np.unique(np.packbits(covers, axis=0), axis=1, return_index=True, return_inverse=True)
    together = np.asarray(np.bincount(group.ravel(), weight), dtype=float)
    unit = 1.0 if (together == np.rint(together)).all() else 0.0
    costs = Costs(np.where(covers[:, first], 0.0, np.inf), together, together)
    return best_choice(costs, limits, means, unit=unit)


def _most(problem: SitingProblem, usable: NDArray[np.intp], closed: Closed, means: Means) -> float:
    """The most weight that any choice covers."""
    useful = problem.useful
    every = float(problem.weight[useful.any(axis=0)].sum())
    open_ = useful[problem.new].any(axis=0) & ~useful[problem.fixed].any(axis=0) & (problem.weight > 0)
    covers = useful[problem.new[usable]][:, open_]
    if covers[closed.chosen].any(axis=0).all():
        return every
    return every - _covered(covers, problem.weight[open_], problem.limits.take(usable), means).bound


def _filled(problem: SitingProblem, chosen: NDArray[np.intp]) -> NDArray[np.intp]:
    """Where places are left that cover nobody else: sites that shorten the ways most."""
    minutes = np.where(np.isnan(problem.minutes), np.inf, problem.minutes)
    new = minutes[problem.new]
    while (joins := problem.limits.may_join(chosen)).any():
        joins[:] &= ~problem.limits.apart.diagonal()
        nearest = np.minimum(minutes[problem.fixed].min(axis=0, initial=np.inf), new[chosen].min(axis=0, initial=np.inf))
        with np.errstate(invalid="ignore"):
            saved = np.where(np.isfinite(nearest), np.maximum(nearest - new, 0.0), 0.0) @ problem.weight
        best = int(np.where(joins, saved, -1.0).argmax())
        if saved[best] <= 0 or not joins[best]:
            break
        chosen = np.sort(np.append(chosen, best))
    return chosen


def _told(problem: SitingProblem, chosen: NDArray[np.intp], bound: float, served_bound: float) -> Siting:
    """Everybody goes to the nearest open site; objective and service are counted from that, not taken from a search."""
    opened = np.sort(np.concatenate([problem.fixed.nonzero()[0], problem.new[chosen]]))
    minutes = np.where(np.isnan(problem.minutes[opened]), np.inf, problem.minutes[opened])
    least = minutes.min(axis=0, initial=np.inf)
    reached = np.isfinite(least)
    assigned = np.where(reached, opened[minutes.argmin(axis=0)] if len(opened) else -1, -1)
    found = np.where(reached, least, np.nan)
    with np.errstate(invalid="ignore"):
        within = reached if problem.objective == "p_median" else found <= problem.threshold_min
    served = float(problem.weight[within].sum())
    if served_bound - served <= _ROUNDED * float(problem.weight.sum()):
        served_bound = served  # what differs is how the sums were rounded
    objective = {
        "p_median": float((problem.weight[reached] * found[reached]).sum()),
        "mclp": served,
        "lscp": float(len(chosen)),
    }[problem.objective]
    if problem.objective == "mclp":
        bound = max(served, served_bound)
    bound = min(bound, objective) if problem.objective != "mclp" else bound
    return Siting(problem.new[chosen], assigned, found, objective, bound, served, max(served, served_bound))
