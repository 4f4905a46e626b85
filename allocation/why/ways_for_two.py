"""The cheapest way in for a household that two must visit at once: who the two are, and when both can be there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np

from allocation.why.context import Context
from allocation.why.people import may_join
from allocation.why.search import ROUNDING_MIN, Search, in_order, over_min
from allocation.why.standing import StandingDay, hours_s, legs_min, up
from allocation.why.walk import Walked
from allocation.why.way_in import SHORT_MIN, WayIn
from geo.clock import clock

#: Pairs of places that are walked at most, and places of one day that are looked at for a date, the cheapest first.
WALKED_MOST, PLACES_MOST = 300, 3


@dataclass(frozen=True)
class _Seat:
    """A place in somebody's day: what it costs, what the day lacks for it, and from when until when the visit can begin there."""

    gap: int
    at: int
    place: int
    worker: int
    travel_min: float
    wish_min: float
    missing_min: float
    earliest: int
    latest: int

    @property
    def cost_min(self) -> float:
        """Minutes of travel and wishes."""
        return self.travel_min + self.wish_min


def ways_for_two(search: Search, most: int) -> Iterator[WayIn]:
    """The cheapest ways in for two at once as their days stand, of so many pairs."""
    found: set[frozenset[int]] = set()
    for one, other in sorted(_pairs(search.context, search, 0.0), key=_promise)[:WALKED_MOST]:
        pair = frozenset((one.worker, other.worker))
        way = None if pair in found else _way(search, one, other, 0.0)
        if way is not None:  # they come in the order of what they cost
            found.add(pair)
            yield way
        if len(found) >= most:
            return


def longer_for_two(search: Search) -> Iterator[WayIn]:
    """The way in for two at once whose one day must be longer by the least."""
    pairs = sorted(_pairs(search.context, search, SHORT_MIN), key=_promise)[:WALKED_MOST]
    ways = [way for one, other in pairs if (way := _way(search, one, other, SHORT_MIN)) is not None]
    if ways:
        yield min(ways, key=_size)


def _promise(pair: tuple[_Seat, _Seat]) -> tuple[float, float]:
    return sum(max(0.0, seat.missing_min - ROUNDING_MIN) for seat in pair), sum(seat.cost_min for seat in pair)


def _size(way: WayIn) -> tuple[float, float]:
    return way.longer_min + way.week_longer_min, way.cost_min


def _pairs(context: Context, search: Search, longer_min: float) -> Iterator[tuple[_Seat, _Seat]]:
    """Places of two on one date that might do: together they bring what is asked for, and their hours meet."""
    problem, by_date = context.problem, dict[str, list[_Seat]]()
    for seat in _seats(search, longer_min):
        by_date.setdefault(context.standing.days[seat.at].date, []).append(seat)
    joins = [may_join(problem, search.household, worker) for worker in range(len(problem.workers))]
    for one, other in chain.from_iterable(combinations(seats, 2) for seats in by_date.values()):
        meet = max(one.earliest, other.earliest) <= min(one.latest, other.latest)
        if one.worker != other.worker and joins[one.worker][other.worker] and (longer_min or meet):
            yield one, other


def _seats(search: Search, longer_min: float) -> Iterator[_Seat]:
    problem = search.standing.problem
    able = problem.eligibility.part[:, search.household]
    likely = able[search.gaps.worker] & search.possible & (search.missing_min <= ROUNDING_MIN + longer_min)
    count: dict[int, int] = {}
    for gap in in_order(search.extra, likely):
        at, place = int(search.gaps.day[gap]), int(search.gaps.place[gap])
        if count.get(at, 0) >= PLACES_MOST:
            continue
        count[at] = count.get(at, 0) + 1
        day = search.standing.days[at]
        first, last = _between(search, at, day, place)
        if first <= last or longer_min:
            travel, wish, missing = (float(table[gap]) for table in (search.extra, search.wish, search.missing_min))
            yield _Seat(gap, at, place, day.worker, travel, wish, missing, first, last)


