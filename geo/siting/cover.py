"""Location set covering: the fewest points that cover all that can be covered.

Reductions of Toregas and ReVelle (1972, doi 10.1007/BF01553898): a demand whose sites include all those of another is
covered with it; a site that covers no more than another is not needed; the only site of a demand is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.siting.closing import Closed, limit
from geo.siting.costs import Costs, Floats
from geo.siting.lagrange import relax
from geo.siting.nearest import best_choice
from geo.siting.problem import Limits
from geo.siting.program import Means, Rows

#: Different demands above which they are not compared with each other.
COMPARED_MOST = 6000


@dataclass(frozen=True)
class Kernel:
    """What is left of a covering problem.

    Attributes
    ----------
    covers : (k, d) bool array
        Site by demand.
    sites : (k,) int array
        Their positions.
    needed : (e,) int array
        Sites that must be chosen.
    """

    covers: NDArray[np.bool_]
    sites: NDArray[np.intp]
    needed: NDArray[np.intp]


def fewest(covers: NDArray[np.bool_], weight: Floats, limits: Limits, means: Means) -> Closed:
    """The fewest sites; as much weight as possible is covered first where not all can be covered together.

    Parameters
    ----------
    covers : (m, n) bool array
        Which site covers which demand; each demand has a site.
    weight : (n,) float array
        What each counts.
    limits : Limits
        Its ``count`` counts for nothing where it is at least the number of sites.
    means : Means
        Who solves what our own search leaves open, until when.

    Returns
    -------
    Closed
        ``value`` and ``bound`` are numbers of sites.
    """
    if not covers.any():
        return Closed(np.zeros(0, dtype=np.intp), 0.0, 0.0)
    if limits.counted_only and limits.count >= len(covers):
        return _all(covers, means)
    most = best_choice(Costs(np.where(covers, 0.0, np.inf), weight, weight), limits, means)
    return _limited(covers, weight, limits, most, means)


def _all(covers: NDArray[np.bool_], means: Means) -> Closed:
    kernel = reduced(covers)
    own = kernel.covers
    if not own.size:
        return Closed(np.sort(kernel.needed), float(len(kernel.needed)), float(len(kernel.needed)))
    chosen = _greedy(own)
    # A solver's own bound is there as soon as ours, and it brings the answer with it.
    bound = 1 if means.run is not None else _bound(own, chosen, means.deadline)
    if bound < len(chosen):
        chosen, bound = _solved(own, chosen, bound, means)
    sites = np.sort(np.concatenate([kernel.needed, kernel.sites[chosen]]))
    return Closed(sites, float(len(sites)), float(len(kernel.needed) + bound))


def _limited(covers: NDArray[np.bool_], weight: Floats, limits: Limits, most: Closed, means: Means) -> Closed:
    """With distances, a budget or a number: the fewest of those that cover as much as ``most``."""
    chosen = _without_idle(covers, most.chosen)
    uncovered = ~covers[chosen].any(axis=0)
    rows, sites = Rows(), len(covers)
    site, demand = covers.nonzero()
    people = covers.shape[1]
    rows.add(
        np.concatenate([demand, np.arange(people)]),
        np.concatenate([site, sites + np.arange(people)]),
        1.0,
        np.ones(people),
        math.inf,
    )
    limit(rows, limits, np.arange(sites))
    allowed = float(weight[uncovered].sum())
    rows.one(sites + np.arange(people), weight, -math.inf, allowed * (1 + 1e-9))
    price = np.concatenate([np.ones(sites), np.zeros(people)])
    program = rows.program(price, np.zeros(len(price)), np.ones(len(price)), np.arange(len(price)) < sites)
    answer = means.solved(program)
    if answer is None:
        return Closed(chosen, float(len(chosen)), float(min(len(chosen), 1)))
    if len(answer.values):
        found = (answer.values[:sites] > 0.5).nonzero()[0]
        left = float(weight[~covers[found].any(axis=0)].sum())
        if limits.holds(found) and left <= allowed * (1 + 1e-9) and len(found) < len(chosen):
            chosen = found
    bound = math.ceil(answer.bound - 1e-6) if math.isfinite(answer.bound) else min(len(chosen), 1)
    return Closed(chosen, float(len(chosen)), float(min(bound, len(chosen))))


def reduced(covers: NDArray[np.bool_]) -> Kernel:
    """Take out what decides nothing, until nothing more can be taken out."""
    sites, demands = np.arange(len(covers)), _different(covers.T).T
    needed: list[int] = []
    while demands.size:
        size = demands.shape
        single = demands.sum(axis=0) == 1
        if single.any():
            only = np.unique(demands[:, single].argmax(axis=0))
            needed += sites[only].tolist()
            demands = demands[:, ~demands[only].any(axis=0)]
        useful = demands.any(axis=1)
        sites, demands = sites[useful], demands[useful]
        if demands.size:
            keep = ~_within_another(demands)
            sites, demands = sites[keep], demands[keep]
            demands = demands[:, ~_holds_another(demands)]
        if demands.shape == size:
            break
    return Kernel(demands, sites[: len(demands)], np.array(needed, dtype=np.intp))


def _different(rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
    packed = np.packbits(rows, axis=1)
    _, first = np.unique(packed, axis=0, return_index=True)
    return rows[np.sort(first)]


def _common(rows: NDArray[np.bool_]) -> Floats:
    """How many each two rows have in common; exact in float32 up to 16 million."""
    numbers = rows.astype(np.float32)
    return np.asarray(numbers @ numbers.T, dtype=float)


def _within_another(sites: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Sites that cover no more than another (of equal ones all but the first)."""
    shared, own = _common(sites), sites.sum(axis=1)
    inside = shared == own[:, None]
    equal = inside & inside.T
    np.fill_diagonal(inside, False)
    return np.asarray((inside & ~(equal & np.triu(np.ones_like(equal), 1))).any(axis=1))


