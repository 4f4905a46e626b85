"""The places between which a travel model answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray


def inside_points(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """A point for each shape: points as they are, of an area or a line one inside it, None where there is none.

    Points are not handed to ``point_on_surface``: GEOS 3.14 makes POINT (0 0) of POINT (NaN NaN), and a place that nobody
    knows would lie in the sea off Ghana.
    """
    points = shapes.copy()
    points[shapely.is_empty(points)] = None
    wide = ~np.isin(shapely.get_type_id(points), (-1, 0))
    points[wide] = shapely.point_on_surface(points[wide])
    return points


@dataclass(frozen=True)
class Places:
    """Places by id, position and settlement; the three arrays are parallel.

    Attributes
    ----------
    ids : (n,) array of str
        Household and worker ids.
    lon_lat : (n, 2) float array
        Degrees, EPSG:4326; NaN where unknown.
    settlement : (n,) array of str
        urban, rural, deep_rural, or "" where unknown.
    """

    ids: NDArray[np.str_]
    lon_lat: NDArray[np.float64]
    settlement: NDArray[np.str_]

    @classmethod
    def of(cls, ids: Sequence[str], geometry: gpd.GeoSeries, settlement: Sequence[str] | None = None) -> Places:
        """Places of a table: its id column, its points (a polygon counts by its inside point) and settlements."""
        points = inside_points(np.asarray(geometry.array, dtype=object))
        kinds = [""] * len(points) if settlement is None else list(settlement)
        lon_lat = np.column_stack([shapely.get_x(points), shapely.get_y(points)]).astype(float)
        return cls(np.asarray(ids, dtype=str), lon_lat, np.asarray(kinds, dtype=str))

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, rows: NDArray[np.integer] | Sequence[int]) -> Places:
        """The places at these positions."""
        return Places(self.ids[rows], self.lon_lat[rows], self.settlement[rows])

    def join(self, other: Places) -> Places:
        """These places, then the others."""
        return Places(
            np.concatenate([self.ids, other.ids]),
            np.vstack([self.lon_lat, other.lon_lat]),
            np.concatenate([self.settlement, other.settlement]),
        )