def _between(search: Search, at: int, day: StandingDay, place: int) -> tuple[int, int]:
    """The first and the last second at which the visit can begin at this place of the day, its break left out."""
    standing, row = search.standing, search.household
    problem, limits = standing.problem, standing.limits(at)
    stops = (*day.stops[:place], row, *day.stops[place:])
    legs = [up(leg) for leg in legs_min(problem, day.worker, np.array(stops, dtype=np.int64)).tolist()]
    service = [up(minutes) for minutes in problem.visit_min[list(stops)].tolist()]
    spans = [standing.spans(day.date, stop) for stop in stops]
    clock_, first = limits.start_s, limits.start_s
    for position in range(place + 1):
        clock_ += legs[position]
        clock_ = next((max(a, clock_) for a, b in spans[position] if clock_ <= b), clock_)
        first, clock_ = clock_, clock_ + service[position]
    until, last = limits.end_s, limits.end_s
    for position in range(len(stops) - 1, place - 1, -1):
        until -= legs[position + 1] + service[position]
        until = next((min(b, until) for a, b in reversed(list(spans[position])) if until >= a), until)
        last = until
    return first, last


def _way(search: Search, one: _Seat, other: _Seat, longer_min: float) -> WayIn | None:
    """Both at the same second, the first at which both days hold; one of them may be longer where that is allowed."""
    tried = []
    for second in _seconds(search, one, other):
        walks = _both(search, one, other, second)
        if walks is not None and not any(walked.over_s for walked in walks):
            return _told(search, (one, other), second, walks)
        tried += [] if walks is None else [(second, walks)]
    if not longer_min:
        return None
    ways = [
        _told(search, (one, other) if walks[0].over_s else (other, one), second, walks if walks[0].over_s else walks[::-1])
        for second, walks in tried
        if (walks[0].over_s > 0) != (walks[1].over_s > 0)
    ]
    # A day of riding is not made longer: everybody aboard and the driver would be out for longer.
    ways = [way for way in ways if not way.vehicle_id]
    fit = [way for way in ways if way.longer_min + way.week_longer_min <= 2 * longer_min]
    return min(fit, key=lambda way: way.longer_min + way.week_longer_min, default=None)


def _both(search: Search, one: _Seat, other: _Seat, second: int) -> tuple[Walked, Walked] | None:
    walks = [_walked(search, seat, second) for seat in (one, other)]
    return None if walks[0] is None or walks[1] is None else (walks[0], walks[1])


def _walked(search: Search, seat: _Seat, second: int) -> Walked | None:
    stops = search.standing.days[seat.at].stops
    stops = (*stops[: seat.place], search.household, *stops[seat.place :])
    return search.standing.walked(seat.at, stops, begins={search.household: second})


def _seconds(search: Search, one: _Seat, other: _Seat) -> list[int]:
    """Seconds at which both might begin, the earliest first: edges of what each can, what each would do alone, openings."""
    problem, row = search.standing.problem, search.household
    lunch = up(problem.lunch_min)
    edges = {max(one.earliest, other.earliest), min(one.latest, other.latest)}
    edges |= {max(one.earliest, other.earliest) + lunch, min(one.latest, other.latest) - lunch}
    for seat in (one, other):
        alone = search.walk(seat.gap)
        edges |= {alone.walked.start[seat.place]} if alone is not None else set()
    spans = hours_s(problem, row)
    inside = {second for second in edges if not spans or any(first <= second <= last for first, last in spans)}
    inside |= {first for first, _ in spans} | {last for _, last in spans}
    return sorted(second for second in inside if second >= 0)


def _told(search: Search, seats: tuple[_Seat, _Seat], second: int, walks: tuple[Walked, Walked]) -> WayIn:
    """The way; the first of the two is who gives something."""
    context, (one, other) = search.context, seats
    longer, week = over_min(context, one.at, walks[0])
    ids = context.problem.person_ids
    much = max(longer, week)
    return WayIn(
        kind="fits" if not much else "longer" if much <= SHORT_MIN else "much_longer",
        worker_id=str(ids[one.worker]),
        date=context.standing.days[one.at].date,
        place=one.place + 1,
        start=clock(second / 60),
        travel_min=one.travel_min + other.travel_min,
        wish_min=one.wish_min + other.wish_min,
        longer_min=longer,
        week_longer_min=week,
        second_id=str(ids[other.worker]),
        second_place=other.place + 1,
        vehicle_id=context.standing.vehicle_of(one.at),
    )
