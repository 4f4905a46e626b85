"""One day filled by the cheapest insertion: what each household would add at each place of the day, in arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from allocation.draft import EMPTY, Day
from allocation.group import NO_WAY, Ints
from allocation.times import DayTimes, day_times
from allocation.units import Units, up_s

#: Seconds that stand for "no way": longer than any day, and sums of a few stay exact.
_FAR = 2**40
#: Places that are tried exactly for one more visit where hours at home count; the likeliest first.
_EXACT_MOST = 200


class DayFiller:
    """Puts households into one day of a worker, one after the other, as long as one fits.

    Parameters
    ----------
    units : Units
        The round in whole numbers.
    worker : int
        Whose day it is.
    day : Day
        As planned so far; its stops keep their order.
    candidates : (c,) array
        Households that the worker may visit and nobody does yet.
    """

    def __init__(self, units: Units, worker: int, day: Day, candidates: Ints) -> None:
        problem = units.problem
        self.units, self.worker, self.candidates = units, worker, candidates
        self.stops = list(day.stops)
        self._places, self._mode = problem.places.take(candidates), problem.modes[worker]
        self._service, self._weight = units.service_s[candidates], units.weight[candidates]
        self._load, self._open = units.load[candidates], np.ones(len(candidates), dtype=bool)
        self._wish = np.rint(units.wish_min[worker, candidates] * 60).astype(np.int64)
        self._first, self._last = _hours(units, candidates)
        self._timed = self._first > -_FAR
        out, back = problem.out_min[worker], problem.back_min[worker]
        places = problem.places.take(np.array(self.stops, dtype=np.int64))
        self._legs = _legs_s(units, worker, self.stops)
        to, fro = (
            problem.travel.minutes(places, self._places, self._mode),
            problem.travel.minutes(self._places, places, self._mode),
        )
        #: Seconds from home and each stop to each candidate; from each candidate to each stop and home; (stops + 1, c).
        self._to = _far(up_s(np.vstack([out[candidates][None, :], to])))
        self._from = _far(up_s(np.vstack([fro.T, back[candidates][None, :]])))

    def run(self) -> list[int]:
        """Fill the day; the households that were put in."""
        taken = []
        while (found := self._best()) is not None:
            place, which = found
            taken.append(int(self.candidates[which]))
            self.insert(place, which)
        return taken

    def day(self) -> Day:
        """The day as it is now."""
        day = day_of(self.units, self.worker, tuple(self.stops))
        assert day is not None, "only what fits is put in"
        return day

    def close(self, which: int) -> None:
        """Take a candidate off the list."""
        self._open[which] = False

    def costs(self) -> tuple[NDArray[np.float64], Ints]:
        """Least seconds of travel that each candidate adds, (c,), inf where it does not fit; and the place of the day.

        Hours at home are only looked at roughly: the day has to be walked before a candidate is put in.
        """
        ways = self._to + self._from - np.array(self._legs)[:, None]
        ways = np.where(self._fits(ways + self._service) & self._in_time(), ways, np.inf)
        place = ways.argmin(axis=0)
        return ways[place, np.arange(ways.shape[1])], place

    def _fits(self, extra: Ints) -> NDArray[np.bool_]:
        """Where the minutes and the load of a candidate fit into the day; (places, c)."""
        units, worker = self.units, self.worker
        spare = int(units.span_s[worker]) - sum(self._legs) - int(units.service_s[self.stops].sum())
        most = int(units.load_most[worker])
        able = self._open if most < 0 else self._open & (self._load <= most - int(units.load[self.stops].sum()))
        return np.asarray(able & (extra <= spare), dtype=bool)

    def _best(self) -> tuple[int, int] | None:
        """The place and the candidate that pay most for their minutes; None where nothing fits."""
        extra = self._to + self._from - np.array(self._legs)[:, None] + self._service
        fits = self._fits(extra)
        if not fits.any():
            return None
        pays = np.where(fits, self._weight / np.maximum(extra + self._wish, 1), -1.0)
        if not self._timed.any() and not any(self.units.windows[stop] for stop in self.stops):
            place, which = np.unravel_index(int(pays.argmax()), pays.shape)
            return int(place), int(which)
        pays[~self._in_time()] = -1.0
        for at in np.argsort(-pays, axis=None, kind="stable")[:_EXACT_MOST].tolist():
            place, which = divmod(at, pays.shape[1])
            if pays[place, which] < 0:
                return None
            if self._times(*self._with(place, which)) is not None:
                return place, which
        return None

    def _in_time(self) -> NDArray[np.bool_]:
        """Where a candidate might stand by the hours at home, however long the day gets; (places, c)."""
        units, worker = self.units, self.worker
        ready, latest = [int(units.start_s[worker])], [int(units.end_s[worker])]
        for leg, stop in zip(self._legs, self.stops, strict=False):
            spans, clock = units.windows[stop], ready[-1] + leg
            clock = next((max(first, clock) for first, last in spans if clock <= last), _FAR) if spans else clock
            ready.append(clock + int(units.service_s[stop]))
        for leg, stop in zip(reversed(self._legs[1:]), reversed(self.stops), strict=True):
            spans, clock = units.windows[stop], latest[-1] - leg - int(units.service_s[stop])
            latest.append(
                next((min(last, clock) for first, last in reversed(spans) if clock >= first), -_FAR) if spans else clock
            )
        arrive = np.array(ready)[:, None] + self._to
        start = np.maximum(arrive, self._first)
        done = start + self._service + self._from
        return np.asarray((arrive <= self._last) & (done <= np.array(latest[::-1])[:, None]), dtype=bool)

    def _with(self, place: int, which: int) -> tuple[list[int], list[int]]:
        """Stops and legs with one more."""
        two = [int(self._to[place, which]), int(self._from[place, which])]
        stops = [*self.stops[:place], int(self.candidates[which]), *self.stops[place:]]
        return stops, [*self._legs[:place], *two, *self._legs[place + 1 :]]

    def insert(self, place: int, which: int) -> None:
        """Put a candidate in at this place of the day."""
        self.stops, self._legs = self._with(place, which)
        self._open[which] = False
        travel, here = self.units.problem.travel, self._places.take([which])
        onward = _far(up_s(travel.minutes(here, self._places, self._mode)))
        towards = _far(up_s(travel.minutes(self._places, here, self._mode))).T
        self._to = np.insert(self._to, place + 1, onward[0], axis=0)
        self._from = np.insert(self._from, place, towards[0], axis=0)

    def _times(self, stops: list[int], legs: list[int]) -> DayTimes | None:
        return _walked(self.units, self.worker, stops, legs)


def day_of(units: Units, worker: int, stops: tuple[int, ...]) -> Day | None:
    """The day of these stops in this order; None where it cannot be walked or carried."""
    if not stops:
        return EMPTY
    own = list(stops)
    most = int(units.load_most[worker])
    legs = _legs_s(units, worker, own)
    if min(legs) < 0 or 0 <= most < int(units.load[own].sum()):
        return None
    times = _walked(units, worker, own, legs)
    if times is None:
        return None
    return Day(stops, sum(legs), int(np.rint(units.wish_min[worker, own] * 60).sum()), times.home - times.leave)


def _legs_s(units: Units, worker: int, stops: list[int]) -> list[int]:
    """Seconds from home to the first stop, between stops, and home; a single 0 for an empty day."""
    if not stops:
        return [0]
    problem, at = units.problem, np.array(stops, dtype=np.int64)
    places = problem.places.take(at)
    between = up_s(problem.travel.minutes(places, places, problem.modes[worker]))
    inner = between[np.arange(len(at) - 1), np.arange(1, len(at))].tolist()
    first, last = up_s(problem.out_min[worker, at[:1]]), up_s(problem.back_min[worker, at[-1:]])
    return [int(first[0]), *inner, int(last[0])]


def _walked(units: Units, worker: int, stops: list[int], legs: list[int]) -> DayTimes | None:
    return day_times(
        legs,
        units.service_s[stops].tolist(),
        [units.windows[stop] for stop in stops],
        start_s=int(units.start_s[worker]),
        end_s=int(units.end_s[worker]),
        span_s=int(units.span_s[worker]),
    )


def _far(legs_s: Ints) -> Ints:
    return np.where(legs_s == NO_WAY, _FAR, legs_s)


def _hours(units: Units, candidates: Ints) -> tuple[Ints, Ints]:
    """First opening and last closing of each household's hours; ±:data:`_FAR` where it has none."""
    spans = [units.windows[household] for household in candidates.tolist()]
    first = [own[0][0] if own else -_FAR for own in spans]
    last = [max(end for _, end in own) if own else _FAR for own in spans]
    return np.array(first, dtype=np.int64), np.array(last, dtype=np.int64)
