"""Gaps by ward and cell, counted from households."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.access import by_area
from geo.gaps.find import CATEGORIES, Gaps

#: Columns of :func:`gap_table` by ward, in the order of gaps.csv; by cell the first is ``cell``.
GAPS = (
    "ward_id", "sector", "households", "no_need", "met", "unmet", "never_asked", "asked_long_ago", "out_of_reach",
    "share_within", "e2sfca", "need_place_unknown",
)  # fmt: skip


def gap_table(gaps: Gaps, level: str = "ward", wards: pd.DataFrame | None = None) -> pd.DataFrame:
    """Households of each area and sector by category.

    Parameters
    ----------
    gaps : Gaps
        As found.
    level : str
        ``ward`` or ``cell``.
    wards : DataFrame or None
        With it, wards without a household stand there too where others of their municipality have some: nobody of
        theirs is on the list.

    Returns
    -------
    DataFrame
        Columns :data:`GAPS` (``cell`` instead of ``ward_id`` by cell). The seven categories are disjoint and add up to
        ``households``; ``share_within`` of the households whose place is known (NaN where there is none) and ``e2sfca`` (mean
        over people) are those of :func:`geo.access.by_area`, and 0 for a sector without any point. Areas in text order; "" for
        households that lie in none.
    """
    key = "ward_id" if level == "ward" else "cell"
    homes = gaps.access.households
    area = homes[key].to_numpy(dtype=object)
    own = sorted(set(area) | (codes_around(homes, wards) if wards is not None and level == "ward" else set()))
    codes = pd.Index(own).get_indexer(pd.Index(area))
    keys = pd.MultiIndex.from_product([own, gaps.sectors], names=[key, "sector"])
    size = len(own), len(gaps.sectors)
    cell = (codes[:, None] * size[1] + np.arange(size[1])[None, :]).reshape(-1)
    kinds = gaps.category.reshape(-1)
    frame = pd.DataFrame({"households": np.bincount(cell, minlength=size[0] * size[1])}, index=keys)
    for kind in CATEGORIES:
        frame[kind] = np.bincount(cell[kinds == kind], minlength=len(frame))
    reach = by_area(gaps.access, level, wards).set_index(["area_id", "sector"])[["share_within", "e2sfca"]]
    frame = frame.join(reach.rename_axis([key, "sector"]))
    nowhere = _placed(gaps, codes, size)
    bare = ~frame.index.get_level_values("sector").isin(gaps.access.sectors)
    frame.loc[bare & nowhere, ["share_within", "e2sfca"]] = 0.0
    return frame.reset_index()[[key, *GAPS[1:]]].astype({key: "str", "sector": "str"})


def _placed(gaps: Gaps, codes: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Whether an area has a household whose place is known, repeated for each sector."""
    known = np.bincount(codes[gaps.access.placed], minlength=size[0]) > 0
    return np.repeat(known, size[1])


def wards_around(homes: pd.DataFrame, wards: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The wards of all municipalities in which households lie."""
    return wards[wards["ward_id"].astype(str).isin(codes_around(homes, wards)).to_numpy()]


def codes_around(homes: pd.DataFrame, wards: pd.DataFrame) -> set[str]:
    """The codes of all wards of the municipalities in which households lie."""
    codes, towns = wards["ward_id"].astype(str), wards["municipality_id"].astype(str)
    used = set(towns[codes.isin(homes["ward_id"]).to_numpy()])
    return set(codes[towns.isin(used).to_numpy()])
