"""``wardround centres``: its files, parts of a layer, figures by ward, and what it says of what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from typer.testing import CliRunner, Result

from cli import app

pytestmark = pytest.mark.usefixtures("own_data")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["centres", *arguments])


def layer(folder: Path) -> str:
    """Two districts of four and two municipalities in a row, two wards each."""
    rows = []
    for at in range(6):
        ids = {"municipality_id": f"EC1{at:02d}", "municipality": f"Town {at}", "district_id": f"DC{10 + (at > 3)}"}
        for ward in range(2):
            box = shapely.box(26 + at / 5 + ward / 10, -33.1, 26.1 + at / 5 + ward / 10, -33.0)
            rows.append({"ward_id": f"210{at:02d}00{ward}", "ward_no": str(ward), **ids, "province": "E Cape", "geometry": box})
    path = folder / "wards.geojson"
    gpd.GeoDataFrame(rows, crs="EPSG:4326").to_file(path)
    return str(path)


def test_two_centres_share_a_district_out_by_people(tmp_path: Path) -> None:
    figures = [f"210{at:02d}00{ward},{1000 if at == 1 else 10}" for at in range(4) for ward in range(2)][:-1]
    (tmp_path / "people.csv").write_text("ward_id,population\n" + "\n".join(figures) + "\n", encoding="utf-8")
    options = ["--wards", layer(tmp_path), "--people", str(tmp_path / "people.csv"), "--within", "dc10"]
    result = call(*options, "--least", "2", "--most", "2", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    out = tmp_path / "out"
    centres, areas = pd.read_csv(out / "centres.csv"), pd.read_csv(out / "areas.csv")
    # The first is where most people live; of the other two either is as good.
    assert centres["areas"].tolist() == [2, 2] and centres["name"].iloc[0] == "Town 1"
    assert areas["point_id"].iloc[:2].tolist() == ["EC101", "EC101"] and areas["people"].tolist() == [20, 2000, 20, 20]
    assert "Wards without a figure of people: 1" in result.output and "this is proved" in result.output
    drawn = gpd.read_file(out / "centres.gpkg", layer="areas")
    assert shapely.area(drawn.geometry.to_numpy()) == pytest.approx(0.02)
    assert len(gpd.read_file(out / "centres.gpkg", layer="centres")) == 2
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert summary["settings"]["centres"]["within"] == "dc10" and summary["not_served"] == 0


def test_towns_may_be_the_centres_and_wards_count_alike_without_figures(tmp_path: Path) -> None:
    text = "point_id,latitude,longitude,sector\nT1,-33.05,26.3,town\nT2,-33.05,27.1,town\nT3,-33.05,29.0,town\n"
    (tmp_path / "towns.csv").write_text(text, encoding="utf-8")
    options = ["--wards", layer(tmp_path), "--candidates", str(tmp_path / "towns.csv"), "--least", "2", "--most", "4"]
    result = call(*options, "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    assert pd.read_csv(tmp_path / "out" / "centres.csv")["point_id"].tolist() == ["T1", "T2"] and " wards; " in result.output


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    wards = layer(tmp_path)
    wrong = call(
        "--wards", wards, "--level", "street", "--column", "x", "--least", "9", "--most", "2", "--out", str(tmp_path / "out")
    )
    assert wrong.exit_code == 2 and wrong.output.count("E401") == 2 and "E100" in wrong.output
    few = call("--wards", wards, "--out", str(tmp_path / "out"), "--least", "7")
    assert few.exit_code == 2 and "cannot be shared out" in few.output
    lost = call("--wards", wards, "--within", "Moon", "--out", str(tmp_path / "out"))
    assert lost.exit_code == 2 and "E402" in lost.output and not (tmp_path / "out").exists()
