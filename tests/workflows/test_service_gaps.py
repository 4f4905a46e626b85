"""The gaps of a workspace: the same numbers as ``wardround gaps``, cheap at another threshold, small areas marked."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from cli import app
from geo.gaps import Gaps
from geo.gaps.shrink import shrunk
from tests.workflows.places import listed, options, write_lists
from workflows import gaps_download, gaps_table, gaps_view, service_gaps
from workspace import Workspace

TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def ws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("WARDROUND_DATA", str(tmp_path / "user data"))
    return listed(tmp_path / "ward", write_lists(tmp_path / "in"))


@pytest.mark.parametrize("minutes", [10.0, 60.0])
def test_the_files_hold_the_numbers_of_the_command(ws: Workspace, tmp_path: Path, minutes: float) -> None:
    named = options(write_lists(tmp_path / "in"))
    told = ["--today", TODAY.isoformat(), "--threshold-min", str(minutes), "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(app, ["gaps", *named, *told])
    assert result.exit_code == 0, result.output
    found = service_gaps.measured(ws, "walk", minutes, 24, TODAY)
    _are_those_of_the_command(found.gaps, found.wards, tmp_path)


def test_what_the_page_shows_at_first_is_what_the_command_writes(ws: Workspace, tmp_path: Path) -> None:
    named = options(write_lists(tmp_path / "in"))
    result = CliRunner().invoke(app, ["gaps", *named, "--today", TODAY.isoformat(), "--out", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    base = service_gaps.ground(ws, today=TODAY)
    _are_those_of_the_command(base.gaps, base.wards, tmp_path)


def _are_those_of_the_command(gaps: Gaps, wards: gpd.GeoDataFrame, tmp_path: Path) -> None:
    assert gaps_download.gaps_csv(gaps, wards) == (tmp_path / "out" / "gaps.csv").read_bytes()
    (tmp_path / "page.gpkg").write_bytes(gaps_download.gaps_gpkg(gaps, wards))
    for layer in ("wards", "cells"):
        mine, theirs = (gpd.read_file(path, layer=layer) for path in (tmp_path / "page.gpkg", tmp_path / "out" / "gaps.gpkg"))
        pd.testing.assert_frame_equal(pd.DataFrame(mine), pd.DataFrame(theirs))


@pytest.mark.parametrize("minutes", [5.0, 12.0, 60.0, 240.0])
def test_another_threshold_gives_what_measuring_anew_gives(ws: Workspace, tmp_path: Path, minutes: float) -> None:
    base = service_gaps.ground(ws, today=TODAY)
    path = tmp_path / "gaps.csv"
    found = service_gaps.measured(ws, "walk", minutes, 24, TODAY)
    path.write_bytes(gaps_download.gaps_csv(found.gaps, found.wards))
    anew = pd.read_csv(path, dtype={"ward_id": str}, keep_default_na=False).set_index(["ward_id", "sector"])
    for sector in base.gaps.sectors:
        seen = service_gaps.look(base, sector, minutes)
        for row in gaps_table.table(base, seen, "out_of_reach").itertuples(index=False):
            expected = anew.loc[(row.area_id, sector)]
            for kind in gaps_view.WORDS:
                assert getattr(row, kind) == expected[kind], (sector, kind)
            assert (row.placed - row.far) / row.placed == pytest.approx(float(expected["share_within"]), abs=1e-6)


def test_cells_add_up_to_their_ward_and_wards_to_the_levels_above(ws: Workspace) -> None:
    base = service_gaps.ground(ws, today=TODAY)
    seen = service_gaps.look(base, "Health", 60)
    wards = gaps_table.table(base, seen, "open")
    columns = ["households", "asked", "placed", "far", *gaps_view.WORDS]
    for ward in wards["area_id"]:
        cells = gaps_table.table(base, seen, "open", "cell", ward)
        assert cells[columns].sum().tolist() == wards.loc[wards["area_id"] == ward, columns].iloc[0].tolist()
        assert sum(len(gaps_table.homes_of(base, seen, ward, cell)) for cell in cells["area_id"]) == cells["households"].sum()
        told = {words: int(number) for words, number, _ in gaps_view.figures(base, seen, ward)}
        own = wards[wards["area_id"] == ward].iloc[0]
        assert told == {words: own[kind] for kind, words in gaps_view.WORDS.items() if kind != "need_place_unknown"}
    above = gaps_table.table(base, seen, "open", "municipality")
    assert above[columns].sum().tolist() == wards[columns].sum().tolist()
    assert base.levels == ["ward"]  # one municipality: nothing to rank above the wards


def test_a_list_without_dates_counts_as_asked_on_the_day_it_was_brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARDROUND_DATA", str(tmp_path / "user data"))
    ws = listed(tmp_path / "ward", write_lists(tmp_path / "in", dates=False))
    base = service_gaps.ground(ws)
    counts = {words: number for words, number, _ in gaps_view.figures(base, service_gaps.look(base, "Health", 60))}
    assert counts["Never asked"] == "0"
    assert "no column last_profiled" in gaps_view.asked_note(base, "Health", 24)
    later = service_gaps.ground(ws, today=dt.date.today() + dt.timedelta(days=900))
    old = {words: number for words, number, _ in gaps_view.figures(later, service_gaps.look(later, "Health", 60))}
    assert old["Asked too long ago to know"] == "6"


def test_an_area_of_few_households_is_marked_and_told_by_its_counts(ws: Workspace) -> None:
    base = service_gaps.ground(ws, today=TODAY)
    seen = service_gaps.look(base, "education", 60)
    ranked = gaps_table.table(base, seen, "out_of_reach")
    assert ranked["few"].all()
    ground = gaps_view.map_ground(ws, base, "education")
    painted = gaps_view.painted(ground, base, seen, "out_of_reach", gaps_view.Chosen(), wards=ranked)
    look = painted["wards"]["21004002"]
    assert look["few"] and look["tag"] == "1 of 1" and "do not read much into it" in look["lines"][-1]
    assert gaps_view.ranking(ranked)["Note"].tolist() == ["under 20 households"] * 2


def test_the_map_tells_sectors_apart_as_the_count_does(ws: Workspace) -> None:
    base = service_gaps.ground(ws, today=TODAY)
    # Lists that were brought hold single blanks; a frame that came another way may not.
    points = base.points.assign(sector=[" Social  Development", "education"])
    drawn = json.loads(gaps_view.map_ground(ws, replace(base, points=points), "social Development").payload)["points"]
    assert [point["id"] for point in drawn] == ["P1"]


counts = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)).map(sorted), min_size=1, max_size=20)


@given(counts)
def test_shrunk_shares_lie_between_their_own_and_that_of_all(pairs: list[list[int]]) -> None:
    count, of = np.array([low for low, _ in pairs]), np.array([high for _, high in pairs])
    found = shrunk(count, of)
    assert (np.isnan(found) == (of == 0)).all()
    there = of > 0
    if there.any():
        own, everybody = count[there] / of[there], count.sum() / of.sum()
        low, high = np.minimum(own, everybody), np.maximum(own, everybody)
        assert (found[there] >= low - 1e-12).all() and (found[there] <= high + 1e-12).all()


def test_an_area_keeps_its_share_the_better_the_more_were_asked() -> None:
    few, many = shrunk(np.array([90, 10, 2]), np.array([100, 100, 2])), shrunk(np.array([90, 10, 200]), np.array([100, 100, 200]))
    assert few[2] < 0.8 < 0.95 < many[2]
