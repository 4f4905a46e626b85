"""The legs for the bound of :mod:`allocation.bound_tree`: least minutes between households, and to the nearest home."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import floyd_warshall

from allocation.bound_hours import LEG_MIN, Floats, work_min
from allocation.bound_tree import Legs, whole_up
from allocation.closure import is_metric
from allocation.problem import PlanningProblem

#: Households above which no tree is grown: each takes a step of each tree.
HOUSEHOLDS_MOST = 500


def legs_of(problem: PlanningProblem) -> Legs | None:
    """Of a round; None where somebody may ride, or where it would take too long."""
    rows = np.nonzero(problem.may.any(axis=0))[0]
    if not len(rows) or len(rows) > HOUSEHOLDS_MOST or (problem.workers["vehicle"] != "").any():
        return None
    may = problem.may[:, rows]
    ways = np.fmin(problem.out_least_min[:, rows], problem.back_least_min[:, rows])
    home = np.where(may & np.isfinite(ways), ways, np.inf).min(axis=0)
    if not np.isfinite(home).all():
        return None
    longest = max((float(work_min(problem, worker).max(initial=0.0)) for worker in range(len(problem.days))), default=0.0)
    able = may.any(axis=1)
    most = float(problem.load_most[able].max(initial=0.0))
    loads = float(problem.load[rows].sum()) / most if 0 < most < np.inf else 0.0
    return Legs(
        _between(problem, rows), home, float(problem.visit_min[rows].sum()), longest + LEG_MIN * (len(rows) + 1), whole_up(loads)
    )


def _between(problem: PlanningProblem, rows: NDArray[np.int64]) -> Floats:
    """Least minutes of all modes in either direction, inf where there is no way; (n, n)."""
    places, travel = problem.places.take(rows), problem.travel
    least: Floats = np.full((len(rows), len(rows)), np.inf)
    for mode in sorted(set(problem.modes)):
        minutes = travel.minutes(places, places, mode)
        least = np.fmin(least, np.where(np.isnan(minutes), np.inf, minutes))
    least = np.minimum(least, least.T)
    np.fill_diagonal(least, 0.0)
    once = bool((problem.visits[rows] == 1).all() and (problem.visitors[rows] == 1).all())
    if once or is_metric(travel):
        return least
    # What is left of several visits when all but one are left out goes by others.
    return np.asarray(floyd_warshall(least, directed=False), dtype=np.float64)
