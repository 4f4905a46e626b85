"""Whether one worker can do these visits in this order on one day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from allocation.problem import PlanningProblem
from allocation.times import day_times

_SECONDS = 60


def can_be_done(problem: PlanningProblem, worker: int, stops: Sequence[int]) -> bool:
    """Whether the day holds: every start inside the household's hours, home by the end, and not out for too long.

    Judged in whole seconds, legs and visits rounded up, as the optimizer does.

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
    spans = [tuple((_up(first), _down(last)) for first, last in problem.windows[row]) for row in stops]
    found = day_times(
        [_up(leg) for leg in legs],
        [_up(problem.visit_min[row]) for row in stops],
        spans,
        start_s=_up(problem.start_min[worker]),
        end_s=_down(problem.end_min[worker]),
        span_s=_down(problem.day_min[worker]),
    )
    return found is not None


def _up(minutes: float) -> int:
    return int(np.ceil(minutes * _SECONDS - 1e-6))


def _down(minutes: float) -> int:
    return int(np.floor(minutes * _SECONDS + 1e-6))


def _legs(problem: PlanningProblem, worker: int, stops: Sequence[int]) -> list[float]:
    places, mode = problem.places.take(np.array(stops)), problem.modes[worker]
    between = problem.travel.minutes(places, places, mode)
    inner = [float(between[step, step + 1]) for step in range(len(stops) - 1)]
    return [float(problem.out_min[worker, stops[0]]), *inner, float(problem.back_min[worker, stops[-1]])]
