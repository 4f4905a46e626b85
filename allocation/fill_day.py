"""One day filled by the cheapest insertion: what each household would add at each place of the day, in arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from allocation.day import ANY_TIME, Day, day_of, legs_s, walked
from allocation.group import NO_WAY, Ints
from allocation.times import DayTimes
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
    worker, place : int
        Whose day it is, and which of the working days.
    day : Day
        As planned so far; its stops keep their order.
    span_s : int
        Longest time from leaving to home: of the day, or less where a week's hours are nearly used up.
    candidates : (c,) array
        Households that the worker may visit on that day, once and alone, and nobody does yet.
    fair : (float, float)
        Price of a second of workload above the fair share, and seconds that are left below it: counts for those only whom
        a visit must pay.
    """

    def __init__(
        self,
        units: Units,
        worker: int,
        place: int,
        *,
        day: Day,
        span_s: int,
        candidates: Ints,
        fair: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        problem = units.problem
        self.units, self.worker, self.place, self.candidates = units, worker, place, candidates
        self.stops, self._span_s = list(day.stops), span_s
        self._agreed = [day.start_of(at) for at in range(len(day.stops))]
        self._places, self._mode = problem.places.take(candidates), problem.modes[worker]
        self._service, self._weight = units.service_s[candidates], units.weight[candidates]
        self._load, self._open = units.load[candidates], np.ones(len(candidates), dtype=bool)
        self._wish = np.rint(units.wish_min[worker, candidates] * 60).astype(np.int64)
        self._priced = (self._weight == 0) & problem.priced[candidates]
        self._prize = units.prize_s[candidates] - units.day_price_s[candidates, problem.date_of[worker][place]]
        self._fair = fair
        self._first, self._last = _hours(units, candidates)
        self._timed = self._first > -_FAR
        out, back = problem.out_min[worker], problem.back_min[worker]
        places = problem.places.take(np.array(self.stops, dtype=np.int64))
        self._legs = legs_s(units, worker, self.stops)
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
        day = day_of(self.units, self.worker, self.place, tuple(self.stops), tuple(self._agreed))
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
        spare = self._span_s - sum(self._legs) - int(units.service_s[self.stops].sum())
        most = int(units.load_most[worker])
        able = self._open if most < 0 else self._open & (self._load <= most - int(units.load[self.stops].sum()))
        return np.asarray(able & (extra <= spare), dtype=bool)

    def _best(self) -> tuple[int, int] | None:
        """The place and the candidate that pay most for their minutes; None where nothing fits."""
        extra = self._to + self._from - np.array(self._legs)[:, None] + self._service
        fits = self._fits(extra)
        if not fits.any():
            return None
        pays = np.where(fits, self._pays(extra), -1.0)
        if not self._exact():
            place, which = np.unravel_index(int(pays.argmax()), pays.shape)
            return (int(place), int(which)) if pays[place, which] > 0 else None
        pays[~self._in_time()] = -1.0
        for at in np.argsort(-pays, axis=None, kind="stable")[:_EXACT_MOST].tolist():
            place, which = divmod(at, pays.shape[1])
            if pays[place, which] <= 0:
                return None
            times = self._times(place, which)
            if times is not None and times.home - times.leave <= self._span_s:
                return place, which
        return None

    def _pays(self, extra: Ints) -> NDArray[np.float64]:
        """What each candidate brings for its seconds at each place, (places, c): its weight, or what is left of its prize."""
        brings = self._weight.astype(float)
        if self._priced.any():
            rate, left = self._fair
            cost = extra - self._service + self._wish + rate * np.maximum(0.0, extra - max(0.0, left))
            brings = np.where(self._priced, np.maximum(0.0, self._prize - cost), brings)
        return np.asarray(brings / np.maximum(extra + self._wish, 1), dtype=float)

    def _exact(self) -> bool:
        """Whether the day has to be walked to know if it can be done: for hours, agreed times, or a break."""
        hours = any(self.units.windows[stop] for stop in self.stops) or bool(self._timed.any())
        return hours or self.units.lunch_s > 0 or any(second != ANY_TIME for second in self._agreed)

    def _in_time(self) -> NDArray[np.bool_]:
        """Where a candidate might stand by the hours at home, however long the day gets; (places, c)."""
        units, worker = self.units, self.worker
        shift = int(units.shift_start_s[worker][self.place]), int(units.shift_end_s[worker][self.place])
        ready, latest = [shift[0]], [shift[1]]
        hours = [self._spans(at) for at in range(len(self.stops))]
        for leg, stop, spans in zip(self._legs, self.stops, hours, strict=False):
            clock = ready[-1] + leg
            clock = next((max(first, clock) for first, last in spans if clock <= last), _FAR) if spans else clock
            ready.append(clock + int(units.service_s[stop]))
        for leg, stop, spans in zip(reversed(self._legs[1:]), reversed(self.stops), reversed(hours), strict=True):
            clock = latest[-1] - leg - int(units.service_s[stop])
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
        self._agreed.insert(place, ANY_TIME)
        self._open[which] = False
        travel, here = self.units.problem.travel, self._places.take([which])
        onward = _far(up_s(travel.minutes(here, self._places, self._mode)))
        towards = _far(up_s(travel.minutes(self._places, here, self._mode))).T
        self._to = np.insert(self._to, place + 1, onward[0], axis=0)
        self._from = np.insert(self._from, place, towards[0], axis=0)

    def _spans(self, at: int) -> tuple[tuple[int, int], ...]:
        second = self._agreed[at]
        return self.units.windows[self.stops[at]] if second == ANY_TIME else ((second, second),)

    def _times(self, place: int, which: int) -> DayTimes | None:
        stops, legs = self._with(place, which)
        agreed = (*self._agreed[:place], ANY_TIME, *self._agreed[place:])
        return walked(self.units, self.worker, self.place, stops, legs, agreed)


def _far(legs_s: Ints) -> Ints:
    return np.where(legs_s == NO_WAY, _FAR, legs_s)


def _hours(units: Units, candidates: Ints) -> tuple[Ints, Ints]:
    """First opening and last closing of each household's hours; ±:data:`_FAR` where it has none."""
    spans = [units.windows[household] for household in candidates.tolist()]
    first = [own[0][0] if own else -_FAR for own in spans]
    last = [max(end for _, end in own) if own else _FAR for own in spans]
    return np.array(first, dtype=np.int64), np.array(last, dtype=np.int64)
