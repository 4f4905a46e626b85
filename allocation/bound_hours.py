"""What a worker's days hold, for the bound: minutes of work of each day, and of all days together.

The break counts into a day's hours and is neither way nor visit: a day as long as :attr:`lunch_after_min` or less needs
none, a longer one loses it. What a worker offers in a week caps the sum of its days. Both hold for fractions of days too.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from allocation.problem import PlanningProblem

Floats = NDArray[np.float64]
#: A second a leg is forgiven by the checker, so the bound forgives it too; minutes.
LEG_MIN = 1 / 60


def work_min(problem: PlanningProblem, worker: int) -> Floats:
    """Minutes of way, visits and waiting that each day of a worker holds at most; in the order of the days."""
    start, end = problem.shift_start_min[worker], problem.shift_end_min[worker]
    span = np.minimum(problem.shift_span_min[worker], end - start)
    if problem.lunch_min > 0:
        span = np.minimum(span, np.maximum(problem.lunch_after_min, span - problem.lunch_min))
    return np.asarray(span, dtype=float)


def round_min(problem: PlanningProblem, worker: int) -> float:
    """Minutes that all days together may last where the weeks cap them; inf where no cap binds."""
    start, end = problem.shift_start_min[worker], problem.shift_end_min[worker]
    span = np.minimum(problem.shift_span_min[worker], end - start)
    most = problem.week_most_min[worker]
    days = np.bincount(problem.week_of[worker], weights=span, minlength=len(most))
    return float(np.minimum(days, most).sum()) if (most < days).any() else float("inf")
