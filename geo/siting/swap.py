"""A good choice fast: greedy, then the best interchange of two sites again and again.

Interchange after Teitz and Bart (1968, doi 10.1287/opre.16.5.955); the profit of every swap from gains, losses and a
correction a pair at once, after Whitaker (1983) and Resende and Werneck (2007, doi 10.1016/j.ejor.2004.10.042).
"""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from geo.siting.costs import Floats, blocks
from geo.siting.problem import Limits

_EPS = 1e-9
#: How often a choice is shaken, and how many of its sites are exchanged for any others each time.
SHAKES, SHAKEN = 24, 4


def improve(cost: Floats, base: Floats, chosen: NDArray[np.intp], limits: Limits, deadline: float = np.inf) -> NDArray[np.intp]:
    """Add and swap sites while that makes the sum smaller.

    Parameters
    ----------
    cost : (m, n) array
        Finite (:meth:`geo.siting.costs.Costs.penalised`).
    base : (n,) array
        Without any site.
    chosen : (k,) int array
        A choice that keeps to the limits; may be empty.
    limits : Limits
        What a choice keeps to.
    deadline : float
        On the monotonic clock; what is reached by then is returned.

    Returns
    -------
    (k,) int array
        Ascending. No site can be added and no two exchanged with profit, unless the time was over.
    """
    while time.monotonic() < deadline:
        first, second, whose = _two_nearest(cost, base, chosen)
        enough = _EPS * max(1.0, float(first.sum()))
        joins = limits.may_join(chosen)
        if joins.any():
            gain = np.where(joins, _gains(cost, first), -1.0)
            best = int(gain.argmax())
            if gain[best] > enough:
                chosen = np.sort(np.append(chosen, best))
                continue
        if not len(chosen):
            break
        profit = np.where(limits.may_replace(chosen), _profits(cost, first, second, whose, len(chosen)), -np.inf)
        site, place = np.unravel_index(int(profit.argmax()), profit.shape)
        if not profit[site, place] > enough:
            break
        chosen = np.sort(np.append(np.delete(chosen, place), site))
    return chosen


def shake(cost: Floats, base: Floats, chosen: NDArray[np.intp], limits: Limits, deadline: float = np.inf) -> NDArray[np.intp]:
    """Exchange some sites for any others and improve again, from the best choice each time (Lourenço, Martin and Stützle 2003,
    doi 10.1007/0-306-48056-5_11).

    Parameters
    ----------
    cost, base, chosen, limits, deadline
        As of :func:`improve`, whose result ``chosen`` is.

    Returns
    -------
    (k,) int array
        A choice that is no worse; the same each time unless the time was over.
    """
    dice, best = np.random.default_rng(1), chosen
    least = float(np.minimum(base, cost[best].min(axis=0, initial=np.inf)).sum())
    for _ in range(SHAKES):
        if time.monotonic() > deadline or not len(best):
            break
        tried = np.delete(best, dice.choice(len(best), min(SHAKEN, len(best)), replace=False))
        for _ in range(SHAKEN):
            joins = limits.may_join(tried).nonzero()[0]
            if len(joins):
                tried = np.sort(np.append(tried, dice.choice(joins)))
        tried = improve(cost, base, tried, limits, deadline)
        total = float(np.minimum(base, cost[tried].min(axis=0, initial=np.inf)).sum())
        if total < least * (1 - _EPS):
            best, least = tried, total
    return best


def _two_nearest(cost: Floats, base: Floats, chosen: NDArray[np.intp]) -> tuple[Floats, Floats, NDArray[np.intp]]:
    """Least and second least cost of each demand, and the position among the chosen of the least (their number: the base)."""
    rows = np.vstack([cost[chosen], base])
    whose = rows.argmin(axis=0)
    everyone = np.arange(rows.shape[1])
    first = rows[whose, everyone]
    rows[whose, everyone] = np.inf
    # Without any site nobody has a second one.
    second = np.where(np.isinf(rows.min(axis=0)), first, rows.min(axis=0))
    return first, second, whose


def _gains(cost: Floats, first: Floats) -> Floats:
    """What each site would save if it came besides."""
    gain = np.empty(len(cost))
    for part in blocks(*cost.shape):
        gain[part] = np.maximum(first - cost[part], 0).sum(axis=1)
    return gain


def _profits(cost: Floats, first: Floats, second: Floats, whose: NDArray[np.intp], many: int) -> Floats:
    """What each swap saves, shape (m, many): gain of the site that comes − loss of the one that goes + what both count."""
    order = np.argsort(whose, kind="stable")
    starts = np.searchsorted(whose[order], np.arange(many))
    ends = np.searchsorted(whose[order], np.arange(many), side="right")
    served = ends > starts
    lost = np.bincount(whose, second - first, many + 1)[:many]
    own = order[: ends[-1]] if many else order[:0]
    cuts = starts[served]
    profit = np.empty((len(cost), many))
    for part in blocks(*cost.shape):
        both = np.maximum(second[own] - np.maximum(cost[part][:, own], first[own]), 0)
        correction = np.zeros((both.shape[0], many))
        if len(cuts):
            correction[:, served] = np.add.reduceat(both, cuts, axis=1)
        gain = np.maximum(first - cost[part], 0).sum(axis=1)
        profit[part] = gain[:, None] - lost + correction
    return profit
