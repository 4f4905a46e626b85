"""Routes of a small group: a first plan by insertion, then part after part of it anew, by OR-Tools routing.

Runs in a child process only (:mod:`allocation.child`). A descent over a whole group spends most of its time on proving
that nothing is left to gain; a part of a few neighbouring days is searched in milliseconds, so many more are tried.
"""

from __future__ import annotations

import time
from typing import Protocol

import numpy as np

from allocation.group import Budget, Group, Routed, Routes, total
from allocation.part import Part, draw_part
from allocation.routing_model import RoutingModel

#: Fewest and most stops of a part that are taken out together.
RUIN = (3, 9)
#: Where only steps count: fruitless attempts after which the routes are taken to be as good as they get.
FAILURES_MOST = 20


class Router(Protocol):
    """Improves the routes of a group within a budget; never makes them worse."""

    def __call__(self, group: Group, budget: Budget, seed: int, /) -> Routed: ...  # noqa: D102


def route(group: Group, budget: Budget, seed: int = 1) -> Routed:
    """Improve a group's routes: most weight first, then least travel and wishes.

    Where all routes are empty, a cheapest insertion comes first. Then, again and again, a few neighbouring days and the
    unserved households near them are looked at alone: some of their stops are taken out and a descent puts in what pays
    most, until the budget is spent.

    Parameters
    ----------
    group : Group
        Where to begin, and what is allowed.
    budget : Budget
        Limits of the search.
    seed : int
        Of the dice that choose the parts and what is taken out.

    Returns
    -------
    Routed
        Never worse than ``group.routes``.
    """
    if not len(group.households) or not int(group.days.sum()):
        return Routed(group.routes, 0, True)
    search = _Search(group, budget, np.random.default_rng(seed))
    search.begin()
    while not search.spent:
        search.shake()
    return Routed(search.best, search.steps, search.failures >= FAILURES_MOST)


class _Search:
    """The best routes so far, and what is left of the budget."""

    def __init__(self, group: Group, budget: Budget, random: np.random.Generator) -> None:
        self.group, self.budget, self.random = group, budget, random
        self.best = group.routes
        self.steps = self.failures = 0
        self._until = time.monotonic() + budget.seconds

    @property
    def spent(self) -> bool:
        """Whether nothing is left, or (where only steps count) nothing near is better."""
        if self.budget.steps >= 0:
            return self.steps >= self.budget.steps or self.failures >= FAILURES_MOST
        return time.monotonic() >= self._until

    def begin(self) -> None:
        """A first plan of the whole group, where there is none yet."""
        if any(stops for days in self.best for stops in days):
            return
        # An insertion has seconds of its own (:data:`allocation.routing_model.INSERTION_S`), whatever the budget is.
        found = self._descend(self.group, self.group.routes, 0.0)
        if found is not None and _worth(self.group, found) > _worth(self.group, self.best):
            self.best = found

    def shake(self) -> None:
        """Take a few stops out of a part of the plan, and search that part again."""
        part = draw_part(self.group, self.best, self.random)
        found = self._descend(part.group, self._ruined(part), self._left_s)
        self.failures += 1
        if found is not None and _worth(part.group, found) > _worth(part.group, part.group.routes):
            self.best, self.failures = part.put(self.best, found), 0

    @property
    def _left_s(self) -> float:
        return max(0.01, self._until - time.monotonic())

    def _descend(self, group: Group, routes: Routes, seconds: float) -> Routes | None:
        # Where steps count, the clock must have no say.
        counts = self.budget.steps >= 0
        found = RoutingModel(group).solve(routes, self.budget.seconds if counts else seconds, self._left_steps)
        if found is None:
            return None
        self.steps += found.steps
        return found.routes

    @property
    def _left_steps(self) -> int:
        return self.budget.steps - self.steps if self.budget.steps >= 0 else -1

    def _ruined(self, part: Part) -> Routes:
        count = int(self.random.integers(*RUIN))
        gone = set(part.nearest[:count].tolist())
        return tuple(tuple(tuple(stop for stop in stops if stop not in gone) for stops in days) for days in part.group.routes)


def _worth(group: Group, routes: Routes) -> tuple[int, int]:
    weight, cost = total(group, routes)
    return weight, -cost
