"""Areas that stand out with their neighbours are found, those that chance makes are not, and who cannot be judged is not."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box

from geo.errors import SettingProblems
from geo.gaps.hotspots import HOTSPOTS, SpotSettings, hot_spots
from geo.gaps.shrink import shrunk

SIDE = 12
QUICK = SpotSettings(permutations=1_999)


def grid(side: int = SIDE) -> gpd.GeoSeries:
    cells = {f"{i:02d}{j:02d}": box(i, j, i + 1, j + 1) for i in range(side) for j in range(side)}
    return gpd.GeoSeries(cells, crs=32735)


def asked(areas: gpd.GeoSeries, many: int = 200) -> pd.Series[int]:
    return pd.Series(many, index=areas.index)


def test_a_corner_in_which_many_go_without_is_hot_the_opposite_one_cold_and_the_middle_neither() -> None:
    areas, rng = grid(), np.random.default_rng(3)
    at = np.array([[int(name[:2]), int(name[2:])] for name in areas.index])
    hot, cold = (at < 3).all(axis=1), (at >= SIDE - 3).all(axis=1)
    counts = pd.Series(rng.binomial(200, np.where(hot, 0.8, np.where(cold, 0.02, 0.3))), index=areas.index)
    found = hot_spots(areas, counts, asked(areas), QUICK)
    assert list(found.columns) == list(HOTSPOTS) and found.index.equals(areas.index)
    assert found.loc["0000", "spot"] == "hot" and found.loc["0000", "cluster"] == "high among high"
    assert found.loc["1111", "spot"] == "cold" and found.loc["1111", "cluster"] == "low among low"
    assert found.loc["0606", ["spot", "cluster"]].tolist() == ["", ""]
    near = (at <= 3).all(axis=1)  # a neighbour of the corner has hot neighbours itself
    assert (found["spot"][near] == "hot").sum() >= 9 and not (found["spot"][~near] == "hot").any()
    assert found.loc["0000", "neighbours"] == 3 and found.loc["0606", "neighbours"] == 8


def test_gi_is_that_of_the_formula() -> None:
    """Ord and Getis 1995, equation 14: weights of one, the area itself among its neighbours."""
    areas, rng = grid(5), np.random.default_rng(1)
    counts = pd.Series(rng.integers(20, 180, 25), index=areas.index)
    found = hot_spots(areas, counts, asked(areas), QUICK)
    share = shrunk(counts.to_numpy(), asked(areas).to_numpy())
    touching = np.array([[one.touches(other) or one.equals(other) for other in areas] for one in areas], dtype=float)
    many, heavy = len(areas), touching.sum(axis=1)
    below = share.std() * np.sqrt((many * heavy - heavy**2) / (many - 1))
    np.testing.assert_allclose(found["gi_z"], (touching @ share - share.mean() * heavy) / below, rtol=1e-6)


def test_chance_alone_makes_hardly_any_spot() -> None:
    areas = grid()
    spots = 0
    for seed in range(5):
        counts = pd.Series(np.random.default_rng(seed).binomial(200, 0.3, len(areas)), index=areas.index)
        spots += (hot_spots(areas, counts, asked(areas), QUICK)["spot"] != "").sum()
    assert spots <= 0.01 * 5 * len(areas)


def test_who_cannot_be_judged_is_not_and_the_others_are() -> None:
    areas = pd.concat([grid(), gpd.GeoSeries({"island": box(50, 50, 51, 51)}, crs=32735)])
    counts = pd.Series(np.random.default_rng(0).binomial(200, 0.3, len(areas)), index=areas.index)
    of = asked(areas)
    of["0404"] = counts["0404"] = 0
    found = hot_spots(areas, counts, of, QUICK)
    assert found.loc[["island", "0404"], "gi_z"].isna().all() and found.drop(["island", "0404"])["gi_z"].notna().all()
    assert found.loc["0303", "neighbours"] == 7 and found.loc["island", "neighbours"] == 0
    few = hot_spots(areas.iloc[:9], counts.iloc[:9], of.iloc[:9], QUICK)
    alike = hot_spots(areas, of // 2, of, QUICK)
    assert few["gi_z"].isna().all() and alike["gi_z"].isna().all() and (alike["spot"] == "").all()


def test_the_same_seed_gives_the_same_answer_and_settings_out_of_range_are_told_at_once() -> None:
    areas = grid(5)
    counts = pd.Series(np.random.default_rng(1).integers(20, 180, 25), index=areas.index)
    pd.testing.assert_frame_equal(*(hot_spots(areas, counts, asked(areas), QUICK) for _ in range(2)))
    with pytest.raises(SettingProblems) as told:
        SpotSettings(level=1.0, permutations=5)
    assert len(told.value.problems) == 2
