"""Instances in the manner of the literature: time windows, unequal fleets, prizes, or one depot alone, through the front door.

Windows after M. M. Solomon, "Algorithms for the vehicle routing and scheduling problems with time window constraints",
Operations Research 35 (1987) 254–265; fleets after É. D. Taillard, "A heuristic column generation method for the
heterogeneous fleet VRP", RAIRO 33 (1999) 1–14; prizes after I.-M. Chao, B. L. Golden and E. A. Wasil, "The team orienteering
problem", European Journal of Operational Research 88 (1996) 464–474; prizes that must pay for the way after E. Balas, "The
prize collecting traveling salesman problem", Networks 19 (1989) 621–636; one depot and capacities after E. Uchoa et al.,
"New benchmark instances for the capacitated vehicle routing problem", EJOR 257 (2017) 845–858. Their manner, our own dice.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from benchmarks.made import Made, weekdays
from geo.travel import TravelMatrix

Floats = NDArray[np.float64]
#: Weekdays of the vehicles of a kind, one a vehicle.
_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri")


def make_windows(number: int) -> Made:
    """A hundred customers, a depot with ten vehicles, a window each; odd numbers scattered, even ones in clusters."""
    random = np.random.default_rng(2000 + number)
    count, vehicles, service = 100, 10, 10.0
    points = _scattered(random, count) if number % 2 else _clustered(random, count)
    minutes = _straight(np.vstack([[50.0, 50.0], points]))
    demand = random.integers(5, 25, count).astype(float)
    # Ten tours, each through a tenth of the circle, so that all windows and loads can be kept.
    tours = np.array_split(np.argsort(np.arctan2(*(points - 50).T)), vehicles)
    arrive = _arrivals(minutes, service, tours)
    width = random.uniform(20, 120, count)
    first = np.maximum(0, arrive - width * random.uniform(0, 1, count))
    fleet = {
        "start": 0.0,
        "hours_per_day": float(np.ceil((arrive + service + minutes[1:, 0]).max() + 60)) / 60,
        "load_per_day": max(float(demand[tour].sum()) for tour in tours),
    }
    windows = [[(float(opens), float(closes))] for opens, closes in zip(np.floor(first), np.ceil(first + width) + 1, strict=True)]
    asked = {"visit_min": service, "load": demand, "available": windows}
    return _stated(minutes, asked, fleet, vehicles, f"windows {number}", ["D"])


def make_fleet(number: int) -> Made:
    """75 customers, one depot, four kinds of vehicles: 4 that hold 20, 3 of 50, 3 of 100, 2 of 200, less or more by the dice."""
    random = np.random.default_rng(3000 + number)
    points = _clustered(random, 75)
    kinds, counts = np.array([20.0, 50.0, 100.0, 200.0]), np.array([4, 3, 3, 2])
    demand = np.clip(np.floor(random.exponential(14, 75)), 1, 20)
    # Nine tenths of the fleet are full when everybody is served.
    sizes = np.ceil(kinds * demand.sum() / 0.9 / (kinds * counts).sum())
    sizes = np.maximum(sizes, demand.max())
    minutes = _straight(np.vstack([np.full((4, 2), 50.0), points]))
    days = [";".join(_WEEK[:many]) for many in counts]
    fleet = {"start": 0.0, "hours_per_day": 1000.0, "load_per_day": sizes, "days": days}
    names = [f"K{kind:.0f}" for kind in kinds]
    return _stated(minutes, {"visit_min": 0.0, "load": demand}, fleet, 5, f"fleet {number}", names)


def make_prizes(number: int) -> Made:
    """A hundred customers with prizes from 1 to 50, three vehicles from one corner to the opposite one; not all can be met."""
    random = np.random.default_rng(4000 + number)
    points, start, end = random.uniform(0, 100, (100, 2)), np.array([0.0, 0.0]), np.array([100.0, 100.0])
    minutes = _straight(np.vstack([start, points]))
    # What leads to the depot's id is the way to the end.
    minutes[1:, 0] = np.hypot(*(points - end).T)
    prize = random.integers(1, 51, 100).astype(float)
    limit = float(random.integers(180, 260))
    fleet = {"start": 0.0, "hours_per_day": limit / 60}
    asked = {"visit_min": 0.0, "priority": prize - 1}
    return _stated(minutes, asked, fleet, 3, f"prizes {number}", ["D"], mandatory=False)


def make_tours(number: int) -> Made:
    """As prizes, but all start and end in the middle; more vehicles and longer days the higher the number."""
    random = np.random.default_rng(5000 + number)
    points = random.uniform(0, 100, (100, 2))
    prize = random.integers(1, 101, 100).astype(float)
    fleet = {"start": 0.0, "hours_per_day": float(70 + 15 * number) / 60}
    asked = {"visit_min": 0.0, "priority": prize - 1}
    minutes = _straight(np.vstack([[50.0, 50.0], points]))
    return _stated(minutes, asked, fleet, 2 + number % 3, f"tours {number}", ["D"], mandatory=False)


def make_collect(number: int) -> Made:
    """Customers who are visited only if it pays: prizes up to a third of the way round the square, five vehicles of one depot."""
    random = np.random.default_rng(6000 + number)
    count = 100 * number
    points = _clustered(random, count) if number % 2 else _scattered(random, count)
    demand = random.integers(1, 21, count).astype(float)
    fleet = {"start": 0.0, "hours_per_day": 1000.0, "load_per_day": float(np.ceil(demand.sum() / 6))}
    asked = {"visit_min": 0.0, "load": demand, "prize_min": np.round(random.uniform(0, 40 / number, count), 1)}
    minutes = _straight(np.vstack([random.uniform(0, 100, (1, 2)), points]))
    return _stated(minutes, asked, fleet, 5, f"collect {number}", ["D"], mandatory=False)


def make_capacity(number: int) -> Made:
    """One depot, capacities alone, 100 to 400 customers; a tenth more vehicles than the load fills."""
    random = np.random.default_rng(7000 + number)
    count = 100 * number
    points = np.round(_clustered(random, count) if number % 2 else _scattered(random, count)) * 10
    demand = random.integers(1, 101, count).astype(float)
    holds = float(np.ceil(demand.sum() / count * random.integers(6, 16)))
    vehicles = int(np.ceil(1.1 * demand.sum() / holds)) + 1
    minutes = np.rint(_straight(np.vstack([random.uniform(0, 1000, (1, 2)), points])))
    fleet = {"start": 0.0, "hours_per_day": 10_000.0, "load_per_day": holds}
    return _stated(minutes, {"visit_min": 0.0, "load": demand}, fleet, vehicles, f"capacity {number}", ["D"])


def _stated(
    minutes: Floats,
    customers: dict[str, object],
    fleet: dict[str, object],
    days: int,
    name: str,
    depots: list[str],
    mandatory: bool = True,
) -> Made:
    asked = [f"C{number:03d}" for number in range(len(minutes) - len(depots))]
    return Made(
        pd.DataFrame({"household_id": asked, **customers}),
        pd.DataFrame({"worker_id": depots, **fleet}),
        weekdays(days, name),
        TravelMatrix(minutes, [*depots, *asked]),
        mandatory,
    )


def _arrivals(minutes: Floats, service: float, tours: list[NDArray[np.int64]]) -> Floats:
    """When each customer is reached if every vehicle goes on to the nearest one of its tour."""
    arrive = np.zeros(len(minutes) - 1)
    for tour in tours:
        waiting, here, now = [int(customer) + 1 for customer in tour], 0, 0.0
        while waiting:
            place = int(np.argmin(minutes[here, waiting]))
            now += float(minutes[here, waiting[place]])
            here = waiting.pop(place)
            arrive[here - 1] = now
            now += service
    return arrive


def _straight(places: Floats) -> Floats:
    return np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))


def _scattered(random: Generator, count: int) -> Floats:
    return random.uniform(0, 100, (count, 2))


def _clustered(random: Generator, count: int) -> Floats:
    middles = random.uniform(10, 90, (8, 2))
    return np.clip(middles[random.integers(0, 8, count)] + random.normal(0, 6, (count, 2)), 0, 100)


MAKERS = {
    "windows": make_windows,
    "fleet": make_fleet,
    "prizes": make_prizes,
    "tours": make_tours,
    "collect": make_collect,
    "capacity": make_capacity,
}
#: Kinds whose plans are compared by what they collect (*collect*: less the travel); the others by their travel.
BY_PRIZE = ("prizes", "tours", "collect")
