"""``wardround site``: the files that it reads and writes, what it promises of them, and what it says of what is wrong."""

from __future__ import annotations

import itertools
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

CANDIDATES = ["C1,-33.045,26.035,health", "C2,-33.052,26.031,health", "C3,-33.049,26.12,health", "C4,-33.06,26.05,health"]


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


pytestmark = pytest.mark.usefixtures("own_data")


def lists(folder: Path, existing: list[str] | None = None, candidates: list[str] | None = None) -> list[str]:
    """The options that name the lists."""
    files = write(folder)
    head = "point_id,latitude,longitude,sector\n"
    (folder / "candidates.csv").write_text(head + "\n".join(candidates or CANDIDATES) + "\n", encoding="utf-8")
    options = ["--households", files.households, "--candidates", str(folder / "candidates.csv")]
    if existing:
        (folder / "existing.csv").write_text(head + "\n".join(existing) + "\n", encoding="utf-8")
        options += ["--existing", str(folder / "existing.csv")]
    return options


def minutes_of(folder: Path, points: Path) -> tuple[np.ndarray, list[str], list[str]]:
    homes, goals = pd.read_csv(folder / "households.csv"), pd.read_csv(points)
    sides = [
        Places(np.array(frame.iloc[:, 0], dtype=str), frame[["longitude", "latitude"]].to_numpy(), np.full(len(frame), ""))
        for frame in (homes, goals)
    ]
    return StraightLine().minutes(*sides, "walk"), homes.iloc[:, 0].tolist(), goals.iloc[:, 0].tolist()


