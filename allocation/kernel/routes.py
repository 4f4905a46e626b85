"""Changing routes: every sum of the state follows at once."""

from __future__ import annotations

from allocation.kernel.clock import Limits, Path, day_length, way
from allocation.kernel.compiled import compiled
from allocation.kernel.data import Data, State


@compiled
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


@compiled
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
    return measure(data, state, route)


@compiled
def take_out(data: Data, state: State, route: int, household: int) -> bool:
    """Take a household out of a route; False where what is left cannot be done (ways need not be metric)."""
    count = state.filled[route]
    stops, fixed = state.stops[route], state.fixed[route]
    place = 0
    while stops[place] != household:
        place += 1
    for at in range(place, count - 1):
        stops[at] = stops[at + 1]
        fixed[at] = fixed[at + 1]
    stops[count - 1] = -1
    fixed[count - 1] = -1
    state.filled[route] = count - 1
    forget(state, route, household)
    return measure(data, state, route)


@compiled
def forget(state: State, route: int, household: int) -> None:
    """Strike a route from the spots of a household."""
    last = state.held[household] - 1
    for spot in range(last + 1):
        if state.spots[household, spot] == route:
            state.spots[household, spot] = state.spots[household, last]
            state.spots[household, last] = -1
            state.held[household] = last
            return
