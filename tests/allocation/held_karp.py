"""Best plans of small instances of the literature by dynamic programming over sets of customers.

After M. Held and R. M. Karp, "A dynamic programming approach to sequencing problems", J. SIAM 10 (1962) 196–210: the shortest
route through every set of customers, then the best way to share them among the vehicles. No code of the solver is used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Vehicle:
    """Leaves ``home`` (a row of the table) and ends there; ``limit`` minutes with the visits; ``most`` load."""

    home: int
    limit: float = np.inf
    most: float = np.inf


def best(table: Floats, visit: Floats, load: Floats, prize: Floats, vehicles: list[Vehicle]) -> tuple[float, float]:
    """Most prize, and the least travel with it; customers are the first rows of ``table``, the time of day does not count."""
    count = len(visit)
    sets = np.arange(1 << count)
    inside = sets[:, None] >> np.arange(count) & 1
    spent = np.full(1 << count, np.inf)
    spent[0] = 0.0
    for vehicle in vehicles:
        route = _routes(table, count, vehicle.home)
        route[(route + inside @ visit > vehicle.limit + 1e-9) | (inside @ load > vehicle.most)] = np.inf
        spent = _shared(spent, route)
    prizes = np.where(np.isfinite(spent), inside @ prize, -1.0)
    most = float(prizes.max())
    return most, float(spent[prizes == most].min())


def _routes(table: Floats, count: int, home: int) -> Floats:
    """Least travel from home through each set and back; 0 for the empty one."""
    legs = table[:count, :count]
    reached = np.full((1 << count, count), np.inf)
    for customer in range(count):
        reached[1 << customer, customer] = table[home, customer]
    for served in range(1, 1 << count):
        for customer in range(count):
            if not served >> customer & 1:
                onward = served | 1 << customer
                reached[onward, customer] = min(reached[onward, customer], (reached[served] + legs[:, customer]).min())
    total = (reached + table[:count, home]).min(axis=1)
    total[0] = 0.0
    return total


def _shared(spent: Floats, route: Floats) -> Floats:
    """Least travel for each set where one more vehicle takes a part of it, or none."""
    result = spent.copy()
    for served in range(1, len(spent)):
        part = served
        while part:
            result[served] = min(result[served], spent[served ^ part] + route[part])
            part = (part - 1) & served
    return result
