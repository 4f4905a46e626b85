"""The gap closed by our own branching: a site is chosen or it is not, and the relaxation bounds what is left.

A chosen site is from then on what a demand has anyway (its base), so each branch is a smaller problem of the same form.
The branch of the lowest bound comes first, so that the least bound of those that wait is one for every choice.
"""

from __future__ import annotations

import heapq
import itertools
import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geo.siting.closing import Closed
from geo.siting.costs import Costs
from geo.siting.lagrange import CLOSED, Relaxed, relax
from geo.siting.problem import Limits

#: Steps of the subgradient method in a branch, which begins with the prices of the one before.
STEPS = 60
#: Branches that wait at most: each keeps a price for each demand.
WAITING_MOST = 20_000


@dataclass(frozen=True)
class _Branch:
    """Sites that are chosen and sites that are still free, with a bound and its prices."""

    bound: float
    taken: NDArray[np.intp]
    free: NDArray[np.intp]
    price: NDArray[np.float32]
    split: int


def branch(costs: Costs, limits: Limits, first: Relaxed, deadline: float, unit: float = 0.0) -> Closed:
    """Raise the bound of ``first`` to its value, or find better choices, until the time is over.

    Parameters
    ----------
    costs : Costs
        Of the whole.
    limits : Limits
        What a choice keeps to.
    first : Relaxed
        Of the whole too.
    deadline : float
        On the monotonic clock.
    unit : float
        As of :func:`geo.siting.lagrange.relax`.
    """
    best, value = first.chosen, first.value
    every, number = np.arange(len(costs.cost)), itertools.count()
    root = _Branch(first.bound, every[:0], every, first.price.astype(np.float32), -1)
    waiting = [(first.bound, next(number), _ruled_out(root, first, limits, value))]
    while waiting and time.monotonic() < deadline and len(waiting) < WAITING_MOST:
        bound, _, node = heapq.heappop(waiting)
        if _beaten(bound, value, unit):
            waiting.clear()
            break
        for taken, free in _halves(node, costs, limits):
            own = _with(costs, taken, free)
            rest = _rest(limits, taken, free)
            if own is None:
                continue
            if not len(free) or not rest.count:
                total = costs.value(taken)
                if total < value and costs.left_out(taken) <= costs.spare * (1 + 1e-9):
                    best, value = taken, total
                continue
            start = np.intersect1d(best, free)
            start = np.searchsorted(free, start)
            start = start if rest.holds(start) and own.left_out(start) <= own.spare * (1 + 1e-9) else every[:0]
            found = relax(own, rest, start, deadline, unit=unit, steps=STEPS, price=node.price, target=value)
            chosen = np.sort(np.concatenate([taken, free[found.chosen]]))
            total = costs.value(chosen)
            if total < value and limits.holds(chosen) and costs.left_out(chosen) <= costs.spare * (1 + 1e-9):
                best, value = chosen, total
            lowest = max(node.bound, found.bound)
            if not _beaten(lowest, value, unit):
                child = _Branch(lowest, taken, free, found.price.astype(np.float32), -1)
                heapq.heappush(waiting, (lowest, next(number), _ruled_out(child, found, rest, value)))
    lowest = min([value, *(one[0] for one in waiting)])
    return Closed(best, value, max(first.bound, lowest))


def _beaten(bound: float, value: float, unit: float) -> bool:
    return bound > value - unit * (1 - 1e-6) - CLOSED * max(1.0, abs(value))


def _halves(node: _Branch, costs: Costs, limits: Limits) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """With a site chosen and without it, as what is chosen and what is free."""
    if not len(node.free):
        return [(node.taken, node.free)]
    site = node.free[node.split] if 0 <= node.split < len(node.free) else node.free[0]
    without = node.free[node.free != site]
    taken = np.sort(np.append(node.taken, site))
    joins = limits.may_join(taken)
    halves = [(node.taken, without)]
    if limits.holds(taken):
        halves.append((taken, without[joins[without]]))
    return halves


def _with(costs: Costs, taken: NDArray[np.intp], free: NDArray[np.intp]) -> Costs | None:
    """The problem of a branch; None where somebody whom it must reach is out of reach."""
    base = np.minimum(costs.base, costs.cost[taken].min(axis=0, initial=np.inf))
    cost = costs.cost[free]
    if costs.spare <= 0 and (~np.isfinite(base) & ~np.isfinite(cost).any(axis=0)).any():
        return None
    return Costs(cost, base, costs.weight, costs.spare)


def _rest(limits: Limits, taken: NDArray[np.intp], free: NDArray[np.intp]) -> Limits:
    rest = limits.take(free)
    return replace(rest, count=limits.count - len(taken), budget=limits.budget - float(limits.cost[taken].sum()))


def _ruled_out(node: _Branch, found: Relaxed, limits: Limits, value: float) -> _Branch:
    """Without free sites that the bound rules out."""
    reduced = np.minimum(found.reduced, 0.0)
    order = np.argsort(reduced, kind="stable")
    last = float(reduced[order[limits.count - 1]]) if len(order) >= limits.count else 0.0
    slack = value - found.bound + CLOSED * max(1.0, abs(value))
    may = (reduced - last <= slack).nonzero()[0]
    split = int(np.argmin(np.abs(found.often[may] - 0.5))) if len(may) else -1
    return replace(node, free=node.free[may], split=split)
