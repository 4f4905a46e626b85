"""Lines of barriers made ready: cut where they meet, simpler, and closed up where one was drawn almost up to another."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]
#: An end that lies so near to another barrier was drawn up to it, metres: nobody slips through between a stream and its river.
CLOSE_M = 5.0


def closed_up(lines: Shapes, simpler_m: float) -> Shapes:
    """The lines, simpler by at most so many metres; they meet where they met, and where an end lies within 5 m of another."""
    if not len(lines):
        return lines
    noded = shapely.line_merge(shapely.union_all(lines))
    parts = np.asarray(shapely.get_parts(noded), dtype=object)
    # Ends stay where they are, so what met at ends still meets.
    parts = np.asarray(shapely.simplify(parts, simpler_m, preserve_topology=True), dtype=object)
    ends = ends_of(parts)
    points = np.asarray(shapely.points(ends), dtype=object)
    owner = np.repeat(np.arange(len(parts)), 2)
    end, other = shapely.STRtree(parts).query(points, predicate="dwithin", distance=CLOSE_M)
    near = owner[end] != other
    joins = shapely.shortest_line(points[end[near]], parts[other[near]])
    # A fence that ends where it began, but for a step.
    first, last = ends[0::2], ends[1::2]
    step = np.hypot(*(first - last).T)
    rings = np.flatnonzero((step > 0) & (step <= CLOSE_M) & (shapely.length(parts) > 4 * CLOSE_M))
    rings_joins = shapely.linestrings(np.stack([first[rings], last[rings]], axis=1))
    joins = np.concatenate([joins, rings_joins])
    return np.concatenate([parts, np.asarray(joins[shapely.length(joins) > 0], dtype=object)])


def ends_of(lines: Shapes) -> NDArray[np.float64]:
    """(2n, 2) the first and the last vertex of each line."""
    first, last = shapely.get_point(lines, 0), shapely.get_point(lines, -1)
    return np.asarray(shapely.get_coordinates(np.stack([first, last], axis=1).reshape(-1)), dtype=np.float64)
