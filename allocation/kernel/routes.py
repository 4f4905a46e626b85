"""Changing routes: every sum of the state follows at once."""

from __future__ import annotations

from allocation.kernel.clock import Limits, Path, day_length, way
from allocation.kernel.compiled import compiled, inlined
from allocation.kernel.data import FAR, Data, Ints, Small, State


@inlined
def limits_of(data: Data, route: int) -> Limits:
    """What holds on the day of a route."""
    return Limits(data.start[route], data.end[route], data.span[route], data.lunch, data.lunch_after)


@compiled
def measure(data: Data, state: State, route: int) -> bool:
    """Work out all sums of a route anew; False where the day cannot be done (its sums are those of an empty day then)."""
    worker, homes = data.worker[route], len(data.mode)
    legs = data.travel[data.mode[worker]]
    count = state.filled[route]
    stops, fixed = state.stops[route], state.fixed[route]
    work = day_length(Path(legs, worker, homes, stops, fixed, count, data.service, data.win_at, data.win), limits_of(data, route))
    week = data.week[route]
    grown = max(0, work) - state.work[route]
    state.week_used[week] += grown
    state.total[worker] += grown
    state.work[route] = max(0, work)
    state.travel[route] = way(legs, worker, homes, stops, count) if work >= 0 else 0
    price, carried, plain = 0, 0, data.lunch == 0
    for place in range(count):
        stop = stops[place]
        price += data.wish[worker, stop] + data.day_price[stop, data.date[route]]
        carried += data.load[stop]
        if fixed[place] >= 0 or data.win_at[stop + 1] > data.win_at[stop]:
            plain = False
    state.price[route] = price
    state.carried[route] = carried
    state.plain[route] = plain
    return bool(work >= 0)


@inlined
def put_in(data: Data, state: State, route: int, place: int, household: int, when: int) -> bool:
    """Insert a household before the stop at ``place``; False where the day cannot be done so."""
    count = state.filled[route]
    stops, fixed = state.stops[route], state.fixed[route]
    for at in range(count, place, -1):
        stops[at] = stops[at - 1]
        fixed[at] = fixed[at - 1]
    stops[place] = household
    fixed[place] = when
    state.filled[route] = count + 1
    state.spots[household, state.held[household]] = route
    state.held[household] += 1
    return (when < 0 and _follows(data, state, route, place, household, 1)) or measure(data, state, route)


@inlined
def take_out(data: Data, state: State, route: int, household: int) -> bool:
    """Take a household out of a route; False where what is left cannot be done (ways need not be metric)."""
    count = state.filled[route]
    stops, fixed = state.stops[route], state.fixed[route]
    place = 0
    while stops[place] != household:
        place += 1
    forget(state, route, household)
    if _follows(data, state, route, place, household, -1):
        _close_up(stops, fixed, place, count)
        state.filled[route] = count - 1
        return True
    _close_up(stops, fixed, place, count)
    state.filled[route] = count - 1
    return measure(data, state, route)


@inlined
def _close_up(stops: Small, fixed: Ints, place: int, count: int) -> None:
    """Strike the stop at ``place``."""
    for at in range(place, count - 1):
        stops[at] = stops[at + 1]
        fixed[at] = fixed[at + 1]
    stops[count - 1] = -1
    fixed[count - 1] = -1


@inlined
def _follows(data: Data, state: State, route: int, place: int, household: int, sign: int) -> bool:
    """Let the sums of a plain day follow a stop put in (1) or taken out (-1) at ``place``; False where that does not do.

    The stop stands at ``place``: it was just put in, or is about to be taken out.
    """
    if not state.plain[route] or data.win_at[household + 1] > data.win_at[household]:
        return False
    worker, homes = data.worker[route], len(data.mode)
    table, stops = data.mode[worker], state.stops[route]
    count = state.filled[route]
    before = homes + stops[place - 1] if place > 0 else worker
    after = homes + stops[place + 1] if place + 1 < count else worker
    node = homes + household
    there, on = int(data.travel[table, before, node]), int(data.travel[table, node, after])
    direct = int(data.travel[table, before, after]) if count > 1 else 0
    more = sign * (there + on - direct)
    work = state.work[route] + more + sign * data.service[household]
    if max(there, on, direct) >= FAR or work > min(data.span[route], data.end[route] - data.start[route]):
        return False
    grown = work - state.work[route]
    state.week_used[data.week[route]] += grown
    state.total[worker] += grown
    state.work[route] = work
    state.travel[route] += more
    state.price[route] += sign * (data.wish[worker, household] + data.day_price[household, data.date[route]])
    state.carried[route] += sign * data.load[household]
    return True


@inlined
def forget(state: State, route: int, household: int) -> None:
    """Strike a route from the spots of a household."""
    last = state.held[household] - 1
    for spot in range(last + 1):
        if state.spots[household, spot] == route:
            state.spots[household, spot] = state.spots[household, last]
            state.spots[household, last] = -1
            state.held[household] = last
            return
