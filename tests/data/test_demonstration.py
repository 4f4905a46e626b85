"""The demonstration: what its generator promises."""

from __future__ import annotations

import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.ops import split

from data.boundaries.generate import files, write
from geo.tables import KEYS, columns, validate

TABLES = {"wards": "wards.geojson", "households": "households.csv", "fieldworkers": "fieldworkers.csv"}
TABLES |= {"service_points": "service_points.csv", "landmarks": "landmarks.geojson"}


def read(folder: Path, table: str) -> pd.DataFrame:
    path = folder / TABLES[table]
    return gpd.read_file(path) if path.suffix == ".geojson" else pd.read_csv(path, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def frames(demonstration: Path) -> dict[str, gpd.GeoDataFrame]:
    return {table: validate(table, read(demonstration, table)) for table in TABLES}


def test_generating_again_writes_the_same_bytes(demonstration: Path, tmp_path: Path) -> None:
    for path in write(tmp_path):
        assert path.read_bytes() == (demonstration / path.name).read_bytes(), f"{path.name} changed: run the generator and commit"
    assert {path.name for path in demonstration.iterdir()} == {path.name for path in tmp_path.iterdir()}


def test_another_seed_gives_other_people() -> None:
    assert files(seed=1)["households.csv"] != files(seed=2)["households.csv"]


def test_it_is_small(demonstration: Path) -> None:
    assert sum(path.stat().st_size for path in demonstration.iterdir()) < 1_500_000


def test_every_table_keeps_its_contract(demonstration: Path, frames: dict[str, gpd.GeoDataFrame]) -> None:
    for table, frame in frames.items():
        known = {column.name for column in columns(table)} | {"latitude", "longitude", "geometry"}
        assert set(read(demonstration, table).columns) <= known
        if table in KEYS:
            assert frame[KEYS[table]].is_unique


def test_wards_cover_the_municipality_without_overlap_or_gap(frames: dict[str, gpd.GeoDataFrame]) -> None:
    wards = frames["wards"].geometry.to_numpy()
    assert 8 <= len(wards) <= 12
    assert shapely.coverage_is_valid(wards)
    whole = shapely.union_all(wards)
    assert whole.geom_type == "Polygon" and not whole.interiors
    assert sum(shapely.area(wards)) == pytest.approx(whole.area, rel=1e-9)


def test_one_ward_lies_on_both_sides_of_the_river(frames: dict[str, gpd.GeoDataFrame]) -> None:
    landmarks = frames["landmarks"]
    river = landmarks.loc[landmarks["name"] == "Nqwelorha River"].geometry.iloc[0]
    parts = [sorted(part.area / ward.area for part in split(ward, river).geoms) for ward in frames["wards"].geometry]
    assert max(shares[-2] for shares in parts if len(shares) > 1) > 0.2


def test_stated_wards_are_true_and_few_households_lie_outside(frames: dict[str, gpd.GeoDataFrame]) -> None:
    wards = frames["wards"].set_index("ward_id").geometry
    households = frames["households"]
    placed = households[households.geometry.notna() & (households["ward_id"] != "")]
    inside = shapely.covers(wards.loc[placed["ward_id"]].to_numpy(), placed.geometry.to_numpy())
    assert inside.all()
    beyond = households[households.geometry.notna() & (households["ward_id"] == "")]
    assert len(beyond) == 6
    assert not shapely.covers(shapely.union_all(wards.to_numpy()), beyond.geometry.to_numpy()).any()


def test_households_without_coordinates_name_a_village_that_is_on_the_map(frames: dict[str, gpd.GeoDataFrame]) -> None:
    households, landmarks = frames["households"], frames["landmarks"]
    villages = set(landmarks.loc[landmarks["kind"] == "village", "name"])
    lost = households[households.geometry.isna()]
    named = lost[lost["village"] != ""]
    assert len(named) > 50 and set(named["village"]) <= villages
    assert 1 <= len(lost) - len(named) < 20


def test_the_list_has_what_real_lists_have(frames: dict[str, gpd.GeoDataFrame]) -> None:
    households = frames["households"]
    assert 5500 <= len(households) <= 6500
    assert {"active", "refused", "do_not_visit", "moved"} == set(households["status"])
    assert (households["available"] != "").mean() == pytest.approx(0.08, abs=0.03)
    assert households["priority"].between(0, 90).all() and households["priority"].nunique() > 10
    assert households["last_profiled"].max() < "2026-03-02"
    assert (households["phone"] == "").all()
    assert not any(re.search(r"\d{7,}", text) for name in ("label", "address", "directions") for text in households[name])


def test_the_team_is_mixed_and_lives_in_the_municipality(frames: dict[str, gpd.GeoDataFrame]) -> None:
    team = frames["fieldworkers"]
    assert len(team) == 60
    assert {"walk", "bicycle", "car"} == set(team["mode"]) and team["department"].nunique() >= 5
    assert (team["employment"] == "volunteer").sum() >= 5 and (team["phone"] == "").all()
    whole = shapely.union_all(frames["wards"].geometry.to_numpy())
    assert shapely.covers(whole, team.geometry.to_numpy()).all()
    assert np.isfinite(team["hours_per_day"]).all()


def test_no_invented_place_bears_the_name_of_a_real_one(frames: dict[str, gpd.GeoDataFrame], shared_data: Path) -> None:
    real = set(gpd.read_file(shared_data / "south_africa" / "places.gpkg")["name"].str.lower())
    landmarks = frames["landmarks"]
    assert not real & set(landmarks.loc[landmarks["kind"] == "village", "name"].str.lower())


def test_it_says_that_it_is_fictional(demonstration: Path, frames: dict[str, gpd.GeoDataFrame]) -> None:
    assert frames["wards"]["municipality"].str.contains("fictional").all()
    assert "fictional" in (demonstration / "round.toml").read_text(encoding="utf-8")
