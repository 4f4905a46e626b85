"""A few workers, the households around them, and their routes: what one router process is handed.

Only numpy is needed here, so that the processes of the native solvers start quickly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
#: Routes of one worker: one tuple of household positions (within the group) a day; empty days included.
DayRoutes = tuple[tuple[int, ...], ...]
#: Routes of a group, one :data:`DayRoutes` a worker.
Routes = tuple[DayRoutes, ...]
#: In ``Group.travel_s``: no way from here to there.
NO_WAY = -1


@dataclass(frozen=True)
class Group:
    """One small routing problem: g workers, k households, integer seconds throughout.

    Attributes
    ----------
    workers : (g,) array
        Positions in the whole problem.
    households : (k,) array
        Positions in the whole problem.
    travel_s : (modes, g + k, g + k) array
        Seconds from row to column, the homes first; :data:`NO_WAY` where there is none.
    mode : (g,) array
        Which table of ``travel_s`` a worker travels by.
    service_s, weight, load : (k,) arrays
        Seconds of the visit, whole weight, units (scaled to whole numbers).
    windows : tuple of k tuples of (first, last)
        Seconds from midnight in which a visit may start; empty for any time.
    start_s, end_s, span_s, load_most : (g,) arrays
        Earliest leaving, latest home, longest day, seconds; most to carry (-1 for no limit).
    days : (g,) array
        Number of days each worker works.
    may : (g, k) bool array
        Who may visit whom.
    wish_s : (g, k) array
        Price of wishes not fulfilled by this pair, in seconds of travel.
    bias_s : (g, k) array
        What the search should count on top, in seconds: it steers visits towards those who carry less than their share.
    routes : Routes
        The routes to begin with; empty ones where there are none yet.
    """

    workers: Ints
    households: Ints
    travel_s: Ints
    mode: Ints
    service_s: Ints
    weight: Ints
    load: Ints
    windows: tuple[tuple[tuple[int, int], ...], ...]
    start_s: Ints
    end_s: Ints
    span_s: Ints
    load_most: Ints
    days: Ints
    may: NDArray[np.bool_]
    wish_s: Ints
    bias_s: Ints
    routes: Routes

    @property
    def price_s(self) -> Ints:
        """(g, k) seconds that a visit costs beside travel."""
        return self.wish_s + self.bias_s

    @property
    def timed(self) -> bool:
        """Whether any household has hours."""
        return any(self.windows)

    @property
    def limited(self) -> bool:
        """Whether anybody can carry only so much."""
        return bool((self.load_most >= 0).any())

    def with_routes(self, routes: Routes) -> Group:
        """The same group, to begin from these routes."""
        return replace(self, routes=routes)


@dataclass(frozen=True)
class Budget:
    """How long a router may work: whichever is reached first.

    Attributes
    ----------
    seconds : float
        Wall clock; inf where only steps count, so that the result does not depend on the machine.
    steps : int
        Accepted steps of the local search; -1 for no limit. With a limit the search is a descent, which ends by
        itself; without one it goes on until the clock stops it.
    """

    seconds: float
    steps: int = -1


@dataclass(frozen=True)
class Routed:
    """What a router hands back.

    Attributes
    ----------
    routes : Routes
    steps : int
        Accepted steps of the local search, not more than the budget's.
    settled : bool
        Whether the search ended by itself: nothing near these routes is better.
    """

    routes: Routes
    steps: int
    settled: bool


def total(group: Group, routes: Routes) -> tuple[int, int]:
    """Weight served, and seconds of travel and wishes, of these routes."""
    weight = cost = 0
    homes = len(group.workers)
    for worker, days in enumerate(routes):
        legs = group.travel_s[group.mode[worker]]
        for route in days:
            if not route:
                continue
            nodes = [worker, *(homes + stop for stop in route), worker]
            cost += int(legs[nodes[:-1], nodes[1:]].sum()) + int(group.price_s[worker, list(route)].sum())
            weight += int(group.weight[list(route)].sum())
    return weight, cost
