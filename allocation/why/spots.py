"""Where one more household could stand in the days of a plan, and what each place would add: all places in arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allocation.why.standing import Standing, StandingDay, legs_min

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Gaps:
    """Every place of every day where something could be put in; parallel arrays.

    Attributes
    ----------
    day : (p,) int array
        Position among the standing days.
    worker : (p,) int array
    place : (p,) int array
        Stops before it.
    before, after : (p,) int arrays
        Rows of the households on both sides, -1 for home.
    leg_min : (p,) array
        Minutes of the leg that would be replaced; 0 on an empty day.
    spare_min : (p,) array
        Minutes that the day leaves beside its ways and visits, waiting and breaks left out: never fewer than there are.
    """

    day: Ints
    worker: Ints
    place: Ints
    before: Ints
    after: Ints
    leg_min: Floats
    spare_min: Floats

    @classmethod
    def of(cls, standing: Standing) -> Gaps:
        """The gaps of all days."""
        rows = [row for at, day in enumerate(standing.days) for row in _gaps(standing, at, day)]
        columns = list(zip(*rows, strict=True)) or [()] * 7
        day, worker, place, before, after = (np.array(column, dtype=np.int64) for column in columns[:5])
        leg, spare = (np.array(column, dtype=float) for column in columns[5:])
        return cls(day, worker, place, before, after, leg, spare)

    def ways_min(self, standing: Standing, household: int) -> tuple[Floats, Floats]:
        """Minutes to the household from before each gap, and from it to what comes after, (p,); NaN where there is no way."""
        problem = standing.problem
        to = problem.out_min[self.worker, household].copy()
        fro = problem.back_min[self.worker, household].copy()
        here = problem.places.take([household])
        mode_of = np.array(problem.modes, dtype=object)[self.worker]
        for mode in sorted(set(mode_of.tolist())):
            own = mode_of == mode
            for ends, into, towards in ((self.before, to, True), (self.after, fro, False)):
                at = (own & (ends >= 0)).nonzero()[0]
                if len(at):
                    there = problem.places.take(ends[at])
                    pair = (there, here) if towards else (here, there)
                    into[at] = problem.travel.minutes(*pair, mode).reshape(-1)
        return to, fro


def _gaps(standing: Standing, at: int, day: StandingDay) -> Iterator[tuple[float, ...]]:
    problem = standing.problem
    stops = np.array(day.stops, dtype=np.int64)
    legs = legs_min(problem, day.worker, stops)
    spare = spare_min(standing, at, float(legs.sum()), day.stops)
    ends = [-1, *day.stops, -1]
    for place in range(len(day.stops) + 1):
        yield at, day.worker, place, ends[place], ends[place + 1], float(legs[place]), spare


def spare_min(standing: Standing, at: int, travel_min: float, stops: Sequence[int]) -> float:
    """Minutes that a day with these ways and stops leaves at most."""
    limits = standing.limits(at)
    span = min(limits.span_s, limits.end_s - limits.start_s) / 60
    return span - travel_min - float(standing.problem.visit_min[list(stops)].sum())
