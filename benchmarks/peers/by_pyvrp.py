"""PyVRP as it comes: hybrid genetic search or whatever its version holds to be best; one core.

A vehicle type a worker, one vehicle a day. What need not be served has its prize, or one that no day's travel outweighs.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.instance import Instance

SEED = 1
#: PyVRP's own word for no latest time.
ALWAYS = int(np.iinfo(np.int64).max)


def solve(instance: Instance, seconds: float) -> list[list[int]]:
    """Households of each worker-day in order."""
    from pyvrp import Solution
    from pyvrp import solve as search
    from pyvrp.stop import MaxRuntime

    result = search(_data(instance), MaxRuntime(seconds), seed=SEED, collect_stats=False, display=False)
    # Without a plan that keeps all rules there is none to show.
    return _routes(instance, result.best if result.best.is_feasible() else Solution(_data(instance), []))


def _data(instance: Instance) -> Any:
    from pyvrp import Client, Depot, Location, ProblemData, VehicleType

    homes = len(instance.days)
    legs = [np.ascontiguousarray(table) for table in instance.legs_s]
    loaded = bool((instance.load_most >= 0).any())
    prize = 0 if instance.mandatory else instance.visit_price_s
    clients = [
        Client(
            location=homes + place,
            delivery=[int(instance.load[place])] if loaded else [],
            service_duration=int(instance.service_s[place]),
            tw_early=int(instance.opens_s[place]),
            tw_late=int(instance.closes_s[place]) if instance.timed else ALWAYS,
            prize=int(instance.prize_s[place]) if instance.prize_s[place] >= 0 else prize * int(instance.weight[place]),
            required=bool(instance.mandatory),
        )
        for place in range(len(instance.weight))
    ]
    types = [
        VehicleType(
            num_available=int(instance.days[worker]),
            capacity=[_most(instance, worker)] if loaded else [],
            start_depot=worker,
            end_depot=worker,
            shift_duration=int(instance.span_s[worker]),
            tw_late=int(instance.span_s[worker]) if instance.timed else ALWAYS,
            profile=int(instance.mode[worker]),
        )
        for worker in range(homes)
    ]
    places = [Location(0, 0) for _ in range(legs[0].shape[0])]
    return ProblemData(places, clients, [Depot(location=home) for home in range(homes)], types, legs, legs)


def _most(instance: Instance, worker: int) -> int:
    most = int(instance.load_most[worker])
    return most if most >= 0 else int(instance.load.sum())


def _routes(instance: Instance, solution: Any) -> list[list[int]]:
    vehicles = instance.vehicles
    routes: list[list[int]] = [[] for _ in vehicles]
    free = {worker: [place for place, of in enumerate(vehicles) if of == worker] for worker in set(vehicles)}
    for route in solution.routes():
        slot = free[int(route.vehicle_type())].pop(0)
        routes[slot] = [int(visit.idx) for visit in route if visit.is_client()]
    return routes
