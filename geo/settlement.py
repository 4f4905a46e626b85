"""What kind of settlement a place lies in: urban, rural or deep rural."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo.crs import geocentric
from geo.settings import Settings
from geo.tables import CRS, SETTLEMENTS

REACH_M = 1000.0


def settlements(
    points: gpd.GeoSeries,
    stated: pd.Series[Any] | None,
    settings: Settings | None = None,
    ward: pd.Series[Any] | None = None,
) -> pd.Series[str]:
    """Urban, rural or deep_rural of each place; index in, index out.

    A stated settlement stands, else that of the ward, else households within 1 km are counted, the place itself included
    (thresholds in households: ``urban_within_1km`` and more are urban, under ``deep_rural_within_1km`` are deep rural).

    Parameters
    ----------
    points : GeoSeries
        Degrees (EPSG:4326) or any other stated CRS; ``None`` for no place.
    stated : Series of str or None
        Settlements that the list states, parallel to ``points``; "" for none.
    settings : Settings or None
        None for the defaults.
    ward : Series of str or None
        The settlement of each place's ward, parallel to ``points``; "" for none.

    Returns
    -------
    Series of str
        ``urban``, ``rural``, ``deep_rural``, or "" where neither a place nor a statement is there.

    Examples
    --------
    >>> place = gpd.GeoSeries.from_xy([26.5], [-33.3], crs="EPSG:4326")
    >>> settlements(place, None).tolist()
    ['deep_rural']
    """
    limits = settings or Settings()
    near = within_m(points, REACH_M)
    counted = np.select(
        [near == 0, near >= limits.urban_within_1km, near < limits.deep_rural_within_1km],
        ["", "urban", "deep_rural"],
        default="rural",
    ).astype(object)
    for source in (ward, stated):
        if source is not None:
            said = source.astype(object).to_numpy()
            counted = np.where(np.isin(said.astype(str), SETTLEMENTS), said, counted)
    return pd.Series(pd.array(counted, dtype="str"), index=points.index, name="settlement")


def within_m(points: gpd.GeoSeries, reach_m: float) -> NDArray[np.int64]:
    """How many of the places lie within ``reach_m`` metres of each, itself included; 0 where there is no place."""
    places = points if points.crs is None else points.to_crs(CRS)
    spots = shapely.centroid(np.asarray(places.array, dtype=object))
    lon_lat = np.column_stack([shapely.get_x(spots), shapely.get_y(spots)]).astype(float)
    known = np.isfinite(lon_lat).all(axis=1)
    count = np.zeros(len(lon_lat), dtype=np.int64)
    if not known.any():
        return count
    # Lists repeat points (a block of flats, a geocoder's street); each distinct one is asked for once, with its weight.
    distinct, back, weight = np.unique(lon_lat[known], axis=0, return_inverse=True, return_counts=True)
    tree = cKDTree(geocentric(distinct))
    if len(distinct) == known.sum():
        near = tree.query_ball_point(tree.data, reach_m, return_length=True)
    else:
        near = np.array([weight[part].sum() for part in tree.query_ball_point(tree.data, reach_m)])
    count[known] = np.asarray(near, dtype=np.int64)[back.reshape(-1)]
    return count
