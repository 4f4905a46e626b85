"""A place to stand in for households without coordinates: the middle of their village."""

from __future__ import annotations

import unicodedata
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.tables import CRS

#: Accuracies whose points may speak for their village.
_TRUSTED = ("exact", "street")


def stand_ins(households: gpd.GeoDataFrame, villages: gpd.GeoDataFrame | None = None) -> gpd.GeoDataFrame:
    """The households with places filled in by village, and ``place_accuracy`` true for every row; index in, index out.

    A household without a point gets, in this order: the median longitude and latitude of the exactly placed households
    of its village in its ward; where it states no ward, those of its village if they lie in one ward only; the place
    of that name in ``villages`` (an area counts by a point inside it), unless several bear the name.

    Parameters
    ----------
    households : GeoDataFrame
        With ``village``, ``ward_id``, ``place_accuracy`` and points (EPSG:4326), ``None`` where there is none.
    villages : GeoDataFrame or None
        With ``name`` (and ``ward_id``, if it has it) and places.

    Returns
    -------
    GeoDataFrame
        ``place_accuracy`` is ``village`` where a stand-in was found, ``unknown`` where none was, and ``exact`` where a
        point was given without saying how exact it is.
    """
    result = households.copy()
    shapes = np.array(result.geometry.array, dtype=object)
    missing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    accuracy = result["place_accuracy"].to_numpy(dtype=object).copy()
    accuracy[~missing & np.isin(accuracy, ("", "unknown"))] = "exact"
    accuracy[missing] = "unknown"
    shapes[missing] = None
    name = pd.Series([_plain(text) for text in result["village"]], index=result.index, dtype="str").to_numpy(dtype=object)
    wanted = (missing & (name != "")).nonzero()[0]
    if len(wanted):
        ward = result["ward_id"].to_numpy(dtype=object)
        own = _middles(shapes, name, ward, ~missing & np.isin(accuracy, _TRUSTED))
        named = _named(villages)
        for row in wanted:
            key, code = name[row], ward[row]
            place = own.get((code, key)) or named.get((code, key)) or named.get(("", key))
            if place is not None:
                shapes[row], accuracy[row] = shapely.Point(place), "village"
    result["place_accuracy"] = pd.array(accuracy, dtype="str")
    return result.set_geometry(gpd.GeoSeries(shapes, index=result.index, crs=CRS))


def _plain(text: Any) -> str:
    return " ".join(unicodedata.normalize("NFKC", str(text)).casefold().split())


def _middles(shapes: Any, name: Any, ward: Any, trusted: Any) -> dict[tuple[str, str], tuple[float, float]]:
    """Medians by (ward, village), and by ("", village) for a village that lies in one ward only."""
    spots = shapely.centroid(shapes)
    table = pd.DataFrame({"ward": ward, "name": name, "x": shapely.get_x(spots), "y": shapely.get_y(spots)})[trusted]
    table = table[table["name"] != ""]
    middle = table.groupby(["ward", "name"])[["x", "y"]].median()
    found = {(str(w), str(n)): (float(x), float(y)) for (w, n), x, y in middle.itertuples()}
    places = pd.Series([n for _, n in found]).value_counts()
    single = {("", n): place for (_, n), place in found.items() if places[n] == 1}
    return {**found, **single}


def _named(villages: gpd.GeoDataFrame | None) -> dict[tuple[str, str], tuple[float, float]]:
    """Places of a layer by (ward, name) and by ("", name); a name that several bear is left out."""
    if villages is None or "name" not in villages.columns or villages.empty:
        return {}
    layer = villages if villages.crs is None else villages.to_crs(CRS)
    # A river or a road often bears the name of the village that it passes.
    layer = layer[~layer.geom_type.isin(["LineString", "MultiLineString", "LinearRing"]).to_numpy()]
    spots = shapely.point_on_surface(np.asarray(layer.geometry.array, dtype=object))
    ward = layer["ward_id"].astype(str) if "ward_id" in layer.columns else pd.Series("", index=layer.index)
    table = pd.DataFrame({"ward": ward.to_numpy(), "name": [_plain(text) for text in layer["name"]], "x": shapely.get_x(spots)})
    table["y"] = shapely.get_y(spots)
    table = table[(table["name"] != "") & np.isfinite(table["x"])]
    found: dict[tuple[str, str], tuple[float, float]] = {}
    for keys in (["ward", "name"], ["name"]):
        for row in table[~table.duplicated(keys, keep=False)].itertuples():
            found[(str(row.ward) if "ward" in keys else "", str(row.name))] = (float(str(row.x)), float(str(row.y)))
    return found
