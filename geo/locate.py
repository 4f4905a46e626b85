"""Which ward a place is in: exactly one, or outside."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs import project, utm_crs
from geo.tables import CRS

#: How a ward was found, in the column ``how`` of :func:`assign_wards`.
HOW = ("stated", "point", "edge", "moved", "outside", "unknown")


def assign_wards(
    points: gpd.GeoSeries, stated: pd.Series[Any] | None, wards: gpd.GeoDataFrame, tolerance_m: float = 500.0
) -> pd.DataFrame:
    """The ward of each place; index in, index out, one row a place.

    A stated ward stands while the place lies within ``tolerance_m`` of it. Else the ward around the place counts; where
    several hold it (on a shared edge, or in an overlap) the lowest code in text order.

    Parameters
    ----------
    points : GeoSeries
        Degrees (EPSG:4326) or any other stated CRS; an area counts by a point inside it; ``None`` or empty for no place.
    stated : Series of str or None
        Ward codes that the list states, parallel to ``points``; "" for none.
    wards : GeoDataFrame
        With ``ward_id`` and areas; in any order.
    tolerance_m : float
        Metres, 0 or more; measured in the UTM zone of the ward (0.1 %).

    Returns
    -------
    DataFrame
        ``ward_id`` ("" where outside) and ``how``: ``stated`` (the stated ward stands), ``point`` (around the place),
        ``edge`` (several hold it: the lowest code), ``moved`` (the stated ward is too far off or not in the layer, the
        place's own counts), ``outside`` (in no ward), ``unknown`` (no place; a stated ward is kept).

    Examples
    --------
    >>> square = shapely.box(26, -34, 27, -33)
    >>> layer = gpd.GeoDataFrame({"ward_id": ["21004001"]}, geometry=[square], crs="EPSG:4326")
    >>> assign_wards(gpd.GeoSeries.from_xy([26.5, 30], [-33.5, -33.5], crs="EPSG:4326"), None, layer)["how"].tolist()
    ['point', 'outside']
    """
    codes, areas = _layer(wards)
    spots = _spots(points)
    known = ~(shapely.is_missing(spots) | shapely.is_empty(spots))
    said = _said(stated, len(spots))
    own, several = _around(spots, known, areas)
    position = pd.Index(codes).get_indexer(pd.Index(said)) if len(codes) else np.full(len(said), -1)
    stands = _stands(spots, known, position, areas, tolerance_m)

    found = np.append(codes, "")[own]  # own is -1 where no ward holds the place
    ward_id = np.where(stands, said, found)
    how = np.select(
        [~known, stands, own < 0, said != "", several],
        ["unknown", "stated", "outside", "moved", "edge"],
        default="point",
    )
    ward_id = np.where(known, ward_id, said)
    return pd.DataFrame({"ward_id": pd.array(ward_id, dtype="str"), "how": pd.array(how, dtype="str")}, index=points.index)


def _layer(wards: gpd.GeoDataFrame) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Codes in text order (each once) and their areas in degrees."""
    areas = wards.geometry if wards.crs is None else wards.geometry.to_crs(CRS)
    table = pd.DataFrame({"code": wards["ward_id"].astype(str).to_numpy(), "area": np.asarray(areas.array, dtype=object)})
    table = table[~(shapely.is_missing(table["area"]) | shapely.is_empty(table["area"]))]
    if table["code"].duplicated().any():
        merged = {code: shapely.union_all(np.asarray(part, dtype=object)) for code, part in table.groupby("code")["area"]}
        table = pd.DataFrame({"code": list(merged), "area": list(merged.values())}, dtype=object)
    table = table.sort_values("code")
    return table["code"].to_numpy(dtype=object), table["area"].to_numpy(dtype=object)


def _spots(points: gpd.GeoSeries) -> NDArray[np.object_]:
    places = points if points.crs is None else points.to_crs(CRS)
    shapes = np.array(places.array, dtype=object)
    area = np.isin(shapely.get_type_id(shapes), (1, 2, 3, 4, 5, 6, 7))
    shapes[area] = shapely.point_on_surface(shapes[area])
    # A place at infinity or NaN is no place; GEOS would fail on it or find it everywhere.
    bounds = shapely.bounds(shapes)
    shapes[~np.isfinite(bounds).all(axis=1)] = None
    return shapes


def _said(stated: pd.Series[Any] | None, rows: int) -> NDArray[np.object_]:
    if stated is None:
        return np.full(rows, "", dtype=object)
    return np.array(["" if pd.isna(code) else str(code).strip() for code in stated], dtype=object)


def _around(
    spots: NDArray[np.object_], known: NDArray[np.bool_], areas: NDArray[np.object_]
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """The first (lowest) area that holds or touches each place, -1 for none; and whether several do."""
    rows = known.nonzero()[0]
    # The tree is built on the places, so that each ward is prepared once and tested against many places.
    area, spot = shapely.STRtree(spots[rows]).query(areas, predicate="intersects")
    own = np.full(len(spots), len(areas), dtype=np.intp)
    np.minimum.at(own, rows[spot], area)
    several = np.bincount(rows[spot], minlength=len(spots)) > 1
    return np.where(own == len(areas), -1, own), several


def _stands(
    spots: NDArray[np.object_],
    known: NDArray[np.bool_],
    position: NDArray[np.intp],
    areas: NDArray[np.object_],
    tolerance_m: float,
) -> NDArray[np.bool_]:
    """Whether each place lies within the tolerance of its stated ward."""
    stands = np.zeros(len(spots), dtype=bool)
    rows = (known & (position >= 0)).nonzero()[0]
    if not len(rows):
        return stands
    used = np.unique(position[rows])
    order = np.argsort(position[rows], kind="stable")
    for ward, part in zip(used, np.split(rows[order], np.searchsorted(position[rows][order], used[1:])), strict=True):
        shapely.prepare(areas[ward])
        stands[part] = shapely.intersects(areas[ward], spots[part])
        off = part[~stands[part]]
        if len(off) and tolerance_m > 0:
            stands[off] = _within(spots[off], areas[ward], tolerance_m)
    return stands


def _within(spots: NDArray[np.object_], area: Any, tolerance_m: float) -> NDArray[np.bool_]:
    """Whether places in degrees lie within metres of an area in degrees."""
    metric = utm_crs(*shapely.get_coordinates(shapely.centroid(area))[0])
    near = _in_reach(spots, area, tolerance_m)
    result = np.zeros(len(spots), dtype=bool)
    if near.any():
        ground = project(np.array([area], dtype=object), metric)[0]
        shapely.prepare(ground)
        result[near] = shapely.dwithin(ground, project(spots[near], metric), tolerance_m)
    return result


def _in_reach(spots: NDArray[np.object_], area: Any, tolerance_m: float) -> NDArray[np.bool_]:
    """A quick box test, so that far places are never put into a projection that does not hold for them."""
    west, south, east, north = shapely.bounds(area)
    lat = shapely.get_y(spots)
    pad_lat = tolerance_m / 110_000
    pad_lon = pad_lat / np.maximum(np.cos(np.radians(np.clip(np.abs(lat) + pad_lat, 0, 89.9))), 1e-3)
    lon = shapely.get_x(spots)
    return np.asarray(
        (lon >= west - pad_lon) & (lon <= east + pad_lon) & (lat >= south - pad_lat) & (lat <= north + pad_lat), dtype=bool
    )
