"""Clock times for days that somebody else has put together: a day that cannot be done gets its times all the same.

What the day breaks is for the checker to say; it needs times to say it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

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
    free : bool
        Whether the order is for us to say.
    """

    worker: int
    date: str
    stops: tuple[int, ...]
    stated_s: tuple[int | None, ...]
    free: bool = False


@dataclass(frozen=True)
class Walk:
    """What a day is made of, in whole seconds: legs (k + 1), visits (k), hours at home (k), the worker's hours and break."""

    legs: tuple[int, ...]
    service: tuple[int, ...]
    spans: tuple[Spans, ...]
    start_s: int
    end_s: int
    span_s: int
    lunch_s: int = 0
    lunch_after_s: int = 0

    def reordered(self, order: Sequence[int], legs: Sequence[int]) -> Walk:
        """The same with its stops in another order."""
        return replace(
            self,
            legs=tuple(legs),
            service=tuple(self.service[stop] for stop in order),
            spans=tuple(self.spans[stop] for stop in order),
        )

    def shortest(self, spans: Sequence[Spans], end_s: int, span_s: int) -> DayTimes | None:
        """The shortest day in this order with visits that start within ``spans`` and with these limits."""
        return day_times(
            self.legs,
            self.service,
            spans,
            start_s=self.start_s,
            end_s=end_s,
            span_s=span_s,
            lunch_s=self.lunch_s,
            lunch_after_s=self.lunch_after_s,
        )


def walk_of(problem: PlanningProblem, worker: int, date: str, stops: Sequence[int]) -> Walk:
    """The legs, visits and hours of a day; a leg without a way counts 0, which the checker then tells.

    The hours are those of the worker on this date; on a date that is not worked, the widest of the others.
    """
    legs = np.diagonal(legs_s(problem, worker, stops), offset=1).tolist()
    back = problem.back_min[worker, stops[-1]]
    spans = [tuple((int(np.ceil(a * 60)), int(b * 60)) for a, b in problem.windows[stop]) for stop in stops]
    start, end, span = (np.array([minutes]) for minutes in hours_of(problem, worker, date))
    lunch, after = (np.array([minutes]) for minutes in (problem.lunch_min, problem.lunch_after_min))
    return Walk(
        legs=(*legs, max(0, int(up_s(np.array([back]))[0]))),
        service=tuple(up_s(problem.visit_min[list(stops)]).tolist()),
        spans=tuple(spans),
        start_s=int(up_s(start)[0]),
        end_s=int(down_s(end)[0]),
        span_s=int(down_s(span)[0]),
        lunch_s=int(up_s(lunch)[0]),
        lunch_after_s=int(down_s(after)[0]),
    )


def hours_of(problem: PlanningProblem, worker: int, date: str) -> tuple[float, float, float]:
    """Earliest leaving, latest home and longest day, minutes."""
    place = next((at for at, day in enumerate(problem.days[worker]) if day.isoformat() == date), None)
    if place is None:
        return float(problem.start_min[worker]), float(problem.end_min[worker]), float(problem.day_min[worker])
    parts = (problem.shift_start_min, problem.shift_end_min, problem.shift_span_min)
    start, end, span = (float(part[worker][place]) for part in parts)
    return start, end, span


def legs_s(problem: PlanningProblem, worker: int, stops: Sequence[int]) -> NDArray[np.int64]:
    """Seconds between the home and the stops, the home first; 0 where there is no way."""
    return np.maximum(ways_s(problem, worker, stops), 0)


def ways_s(problem: PlanningProblem, worker: int, stops: Sequence[int]) -> NDArray[np.int64]:
    """The same, :data:`allocation.group.NO_WAY` where there is no way."""
    places = problem.homes.take([worker]).join(problem.places.take(list(stops)))
    return up_s(problem.travel.minutes(places, places, problem.modes[worker]))


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
        for end, longest in ((walk.end_s, walk.span_s), (_LONGEST_S, _LONGEST_S)):
            found = walk.shortest(walk.spans, end, longest)
            if found is not None:
                return found
    if not walk.lunch_s:
        return _followed(walk, stated_s, floors_s)
    # Where the break is taken is for us to say: without one if there need be none, else where it hurts least.
    ways = [_followed(walk, stated_s, floors_s, after) for after in range(-1, len(walk.service))]
    return min(zip(ways, range(-1, len(ways) - 1), strict=True), key=lambda one: (*_strain(walk, *one), one[1]))[0]


def _strain(walk: Walk, times: DayTimes, break_after: int) -> tuple[int, int]:
    """Seconds by which a stretch of work is too long, and by which visits are reached too late for their stated starts."""
    late = sum(max(0, arrive - start) for arrive, start in zip(times.arrive, times.start, strict=True))
    if break_after < 0:
        return max(0, times.home - times.leave - walk.lunch_after_s), late
    done = times.start[break_after] + walk.service[break_after]
    stretches = (done - times.leave, times.home - done - walk.lunch_s)
    return sum(max(0, stretch - walk.lunch_after_s) for stretch in stretches), late


def _followed(walk: Walk, stated_s: Sequence[int | None], floors_s: Sequence[int], break_after: int = -1) -> DayTimes:
    first = stated_s[0] if stated_s[0] is not None else floors_s[0]
    leave = first - walk.legs[0] if stated_s[0] is not None else max(walk.start_s, first - walk.legs[0])
    clock, arrive, start = leave, [], []
    stops = zip(walk.legs, walk.service, walk.spans, stated_s, floors_s, strict=False)
    for place, (leg, service, spans, stated, floor) in enumerate(stops):
        clock += leg
        arrive.append(clock)
        clock = max(floor, _opening(clock, spans)) if stated is None else stated
        start.append(clock)
        clock += service + (walk.lunch_s if place == break_after else 0)
    return DayTimes(leave, clock + walk.legs[-1], tuple(arrive), tuple(start), break_after)


def _opening(clock: int, spans: Spans) -> int:
    """The first moment from ``clock`` on in which somebody is at home; ``clock`` itself where it is too late for that."""
    return next((max(first, clock) for first, last in spans if clock <= last), clock)


def holds(walk: Walk, times: DayTimes) -> bool:
    """Whether a day with these times keeps the hours of the worker and of the households, and has its break in time."""
    late = any(arrive > start for arrive, start in zip(times.arrive, times.start, strict=True))
    away = any(
        bool(spans) and not any(first <= at <= last for first, last in spans)
        for at, spans in zip(times.start, walk.spans, strict=True)
    )
    out = times.home - times.leave
    if late or away or times.leave < walk.start_s or times.home > walk.end_s or out > walk.span_s:
        return False
    return not walk.lunch_s or _strain(walk, times, times.break_after)[0] == 0


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
