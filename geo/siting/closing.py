"""What is left once the bound has ruled out the rest, solved to the end as a mixed-integer program.

With a choice of value U and a bound L at prices λ, nothing better than U opens a site with L + ρ_j − ρ_p ≥ U, does without
one with L − ρ_j + ρ_(p+1) ≥ U, or sends a demand to where c_ij ≥ λ_i + U − L (Beasley 1993, doi
10.1016/0377-2217(93)90246-M). And who goes to a site has no nearer one open: the bound without all sites that are nearer tells
how far anybody may have to go. So no farther candidate has to be looked at, and that is proved, not supposed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.siting.costs import Costs, Floats, blocks
from geo.siting.lagrange import CLOSED, Relaxed
from geo.siting.problem import Limits
from geo.siting.program import Means, Program, Rows

#: More pairs than these are not handed to a solver: it would not get through its first linear program in time.
PAIRS_MOST = 600_000


@dataclass(frozen=True)
class Closed:
    """The best choice known, and a bound on every one."""

    chosen: NDArray[np.intp]
    value: float
    bound: float

    @property
    def closed(self) -> bool:
        """Whether nothing better can exist."""
        return self.value - self.bound <= CLOSED * max(1.0, abs(self.value))


@dataclass(frozen=True)
class Left:
    """What the bound does not rule out.

    Attributes
    ----------
    sites : (k,) int array
        That may be chosen.
    needed : (k,) bool array
        Of those, that must be.
    worth : (n,) float array
        What a demand may cost before a choice is no better than the best known.
    slack : float
        What the bound may rise by before that.
    """

    sites: NDArray[np.intp]
    needed: NDArray[np.bool_]
    worth: Floats
    slack: float


def _too_far(cost: Floats, rest: Left, relaxed: Relaxed, count: int) -> NDArray[np.bool_]:
    """Pairs of which the bound rules out that all nearer sites are closed; shape of ``cost``.

    Without the sites N the bound is Σ λ + the sum of the least ρ outside N. What it rises by, and c − λ besides, must not
    exceed the gap.
    """
    reduced = np.minimum(relaxed.reduced[rest.sites], 0.0)
    order = np.argsort(reduced, kind="stable")
    taken = float(reduced[order[:count]].sum())
    far = np.ones(cost.shape, dtype=bool)
    for part in blocks(cost.shape[1], len(order)):
        near_first = np.argsort(cost[:, part], axis=0, kind="stable")
        people = np.arange(near_first.shape[1])
        paid, price = cost[:, part], relaxed.price[part]
        free = np.ones((len(people), len(order)), dtype=bool)  # by rank of ρ
        rank = np.empty(len(order), dtype=np.intp)
        rank[order] = np.arange(len(order))
        ruled_out = np.zeros(len(people), dtype=bool)
        for site in near_first:
            beyond = np.maximum(0.0, paid[site, people] - price)
            kept = free & (np.cumsum(free, axis=1) <= count)
            rise = kept @ reduced[order] - taken
            ruled_out |= rise > rest.slack
            far[site, part.start + people] = ruled_out | (rise + beyond > rest.slack)
            if ruled_out.all():
                break
            free[people, rank[site]] = False
    return far


def left(relaxed: Relaxed, limits: Limits) -> Left:
    """Rule out what the bound can."""
    gap = relaxed.value - relaxed.bound
    slack = gap + CLOSED * max(1.0, abs(relaxed.value))
    reduced = relaxed.reduced
    order = np.argsort(reduced, kind="stable")
    inside = order[: limits.count]
    # A site without a negative ρ is one that the relaxation does not take; its place is then free of charge.
    last = min(0.0, float(reduced[inside[-1]])) if len(order) >= limits.count else 0.0
    following = min(0.0, float(reduced[order[limits.count]])) if len(order) > limits.count else 0.0
    may = reduced - last <= slack
    must = np.zeros(len(reduced), dtype=bool)
    must[inside] = following - reduced[inside] > slack
    sites = (may | must).nonzero()[0]
    return Left(sites, must[sites], relaxed.price + slack, slack)


def close(costs: Costs, limits: Limits, relaxed: Relaxed, known: Closed, means: Means) -> Closed:
    """Solve what is left of a problem.

    Parameters
    ----------
    costs : Costs
        The problem.
    limits : Limits
        What a choice keeps to.
    relaxed : Relaxed
        With the bound at its own prices, and the choice and the value that are ``known``.
    known : Closed
        The best choice and bound so far, which are returned where the solver has nothing better.
    means : Means
        Who solves it, until when.
    """
    if known.closed or means.run is None or means.seconds <= 0:
        return known
    rest = left(relaxed, limits)
    cost = costs.cost[rest.sites]
    pairs = (cost < np.minimum(rest.worth, costs.base)) & ~_too_far(cost, rest, relaxed, limits.count)
    if pairs.sum() > PAIRS_MOST:
        return known
    if costs.spare <= 0 and (~pairs.any(axis=0) & ~np.isfinite(costs.base)).any():
        return Closed(known.chosen, known.value, known.value)  # a better choice would leave somebody out
    program, sure = _program(costs, limits.take(rest.sites), rest, pairs)
    answer = means.solved(program)
    if answer is None:
        return known
    bound = min(known.value, max(known.bound, answer.bound + sure))
    if len(answer.values):
        found = rest.sites[answer.values[: len(rest.sites)] > 0.5]
        # What a solver says is taken for nothing: the choice is judged anew.
        fits = limits.holds(found) and costs.left_out(found) <= costs.spare * (1 + 1e-9)
        if fits and (value := costs.value(found)) < known.value:
            return Closed(found, value, min(value, bound))
    return Closed(known.chosen, known.value, bound)


def _program(costs: Costs, limits: Limits, rest: Left, pairs: NDArray[np.bool_]) -> tuple[Program, float]:
    """The program, and what its sum lacks: y a site, then for each demand a share of each cost that it may have.

    Sites of equal cost for a demand share a variable, so that covering has one a demand, and demands that have nothing to
    choose from but their base have none.
    """
    sites = len(rest.sites)
    cost = costs.cost[rest.sites]
    without = np.isfinite(costs.base)
    concerned = pairs.any(axis=0)
    # Who has no site left that could be better costs the base in every better choice, or is left out.
    sure = float(costs.base[~concerned & without].sum())
    site, demand = pairs.nonzero()
    paid = cost[site, demand]
    order = np.lexsort((site, paid, demand))
    site, demand, paid = site[order], demand[order], paid[order]
    fresh = np.ones(len(site), dtype=bool)
    fresh[1:] = (demand[1:] != demand[:-1]) | (paid[1:] != paid[:-1])
    level = np.cumsum(fresh) - 1
    levels = int(fresh.sum())
    optional = without | (costs.spare > 0)
    others = (optional & (concerned | ~without)).nonzero()[0]
    price = np.concatenate([np.zeros(sites), paid[fresh], np.where(without[others], costs.base[others], 0.0)])
    rows = Rows()
    own = demand[fresh]
    people, at = np.unique(np.concatenate([own, others]), return_inverse=True)
    rows.add(at, sites + np.arange(levels + len(others)), 1.0, np.ones(len(people)), math.inf)
    rows.add(
        np.concatenate([np.arange(levels), level]),
        np.concatenate([sites + np.arange(levels), site]),
        np.concatenate([np.ones(levels), -np.ones(len(site))]),
        -math.inf,
        0.0,
    )
    limit(rows, limits, np.arange(sites))
    missing = ~without[others]
    if missing.any():
        rows.one(sites + levels + missing.nonzero()[0], costs.weight[others[missing]], -math.inf, costs.spare)
    low = np.concatenate([rest.needed.astype(float), np.zeros(levels + len(others))])
    whole = np.arange(len(price)) < sites
    return rows.program(price, low, np.ones(len(price)), whole), sure


def limit(rows: Rows, limits: Limits, column: NDArray[np.intp]) -> None:
    """The number, the distances and the budget of a choice."""
    rows.one(column, 1.0, -math.inf, float(limits.count))
    one, other = np.triu(limits.apart, 1).nonzero()
    if len(one):
        each = np.arange(len(one))
        rows.add(np.concatenate([each, each]), column[np.concatenate([one, other])], 1.0, -math.inf, 1.0)
    if limits.costly:
        rows.one(column, limits.cost, -math.inf, limits.budget)
