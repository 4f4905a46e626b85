"""Ways in for two at once where another household leaves their days: it drops out, or somebody else takes it over.

What leaves is a visit by one person, of one day or of each of the two; or a visit that the same two make together, which leaves
both days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from allocation.why.context import Context
from allocation.why.people import may_be_one, may_come
from allocation.why.search import Search
from allocation.why.seats import Seat, between, seats_in, way_of
from allocation.why.swaps import Exchange, exchanges, leaves
from allocation.why.way_in import WayIn
from allocation.why.ways_for_two import together, ways_for_two
from geo.clock import minutes

#: Pairs of places that are walked at most; places of one day without one household, and places of a date, that are looked at.
WALKED_MOST, _EACH_MOST, _DATE_MOST = 400, 2, 40
#: Exchanges for which another day is looked for the household that leaves, and walked for it at most.
_MOVES_TRIED, _MOVES_WALKED = 20, 200

_Pair = tuple[Seat, Seat]
#: Position of a day, its stops, and when the visit by two begins in it.
_Days = list[tuple[int, tuple[int, ...], dict[int, int]]]


def instead_for_two(search: Search, most: int) -> Iterator[WayIn]:
    """The exchanges that give up the least priority, no more than the household's own; of those the cheapest."""
    weight, row = search.standing.problem.weight, search.household
    pairs = [(sum(float(weight[out]) for out in _outs(pair)), pair) for pair in _likely(search)]
    pairs = [(lost, pair) for lost, pair in pairs if lost <= float(weight[row]) + 1e-9]
    pairs.sort(key=lambda one: (one[0], _cost(one[1])))
    ids, found = search.context.problem.household_ids, set[tuple[int, ...]]()
    for lost, pair in pairs[:WALKED_MOST]:
        way = None if _outs(pair) in found else way_of(search, *pair)
        if way is not None:
            found.add(_outs(pair))
            kind = "instead_of_lower" if lost < float(weight[row]) - 1e-9 else "instead_of_equal"
            yield replace(way, kind=kind, instead_of=tuple(str(ids[out]) for out in _outs(pair)))
        if len(found) >= most:
            return


def moved_for_two(search: Search, most: int) -> Iterator[WayIn]:
    """Exchanges after which the household that leaves fits into another day, whoever's: nobody is lost; the cheapest of those."""
    tried, found = set[tuple[int, ...]](), list[WayIn]()
    likely = sorted((pair for pair in _likely(search) if len(_outs(pair)) == 1), key=_cost)
    for pair in likely[:_MOVES_WALKED]:
        which = (*_outs(pair), *sorted(seat.at for seat in pair))
        way = None if which in tried else way_of(search, *pair)
        if way is not None:
            tried.add(which)
            found += _elsewhere(search, pair, way)
        if len(tried) >= _MOVES_TRIED:
            break
    yield from sorted(found, key=lambda way: way.cost_min)[:most]


def _outs(pair: _Pair) -> tuple[int, ...]:
    return tuple(dict.fromkeys(seat.out for seat in pair if seat.out >= 0))


def _cost(pair: _Pair) -> float:
    return sum(seat.cost_min for seat in pair)


def _likely(search: Search) -> Iterator[_Pair]:
    """Places of two on one date of whom at least one loses a household."""
    alone = [*_seats(search, leaves), *seats_in(search, longer=False)]
    yield from (pair for pair in together(search, alone) if _outs(pair) and _meet(pair))
    shared: dict[int, list[Seat]] = {}
    for seat in _seats(search, _leaves_both):
        shared.setdefault(seat.out, []).append(seat)
    for own in shared.values():
        yield from (pair for pair in together(search, own) if _meet(pair))


def _meet(pair: _Pair) -> bool:
    return max(seat.earliest for seat in pair) <= min(seat.latest for seat in pair)


def _leaves_both(context: Context, at: int, out: int) -> bool:
    """Whether a visit by two may leave: it is not pinned, and it is the only one of the household."""
    problem = context.problem
    pinned = problem.promises is not None and bool(problem.promises.pinned[out])
    return not pinned and problem.visitors[out] > 1 and problem.visits[out] == 1


