"""Where places join the road: the nearest point on an edge, and the walk to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.travel.roads.graph import RoadGraph
from geo.travel.roads.measure import metres_between, plane

if TYPE_CHECKING:
    from geo.travel.roads.wall import Wall

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Share of a piece between two vertices below which a point is the vertex; degrees (0.1 mm) below which places are the same.
_SAME = 1e-9
#: Roads that are tried at once where a barrier lies before the nearest; metres of a degree of the plane, the most there are.
_TRIED, _DEGREE_M, _POLE = 64, 110_500.0, 85.0


@dataclass(frozen=True, eq=False)
class Spots:
    """Points on edges, one a place.

    Attributes
    ----------
    edge : (n,) int array
        -1 where the place joins no road: it has no position, or lies too far off.
    vertex : (n,) int array
        The vertex of the edge before the point, a position in ``RoadGraph.points``; 0 for no edge.
    share : (n,) float array
        How far the point lies from that vertex to the next, 0 to 1.
    off_m : (n,) float array
        Metres from the place to the point in a straight line; NaN for no edge.
    """

    edge: Ints
    vertex: Ints
    share: Floats
    off_m: Floats

    def __len__(self) -> int:
        return len(self.edge)

    def take(self, rows: Ints) -> Spots:
        """The spots at these positions."""
        return Spots(self.edge[rows], self.vertex[rows], self.share[rows], self.off_m[rows])

    def value(self, run: Floats) -> Floats:
        """(n,) what runs along the edges (:class:`~geo.travel.roads.minutes.Timed`) at each spot; of no meaning for no edge."""
        after = np.minimum(self.vertex + 1, len(run) - 1)
        return run[self.vertex] + self.share * (run[after] - run[self.vertex])


class Nearest:
    """Finds the nearest point of the roads that a mode may use.

    Parameters
    ----------
    graph : RoadGraph
    open_ : (e,) bool array
        Edges that count.
    rank : (e,) float array
        Of edges at the same place that of the lowest rank is taken.
    wall : Wall or None
        What nobody walks through on the way to the road: the nearest road beside it is taken.
    """

    def __init__(self, graph: RoadGraph, open_: NDArray[np.bool_], rank: Floats, wall: Wall | None = None) -> None:
        self._graph = graph
        self._wall = wall
        self._edges = np.flatnonzero(open_)
        self._rank = rank[self._edges]
        self._plane = plane(graph.points)
        inside = open_[graph.edge_of]
        owner = np.cumsum(open_)[graph.edge_of[inside]] - 1
        shapes: NDArray[np.object_] = np.zeros(0, dtype=object)
        if inside.any():
            shapes = np.asarray(shapely.linestrings(self._plane[inside], indices=owner), dtype=object)
        self._tree = shapely.STRtree(shapes)
        step = np.zeros(len(self._plane))
        step[1:] = np.hypot(*np.diff(self._plane, axis=0).T) if len(step) > 1 else 0.0
        step[graph.first] = 0.0
        self._run = np.cumsum(step)

    def spots(self, lon_lat: Floats, most_m: float) -> Spots:
        """The spot of each place; none where it is farther than ``most_m`` in a straight line."""
        edge = np.full(len(lon_lat), -1, dtype=np.int64)
        vertex, share = np.zeros(len(lon_lat), dtype=np.int64), np.zeros(len(lon_lat))
        off = np.full(len(lon_lat), np.nan)
        known = np.flatnonzero(np.isfinite(lon_lat).all(axis=1))
        if not len(known) or not len(self._edges):
            return Spots(edge, vertex, share, off)
        here = plane(lon_lat[known])
        points = np.asarray(shapely.points(here), dtype=object)
        (at, _), apart = self._tree.query_nearest(points, all_matches=False, return_distance=True)
        points, known = points[at], known[at]
        at, found = self._tree.query(points, predicate="dwithin", distance=apart + _SAME)
        # Where roads are drawn over each other, the best of them: which one a file names first must make no difference.
        order = np.lexsort((found, self._rank[found], at))
        first = np.diff(at[order], prepend=-1) != 0
        at, found = at[order[first]], found[order[first]]
        rows, chosen = known[at], self._edges[found]
        vertex[rows], share[rows], spot = self._along(self._tree.geometries[found], points[at], chosen)
        off[rows] = metres_between(lon_lat[rows], spot)
        if self._wall is not None:
            for row in np.flatnonzero(~self._wall.walks(lon_lat[rows], spot)).tolist():
                place = rows[row]
                chosen[row], vertex[place], share[place], off[place] = self._beside(lon_lat[place], points[at[row]], most_m)
        near = rows[off[rows] <= most_m]
        edge[near] = chosen[off[rows] <= most_m]
        lost = edge < 0
        vertex[lost], share[lost], off[lost] = 0, 0.0, np.nan
        return Spots(edge, vertex, share, off)

    def _beside(self, place: Floats, point: shapely.Geometry, most_m: float) -> tuple[int, int, float, float]:
        """Edge, vertex, share and metres of the nearest spot to which somebody walks from a place; infinitely far for none."""
        assert self._wall is not None
        reach = most_m / _DEGREE_M / max(float(np.cos(np.radians(min(abs(place[1]), _POLE)))), 1e-3)
        found = self._tree.query(point, predicate="dwithin", distance=reach)
        found = found[np.argsort(shapely.distance(self._tree.geometries[found], point), kind="stable")]
        for first in range(0, len(found), _TRIED):
            some = found[first : first + _TRIED]
            here = np.repeat(place[None], len(some), axis=0)
            vertex, share, spot = self._along(self._tree.geometries[some], np.full(len(some), point), self._edges[some])
            walks = np.flatnonzero(self._wall.walks(here, spot))
            if len(walks):
                at = int(walks[0])
                metres = float(metres_between(place[None], spot[at][None])[0])
                return int(self._edges[some[at]]), int(vertex[at]), float(share[at]), metres
        return -1, 0, 0.0, np.inf

    def _along(self, shapes: NDArray[np.object_], points: NDArray[np.object_], edge: Ints) -> tuple[Ints, Floats, Floats]:
        """Vertex, share and position of the point of each shape that is nearest to the place beside it."""
        first, last = self._graph.first[edge], self._graph.last[edge]
        gone = self._run[first] + shapely.line_locate_point(shapes, points)
        vertex = np.searchsorted(self._run, gone, side="right") - 1
        vertex = np.clip(vertex, first, last - 1)
        length = self._run[vertex + 1] - self._run[vertex]
        share = np.divide(gone - self._run[vertex], length, out=np.zeros(len(gone)), where=length > 0)
        share = np.where(share < _SAME, 0.0, np.where(share > 1 - _SAME, 1.0, share))
        spot = self._graph.points[vertex]
        return vertex, share, spot + share[:, None] * (self._graph.points[vertex + 1] - spot)
