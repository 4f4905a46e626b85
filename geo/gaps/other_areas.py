"""Gaps by areas that are no wards: police precincts, school circuits, health districts; summed from households too."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.gaps.find import Gaps
from geo.gaps.table import GAPS, gap_table
from geo.locate import assign_wards

#: Columns of :func:`gaps_by_area`.
BY_AREA = ("area_id", "name", *GAPS[1:])


def area_of_each(gaps: Gaps, areas: gpd.GeoDataFrame) -> NDArray[np.object_]:
    """The area around each household.

    Parameters
    ----------
    gaps : Gaps
        As found.
    areas : GeoDataFrame
        ``area_id`` (text), ``name``, ``geometry`` (areas, EPSG:4326).

    Returns
    -------
    (n,) array of str
        "" for a household that lies in none, or of which nobody knows where it lives; where areas overlap, or on an edge, the
        first id in text order.
    """
    layer = gpd.GeoDataFrame({"ward_id": areas["area_id"].astype(str)}, geometry=areas.geometry.array, crs=areas.crs)
    found = assign_wards(gaps.access.households.geometry, None, layer)
    return found["ward_id"].to_numpy(dtype=object)


def gaps_by_area(gaps: Gaps, areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """The table of gaps by these areas.

    Parameters
    ----------
    gaps, areas
        As of :func:`area_of_each`.

    Returns
    -------
    DataFrame
        Columns :data:`BY_AREA`, those of :func:`geo.gaps.gap_table` by ward with the area in its place: so sums over all rows
        of a sector are the same. Areas in which no household lies are left out; "" for households in none.
    """
    homes = gaps.access.households.assign(ward_id=area_of_each(gaps, areas))
    moved = replace(gaps, access=replace(gaps.access, households=homes))
    names = dict(zip(areas["area_id"].astype(str), areas["name"].astype(str), strict=True))
    table = gap_table(moved, "ward").rename(columns={"ward_id": "area_id"})
    return table.assign(name=[names.get(code, "") for code in table["area_id"]])[list(BY_AREA)]
