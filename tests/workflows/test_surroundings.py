"""Service points and landmarks go along with a plan: on its maps, in its hashes, and as the places of villages."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyogrio
import pytest

from geo.errors import InputProblems
from tests.workflows.files import write
from workflows.check_folder import check_folder
from workflows.hand_out import of_files, write_all
from workflows.import_table import preview
from workflows.input_files import InputFiles, read_inputs
from workflows.plan_files import plan_files
from workspace import Workspace

VILLAGE = (26.045, -33.052)


def feature(kind: str, geometry: str, coordinates: object) -> dict[str, object]:
    properties = {"name": "Nqweba", "kind": kind}
    return {"type": "Feature", "properties": properties, "geometry": {"type": geometry, "coordinates": coordinates}}


@pytest.fixture
def files(tmp_path: Path) -> InputFiles:
    """With a household that has only its village, which a landmark names; a river bears the same name."""
    files = write(tmp_path / "in")
    folder = tmp_path / "in"
    head, *rows = (folder / "households.csv").read_text(encoding="utf-8").splitlines()
    lines = [f"{head},village", *(f"{row}," for row in rows), "H99,,,90,Last house,nqweba", ""]
    (folder / "households.csv").write_text("\n".join(lines), encoding="utf-8")
    river = feature("river", "LineString", [[26.0, -33.0], [26.1, -33.09]])
    marks = {"type": "FeatureCollection", "features": [river, feature("village", "Point", VILLAGE)]}
    (folder / "landmarks.geojson").write_text(json.dumps(marks), encoding="utf-8")
    points = "point_id,latitude,longitude,sector,name\nP1,-33.05,26.04,health,Clinic\n"
    (folder / "points.csv").write_text(points, encoding="utf-8")
    return replace(files, landmarks=str(folder / "landmarks.geojson"), service_points=str(folder / "points.csv"))


def test_a_landmark_places_the_households_of_its_village(files: InputFiles) -> None:
    homes = read_inputs(files).table("households").set_index("household_id")
    assert homes.loc["H99", "place_accuracy"] == "village"
    assert (homes.geometry["H99"].x, homes.geometry["H99"].y) == pytest.approx(VILLAGE)
    without = read_inputs(replace(files, landmarks="")).table("households").set_index("household_id")
    assert without.loc["H99", "place_accuracy"] == "unknown"


def test_the_landmarks_of_a_workspace_place_them_too(files: InputFiles, tmp_path: Path) -> None:
    ws = Workspace.create(tmp_path / "ws", "A")
    for table, path in (("wards", files.wards), ("landmarks", files.landmarks)):
        ws.keep_import(preview(ws, table, path), Path(path).read_bytes())
    homes = preview(ws, "households", files.households).accepted.set_index("household_id")
    assert (homes.geometry["H99"].x, homes.geometry["H99"].y) == pytest.approx(VILLAGE)


def test_they_are_drawn_hashed_and_needed_to_check(files: InputFiles, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = plan_files(
        files,
        out,
        max_iterations=1,
        more=lambda plan, inputs, folder: write_all(
            of_files(plan, inputs.quarantined["households"], **inputs.surroundings()), folder
        ),
    )
    assert "H99" in set(done.plan.visits["household_id"])
    assert {"service_points", "landmarks"} <= set(done.summary["sources"])
    layers = set(pyogrio.list_layers(out / "plan.gpkg")[:, 0])
    assert "service_points" in layers
    assert check_folder(out) == []
    moved = Path(files.landmarks).rename(tmp_path / "elsewhere.geojson")
    with pytest.raises(InputProblems, match=r"E100.*landmarks"):
        check_folder(out)
    assert check_folder(out, {"landmarks": str(moved)}) == []
    moved.write_text(moved.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(InputProblems, match="E503"):
        check_folder(out, {"landmarks": str(moved)})


def area(path: Path, kind: str, around: tuple[float, float]) -> str:
    """A file with one area of restrictions."""
    x, y = around
    corners = [
        [x - 0.001, y - 0.001],
        [x + 0.001, y - 0.001],
        [x + 0.001, y + 0.001],
        [x - 0.001, y + 0.001],
        [x - 0.001, y - 0.001],
    ]
    shape = {"type": "Polygon", "coordinates": [corners]}
    row = {"type": "Feature", "properties": {"type": kind, "start date": "2026-03-01"}, "geometry": shape}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [row]}), encoding="utf-8")
    return str(path)


def test_areas_of_restrictions_are_read_hashed_and_needed_to_check(files: InputFiles, tmp_path: Path) -> None:
    limits = replace(files, restrictions=area(tmp_path / "areas.geojson", "No entry", VILLAGE))
    read = read_inputs(limits).restrictions
    assert read is not None
    assert read[["kind", "from", "until"]].to_numpy().tolist() == [["no entry", "2026-03-01", ""]]
    done = plan_files(limits, tmp_path / "out", max_iterations=1)
    left = done.plan.unserved.set_index("household_id")["reason"]
    assert left["H99"] == "closed"
    assert done.summary["sources"]["restrictions"].endswith("areas.geojson")
    assert check_folder(tmp_path / "out") == []
    area(Path(limits.restrictions), "No entry", (0.0, 0.0))
    with pytest.raises(InputProblems, match=r"E503.*restrictions"):
        check_folder(tmp_path / "out")


def test_a_workspace_keeps_areas_of_restrictions_and_the_plan_made_with_them(files: InputFiles, tmp_path: Path) -> None:
    ws = Workspace.create(tmp_path / "ws", "A")
    path = area(tmp_path / "areas.geojson", "pairs only", VILLAGE)
    ws.keep_import(preview(ws, "restrictions", path), Path(path).read_bytes())
    kept = ws.table("restrictions")
    assert kept is not None
    assert kept[["kind", "from"]].to_numpy().tolist() == [["pairs only", "2026-03-01"]]
    assert kept.geometry.iloc[0].area == pytest.approx(4e-6)


def test_two_visitors_repeats_and_who_must_not_come_pass_through_bring_lists_into_the_plan(tmp_path: Path) -> None:
    files = write(tmp_path / "in")
    path = Path(files.households)
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    more = {0: "2,,", 1: ",2,", 2: ",,W1; W9"}
    lines = [
        f"{head},No. of visitors,How often,Must not visit",
        *(f"{row},{more.get(n, ',,')}" for n, row in enumerate(rows)),
        "",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    ws = Workspace.create(tmp_path / "ws", "A")
    for table, stated in files.lists.items():
        ws.keep_import(preview(ws, table, stated), Path(stated).read_bytes())
    homes = ws.table("households").set_index("household_id")
    assert homes[["visitors", "visits", "not_workers"]].iloc[:4].to_numpy().tolist() == [
        [2.0, 1.0, ""],
        [1.0, 2.0, ""],
        [1.0, 1.0, "W1;W9"],
        [1.0, 1.0, ""],
    ]
    visits = plan_files(files, tmp_path / "out", max_iterations=5).plan.visits
    assert visits[visits["household_id"] == "H00"].groupby("date")["worker_id"].nunique().tolist() == [2]
    assert visits.loc[visits["household_id"] == "H01", "date"].nunique() == 2
    assert set(visits.loc[visits["household_id"] == "H02", "worker_id"]) == {"W2"}
