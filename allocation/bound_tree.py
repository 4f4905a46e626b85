"""A bound on the travel of plans that visit everybody: spanning trees at prices that ask each household for two legs.

A day is a circle from home by its visits and home again. All homes taken for one place, ``R`` circles through ``n``
households have ``n + R`` legs; without one leg to a home of each circle they are a tree that joins everybody, with ``R`` legs
to the home. So no plan travels less than the least such tree and the ``R`` least legs to a home, of which a household has
one at most. A price on each household's legs, taken back twice since a visit has two legs, changes no plan's travel but the
least tree: the prices are raised and lowered until trees look like circles (Held and Karp 1971, doi 10.1007/BF01584070).

It holds under every rule. A leg is taken at its least: of all modes, in either direction. Of several visits or visitors one
is enough: leaving out the others makes no way longer where ways are metric, and elsewhere legs are taken by way of others.
There are as many circles at least as loads and hours need. The legs are made by :mod:`allocation.bound_legs`; here is only
what the child needs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Trees, steps without a better bound after which steps are halved, and the first length of a step (Held, Wolfe and
#: Crowder 1974, doi 10.1007/BF01580223).
TREES, PATIENCE, FIRST = 120, 6, 1.0
#: Below this a step is too short to be worth a tree.
_LEAST_STEP = 1e-3


@dataclass(frozen=True)
class Legs:
    """Least minutes of every leg, and what a plan needs at least.

    Attributes
    ----------
    between : (n, n) array
        From household to household, symmetric; where somebody is visited more than once, by way of others too. Inf for no way.
    home : (n,) array
        Between a household and the nearest home of somebody who may come, the shorter of there and back.
    visit_min : float
        Of one visit to each household.
    longest_min : float
        Of all working days, with what rounding forgives.
    days : int
        Days that there must be at least for the loads.
    """

    between: Floats
    home: Floats
    visit_min: float
    longest_min: float
    days: int

    def days_for(self, travel_min: float) -> int:
        """Days at least, where so many minutes of travel are certain."""
        hours = (self.visit_min + travel_min) / self.longest_min if self.longest_min > 0 else 0.0
        return max(1, self.days, whole_up(hours))


def tree_bound(legs: Legs, travel_min: float) -> float:
    """Minutes that no plan that visits everybody travels less than; ``travel_min`` are those of the best plan known.

    Whatever plan is named the bound holds: it only says how far prices are moved at a time.
    """
    price, kept = np.zeros(len(legs.home) + 1), np.zeros(len(legs.home) + 1)
    best, step, waited = 0.0, FIRST, 0
    for _ in range(TREES):
        value, wrong = _at(legs, price, legs.days_for(best))
        if value > best + 1e-9:
            best, kept, waited = value, price, 0
        else:
            waited += 1
        if waited >= PATIENCE:
            step, price, waited = step / 2, kept, 0
            continue
        size = float(wrong @ wrong)
        if size == 0 or step < _LEAST_STEP:
            break
        price = price + step * max(travel_min - value, 1e-3 * travel_min) / size * wrong
    return max(0.0, min(best, travel_min))


def _at(legs: Legs, price: Floats, days: int) -> tuple[float, Floats]:
    """The bound at these prices, and by how much the legs of each household, and the days, are missed.

    The last price is what a leg to a home is cheaper by in the tree, and dearer by outside it: there are as many of both, one
    a day, and no fewer than ``days``.
    """
    own, day = price[:-1], float(price[-1])
    home = legs.home + own
    total, degree, out = _tree(legs.between, own, home - day)
    order = np.argsort(home, kind="stable")
    back = order[: max(min(days, len(order)), int((home + day < 0).sum()))]
    degree[back] += 1
    value = total + float((home[back] + day).sum()) - 2 * float(own.sum())
    return value, np.append(degree - 2.0, float(len(back) - out))


def _tree(between: Floats, price: Floats, home: Floats) -> tuple[float, Floats, int]:
    """Minutes of the least tree that joins all households and the one home, at prices; legs by household, and of the home.

    After Prim (1957, doi 10.1002/j.1538-7305.1957.tb01515.x).
    """
    n = len(home)
    degree, outside = np.zeros(n), np.ones(n, dtype=bool)
    cost, joined = home.copy(), np.full(n, -1, dtype=np.int64)
    total, out = 0.0, 0
    for _ in range(n):
        new = int(np.where(outside, cost, np.inf).argmin())
        total += float(cost[new])
        outside[new] = False
        degree[new] += 1
        if joined[new] >= 0:
            degree[joined[new]] += 1
        else:
            out += 1
        legs = between[new] + price + price[new]
        nearer = legs < cost
        cost[nearer], joined[nearer] = legs[nearer], new
    return total, degree, out


def whole_up(value: float) -> int:
    """The least whole number that is no less, but for what floating point lost."""
    return int(np.ceil(value - 1e-6))
