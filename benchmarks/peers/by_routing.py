"""OR-Tools routing as it comes: one model of all worker-days, cheapest insertion, guided local search; one core."""

from __future__ import annotations

import numpy as np

from benchmarks.instance import Instance


def solve(instance: Instance, seconds: float) -> list[list[int]]:
    """Households of each worker-day in order."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    homes, vehicles = len(instance.days), instance.vehicles
    manager = pywrapcp.RoutingIndexManager(instance.legs_s.shape[1], len(vehicles), vehicles, vehicles)
    model = pywrapcp.RoutingModel(manager)
    ways, clocks = [], []
    for table in instance.legs_s:
        times = table.copy()
        times[homes:] += instance.service_s[:, None]
        ways.append(model.RegisterTransitMatrix(table.tolist()))
        clocks.append(model.RegisterTransitMatrix(times.tolist()))
    mode = [int(instance.mode[worker]) for worker in vehicles]
    for vehicle, way in enumerate(mode):
        model.SetArcCostEvaluatorOfVehicle(ways[way], vehicle)
    spans = [int(instance.span_s[worker]) for worker in vehicles]
    wait = int(instance.span_s.max()) if instance.timed else 0
    model.AddDimensionWithVehicleTransitAndCapacity([clocks[way] for way in mode], wait, spans, True, "time")
    if instance.timed:
        clock = model.GetDimensionOrDie("time")
        for place, (first, last) in enumerate(zip(instance.opens_s.tolist(), instance.closes_s.tolist(), strict=True)):
            clock.CumulVar(manager.NodeToIndex(homes + place)).SetRange(first, last)
    if (instance.load_most >= 0).any():
        most = np.where(instance.load_most >= 0, instance.load_most, instance.load.sum())
        loads = model.RegisterUnaryTransitVector([0] * homes + instance.load.tolist())
        model.AddDimensionWithVehicleCapacity(loads, 0, most[vehicles].tolist(), True, "load")
    if not instance.mandatory:
        for place, weight in enumerate(instance.weight.tolist()):
            model.AddDisjunction([manager.NodeToIndex(homes + place)], instance.visit_price_s * int(weight))
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(int(seconds * 1000))
    answer = model.SolveWithParameters(parameters)
    routes: list[list[int]] = [[] for _ in vehicles]
    if answer is None:
        return routes
    for vehicle, stops in enumerate(routes):
        index = answer.Value(model.NextVar(model.Start(vehicle)))
        while not model.IsEnd(index):
            stops.append(manager.IndexToNode(index) - homes)
            index = answer.Value(model.NextVar(index))
    return routes
