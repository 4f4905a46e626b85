"""The routing model of a group in OR-Tools; a vehicle is a worker's day.

Runs in a child process only (:mod:`allocation.child`): the native solver aborts its process on a bad shape. Everything it
is handed is whole numbers in tables; there are no Python callbacks, which it would silently misread.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2
from ortools.util import optional_boolean_pb2

from allocation.group import NO_WAY, Group, Ints, Routed, Routes

#: Whole numbers below which sums stay exact, also where the solver passes through floating point.
EXACT = 2**53
#: Seconds that a first insertion may take beyond the budget.
INSERTION_S = 5.0
#: Moves that took most of the time in trials and found little that the others do not.
_SLOW_OPERATORS = (
    "use_lin_kernighan",
    "use_global_cheapest_insertion_path_lns",
    "use_local_cheapest_insertion_path_lns",
    "use_relocate_path_global_cheapest_insertion_insert_unperformed",
    "use_shortest_path_swap_active",
    "use_swap_active_chain",
    "use_shortest_path_two_opt",
    "use_relocate_expensive_chain",
    "use_global_cheapest_insertion_visit_types_lns",
    "use_local_cheapest_insertion_visit_types_lns",
)
_FAILED = (0, 3, 4, 5, 6)  # not solved, nothing found, nothing in time, invalid, infeasible


@dataclass
class RoutingModel:
    """Searches downhill from given routes of the group, or fills empty ones by insertion."""

    group: Group

    def __post_init__(self) -> None:
        group = self.group
        self.homes = len(group.workers)
        self.vehicles = [worker for worker in range(self.homes) for _ in range(int(group.days[worker]))]
        self.manager = pywrapcp.RoutingIndexManager(
            self.homes + len(group.households), len(self.vehicles), self.vehicles, self.vehicles
        )
        self.model = pywrapcp.RoutingModel(self.manager)
        dearest = self._set_costs()
        self._set_times()
        if group.limited:
            self._set_loads()
        self._set_choices(dearest)

    def solve(self, routes: Routes, seconds: float, steps: int) -> Routed | None:
        """Search downhill from these routes, or insert into empty ones; None where no plan was found. Once a model."""
        parameters = _parameters(seconds, steps)
        self.model.CloseModelWithParameters(parameters)
        answer: Any = None
        if any(stops for days in routes for stops in days):
            start = self.model.ReadAssignmentFromRoutes(self._indices(routes), True)
            if start is not None:
                answer = self.model.SolveFromAssignmentWithParameters(start, parameters)
        else:
            # Cut off in the middle, the insertion leaves most days empty: it may finish whatever the budget is.
            if math.isfinite(seconds):
                parameters.time_limit.FromMilliseconds(int(max(seconds, INSERTION_S) * 1000))
                parameters.solution_limit = 1
            answer = self.model.SolveWithParameters(parameters)
        # The status comes first: values read without a solution are garbage.
        if answer is None or self.model.status() in _FAILED:
            return None
        taken = max(0, int(self.model.solver().Solutions()) - 1)
        return Routed(self._routes(answer), min(taken, steps) if steps >= 0 else taken, False)

    def _set_costs(self) -> int:
        """Legs cost their seconds, and those to a household also its wishes; returns the dearest leg."""
        group, tables, dearest = self.group, {}, 0
        price = group.price_s
        for worker in range(self.homes):
            mode = int(group.mode[worker])
            key = (mode, worker) if price[worker].any() else (mode, -1)
            if key not in tables:
                cost = np.maximum(group.travel_s[mode], 0)
                cost[:, self.homes :] += price[worker]
                dearest = max(dearest, int(cost.max(initial=0)))
                tables[key] = self.model.RegisterTransitMatrix(_rows(cost))
            for vehicle in (v for v, owner in enumerate(self.vehicles) if owner == worker):
                self.model.SetArcCostEvaluatorOfVehicle(tables[key], vehicle)
        return dearest

    def _set_times(self) -> None:
        group = self.group
        service = np.concatenate([np.zeros(self.homes, dtype=np.int64), group.service_s])
        latest = int(group.end_s.max())
        # A leg that does not exist takes longer than any day: the capacity below keeps it out of every route.
        tables = [
            self.model.RegisterTransitMatrix(_rows(np.where(legs == NO_WAY, latest + 1, legs + service[:, None])))
            for legs in group.travel_s
        ]
        transits = [tables[int(group.mode[worker])] for worker in self.vehicles]
        if not group.timed:
            # Without hours at home nobody waits, so the clock may start at 0 and slack is left out: this is much faster.
            span = np.minimum(group.span_s, group.end_s - group.start_s)
            limits = [int(span[worker]) for worker in self.vehicles]
            self.model.AddDimensionWithVehicleTransitAndCapacity(transits, 0, limits, True, "time")
            return
        limits = [int(group.end_s[worker]) for worker in self.vehicles]
        self.model.AddDimensionWithVehicleTransitAndCapacity(transits, latest, limits, False, "time")
        clock = self.model.GetDimensionOrDie("time")
        for vehicle, worker in enumerate(self.vehicles):
            clock.CumulVar(self.model.Start(vehicle)).SetMin(int(group.start_s[worker]))
            if group.span_s[worker] < group.end_s[worker] - group.start_s[worker]:
                clock.SetSpanUpperBoundForVehicle(int(group.span_s[worker]), vehicle)
        for stop, spans in enumerate(group.windows):
            if spans:
                _set_windows(clock.CumulVar(self._index(stop)), spans)

    def _set_loads(self) -> None:
        group = self.group
        demand = [0] * self.homes + [int(units) for units in group.load]
        unlimited = int(group.load.sum())
        most = [unlimited if group.load_most[worker] < 0 else int(group.load_most[worker]) for worker in self.vehicles]
        evaluator = self.model.RegisterUnaryTransitVector(demand)
        self.model.AddDimensionWithVehicleCapacity(evaluator, 0, most, True, "load")

    def _set_choices(self, dearest: int) -> None:
        """Every household may be left out, at a price above all that travel and wishes could cost together."""
        group = self.group
        price = dearest * (len(group.households) + len(self.vehicles)) + 1
        if price * int(group.weight.sum()) >= EXACT:
            raise OverflowError("the legs of this group are too long for exact sums")
        for stop in range(len(group.households)):
            index = self._index(stop)
            self.model.AddDisjunction([index], price * int(group.weight[stop]))
            if not group.may[:, stop].all():
                allowed = [vehicle for vehicle, worker in enumerate(self.vehicles) if group.may[worker, stop]]
                self.model.VehicleVar(index).SetValues([-1, *allowed])

    def _index(self, stop: int) -> int:
        return int(self.manager.NodeToIndex(self.homes + stop))

    def _indices(self, routes: Routes) -> list[list[int]]:
        return [[self._index(stop) for stop in stops] for days in routes for stops in days]

    def _routes(self, answer: Any) -> Routes:
        found: list[list[tuple[int, ...]]] = [[] for _ in range(self.homes)]
        for vehicle, worker in enumerate(self.vehicles):
            stops = []
            index = answer.Value(self.model.NextVar(self.model.Start(vehicle)))
            while not self.model.IsEnd(index):
                stops.append(self.manager.IndexToNode(index) - self.homes)
                index = answer.Value(self.model.NextVar(index))
            found[worker].append(tuple(stops))
        return tuple(tuple(days) for days in found)


def _set_windows(arrival: Any, spans: tuple[tuple[int, int], ...]) -> None:
    arrival.SetRange(spans[0][0], max(last for _, last in spans))
    closed_from = spans[0][1] + 1
    for first, last in spans[1:]:
        if first > closed_from:
            arrival.RemoveInterval(closed_from, first - 1)
        closed_from = max(closed_from, last + 1)


def _parameters(seconds: float, steps: int) -> Any:
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.LOCAL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GREEDY_DESCENT
    for operator in _SLOW_OPERATORS:
        setattr(parameters.local_search_operators, operator, optional_boolean_pb2.BOOL_FALSE)
    if steps >= 0:
        parameters.solution_limit = steps + 1
    if math.isfinite(seconds):
        parameters.time_limit.FromMilliseconds(max(1, int(seconds * 1000)))
    return parameters


def _rows(table: Ints) -> list[list[int]]:
    """Plain lists of a square table of whole numbers that the solver can add up exactly."""
    if table.ndim != 2 or table.shape[0] != table.shape[1] or table.dtype.kind != "i":
        raise ValueError("a table of legs must be square and hold whole numbers")
    if len(table) and (table.min() < 0 or table.max() >= EXACT):
        raise OverflowError("a leg is too long for exact sums")
    rows: list[list[int]] = table.tolist()
    return rows
