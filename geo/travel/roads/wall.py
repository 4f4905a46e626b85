"""What barriers mean for roads: where a road is cut, and what nobody on foot walks through."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.travel.barriers.gaps import REACH_M, near_any
from geo.travel.barriers.ground import Ground
from geo.travel.barriers.layer import Barriers
from geo.travel.barriers.season import Season
from geo.travel.roads.graph import RoadGraph

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Shapes = NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Wall:
    """Barriers in a season.

    Attributes
    ----------
    ground : Ground
        What is solid, and the gaps at open crossings.
    open_, shut : arrays of shapes
        Crossings that are open in the season, and those that are closed, metres in the ground's plane.
    """

    ground: Ground
    open_: Shapes
    shut: Shapes

    @classmethod
    def of(cls, barriers: Barriers, season: Season) -> Wall:
        """The barriers in a season."""
        open_ = barriers.open_in(season.months)
        ground = Ground.of(barriers, open_)
        return cls(ground, ground.plane.shapes(barriers.crossings[open_]), ground.plane.shapes(barriers.crossings[~open_]))

    def cut(self, graph: RoadGraph) -> tuple[RoadGraph, NDArray[np.int64]]:
        """The network without the stretches in which a road meets a barrier at no crossing, and what each edge was before."""
        from geo.travel.roads.cut import without

        first, second = _pieces(graph)
        ends = np.stack([self.ground.plane.metres(graph.points[rows]) for rows in (first, second)], axis=1)
        lines = np.asarray(shapely.linestrings(ends), dtype=object).reshape(len(first))
        met = np.flatnonzero(shapely.intersects(self.ground.solid, lines)) if len(lines) else first
        if not len(met):
            return graph, np.arange(len(graph.u))
        inside = np.asarray(shapely.intersection(self.ground.solid, lines[met]), dtype=object)
        parts, owner = shapely.get_parts(inside, return_index=True)
        barred = ~near_any(parts, self._ways_over(graph, first, lines), REACH_M)
        parts, owner = parts[barred], met[owner[barred]]
        spans = [
            (int(piece), *sorted(shapely.line_locate_point(lines[piece], _ends(part), normalized=True).tolist()))
            for piece, part in zip(owner, parts, strict=True)
        ]
        return without(graph, [(int(first[piece]), a, b) for piece, a, b in spans])

    def walks(self, a: Floats, b: Floats) -> Bools:
        """(n,) whether somebody walks straight from each place of ``a`` to the one of ``b``; in a barrier from its edge."""
        (here, _), (there, _) = (self.ground.beside(self.ground.plane.metres(ends)) for ends in (a, b))
        return self.ground.sees(here, there)

    def _ways_over(self, graph: RoadGraph, first: NDArray[np.int64], lines: Shapes) -> Shapes:
        """Open crossings, and the roads that say themselves that they are bridges, tunnels or fords."""
        over = np.array([kind.over for kind in graph.kinds] or [""], dtype=object)
        said = over[graph.kind[graph.edge_of[first]]] if len(first) else over[:0]
        fords = lines[said == "ford"]
        fords = fords[~near_any(fords, self.shut, REACH_M)] if len(fords) else fords
        return np.concatenate([self.open_, lines[said == "bridge"], fords])


def _ends(part: shapely.Geometry) -> Shapes:
    xy = shapely.get_coordinates(part)
    return np.asarray(shapely.points(xy[[0, -1]]), dtype=object)


def _pieces(graph: RoadGraph) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The vertices before and after each piece of the edges."""
    inside = np.ones(len(graph.points), dtype=bool)
    inside[graph.last] = False
    first = np.flatnonzero(inside)
    return first, first + 1
