"""``wardround access``: the files that it reads and writes, and what it says of what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from cli import app
from geo.fingerprint import sha256_of
from geo.travel import Places, StraightLine
from tests.workflows.files import write

POINTS = [
    "P1,-33.045,26.035,health,Gqora clinic,90",
    "P2,-33.042,26.031,Education,School,",
    "P3,-33.049,26.05,health,Mobile,",
]


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


pytestmark = pytest.mark.usefixtures("own_data")


def lists(folder: Path, more: str = "", points: list[str] | None = None) -> list[str]:
    """The options that name the lists; ``more`` are more rows of the households."""
    files = write(folder, extra=more)
    text = "point_id,latitude,longitude,sector,name,capacity\n" + "\n".join(POINTS if points is None else points) + "\n"
    (folder / "points.csv").write_text(text, encoding="utf-8")
    return ["--households", files.households, "--points", str(folder / "points.csv"), "--wards", files.wards]


def table(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype={"household_id": str, "sector": str, "point_id": str, "area_id": str}, keep_default_na=False)


def test_the_folder_holds_what_is_promised(tmp_path: Path) -> None:
    options = lists(tmp_path / "in", "H90,-33.05,26.03,soon,Bad priority\nH91,,,5,Nobody knows where\n")
    result = call("access", *options, "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    out = tmp_path / "out"
    assert {path.name for path in out.iterdir()} == {
        ".wardround", "access.csv", "access.gpkg", "areas.csv", "measures.csv", "quarantine.csv", "summary.json",
    }  # fmt: skip
    found = table(out / "access.csv")
    assert list(found.columns) == ["household_id", "sector", "point_id", "minutes"]
    ids = [*(f"H{n:02d}" for n in range(12)), "H91"]
    assert found[["household_id", "sector"]].to_numpy().tolist() == [[one, s] for one in ids for s in ("Education", "health")]
    assert found[found["household_id"] == "H91"][["point_id", "minutes"]].to_numpy().tolist() == [["", ""]] * 2
    assert "H90" in pd.read_csv(out / "quarantine.csv")["record"].iloc[0]
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert (summary["households"], summary["place_unknown"], summary["set_aside"]["households"]) == (13, 1, 1)
    assert summary["inputs"]["../in/points.csv"] == sha256_of(tmp_path / "in" / "points.csv")
    assert summary["sources"]["households"] == "../in/households.csv"
    assert summary["settings"]["access"]["threshold_min"] == 60
    assert summary["settings"]["travel"]["detour_factor"] == 1.3
    assert summary["version"]
    assert summary["seconds"] > 0
    assert summary["sectors"]["health"]["blank_counts_as"] == 90
    assert "Rows of the households set aside: 1" in result.output
    assert "1 of the points state no capacity; each counts as 90" in result.output


def test_the_minutes_are_those_of_the_travel_model_and_the_points_the_nearest(tmp_path: Path) -> None:
    options = lists(tmp_path / "in")
    assert call("access", *options, "--mode", "bicycle", "--out", str(tmp_path / "out")).exit_code == 0
    found = table(tmp_path / "out" / "access.csv")
    found["minutes"] = found["minutes"].astype(float)
    homes, goals = (pd.read_csv(tmp_path / "in" / name) for name in ("households.csv", "points.csv"))
    sides = [
        Places.of(frame.iloc[:, 0].tolist(), gpd.GeoSeries.from_xy(frame["longitude"], frame["latitude"], crs="EPSG:4326"))
        for frame in (homes, goals[goals["sector"] == "health"])
    ]
    minutes = StraightLine().minutes(sides[0], sides[1], "bicycle")
    health = found[found["sector"] == "health"]
    assert np.allclose(health["minutes"], minutes.min(axis=1), atol=6e-4)
    assert health["point_id"].tolist() == sides[1].ids[minutes.argmin(axis=1)].tolist()


def test_areas_and_layers_say_the_same_as_the_households(tmp_path: Path) -> None:
    assert call("access", *lists(tmp_path / "in"), "--out", str(tmp_path / "out")).exit_code == 0
    areas, found = table(tmp_path / "out" / "areas.csv"), table(tmp_path / "out" / "access.csv")
    ward = areas[(areas["level"] == "ward") & (areas["area_id"] == "21004001")].set_index("sector")
    minutes = found[found["sector"] == "health"]["minutes"].astype(float)
    assert float(ward.loc["health", "minutes_mean"]) == pytest.approx(minutes.mean(), abs=1e-3)
    assert float(ward.loc["health", "share_within"]) == (minutes <= 60).mean()
    assert set(areas["level"]) == {"cell", "ward", "municipality", "district", "province"}
    layers = {name: gpd.read_file(tmp_path / "out" / "access.gpkg", layer=name) for name in ("wards", "cells")}
    assert layers["wards"].crs.to_epsg() == 4326
    assert layers["wards"].set_index("sector").loc["health", "households"] == 12
    cells = layers["cells"][layers["cells"]["sector"] == "health"]
    assert cells["households"].sum() == 12
    homes = pd.read_csv(tmp_path / "in" / "households.csv")
    points = gpd.GeoSeries.from_xy(homes["longitude"], homes["latitude"], crs="EPSG:4326")
    assert all(cells.contains(point).sum() == 1 for point in points)


def test_without_wards_there_are_cells_and_the_wards_that_the_list_states(tmp_path: Path) -> None:
    options = lists(tmp_path / "in")[:4]
    assert call("access", *options, "--sector", "HEALTH", "--out", str(tmp_path / "out")).exit_code == 0
    areas = table(tmp_path / "out" / "areas.csv")
    assert set(areas["level"]) == {"cell", "ward"}
    assert set(table(tmp_path / "out" / "access.csv")["sector"]) == {"health"}


def test_travel_and_answers_of_a_round_count(tmp_path: Path) -> None:
    options = lists(tmp_path / "in")
    (tmp_path / "own.toml").write_text('[travel]\ndetour_factor = 2.6\n[import.households]\nlanguage = "isiXhosa"\n')
    for name, more in (("plain", []), ("own", ["--round", str(tmp_path / "own.toml")])):
        result = call("access", *options, *more, "--out", str(tmp_path / name))
        assert result.exit_code == 0, result.output
    one, other = (table(tmp_path / name / "access.csv")["minutes"].astype(float) for name in ("plain", "own"))
    assert np.allclose(other, one * 2, atol=2e-3)
    summary = json.loads((tmp_path / "own" / "summary.json").read_text(encoding="utf-8"))
    assert summary["settings"]["import"] == {"households": {"language": "isiXhosa"}}
    assert "../own.toml" in summary["inputs"]


def test_everything_wrong_is_told_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    options = lists(tmp_path / "in", points=["a,b,c,d,e,f,g"])
    (tmp_path / "in" / "households.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "bad.toml").write_text("[travel]\ndetour_factor = 0.5\n[travle]\nx = 1\n[import.households]\nfoo = 1\n")
    result = call("access", *options, "--round", str(tmp_path / "bad.toml"), "--out", str(tmp_path / "out"))
    assert result.exit_code == 2
    for expected in ("households.csv", "points.csv", "travel.detour_factor", "travle", "import.households.foo"):
        assert expected in result.output
    assert not (tmp_path / "out").exists()
    assert "Traceback" not in result.output


def test_a_question_names_the_key_and_how_the_file_of_answers_is_named(tmp_path: Path) -> None:
    options = lists(tmp_path / "in")
    text = (tmp_path / "in" / "households.csv").read_text(encoding="utf-8").replace(",-33.", ",33.")
    (tmp_path / "in" / "households.csv").write_text(text, encoding="utf-8")
    options = [*options[:4]]
    result = call("access", *options, "--out", str(tmp_path / "out"))
    assert result.exit_code == 2
    assert "[import.households] sign" in result.output
    assert "--round" in result.output
    (tmp_path / "own.toml").write_text('[import.households]\nsign = "south"\n')
    result = call("access", *options, "--round", str(tmp_path / "own.toml"), "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (["--mode", "broom"], "E401"),
        (["--threshold-min", "0"], "E401"),
        (["--weight", "dogs"], "E401"),
        (["--sector", "water"], "E407"),
        (["--round", "nowhere.toml"], "E100"),
    ],
)
def test_options_that_cannot_be_are_refused_with_2(tmp_path: Path, more: list[str], code: str) -> None:
    result = call("access", *lists(tmp_path / "in"), *more, "--out", str(tmp_path / "out"))
    assert result.exit_code == 2
    assert code in result.output
    assert not (tmp_path / "out").exists()


def test_points_that_were_all_set_aside_are_told(tmp_path: Path) -> None:
    options = lists(tmp_path / "in", points=["P1,-33.045,26.035,,Without a sector,90"])
    result = call("access", *options, "--out", str(tmp_path / "out"))
    assert result.exit_code == 2
    assert "E402" in result.output


def test_a_folder_of_a_plan_or_of_the_inputs_is_not_replaced_but_its_own_is(tmp_path: Path) -> None:
    options = lists(tmp_path / "in")
    result = call("access", *options, "--out", str(tmp_path / "in"))
    assert result.exit_code == 2
    assert "E500" in result.output
    for _ in range(2):
        assert call("access", *options, "--out", str(tmp_path / "out")).exit_code == 0


def test_a_clinic_outside_every_ward_is_nothing_to_look_at_and_counts(tmp_path: Path) -> None:
    options = lists(tmp_path / "in", points=["P1,-33.045,25.99,health,Over the boundary,90"])
    result = call("access", *options, "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    assert "E322" not in result.output
    assert set(table(tmp_path / "out" / "access.csv")["point_id"]) == {"P1"}


def test_members_weigh_the_shares_where_asked(tmp_path: Path) -> None:
    options = lists(tmp_path / "in")
    path = tmp_path / "in" / "households.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    far = "H50,-33.3,26.03,0,Far,100"
    rows = [f"{lines[0]},members", *(f"{line},1" for line in lines[1:]), far]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    shares = {}
    for weight in ("households", "members"):
        out = tmp_path / weight
        result = call("access", *options, "--weight", weight, "--sector", "health", "--out", str(out))
        assert result.exit_code == 0, result.output
        shares[weight] = json.loads((out / "summary.json").read_text(encoding="utf-8"))["sectors"]["health"]["share_within"]
    assert shares == {"households": pytest.approx(12 / 13), "members": pytest.approx(12 / 112)}
