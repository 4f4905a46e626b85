"""How good a plan could be at most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from allocation.problem import PlanningProblem


@dataclass(frozen=True)
class Bound:
    """What no plan of the round can beat.

    Attributes
    ----------
    served : int
        Most households that can be served.
    priority : float
        Most weight (priority + 1) that can be served.
    travel_min : float
        Least minutes of travel of a plan that serves as many as this one.
    """

    served: int
    priority: float
    travel_min: float


def trivial_bound(problem: PlanningProblem) -> Bound:
    """Everybody whom somebody may visit, without any travel."""
    anybody = problem.may.any(axis=0)
    return Bound(int(anybody.sum()), float(problem.weight[np.asarray(anybody)].sum()), 0.0)
