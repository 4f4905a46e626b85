"""Hexagons of the H3 grid: areas of one size, alike everywhere, finer than a ward."""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import h3
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.tables import CRS


def cells_of(lon_lat: NDArray[np.float64], resolution: int) -> NDArray[np.object_]:
    """The cell of each place, as text; "" where the place is unknown.

    Parameters
    ----------
    lon_lat : (n, 2) float array
        Degrees, EPSG:4326; NaN where unknown.
    resolution : int
        0 to 15, as of H3 (https://h3geo.org): 8 has hexagons of 0.74 km² on average, each finer one a seventh of that.

    Examples
    --------
    >>> cells_of(np.array([[26.5, -33.3], [np.nan, np.nan]]), 8).tolist()
    ['88bc549467fffff', '']
    """
    known = np.isfinite(lon_lat).all(axis=1)
    found = np.full(len(lon_lat), "", dtype=object)
    found[known] = [h3.latlng_to_cell(lat, lon, resolution) for lon, lat in lon_lat[known].tolist()]
    return found


def outlines(cells: Iterable[str]) -> gpd.GeoSeries:
    """The outline of each cell in degrees, indexed by the cell.

    A cell on the date line is left as H3 gives it and crosses the map; no ward lies there.
    """
    names = list(cells)
    rings = [shapely.Polygon([(lon, lat) for lat, lon in h3.cell_to_boundary(name)]) for name in names]
    return gpd.GeoSeries(rings, index=names, crs=CRS)
