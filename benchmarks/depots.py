"""Multi-depot instances with route limits and capacities, everything mandatory, stated through the front door.

Made in the manner of J.-F. Cordeau, M. Gendreau and G. Laporte, "A tabu search heuristic for periodic and multi-depot
vehicle routing problems", Networks 30 (1997) 105–119: customers are likelier near one of several centres, service times
and demands are whole numbers from 1 to 25. Sizes and limits follow their table; the numbers are our own dice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from benchmarks.made import Made, weekdays
from geo.travel import TravelMatrix

#: How fast customers thin out around a centre, per unit of length.
_THINNING = 0.05


@dataclass(frozen=True)
class Size:
    """Customers, depots, vehicles a depot, longest route (units of length and service), capacity."""

    customers: int
    depots: int
    vehicles: int
    limit: float
    capacity: int


SIZES = {
    1: Size(48, 4, 1, 500, 200),
    2: Size(96, 4, 2, 480, 195),
    3: Size(144, 4, 3, 460, 190),
    4: Size(192, 4, 4, 440, 185),
    5: Size(240, 4, 5, 420, 180),
    6: Size(288, 4, 6, 400, 175),
    7: Size(72, 6, 1, 500, 200),
    8: Size(144, 6, 2, 475, 190),
    9: Size(216, 6, 3, 450, 180),
    10: Size(288, 6, 4, 425, 170),
}


def make_depots(number: int) -> Made:
    """Instance 1 to 10: a depot is a worker's home, its vehicles are the worker's days, a unit is a minute."""
    size = SIZES[number]
    random = np.random.default_rng(1000 + number)
    depots = random.uniform(-50, 50, (size.depots, 2))
    customers = _customers(random, size.customers, random.uniform(-100, 100, (size.depots, 2)))
    service = random.integers(1, 26, size.customers)
    places = np.vstack([depots, customers])
    minutes = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    workers = [f"D{depot}" for depot in range(size.depots)]
    asked = [f"C{customer:03d}" for customer in range(size.customers)]
    return Made(
        pd.DataFrame(
            {
                "household_id": asked,
                "visit_min": service.astype(float),
                "load": _demands(random, size).astype(float),
            }
        ),
        pd.DataFrame(
            {
                "worker_id": workers,
                "start": 0.0,
                "hours_per_day": size.limit / 60,
                "load_per_day": float(size.capacity),
            }
        ),
        weekdays(size.vehicles, f"depots {number}"),
        TravelMatrix(minutes, [*workers, *asked]),
        mandatory=True,
    )


def _demands(random: Generator, size: Size) -> NDArray[np.int64]:
    """Thrown again where they would fill more than nine tenths of the fleet: everything must be served."""
    while True:
        demands = random.integers(1, 26, size.customers)
        if demands.sum() <= 0.9 * size.capacity * size.vehicles * size.depots:
            return demands


def _customers(random: Generator, count: int, centres: NDArray[np.float64]) -> NDArray[np.float64]:
    kept: list[NDArray[np.float64]] = []
    while len(kept) < count:
        place = random.uniform(-100, 100, 2)
        if random.random() < np.exp(-_THINNING * np.hypot(*(centres - place).T)).sum():
            kept.append(np.round(place, 3))
    return np.array(kept)
