"""The search: ruin, recreate, and keep the result or go back."""

from __future__ import annotations

from math import log
from typing import Any, NamedTuple

from numpy.typing import NDArray

from allocation.kernel.compiled import compiled, inlined
from allocation.kernel.data import Data, Small, State
from allocation.kernel.dice import Dice, below, unit
from allocation.kernel.journal import Journal, back, keep
from allocation.kernel.place import Scratch, open_routes
from allocation.kernel.recreate import BLINK, price_of, put, recreate, unserved_near
from allocation.kernel.ruin import ruin

Values = NDArray[Any]
#: Unserved households near the ruin that are tried again with those taken out; and where households have prizes.
UNSERVED_MOST, PRICED_MOST = 4, 12
#: Part of the steps in which prizes count for more, and how much more, in temperatures, on the average: a far group may be
#: worth a day though no single one of it is, so it has to be put in whole before it can be judged.
BOLD_SHARE, BOLD = 0.5, 1.0
#: Differences below this are noise of floating point, seconds.
_NOISE = 1e-6


class Knobs(NamedTuple):
    """How a stretch of the search is run; from first to last value by equal factors.

    Attributes
    ----------
    hot, cool : float
        Temperature, seconds.
    price, price_last : float
        What a point of weight is worth, seconds.
    removed : float
        Visits taken out in a step, about.
    """

    hot: float
    cool: float
    price: float
    price_last: float
    removed: float


@compiled
def construct(data: Data, state: State, journal: Journal, scratch: Scratch, dice: Dice, order: Small, price: float) -> None:
    """Put in every household of ``order`` that fits, where it costs least."""
    for at in range(len(order)):
        if state.held[order[at]] == 0:
            open_routes(data, state, scratch, data.service[order[at]])
            put(data, state, journal, scratch, dice, order[at], price, 0.0, 0.0)
            keep(journal)


@compiled
def search(
    data: Data, state: State, best: State, journal: Journal, scratch: Scratch, dice: Dice, knobs: Knobs, steps: int
) -> int:
    """Run so many steps; ``best`` becomes the best state met (weight first, then price). Improvements found."""
    households = len(data.service)
    priced = _any_prize(data)
    most = PRICED_MOST if priced else UNSERVED_MOST
    out = scratch.out
    weight, price = state.served[0], price_of(data, state)
    best_weight, best_price = best.served[0], price_of(data, best)
    found = 0
    for step in range(steps):
        share = step / steps
        heat = knobs.hot * (knobs.cool / knobs.hot) ** share
        worth = knobs.price * (knobs.price_last / knobs.price) ** share
        prize = state.served[1]
        centre = below(dice, households)
        taken = ruin(data, state, journal, dice, centre, knobs.removed, out)
        if taken >= 0:
            taken = unserved_near(data, state, centre, most, out, taken)
        if taken <= 0:
            back(data, journal, state)
            state.served[0], state.served[1] = weight, prize
            continue
        bonus = 0.0
        if priced and unit(dice) < BOLD_SHARE:
            bonus = -BOLD * heat * log(max(unit(dice), 1e-300))
        recreate(data, state, journal, scratch, dice, out, taken, worth, bonus, BLINK)
        new_weight, new_price = state.served[0], price_of(data, state)
        change = new_price - price - worth * (new_weight - weight)
        if change >= -heat * log(max(unit(dice), 1e-300)):
            back(data, journal, state)
            state.served[0], state.served[1] = weight, prize
            continue
        keep(journal)
        weight, price = new_weight, new_price
        if weight > best_weight or (weight == best_weight and price < best_price - _NOISE):
            best_weight, best_price = weight, price
            copy_into(best, state)
            found += 1
    return found


@inlined
def _any_prize(data: Data) -> bool:
    for household in range(len(data.prize)):
        if data.prize[household] > 0:
            return True
    return False


@compiled
def copy_into(target: State, source: State) -> None:
    """Make one state like another."""
    _rows(target.stops, source.stops)
    _rows(target.fixed, source.fixed)
    _rows(target.spots, source.spots)
    _line(target.filled, source.filled)
    _line(target.travel, source.travel)
    _line(target.price, source.price)
    _line(target.work, source.work)
    _line(target.carried, source.carried)
    _line(target.plain, source.plain)
    _line(target.held, source.held)
    _line(target.week_used, source.week_used)
    _line(target.total, source.total)
    _line(target.served, source.served)


@inlined
def _line(target: Values, source: Values) -> None:
    # By hand: an assignment of slices allocates.
    for at in range(len(source)):
        target[at] = source[at]


@inlined
def _rows(target: Values, source: Values) -> None:
    for row in range(source.shape[0]):
        for column in range(source.shape[1]):
            target[row, column] = source[row, column]
