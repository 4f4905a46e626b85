"""The best order of one day's stops, for plans made by hand that name none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

#: Stops up to which the shortest way is found for certain (Held & Karp 1962, doi 10.1137/0110015).
EXACT_MOST = 9
#: Orders tried from each beginning: a day of a plan made by hand is checked while somebody waits.
TRIED_MOST = 4_000
Cost = Callable[[tuple[int, ...]], tuple[float, ...]]


def best_order(
    legs: NDArray[np.float64], cost: Cost, windows: bool, smooth: Callable[[tuple[int, ...]], bool] | None = None
) -> tuple[int, ...]:
    """Positions 0 … k-1 of the stops in the best order.

    Parameters
    ----------
    legs : (k + 1, k + 1) array
        Travel from row to column, the home first; any unit, NaN where there is no way.
    cost : callable
        What an order costs, compared as tuples.
    windows : bool
        Whether anything but the length of the way decides; then orders are improved stop by stop from several beginnings.
    smooth : callable or None
        Whether nobody waits and nothing is late in an order: no other is then better than the shortest way.

    Examples
    --------
    >>> line = np.abs(np.subtract.outer(np.array([0.0, 3, 1, 2]), np.array([0.0, 3, 1, 2])))
    >>> best_order(line, lambda order: (0.0,), False)
    (1, 2, 0)
    """
    stops = len(legs) - 1
    if stops <= 1:
        return tuple(range(stops))
    way = np.where(np.isnan(legs), np.nanmax(legs, initial=0.0) * (stops + 2) + 1.0, legs)
    short = _shortest(way) if stops <= EXACT_MOST else _nearest(way)
    if stops <= EXACT_MOST and (not windows or (smooth is not None and smooth(short))):
        return short
    starts = {short, short[::-1], _nearest(way), tuple(range(stops))}
    return min((_improved(start, cost) for start in sorted(starts)), key=cost)


def _shortest(way: NDArray[np.float64]) -> tuple[int, ...]:
    """The shortest closed way by dynamic programming over sets of stops."""
    stops = len(way) - 1
    best: dict[tuple[int, int], tuple[float, int]] = {(1 << stop, stop): (float(way[0, stop + 1]), -1) for stop in range(stops)}
    for size in range(2, stops + 1):
        for chosen in combinations(range(stops), size):
            visited = sum(1 << stop for stop in chosen)
            for last in chosen:
                before = visited ^ (1 << last)
                options = [(best[before, prior][0] + float(way[prior + 1, last + 1]), prior) for prior in chosen if prior != last]
                best[visited, last] = min(options)
    visited = (1 << stops) - 1
    _, last = min((best[visited, stop][0] + float(way[stop + 1, 0]), stop) for stop in range(stops))
    order: list[int] = []
    while last >= 0:
        order.append(last)
        visited, last = visited ^ (1 << last), best[visited, last][1]
    return tuple(reversed(order))


def _nearest(way: NDArray[np.float64]) -> tuple[int, ...]:
    """From home always to the nearest stop that is left."""
    left, here = set(range(len(way) - 1)), 0
    order = []
    while left:
        stop = min(left, key=lambda other: (float(way[here, other + 1]), other))
        order.append(stop)
        left.remove(stop)
        here = stop + 1
    return tuple(order)


def _improved(order: tuple[int, ...], cost: Cost) -> tuple[int, ...]:
    """The order after turning stretches round and moving single stops as long as it gets better."""
    best, price, left = order, cost(order), TRIED_MOST
    again = True
    while again:
        again = False
        for other in _neighbours(best):
            left -= 1
            if left < 0:
                return best
            found = cost(other)
            if found < price:
                best, price, again = other, found, True
                break
    return best


def _neighbours(order: tuple[int, ...]) -> Sequence[tuple[int, ...]]:
    stops = len(order)
    turned = [
        order[:first] + order[first:last][::-1] + order[last:]
        for first in range(stops - 1)
        for last in range(first + 2, stops + 1)
    ]
    moved = []
    for place in range(stops):
        rest = order[:place] + order[place + 1 :]
        moved += [(*rest[:to], order[place], *rest[to:]) for to in range(stops) if to != place]
    return [*turned, *moved]
