"""Barriers named on the command line or in round.toml: plan, check, access and sites around them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.travel.roads.lines import Lines
from tests.allocation.cases import wards
from tests.allocation.test_roads import village
from tests.geo.roads.by_hand import made_up
from tests.geo.roads.test_reading import write_osm
from tests.workflows.test_roads_files import run


def files(folder: Path) -> dict[str, str]:
    """The lists of a village, some of it on an island with one ford."""
    folder.mkdir()
    lists = village()
    homes = lists["households"].assign(needs="health")
    homes.to_csv(folder / "households.csv", index=False)
    lists["fieldworkers"].to_csv(folder / "fieldworkers.csv", index=False)
    lat, lon = homes["latitude"].quantile(0.7), homes["longitude"]
    points = pd.DataFrame({"point_id": ["P1"], "latitude": [lat - 0.005], "longitude": [lon.median()], "sector": ["health"]})
    points.to_csv(folder / "points.csv", index=False)
    gpd.GeoDataFrame(wards()).to_file(folder / "wards.gpkg")
    river = shapely.box(lon.min() - 0.1, lat, lon.max() + 0.1, lat + 0.1).exterior
    rows = {"kind": ["river", "ford"], "closed_months": ["", "11-3"]}
    layer = gpd.GeoDataFrame(rows, geometry=[river, shapely.Point(lon.median(), lat)], crs="EPSG:4326")
    layer.to_file(folder / "B.gpkg", layer="water")
    (folder / "round.toml").write_text(
        '[round]\nfirst_day = 2026-03-30\nlast_day = 2026-04-03\n[travel]\nbarriers = "B.gpkg::water"\n', encoding="utf-8"
    )
    return {item.name: str(item) for item in folder.iterdir()}


def test_a_plan_around_barriers_is_checked_from_its_folder_wherever_it_went(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = files(tmp_path / "in")
    lists = [part for role in ("households", "fieldworkers") for part in (f"--{role}", given[f"{role}.csv"])]
    lists += ["--wards", given["wards.gpkg"], "--round", given["round.toml"], "--max-iterations", "5", "--tables-only"]
    told = run("plan", *lists, "--out", str(tmp_path / "plan"))
    assert "1 line or area, 1 crossing (1 closed in some months)" in told
    summary = json.loads((tmp_path / "plan" / "summary.json").read_text(encoding="utf-8"))
    assert summary["sources"]["barriers"] == "../in/B.gpkg::water" and "../in/B.gpkg" in summary["inputs"]
    assert summary["settings"]["travel"]["barriers"].endswith("B.gpkg::water")
    # March closes the ford; in July both banks are one.
    run("plan", *lists, "--month", "7", "--out", str(tmp_path / "july"))
    july = json.loads((tmp_path / "july" / "summary.json").read_text(encoding="utf-8"))
    assert july["settings"]["travel"]["month"] == 7
    assert 0 < summary["served"] < july["served"]
    cut = pd.read_csv(tmp_path / "plan" / "unserved.csv")["reason"]
    assert "unreachable" in set(cut)
    shutil.move(tmp_path / "in", tmp_path / "moved" / "in")
    shutil.move(tmp_path / "plan", tmp_path / "moved" / "plan")
    monkeypatch.chdir(tmp_path)
    run("check", "moved/plan")
    (tmp_path / "moved" / "in" / "B.gpkg").write_bytes(b"other")
    assert "E503" in run("check", "moved/plan", code=2)


def test_access_and_sites_around_barriers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = files(tmp_path / "in")
    monkeypatch.chdir(tmp_path / "in")
    lists = ["--households", given["households.csv"], "--points", given["points.csv"]]
    answers = {}
    for name, words in (
        ("line", []),
        ("dry", ["--barriers", "B.gpkg::water", "--month", "6"]),
        ("wet", ["--barriers", "B.gpkg"]),
    ):
        said = run("access", *lists, *words, "--out", str(tmp_path / name))
        answers[name] = pd.read_csv(tmp_path / name / "access.csv").set_index("household_id")["minutes"]
    assert (answers["dry"] >= answers["line"] - 0.01).all() and answers["dry"].notna().all()
    assert (answers["dry"] > answers["line"] + 1).any()
    cut = answers["wet"].isna()
    assert cut.any() and not cut.all()
    assert f"{cut.sum()} households can reach no point at all" in said
    summary = json.loads((tmp_path / "dry" / "summary.json").read_text(encoding="utf-8"))
    assert summary["settings"]["travel"]["month"] == 6 and "../in/B.gpkg" in summary["inputs"]
    assert "E100" in run("access", *lists, "--barriers", "gone.gpkg", "--out", str(tmp_path / "none"), code=2)
    assert "E401" in run("access", *lists, "--bridges", "B.gpkg", "--out", str(tmp_path / "none"), code=2)
    sites = ["--households", given["households.csv"], "--grid-m", "1500", "--count", "2", "--barriers", "B.gpkg"]
    run("site", *sites, "--seconds", "5", "--out", str(tmp_path / "site"))
    assert pd.read_csv(tmp_path / "site" / "assigned.csv")["minutes"].notna().any()


def test_roads_are_cut_at_barriers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = files(tmp_path / "in")
    lines: Lines = made_up(11, side=12, lines=70, corner_at=(26.495, -33.355), step=0.01)
    write_osm(tmp_path / "in" / "R.osm.pbf", lines)
    monkeypatch.chdir(tmp_path / "in")
    lists = ["--households", given["households.csv"], "--points", given["points.csv"], "--roads", "R.osm.pbf"]
    run("access", *lists, "--out", str(tmp_path / "free"))
    run("access", *lists, "--barriers", "B.gpkg", "--month", "1", "--out", str(tmp_path / "cut"))
    free, cut = (pd.read_csv(tmp_path / name / "access.csv").set_index("household_id")["minutes"] for name in ("free", "cut"))
    assert cut.isna().sum() > free.isna().sum()
    both = free.notna() & cut.notna()
    assert both.any() and (cut[both] >= free[both] - 0.01).all()
    summary = json.loads((tmp_path / "cut" / "summary.json").read_text(encoding="utf-8"))
    assert {"../in/B.gpkg", "../in/R.osm.pbf"} <= set(summary["inputs"])
