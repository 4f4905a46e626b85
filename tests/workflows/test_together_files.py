"""``wardround together``: its files, its sentences, and what it says of what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from cli import app

pytestmark = pytest.mark.usefixtures("own_data")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["together", *arguments])


def listed(folder: Path) -> str:
    """Two hamlets 9 km apart, of six households each: all need health, half of them education."""
    rows = [f"H{at},{-33.0 - at % 6 / 1000},{26.0 + at // 6 / 10},health{';education' * (at % 2)}" for at in range(12)]
    path = folder / "homes.csv"
    path.write_text("household_id,latitude,longitude,needs\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return str(path)


def test_sharing_a_point_brings_services_to_both_hamlets(tmp_path: Path) -> None:
    options = ["--households", listed(tmp_path), "--grid-m", "5000", "--services", "health,education", "--least", "5"]
    result = call(*options, "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    out = tmp_path / "out"
    curve = pd.read_csv(out / "curve.csv").set_index("plan")
    # Three in each hamlet need education: too few for a school there, enough for one between them.
    assert curve["points"].to_dict() == {"separate": 3, "together": 2}
    assert curve.at["together", "minutes_mean"] < 10 < curve.at["separate", "minutes_mean"]
    ways, points = pd.read_csv(out / "ways.csv"), pd.read_csv(out / "points.csv")
    assert ways["together"].tolist() == ["health + education", "health; education"]
    assert points["services"].tolist() == ["health;education"] * 2 and points["households"].sum() == 12
    assert len(gpd.read_file(out / "together.gpkg", layer="points")) == 2
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert summary["service_to_point_cost_even"] == 1.0 and summary["gap"] == 0
    assert (
        "brings services nearer, and it is cheaper as long as one service more in a point costs less than 100%" in result.output
    )


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    options = ["--households", str(tmp_path / "no.csv"), "--grid-m", "500", "--candidates", str(tmp_path / "none.csv")]
    wrong = call(*options, "--services", "health", "--least", "many", "--one-trip", "2", "--out", str(tmp_path / "out"))
    assert wrong.exit_code == 2, wrong.output
    assert wrong.output.count("E401") == 4 and wrong.output.count("E100") == 2
    assert not (tmp_path / "out").exists()
