"""Wards made lighter for display, neighbours still sharing their borders. Never used for deciding where a point lies."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

#: A border may move by this share of the map's width: less than a pixel of a wide screen.
SHARE = 1 / 4000
#: Below this many corners a layer is drawn as it is.
ENOUGH_CORNERS = 20_000


def simple_wards(wards: gpd.GeoDataFrame, share: float = SHARE) -> NDArray[Any]:
    """Shapes of the wards with few enough corners to draw quickly; the same length and order.

    Parameters
    ----------
    wards : GeoDataFrame
        Areas in degrees; they should meet without overlap, else the ones that do not are drawn as they are.
    share : float
        Share of the layer's width by which a border may move (tolerance of ``shapely.coverage_simplify``).
    """
    shapes = np.asarray(wards.geometry, dtype=object)
    if int(shapely.get_num_coordinates(shapes).sum()) <= ENOUGH_CORNERS:
        return shapes
    west, south, east, north = shapely.total_bounds(shapes)
    usable = np.isin(shapely.get_type_id(shapes), (3, 6)) & shapely.is_valid(shapes)
    result = shapes.copy()
    # The tolerance is the square root of an area (Visvalingam); twice the width of a line matches it well.
    result[usable] = shapely.coverage_simplify(shapes[usable], max(east - west, north - south) * share * 2)
    return result
