"""A map of gaps: wards and cells in the colour of a share, service points, and the households of a cell by category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

import folium
import geopandas as gpd
import numpy as np
import pandas as pd

from geo.maps import assets
from geo.maps.element import map_of
from geo.maps.layers import LAYERS, Choice
from geo.maps.numbers import lon_lat, placed, rings, steps
from geo.maps.palette import GREY, INK, WORKER_STYLES, Mark
from geo.maps.payload import sealed, service_point_items, still_content

#: Upper edge of a class of shares, its colour, and what the key says: light to dark, so that it holds without colours too. After
#: YlOrBr of ColorBrewer (colorbrewer2.org, safe for colour-blind eyes).
CLASSES = (
    (0.0, "#f4f4ef", "nobody"),
    (0.10, "#fff1b8", "up to 10 %"),
    (0.25, "#fecb64", "over 10 to 25 %"),
    (0.50, "#f99a2c", "over 25 to 50 %"),
    (0.75, "#d9620f", "over 50 to 75 %"),
    (1.00, "#93320a", "over 75 %"),
)
UNKNOWN = ("#d4d4d4", "nothing known")
#: How an area stands among those around it → colour, and what the key says. Two hues of different lightness, so that they are
#: told apart by colour-blind eyes (after Okabe & Ito and YlOrBr).
SPOTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "hot": ("#93320a", "more, here and around"),
        "cold": ("#1f78b4", "fewer, here and around"),
        "alone_high": ("#f3b27a", "more than around it"),
        "alone_low": ("#a6cee3", "fewer than around it"),
        "chance": ("#f4f4ef", "no more than chance"),
        "": ("#d4d4d4", "cannot be judged"),
    }
)
#: Upper edge of a class of an index from 0 to 100, its colour, and what the key says.
INDEXES = (
    (20.0, "#f4f4ef", "0 to 20"),
    (40.0, "#fecb64", "over 20 to 40"),
    (60.0, "#f99a2c", "over 40 to 60"),
    (80.0, "#d9620f", "over 60 to 80"),
    (100.0, "#93320a", "over 80: the worst"),
)
#: Category of a household → its mark, in the order of the key; told apart without colour. Colours: Okabe & Ito.
MARKS: Mapping[str, Mark] = MappingProxyType(
    {
        "no_need": Mark("dot", "No need", GREY),
        "met": Mark("disc", "Need met", WORKER_STYLES[2].colour),
        "unmet": Mark("triangle", "Need not met, a point in reach", WORKER_STYLES[0].colour),
        "out_of_reach": Mark("cross", "Need, no point in reach", INK),
        "never_asked": Mark("diamond", "Never asked", WORKER_STYLES[3].colour),
        "asked_long_ago": Mark("hourglass", "Asked too long ago", WORKER_STYLES[3].colour),
        "cut_off": Mark("barred", "No road leads to a point", INK),
    }
)
_ORDER = tuple(MARKS)


@dataclass(frozen=True)
class GapGround:
    """What stays while thresholds move: the payload of the map, and the place from which its numbers count."""

    payload: str
    origin: tuple[float, float]


def gaps_ground(
    wards: gpd.GeoDataFrame,
    points: gpd.GeoDataFrame,
    landmarks: gpd.GeoDataFrame | None = None,
    *,
    note: str = "",
    remember: str = "",
    called: str = "",
) -> GapGround:
    """Wards, service points and landmarks, before anything is painted.

    Parameters
    ----------
    wards : GeoDataFrame
        ``ward_id``, ``geometry``; optional ``ward_no``. EPSG:4326.
    points : GeoDataFrame
        ``point_id``, ``sector``, ``geometry``; optional ``name``.
    landmarks : GeoDataFrame or None
        To look at.
    note, remember : str
        As in :class:`~geo.maps.layers.MapLayers`.
    called : str
        What the areas are called, where they are no wards; ``ward_no`` is then the whole name.
    """
    still = still_content(
        "gaps", wards, landmarks, {key: LAYERS[key] for key in ("wards", "points")}, note=note, remember=remember
    )
    origin = still["origin"][0], still["origin"][1]
    if called:
        still["words"]["ward"], still["layers"]["wards"] = "", called
    content = {
        **still,
        "marks": [{**asdict(mark), "layer": name} for name, mark in MARKS.items()],
        "points": service_point_items(points, origin),
        "hidden": ["school", "other"],
        "choice": asdict(Choice()),
    }
    return GapGround(sealed(content), origin)


def gaps_map(ground: GapGround, base: str = assets.SERVED) -> folium.Map:
    """Draw the ground; paint it with :func:`~geo.maps.element.paint_group`."""
    return map_of(ground.payload, base)


def paint(
    ground: GapGround,
    title: str,
    wards: pd.DataFrame,
    *,
    ward: str = "",
    cells: gpd.GeoDataFrame | None = None,
    cell: str = "",
    homes: pd.DataFrame | None = None,
    classes: Sequence[tuple[str, str]] | None = None,
) -> dict[str, Any]:
    """What the map shows now.

    Parameters
    ----------
    ground : GapGround
        Of the map that is painted.
    title : str
        Over the classes in the key.
    wards : DataFrame
        ``area_id``, ``ranked`` (the share by which it is coloured, 0 to 1, NaN for unknown), ``few`` (marked as resting on few
        households), ``tag`` (written on it), ``text`` (lines on pointing at it); optional ``fill``, its
        colour whatever the share.
    ward : str
        The chosen one, whose cells are shown; "" for none.
    cells : GeoDataFrame or None
        The same columns, with the outline of each cell.
    cell : str
        The open one; "" for none.
    homes : DataFrame or None
        The households of the open cell, or those cut off:
        ``household_id``, ``lon``, ``lat``, ``category`` (a key of :data:`MARKS`), ``text``.
    classes : sequence of (colour, label) or None
        Of the key, where areas bring their own ``fill``; the classes of shares where left out.
    """
    items = {row["id"]: {key: row[key] for key in ("fill", "tag", "few", "lines")} for row in _areas(wards)}
    if ward in items and cells is not None:
        items[ward] = {**items[ward], "fill": "#fdfcf8", "few": False}
    shapes = [] if cells is None else _cells(cells, cell, ground.origin)
    return {
        "title": title,
        "classes": _of_shares() if classes is None else [{"colour": colour, "label": label} for colour, label in classes],
        "wards": items,
        "ward": ward,
        "cells": shapes,
        "focus": None if cells is None else _box(cells, cell),
        **_homes(homes, ground.origin),
    }


def _of_shares() -> list[dict[str, Any]]:
    return [
        *({"colour": colour, "label": label} for _, colour, label in CLASSES),
        {"colour": UNKNOWN[0], "label": UNKNOWN[1]},
        {"colour": CLASSES[3][1], "label": "dotted: few households", "few": True},
    ]


def index_colour(index: float) -> str:
    """The colour of the class in which an index from 0 to 100 lies.

    Examples
    --------
    >>> index_colour(20.0) == INDEXES[0][1], index_colour(100.0) == INDEXES[4][1], index_colour(float("nan")) == UNKNOWN[0]
    (True, True, True)
    """
    if np.isnan(index):
        return UNKNOWN[0]
    return next(colour for edge, colour, _ in INDEXES if index <= edge or edge == INDEXES[-1][0])


def colour_of(share: float) -> str:
    """The colour of the class in which a share lies.

    Examples
    --------
    >>> colour_of(0.0) == CLASSES[0][1], colour_of(0.1) == CLASSES[1][1], colour_of(float("nan")) == UNKNOWN[0]
    (True, True, True)
    """
    if np.isnan(share):
        return UNKNOWN[0]
    # A share of all towards which none is drawn may leave a trace above none.
    return next(colour for edge, colour, _ in CLASSES if share <= edge + 0.0005 or edge == 1.0)


def _areas(frame: pd.DataFrame) -> list[dict[str, Any]]:
    fills = frame["fill"] if "fill" in frame.columns else [colour_of(float(share)) for share in frame["ranked"]]
    rows = zip(frame["area_id"], fills, frame["few"], frame["tag"], frame["text"], strict=True)
    return [
        {"id": str(code), "fill": str(fill), "few": bool(few), "tag": str(tag), "lines": str(text).split("\n")}
        for code, fill, few, tag, text in rows
    ]


def _cells(frame: gpd.GeoDataFrame, opened: str, origin: tuple[float, float]) -> list[dict[str, Any]]:
    centres = lon_lat(frame)
    places = zip(_areas(frame), frame.geometry, steps(centres, origin).tolist(), strict=True)
    return [
        {**item, "rings": rings(shape, origin), "at": at, "open": item["id"] == opened, "tag": "" if opened else item["tag"]}
        for item, shape, at in places
    ]


def _box(cells: gpd.GeoDataFrame, opened: str) -> list[float] | None:
    own = cells[cells["area_id"] == opened]
    return None if own.empty else [round(float(edge), 6) for edge in own.total_bounds]


def _homes(homes: pd.DataFrame | None, origin: tuple[float, float]) -> dict[str, Any]:
    if homes is None or homes.empty:
        return {"households": [], "ids": "", "texts": None}
    places = homes[["lon", "lat"]].to_numpy(dtype=float)
    shown, places = homes[placed(places)], places[placed(places)]
    marks = np.array([_ORDER.index(name) for name in shown["category"]], dtype=np.int64)
    nothing = np.full((len(shown), 3), -1)
    flat = np.column_stack([steps(places, origin), nothing, marks, nothing[:, :1]])
    return {
        "households": flat.ravel().tolist(),
        "ids": "\n".join(shown["household_id"].astype(str).str.replace("\n", " ")),
        "texts": shown["text"].astype(str).tolist(),
    }