def test_the_folder_holds_what_is_promised_and_the_choice_is_the_best_of_all(tmp_path: Path) -> None:
    result = call("site", *lists(tmp_path / "in"), "--count", "2", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    out = tmp_path / "out"
    assert {path.name for path in out.iterdir()} == {
        ".wardround", "assigned.csv", "quarantine.csv", "site.gpkg", "sites.csv", "summary.json",
    }  # fmt: skip
    sites, assigned = pd.read_csv(out / "sites.csv"), pd.read_csv(out / "assigned.csv")
    assert list(sites.columns) == ["point_id", "households", "minutes_mean"]
    assert list(assigned.columns) == ["household_id", "point_id", "minutes"]
    minutes, homes, _ = minutes_of(tmp_path / "in", tmp_path / "in" / "candidates.csv")
    best = min(minutes[:, list(two)].min(axis=1).sum() for two in itertools.combinations(range(4), 2))
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert assigned["household_id"].tolist() == homes and sites["households"].sum() == len(homes)
    assert summary["objective"] == pytest.approx(best) == pytest.approx(assigned["minutes"].sum(), abs=0.01)
    assert (summary["bound"], summary["gap"]) == (pytest.approx(best), 0)
    assert summary["settings"]["siting"]["objective"] == "p_median"
    assert summary["seconds"] > 0 and summary["version"]
    assert summary["inputs"]["../in/candidates.csv"] == sha256_of(tmp_path / "in" / "candidates.csv")
    assert "this is proved" in result.output
    layer = gpd.read_file(out / "site.gpkg", layer="points")
    assert set(layer.loc[layer["state"] == "chosen", "point_id"]) == set(sites["point_id"])


def test_existing_points_stay_and_keep_their_distance(tmp_path: Path) -> None:
    options = lists(tmp_path / "in", existing=["E1,-33.0452,26.0352,health"])
    result = call("site", *options, "--count", "1", "--min-distance-m", "500", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    sites, assigned = pd.read_csv(tmp_path / "out" / "sites.csv"), pd.read_csv(tmp_path / "out" / "assigned.csv")
    assert len(sites) == 1 and sites["point_id"].iloc[0] != "C1"
    assert set(assigned["point_id"]) <= {"E1", *sites["point_id"]}


@pytest.mark.parametrize("objective", ["mclp", "lscp"])
def test_covering(tmp_path: Path, objective: str) -> None:
    options = ["--objective", objective, "--count", "1", "--threshold-min", "20"]
    assert call("site", *lists(tmp_path / "in"), *options, "--out", str(tmp_path / "out")).exit_code == 0
    minutes, _, _ = minutes_of(tmp_path / "in", tmp_path / "in" / "candidates.csv")
    near = minutes <= 20
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    if objective == "mclp":
        assert summary["objective"] == near.sum(axis=0).max() == summary["bound"]
        return
    fewest = next(
        many
        for many in range(5)
        if any(near[:, list(some)].any(axis=1).sum() == near.any(axis=1).sum() for some in itertools.combinations(range(4), many))
    )
    assert summary["objective"] == fewest == summary["bound"]
    within = pd.read_csv(tmp_path / "out" / "assigned.csv")["minutes"] <= 20
    assert within.sum() == near.any(axis=1).sum()


def test_candidates_from_a_grid(tmp_path: Path) -> None:
    files = write(tmp_path / "in")
    result = call("site", "--households", files.households, "--grid-m", "800", "--count", "2", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    assert pd.read_csv(tmp_path / "out" / "sites.csv")["point_id"].str.match(r"G\d{3}").all()


def test_a_budget_is_kept_to_and_told(tmp_path: Path) -> None:
    options = lists(tmp_path / "in")
    rows = [f"{line},{cost}" for line, cost in zip(CANDIDATES, (9, 4, 3, 2), strict=True)]
    text = "point_id,latitude,longitude,sector,cost\n" + "\n".join(rows) + "\n"
    (tmp_path / "in" / "candidates.csv").write_text(text, encoding="utf-8")
    result = call("site", *options, "--count", "2", "--budget", "7", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    minutes, _, _ = minutes_of(tmp_path / "in", tmp_path / "in" / "candidates.csv")
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    pairs = [[1, 2], [1, 3], [2, 3], [1], [2], [3]]
    assert summary["objective"] == pytest.approx(min(minutes[:, some].min(axis=1).sum() for some in pairs))
    assert 0 < summary["cost"] <= 7 and "of 7." in result.output


def test_a_place_for_each_ward(tmp_path: Path) -> None:
    options = lists(tmp_path / "in")
    rows = [f"{line},{water}" for line, water in zip(CANDIDATES, ("no", "yes", "no", "yes"), strict=True)]
    text = "point_id,latitude,longitude,sector,has_water\n" + "\n".join(rows) + "\n"
    (tmp_path / "in" / "candidates.csv").write_text(text, encoding="utf-8")
    homes = tmp_path / "in" / "households.csv"
    homes.write_text(homes.read_text(encoding="utf-8") + "H99,-33.05,26.15,,\n", encoding="utf-8")
    wards = ["--wards", str(tmp_path / "in" / "wards.geojson")]
    result = call("site", *options, *wards, "--by", "ward", "--require", "water", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    venues = pd.read_csv(tmp_path / "out" / "venues.csv", dtype={"ward_id": "str"}, keep_default_na=False)
    assert venues["ward_id"].tolist() == ["21004001", "21004002"]
    minutes, _, _ = minutes_of(tmp_path / "in", tmp_path / "in" / "candidates.csv")
    best = ["C2", "C4"][int(minutes[:-1][:, [1, 3]].sum(axis=0).argmin())]
    assert venues["point_id"].tolist() == [best, ""]
    assert "Ward 2: The only place has not what is asked: no water." in result.output
    assert "A place for 1 of 2 wards" in result.output
    assigned = pd.read_csv(tmp_path / "out" / "assigned.csv", keep_default_na=False)
    assert set(assigned["point_id"]) == {best, ""} and assigned["point_id"].tolist()[-1] == ""
    layer = gpd.read_file(tmp_path / "out" / "site.gpkg", layer="points")
    assert layer.loc[layer["state"] == "chosen", "point_id"].tolist() == [best]


def test_all_that_is_wrong_is_told_with_its_code_and_nothing_is_written(tmp_path: Path) -> None:
    options = lists(tmp_path / "in", existing=["C1,-33.0452,26.0352,health"])
    doubled = call("site", *options, "--out", str(tmp_path / "out"))
    assert doubled.exit_code == 2 and "E211" in doubled.output
    none = call("site", "--households", options[1], "--by", "ward", "--out", str(tmp_path / "out"))
    assert none.exit_code == 2 and none.output.count("E100") == 2 and "--candidates" in none.output and "--wards" in none.output
    wrong = call("site", *options, "--count", "0", "--objective", "best", "--out", str(tmp_path / "out"))
    assert wrong.exit_code == 2 and wrong.output.count("E401") == 2
    every = ["--grid-m", "500", "--count", "0", "--by", "street", "--require", "roof", "--existing", str(tmp_path / "no.csv")]
    both = call("site", *options[:4], *every, "--out", str(tmp_path / "out"))
    assert both.exit_code == 2 and both.output.count("E401") == 4 and "E100" in both.output and "--grid-m" in both.output
    assert not (tmp_path / "out").exists()


def test_a_solver_in_a_process_of_its_own_answers_and_one_that_is_asked_nonsense_costs_nothing() -> None:
    from geo.siting import Limits, SitingProblem, solve
    from workflows.apart import apart

    at = np.arange(6.0)
    minutes = np.abs(at[:, None] - at[None, :])
    problem = SitingProblem(
        "p_median", minutes, np.ones(6), np.zeros(6, dtype=bool), Limits.free(6, 6), most=np.full(6, 3.0), least=np.full(6, 3.0)
    )
    found = solve(problem, apart(), 30)
    assert found.proved and found.objective == 4.0 and len(found.chosen) == 2
    assert apart()(None, 5.0) is None  # type: ignore[arg-type]


def test_the_village_in_which_the_next_fieldworker_should_live(tmp_path: Path) -> None:
    files = write(tmp_path / "in")
    rows = [f"H{at},{-33.04 - at // 3 / 100},26.03,{['Gqora', 'Hill', 'Vale'][at // 3]}" for at in range(9)]
    text = "household_id,latitude,longitude,village\n" + "\n".join(rows) + "\n"
    Path(files.households).write_text(text, encoding="utf-8")
    Path(files.fieldworkers).write_text("worker_id,latitude,longitude,name\nW1,-33.04,26.031,Thandi\n", encoding="utf-8")
    options = ["--households", files.households, "--villages", "--homes", files.fieldworkers, "--count", "1"]
    result = call("site", *options, "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    # Hill is 1.1 km from Gqora and from Vale: who lives there shortens the ways to both most, or Vale as much.
    assert pd.read_csv(tmp_path / "out" / "sites.csv")["point_id"].tolist() in (["V002"], ["V003"])
    layer = gpd.read_file(tmp_path / "out" / "site.gpkg", layer="points")
    assert layer["state"].value_counts().to_dict() == {"candidate": 2, "existing": 1, "chosen": 1}
    assert "Thandi" not in layer.to_json() and set(layer["name"]) == {"", "Gqora", "Hill", "Vale"}
    both = call("site", *options, "--grid-m", "500", "--require", "water", "--out", str(tmp_path / "none"))
    assert both.exit_code == 2 and "--villages" in both.output and both.output.count("E401") == 1
