"""The map of a judged file: what is drawn before anything is kept."""

from __future__ import annotations

import json
from pathlib import Path
from unittest.mock import patch

import pytest

from geo.intake import reading
from geo.intake.parse import parse
from geo.intake.result import Intake
from geo.maps.preview import MARKS
from tests.workspace import samples
from workflows import import_table
from workflows.intake_map import intake_payload
from workspace import Workspace

PLACES = [f"{-33.04 - n / 1700:.5f},{26.03 + n / 1900:.5f}" for n in range(10)]


@pytest.fixture(params=[True, False], ids=["with wards", "without wards"])
def ws(request: pytest.FixtureRequest, tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "ws", "Our ward")
    if request.param:
        made.keep_import(samples.intake("wards", samples.wards(), b"wards"), b"wards")
    return made


def judged(ws: Workspace, rows: list[str]) -> Intake:
    path = ws.folder / "list.csv"
    path.write_text("\n".join(["household_id,latitude,longitude,members", *rows, ""]), encoding="utf-8")
    with patch.object(reading, "run", parse):
        return import_table.preview(ws, "households", path)


def drawn(payload: str | None) -> list[str]:
    """The labels of the marks of all rows that are drawn."""
    assert payload is not None
    content = json.loads(payload)
    flat, ids = content["households"], content["ids"].split("\n")
    width = len(flat) // len(ids)
    return [MARKS[flat[row * width + 5]].label for row in range(len(ids))]


def test_rows_that_were_all_set_aside_are_drawn_where_they_lie(ws: Workspace) -> None:
    intake = judged(ws, [f"H{n},{place},lots" for n, place in enumerate(PLACES)])
    assert intake.accepted.empty
    payload = intake_payload(ws, intake)
    assert drawn(payload) == ["Set aside"] * 10
    west, south, east, north = json.loads(payload or "")["bounds"]
    assert west < 26.03 < east < 26.2
    assert -33.2 < south < -33.05 < north < -32.9


def test_nothing_is_drawn_only_where_no_place_can_be_read(ws: Workspace) -> None:
    assert intake_payload(ws, judged(ws, ["A,,,4", "B,,,lots"])) is None
