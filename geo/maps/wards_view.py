"""A map of the wards alone, with what is wrong between them."""

from __future__ import annotations

import folium
import geopandas as gpd

from geo.maps import assets
from geo.maps.element import map_of
from geo.maps.layers import LAYERS
from geo.maps.numbers import rings
from geo.maps.payload import sealed, still_content


def wards_payload(
    wards: gpd.GeoDataFrame,
    faults: gpd.GeoDataFrame | None = None,
    landmarks: gpd.GeoDataFrame | None = None,
    *,
    note: str = "",
    remember: str = "",
) -> str:
    """Everything that the browser needs for a map of wards, as JSON.

    Parameters
    ----------
    wards : GeoDataFrame
        ``ward_id``, ``geometry``; optional ``ward_no``. EPSG:4326.
    faults : GeoDataFrame or None
        Overlaps and gaps, as areas; drawn over the wards.
    landmarks : GeoDataFrame or None
        To look at.
    note, remember : str
        As in :class:`~geo.maps.layers.MapLayers`.
    """
    layers = {"faults": "Overlaps and gaps", "wards": LAYERS["wards"]}
    still = still_content("wards", wards, landmarks, layers, note=note, remember=remember)
    origin = still["origin"][0], still["origin"][1]
    wrong = [] if faults is None else [{"rings": rings(shape, origin)} for shape in faults.geometry if shape is not None]
    return sealed({**still, "faults": wrong, "choice": {}})


def wards_map(
    wards: gpd.GeoDataFrame | str,
    faults: gpd.GeoDataFrame | None = None,
    landmarks: gpd.GeoDataFrame | None = None,
    base: str = assets.SERVED,
) -> folium.Map:
    """Draw the wards (or the text of :func:`wards_payload`); a click on a ward comes back as its id."""
    return map_of(wards if isinstance(wards, str) else wards_payload(wards, faults, landmarks), base)
