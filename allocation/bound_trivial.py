"""The bound that needs no solver: how many visits the days hold if everybody lived next door to the nearest household."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from allocation.bound_hours import LEG_MIN, Floats, work_min
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
    net_min : float
        Most minutes that prizes (``prize_min``) can be more than all travel; inf until it is known.
    """

    served: int
    priority: float
    travel_min: float
    net_min: float = float("inf")


def trivial_bound(problem: PlanningProblem) -> Bound:
    """What the days hold of the shortest visits near each home, filled with the heaviest households; no travel.

    A household that asks for two visitors, or for more visits, takes as many places; the last one may be filled in part.
    """
    anybody = np.asarray(problem.may.any(axis=0), dtype=bool)
    places = sum(most_visits(problem, worker) for worker in range(len(problem.days)))
    takes = (problem.visits * problem.visitors)[anybody].astype(float)
    weight = problem.weight[anybody]
    served = int(_filled(np.ones_like(weight), takes, places) + 1e-6)
    return Bound(served, _filled(weight, takes, places), 0.0, float(np.nan_to_num(problem.prize_min[anybody]).sum()))


def _filled(worth: Floats, takes: Floats, places: int) -> float:
    """Most worth that the places hold, the last household in part."""
    order = np.argsort(-worth / takes, kind="stable")
    before = np.cumsum(takes[order]) - takes[order]
    share = np.clip((places - before) / takes[order], 0.0, 1.0)
    return float((worth[order] * share).sum())


def most_visits(problem: PlanningProblem, worker: int) -> int:
    """Most visits that this worker's days hold, by day and by the hours of each week."""
    own = np.asarray(problem.may[worker], dtype=bool)
    if not own.any():
        return 0
    way = float((problem.out_least_min[worker, own] + problem.back_least_min[worker, own]).min())
    by_day = _held(np.sort(problem.visit_min[own]), way, work_min(problem, worker))
    weeks = problem.week_of[worker]
    most = problem.week_most_min[worker]
    # A household that is visited more than once may be so within a week.
    again = np.sort(np.repeat(problem.visit_min[own], problem.visits[own]))
    days = np.bincount(weeks, minlength=len(most))
    by_week = np.where(np.isfinite(most), _held(again, way, most + LEG_MIN * days), np.inf)
    return int(np.minimum(np.bincount(weeks, weights=by_day, minlength=len(most)), by_week).sum())


def _held(shortest: Floats, way: float, hours: Floats) -> Floats:
    """How many of these visits, shortest first, the hours hold beside one way there and back."""
    needed = np.cumsum(shortest) + way - LEG_MIN * (np.arange(len(shortest)) + 2)
    # A visit of less than the second that is forgiven takes less than nothing: so many are held if more are.
    needed = np.minimum.accumulate(needed[::-1])[::-1]
    return np.searchsorted(needed, hours, side="right").astype(float)
