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
    for mode, table in enumerate(instance.legs_s):
        problem.set_durations_matrix(f"mode {mode}", table.astype(np.uint32))
    loaded = bool((instance.load_most >= 0).any())
    for number, worker in enumerate(instance.vehicles):
        day = vroom.TimeWindow(0, int(instance.span_s[worker]))
        most = int(instance.load_most[worker]) if instance.load_most[worker] >= 0 else int(instance.load.sum())
        room = [most] if loaded else []
        profile = f"mode {instance.mode[worker]}"
        problem.add_vehicle(vroom.Vehicle(number, worker, worker, profile=profile, time_window=day, capacity=room))
    for place, (service, weight) in enumerate(zip(instance.service_s.tolist(), instance.weight.tolist(), strict=True)):
        load = vroom.Amount([int(instance.load[place])] if loaded else [])
        hours = (vroom.TimeWindow(int(instance.opens_s[place]), int(instance.closes_s[place])),) if instance.timed else ()
        where = homes + place
        problem.add_job(vroom.Job(place, where, default_service=service, delivery=load, priority=weight, time_windows=hours))
    answer = problem.solve(EXPLORATION, nb_threads=THREADS, timeout=dt.timedelta(seconds=seconds))
    steps = answer.routes
    routes: list[list[int]] = [[] for _ in instance.vehicles]
    for vehicle, kind, place in zip(steps["vehicle_id"], steps["type"], steps["id"], strict=True):
        if kind == "job":
            routes[int(vehicle)].append(int(place))
    return routes
