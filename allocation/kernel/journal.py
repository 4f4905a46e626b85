"""A step back: routes as they were before a step that was not kept."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from allocation.kernel.compiled import compiled, inlined
from allocation.kernel.data import Bools, Data, Ints, Small, State
from allocation.kernel.routes import forget


class Journal(NamedTuple):
    """Copies of the routes touched since the journal was opened.

    Attributes
    ----------
    size : (1,)
        How many were touched.
    touched : (r,)
        Which, in that order.
    known : (r,) bool
    stops, fixed, sums, plain
        As they were; ``sums`` holds count, travel, price, work and carried.
    """

    size: Ints
    touched: Ints
    known: Bools
    stops: Small
    fixed: Ints
    sums: Ints
    plain: Bools


def empty_journal(state: State) -> Journal:
    """A journal for such a state."""
    routes = len(state.filled)
    return Journal(
        np.zeros(1, dtype=np.int64),
        np.zeros(routes, dtype=np.int64),
        np.zeros(routes, dtype=np.bool_),
        state.stops.copy(),
        state.fixed.copy(),
        np.zeros((routes, 5), dtype=np.int64),
        np.zeros(routes, dtype=np.bool_),
    )


@inlined
def note(journal: Journal, state: State, route: int) -> None:
    """Copy a route before it is changed; once a step."""
    if journal.known[route]:
        return
    journal.known[route] = True
    journal.touched[journal.size[0]] = route
    journal.size[0] += 1
    for at in range(state.filled[route]):
        journal.stops[route, at] = state.stops[route, at]
        journal.fixed[route, at] = state.fixed[route, at]
    journal.sums[route, 0] = state.filled[route]
    journal.sums[route, 1] = state.travel[route]
    journal.sums[route, 2] = state.price[route]
    journal.sums[route, 3] = state.work[route]
    journal.sums[route, 4] = state.carried[route]
    journal.plain[route] = state.plain[route]


@inlined
def keep(journal: Journal) -> None:
    """What was done stays."""
    for at in range(journal.size[0]):
        journal.known[journal.touched[at]] = False
    journal.size[0] = 0


@compiled
def back(data: Data, journal: Journal, state: State) -> None:
    """All touched routes as they were."""
    for at in range(journal.size[0]):
        route = journal.touched[at]
        for place in range(state.filled[route]):
            forget(state, route, state.stops[route, place])
            state.stops[route, place] = -1
            state.fixed[route, place] = -1
    for at in range(journal.size[0]):
        route = journal.touched[at]
        grown = journal.sums[route, 3] - state.work[route]
        state.week_used[data.week[route]] += grown
        state.total[data.worker[route]] += grown
        state.filled[route] = journal.sums[route, 0]
        state.travel[route] = journal.sums[route, 1]
        state.price[route] = journal.sums[route, 2]
        state.work[route] = journal.sums[route, 3]
        state.carried[route] = journal.sums[route, 4]
        state.plain[route] = journal.plain[route]
        for place in range(state.filled[route]):
            household = journal.stops[route, place]
            state.stops[route, place] = household
            state.fixed[route, place] = journal.fixed[route, place]
            state.spots[household, state.held[household]] = route
            state.held[household] += 1
        journal.known[route] = False
    journal.size[0] = 0
