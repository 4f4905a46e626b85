"""The demonstration opens on its own copy, says that it is made up, and is brought whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflows import demonstration, import_table
from workspace import Workspace


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return demonstration.open_demonstration(tmp_path_factory.mktemp("user") / "demonstration")


def test_every_table_is_there_whole(ws: Workspace) -> None:
    audit = ws.imports().set_index("table")
    assert set(audit.index) == set(demonstration.FILES)
    assert (audit["accepted"] > 0).all()
    assert audit["quarantined"].sum() == 0
    assert ws.fictional
    assert "fictional" in ws.name


def test_opening_it_again_brings_nothing_again(ws: Workspace) -> None:
    assert len(demonstration.open_demonstration(ws.folder).imports()) == len(demonstration.FILES)


def test_a_first_start_that_was_cut_off_is_finished_by_the_next(tmp_path: Path) -> None:
    half = Workspace.create(tmp_path / "half", demonstration.NAME, fictional=True)
    demonstration._bring(half, "wards", demonstration.folder() / "wards.geojson")
    demonstration._bring(half, "landmarks", demonstration.folder() / "landmarks.geojson")
    again = demonstration.open_demonstration(half.folder)
    assert all(again.revision(table) for table in demonstration.FILES)


def test_a_file_that_is_there_already_is_told_at_the_preview(ws: Workspace) -> None:
    path = demonstration.folder() / "service_points.csv"
    intake = import_table.preview(ws, "service_points", path)
    assert "E107" in {problem.code for problem in intake.problems}
    assert not import_table.keep(ws, intake, path.read_bytes()).new


def test_a_bad_file_is_told_and_the_old_table_stays(ws: Workspace, tmp_path: Path) -> None:
    before = ws.revision("fieldworkers")
    path = tmp_path / "team.csv"
    path.write_text("worker_id,latitude,longitude\n", encoding="utf-8")
    intake = import_table.preview(ws, "fieldworkers", path)
    assert intake.rejected
    with pytest.raises(ValueError, match="E200"):
        import_table.keep(ws, intake, path.read_bytes())
    assert ws.revision("fieldworkers") == before
