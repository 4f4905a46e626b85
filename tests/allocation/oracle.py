"""The best plan of a tiny round, by trying everything: no code of the solver or of the checker is used.

All data must be whole minutes, so that trying every whole minute of leaving loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Clock = NDArray[np.float64]


@dataclass(frozen=True)
class Tiny:
    """A round in whole minutes: n households, then m workers in the matrix."""

    minutes: NDArray[np.float64]
    visit: list[int]
    weight: list[float]
    load: list[int]
    windows: list[list[tuple[int, int]]]
    start: list[int]
    end: list[int]
    longest: list[int]
    most: list[float]
    days: list[int]
    may: NDArray[np.bool_]


def best(tiny: Tiny) -> tuple[float, float]:
    """Most weight that can be served, and the least minutes of travel with which it can."""
    spent = _spent(tiny)
    every = len(spent)
    weights = [sum(w for i, w in enumerate(tiny.weight) if mask >> i & 1) for mask in range(every)]
    most = max(weight for weight, cost in zip(weights, spent, strict=True) if np.isfinite(cost))
    return most, min(cost for weight, cost in zip(weights, spent, strict=True) if weight == most)


def best_net(tiny: Tiny, prize: list[float]) -> tuple[float, float]:
    """Most weight of the households without a prize (NaN), and the most by which prizes are then more than all travel."""
    found = []
    for mask, cost in enumerate(_spent(tiny)):
        if np.isfinite(cost):
            chosen = [i for i in range(len(prize)) if mask >> i & 1]
            weight = sum(tiny.weight[i] for i in chosen if np.isnan(prize[i]))
            found.append((weight, sum(prize[i] for i in chosen if not np.isnan(prize[i])) - float(cost)))
    return max(found)


def _spent(tiny: Tiny) -> NDArray[np.float64]:
    """Least minutes of travel for every set of households; inf where it cannot be visited."""
    every = 1 << len(tiny.visit)
    spent = np.full(every, np.inf)
    spent[0] = 0.0
    for worker, days in enumerate(tiny.days):
        one_day = _day(tiny, worker)
        for _ in range(days):
            before = spent.copy()
            for served, cost in one_day.items():
                for mask in range(every):
                    if not mask & served:
                        spent[mask | served] = min(spent[mask | served], before[mask] + cost)
    return spent


def _day(tiny: Tiny, worker: int) -> dict[int, float]:
    """Least travel of one day for every set of households that can be visited on it."""
    found: dict[int, float] = {}
    leaves = np.arange(tiny.start[worker], tiny.end[worker] + 1, dtype=float)
    for served, travel, home in _routes(tiny, worker, leaves):
        if ((home <= tiny.end[worker]) & (home - leaves <= tiny.longest[worker])).any():
            found[served] = min(found.get(served, np.inf), travel)
    return found


def _routes(tiny: Tiny, worker: int, leaves: Clock) -> Iterator[tuple[int, float, Clock]]:
    base = len(tiny.visit) + worker
    open_: list[tuple[int, int, float, float, Clock]] = [(0, base, 0.0, 0.0, leaves)]
    while open_:
        served, at, travel, load, clock = open_.pop()
        if served:
            back = tiny.minutes[at, base]
            yield served, travel + back, clock + back
        for stop, visit in enumerate(tiny.visit):
            leg = tiny.minutes[at, stop]
            carried = load + tiny.load[stop]
            if served >> stop & 1 or np.isnan(leg) or not tiny.may[worker, stop] or carried > tiny.most[worker]:
                continue
            done = _start(clock + leg, tiny.windows[stop]) + visit
            if np.isfinite(done).any():
                open_.append((served | 1 << stop, stop, travel + leg, carried, done))


def _start(arrival: Clock, windows: list[tuple[int, int]]) -> Clock:
    if not windows:
        return arrival
    start = np.full_like(arrival, np.inf)
    for first, last in windows:
        start = np.where(arrival <= last, np.minimum(start, np.maximum(arrival, first)), start)
    return start
