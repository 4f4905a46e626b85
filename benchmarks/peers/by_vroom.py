"""VROOM through pyvroom, with its deepest exploration and two threads (ours uses two cores)."""

from __future__ import annotations

import datetime as dt

import numpy as np

from benchmarks.instance import Instance

THREADS, EXPLORATION = 2, 5


def solve(instance: Instance, seconds: float) -> list[list[int]]:
    """Households of each worker-day in order."""
    import vroom

    homes = len(instance.days)
    problem = vroom.Input()
    problem.set_durations_matrix("car", instance.legs_s.astype(np.uint32))
    for number, worker in enumerate(instance.vehicles):
        day = vroom.TimeWindow(0, int(instance.span_s[worker]))
        problem.add_vehicle(vroom.Vehicle(number, start=worker, end=worker, time_window=day))
    for place, (service, weight) in enumerate(zip(instance.service_s.tolist(), instance.weight.tolist(), strict=True)):
        problem.add_job(vroom.Job(place, location=homes + place, default_service=service, priority=weight))
    answer = problem.solve(EXPLORATION, nb_threads=THREADS, timeout=dt.timedelta(seconds=seconds))
    steps = answer.routes
    routes: list[list[int]] = [[] for _ in instance.vehicles]
    for vehicle, kind, place in zip(steps["vehicle_id"], steps["type"], steps["id"], strict=True):
        if kind == "job":
            routes[int(vehicle)].append(int(place))
    return routes
