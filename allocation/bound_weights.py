"""How much each worker's prices should count: the multipliers that make the bound of many workers least.

Prices that each worker would pay alone are too high where several live side by side, and the bound is the lower the
better they agree. The bound is convex in the multipliers, so steps along its slope find them: steps in the logarithm,
of the length that Polyak gives for a value thought to be in reach, which comes nearer when nothing improves.

Source: B. T. Polyak, Minimization of unsmooth functionals, 1969, doi 10.1016/0041-5553(69)90061-5.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Most steps; fruitless steps after which the target comes nearer.
STEPS_MOST, PATIENCE = 400, 12
#: How far below the best value the target lies at first, and where the search ends; shares of that value.
REACH, REACH_LEAST = 0.1, 1e-4


def weigh(worth: Floats, cost: Floats, day: Floats, scale: float) -> Floats:
    """The multipliers under which the bound is least.

    Parameters
    ----------
    worth : (n,) array
        Of a sample of the households.
    cost : (m, n) array
        Price of each household at each worker's prices; inf where the worker may not come.
    day : (m,) array
        Price of all days of each worker.
    scale : float
        Households in all for each of the sample.

    Returns
    -------
    (m,) array
        Zero or more. Any multipliers make a bound that holds; these make a low one.
    """
    best = weights = np.ones(len(day))
    if not len(worth) or not day.any():
        return best
    lowest, reach, fruitless = np.inf, REACH, 0
    for _ in range(STEPS_MOST):
        value, slope = _bound(worth, cost, day, scale, weights)
        fruitless = 0 if value < lowest * (1 - 1e-4) else fruitless + 1
        if value < lowest:
            lowest, best = value, weights
        if fruitless >= PATIENCE:
            reach, fruitless, weights = reach / 2, 0, best
            value, slope = _bound(worth, cost, day, scale, weights)
        if reach < REACH_LEAST:
            break
        slope = slope * weights
        step = (value - lowest * (1 - reach)) / max(float(slope @ slope), 1e-12)
        weights = weights * np.exp(np.clip(-step * slope, -1.0, 1.0))
    return best


def _bound(worth: Floats, cost: Floats, day: Floats, scale: float, weights: Floats) -> tuple[float, Floats]:
    """The bound at these multipliers, and its slope along each; (m,) array."""
    with np.errstate(invalid="ignore"):  # nothing times inf
        gain = worth - np.where(np.isfinite(cost), weights[:, None] * cost, np.inf)
    owner = gain.argmax(axis=0)
    most = gain[owner, np.arange(len(worth))]
    paid = most > 0
    spent = np.bincount(owner[paid], weights=cost[owner, np.arange(len(worth))][paid], minlength=len(day))
    return float(scale * most[paid].sum() + weights @ day), day - scale * spent
