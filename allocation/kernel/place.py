"""The cheapest place for one visit by one visitor."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from allocation.kernel.clock import Path, day_length
from allocation.kernel.compiled import compiled, inlined
from allocation.kernel.data import FAR, Data, Floats, Ints, Small, State
from allocation.kernel.dice import Dice, unit
from allocation.kernel.routes import limits_of

#: Places of a route that are tried for a visit of two.
PLACES = 2
#: More than any price.
NEVER = 1e18


class Scratch(NamedTuple):
    """Room for what is worked out on the way: nothing is allocated while the search runs.

    Attributes
    ----------
    stops, fixed, early, late : (longest + 1,)
        A day that is tried; when its stops can be left and must be reached.
    found : (2,)
        Route and place of the cheapest insertion.
    open, opened : (r,) and (1,)
        Routes in which there may be minutes left for a visit, the first ``opened`` count.
    out : (3 k + 16,), keys : (3 k + 16,)
        Households taken out, and by what they are sorted.
    price, offers, places : (d,), (d, 5) and (2 r, 5)
        What visits on each date would cost, where they would be, and the places of one date.
    chosen : (v,), best, came : (v, d)
        Dates of the visits of a household that asks for up to v.
    """

    stops: Small
    fixed: Ints
    early: Ints
    late: Ints
    found: Ints
    open: Ints
    opened: Ints
    out: Small
    keys: Floats
    price: Floats
    offers: Ints
    places: Ints
    chosen: Ints
    best: Floats
    came: Ints


def empty_scratch(data: Data, state: State) -> Scratch:
    """For days of such a state."""
    longest, many = state.stops.shape[1] + 1, 3 * len(data.service) + 16
    dates, visits = len(data.ordinal), int(data.visits.max(initial=1))
    return Scratch(
        stops=np.zeros(longest, dtype=np.int32),
        fixed=np.zeros(longest, dtype=np.int64),
        early=np.zeros(longest, dtype=np.int64),
        late=np.zeros(longest, dtype=np.int64),
        found=np.zeros(2, dtype=np.int64),
        open=np.zeros(len(data.date), dtype=np.int64),
        opened=np.zeros(1, dtype=np.int64),
        out=np.zeros(many, dtype=np.int32),
        keys=np.zeros(many),
        price=np.zeros(dates),
        offers=np.zeros((dates, 5), dtype=np.int64),
        places=np.zeros((PLACES * len(data.date), 5), dtype=np.int64),
        chosen=np.zeros(visits, dtype=np.int64),
        best=np.zeros((visits, dates)),
        came=np.zeros((visits, dates), dtype=np.int64),
    )


@inlined
def fair(data: Data, worker: int, total: int) -> float:
    """Price of this worker's seconds above the share."""
    return float(data.fair_rate * max(0, total - data.share[worker]))


@compiled
def tried_length(data: Data, state: State, scratch: Scratch, route: int, place: int, household: int, when: int) -> int:
    """Seconds of a route with one visit more, begun at ``when`` (-1: any time); -1 where the day cannot be done."""
    count = state.filled[route]
    worker = data.worker[route]
    for at in range(place):
        scratch.stops[at] = state.stops[route, at]
        scratch.fixed[at] = state.fixed[route, at]
    scratch.stops[place] = household
    scratch.fixed[place] = when
    for at in range(place, count):
        scratch.stops[at + 1] = state.stops[route, at]
        scratch.fixed[at + 1] = state.fixed[route, at]
    legs = data.travel[data.mode[worker]]
    path = Path(legs, worker, len(data.mode), scratch.stops, scratch.fixed, count + 1, data.service, data.win_at, data.win)
    return day_length(path, limits_of(data, route))


@inlined
def room(data: Data, state: State, route: int) -> int:
    """Seconds that the route may grow by: of the day and of the week."""
    day = min(data.span[route], data.end[route] - data.start[route]) - state.work[route]
    week = data.week[route]
    return int(min(day, data.week_most[week] - state.week_used[week]))


