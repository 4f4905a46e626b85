"""Where lines of a layer meet although they share no vertex."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.travel.roads.lines import Lines, without_repeats
from geo.travel.roads.measure import metres_between, plane

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: A line that ends so near to another was drawn up to it, metres.
TOUCH_M = 1.0
#: Metres of a degree of the plane at the equator, the most there are.
_DEGREE_M = 111_320.0


def joined(lines: Lines, *, crossings: bool) -> Lines:
    """The lines with vertices where an end of one touches another, and, if so told, where two cross.

    An end that lies within a metre of a line leads into it: so are side roads drawn. What crosses in the middle without a
    vertex of both is a bridge over the other, as OpenStreetMap draws bridges, unless ``crossings`` says that they meet.
    """
    first, second, line = lines.segments()
    if not len(first):
        return lines
    ends = np.stack([plane(lines.lon_lat[first]), plane(lines.lon_lat[second])], axis=1)
    tree = shapely.STRtree(np.asarray(shapely.linestrings(ends), dtype=object))
    segment, vertex = _touching(lines, tree, line)
    if crossings:
        at, number, lines = _crossing(lines, tree)
        segment, vertex = np.concatenate([segment, at]), np.concatenate([vertex, number])
    return _with_vertices(lines, segment, vertex)


def _touching(lines: Lines, tree: shapely.STRtree, line: Ints) -> tuple[Ints, Ints]:
    """Segments, and the ends of other lines that lie on them: positions of ``lon_lat``."""
    ends = np.unique(np.concatenate([lines.refs[lines.at[:-1]], lines.refs[lines.at[1:] - 1]]))
    points = shapely.points(plane(lines.lon_lat[ends]))
    reach = TOUCH_M / _DEGREE_M / np.cos(np.radians(np.clip(lines.lon_lat[ends, 1], -85, 85)))
    at, segment = tree.query(points, predicate="dwithin", distance=reach)
    size = len(lines.lon_lat)
    met = np.isin(line[segment] * size + ends[at], np.unique(lines.line_of * size + lines.refs))
    return segment[~met].astype(np.int64), ends[at[~met]]


def _crossing(lines: Lines, tree: shapely.STRtree) -> tuple[Ints, Ints, Lines]:
    """Segments that cross others, the new vertices where they do, and the lines that know these vertices."""
    first, second, line = lines.segments()
    one, other = tree.query(tree.geometries, predicate="crosses")
    pair = (one < other) & (line[one] != line[other])
    one, other = one[pair].astype(np.int64), other[pair].astype(np.int64)
    spots = shapely.intersection(tree.geometries[one], tree.geometries[other])
    point = shapely.get_type_id(spots) == 0
    one, other, spots = one[point], other[point], spots[point]
    share = shapely.line_locate_point(tree.geometries[one], spots, normalized=True)[:, None]
    a, b = lines.lon_lat[first[one]], lines.lon_lat[second[one]]
    number = len(lines.lon_lat) + np.arange(len(one))
    wider = Lines(lines.refs, lines.at, lines.kind, lines.kinds, np.vstack([lines.lon_lat, a + share * (b - a)]))
    return np.concatenate([one, other]), np.concatenate([number, number]), wider


def _with_vertices(lines: Lines, segment: Ints, vertex: Ints) -> Lines:
    """The lines with these vertices put into these segments, in the order in which they lie there."""
    if not len(segment):
        return lines
    first, _, line = lines.segments()
    owner = lines.line_of
    before = np.flatnonzero(owner[1:] == owner[:-1])[segment]  # the position in refs that they come after
    along = metres_between(lines.lon_lat[first[segment]], lines.lon_lat[vertex])
    order = np.lexsort((along, before))
    refs = np.insert(lines.refs, before[order] + 1, vertex[order])
    count = np.diff(lines.at) + np.bincount(line[segment], minlength=len(lines))
    at = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    return without_repeats(Lines(refs, at, lines.kind, lines.kinds, lines.lon_lat))
