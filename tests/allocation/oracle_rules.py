"""The best plan of a tiny round under all rules, by trying everything: no code of the solver or of the checker is used.

All data are multiples of :data:`STEP` minutes. What binds times together (arrivals, windows, breaks, two who start together)
are differences of two times, and all that is asked for is that sums of such differences are small: with such data there is
always a best plan whose times are multiples of the step too, so trying those loses nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

STEP = 10
#: Visits of a worker-day: household and start.
Stops = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Rounds:
    """A round in multiples of ten minutes: n households, then m workers in the matrix; D dates, counted in days.

    ``shifts[w][d]`` is (start, end, longest) or None; ``windows[h]`` a list of (first, last); ``has[w]`` and ``asks[h]`` are
    sets of skills; ``weeks[d]`` the week of a date, ``week_most[w]`` minutes; ``lunch`` and ``after`` the break.
    """

    minutes: NDArray[np.int64]
    visit: list[int]
    weight: list[int]
    windows: list[list[tuple[int, int]]]
    visitors: list[int]
    visits: list[int]
    gap: int
    asks: list[frozenset[str]]
    has: list[frozenset[str]]
    forbidden: NDArray[np.bool_]
    open: NDArray[np.bool_]
    dates: list[int]
    weeks: list[int]
    shifts: list[list[tuple[int, int, int] | None]]
    week_most: list[int]
    lunch: int = 0
    after: int = 300


@dataclass(frozen=True)
class Day:
    """One way of spending a worker-day: who is visited when, and what it takes."""

    leave: int
    home: int
    travel: int
    stops: Stops
    rest_after: int  # place of the visit after which the break is taken, -1 for none

    @cached_property
    def visited(self) -> frozenset[int]:
        return frozenset(stop for stop, _ in self.stops)


@dataclass(frozen=True)
class Best:
    """What can be reached: weight, least travel with it, and one plan that does ((worker, date) → day)."""

    weight: int
    travel: int
    days: dict[tuple[int, int], Day] = field(default_factory=dict)


def best(round_: Rounds) -> Best:
    """Try all ways of all days, date by date."""
    states: dict[tuple[object, ...], tuple[int, list[Day | None]]] = {_start(round_): (0, [])}
    for date in range(len(round_.dates)):
        outcomes = _date(round_, date)
        after: dict[tuple[object, ...], tuple[int, list[Day | None]]] = {}
        for state, (travel, path) in states.items():
            for served, took, cost, days in outcomes:
                new = _next(round_, state, date, served, took)
                if new is not None and (new not in after or travel + cost < after[new][0]):
                    after[new] = travel + cost, [*path, *days]
        states = after
    found = Best(-1, 0)
    for state, (travel, path) in states.items():
        counts = [count for count, _ in state[0]]  # type: ignore[attr-defined]
        if any(count not in (0, asked) for count, asked in zip(counts, round_.visits, strict=True)):
            continue
        weight = sum(own for own, count in zip(round_.weight, counts, strict=True) if count)
        if (weight, -travel) > (found.weight, -found.travel):
            workers = len(round_.shifts)
            days = {divmod(place, workers)[::-1]: day for place, day in enumerate(path) if day is not None}
            found = Best(weight, travel, days)
    return found


def _start(round_: Rounds) -> tuple[object, ...]:
    weeks = len(set(round_.weeks))
    spent = tuple((0,) * weeks if most < 10**6 else () for most in round_.week_most)
    return tuple((0, -round_.gap) for _ in round_.visit), spent


def _next(
    round_: Rounds, state: tuple[object, ...], date: int, served: frozenset[int], took: tuple[int, ...]
) -> tuple[object, ...] | None:
    """The state after a date, None where a gap or a week is broken."""
    seen, spent = list(state[0]), [list(one) for one in state[1]]  # type: ignore[call-overload,attr-defined]
    for household in served:
        count, last = seen[household]
        if count == round_.visits[household] or (count and round_.dates[date] - last < round_.gap):
            return None
        # The last date is of no interest once all visits are made.
        done = count + 1 == round_.visits[household]
        seen[household] = (count + 1, 0 if done else round_.dates[date])
    for worker, minutes in enumerate(took):
        if spent[worker]:
            spent[worker][round_.weeks[date]] += minutes
            if spent[worker][round_.weeks[date]] > round_.week_most[worker]:
                return None
    return tuple(seen), tuple(tuple(one) for one in spent)


def _date(round_: Rounds, date: int) -> list[tuple[frozenset[int], tuple[int, ...], int, tuple[Day | None, ...]]]:
    """All that can happen on a date: households served, minutes of each worker (where they count), travel, the days."""
    found: dict[tuple[frozenset[int], tuple[int, ...]], tuple[int, tuple[Day | None, ...]]] = {}
    ways: list[list[Day | None]] = [[None, *_days(round_, worker, date)] for worker in range(len(round_.shifts))]
    counted = [most < 10**6 for most in round_.week_most]

    def go(
        worker: int, days: tuple[Day | None, ...], alone: frozenset[int], pairs: dict[tuple[int, int], tuple[int, ...]]
    ) -> None:
        if worker == len(ways):
            if all(len(who) == 2 and _together(round_, stop, who) for (stop, _), who in pairs.items()):
                served = alone | {stop for stop, _ in pairs}
                took = tuple(
                    day.home - day.leave if day is not None and counts else 0 for day, counts in zip(days, counted, strict=True)
                )
                travel = sum(day.travel for day in days if day is not None)
                if (served, took) not in found or travel < found[served, took][0]:
                    found[served, took] = travel, days
            return
        for day in ways[worker]:
            own = () if day is None else day.stops
            if any(stop in alone for stop, _ in own):
                continue
            twos = {(stop, at) for stop, at in own if round_.visitors[stop] == 2}
            open_ = dict(pairs)
            if any(open_.get(stop, at) != at or len(pairs.get((stop, at), ())) == 2 for stop, at in twos):
                continue
            more = {**pairs, **{key: (*pairs.get(key, ()), worker) for key in twos}}
            # Whoever waits for a second one must still find somebody.
            if worker == len(ways) - 1 and any(len(who) != 2 for who in more.values()):
                continue
            go(worker + 1, (*days, day), alone | {stop for stop, _ in own if round_.visitors[stop] == 1}, more)

    go(0, (), frozenset(), {})
    return [(served, took, travel, days) for (served, took), (travel, days) in found.items()]


def _together(round_: Rounds, stop: int, who: tuple[int, ...]) -> bool:
    return round_.asks[stop] <= round_.has[who[0]] | round_.has[who[1]]


def _days(round_: Rounds, worker: int, date: int) -> list[Day]:
    """Different ways of a worker-day: the least travel for what is visited, when pairs start, and how long it takes."""
    shift = round_.shifts[worker][date]
    if shift is None:
        return []
    kept: dict[tuple[frozenset[int], Stops], dict[int, Day]] = defaultdict(dict)
    for day in _walks(round_, worker, date, shift):
        twos = tuple(sorted(one for one in day.stops if round_.visitors[one[0]] == 2))
        took = day.home - day.leave
        same = kept[day.visited, twos]
        if all(old > took or better.travel > day.travel for old, better in same.items()):
            for old in [old for old, worse in same.items() if old >= took and worse.travel >= day.travel]:
                del same[old]
            same[took] = day
    return [day for same in kept.values() for day in same.values()]


def _walks(round_: Rounds, worker: int, date: int, shift: tuple[int, int, int]) -> Iterator[Day]:
    start, end, longest = shift
    n, home = len(round_.visit), len(round_.visit) + worker
    free = [
        stop
        for stop in range(n)
        if round_.open[stop, date]
        and not round_.forbidden[worker, stop]
        and (round_.visitors[stop] == 2 or round_.asks[stop] <= round_.has[worker])
    ]
    for leave in range(start, end + 1, STEP):
        latest = min(end, leave + longest)
        todo: list[tuple[int, int, int, int, Stops, int]] = [(leave, home, 0, leave, (), -1)]
        while todo:
            now, at, travel, since, stops, rest = todo.pop()
            if stops:
                over = now + int(round_.minutes[at, home])
                if over <= latest and _in_time(round_, since, over):
                    yield Day(leave, over, travel + int(round_.minutes[at, home]), stops, rest)
                # The break, once, right after a visit.
                if round_.lunch and rest < 0 and since == leave and now - since <= round_.after:
                    todo.append((now + round_.lunch, at, travel, now + round_.lunch, stops, len(stops) - 1))
            for stop in free:
                if any(stop == one for one, _ in stops):
                    continue
                leg = int(round_.minutes[at, stop])
                for begin in _starts(round_, stop, now + leg, latest):
                    done = begin + round_.visit[stop]
                    if done <= latest and _in_time(round_, since, done):
                        todo.append((done, stop, travel + leg, since, (*stops, (stop, begin)), rest))


def _in_time(round_: Rounds, since: int, now: int) -> bool:
    return not round_.lunch or now - since <= round_.after


def _starts(round_: Rounds, stop: int, arrival: int, latest: int) -> list[int]:
    """When a visit may start: as soon as it can, and later too where somebody else must come or a break is due."""
    spans = round_.windows[stop] or [(0, latest)]
    possible = [at for at in range(arrival, latest + 1, STEP) if any(first <= at <= last for first, last in spans)]
    return possible if round_.visitors[stop] == 2 or round_.lunch else possible[:1]
