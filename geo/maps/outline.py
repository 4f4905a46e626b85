"""The areas in which fieldworkers visit: outlines of their households, in one or several parts."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

#: Households nearer than this many times their usual spacing belong to one part of an area.
LINK_SPACINGS = 5.0
LINK_LEAST_M, LINK_MOST_M = 120.0, 1500.0
#: How closely the outline follows the points: 0 closely, 1 the convex hull.
HULL_RATIO = 0.4
#: Room between the outermost household and the outline, as a share of the link, and its bounds in metres.
ROOM_SHARE, ROOM_LEAST_M, ROOM_MOST_M = 0.22, 22.0, 160.0
EARTH_M = 111_195.0  #: metres in a degree of a great circle (mean radius 6,371,008.8 m)


def plane_m(lon_lat: NDArray[np.float64], origin: tuple[float, float]) -> NDArray[np.float64]:
    """Metres east and north of ``origin`` (longitude, latitude); good within some hundred kilometres, for drawing."""
    east = (lon_lat[:, 0] - origin[0]) * EARTH_M * np.cos(np.radians(origin[1]))
    return np.column_stack([east, (lon_lat[:, 1] - origin[1]) * EARTH_M])


def degrees(shape: shapely.Geometry, origin: tuple[float, float]) -> shapely.Geometry:
    """A shape of :func:`plane_m` back in longitude and latitude."""
    scale = np.array([EARTH_M * np.cos(np.radians(origin[1])), EARTH_M])
    return shapely.transform(shape, lambda xy: xy / scale + np.array(origin))


def middle(lon_lat: NDArray[np.float64]) -> tuple[float, float]:
    """The middle of the box around some points; (0, 0) for none."""
    if not len(lon_lat):
        return (0.0, 0.0)
    low, high = lon_lat.min(axis=0), lon_lat.max(axis=0)
    return (float((low[0] + high[0]) / 2), float((low[1] + high[1]) / 2))


def outlines(lon_lat: NDArray[np.float64], owners: Sequence[Hashable]) -> dict[Hashable, shapely.Geometry]:
    """The area of each owner's points.

    Parameters
    ----------
    lon_lat : array of shape (n, 2)
        Degrees, EPSG:4326, no blanks.
    owners : sequence of n
        To whom each point belongs.

    Returns
    -------
    dict of owner → Polygon or MultiPolygon
        In degrees. Far parts stay apart, so that an outline never covers country in which nobody is visited; parts of
        one or two households are left out where a larger one exists.
    """
    origin = middle(lon_lat)
    xy = plane_m(lon_lat, origin)
    groups: dict[Hashable, list[int]] = {}
    for index, owner in enumerate(owners):
        groups.setdefault(owner, []).append(index)
    return {owner: degrees(area(xy[rows]), origin) for owner, rows in groups.items()}


def area(xy_m: NDArray[np.float64]) -> shapely.Geometry:
    """The area of some points on a plane, metres: concave hulls of the groups in which they lie, with a little room."""
    link = _link_m(xy_m)
    parts = _groups(xy_m, link)
    largest = max(len(part) for part in parts)
    kept = [part for part in parts if len(part) >= min(3, largest)]
    room = float(np.clip(link * ROOM_SHARE, ROOM_LEAST_M, ROOM_MOST_M))
    hulls = [shapely.concave_hull(shapely.MultiPoint(xy_m[part]), ratio=HULL_RATIO) for part in kept]
    # Out, further out and back in: corners are rounded and narrow bays closed.
    wide = shapely.union_all(shapely.buffer(np.array(hulls, dtype=object), 2 * room, quad_segs=4))
    return shapely.simplify(shapely.buffer(wide, -room, quad_segs=4), room / 8)


def _link_m(xy_m: NDArray[np.float64]) -> float:
    if len(xy_m) < 2:
        return LINK_LEAST_M
    near, _ = cKDTree(xy_m).query(xy_m, k=min(4, len(xy_m)))
    return float(np.clip(LINK_SPACINGS * np.median(near[:, -1]), LINK_LEAST_M, LINK_MOST_M))


def _groups(xy_m: NDArray[np.float64], link_m: float) -> list[NDArray[np.int64]]:
    pairs = cKDTree(xy_m).query_pairs(link_m, output_type="ndarray")
    count = len(xy_m)
    graph = coo_matrix((np.ones(len(pairs), dtype=bool), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    parts, label = connected_components(graph, directed=False)
    return [np.nonzero(label == part)[0] for part in range(parts)]


def label_point(shape: shapely.Geometry) -> tuple[float, float]:
    """Where a name or number stands best: the middle of the widest part (longitude, latitude, or the shape's own units)."""
    parts = shapely.get_parts(shape)
    widest = parts[int(np.argmax(shapely.area(parts)))]
    west, south, east, north = shapely.bounds(widest)
    line = shapely.maximum_inscribed_circle(widest, tolerance=max(east - west, north - south, 1e-9) / 100)
    x, y = shapely.get_coordinates(line)[0]
    return (float(x), float(y))
