"""Problems in which each demand goes to the nearest of what is open: search, bound, and the end by a solver."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from geo.siting.branch import branch
from geo.siting.closing import Closed, close
from geo.siting.costs import Costs
from geo.siting.lagrange import relax
from geo.siting.problem import Limits
from geo.siting.program import Means
from geo.siting.swap import improve, shake

#: Share of the time that is left for our own branching before a solver is asked.
_OWN_SHARE = 0.6
#: Pairs above which no solver is asked: it would not keep to the time, and our own branching raises the bound faster.
_FOR_SOLVER_MOST = 2_000_000
#: Share of it for shaking the best choice, and the most seconds that it is a share of.
_SHAKE_SHARE, _SHAKEN_OF_S = 0.2, 120.0
_NONE = np.zeros(0, dtype=np.intp)


def best_choice(costs: Costs, limits: Limits, means: Means, *, start: NDArray[np.intp] = _NONE, unit: float = 0.0) -> Closed:
    """The best choice and a bound on every one that leaves out no more.

    Parameters
    ----------
    costs : Costs
        The problem.
    limits : Limits
        What a choice keeps to.
    means : Means
        Without a solver a gap that is left stays, and is told.
    start : (k,) int array
        A choice that keeps to the limits and leaves out no more than ``costs.spare``.
    unit : float
        As of :func:`geo.siting.lagrange.relax`.
    """
    if not len(costs.cost) or not limits.count:
        value = costs.value(_NONE)
        return Closed(_NONE, value, value)
    cost, base = costs.penalised()
    found = improve(cost, base, start, limits, means.deadline)
    if costs.left_out(found) > costs.spare * (1 + 1e-9):
        found = start
    relaxed = relax(costs, limits, found, means.deadline, unit=unit)
    if relaxed.closed:
        return Closed(relaxed.chosen, relaxed.value, relaxed.bound)
    now = time.monotonic()
    shaken = shake(cost, base, relaxed.chosen, limits, now + _SHAKE_SHARE * min(means.seconds, _SHAKEN_OF_S))
    if costs.value(shaken) < relaxed.value and costs.left_out(shaken) <= costs.spare * (1 + 1e-9):
        relaxed = replace(relaxed, chosen=shaken, value=costs.value(shaken))
    alone = means.run is None or costs.cost.size > _FOR_SOLVER_MOST
    until = means.deadline if alone else now + _OWN_SHARE * means.seconds
    closed = branch(costs, limits, relaxed, until, unit)
    if closed.closed:
        return closed
    return close(costs, limits, replace(relaxed, chosen=closed.chosen, value=closed.value), closed, means)