def _holds_another(demands: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Demands whose sites include all those of another (of equal ones all but the first)."""
    if demands.shape[1] > COMPARED_MOST:
        return np.zeros(demands.shape[1], dtype=bool)
    shared, own = _common(demands.T), demands.sum(axis=0)
    holds = shared == own[None, :]
    equal = holds & holds.T
    np.fill_diagonal(holds, False)
    return np.asarray((holds & ~(equal & np.triu(np.ones_like(equal), 1))).any(axis=1))


def _greedy(covers: NDArray[np.bool_]) -> NDArray[np.intp]:
    open_, chosen = np.ones(covers.shape[1], dtype=bool), []
    while open_.any():
        best = int(covers[:, open_].sum(axis=1).argmax())
        chosen.append(best)
        open_ &= ~covers[best]
    return _without_idle(covers, np.array(chosen, dtype=np.intp))


def _without_idle(covers: NDArray[np.bool_], chosen: NDArray[np.intp]) -> NDArray[np.intp]:
    """Without sites whose demands others cover, those of few demands first."""
    for site in chosen[np.argsort(covers[chosen].sum(axis=1), kind="stable")]:
        rest = chosen[chosen != site]
        if (covers[rest].any(axis=0) == covers[chosen].any(axis=0)).all():
            chosen = rest
    return np.sort(chosen)


def _bound(covers: NDArray[np.bool_], chosen: NDArray[np.intp], deadline: float) -> int:
    """Fewest sites by the relaxation: with one site less than ours, something stays uncovered."""
    people = covers.shape[1]
    lower = 1
    costs = Costs(np.where(covers, 0.0, np.inf), np.ones(people), np.ones(people))
    for count in range(len(chosen) - 1, 0, -1):
        part = _best(covers, count)
        relaxed = relax(costs, Limits.free(len(covers), count), part, deadline, unit=1.0, steps=200)
        if relaxed.bound > 1e-6:
            lower = count + 1
            break
    return lower


def _best(covers: NDArray[np.bool_], count: int) -> NDArray[np.intp]:
    open_, chosen = np.ones(covers.shape[1], dtype=bool), []
    for _ in range(count):
        best = int(covers[:, open_].sum(axis=1).argmax())
        chosen.append(best)
        open_ &= ~covers[best]
    return np.unique(np.array(chosen, dtype=np.intp))


def _solved(covers: NDArray[np.bool_], chosen: NDArray[np.intp], bound: int, means: Means) -> tuple[NDArray[np.intp], int]:
    rows, sites = Rows(), len(covers)
    demand, site = covers.T.nonzero()
    rows.add(demand, site, 1.0, np.ones(covers.shape[1]), math.inf)
    program = rows.program(np.ones(sites), np.zeros(sites), np.ones(sites), np.ones(sites, dtype=bool))
    answer = means.solved(program)
    if answer is None:
        return chosen, bound
    if len(answer.values):
        found = (answer.values > 0.5).nonzero()[0]
        if covers[found].any(axis=0).all() and len(found) < len(chosen):
            chosen = found
    if math.isfinite(answer.bound):
        bound = max(bound, math.ceil(answer.bound - 1e-6))
    return chosen, min(bound, len(chosen))
