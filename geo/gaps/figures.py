"""Gaps by ward as figures: shares that wards are compared by, one column each, and where they stand out together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.gaps.find import OPEN
from geo.gaps.hotspots import HOTSPOTS, SpotSettings, hot_spots
from geo.gaps.shrink import shrunk

#: What a figure counts → the categories that it adds up, of the households that were asked in time.
COUNTED: Mapping[str, tuple[str, ...]] = {"open": OPEN, "out_of_reach": ("out_of_reach",)}
#: Categories of which nobody knows whether the figure counts them: its share is of the others.
UNTOLD: Mapping[str, tuple[str, ...]] = {"open": (), "out_of_reach": ("need_place_unknown",)}
#: Columns of :func:`spots_by_ward`.
SPOTS = ("ward_id", "sector", *HOTSPOTS)


def figure_names(sectors: Sequence[str]) -> list[str]:
    """The columns of :func:`ward_figures` for these sectors, in their order."""
    return [f"{name}:{sector}" for sector in sectors for name in (*COUNTED, "far")]


def ward_figures(table: pd.DataFrame, wards: pd.DataFrame) -> pd.DataFrame:
    """Shares of each ward in each sector.

    Parameters
    ----------
    table : DataFrame
        :func:`geo.gaps.gap_table` by ward.
    wards : DataFrame
        Table ``wards``.

    Returns
    -------
    DataFrame
        Indexed by ``ward_id`` (wards of the layer only), for each sector S the columns ``open:S`` (need it and do not get it)
        and ``out_of_reach:S`` (need it, none in reach; of those of whom that is known), shares of the households asked in time,
        drawn towards that of all (:func:`geo.gaps.shrink.shrunk`), and ``far:S``, the share of households of known place without
        a point within the threshold. 0 to 1, NaN where nobody was asked, or no place is known.
    """
    found = {}
    for sector, rows in _of_layer(table, wards).groupby("sector", sort=False):
        own = rows.set_index("ward_id")
        asked = _asked(own).to_numpy().astype(np.int64)
        for name, kinds in COUNTED.items():
            counts = own[list(kinds)].sum(axis=1).to_numpy(dtype=np.int64)
            untold = own[list(UNTOLD[name])].sum(axis=1).to_numpy(dtype=np.int64)
            found[f"{name}:{sector}"] = pd.Series(shrunk(counts, asked - untold), index=own.index)
        found[f"far:{sector}"] = 1 - own["share_within"].astype(float)
    return pd.DataFrame(found).rename_axis("ward_id")


def spots_by_ward(table: pd.DataFrame, wards: gpd.GeoDataFrame, settings: SpotSettings | None = None) -> pd.DataFrame:
    """Wards that stand out together with their neighbours by the share ``open`` of :func:`ward_figures`.

    Parameters
    ----------
    table : DataFrame
        :func:`geo.gaps.gap_table` by ward.
    wards : GeoDataFrame
        Table ``wards``.
    settings : SpotSettings or None
        Defaults where left out.

    Returns
    -------
    DataFrame
        Columns :data:`SPOTS`, a row a ward and sector as in gaps.csv; what the columns mean stands at
        :func:`geo.gaps.hotspots.hot_spots`.
    """
    shapes = gpd.GeoSeries(wards.geometry.array, index=wards["ward_id"].astype(str), crs=wards.crs)
    parts = []
    for sector, rows in _of_layer(table, wards).groupby("sector", sort=False):
        own = rows.set_index("ward_id")
        spots = hot_spots(shapes.loc[own.index], own[list(COUNTED["open"])].sum(axis=1), _asked(own), settings)
        parts.append(spots.rename_axis("ward_id").reset_index().assign(sector=sector))
    if not parts:
        return pd.DataFrame({name: [] for name in SPOTS})
    return pd.concat(parts).sort_values(["ward_id", "sector"], kind="stable").reset_index(drop=True)[list(SPOTS)]


def _of_layer(table: pd.DataFrame, wards: pd.DataFrame) -> pd.DataFrame:
    return table[table["ward_id"].isin(wards["ward_id"].astype(str))]


def _asked(own: pd.DataFrame) -> pd.Series[int]:
    return own["households"] - own["never_asked"] - own["asked_long_ago"]
