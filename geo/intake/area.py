"""Where the rows of a file are expected: in the wards, if they are known, else near each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from geo.crs import geocentric
from geo.tables import CRS

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: Degrees (about 5 km) around the wards that still count as there: lists reach over a border, shapes are simplified.
MARGIN_DEG = 0.05
#: Places within this of each other belong together, or within three times the usual distance to the next, if more (m).
REACH_M, SPARSE = 200_000.0, 3.0
#: Places are gathered in cells of this size first, so that a dense list costs no more than a sparse one (m).
CELL_M = 20_000.0
#: Fewer places than this show no pattern.
FEWEST = 5


class Area(Protocol):
    """Where rows are expected."""

    def holds(self, lon: Floats, lat: Floats) -> Mask:
        """Which places (degrees, NaN allowed) lie there."""
        ...


@dataclass(frozen=True)
class WardArea:
    """The wards with a margin around them."""

    shape: Any

    @classmethod
    def of(cls, wards: gpd.GeoDataFrame) -> WardArea | None:
        """The area of a ward layer, None where it has no shapes."""
        places = wards.geometry if wards.crs is None else wards.geometry.to_crs(CRS)
        shapes = np.asarray(places.array, dtype=object)
        shapes = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
        if not len(shapes):
            return None
        rough = shapely.simplify(shapes, MARGIN_DEG / 5, preserve_topology=False)
        rough = np.where(shapely.is_empty(rough), shapely.envelope(shapes), rough)
        # Without holes: Lesotho lies inside South Africa, and a place there is no slip of the pen.
        whole = _filled(shapely.union_all(shapely.buffer(rough, MARGIN_DEG * 1.2, quad_segs=2)))
        shapely.prepare(whole)
        return cls(whole)

    def holds(self, lon: Floats, lat: Floats) -> Mask:
        """Which places lie in the wards or within the margin."""
        known = np.isfinite(lon) & np.isfinite(lat)
        result = np.zeros(len(lon), dtype=bool)
        result[known] = shapely.intersects_xy(self.shape, lon[known], lat[known])
        return result


def _filled(shape: Any) -> Any:
    """The shape without its holes."""
    return shapely.union_all(shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(shape))))


@dataclass(frozen=True)
class OwnCluster:
    """The largest group of the places themselves: each within reach of another of the group.

    Attributes
    ----------
    tree : cKDTree
        Middles of the group's cells, earth-centred metres.
    reach_m : float
        How far from one of them a place still belongs to the group.
    """

    tree: Any
    reach_m: float

    @classmethod
    def of(cls, lon: Floats, lat: Floats) -> OwnCluster | None:
        """The group of places in degrees; None where they are too few, or where no group holds most of them."""
        known = _possible(lon, lat)
        if known.sum() < FEWEST:
            return None
        ground = geocentric(np.column_stack([lon[known], lat[known]]))
        cells, weight = np.unique(np.round(ground / CELL_M), axis=0, return_counts=True)
        tree = cKDTree(cells * CELL_M)
        apart = tree.query(tree.data, 2)[0][:, 1] if len(cells) > 1 else np.zeros(1)
        usual = float(np.median(np.repeat(np.where(weight > 1, 0.0, apart), weight)))
        reach = max(REACH_M, SPARSE * usual)
        near = tree.sparse_distance_matrix(tree, reach, output_type="coo_matrix")
        group = connected_components(near, directed=False)[1]
        size = np.bincount(group, weights=weight)
        if size.max() <= known.sum() / 2:
            return None
        return cls(cKDTree(tree.data[group == size.argmax()]), reach)

    def holds(self, lon: Floats, lat: Floats) -> Mask:
        """Which places lie within reach of the group."""
        known = _possible(lon, lat)
        result = np.zeros(len(lon), dtype=bool)
        if known.any():
            away, _ = self.tree.query(geocentric(np.column_stack([lon[known], lat[known]])), distance_upper_bound=self.reach_m)
            result[known] = np.isfinite(away)
        return result


def _possible(lon: Floats, lat: Floats) -> Mask:
    return np.asarray(np.isfinite(lon) & np.isfinite(lat) & (np.abs(lat) <= 90) & (np.abs(lon) <= 180), dtype=bool)


@dataclass(frozen=True)
class Surroundings:
    """What is known about where the rows belong.

    Attributes
    ----------
    area : Area or None
        The wards with a margin.
    middle : (lon, lat) or None
        Their middle.
    coded : bool
        Whether the rows state wards in South African codes.
    near_stated : callable or None
        ``(positions, lon, lat) -> mask``.
    """

    area: Area | None = None
    middle: tuple[float, float] | None = None
    coded: bool = False
    near_stated: Callable[[Any, Floats, Floats], Mask] | None = None


def in_south_africa(lon: Floats, lat: Floats) -> Mask:
    """Which places lie in a rough box around South Africa, Lesotho and Eswatini, without the corner of Namibia.

    Only a hint that a list was meant for there. The corner is left out because Cape Verde, with its axes swapped,
    falls into it.
    """
    with np.errstate(invalid="ignore"):
        box = (lat >= -35) & (lat <= -22) & (lon >= 16.4) & (lon <= 33)
        return np.asarray(box & ~((lon < 19.9) & (lat > -28)), dtype=bool)
