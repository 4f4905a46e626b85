"""The cheapest way in for a household that two must visit at once: who the two are, and when both can be there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, combinations

from allocation.why.people import may_join
from allocation.why.search import ROUNDING_MIN, Search
from allocation.why.seats import Seat, seats_in, way_of
from allocation.why.way_in import WayIn

#: Pairs of places that are walked at most.
WALKED_MOST = 300


def ways_for_two(search: Search, most: int) -> Iterator[WayIn]:
    """The cheapest ways in for two at once as their days stand, of so many pairs."""
    found: set[frozenset[int]] = set()
    for one, other in sorted(_pairs(search, longer=False), key=_promise)[:WALKED_MOST]:
        pair = frozenset((one.worker, other.worker))
        way = None if pair in found else way_of(search, one, other)
        if way is not None:  # they come in the order of what they cost
            found.add(pair)
            yield way
        if len(found) >= most:
            return


def longer_for_two(search: Search) -> Iterator[WayIn]:
    """The way in for two at once whose days must be longer by the least, one of them or both."""
    best: WayIn | None = None
    for one, other in sorted(_pairs(search, longer=True), key=_promise)[:WALKED_MOST]:
        if best is not None and _promise((one, other))[0] > _size(best)[0]:
            break
        way = way_of(search, one, other, longer=True)
        if way is not None and (best is None or _size(way) < _size(best)):
            best = way
    if best is not None:
        yield best


def _promise(pair: tuple[Seat, Seat]) -> tuple[float, float]:
    return sum(max(0.0, seat.missing_min - ROUNDING_MIN) for seat in pair), sum(seat.cost_min for seat in pair)


def _size(way: WayIn) -> tuple[float, float]:
    return way.more_min, way.cost_min


def _pairs(search: Search, *, longer: bool) -> Iterator[tuple[Seat, Seat]]:
    """Places of two on one date that might do: together they bring what is asked for, and their hours meet."""
    for one, other in together(search, seats_in(search, longer=longer)):
        if longer or max(one.earliest, other.earliest) <= min(one.latest, other.latest):
            yield one, other


def together(search: Search, seats: Iterable[Seat]) -> Iterator[tuple[Seat, Seat]]:
    """Places of two people on one date who bring together what the visit asks for."""
    problem, by_date = search.standing.problem, dict[str, list[Seat]]()
    for seat in seats:
        by_date.setdefault(search.standing.days[seat.at].date, []).append(seat)
    workers = {seat.worker for own in by_date.values() for seat in own}
    joins = {worker: may_join(problem, search.household, worker) for worker in workers}
    for one, other in chain.from_iterable(combinations(own, 2) for own in by_date.values()):
        if one.worker != other.worker and joins[one.worker][other.worker]:
            yield one, other
