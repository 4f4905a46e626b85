"""The review map as one compact text of numbers and names; the browser makes the drawing from it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.maps.areas import Areas, worker_areas, worker_styles
from geo.maps.bounds import bounds_of
from geo.maps.layers import LAYERS, WORDS, MapLayers, day_label
from geo.maps.numbers import lon_lat, placed, rings, steps, texts
from geo.maps.outline import label_point, middle
from geo.maps.palette import VISITED, VISITED_ROUGHLY, WORKER_STYLES, Mark, reason_mark
from geo.maps.simplify import simple_wards
from geo.maps.zones import zone_content

#: Columns of the flat array of points, in this order: place, index of worker, day, order, state, ward (−1 for none).
POINT_FIELDS = ("x", "y", "worker", "day", "order", "state", "ward")
#: Layers of landmarks.
_GROUND = ("road", "river", "school", "village", "other")
#: Accuracies whose place is drawn as it is.
_TRUE_PLACES = ("exact", "")

Numbers = NDArray[np.int64]


def review_payload(layers: MapLayers) -> str:
    """Everything that the browser needs for the review map, as JSON; the same layers give the same text.

    Costly for many households, so keep it (by plan) and hand it to :func:`geo.maps.review.review_map` again and again.
    """
    lists = (layers.wards, layers.households, layers.workers, layers.service_points)
    # Areas may reach far beyond the wards: they say where the map looks only where there is nothing else.
    frames = [f for f in lists if f is not None and len(f)] or [f for f in (layers.restrictions,) if f is not None and len(f)]
    where = np.vstack([_corners(frame) for frame in frames]) if frames else np.empty((0, 2))
    origin = middle(where)
    areas = worker_areas(layers.households)
    workers = _workers(layers, areas)
    content: dict[str, Any] = {
        "kind": "review",
        "origin": list(origin),
        "bounds": bounds_of(layers.wards, where),
        **({} if layers.opens_on is None else {"opens": list(layers.opens_on)}),
        "wards": ward_items(layers.wards, origin),
        "styles": [asdict(style) for style in WORKER_STYLES],
        **_households(layers, workers, origin),
        "workers": _worker_items(workers, areas, origin),
        "points": service_point_items(layers.service_points, origin),
        **landmark_items(layers.landmarks, origin),
        **zone_content(layers.restrictions, origin),
        "layers": {key: layers.words.get(key, label) for key, label in LAYERS.items()},
        "words": {**WORDS, **layers.words},
        "hidden": sorted(layers.hidden),
        "note": layers.note,
        "remember": layers.remember,
        "wardClicks": layers.ward_clicks,
        "choice": asdict(layers.choice),
    }
    return sealed(content)


def sealed(content: dict[str, Any]) -> str:
    """JSON with a ``version``, the hash of all of it: what is drawn can be told apart by it."""
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return json.dumps({"version": hashlib.sha256(text.encode()).hexdigest()[:24]})[:-1] + "," + text[1:]


def still_content(
    kind: str,
    wards: gpd.GeoDataFrame,
    landmarks: gpd.GeoDataFrame | None,
    layers: Mapping[str, str],
    *,
    note: str,
    remember: str,
) -> dict[str, Any]:
    """The content of a map without households: wards that can be clicked, and landmarks.

    Parameters
    ----------
    kind : str
        Of the map, for the browser.
    wards, landmarks : GeoDataFrame
        As of :class:`~geo.maps.layers.MapLayers`.
    layers : mapping of key → label
        What can be shown and hidden, in the order of the key; those of the ground come last.
    note, remember : str
        As of :class:`~geo.maps.layers.MapLayers`.
    """
    bounds = bounds_of(wards, np.empty((0, 2)))
    origin = middle(np.array(bounds).reshape(2, 2))
    return {
        "kind": kind,
        "origin": list(origin),
        "bounds": bounds,
        "wards": ward_items(wards, origin),
        "styles": [asdict(style) for style in WORKER_STYLES],
        "marks": [],
        "households": [],
        "ids": "",
        "texts": None,
        **landmark_items(landmarks, origin),
        "layers": {**layers, **{key: LAYERS[key] for key in _GROUND}},
        "words": dict(WORDS),
        "hidden": [],
        "note": note,
        "remember": remember,
        "wardClicks": True,
    }


def version_of(payload: str) -> str:
    """The version of a payload: a short hash, for the ``key`` of ``st_folium`` and of caches."""
    return payload[13:37]


def _corners(frame: pd.DataFrame) -> NDArray[np.float64]:
    if isinstance(frame, gpd.GeoDataFrame) and (frame.geom_type.isin(["Polygon", "MultiPolygon"])).any():
        west, south, east, north = bounds_of(frame, np.empty((0, 2)))
        return np.array([[west, south], [east, north]])
    places = lon_lat(frame)
    return places[placed(places)]


def ward_items(wards: gpd.GeoDataFrame | None, origin: tuple[float, float]) -> list[dict[str, Any]]:
    """Wards with outline and label point."""
    if wards is None or not len(wards):
        return []
    numbers = wards["ward_no"] if "ward_no" in wards.columns else wards["ward_id"]
    items = []
    for code, number, shape, full in zip(wards["ward_id"], numbers, simple_wards(wards), wards.geometry, strict=True):
        if shape is None or shape.is_empty:
            continue
        at = steps(np.array([label_point(full)]), origin)[0]
        items.append({"id": str(code), "no": str(number) or str(code), "at": at.tolist(), "rings": rings(shape, origin)})
    return items


def _workers(layers: MapLayers, areas: Areas) -> pd.DataFrame:
    """Workers with ``number``, ``name``, ``style`` and an index from 0."""
    if layers.workers is None:
        return pd.DataFrame({"worker_id": [], "number": [], "name": [], "style": []})
    workers = layers.workers.reset_index(drop=True)
    if "number" not in workers.columns:
        workers = workers.assign(number=range(1, len(workers) + 1))
    if "name" not in workers.columns:
        workers = workers.assign(name="")
    if "style" not in workers.columns:
        workers = workers.assign(style=worker_styles(layers.households, list(workers["worker_id"]), areas))
    return workers


def _households(layers: MapLayers, workers: pd.DataFrame, origin: tuple[float, float]) -> dict[str, Any]:
    frame = layers.households
    marks = [_mark(VISITED, "visits", layers.words), _mark(VISITED_ROUGHLY, "rough", layers.words)]
    if frame is None:
        return {"marks": marks, "days": [], "households": [], "ids": "", "texts": None}
    places = lon_lat(frame)
    frame, places = frame[placed(places)], places[placed(places)]
    column = {name: texts(frame, name) for name in ("worker_id", "date", "reason", "accuracy", "ward_id")}
    more = layers.more_visits
    days = sorted({day for day in [*column["date"], *([] if more is None else more["date"])] if day})
    reasons = [str(reason) for reason in pd.unique(column["reason"]) if reason]
    marks += [_mark(reason_mark(reason), "unserved", {"unserved": layers.words.get(reason, "")}) for reason in reasons]
    order = pd.to_numeric(frame["order"], errors="coerce").fillna(0) if "order" in frame.columns else pd.Series(0, frame.index)
    rough = ~np.isin(column["accuracy"], _TRUE_PLACES)
    state = np.where(column["reason"] == "", rough.astype(np.int64), _places_in(column["reason"], reasons) + 2)
    ward_ids = [] if layers.wards is None else [str(code) for code in layers.wards["ward_id"]]
    rows = np.column_stack(
        [
            steps(places, origin),
            _places_in(column["worker_id"], list(workers["worker_id"])),
            _places_in(column["date"], days),
            order.to_numpy(dtype=np.int64),
            state,
            _places_in(column["ward_id"], ward_ids),
        ]
    )
    return {
        "marks": marks,
        "days": [{"date": day, "label": day_label(day)} for day in days],
        "households": rows.ravel().tolist(),
        "more": _more(more, frame, workers, days),
        **_drops(layers.drops, workers, days, origin),
        "ids": "\n".join(frame["household_id"].astype(str)),
        "texts": [str(text) for text in frame["text"].fillna("")] if "text" in frame.columns else None,
    }


def _more(more: pd.DataFrame | None, frame: pd.DataFrame, workers: pd.DataFrame, days: list[str]) -> list[int]:
    """The other visits as household, worker, day and order, of households that are drawn."""
    if more is None or not len(more):
        return []
    index = [
        _places_in(texts(more, name), known)
        for name, known in (
            ("household_id", list(frame["household_id"])),
            ("worker_id", list(workers["worker_id"])),
            ("date", days),
        )
    ]
    rows = np.column_stack([*index, more["order"].to_numpy(dtype=np.int64)])
    return [int(value) for value in rows[(rows[:, :3] >= 0).all(axis=1)].ravel()]


def _drops(drops: pd.DataFrame | None, workers: pd.DataFrame, days: list[str], origin: tuple[float, float]) -> dict[str, Any]:
    """Where the route of a day begins and ends for who is dropped: index of worker and of day, place, text."""
    if drops is None or not len(drops):
        return {}
    places = lon_lat(drops)
    drops, places = drops[placed(places)], places[placed(places)]
    who, when = _places_in(texts(drops, "worker_id"), list(workers["worker_id"])), _places_in(texts(drops, "date"), days)
    rows = zip(who.tolist(), when.tolist(), steps(places, origin).tolist(), texts(drops, "text"), strict=True)
    return {"drops": [{"worker": a, "day": b, "at": at, "text": said} for a, b, at, said in rows if min(a, b) >= 0]}


def _mark(mark: Mark, layer: str, words: Mapping[str, str]) -> dict[str, Any]:
    return {**asdict(mark), "label": words.get(layer) or mark.label, "layer": layer}


def _places_in(values: NDArray[np.object_], known: list[Any]) -> Numbers:
    place = {str(value): index for index, value in enumerate(known)}
    return np.array([place.get(value, -1) for value in values], dtype=np.int64)


def _worker_items(workers: pd.DataFrame, areas: Areas, origin: tuple[float, float]) -> list[dict[str, Any]]:
    homes = lon_lat(workers)
    here = placed(homes)
    items = []
    for index, row in enumerate(workers.to_dict("records")):
        item = {"id": str(row["worker_id"]), "number": str(row["number"]), "name": str(row["name"]), "style": int(row["style"])}
        shape = areas.get(str(row["worker_id"]))
        item["home"] = steps(homes[index : index + 1], origin)[0].tolist() if here[index] else None
        item["rings"] = [] if shape is None else rings(shape, origin)
        item["at"] = None if shape is None else steps(np.array([label_point(shape)]), origin)[0].tolist()
        items.append(item)
    return items


def service_point_items(frame: gpd.GeoDataFrame | None, origin: tuple[float, float]) -> list[dict[str, Any]]:
    """Service points with ``id``, ``sector``, ``name``, ``at``; those without a place are left out."""
    if frame is None or not len(frame):
        return []
    places = lon_lat(frame)
    names, good = texts(frame, "name"), placed(places)
    at = steps(np.where(good[:, None], places, 0.0), origin)
    rows = zip(frame["point_id"], frame["sector"], names, at.tolist(), good, strict=True)
    return [{"id": str(i), "sector": str(sector), "name": str(name), "at": xy} for i, sector, name, xy, ok in rows if ok]


def landmark_items(frame: gpd.GeoDataFrame | None, origin: tuple[float, float]) -> dict[str, Any]:
    """``lines`` (with ``kind``, ``name``, ``rings``) and ``spots`` (with ``kind``, ``name``, ``at``) to look at."""
    lines: list[dict[str, Any]] = []
    spots: list[dict[str, Any]] = []
    if frame is not None:
        names = texts(frame, "name")
        for kind, name, shape in zip(frame["kind"], names, frame.geometry, strict=True):
            if shape is None or shape.is_empty:
                continue
            known = kind if kind in LAYERS else "other"
            parts = rings(shape, origin)
            if parts:
                lines.append({"kind": known, "name": name, "rings": parts})
            else:
                xy = shapely.get_coordinates(shape)[:1]
                spots.append({"kind": known, "name": name, "at": steps(xy, origin)[0].tolist()})
    return {"lines": lines, "spots": spots}
