"""Roads named on the command line or in round.toml: plan, check, access and gaps over them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from typer.testing import CliRunner

from cli import app
from geo.travel.roads.lines import Lines
from tests.allocation.cases import wards
from tests.allocation.test_roads import village
from tests.geo.roads.by_hand import made_up
from tests.geo.roads.test_reading import write_layer, write_osm


def files(folder: Path) -> dict[str, str]:
    """The lists of a village, its roads twice, and a round."""
    folder.mkdir()
    lines: Lines = made_up(11, side=12, lines=70, corner_at=(26.495, -33.355), step=0.01)
    lists = village()
    lists["households"].assign(needs="health").to_csv(folder / "households.csv", index=False)
    lists["fieldworkers"].to_csv(folder / "fieldworkers.csv", index=False)
    points = pd.DataFrame({"point_id": ["P1"], "latitude": [-33.32], "longitude": [26.54], "sector": ["health"]})
    points.to_csv(folder / "points.csv", index=False)
    gpd.GeoDataFrame(wards()).to_file(folder / "wards.gpkg")
    write_osm(folder / "R.osm.pbf", lines)
    write_layer(folder / "R.gpkg", lines)
    (folder / "round.toml").write_text(
        '[round]\nfirst_day = 2026-03-02\nlast_day = 2026-03-06\n[travel]\nmodel = "roads"\nroads = "R.osm.pbf"\n',
        encoding="utf-8",
    )
    return {item.name: str(item) for item in folder.iterdir()}


def run(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == code, done.output
    return done.output


def test_a_plan_over_roads_is_checked_from_its_folder_wherever_it_went(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = files(tmp_path / "in")
    lists = [part for role in ("households", "fieldworkers") for part in (f"--{role}", given[f"{role}.csv"])]
    lists += ["--wards", given["wards.gpkg"], "--round", given["round.toml"]]
    run("plan", *lists, "--max-iterations", "5", "--tables-only", "--out", str(tmp_path / "plan"))
    summary = json.loads((tmp_path / "plan" / "summary.json").read_text(encoding="utf-8"))
    assert summary["served"] > 0
    assert summary["settings"]["travel"]["model"] == "roads"
    assert summary["sources"]["roads"] == "../in/R.osm.pbf"
    shutil.move(tmp_path / "in", tmp_path / "moved" / "in")
    shutil.move(tmp_path / "plan", tmp_path / "moved" / "plan")
    monkeypatch.chdir(tmp_path)
    run("check", "moved/plan")
    (tmp_path / "moved" / "in" / "R.osm.pbf").write_bytes(b"other")
    assert "E503" in run("check", "moved/plan", code=2)


def test_access_and_gaps_over_roads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = files(tmp_path / "in")
    monkeypatch.chdir(tmp_path / "in")
    lists = ["--households", given["households.csv"], "--points", given["points.csv"]]
    run("access", *lists, "--out", str(tmp_path / "line"))
    run("access", *lists, "--roads", "R.gpkg::roads", "--out", str(tmp_path / "roads"))
    run("gaps", *lists, "--wards", given["wards.gpkg"], "--roads", "R.osm.pbf", "--out", str(tmp_path / "gaps"))
    line, roads = (pd.read_csv(tmp_path / name / "access.csv").set_index("household_id")["minutes"] for name in ("line", "roads"))
    both = line.notna() & roads.notna()
    assert both.any()
    assert (roads[both] >= line[both] / 1.3 - 0.02).all()  # no way is shorter than the straight line
    summary = json.loads((tmp_path / "roads" / "summary.json").read_text(encoding="utf-8"))
    assert summary["settings"]["travel"]["roads"].endswith("R.gpkg::roads")
    assert "../in/R.gpkg" in summary["inputs"]
    assert "E100" in run("access", *lists, "--roads", "gone.gpkg", "--out", str(tmp_path / "none"), code=2)
