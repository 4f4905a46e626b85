"""Each household's ward, derived from its point a second time."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod

#: Metres within which the tolerance itself is not argued about: two ways of measuring differ by less.
_AGREED_M = 1.0


def derive_wards(
    place: NDArray[np.float64], stated: NDArray[np.object_], wards: gpd.GeoDataFrame, tolerance_m: float
) -> NDArray[np.object_]:
    """The ward of each household.

    Parameters
    ----------
    place : (n, 2) array
        Longitude and latitude, degrees; NaN where unknown.
    stated : (n,) array of str
        The ward that the list states, "" for none.
    wards : GeoDataFrame
        ``ward_id`` and areas.
    tolerance_m : float
        Metres.

    Returns
    -------
    (n,) array of str
        A stated ward stands while the point lies within ``tolerance_m`` of it, or has no place; else the ward in which
        the point lies, on an edge the lowest code, "" outside every ward.
    """
    shapes = wards.to_crs("EPSG:4326").geometry if wards.crs is not None else wards.geometry
    areas = dict(zip(wards["ward_id"].astype(str), np.asarray(shapes.array), strict=True))
    unplaced = np.asarray(np.isnan(place).any(axis=1), dtype=bool)
    points = np.asarray(shapely.points(place), dtype=object).reshape(len(place))
    points[unplaced] = None
    tree = shapely.STRtree(points.tolist())
    result = np.full(len(place), "", dtype=object)
    for name in sorted(areas, reverse=True):  # the lowest code is written last and wins on an edge
        result[tree.query(areas[name], predicate="intersects")] = name
    result[unplaced] = stated[unplaced]
    for name in set(stated.tolist()) & set(areas):
        doubtful = ((stated == name) & (result != name) & ~unplaced).nonzero()[0]
        near = _metres(points[doubtful], areas[name]) <= tolerance_m + _AGREED_M
        result[doubtful[near]] = name
    return result


def _metres(points: NDArray[np.object_], area: shapely.Geometry) -> NDArray[np.float64]:
    """Metres from points to an area: the nearest point is looked for in a plane that is true to scale at the area."""
    if not len(points):
        return np.zeros(0)
    shrink = np.cos(np.radians(shapely.get_y(shapely.centroid(area))))
    scale = np.array([shrink, 1.0])
    plane = shapely.transform(area, lambda xy: xy * scale)
    lines = shapely.shortest_line(shapely.transform(points, lambda xy: xy * scale), plane)
    ends = shapely.get_coordinates(lines).reshape(-1, 4) / np.tile(scale, 2)
    return np.asarray(Geod(ellps="WGS84").inv(*ends.T)[2], dtype=float)
