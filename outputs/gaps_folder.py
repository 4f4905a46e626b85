"""The folder of an answer on gaps: what ``wardround gaps`` writes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.gaps import Gaps, gap_table
from geo.gaps.other_areas import BY_AREA
from geo.tables import CRS
from outputs.answer_folder import Origin, precise, write_answer
from outputs.area_layers import AreaLayer, area_layer

KIND = "gaps"
#: Columns of categories.csv.
CATEGORY = ("household_id", "sector", "category")
#: Columns of indicators.csv.
INDICATORS = ("ward_id", "indicator", "value")
#: Columns of areas.csv.
AREAS_BESIDE = ("layer", *BY_AREA)
#: Columns of round_gaps.csv.
ROUND_GAPS = ("ward_id", "planned_for", "reached", "not_reached", "share_not_reached")

#: Columns of hotspots.csv that the layer shows.
_ON_MAP = ("gi_z", "gi_q", "spot", "moran_q", "cluster")


def write_gaps_folder(
    out: Path,
    gaps: Gaps,
    origin: Origin,
    wards: pd.DataFrame,
    indicators: pd.DataFrame | None,
    *,
    beside: Mapping[str, pd.DataFrame] = MappingProxyType({}),
    areas: Mapping[str, gpd.GeoDataFrame] = MappingProxyType({}),
) -> dict[str, Any]:
    """Write ``gaps.csv, categories.csv, gaps.gpkg`` (layers ``wards`` and ``cells``), ``indicators.csv`` with any, and the rest.

    Parameters
    ----------
    out, origin
        As of :func:`outputs.answer_folder.write_answer`, whose errors and result these are.
    gaps : Gaps
        As found.
    wards : DataFrame
        The ward layer.
    indicators : DataFrame or None
        Figures of somebody else by ward (indexed by ``ward_id``): columns of the layer ``wards``.
    beside : mapping of name → DataFrame
        ``hotspots`` (:data:`geo.gaps.figures.SPOTS`) and ``composite`` (``ward_id`` and :data:`geo.gaps.composite.COMPOSITE`)
        where they were asked for: files of their own, and columns of the layer ``wards``; so ``round_gaps``, and ``areas``
        (``layer`` and :data:`geo.gaps.other_areas.BY_AREA`), which is a layer of its own.
    areas : mapping of name → GeoDataFrame
        The layers that ``areas`` names: ``area_id``, ``geometry``.
    """
    by_ward, by_cell = gap_table(gaps, "ward", wards), gap_table(gaps, "cell")
    facts = {**{key: value for key, value in gaps.access.told().items() if key != "sectors"}, **gaps.told()}
    tables = {
        "gaps": precise(by_ward, "share_within", "e2sfca"),
        "categories": gaps.table[list(CATEGORY)],
        **({} if indicators is None else {"indicators": _long(indicators)}),
        **beside,
    }
    if "areas" in tables:
        tables["areas"] = precise(tables["areas"], "share_within", "e2sfca")
    with_figures = by_ward if indicators is None else by_ward.join(_named(indicators, by_ward.columns), on="ward_id")
    layers = [area_layer("wards", _with(with_figures, beside), wards, "ward_id"), area_layer("cells", by_cell, key="cell")]
    if "areas" in beside:
        layers.append(other_areas_layer(beside["areas"], areas))
    return write_answer(out, KIND, facts, tables, layers, origin=origin)


def other_areas_layer(rows: pd.DataFrame, areas: Mapping[str, gpd.GeoDataFrame]) -> AreaLayer:
    """The layer ``areas``: the rows of areas.csv with the outline of the area that each names."""
    shapes = pd.concat(
        [
            pd.DataFrame({"layer": name, "area_id": own["area_id"].astype(str), "geometry": own.geometry})
            for name, own in areas.items()
        ]
    )
    there = rows[rows["area_id"] != ""].merge(shapes, on=["layer", "area_id"], how="inner")
    return AreaLayer("areas", gpd.GeoDataFrame(there, geometry="geometry", crs=CRS))


def _with(rows: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The rows of a ward and sector with the spot that they are, and the index of the ward."""
    if "hotspots" in beside:
        rows = rows.merge(beside["hotspots"][["ward_id", "sector", *_ON_MAP]], on=["ward_id", "sector"], how="left")
    if "round_gaps" in beside:
        own = beside["round_gaps"].rename(columns={"not_reached": "plan_not_reached"})
        rows = rows.merge(own[["ward_id", "planned_for", "plan_not_reached"]], on="ward_id", how="left")
    if "composite" in beside:
        own = beside["composite"].rename(columns={"index": "composite_index", "rank": "composite_rank"})
        rows = rows.merge(own[["ward_id", "composite_index", "composite_rank", "in_worst"]], on="ward_id", how="left")
    return rows


def _long(indicators: pd.DataFrame) -> pd.DataFrame:
    """A row a ward and figure."""
    rows = indicators.rename_axis("ward_id").reset_index().melt("ward_id", var_name="indicator", value_name="value")
    return rows.sort_values(["ward_id", "indicator"], kind="stable").reset_index(drop=True)[list(INDICATORS)]


def _named(indicators: pd.DataFrame, taken: pd.Index[str]) -> pd.DataFrame:
    """Figures whose name a column of ours, or the shape, has already get another."""
    used = {str(name).casefold() for name in [*taken, "fid", "geom", "geometry"]}
    return indicators.rename(columns={name: f"{name} (given)" for name in indicators.columns if name.casefold() in used})
