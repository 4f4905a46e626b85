"""``wardround stops``: its files, dates that can be kept, and what it says of what is wrong."""

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
    return CliRunner().invoke(app, ["stops", *arguments])


def hamlets(folder: Path) -> str:
    """Three hamlets of five households, 9 km apart."""
    rows = [f"H{at},{-33.0 - at % 5 / 1000},{26.0 + at // 5 / 10}" for at in range(15)]
    path = folder / "homes.csv"
    path.write_text("household_id,latitude,longitude\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return str(path)


def test_each_hamlet_has_its_stop_and_its_dates(tmp_path: Path) -> None:
    (tmp_path / "clinic.csv").write_text("point_id,latitude,longitude,sector\nC1,-33.0,26.0,health\n", encoding="utf-8")
    options = ["--households", hamlets(tmp_path), "--grid-m", "5000", "--existing", str(tmp_path / "clinic.csv")]
    when = ["--base", "-33.0,26.0", "--first-day", "2026-03-02", "--every-weeks", "2", "--rounds", "2", "--seconds", "2"]
    result = call(*options, *when, "--threshold-min", "30", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    out = tmp_path / "out"
    stops, calendar = pd.read_csv(out / "stops.csv"), pd.read_csv(out / "calendar.csv")
    # The first hamlet has a clinic; the two others need a stop each.
    assert stops["households"].tolist() == [5, 5] and stops["visit_min"].tolist() == [40, 40]
    assert calendar["point_id"].value_counts().tolist() == [2, 2] and calendar["round"].tolist() == [1, 1, 2, 2]
    first, second = (calendar[calendar["round"] == number].set_index("point_id") for number in (1, 2))
    days = pd.to_datetime(second["date"]) - pd.to_datetime(first["date"])
    assert (days.dt.days == 14).all() and (first["arrive"] == second["arrive"]).all()
    assert (first["order"].tolist(), first["vehicle"].unique().tolist()) == ([1, 2], ["Vehicle 1"])
    layer = gpd.read_file(out / "stops.gpkg", layer="stops")
    assert layer["dates"].str.count(";").tolist() == [1, 1] and (out / "left_out.csv").exists()
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert summary["calendar"]["days_on_the_road"] == 2 and summary["settings"]["stops"]["first_day"] == "2026-03-02"
    assert "2 stops: 15 households" in result.output and "once every 2 weeks" in result.output


def test_where_nobody_needs_a_stop_that_is_said(tmp_path: Path) -> None:
    options = ["--households", hamlets(tmp_path), "--grid-m", "5000", "--existing", str(tmp_path / "halls.csv")]
    rows = [f"C{at},-33.0,{26.0 + at / 10},health" for at in range(3)]
    (tmp_path / "halls.csv").write_text("point_id,latitude,longitude,sector\n" + "\n".join(rows) + "\n", encoding="utf-8")
    result = call(*options, "--base", "-33.0,26.0", "--first-day", "2026-03-02", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0 and "No stop would help" in result.output


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    options = ["--households", str(tmp_path / "no.csv"), "--grid-m", "5000", "--threshold-min", "-1"]
    wrong = call(*options, "--base", "here", "--first-day", "soon", "--rounds", "0", "--out", str(tmp_path / "out"))
    assert wrong.exit_code == 2, wrong.output
    assert wrong.output.count("E401") == 4 and wrong.output.count("E100") == 1 and not (tmp_path / "out").exists()
