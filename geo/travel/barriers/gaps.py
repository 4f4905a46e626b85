"""The gaps that open crossings make in barriers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]
#: A crossing is taken to cross the barriers so near to it, metres: as exact as a telephone says where it is.
REACH_M = 30.0
#: Half of the width of a gap, metres.
GAP_M = 5.0
#: Directions in which the shortest way over an area is looked for, and the longest such way, metres.
_DIRECTIONS, _LONGEST_M = 36, 5_000.0


def gaps(crossings: Shapes, areas: Shapes, lines: Shapes, moved_m: float) -> Shapes:
    """An area for every gap, in the plane.

    Parameters
    ----------
    crossings, areas, lines : arrays of shapes
        In metres.
    moved_m : float
        By how much the barriers may lie beside where they were drawn.
    """
    parts = shapely.get_parts(shapely.get_parts(crossings))
    parts = parts[~shapely.is_empty(parts)] if len(parts) else parts
    cuts = [*_over_lines(parts, lines, REACH_M + moved_m), *_over_areas(parts, areas, REACH_M + moved_m)]
    return np.array(cuts, dtype=object) if cuts else np.zeros(0, dtype=object)


def near_any(points: Shapes, barriers: Shapes, reach_m: float) -> NDArray[np.bool_]:
    """(n,) which of them lie within reach of a barrier."""
    met = np.zeros(len(points), dtype=bool)
    if len(points) and len(barriers):
        met[shapely.STRtree(barriers).query(points, predicate="dwithin", distance=reach_m)[0]] = True
    return met


def _over_lines(crossings: Shapes, lines: Shapes, reach_m: float) -> Iterator[shapely.Geometry]:
    if not len(crossings) or not len(lines):
        return
    crossing, line = shapely.STRtree(lines).query(crossings, predicate="dwithin", distance=reach_m)
    meets = shapely.intersects(crossings[crossing], lines[line])
    for at in np.unique(crossing[meets]).tolist():
        yield shapely.buffer(crossings[at], GAP_M)
    nearest = shapely.get_point(shapely.shortest_line(lines[line[~meets]], crossings[crossing[~meets]]), 0)
    yield from shapely.buffer(nearest, GAP_M)


def _over_areas(crossings: Shapes, areas: Shapes, reach_m: float) -> Iterator[shapely.Geometry]:
    if not len(crossings) or not len(areas):
        return
    crossing, area = shapely.STRtree(areas).query(crossings, predicate="dwithin", distance=reach_m)
    for shape, wide in zip(crossings[crossing], areas[area], strict=True):
        if shape.geom_type == "Point":
            way = _shortest_over(shape, wide, reach_m)
            if way is not None:
                yield shapely.buffer(way, GAP_M)
            continue
        yield shapely.buffer(shape, GAP_M)
        if shape.geom_type == "LineString":
            # A bridge that was drawn too short leads on to the bank.
            for end in (shapely.get_point(shape, 0), shapely.get_point(shape, -1)):
                if shapely.intersects(wide, end):
                    yield shapely.buffer(shapely.shortest_line(end, shapely.boundary(wide)), GAP_M)


def _shortest_over(point: shapely.Geometry, area: shapely.Geometry, reach_m: float) -> shapely.Geometry | None:
    """The shortest way over the area by a point in it or beside it; None where there is none."""
    if not shapely.intersects(area, point):
        point = shapely.get_point(shapely.shortest_line(area, point), 0)
    x, y = shapely.get_x(point), shapely.get_y(point)
    angles = np.arange(_DIRECTIONS) * np.pi / _DIRECTIONS
    step = _LONGEST_M * np.column_stack([np.cos(angles), np.sin(angles)])
    rays = shapely.linestrings(np.stack([np.array([x, y]) - step, np.array([x, y]) + step], axis=1))
    parts = shapely.get_parts(shapely.intersection(rays, area))
    # From a point on the bank a ray along it only touches: what is crossed has some length.
    by = shapely.dwithin(parts, point, 1e-6) & (shapely.length(parts) > GAP_M / 10)
    parts = parts[by]
    if not len(parts):
        return None
    best = parts[int(np.argmin(shapely.length(parts)))]
    # Over the edge on both sides, so that the gap is open.
    ends = shapely.get_coordinates(best)[[0, -1]]
    along = (ends[1] - ends[0]) / max(float(np.hypot(*(ends[1] - ends[0]))), 1e-9)
    return shapely.LineString(np.array([ends[0] - along * GAP_M, ends[1] + along * GAP_M]))
