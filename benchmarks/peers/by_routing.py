"""OR-Tools routing as it comes: one model of all worker-days, cheapest insertion, guided local search; one core."""

from __future__ import annotations

from benchmarks.instance import Instance


def solve(instance: Instance, seconds: float) -> list[list[int]]:
    """Households of each worker-day in order."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    homes, vehicles = len(instance.days), instance.vehicles
    manager = pywrapcp.RoutingIndexManager(len(instance.legs_s), len(vehicles), vehicles, vehicles)
    model = pywrapcp.RoutingModel(manager)
    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitMatrix(instance.legs_s.tolist()))
    times = instance.legs_s.copy()
    times[homes:] += instance.service_s[:, None]
    clock = model.RegisterTransitMatrix(times.tolist())
    spans = [int(instance.span_s[worker]) for worker in vehicles]
    model.AddDimensionWithVehicleTransitAndCapacity([clock] * len(vehicles), 0, spans, True, "time")
    # A visit is worth more than any day's travel, so that none is left out to save some.
    price = int(instance.span_s.max())
    for place, weight in enumerate(instance.weight.tolist()):
        model.AddDisjunction([manager.NodeToIndex(homes + place)], price * int(weight))
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
