"""What is imported is kept exactly, once, with its audit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from geo.errors import InputProblems, WorkspaceError
from geo.intake.result import Question
from geo.problems import Problem
from geo.tables import TABLES, complete
from tests.workspace import samples
from workspace import Workspace
from workspace.frames import from_parquet, to_parquet


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "ws", "Makana")


def test_a_table_comes_back_as_it_was_accepted(ws: Workspace) -> None:
    for table, frame in (
        ("wards", samples.wards()),
        ("households", samples.households()),
        ("fieldworkers", samples.fieldworkers()),
    ):
        intake = samples.intake(table, frame, b"x")
        ws.keep_import(intake, b"x")
        back = ws.table(table)
        assert back is not None
        pd.testing.assert_frame_equal(back, intake.accepted)
        assert back.crs == "EPSG:4326"
    assert ws.table("landmarks") is None


def test_the_audit_knows_source_counts_and_problems(ws: Workspace) -> None:
    warned = Problem("E107", "Once before.", file="households.csv", rows=(3, 4))
    intake = replace(samples.intake("households", samples.households(), b"abc", aside=2), problems=(warned,))
    kept = ws.keep_import(intake, b"abc")
    row = ws.imports().iloc[0]
    assert (row["table"], row["rows"], row["accepted"], row["quarantined"], row["repaired"]) == ("households", 7, 5, 2, 1)
    details = ws.import_details(kept.import_id)
    assert details["sha256"] == intake.source.sha256
    assert details["mapping"] == {"id": "household_id"}
    assert details["problems"] == (warned,)
    pd.testing.assert_frame_equal(ws.quarantined("households"), intake.quarantined, check_dtype=False)
    pd.testing.assert_frame_equal(ws.repaired("households"), intake.repaired, check_dtype=False)
    assert ws.files.read(intake.source.sha256) == b"abc"


def test_the_same_file_again_changes_nothing_and_says_so(ws: Workspace) -> None:
    intake = samples.intake("households", samples.households(), b"abc")
    first, revision = ws.keep_import(intake, b"abc"), ws.revision("households")
    again = ws.keep_import(intake, b"abc")
    assert (first.new, again.new) == (True, False)
    assert again.when == first.when
    assert ws.revision("households") == revision
    assert len(ws.imports()) == 1


def test_the_same_file_mended_is_another_table(ws: Workspace) -> None:
    ws.keep_import(samples.intake("households", samples.households(5), b"abc"), b"abc")
    assert ws.keep_import(samples.intake("households", samples.households(4), b"abc"), b"abc").new
    table = ws.table("households")
    assert table is not None
    assert len(table) == 4


def test_a_new_file_takes_the_place_of_the_old_rows_and_the_audit_keeps_both(ws: Workspace) -> None:
    ws.keep_import(samples.intake("households", samples.households(5), b"a", aside=3), b"a")
    before = ws.revision("households")
    ws.keep_import(samples.intake("households", samples.households(3, "N"), b"b"), b"b")
    table = ws.table("households")
    assert table is not None
    assert table["household_id"].tolist() == ["N0000", "N0001", "N0002"]
    assert ws.quarantined("households").empty
    assert ws.revision("households") not in ("", before)
    assert ws.imports()["current"].tolist() == [True, False]


def test_going_back_to_an_earlier_file_is_an_import_again(ws: Workspace) -> None:
    for content, rows in ((b"a", 5), (b"b", 3), (b"a", 5)):
        assert ws.keep_import(samples.intake("households", samples.households(rows), content), content).new
    assert len(ws.imports()) == 3


def test_what_is_not_ready_is_not_kept(ws: Workspace) -> None:
    good = samples.intake("households", samples.households(), b"a")
    refused = replace(good, problems=(Problem("E200", "The file has no rows."),))
    asked = replace(good, questions=(Question("households.crs", "Which one?", (), "E300"),))
    for intake in (refused, asked):
        with pytest.raises(InputProblems):
            ws.keep_import(intake, b"a")
    with pytest.raises(WorkspaceError, match="E503"):
        ws.keep_import(good, b"other bytes")
    assert ws.table("households") is None
    assert ws.imports().empty


def test_an_import_that_there_is_not_is_told(ws: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="E504"):
        ws.import_details("nothing")


texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20)
numbers = st.one_of(st.none(), st.just(float("nan")), st.floats(0, 100))
places = st.one_of(st.none(), st.builds(Point, st.floats(-180, 180), st.floats(-90, 90)))
clocks = st.one_of(st.just(""), st.just("08:00-11:00"), st.just([(480.0, 600.0)]), st.none())
rows = st.lists(st.tuples(texts, numbers, numbers, places, clocks, texts), min_size=1, max_size=6)


def odd_households(cells: list[tuple[object, ...]]) -> object:
    frame = pd.DataFrame(
        {
            "household_id": [f"H{i}" for i in range(len(cells))],
            "label": pd.Series([row[0] for row in cells], dtype="str"),
            "priority": [np.nan if row[1] is None else row[1] for row in cells],
            "visit_min": [np.nan if row[2] is None else row[2] for row in cells],
            "available": pd.Series([row[4] for row in cells], dtype=object),
            "needs": pd.Series([row[5] for row in cells], dtype="str"),
            "geometry": pd.Series([row[3] for row in cells], dtype=object),
        }
    )
    return complete("households", frame)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows)
def test_any_table_makes_the_way_there_and_back(ws: Workspace, cells: list[tuple[object, ...]]) -> None:
    frame = odd_households(cells)
    intake = samples.intake("households", frame, b"x")
    ws.keep_import(intake, b"x")
    back = ws.table("households")
    assert back is not None
    for name in (column.name for column in TABLES["households"] if column.kind not in ("windows", "geometry")):
        pd.testing.assert_series_equal(back[name], intake.accepted[name])
    assert [_pairs(a) for a in back["available"]] == [_pairs(b) for b in intake.accepted["available"]]
    pairs = zip(back.geometry, frame.geometry, strict=True)
    assert all(a is None if b is None else a.equals_exact(b, 0) for a, b in pairs)
    stored = from_parquet(to_parquet(intake.accepted, "households"), "households")
    assert [_pairs(a) for a in stored["available"]] == [_pairs(b) for b in intake.accepted["available"]]
    pd.testing.assert_series_equal(stored["label"], intake.accepted["label"])


def _pairs(value: object) -> object:
    return [list(pair) for pair in value] if isinstance(value, list) else value


def test_a_table_that_is_taken_away_is_gone_but_for_its_audit(ws: Workspace) -> None:
    ws.let_go("wards")  # nothing there, nothing to do
    intake = samples.intake("wards", samples.wards(), b"x")
    ws.keep_import(intake, b"x")
    ws.let_go("wards")
    assert ws.table("wards") is None and ws.revision("wards") == ""
    assert ws.imports()[["table", "current"]].to_numpy().tolist() == [["wards", False]]
    assert ws.keep_import(intake, b"x").new
    assert len(ws.table("wards")) == len(samples.wards())
