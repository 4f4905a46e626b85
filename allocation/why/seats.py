"""A place in somebody's day for one of two who visit at once, and the second at which two such places meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from allocation.why.people import may_be_one
from allocation.why.search import ROUNDING_MIN, Search, in_order, over_min
from allocation.why.standing import hours_s, legs_min, up
from allocation.why.walk import Walked
from allocation.why.way_in import SHORT_MIN, WayIn
from geo.clock import clock

#: Places of one day that are looked at for a date, the cheapest first.
PLACES_MOST = 3
#: Places of a date that are looked at of people who bring the same; where nothing gives, and where a day may be longer.
_ALIKE_MOST, _ALIKE_LONGER_MOST = 100, 20


@dataclass(frozen=True)
class Seat:
    """A place in somebody's day: what it costs, what the day lacks for it, and from when until when the visit can begin there.

    Attributes
    ----------
    at, place : int
        Position of the day, and stops before the household.
    worker : int
        Row of the problem.
    stops : tuple of int
        The whole day with the household in it.
    travel_min, wish_min : float
        Minutes that the day has more than before.
    missing_min : float
        Minutes that the day lacks at least.
    earliest, latest : int
        Seconds from midnight, the break left out.
    out : int
        The household that leaves the day for it, -1 for none.
    """

    at: int
    place: int
    worker: int
    stops: tuple[int, ...]
    travel_min: float
    wish_min: float
    missing_min: float
    earliest: int
    latest: int
    out: int = -1

    @property
    def cost_min(self) -> float:
        """Minutes of travel and wishes."""
        return self.travel_min + self.wish_min


def seats_in(search: Search, *, longer: bool) -> Iterator[Seat]:
    """The cheapest places of each day that holds the household as it is; with ``longer`` those that lack the least time too."""
    problem, row = search.standing.problem, search.household
    likely = may_be_one(problem, row)[search.gaps.worker] & search.possible
    if not longer:
        likely = likely & (search.missing_min <= ROUNDING_MIN)
    count: dict[int, int] = {}
    alike: dict[tuple[str, int], int] = {}
    lacking = np.maximum(search.missing_min, 0.0) if longer else np.zeros(len(search.missing_min))
    for gap in in_order(lacking + 1e-6 * search.extra, likely):
        at, place = int(search.gaps.day[gap]), int(search.gaps.place[gap])
        day = search.standing.days[at]
        kind = day.date, int(problem.brings[day.worker, row])
        if count.get(at, 0) >= PLACES_MOST or alike.get(kind, 0) >= (_ALIKE_LONGER_MOST if longer else _ALIKE_MOST):
            continue
        count[at], alike[kind] = count.get(at, 0) + 1, alike.get(kind, 0) + 1
        stops = (*day.stops[:place], row, *day.stops[place:])
        first, last = between(search, at, stops)
        if first <= last or longer:
            travel, wish, missing = (float(table[gap]) for table in (search.extra, search.wish, search.missing_min))
            yield Seat(at, place, day.worker, stops, travel, wish, missing, first, last)


def between(search: Search, at: int, stops: tuple[int, ...]) -> tuple[int, int]:
    """The first and the last second at which the visit can begin in a day with these stops, its break left out."""
    standing, day = search.standing, search.standing.days[at]
    problem, limits, place = standing.problem, standing.limits(at), stops.index(search.household)
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


def way_of(search: Search, one: Seat, other: Seat, *, longer: bool = False) -> WayIn | None:
    """Both at the same second, the first at which both days hold; or, where that is allowed, with the least longer days."""
    tried = []
    for second in _seconds(search, one, other):
        walks = _both(search, one, other, second)
        if walks is not None and not any(walked.over_s for walked in walks):
            return _told(search, (one, other), second, walks)
        tried += [] if walks is None else [(second, walks)]
    if not longer:
        return None
    # A day of riding is not made longer: everybody aboard and the driver would be out for longer.
    rides = [bool(search.standing.rides[seat.worker]) for seat in (one, other)]
    able = [(s, walks) for s, walks in tried if not any(r and w.over_s for r, w in zip(rides, walks, strict=True))]
    ways = [
        _told(search, (one, other) if walks[0].over_s else (other, one), second, walks if walks[0].over_s else walks[::-1])
        for second, walks in able
    ]
    return min(ways, key=lambda way: way.more_min, default=None)


def _both(search: Search, one: Seat, other: Seat, second: int) -> tuple[Walked, Walked] | None:
    walks = [search.standing.walked(seat.at, seat.stops, begins={search.household: second}) for seat in (one, other)]
    return None if walks[0] is None or walks[1] is None else (walks[0], walks[1])


def _seconds(search: Search, one: Seat, other: Seat) -> list[int]:
    """Seconds at which both might begin, the earliest first: edges of what each can, what each would do alone, openings."""
    problem, row = search.standing.problem, search.household
    lunch = up(problem.lunch_min)
    edges = {max(one.earliest, other.earliest), min(one.latest, other.latest)}
    edges |= {max(one.earliest, other.earliest) + lunch, min(one.latest, other.latest) - lunch}
    for seat in (one, other):
        alone = search.standing.walked(seat.at, seat.stops)
        edges |= {alone.start[seat.place]} if alone is not None else set()
    spans = hours_s(problem, row)
    inside = {second for second in edges if not spans or any(first <= second <= last for first, last in spans)}
    inside |= {first for first, _ in spans} | {last for _, last in spans}
    return sorted(second for second in inside if second >= 0)


def _told(search: Search, seats: tuple[Seat, Seat], second: int, walks: tuple[Walked, Walked]) -> WayIn:
    """The way; if only one of the two gives something it is the first."""
    context, (one, other) = search.context, seats
    longer, week = over_min(context, one.at, walks[0])
    longer_too, week_too = over_min(context, other.at, walks[1])
    ids = context.problem.person_ids
    much = max(longer, week, longer_too, week_too)
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
        second_longer_min=longer_too,
        second_week_longer_min=week_too,
        vehicle_id=context.standing.vehicle_of(one.at),
    )
