"""The places between which a travel model answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray


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
        shapes = np.asarray(geometry.array)
        with np.errstate(invalid="ignore"):  # a point without numbers is a place that nobody knows
            points = shapely.point_on_surface(shapes)
        kinds = [""] * len(shapes) if settlement is None else list(settlement)
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
