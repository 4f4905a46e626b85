"""One worker's day in a plan that is being made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allocation.group import NO_WAY
from allocation.times import DayTimes, day_times
from allocation.units import Units, up_s

#: In ``Day.agreed``: the visit may start whenever the worker comes.
ANY_TIME = -1


@dataclass(frozen=True)
class Day:
    """Stops of one worker's day (positions of households), and what follows from them.

    Attributes
    ----------
    stops : tuple of int
    travel_s, wish_s, work_s : int
        Seconds of way, of wishes not fulfilled, and from leaving to home.
    agreed : tuple of int
        By stop the second at which a visit by two was agreed to start, :data:`ANY_TIME` for the others; empty where no stop
        has one.
    """

    stops: tuple[int, ...] = ()
    travel_s: int = 0
    wish_s: int = 0
    work_s: int = 0
    agreed: tuple[int, ...] = ()

    def least_s(self, service_s: NDArray[np.int64]) -> int:
        """Seconds of its ways and visits, waiting left out; ``service_s`` by household."""
        return self.travel_s + int(service_s[list(self.stops)].sum())

    def start_of(self, place: int) -> int:
        """The agreed second of a stop, :data:`ANY_TIME` for none."""
        return self.agreed[place] if self.agreed else ANY_TIME


EMPTY = Day()


def day_of(units: Units, worker: int, place: int, stops: tuple[int, ...], agreed: tuple[int, ...] = ()) -> Day | None:
    """The day of these stops in this order on the worker's working day ``place``.

    Returns
    -------
    Day or None
        None where the day breaks a rule that can be judged by it alone: who may visit whom and when, ways, hours, load.
    """
    if not stops:
        return EMPTY
    found = day_and_times(units, worker, place, stops, agreed)
    return None if found is None else found[0]


def day_and_times(
    units: Units, worker: int, place: int, stops: tuple[int, ...], agreed: tuple[int, ...] = ()
) -> tuple[Day, DayTimes] | None:
    """As :func:`day_of`, with its clock times, for a day that has stops."""
    own = list(stops)
    problem = units.problem
    date = int(problem.date_of[worker][place])
    most = int(units.load_most[worker])
    if not problem.may[worker, own].all() or not problem.open_on[own, date].all() or 0 <= most < int(units.load[own].sum()):
        return None
    legs = legs_s(units, worker, own)
    times = None if min(legs) < 0 else walked(units, worker, place, own, legs, agreed)
    if times is None:
        return None
    wishes = int(np.rint(units.wish_min[worker, own] * 60).sum()) + int(units.day_price_s[own, date].sum())
    kept = agreed if any(second != ANY_TIME for second in agreed) else ()
    return Day(stops, sum(legs), wishes, times.home - times.leave, kept), times


def legs_s(units: Units, worker: int, stops: list[int]) -> list[int]:
    """Seconds from home to the first stop, between stops, and home; a single 0 for an empty day; negative: no way."""
    if not stops:
        return [0]
    problem, at = units.problem, np.array(stops, dtype=np.int64)
    places = problem.places.take(at)
    between = up_s(problem.travel.minutes(places, places, problem.modes[worker]))
    inner = between[np.arange(len(at) - 1), np.arange(1, len(at))].tolist()
    first, last = up_s(problem.out_min[worker, at[:1]]), up_s(problem.back_min[worker, at[-1:]])
    return [int(first[0]), *inner, int(last[0])]


def walked(  # noqa: PLR0917 - a day and what was agreed in it
    units: Units, worker: int, place: int, stops: list[int], legs: list[int], agreed: tuple[int, ...] = ()
) -> DayTimes | None:
    """Clock times of such a day; None where it cannot be done."""
    assert NO_WAY not in legs, "a day has ways"
    spans = [
        units.windows[stop] if not agreed or agreed[at] == ANY_TIME else ((agreed[at], agreed[at]),)
        for at, stop in enumerate(stops)
    ]
    return day_times(
        legs,
        units.service_s[stops].tolist(),
        spans,
        start_s=int(units.shift_start_s[worker][place]),
        end_s=int(units.shift_end_s[worker][place]),
        span_s=int(units.shift_span_s[worker][place]),
        lunch_s=units.lunch_s,
        lunch_after_s=units.lunch_after_s,
    )
