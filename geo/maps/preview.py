"""The map of the import page: what was understood, mended, set aside or only roughly placed, before anything is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

import folium
import geopandas as gpd
import numpy as np
import pandas as pd

from geo.maps import assets
from geo.maps.bounds import bounds_of
from geo.maps.element import map_of
from geo.maps.layers import LAYERS, WORDS
from geo.maps.numbers import lon_lat, placed, steps
from geo.maps.outline import middle
from geo.maps.palette import WORKER_STYLES, Mark
from geo.maps.payload import landmark_items, sealed, ward_items
from geo.maps.zones import ZONES, zone_content

_ACCEPTED, _ROUGH, _MENDED, _ASIDE, _CHOSEN = range(5)
_LAYERS = ("accepted", "rough", "mended", "aside", "chosen")
#: Marks in the order of the states above.
MARKS = (
    Mark("disc", "Understood", WORKER_STYLES[0].colour),
    Mark("ring", "Place not exact", WORKER_STYLES[0].colour),
    Mark("diamond", "Mended by us (a line from where it was)", WORKER_STYLES[5].colour),
    Mark("cross", "Set aside"),
    Mark("target", "Place that you clicked", WORKER_STYLES[2].colour),
)


@dataclass(frozen=True)
class PreviewLayers:
    """Rows of a file on a map. Every frame may be None; places as ``lon`` and ``lat`` or points, EPSG:4326.

    Attributes
    ----------
    accepted : DataFrame
        ``id`` (shown at a click; the row's number or its own id); optional ``accuracy`` and ``text``.
    repaired : DataFrame
        ``id``, ``lon``, ``lat`` (after), ``lon_before``, ``lat_before``; optional ``text``.
    quarantined : DataFrame
        ``id`` and a place where one could be read; optional ``text``, the reason.
    chosen : tuple of (lon, lat) or None
        The place that was clicked for a row without one.
    wards, landmarks, restrictions : GeoDataFrame
        To look at.
    note : str
    words : mapping
        Translations over the words and labels of :mod:`geo.maps.layers`.
    remember : str
        As in :class:`~geo.maps.layers.MapLayers`.
    focus : tuple of (west, south, east, north) or None
        What the map shows when it opens, in degrees; the wards, else the rows, where left out.
    """

    accepted: pd.DataFrame | None = None
    repaired: pd.DataFrame | None = None
    quarantined: pd.DataFrame | None = None
    chosen: tuple[float, float] | None = None
    wards: gpd.GeoDataFrame | None = None
    landmarks: gpd.GeoDataFrame | None = None
    restrictions: gpd.GeoDataFrame | None = None
    note: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    remember: str = ""
    focus: tuple[float, float, float, float] | None = None


def preview_payload(layers: PreviewLayers) -> str:
    """Everything that the browser needs for the preview, as JSON."""
    rows = _rows(layers)
    places = rows[["lon", "lat"]].to_numpy(dtype=float)
    origin = middle(places if layers.wards is None else np.array(bounds_of(layers.wards, places)).reshape(2, 2))
    at = steps(places, origin)
    nothing = np.full((len(rows), 3), -1)
    flat = np.column_stack([at, nothing, rows["state"].to_numpy(dtype=np.int64), nothing[:, :1]])
    return sealed(
        {
            "kind": "preview",
            "origin": list(origin),
            "bounds": list(layers.focus) if layers.focus else bounds_of(layers.wards, places),
            "wards": ward_items(layers.wards, origin),
            "styles": [asdict(style) for style in WORKER_STYLES],
            "marks": [{**asdict(mark), "layer": layer} for mark, layer in zip(MARKS, _LAYERS, strict=True)],
            "households": flat.ravel().tolist(),
            "ids": "\n".join(rows["id"]),
            "texts": rows["text"].tolist(),
            "links": _links(layers.repaired, origin),
            **landmark_items(layers.landmarks, origin),
            **zone_content(layers.restrictions, origin),
            "layers": {
                key: layers.words.get(key, LAYERS[key])
                for key in ("wards", *ZONES, "road", "river", "school", "village", "other")
            },
            "words": {**WORDS, **layers.words},
            "hidden": [],
            "note": layers.note,
            "remember": layers.remember,
            "wardClicks": False,
            "choice": {},
        }
    )


def preview_map(layers: PreviewLayers | str, base: str = assets.SERVED) -> folium.Map:
    """Draw the preview; a click on the ground comes back as ``last_clicked`` of ``st_folium``.

    Parameters
    ----------
    layers : PreviewLayers or str
        Or the text of :func:`preview_payload`.
    base : str
        Where the browser finds Leaflet; see :mod:`geo.maps.assets`.
    """
    return map_of(layers if isinstance(layers, str) else preview_payload(layers), base)


def _rows(layers: PreviewLayers) -> pd.DataFrame:
    parts = [
        _part(layers.accepted, _ACCEPTED),
        _part(layers.repaired, _MENDED),
        _part(layers.quarantined, _ASIDE),
    ]
    if layers.chosen is not None:
        parts.append(_part(pd.DataFrame({"id": [""], "lon": [layers.chosen[0]], "lat": [layers.chosen[1]]}), _CHOSEN))
    rows = pd.concat(parts, ignore_index=True)
    mended = set(rows.loc[rows["state"] == _MENDED, "id"])
    # A mended row is drawn once, as mended.
    return rows[~(rows["state"].isin((_ACCEPTED, _ROUGH)) & rows["id"].isin(mended))].reset_index(drop=True)


def _part(frame: pd.DataFrame | None, state: int) -> pd.DataFrame:
    if frame is None or not len(frame):
        return pd.DataFrame(
            {"id": pd.Series([], dtype="str"), "lon": [], "lat": [], "state": [], "text": pd.Series([], dtype="str")}
        )
    places = lon_lat(frame)
    good = placed(places)
    frame, places = frame[good], places[good]
    states = np.full(len(frame), state)
    if state == _ACCEPTED and "accuracy" in frame.columns:
        states[~frame["accuracy"].isin(("exact", "")).to_numpy()] = _ROUGH
    text = frame["text"].fillna("").astype(str).to_numpy() if "text" in frame.columns else ""
    ids = frame["id"].astype(str).str.replace("\n", " ").to_numpy()
    return pd.DataFrame({"id": ids, "lon": places[:, 0], "lat": places[:, 1], "state": states, "text": text})


def _links(repaired: pd.DataFrame | None, origin: tuple[float, float]) -> list[list[int]]:
    """From before to after, for rows whose both places can be drawn."""
    if repaired is None or not {"lon_before", "lat_before"} <= set(repaired.columns):
        return []
    after = lon_lat(repaired)
    before = repaired[["lon_before", "lat_before"]].to_numpy(dtype=float)
    good = placed(after) & placed(before)
    both = np.column_stack([steps(before[good], origin), steps(after[good], origin)])
    return [[*row, _MENDED] for row in both.tolist()]
