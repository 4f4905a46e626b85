"""The folder of an answer on gaps: what ``wardround gaps`` writes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from geo.gaps import Gaps, gap_table
from outputs.answer_folder import Origin, precise, write_answer
from outputs.area_layers import area_layer

KIND = "gaps"
#: Columns of categories.csv.
CATEGORY = ("household_id", "sector", "category")
#: Columns of indicators.csv.
INDICATORS = ("ward_id", "indicator", "value")

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
        where they were asked for: files of their own, and columns of the layer ``wards``.
    """
    by_ward, by_cell = gap_table(gaps, "ward", wards), gap_table(gaps, "cell")
    facts = {**{key: value for key, value in gaps.access.told().items() if key != "sectors"}, **gaps.told()}
    tables = {
        "gaps": precise(by_ward, "share_within", "e2sfca"),
        "categories": gaps.table[list(CATEGORY)],
        **({} if indicators is None else {"indicators": _long(indicators)}),
        **beside,
    }
    with_figures = by_ward if indicators is None else by_ward.join(_named(indicators, by_ward.columns), on="ward_id")
    layers = [area_layer("wards", _with(with_figures, beside), wards, "ward_id"), area_layer("cells", by_cell, key="cell")]
    return write_answer(out, KIND, facts, tables, layers, origin=origin)


def _with(rows: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The rows of a ward and sector with the spot that they are, and the index of the ward."""
    if "hotspots" in beside:
        rows = rows.merge(beside["hotspots"][["ward_id", "sector", *_ON_MAP]], on=["ward_id", "sector"], how="left")
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
