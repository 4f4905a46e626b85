"""``wardround gaps``: the files that it reads and writes, and what it says of what is wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box
from typer.testing import CliRunner, Result

from cli import app
from geo.fingerprint import sha256_of
from geo.gaps.composite import Robustness, composite
from outputs.folder import write_folder
from tests.workflows import places
from tests.workspace import samples
from workflows.gaps_beside import told_beside, worst_first


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["gaps", *arguments])


pytestmark = pytest.mark.usefixtures("own_data")


def lists(folder: Path, dates: bool = True) -> list[str]:
    """The options that name the lists."""
    return [*places.options(places.write_lists(folder, dates)), "--today", "2026-03-02"]


def table(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype={"ward_id": str}, keep_default_na=False)


def test_the_table_is_that_of_the_issue_and_counts_what_stands_in_the_lists(tmp_path: Path) -> None:
    result = call(*lists(tmp_path / "in"), "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    found = table(tmp_path / "out" / "gaps.csv")
    assert list(found.columns) == [
        "ward_id", "sector", "households", "no_need", "met", "unmet", "never_asked", "asked_long_ago", "out_of_reach",
        "share_within", "e2sfca", "need_place_unknown",
    ]  # fmt: skip
    rows = {(row[0], row[1]): list(row[2:9]) for row in found.itertuples(index=False)}
    assert rows == {
        ("21004001", "Health"): [5, 1, 1, 1, 1, 1, 0],
        ("21004001", "education"): [5, 3, 0, 0, 1, 1, 0],
        ("21004001", "water"): [5, 2, 0, 0, 1, 1, 1],
        ("21004002", "Health"): [1, 1, 0, 0, 0, 0, 0],
        ("21004002", "education"): [1, 0, 0, 0, 0, 0, 1],
        ("21004002", "water"): [1, 1, 0, 0, 0, 0, 0],
    }
    assert found.set_index(["ward_id", "sector"]).loc[("21004001", "Health"), "e2sfca"] == pytest.approx(90 / 5)
    categories = pd.read_csv(tmp_path / "out" / "categories.csv").set_index(["household_id", "sector"])["category"]
    assert categories["H2", "water"] == "out_of_reach"
    assert categories["H4", "Health"] == "never_asked"
    assert "2 needs, met or not, stand in the list of households that were never asked" in result.output


def test_the_layers_hold_the_same_numbers_with_their_shapes(tmp_path: Path) -> None:
    assert call(*lists(tmp_path / "in"), "--out", str(tmp_path / "out")).exit_code == 0
    path = tmp_path / "out" / "gaps.gpkg"
    wards, cells = (gpd.read_file(path, layer=name) for name in ("wards", "cells"))
    assert set(gpd.list_layers(path)["name"]) == {"wards", "cells"}
    assert wards.crs.to_epsg() == cells.crs.to_epsg() == 4326
    found = table(tmp_path / "out" / "gaps.csv")
    assert wards[["ward_id", "sector", "unmet"]].to_numpy().tolist() == found[["ward_id", "sector", "unmet"]].to_numpy().tolist()
    assert cells["households"].sum() == found["households"].sum()
    one = cells[cells["sector"] == "education"]
    assert one[one["out_of_reach"] == 1].geometry.iloc[0].contains(gpd.points_from_xy([26.135], [-33.05])[0])


def test_a_list_without_dates_counts_as_asked_and_the_command_says_so(tmp_path: Path) -> None:
    options = lists(tmp_path / "in", dates=False)
    result = call(*options, "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    assert "does not say when each household was asked" in result.output
    found = table(tmp_path / "out" / "gaps.csv")
    assert found[["never_asked", "asked_long_ago"]].to_numpy().sum() == 0
    said = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))["asked"]
    assert said == {
        "today": "2026-03-02",
        "too_long_ago_before": "2024-03-02",
        "last_profiled": "not in the list",
        "all_asked_on": "2026-03-02",
    }
    result = call(*options, "--list-date", "2023-01-01", "--out", str(tmp_path / "out"))
    assert table(tmp_path / "out" / "gaps.csv")["asked_long_ago"].sum() == 18


def test_settings_count_and_stand_in_the_summary(tmp_path: Path) -> None:
    options = lists(tmp_path / "in")
    more = ["--asked-months", "120", "--threshold-min", "500", "--mode", "bicycle"]
    assert call(*options, *more, "--out", str(tmp_path / "out")).exit_code == 0
    found = table(tmp_path / "out" / "gaps.csv").set_index(["ward_id", "sector"])
    assert found["asked_long_ago"].sum() == 0
    assert found.loc[("21004002", "education"), "unmet"] == 1
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert (summary["settings"]["gaps"]["asked_months"], summary["settings"]["gaps"]["mode"]) == (120, "bicycle")
    assert summary["inputs"]["../in/points.csv"] == sha256_of(tmp_path / "in" / "points.csv")
    assert summary["seconds"] > 0


def test_figures_by_ward_stand_beside_on_the_layer(tmp_path: Path) -> None:
    options = lists(tmp_path / "in")
    profile = tmp_path / "profile.csv"
    profile.write_text("WardID,water_hh,households,note\n21004001,12,9,x\n99999999,5,1,y\n21004002,,7,z\n", encoding="utf-8")
    result = call(*options, "--indicators", str(profile), "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    assert "1 row is of wards that the ward layer does not have" in result.output
    assert "not used: note" in result.output
    wards = gpd.read_file(tmp_path / "out" / "gaps.gpkg", layer="wards").set_index("ward_id")
    assert wards.loc["21004001", "water_hh"].tolist() == [12.0] * 3
    assert wards.loc["21004002", "water_hh"].isna().all()
    assert wards.loc["21004001", "households"].tolist() == [5] * 3
    assert wards.loc["21004001", "households (given)"].tolist() == [9.0] * 3
    long = table(tmp_path / "out" / "indicators.csv")
    assert long.to_numpy().tolist() == [
        ["21004001", "households", "9.0"], ["21004001", "water_hh", "12.0"],
        ["21004002", "households", "7.0"], ["21004002", "water_hh", ""],
    ]  # fmt: skip
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["inputs"]["../profile.csv"] == sha256_of(profile)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("a,b\n1,2\n", "E204"),
        ("ward_id,x\n21004001,1\n21004001,2\n", "E211"),
        ("ward_id,x\n21004001,many\n", "E402"),
        ("ward_id,x\n1,2\n", "E402"),
    ],
)
def test_figures_that_cannot_be_used_are_refused(tmp_path: Path, content: str, code: str) -> None:
    (tmp_path / "profile.csv").write_text(content, encoding="utf-8")
    result = call(*lists(tmp_path / "in"), "--indicators", str(tmp_path / "profile.csv"), "--out", str(tmp_path / "out"))
    assert result.exit_code == 2
    assert code in result.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("more", "code"), [(["--today", "soon"], "E401"), (["--asked-months", "0"], "E401"), (["--list-date", "2026-13-01"], "E401")]
)
def test_options_that_cannot_be_are_refused(tmp_path: Path, more: list[str], code: str) -> None:
    result = call(*lists(tmp_path / "in"), *more, "--out", str(tmp_path / "out"))
    assert result.exit_code == 2
    assert code in result.output


def test_everything_wrong_with_the_lists_is_told_at_once(tmp_path: Path) -> None:
    options = lists(tmp_path / "in")
    for name in ("households.csv", "points.csv", "wards.geojson"):
        (tmp_path / "in" / name).write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "profile.csv").write_text("ward_id,x\n21004001,1\n21004001,2\n", encoding="utf-8")
    result = call(*options, "--indicators", str(tmp_path / "profile.csv"), "--out", str(tmp_path / "out"))
    assert result.exit_code == 2
    for name in ("households.csv", "points.csv", "wards.geojson", "profile.csv"):
        assert name in result.output


def test_figures_are_put_in_one_index_with_weights_and_what_is_not_there_is_told(tmp_path: Path) -> None:
    options, figures = lists(tmp_path / "in"), tmp_path / "figures.csv"
    figures.write_text("ward_id,piped\n21004001,90\n21004002,10\n", encoding="utf-8")
    weights = ["--weigh", "far:education=2", "--weigh", "piped=-1"]
    result = call(*options, "--indicators", str(figures), *weights, "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    index = table(tmp_path / "out" / "composite.csv").set_index("ward_id")
    assert index["index"].astype(float).to_dict() == {"21004001": 0, "21004002": 100}
    assert index["rank"].astype(float).to_dict() == {"21004001": 2, "21004002": 1}
    assert "By the index, worst first: 21004002 (100 of 100, among the worst five in 100% of draws)" in result.output
    layer = gpd.read_file(tmp_path / "out" / "gaps.gpkg", layer="wards")
    assert layer.set_index("ward_id")["composite_rank"].to_dict() == {"21004001": 2, "21004002": 1}
    said = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert said["settings"]["gaps"]["weights"] == {"far:education": 2, "piped": -1}
    wrong = call(*options, "--weigh", "far:housing=1", "--out", str(tmp_path / "no"))
    assert wrong.exit_code == 2 and "There is no figure far:housing" in wrong.output and "far:education" in wrong.output
    odd = call(*options, "--weigh", "x", "--weigh", "far:education=much", "--out", str(tmp_path / "no"))
    assert odd.exit_code == 2 and odd.output.count("no figure with its weight") == 2 and not (tmp_path / "no").exists()


def test_wards_that_share_a_place_are_told_together_and_none_is_hidden() -> None:
    ids, places = [f"W{at}" for at in range(9)], pd.DataFrame({"far": [9.0, *[5.0] * 7, 0.0]})
    index = composite(places, {"far": 1}, Robustness(draws=10)).assign(ward_id=ids)
    assert worst_first(index) == [
        "W0 (100 of 100, among the worst five in 100% of draws)",
        "W1, W2, W3, W4, W5 and 2 more (share place 2, each 56 of 100, among the worst five in 57% of draws)",
    ]


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (["hot", "", ""], "more go without than chance would have it in and around W0; nowhere fewer."),
        (["", "cold", ""], "fewer go without than chance would have it in and around W1; nowhere more."),
        (["hot", "cold", ""], "more go without than chance would have it in and around W0; fewer go without than chance would"),
        (["", "", ""], "no wards stand out together by more than chance would have it."),
    ],
)
def test_where_wards_stand_out_is_told_in_a_sentence(kinds: list[str], said: str) -> None:
    spots = pd.DataFrame({"ward_id": ["W0", "W1", "W2"], "sector": "health", "spot": kinds, "gi_z": [2.0, -2.0, 0.0]})
    assert said in told_beside({"hotspots": spots})[0]


def _precincts(folder: Path) -> Path:
    """Two police precincts that hold all households but one, as they are published: names of their own, further parts."""
    frame = gpd.GeoDataFrame(
        {"OBJECTCODE": ["7", "7", "8"], "COMPNT_NM": ["Town", "Town", "Farms"], "Cluster": ["X", "X", "X"]},
        geometry=[box(26.0, -33.05, 26.1, -33.0), box(26.0, -33.06, 26.1, -33.0475), box(27, -33.1, 27.1, -33)],
        crs="EPSG:4326",
    )
    frame.to_crs(32735).to_file(folder / "police.gpkg", layer="police_precincts")
    return folder / "police.gpkg"


def test_other_areas_are_sums_of_the_same_households_and_who_lies_in_none_is_told(tmp_path: Path) -> None:
    options, out = lists(tmp_path / "in"), tmp_path / "out"
    layer = f"{_precincts(tmp_path)}::police_precincts"
    result = call(*options, "--areas", layer, "--out", str(out))
    assert result.exit_code == 0, result.output
    assert "police precincts: 1 area with households. 1 household lies in none of them" in result.output
    assert "Nobody knows where" not in result.output
    assert "Ids from the column OBJECTCODE. Names from the column COMPNT_NM. 1 row is a further part" in result.output
    found, wards = pd.read_csv(out / "areas.csv", dtype=str, keep_default_na=False), table(out / "gaps.csv")
    assert list(found.columns) == ["layer", "area_id", "name", *wards.columns[1:]]
    town = found[(found["area_id"] == "7") & (found["sector"] == "Health")].iloc[0]
    assert (town["name"], town["households"], town["met"], town["unmet"], town["e2sfca"]) == ("Town", "5", "1", "1", "18")
    for column in ("households", "unmet", "out_of_reach", "never_asked"):
        assert found[column].astype(int).sum() == wards[column].sum()
    shown = gpd.read_file(out / "gaps.gpkg", layer="areas")
    assert set(shown["area_id"]) == {"7"} and shown.geometry.iloc[0].contains(gpd.points_from_xy([26.035], [-33.055])[0])
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert summary["inputs"]["../police.gpkg"] == sha256_of(tmp_path / "police.gpkg")


@pytest.mark.filterwarnings("ignore:'crs' was not provided:UserWarning")  # of the file that is written here
@pytest.mark.parametrize(("points", "crs", "code"), [(True, 4326, "E402"), (False, None, "E300")])
def test_areas_that_cannot_be_used_are_refused(tmp_path: Path, points: bool, crs: int | None, code: str) -> None:
    shapes = [gpd.points_from_xy([26.0], [-33.0])[0] if points else box(26, -34, 27, -33)]
    path = tmp_path / "areas.gpkg"
    gpd.GeoDataFrame({"name": ["A"]}, geometry=shapes, crs=crs).to_file(path)
    result = call(*lists(tmp_path / "in"), "--areas", str(path), "--out", str(tmp_path / "out"))
    assert result.exit_code == 2 and code in result.output and not (tmp_path / "out").exists()


def test_whom_the_last_plan_does_not_reach_is_a_figure_by_ward(tmp_path: Path) -> None:
    options, out = lists(tmp_path / "in"), tmp_path / "out"
    plan = samples.plan()
    path = tmp_path / "in" / "households.csv"
    # The plan is of H0000 to H0004: it reaches two of them.
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^H(?=[1-6],)", "H000", text, flags=re.MULTILINE), encoding="utf-8")
    write_folder(tmp_path / "plan", plan, quarantined={}, repaired={}, inputs=(), settings={})
    result = call(*options, "--plan", str(tmp_path / "plan"), "--weigh", "not_reached=1", "--out", str(out))
    assert result.exit_code == 0, result.output
    assert "The plan does not reach" in result.output
    rows = table(out / "round_gaps.csv").set_index("ward_id")
    assert (
        rows["planned_for"].tolist() == [4, 0] and rows["reached"].tolist() == [1, 0] and rows["not_reached"].tolist() == [3, 0]
    )
    assert rows["share_not_reached"].tolist() == ["0.75", ""]
    layer = gpd.read_file(out / "gaps.gpkg", layer="wards").set_index("ward_id")
    assert layer["plan_not_reached"].groupby(level=0).first().to_dict() == rows["not_reached"].to_dict()
    assert len(table(out / "composite.csv")) == 2
    strange = call(*options, "--plan", str(tmp_path / "in"), "--out", str(tmp_path / "no"))
    assert strange.exit_code == 2 and "E501" in strange.output


def test_hot_spots_stand_in_a_table_and_on_the_layer_and_two_wards_are_too_few(tmp_path: Path) -> None:
    result = call(*lists(tmp_path / "in"), "--hot-spots", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    spots = table(tmp_path / "out" / "hotspots.csv")
    assert list(spots.columns) == [
        "ward_id", "sector", "share", "neighbours", "gi_z", "gi_q", "spot", "moran_i", "moran_q", "cluster",
    ]  # fmt: skip
    assert len(spots) == 6 and (spots["spot"] == "").all()
    assert "Health: no hot spots can be told" in result.output
    assert "spot" in gpd.read_file(tmp_path / "out" / "gaps.gpkg", layer="wards").columns
