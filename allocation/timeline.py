"""Whether one worker can do these visits in this order on one day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from allocation.problem import PlanningProblem
from geo.clock import Windows


def can_be_done(problem: PlanningProblem, worker: int, stops: Sequence[int]) -> bool:
    """Whether the day holds: every start inside the household's hours, home by the end, and not out for too long.

    The visits are done as early as can be, then the leaving is put off as far as the hours allow. A day that only a later
    coming home would make shorter is not found, so True is sure and False is not.

    Parameters
    ----------
    problem : PlanningProblem
        The round.
    worker : int
        Row of the worker.
    stops : sequence of int
        Rows of the households, in order.
    """
    legs = _legs(problem, worker, stops)
    if np.isnan(legs).any():
        return False
    starts: list[float] = []
    now = float(problem.start_min[worker])
    for leg, row in zip(legs, stops, strict=False):
        opening = _earliest(now + leg, problem.windows[row])
        if opening is None:
            return False
        starts.append(opening)
        now = opening + float(problem.visit_min[row])
    home = now + legs[-1]
    if home > problem.end_min[worker]:
        return False
    latest = starts[-1]
    for step in range(len(stops) - 2, -1, -1):
        wished = latest - legs[step + 1] - float(problem.visit_min[stops[step]])
        latest = max(starts[step], _latest(wished, problem.windows[stops[step]]))
    return bool(home - (latest - legs[0]) <= problem.day_min[worker])


def _legs(problem: PlanningProblem, worker: int, stops: Sequence[int]) -> list[float]:
    places, mode = problem.places.take(np.array(stops)), problem.modes[worker]
    between = problem.travel.minutes(places, places, mode)
    inner = [float(between[step, step + 1]) for step in range(len(stops) - 1)]
    return [float(problem.out_min[worker, stops[0]]), *inner, float(problem.back_min[worker, stops[-1]])]


def _earliest(arrival: float, hours: Windows) -> float | None:
    if not hours:
        return arrival
    return next((max(arrival, first) for first, last in hours if arrival <= last), None)


def _latest(wished: float, hours: Windows) -> float:
    """The latest start not after ``wished`` that the hours allow; minus infinity if there is none."""
    if not hours:
        return wished
    return max((min(wished, last) for first, last in hours if first <= wished), default=-np.inf)
