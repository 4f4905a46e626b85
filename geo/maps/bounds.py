"""What a map shows when it opens: the loaded wards, without islands at the end of the world."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.maps.numbers import placed

#: Parts farther from the rest than this share of the layer's size (square root of its area) are exclaves.
FAR_SHARE = 0.5
#: An exclave with more than this share of the whole area still counts.
LARGE_SHARE = 0.05
WORLD = [-170.0, -60.0, 170.0, 75.0]


def bounds_of(wards: gpd.GeoDataFrame | None, otherwise: NDArray[np.float64]) -> list[float]:
    """West, south, east, north (degrees) of the loaded wards; without wards, of some places; else of the world.

    A far and small exclave (the Prince Edward Islands at 46° S are part of a ward of Cape Town) is left out, so that it
    does not make everybody's map small. It is still drawn.

    Parameters
    ----------
    wards : GeoDataFrame or None
        Areas.
    otherwise : array of shape (n, 2)
        Longitude and latitude, blanks allowed.
    """
    if wards is not None:
        shapes = np.asarray(wards.geometry, dtype=object)
        parts = shapely.get_parts(shapes[~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)])
        if len(parts):
            return [round(float(value), 6) for value in shapely.total_bounds(_together(parts))]
    good = otherwise[placed(otherwise)] if len(otherwise) else otherwise
    if not len(good):
        return list(WORLD)
    low, high = good.min(axis=0), good.max(axis=0)
    room = np.maximum((high - low) * 0.02, 0.002)
    return [round(float(value), 6) for value in (*(low - room), *(high + room))]


def _together(parts: NDArray[np.object_]) -> NDArray[np.object_]:
    areas = shapely.area(parts)
    boxes = shapely.box(*shapely.bounds(parts).T)
    groups = shapely.get_parts(shapely.union_all(shapely.buffer(boxes, FAR_SHARE / 2 * np.sqrt(areas.sum()), cap_style="square")))
    part, group = shapely.STRtree(groups).query(shapely.point_on_surface(boxes), predicate="intersects")
    size = np.bincount(group, weights=areas[part], minlength=len(groups))
    kept = (size >= LARGE_SHARE * size.sum()) | (size == size.max())
    return np.asarray(parts[part[kept[group]]])
