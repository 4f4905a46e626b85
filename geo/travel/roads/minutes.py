"""A road network in minutes, for one mode: along every edge, and as a matrix for the search of ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from geo.travel.roads.graph import RoadGraph
from geo.travel.roads.slope import pace_factor
from geo.travel.roads.speeds import road_kmh

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Timed:
    """Edges with the cost of each direction: minutes, or metres.

    Attributes
    ----------
    graph : RoadGraph
    ahead, back : (p,) float arrays
        Cost from the edge's start to each vertex, and from the vertex back to the start.
    may_ahead, may_back : (e,) bool arrays
        Whether the direction is open.
    """

    graph: RoadGraph
    ahead: Floats
    back: Floats
    may_ahead: Bools
    may_back: Bools

    @property
    def open(self) -> Bools:
        """(e,) whether some direction is."""
        return self.may_ahead | self.may_back

    @property
    def rank(self) -> Floats:
        """(e,) the better an edge is to be on, the lower: open in both directions, then fast."""
        last, metres = self.graph.last, np.maximum(self.graph.metres, 1e-9)
        pace = np.minimum(self.ahead[last], self.back[last]) / metres
        return np.where(self.may_ahead & self.may_back, pace, pace + 1e6)

    def reversed(self) -> Timed:
        """The same with every way walked backwards: what it costs to come, where this says what it costs to go."""
        return Timed(self.graph, self.back, self.ahead, self.may_back, self.may_ahead)

    @cached_property
    def matrix(self) -> csr_array:
        """(n, n) costs from junction to junction; of parallel edges the cheapest."""
        graph, last = self.graph, self.graph.last
        ahead, back = self.may_ahead, self.may_back
        row = np.concatenate([graph.u[ahead], graph.v[back]])
        column = np.concatenate([graph.v[ahead], graph.u[back]])
        cost = np.concatenate([self.ahead[last][ahead], self.back[last][back]])
        order = np.lexsort((cost, column, row))
        row, column, cost = row[order], column[order], cost[order]
        keep = np.ones(len(row), dtype=bool)
        keep[1:] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
        size = len(graph.lon_lat)
        indptr = np.concatenate([[0], np.cumsum(np.bincount(row[keep], minlength=size))])
        return csr_array((cost[keep], column[keep].astype(np.int32), indptr.astype(np.int32)), shape=(size, size))


def timed(graph: RoadGraph, mode: str, usual_kmh: float) -> Timed:
    """The network in minutes for a mode.

    Parameters
    ----------
    graph : RoadGraph
        Where it knows heights, people on foot are slowed by slopes, and the two directions differ.
    mode : str
        walk, bicycle, car.
    usual_kmh : float
        The mode's usual speed.
    """
    kmh = np.array([road_kmh(mode, kind.road, kind.surface, usual_kmh) for kind in graph.kinds], dtype=float)
    pace = 60 / 1000 / kmh  # minutes a metre
    step_m = np.diff(graph.along_m, prepend=0.0)
    step_m[graph.first] = 0.0
    flat = step_m * pace[graph.kind[graph.edge_of]] if len(graph.kind) else step_m
    ahead, back = flat, flat
    if mode == "walk" and graph.height_m is not None:
        rise = np.diff(graph.height_m, prepend=0.0)
        ahead, back = flat * pace_factor(rise, step_m), flat * pace_factor(-rise, step_m)
    return _of(graph, mode, ahead, back)


def in_metres(graph: RoadGraph) -> Timed:
    """The network in metres, over roads on which people may walk."""
    step_m = np.diff(graph.along_m, prepend=0.0)
    step_m[graph.first] = 0.0
    return _of(graph, "walk", step_m, step_m)


def _of(graph: RoadGraph, mode: str, ahead: Floats, back: Floats) -> Timed:
    may, way = graph.may(mode), graph.way(mode)
    run: Callable[[Floats], Floats] = lambda steps: _run(steps, graph)  # noqa: E731 - the same twice
    return Timed(graph, run(ahead), run(back), may & (way >= 0), may & (way <= 0))


def _run(steps: Floats, graph: RoadGraph) -> Floats:
    """Sums along each edge, from 0 at its start; each edge by itself, so that a sum does not depend on other edges' rounding."""
    total = np.cumsum(steps)
    result = total - np.repeat(total[graph.first], np.diff(graph.at))
    return np.maximum(result, 0.0)
