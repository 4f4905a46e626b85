"""The folder of an answer on regional centres: what ``wardround centres`` writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.siting.centres import LEVELS, Centres
from geo.tables import CRS
from outputs.answer_folder import Origin, write_answer
from outputs.area_layers import AreaLayer

KIND = "centres"


def write_centres_folder(out: Path, found: Centres, wards: gpd.GeoDataFrame, level: str, origin: Origin) -> dict[str, Any]:
    """Write ``centres.csv, areas.csv, centres.gpkg`` (layers ``centres`` and ``areas``), and the rest.

    Parameters
    ----------
    out, origin
        As of :func:`outputs.answer_folder.write_answer`, whose errors and result these are.
    found : Centres
        As found.
    wards : GeoDataFrame
        Whose areas together are those of the municipalities.
    level : str
        A key of :data:`geo.siting.centres.LEVELS`.
    """
    tables = {"centres": found.centres, "areas": found.areas}
    layers = [_centres_layer(found), _areas_layer(found, wards, level)]
    return write_answer(out, KIND, found.told(), tables, layers, origin=origin)


def _centres_layer(found: Centres) -> AreaLayer:
    shapes = found.points.geometry.iloc[found.found.chosen].representative_point()
    return AreaLayer("centres", gpd.GeoDataFrame(found.centres, geometry=shapes.array, crs=found.points.crs), "Point")


def _areas_layer(found: Centres, wards: gpd.GeoDataFrame, level: str) -> AreaLayer:
    codes = wards[LEVELS[level][0]].astype(str).to_numpy()
    parts = np.asarray(wards.geometry.to_crs(CRS).make_valid().array, dtype=object)
    order = np.argsort(codes, kind="stable")
    ids, first = np.unique(codes[order], return_index=True)
    whole = {area: shapely.union_all(own) for area, own in zip(ids, np.split(parts[order], first[1:]), strict=True)}
    shapes = [whole[area] for area in found.areas["area_id"]]
    return AreaLayer("areas", gpd.GeoDataFrame(found.areas, geometry=shapes, crs=CRS))
