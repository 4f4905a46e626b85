"""Clock times for days that somebody else has put together: a day that cannot be done gets its times all the same.

What the day breaks is for the checker to say; it needs times to say it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from allocation.group import NO_WAY
from allocation.problem import PlanningProblem
from allocation.times import DayTimes, day_times
from allocation.units import down_s, up_s

_LONGEST_S = 10**9
Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class OwnDay:
    """One worker's day before it has times.

    Attributes
    ----------
    worker : int
        Row in the problem.
    date : str
    stops : tuple of int
        Rows of the households, in order.
    stated_s : tuple of (int or None)
        Start of each visit in seconds from midnight, where the person has written one.
    """

    worker: int
    date: str
    stops: tuple[int, ...]
    stated_s: tuple[int | None, ...]


@dataclass(frozen=True)
class Walk:
    """What a day is made of, in whole seconds: legs (k + 1), visits (k), hours at home (k), and the worker's hours."""

    legs: tuple[int, ...]
    service: tuple[int, ...]
    spans: tuple[Spans, ...]
    start_s: int
    end_s: int
    span_s: int

    def reordered(self, order: Sequence[int], legs: Sequence[int]) -> Walk:
        """The same with its stops in another order."""
        return replace(
            self,
            legs=tuple(legs),
            service=tuple(self.service[stop] for stop in order),
            spans=tuple(self.spans[stop] for stop in order),
        )


def walk_of(problem: PlanningProblem, worker: int, stops: Sequence[int]) -> Walk:
    """The legs, visits and hours of a day; a leg without a way counts 0, which the checker then tells."""
    legs = np.diagonal(legs_s(problem, worker, stops), offset=1).tolist()
    back = problem.back_min[worker, stops[-1]]
    spans = [tuple((int(np.ceil(a * 60)), int(b * 60)) for a, b in problem.windows[stop]) for stop in stops]
    start, end, span = (np.array([values[worker]]) for values in (problem.start_min, problem.end_min, problem.day_min))
    return Walk(
        legs=(*legs, max(0, int(up_s(np.array([back]))[0]))),
        service=tuple(up_s(problem.visit_min[list(stops)]).tolist()),
        spans=tuple(spans),
        start_s=int(up_s(start)[0]),
        end_s=int(down_s(end)[0]),
        span_s=int(down_s(span)[0]),
    )


def legs_s(problem: PlanningProblem, worker: int, stops: Sequence[int]) -> NDArray[np.int64]:
    """Seconds between the home and the stops, the home first; 0 where there is no way."""
    places = problem.homes.take([worker]).join(problem.places.take(list(stops)))
    table = up_s(problem.travel.minutes(places, places, problem.modes[worker]))
    return np.where(table == NO_WAY, 0, table)


def timed(walk: Walk, stated_s: Sequence[int | None], floors_s: Sequence[int]) -> DayTimes:
    """Times of a day: as stated, where somebody has written a start; else the shortest day that there is.

    Parameters
    ----------
    walk : Walk
        What it is made of.
    stated_s : sequence of (int or None)
        Starts as written; they stand, whether one can be there by then or not.
    floors_s : sequence of int
        Before which a visit does not start (a second visitor comes only then).
    """
    if not any(stated is not None for stated in stated_s) and not any(floors_s):
        for spans, end, longest in (
            (walk.spans, walk.end_s, walk.span_s),
            (walk.spans, _LONGEST_S, _LONGEST_S),
        ):
            limits = {"start_s": walk.start_s, "end_s": end, "span_s": longest}
            found = day_times(walk.legs, walk.service, spans, **limits)
            if found is not None:
                return found
    return _followed(walk, stated_s, floors_s)


def _followed(walk: Walk, stated_s: Sequence[int | None], floors_s: Sequence[int]) -> DayTimes:
    first = stated_s[0] if stated_s[0] is not None else floors_s[0]
    leave = first - walk.legs[0] if stated_s[0] is not None else max(walk.start_s, first - walk.legs[0])
    clock, arrive, start = leave, [], []
    for leg, service, spans, stated, floor in zip(walk.legs, walk.service, walk.spans, stated_s, floors_s, strict=False):
        clock += leg
        arrive.append(clock)
        clock = max(floor, _opening(clock, spans)) if stated is None else stated
        start.append(clock)
        clock += service
    return DayTimes(leave, clock + walk.legs[-1], tuple(arrive), tuple(start))


def _opening(clock: int, spans: Spans) -> int:
    """The first moment from ``clock`` on in which somebody is at home; ``clock`` itself where it is too late for that."""
    return next((max(first, clock) for first, last in spans if clock <= last), clock)


def lateness(walk: Walk, stated_s: Sequence[int | None]) -> tuple[float, float, float]:
    """What an order costs: visits outside the hours at home, seconds too many, seconds from leaving to being home.

    A start that is stated but cannot be reached in time counts its delay as seconds too many.
    """
    times = timed(walk, stated_s, (0,) * len(walk.service))
    missed = sum(
        bool(spans) and not any(first <= at <= last for first, last in spans)
        for at, spans in zip(times.start, walk.spans, strict=True)
    )
    over = max(0, times.home - walk.end_s) + max(0, times.home - times.leave - walk.span_s)
    over += sum(max(0, arrive - start) for arrive, start in zip(times.arrive, times.start, strict=True))
    return float(missed), float(over), float(times.home - times.leave) + sum(walk.legs) * 1e-3