def _seats(search: Search, may_leave: Callable[[Context, int, int], bool]) -> Iterator[Seat]:
    """Places where another household stood: of each household of a day the cheapest few, of a date as many as can be walked."""
    weight = search.standing.problem.weight
    able = may_be_one(search.standing.problem, search.household)
    chosen = exchanges(search, able, may_leave)
    chosen.sort(key=lambda one: (float(weight[one.out]), one.change_min))
    each: dict[tuple[int, int], int] = {}
    date: dict[tuple[str, bool], int] = {}
    for one in chosen:
        lower = bool(weight[one.out] <= weight[search.household])
        key, day = (one.at, one.out), (search.standing.days[one.at].date, lower)
        if each.get(key, 0) < _EACH_MOST and date.get(day, 0) < _DATE_MOST:
            each[key], date[day] = each.get(key, 0) + 1, date.get(day, 0) + 1
            seat = _seat(search, one)
            if seat.earliest <= seat.latest:
                yield seat


def _seat(search: Search, one: Exchange) -> Seat:
    day, wish = search.standing.days[one.at], search.context.wish_min
    left = tuple(stop for stop in day.stops if stop != one.out)
    stops = (*left[: one.place], search.household, *left[one.place :])
    more = float(wish[day.worker, search.household] - wish[day.worker, one.out])
    return Seat(one.at, one.place, day.worker, stops, one.change_min, more, 0.0, *between(search, one.at, stops), one.out)


def _elsewhere(search: Search, pair: _Pair, way: WayIn) -> Iterator[WayIn]:
    """The way with another day for the household that leaves, where there is one; all days hold with each other's new length."""
    context, (out,) = search.context, _outs(pair)
    begin = round(minutes(way.start) * 60)
    own: _Days = [(seat.at, seat.stops, {search.household: begin}) for seat in pair]
    taken = {seat.at for seat in pair}
    name, other = str(context.problem.household_ids[out]), Search(context, out)
    if context.problem.visitors[out] == 1:
        for found in other.fits(may_come(context.problem, out), 3):
            if found.at not in taken and _hold(context, [*own, (found.at, found.stops, {})]):
                day = context.standing.days[found.at]
                goes = ((name, str(context.problem.person_ids[day.worker]), day.date, found.place + 1),)
                yield _moved(way, found.travel_min, found.wish_min, goes)
                return
        return
    for two in ways_for_two(other.on({date for date in other.dates if date != way.date}), 3):
        there = _days_of(context, out, two)
        if not taken & {at for at, _, _ in there} and _hold(context, [*own, *there]):
            both = (name, two.worker_id, two.date, two.place), (name, two.second_id, two.date, two.second_place)
            yield replace(_moved(way, two.travel_min, two.wish_min, both), moved_start=two.start)
            return


def _moved(way: WayIn, travel_min: float, wish_min: float, goes: tuple[tuple[str, str, str, int], ...]) -> WayIn:
    travel, wish = way.travel_min + travel_min, way.wish_min + wish_min
    return replace(way, kind="moved", travel_min=travel, wish_min=wish, moved=goes)


def _days_of(context: Context, row: int, way: WayIn) -> _Days:
    """The two days of a visit by two, with it."""
    standing, begins = context.standing, {row: round(minutes(way.start) * 60)}
    days: _Days = []
    for who, place in ((way.worker_id, way.place), (way.second_id, way.second_place)):
        at = standing.at_of[who, way.date]
        stops = standing.days[at].stops
        days.append((at, (*stops[: place - 1], row, *stops[place - 1 :]), begins))
    return days


def _hold(context: Context, days: _Days) -> bool:
    """Whether all these days hold together: who works on several of them shares the hours of a week among them."""
    work: dict[int, int] = {}
    for at, stops, begins in days:
        walked = context.standing.walked(at, stops, changed=work, begins=begins)
        if walked is None or walked.over_s:
            return False
        work[at] = walked.work_s
    for at, stops, begins in days:
        others = {other: seconds for other, seconds in work.items() if other != at}
        walked = context.standing.walked(at, stops, changed=others, begins=begins)
        if walked is None or walked.over_s:
            return False
    return True
