"""A network without some stretches of its roads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo.travel.roads.graph import RoadGraph
from geo.travel.roads.measure import metres_between

Floats = NDArray[np.float64]
#: Share of a piece below which a stretch that is left is nothing.
_NONE = 1e-9


def without(graph: RoadGraph, spans: Sequence[tuple[int, float, float]]) -> tuple[RoadGraph, NDArray[np.int64]]:
    """The network without these stretches, and the edge that each of its edges was.

    Parameters
    ----------
    graph : RoadGraph
        The network.
    spans : sequence of (vertex, from, to)
        A position in ``graph.points``, and the shares of the piece after it between which nobody travels.
    """
    by_edge: dict[int, list[tuple[float, float]]] = {}
    for vertex, start, stop in spans:
        by_edge.setdefault(int(graph.edge_of[vertex]), []).append((vertex + start, vertex + stop))
    if not by_edge:
        return graph, np.arange(len(graph.u))
    made = _Made(graph)
    for edge, taken in sorted(by_edge.items()):
        for start, stop in _left(int(graph.first[edge]), int(graph.last[edge]), taken):
            made.add(edge, start, stop)
    gone = np.array(sorted(by_edge), dtype=np.int64)
    kept = np.setdiff1d(np.arange(len(graph.u)), gone)
    return made.graph(gone), np.concatenate([kept, np.array(made.was, dtype=np.int64)])


def _left(first: int, last: int, taken: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The stretches of an edge that are left."""
    left, at = [], float(first)
    for start, stop in sorted(taken):
        if start - at > _NONE:
            left.append((at, start))
        at = max(at, stop)
    if last - at > _NONE:
        left.append((at, float(last)))
    return left


class _Made:
    """Edges made of stretches, with the junctions at which they break off."""

    def __init__(self, graph: RoadGraph) -> None:
        self._graph = graph
        self.was: list[int] = []
        self._ends: list[Floats] = []
        self._edges: list[tuple[int, int, int, Floats, Floats | None]] = []

    def add(self, edge: int, start: float, stop: float) -> None:
        """A stretch of an edge."""
        graph = self._graph
        first, last = int(graph.first[edge]), int(graph.last[edge])
        inner = np.arange(int(np.floor(start)) + 1, int(np.ceil(stop)))
        at = np.concatenate([[start], inner, [stop]])
        along = np.arange(first, last + 1)
        points = np.column_stack([np.interp(at, along, graph.points[first : last + 1, side]) for side in (0, 1)])
        heights = None if graph.height_m is None else np.interp(at, along, graph.height_m[first : last + 1])
        u = int(graph.u[edge]) if start == first else self._end(points[0])
        v = int(graph.v[edge]) if stop == last else self._end(points[-1])
        self.was.append(edge)
        self._edges.append((u, v, int(graph.kind[edge]), points, heights))

    def _end(self, lon_lat: Floats) -> int:
        self._ends.append(lon_lat)
        return len(self._graph.lon_lat) + len(self._ends) - 1

    def graph(self, gone: NDArray[np.int64]) -> RoadGraph:
        """The network with these instead of the edges that are ``gone``."""
        graph = self._graph
        keep = np.ones(len(graph.u), dtype=bool)
        keep[gone] = False
        vertex = keep[graph.edge_of]
        points = np.concatenate([graph.points[vertex], *(edge[3] for edge in self._edges)])
        size = np.concatenate([np.diff(graph.at)[keep], [len(edge[3]) for edge in self._edges]]).astype(np.int64)
        at = np.concatenate([[0], np.cumsum(size)]).astype(np.int64)
        along = [_along(edge[3]) for edge in self._edges]
        heights = None
        if graph.height_m is not None:
            heights = np.concatenate([graph.height_m[vertex], *(edge[4] for edge in self._edges if edge[4] is not None)])
        u, v, kind = (
            np.concatenate([old[keep], [edge[place] for edge in self._edges]]).astype(np.int64)
            for place, old in enumerate((graph.u, graph.v, graph.kind))
        )
        junctions = np.concatenate([graph.lon_lat, np.array(self._ends, dtype=float).reshape(-1, 2)])
        return RoadGraph(junctions, u, v, kind, graph.kinds, at, points, np.concatenate([graph.along_m[vertex], *along]), heights)


def _along(points: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(metres_between(points[:-1], points[1:]))])
