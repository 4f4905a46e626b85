"""Households put back where they cost least, as far as they are worth it."""

from __future__ import annotations

from allocation.kernel.compiled import compiled, inlined
from allocation.kernel.data import Data, Floats, Small, State
from allocation.kernel.dice import Dice, below, unit
from allocation.kernel.joint import put_in_jointly
from allocation.kernel.journal import Journal, note
from allocation.kernel.place import Scratch, cheapest, open_routes
from allocation.kernel.routes import put_in, take_out

#: Chance that the cheapest place is passed over (Christiaens and Vanden Berghe 2020, section 5.2).
BLINK = 0.01


@compiled
def recreate(
    data: Data,
    state: State,
    journal: Journal,
    scratch: Scratch,
    dice: Dice,
    out: Small,
    count: int,
    price: float,
    bonus: float,
    blink: float,
) -> None:
    """Put in ``out[:count]``, in an order that the dice choose; one that costs more than it is worth stays out.

    ``price`` is what a point of weight is worth, in seconds, and ``bonus`` what each prize is raised by.
    """
    _sort(data, dice, scratch.keys, out, count)
    least = data.service[out[0]]
    for at in range(1, count):
        least = min(least, data.service[out[at]])
    open_routes(data, state, scratch, least)
    for at in range(count):
        household = out[at]
        if state.held[household] == 0:
            put(data, state, journal, scratch, dice, household, price, bonus, blink)


@inlined
def put(
    data: Data,
    state: State,
    journal: Journal,
    scratch: Scratch,
    dice: Dice,
    household: int,
    price: float,
    bonus: float,
    blink: float,
) -> bool:
    """Put in one household with all its visits if they are worth their price."""
    worth = price * data.weight[household] + data.prize[household]
    if data.prize[household] > 0:
        worth += bonus
    if data.visits[household] * data.visitors[household] > 1:
        done = put_in_jointly(data, state, journal, scratch, dice, household, worth, blink)
    else:
        if not cheapest(data, state, scratch, household, blink, dice) < worth:
            return False
        route = scratch.found[0]
        note(journal, state, route)
        done = put_in(data, state, route, scratch.found[1], household, -1)
        if not done:
            take_out(data, state, route, household)
    if done:
        state.served[0] += data.weight[household]
        state.served[1] += data.prize[household]
    return done


@inlined
def _sort(data: Data, dice: Dice, keys: Floats, wanted: Small, count: int) -> None:
    """By dice: at random, heaviest first, farthest or nearest from the nearest home first (weights 4, 4, 2, 1)."""
    way = below(dice, 11)
    for at in range(count):
        household = wanted[at]
        if way < 4:
            keys[at] = unit(dice)
        elif way < 8:
            keys[at] = -float(data.weight[household]) - data.prize[household] * 1e-9 + 1e-12 * unit(dice)
        else:
            far = data.radius[household]
            keys[at] = -float(far) if way < 10 else float(far)
    for at in range(1, count):  # by insertion: they are few
        key, household, place = keys[at], wanted[at], at
        while place > 0 and keys[place - 1] > key:
            keys[place], wanted[place] = keys[place - 1], wanted[place - 1]
            place -= 1
        keys[place], wanted[place] = key, household


@inlined
def price_of(data: Data, state: State) -> float:
    """Seconds of ways, wishes and unfair load of all routes, less the prizes."""
    total = 0.0
    for route in range(len(state.filled)):
        total += state.travel[route] + state.price[route]
    for worker in range(len(data.mode)):
        total += data.fair_rate * max(0, state.total[worker] - data.share[worker])
    return float(total - state.served[1])


@inlined
def unserved_near(data: Data, state: State, centre: int, most: int, out: Small, taken: int) -> int:
    """Add up to ``most`` households near ``centre`` that nobody visits to ``out[:taken]``; its new length."""
    end = taken
    if state.held[centre] == 0 and not _among(out, taken, centre):
        out[end] = centre
        end += 1
    for step in range(data.near.shape[1]):
        if end - taken >= most:
            break
        household = data.near[centre, step]
        if state.held[household] == 0 and not _among(out, taken, household):
            out[end] = household
            end += 1
    return end


@inlined
def _among(values: Small, count: int, value: int) -> bool:
    for at in range(count):
        if values[at] == value:
            return True
    return False