@inlined
def open_routes(data: Data, state: State, scratch: Scratch, least: int) -> None:
    """List the routes that may take a visit of ``least`` seconds or more; most days are full and need not be looked at again.

    Putting visits in only takes room away, so the list holds until something is taken out.
    """
    count = 0
    for route in range(len(data.date)):
        if not data.metric or room(data, state, route) >= least:
            scratch.open[count] = route
            count += 1
    scratch.opened[0] = count


@inlined
def cheapest(data: Data, state: State, scratch: Scratch, household: int, blink: float, dice: Dice) -> float:
    """Price of the cheapest place for a household (in ``scratch.found``), :data:`NEVER` where it fits nowhere.

    A place is passed over with the chance ``blink``, so that the search does not always do the same.
    """
    return cheapest_among(data, state, scratch, household, blink, dice, -1)


@inlined
def cheapest_among(data: Data, state: State, scratch: Scratch, household: int, blink: float, dice: Dice, date: int) -> float:
    """As :func:`cheapest`, on one ``date`` alone where that is not -1."""
    # The innermost loop of the search. Tables are looked up once: handing them on to smaller functions costs more than
    # what those would do.
    may, wish, mode, travel = data.may, data.wish, data.mode, data.travel
    load_most, share, fair_rate = data.load_most, data.share, data.fair_rate
    route_worker, route_date, week, week_most = data.worker, data.date, data.week, data.week_most
    start, end, span = data.start, data.end, data.span
    counts, works, carried, plains = state.filled, state.work, state.carried, state.plain
    all_stops, week_used, totals = state.stops, state.week_used, state.total
    homes, metric = len(mode), data.metric
    longest = all_stops.shape[1]
    node, service, load = homes + household, data.service[household], data.load[household]
    timed = data.win_at[household + 1] > data.win_at[household]
    best = NEVER
    empty = -1
    for at in range(scratch.opened[0]):
        route = scratch.open[at]
        spare = min(span[route], end[route] - start[route]) - works[route]
        if metric and spare < service:
            continue
        spare = min(spare, week_most[week[route]] - week_used[week[route]])
        if metric and spare < service:
            continue
        worker, day, count = route_worker[route], route_date[route], counts[route]
        if not may[worker, household] or (date >= 0 and day != date) or count >= longest:
            continue
        if carried[route] + load > load_most[worker] or not data.open_on[household, day]:
            continue
        price = wish[worker, household] + data.day_price[household, day]
        if count == 0:
            # Empty days of a worker that are alike need not all be looked at.
            alike = (
                empty >= 0
                and route_worker[empty] == worker
                and start[empty] == start[route]
                and end[empty] == end[route]
                and span[empty] == span[route]
                and week[empty] == week[route]
                and data.day_price[household, route_date[empty]] == data.day_price[household, day]
            )
            if alike:
                continue
            empty = route
        plain = plains[route] and not timed
        before = fair_rate * max(0, totals[worker] - share[worker])
        table = mode[worker]
        here = worker
        for place in range(count + 1):
            then = homes + all_stops[route, place] if place < count else worker
            there, on = int(travel[table, here, node]), int(travel[table, node, then])
            direct = int(travel[table, here, then]) if count > 0 else 0
            here = then
            more = there + on - direct
            if more + price >= best or (plain and more + service > spare) or there >= FAR or on >= FAR:
                continue
            if blink > 0 and unit(dice) < blink:
                continue
            grown = more + service
            if not plain:
                length = tried_length(data, state, scratch, route, place, household, -1)
                grown = length - works[route]
                if length < 0 or grown > spare:
                    continue
            total = more + price + fair_rate * max(0, totals[worker] + grown - share[worker]) - before
            if total < best:
                best = total
                scratch.found[0], scratch.found[1] = route, place
    return best


@compiled
def may_take(data: Data, state: State, route: int, household: int) -> bool:
    """Whether the route may take the household at all, and has minutes left for a visit."""
    if not data.open_on[household, data.date[route]] or state.filled[route] >= state.stops.shape[1]:
        return False
    if state.carried[route] + data.load[household] > data.load_most[data.worker[route]]:
        return False
    return not data.metric or room(data, state, route) >= data.service[household]
