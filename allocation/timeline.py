"""Whether one worker can do these visits in this order on one day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from allocation.problem import PlanningProblem
from allocation.times import DayTimes, day_times

_SECONDS = 60


def can_be_done(problem: PlanningProblem, worker: int, stops: Sequence[int], place: int = 0) -> bool:
    """Whether the day holds: every start inside the household's hours, home by the end, not out for too long, a break in time.

    Judged in whole seconds, legs and visits rounded up, as the optimizer does.

    Parameters
    ----------
    problem : PlanningProblem
        The round.
    worker : int
        Row of the worker.
    stops : sequence of int
        Rows of the households, in order.
    place : int
        Which of the worker's days it is.
    """
    if not problem.days[worker]:
        return False
    legs = _legs(problem, worker, stops)
    if np.isnan(legs).any():
        return False
    spans = [tuple((_up(first), _down(last)) for first, last in problem.windows[row]) for row in stops]
    service = [_up(problem.visit_min[row]) for row in stops]

    def times(legs_s: list[int]) -> DayTimes | None:
        return day_times(
            legs_s,
            service,
            spans,
            start_s=_up(problem.shift_start_min[worker][place]),
            end_s=_down(problem.shift_end_min[worker][place]),
            span_s=_down(problem.shift_span_min[worker][place]),
        )

    whole = [_up(leg) for leg in legs]
    found = times(whole)
    if found is None or problem.lunch_min <= 0:
        return found is not None
    lunch, most = _up(problem.lunch_min), _down(problem.lunch_after_min)
    if found.home - found.leave <= most:
        return True
    for at, lasts in enumerate(service, start=1):
        rested = times([leg + lunch * (step == at) for step, leg in enumerate(whole)])
        if rested is not None:
            over = rested.start[at - 1] + lasts
            if over - rested.leave <= most and rested.home - over - lunch <= most:
                return True
    return False


def _up(minutes: float) -> int:
    return int(np.ceil(minutes * _SECONDS - 1e-6))


def _down(minutes: float) -> int:
    return int(np.floor(minutes * _SECONDS + 1e-6))


def _legs(problem: PlanningProblem, worker: int, stops: Sequence[int]) -> list[float]:
    places, mode = problem.places.take(np.array(stops)), problem.modes[worker]
    between = problem.travel.minutes(places, places, mode)
    inner = [float(between[step, step + 1]) for step in range(len(stops) - 1)]
    return [float(problem.out_min[worker, stops[0]]), *inner, float(problem.back_min[worker, stops[-1]])]
