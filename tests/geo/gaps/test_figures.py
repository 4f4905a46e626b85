"""Figures by ward are the shares of the table of gaps, and the spots those of the shares."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box

from geo.gaps import Gaps, GapSettings, find_gaps, gap_table
from geo.gaps.figures import SPOTS, spots_by_ward, ward_figures
from geo.gaps.hotspots import SpotSettings
from geo.gaps.shrink import shrunk
from geo.tables import CRS

SIDE, EACH = 6, 30
#: The ward in the middle of nine in which nearly all go without.
MIDDLE = SIDE + 1


@pytest.fixture(scope="module")
def wards() -> gpd.GeoDataFrame:
    """Wards in a square."""
    cells = [box(26 + i / 50, -33 + j / 50, 26.02 + i / 50, -32.98 + j / 50) for i in range(SIDE) for j in range(SIDE)]
    ids = [f"210040{at:02d}" for at in range(1, SIDE**2 + 1)]
    facts = {"ward_id": ids, "ward_no": "", "municipality_id": "TST", "geometry": cells}
    names = dict.fromkeys(["municipality", "district_id", "district", "province", "demarcation_year"], "")
    return gpd.GeoDataFrame({**facts, **names}, crs=CRS)


@pytest.fixture(scope="module")
def gaps(wards: gpd.GeoDataFrame) -> Gaps:
    """In nine wards of a corner nearly all need health, in the others hardly anybody."""
    rng, middle = np.random.default_rng(4), wards.geometry.representative_point()
    at = np.repeat(np.arange(len(wards)), EACH)
    need = rng.random(len(at)) < np.where((at % SIDE < 3) & (at // SIDE < 3), 0.95, 0.05)
    homes = pd.DataFrame(
        {
            "household_id": [f"H{row:04d}" for row in range(len(at))],
            "longitude": middle.x.to_numpy()[at],
            "latitude": middle.y.to_numpy()[at],
            "needs": np.where(need, "health", ""),
        }
    )
    point = gpd.GeoDataFrame({"point_id": ["P1"], "sector": ["health"], "geometry": [middle.iloc[0]]}, crs=CRS)
    return find_gaps(homes, point, wards, settings=GapSettings(today=dt.date(2026, 3, 2)))


def test_figures_are_shares_of_the_table(gaps: Gaps, wards: gpd.GeoDataFrame) -> None:
    by_ward = gap_table(gaps, "ward", wards)
    found, table = ward_figures(by_ward, wards), by_ward.set_index("ward_id")
    assert list(found.columns) == ["open:health", "out_of_reach:health", "far:health"]
    lacking = (table["unmet"] + table["out_of_reach"]).to_numpy()
    np.testing.assert_allclose(found["open:health"], shrunk(lacking, table["households"].to_numpy()))
    np.testing.assert_allclose(found["far:health"], 1 - table["share_within"])


def test_where_many_wards_side_by_side_go_without_they_are_hot(gaps: Gaps, wards: gpd.GeoDataFrame) -> None:
    found = spots_by_ward(gap_table(gaps, "ward", wards), wards, SpotSettings(permutations=1_999))
    assert list(found.columns) == list(SPOTS) and list(found["ward_id"]) == sorted(wards["ward_id"])
    spots = found["spot"].to_numpy()
    assert spots[MIDDLE] == "hot" and found["cluster"][MIDDLE] == "high among high"
    assert not (spots.reshape(SIDE, SIDE)[4:, 4:] == "hot").any()
