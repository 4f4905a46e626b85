"""Where households are, which ward and what kind of settlement they are in: the same for plans, access and gaps."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.locate import assign_wards
from geo.settlement import settlements
from geo.standin import stand_ins
from geo.ward_numbers import resolved


def placed(
    households: gpd.GeoDataFrame, wards: gpd.GeoDataFrame | None, *, needs_geometry: bool
) -> tuple[gpd.GeoDataFrame, NDArray[np.bool_]]:
    """Households with stand-in places, wards and settlements; and which lie outside every ward.

    A village whose households state no ward is known to lie in one only once they have been found on the map. So it is done
    again until nobody gets a place any more, and a list that was placed is placed in the same way when it is read again.

    Parameters
    ----------
    households : GeoDataFrame
        In the shape of the contract.
    wards : GeoDataFrame or None
        In the shape of the contract; without it the stated wards stand.
    needs_geometry : bool
        Whether the travel model needs positions: without, nobody is placed by village.

    Returns
    -------
    GeoDataFrame
        ``geometry``, ``place_accuracy``, ``ward_id`` and ``settlement`` as used; index in, index out.
    (n,) bool array
        Outside every ward; nobody without a ward layer.
    """
    households, outside = _placed_once(households, wards, needs_geometry)
    while wards is not None and needs_geometry and _finds_more(households):
        households, outside = _placed_once(households, wards, needs_geometry)
    kinds = settlements(households.geometry, households["settlement"])
    return households.assign(settlement=kinds), outside


def _finds_more(households: gpd.GeoDataFrame) -> bool:
    """Whether somebody without a place gets one now that wards are known; wards are not looked up for nothing."""
    missing = households.geometry.isna()
    return bool(missing.any() and (missing & stand_ins(households).geometry.notna()).any())


def _placed_once(
    households: gpd.GeoDataFrame, wards: gpd.GeoDataFrame | None, needs_geometry: bool
) -> tuple[gpd.GeoDataFrame, NDArray[np.bool_]]:
    outside = np.zeros(len(households), dtype=bool)
    if needs_geometry:
        households = stand_ins(households)
    if wards is not None:
        named = resolved(households["ward_id"], wards)
        stated = households["ward_id"].mask(households.index.isin(named.index), named)
        found = assign_wards(households.geometry, stated, wards)
        if needs_geometry:
            outside = (found["how"] == "outside").to_numpy()
        households = households.assign(ward_id=found["ward_id"])
    return households, outside
