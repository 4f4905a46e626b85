"""A map of the wards alone, with what is wrong between them."""

from __future__ import annotations

from dataclasses import asdict

import folium
import geopandas as gpd
import numpy as np

from geo.maps import assets
from geo.maps.bounds import bounds_of
from geo.maps.element import map_of
from geo.maps.layers import LAYERS, WORDS
from geo.maps.numbers import rings
from geo.maps.outline import middle
from geo.maps.palette import WORKER_STYLES
from geo.maps.payload import landmark_items, sealed, ward_items


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
    bounds = bounds_of(wards, np.empty((0, 2)))
    origin = middle(np.array(bounds).reshape(2, 2))
    wrong = [] if faults is None else [{"rings": rings(shape, origin)} for shape in faults.geometry if shape is not None]
    kinds = ("wards", "road", "river", "school", "village", "other")
    return sealed(
        {
            "kind": "wards",
            "origin": list(origin),
            "bounds": bounds,
            "wards": ward_items(wards, origin),
            "styles": [asdict(style) for style in WORKER_STYLES],
            "marks": [],
            "households": [],
            "ids": "",
            "texts": None,
            "faults": wrong,
            **landmark_items(landmarks, origin),
            "layers": {"faults": "Overlaps and gaps"} | {key: LAYERS[key] for key in kinds},
            "words": dict(WORDS),
            "hidden": [],
            "note": note,
            "remember": remember,
            "wardClicks": True,
            "choice": {},
        }
    )


def wards_map(
    wards: gpd.GeoDataFrame | str,
    faults: gpd.GeoDataFrame | None = None,
    landmarks: gpd.GeoDataFrame | None = None,
    base: str = assets.SERVED,
) -> folium.Map:
    """Draw the wards (or the text of :func:`wards_payload`); a click on a ward comes back as its id."""
    return map_of(wards if isinstance(wards, str) else wards_payload(wards, faults, landmarks), base)
