"""A bound that no choice can undercut, and what it rules out: Lagrangian relaxation of "each demand is served once".

L(λ) = Σ λ_i + least sum of at most p of ρ_j, with ρ_j = Σ min(0, c_ij − λ_i), where λ_i is at most what the demand pays
without any site. Every λ gives a bound; the best one is that of the linear relaxation (Cornuejols, Fisher and Nemhauser 1977, doi
10.1287/mnsc.23.8.789; Fisher 1981, doi 10.1287/mnsc.27.1.1). Minimum distances and the budget are left out of it, which
only lowers the bound.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.siting.costs import Costs, Floats, blocks
from geo.siting.problem import Limits
from geo.siting.swap import improve

#: Most steps of the subgradient method, and steps without a better bound after which they become half as long.
STEPS, PATIENCE = 600, 15
#: Share of the value below which a gap counts as closed: rounding of sums of floats.
CLOSED = 1e-9
_SHORTEST = 1e-4
#: Weight of the latest step in how often the relaxation takes a site.
_RECENT = 0.05
#: Sites of each demand that are looked at, to begin with.
_NEAR = 24


@dataclass(frozen=True)
class Relaxed:
    """What the relaxation tells.

    Attributes
    ----------
    chosen : (k,) int array
        The best choice that was met.
    value : float
        Of it, as :meth:`Costs.value`.
    bound : float
        No choice that leaves out no more weight than ``spare`` has a lower value.
    price : (n,) array
        The best λ.
    reduced : (m,) array
        ρ at it.
    often : (m,) array
        How often of late the relaxation took each site, 0 to 1.
    """

    chosen: NDArray[np.intp]
    value: float
    bound: float
    price: Floats
    reduced: Floats
    often: Floats

    @property
    def closed(self) -> bool:
        """Whether nothing better can exist."""
        return self.value - self.bound <= CLOSED * max(1.0, abs(self.value))


class Near:
    """The least costs of each demand, as many as its price may reach to: only these count in ρ."""

    def __init__(self, cost: Floats) -> None:
        self._cost, self._many = cost, 0
        self._deepen()

    def reduced(self, price: Floats) -> Floats:
        """ρ of each site."""
        while self._many < len(self._cost) and (price > self._beyond).any():
            self._deepen()
        least = np.minimum(self._least - price[:, None], 0.0)
        return np.asarray(np.bincount(self._site.ravel(), least.ravel(), len(self._cost)), dtype=float)

    def _deepen(self) -> None:
        sites, demands = self._cost.shape
        self._many = many = min(sites, 2 * self._many or _NEAR)
        self._least = np.empty((demands, many))
        self._site = np.empty((demands, many), dtype=np.int32)
        self._beyond = np.full(demands, np.inf)
        for part in blocks(demands, sites):
            cost = self._cost[:, part].T
            order = np.argpartition(cost, many - 1, axis=1) if many < sites else np.broadcast_to(np.arange(sites), cost.shape)
            self._site[part] = order[:, :many]
            self._least[part] = np.take_along_axis(cost, order[:, :many], axis=1)
            self._beyond[part] = self._least[part].max(axis=1)


def relax(
    costs: Costs,
    limits: Limits,
    chosen: NDArray[np.intp],
    deadline: float = np.inf,
    *,
    unit: float = 0.0,
    steps: int = STEPS,
    price: NDArray[np.floating] | None = None,
    target: float = np.inf,
) -> Relaxed:
    """Raise the bound step by step (Polyak's step towards the best value), and try the choices that are met on the way.

    Parameters
    ----------
    costs : Costs
        ``chosen`` leaves out no more than ``costs.spare``.
    limits : Limits
        What a choice keeps to.
    chosen : (k,) int array
        A good choice, to begin with.
    deadline : float
        On the monotonic clock.
    unit : float
        Values are whole multiples of it (weights that are whole numbers); 0 where they are not. A bound above the best value
        less a unit closes the gap.
    steps : int
        At most.
    price : (n,) array or None
        λ to begin with.
    target : float
        A value that is known otherwise: a bound that reaches it is high enough.
    """
    cost, owed = costs.cost, _owed(costs)
    finder = _Finder(costs, limits, *costs.penalised(), deadline)
    best, best_value = chosen, costs.value(chosen)
    if costs.left_out(chosen) > costs.spare * (1 + 1e-9):
        best_value = np.inf
    if price is None:
        least, second = _around(cost, owed, chosen)
        price = np.where(np.isfinite(second), (least + second) / 2, least)
    at: Floats = np.minimum(np.asarray(price, dtype=float), owed)
    top, top_price, top_reduced = -np.inf, at, np.zeros(len(cost))
    length, since, momentum = 1.0, 0, np.zeros(len(at))
    often = np.full(len(cost), 0.0)
    near = Near(cost)
    # Not reaching somebody costs ``owed`` in here; what the best choice leaves out is no part of its value.
    rebate = _rebate(costs, owed)
    for _ in range(steps):
        reduced = near.reduced(at)
        opened = _least(reduced, limits.count)
        often *= 1 - _RECENT
        often[opened] += _RECENT
        aim = min(best_value, target)
        bound = float(at.sum() + reduced[opened].sum()) - rebate
        if bound > top + 1e-12 * abs(top if np.isfinite(top) else 0.0):
            gained = bound - top
            top, top_price, top_reduced = bound, at, reduced
            since = since if gained < 1e-5 * max(1.0, abs(aim)) * length else 0
            best, best_value = finder.better(opened, best, best_value)
        else:
            since += 1
        aim = min(best_value, target)
        if unit and top > aim - unit * (1 - 1e-6):
            top = aim
        if aim - top <= CLOSED * max(1.0, abs(aim)) or time.monotonic() > deadline:
            break
        if since >= PATIENCE:
            length, since = length / 2, 0
            if length < _SHORTEST:
                break
        slope = 1.0 - (cost[opened] < at).sum(axis=0)
        slope[(slope > 0) & (at >= owed)] = 0.0
        momentum = 0.7 * slope + 0.3 * momentum
        norm = float(momentum @ momentum)
        if norm == 0:
            break
        at = np.clip(at + length * max(aim - bound, 1e-9) * 1.02 / norm * momentum, 0.0, owed)
    return Relaxed(best, best_value, min(top, best_value), top_price, top_reduced, often)


def _owed(costs: Costs) -> Floats:
    """What a demand pays at most: its base; without one, a price of being left out where that is allowed at all."""
    missing = ~np.isfinite(costs.base)
    if not missing.any() or costs.spare <= 0:
        return costs.base
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(np.isfinite(costs.cost) & (costs.weight > 0), costs.cost / costs.weight, 0.0).max(initial=0.0)
    return np.where(missing, 2 * rate * costs.weight, costs.base)


def _rebate(costs: Costs, owed: Floats) -> float:
    """The price of all that may be left out: a multiplier of "no more than ``spare`` is left out" times ``spare``."""
    missing = ~np.isfinite(costs.base) & (costs.weight > 0)
    if costs.spare <= 0 or not missing.any():
        return 0.0
    return float(costs.spare * (owed[missing] / costs.weight[missing]).max())


def _around(cost: Floats, owed: Floats, chosen: NDArray[np.intp]) -> tuple[Floats, Floats]:
    rows = np.sort(np.vstack([cost[chosen], owed]), axis=0)
    least = np.where(np.isfinite(rows[0]), rows[0], 0.0)
    return least, rows[1] if len(rows) > 1 else np.full(len(owed), np.inf)


def _least(reduced: Floats, count: int) -> NDArray[np.intp]:
    """The sites of least ρ, at most so many, none of which costs."""
    order = np.argsort(reduced, kind="stable")[:count]
    return np.sort(order[reduced[order] < 0])


@dataclass(frozen=True)
class _Finder:
    """Improves choices that the relaxation meets on its way."""

    costs: Costs
    limits: Limits
    searched: Floats
    base: Floats
    deadline: float

    def better(self, opened: NDArray[np.intp], best: NDArray[np.intp], value: float) -> tuple[NDArray[np.intp], float]:
        """The choice of the relaxation, improved where it promises something, else the best one so far."""
        if not self.limits.holds(opened) or not len(opened) or self._sum(opened) >= self._sum(best) * (1 - CLOSED):
            return best, value
        found = improve(self.searched, self.base, opened, self.limits, self.deadline)
        lower = self.costs.value(found)
        fits = self.costs.left_out(found) <= self.costs.spare * (1 + 1e-9)
        return (found, lower) if fits and lower < value else (best, value)

    def _sum(self, chosen: NDArray[np.intp]) -> float:
        return float(np.minimum(self.base, self.searched[chosen].min(axis=0, initial=np.inf)).sum())
