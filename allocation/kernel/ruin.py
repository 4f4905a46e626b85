"""Strings of visits taken out near a household (Christiaens and Vanden Berghe 2020, section 5.1)."""

from __future__ import annotations

from allocation.kernel.compiled import compiled, inlined
from allocation.kernel.data import Data, Small, State
from allocation.kernel.dice import Dice, below, unit
from allocation.kernel.journal import Journal, note
from allocation.kernel.routes import take_out

#: Longest string, and the chance that one keeps some visits in its middle.
LONGEST_STRING, SPLIT = 10, 0.5


@compiled
def ruin(data: Data, state: State, journal: Journal, dice: Dice, centre: int, wanted: float, out: Small) -> int:
    """Take out strings of visits around ``centre``, about ``wanted`` visits in all.

    Returns
    -------
    int
        How many households came out whole, first in ``out``; -1 where something would have to come out that is locked.
    """
    routes = used(state)
    served = visits_made(state)
    if routes == 0:
        return 0
    string = min(LONGEST_STRING, max(1.0, served / routes))
    strings = int(unit(dice) * max(1.0, 4.0 * wanted / (1.0 + string) - 1.0)) + 1
    taken, done = 0, 0
    for step in range(-1, data.near.shape[1]):
        if done >= strings:
            break
        household = centre if step < 0 else data.near[centre, step]
        if state.held[household] == 0:
            continue
        route = state.spots[household, below(dice, state.held[household])]
        if journal.known[route]:
            continue
        count = state.filled[route]
        length = int(unit(dice) * min(count, string)) + 1
        taken = _string(data, state, journal, dice, route, household, length, out, taken)
        if taken < 0:
            return taken
        done += 1
    return taken


@inlined
def used(state: State) -> int:
    """Routes that have a stop."""
    total = 0
    for route in range(len(state.filled)):
        if state.filled[route] > 0:
            total += 1
    return total


@inlined
def visits_made(state: State) -> int:
    """Stops of all routes."""
    total = 0
    for route in range(len(state.filled)):
        total += state.filled[route]
    return total


@inlined
def _string(
    data: Data, state: State, journal: Journal, dice: Dice, route: int, household: int, length: int, out: Small, taken: int
) -> int:
    """Take out ``length`` visits in a row that hold ``household``, perhaps but for some in the middle."""
    count = state.filled[route]
    place = 0
    while state.stops[route, place] != household:
        place += 1
    kept = 0
    if length > 1 and length < count and unit(dice) < SPLIT:
        kept = 1
        while length + kept < count and unit(dice) > 0.01:
            kept += 1
            if unit(dice) < 0.5:
                break
    span = length + kept
    low, high = max(0, place - span + 1), min(place, count - span)
    first = low + below(dice, high - low + 1)
    skip = first + (1 + below(dice, length - 1) if kept and length > 1 else length)
    chosen = out[taken:]
    number = 0
    for at in range(first, first + span):
        if skip <= at < skip + kept or data.locked[state.stops[route, at]]:
            continue
        chosen[number] = state.stops[route, at]
        number += 1
    return _all_out(data, state, journal, out, taken, number)


@inlined
def _all_out(data: Data, state: State, journal: Journal, out: Small, taken: int, number: int) -> int:
    """Take the households ``out[taken:taken + number]`` out of every route that visits them; the new length of ``out``, or -1."""
    at, end = taken, taken + number
    while at < end:
        household = out[at]
        if state.held[household] > 0:
            state.served[0] -= data.weight[household]
            state.served[1] -= data.prize[household]
        while state.held[household] > 0:
            route = state.spots[household, state.held[household] - 1]
            note(journal, state, route)
            if not take_out(data, state, route, household):
                # What is left cannot be done in this order: it comes out too.
                for place in range(state.filled[route]):
                    if data.locked[state.stops[route, place]]:
                        return -1
                    other = state.stops[route, place]
                    if state.held[other] == 1:
                        # Nothing will be left of it when its own turn comes.
                        state.served[0] -= data.weight[other]
                        state.served[1] -= data.prize[other]
                    out[end] = other
                    end += 1
                while state.filled[route] > 0:
                    take_out(data, state, route, state.stops[route, state.filled[route] - 1])
        at += 1
    # A household may stand in ``out`` twice: by its own string and with a route that broke.
    return end
