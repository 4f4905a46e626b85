"""Two plans of one round on one map: whom only one of them visits, and whose fieldworker or day differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType

import folium
import geopandas as gpd
import numpy as np
import pandas as pd

from geo.maps import assets
from geo.maps.bounds import bounds_of
from geo.maps.element import map_of
from geo.maps.layers import LAYERS, WORDS, Choice
from geo.maps.numbers import lon_lat, placed, steps, texts
from geo.maps.outline import middle
from geo.maps.palette import GREY, INK, WORKER_STYLES, Mark
from geo.maps.payload import landmark_items, sealed, ward_items

#: State of a household → its mark, in the order of the key; each shape is told apart without colour. Colours: Okabe & Ito, and
#: the purple of Tol's muted scheme.
STATES: Mapping[str, Mark] = MappingProxyType(
    {
        "same": Mark("dot", "Same fieldworker, same day", GREY),
        "neither": Mark("plus", "In neither plan", GREY),
        "day": Mark("diamond", "Another day", WORKER_STYLES[0].colour),
        "worker": Mark("square", "Another fieldworker", WORKER_STYLES[2].colour),
        "both": Mark("hexagon", "Another fieldworker and day", "#aa4499"),
        "first": Mark("triangle_down", "Only in the first plan", WORKER_STYLES[5].colour),
        "second": Mark("triangle", "Only in the second plan", INK),
    }
)
_ORDER = tuple(STATES)


@dataclass(frozen=True)
class CompareLayers:
    """What the map of two plans is made from. All geometry in EPSG:4326.

    Attributes
    ----------
    households : GeoDataFrame
        ``household_id``, ``state`` (a key of :data:`STATES`), ``text`` (lines that this person may see) and points; rows
        without a place are left out.
    wards, landmarks : GeoDataFrame or None
        To look at.
    note : str
        A line that stays on the map.
    words : mapping
        Translations over the words and labels of :mod:`geo.maps.layers`.
    hidden : frozenset of str
        States that are off at first.
    remember : str
        As in :class:`~geo.maps.layers.MapLayers`.
    """

    households: pd.DataFrame
    wards: gpd.GeoDataFrame | None = None
    landmarks: gpd.GeoDataFrame | None = None
    note: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset({"neither"})
    remember: str = ""


def compare_payload(layers: CompareLayers) -> str:
    """Everything that the browser needs for the map of two plans, as JSON; the same layers give the same text."""
    places = lon_lat(layers.households)
    frame, places = layers.households[placed(places)], places[placed(places)]
    bounds = bounds_of(layers.wards, places)
    origin = middle(places if layers.wards is None else np.array(bounds).reshape(2, 2))
    state = np.array([_ORDER.index(str(name)) for name in frame["state"]], dtype=np.int64)
    nothing = np.full((len(frame), 3), -1)
    flat = np.column_stack([steps(places, origin), nothing, state, nothing[:, :1]])
    return sealed(
        {
            "kind": "compare",
            "origin": list(origin),
            "bounds": bounds,
            **({"opens": list(bounds_of(None, places))} if len(places) else {}),
            "wards": ward_items(layers.wards, origin),
            "styles": [asdict(style) for style in WORKER_STYLES],
            "marks": [{**asdict(mark), "layer": name} for name, mark in STATES.items()],
            "households": flat.ravel().tolist(),
            "ids": "\n".join(frame["household_id"].astype(str).str.replace("\n", " ")),
            "texts": texts(frame, "text").tolist(),
            **landmark_items(layers.landmarks, origin),
            "layers": {
                key: layers.words.get(key, LAYERS[key]) for key in ("wards", "road", "river", "school", "village", "other")
            },
            "words": {**WORDS, **layers.words},
            "hidden": sorted(layers.hidden),
            "note": layers.note,
            "remember": layers.remember,
            "wardClicks": False,
            "choice": asdict(Choice()),
        }
    )


def compare_map(layers: CompareLayers | str, base: str = assets.SERVED) -> folium.Map:
    """Draw two plans on one map; choose a household with :func:`~geo.maps.element.choice_group`.

    Parameters
    ----------
    layers : CompareLayers or str
        Or the text of :func:`compare_payload`.
    base : str
        Where the browser finds Leaflet; see :mod:`geo.maps.assets`.
    """
    return map_of(layers if isinstance(layers, str) else compare_payload(layers), base)
