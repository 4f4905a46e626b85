"""One working day of a fieldworker as a finished plan has it, and the minutes of its way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allocation.problem import PlanningProblem

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Day:
    """One working day of a fieldworker as planned.

    Attributes
    ----------
    worker : int
        Row in the problem.
    date : str
    stops : tuple of int
        Rows of the households, in order.
    spare_min, spare_load : float
        Time and load that are left, minutes and units.
    place : int
        Which of the worker's days it is.
    by_week : bool
        Whether the hours of the week leave less than the day does.
    """

    worker: int
    date: str
    stops: tuple[int, ...]
    spare_min: float
    spare_load: float
    place: int
    by_week: bool = False


def legs_min(problem: PlanningProblem, day: Day) -> Vector:
    """Minutes of the day's legs as planned, the way home included; 0 for an empty day."""
    if not day.stops:
        return np.zeros(1)
    stops, mode = np.array(day.stops), problem.modes[day.worker]
    places = problem.places.take(stops)
    between = problem.travel.minutes(places, places, mode)
    inner = between[np.arange(len(stops) - 1), np.arange(1, len(stops))]
    return np.concatenate([[problem.out_min[day.worker, stops[0]]], inner, [problem.back_min[day.worker, stops[-1]]]])
