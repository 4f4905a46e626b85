"""The roads of a workspace: read aside, told, used by a round and by the pages' measures, taken away."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.errors import InputProblems
from geo.travel import RoadNetwork
from tests.workflows.at_once import at_once
from tests.workflows.kept import SETTINGS, workspace
from tests.workflows.places import listed, write_lists
from workflows import gaps_table, how, kept_roads, plan_job, service_gaps, where_next
from workflows.overview import is_stale
from workflows.replan import replan_kept
from workspace import Workspace


@pytest.fixture
def ws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("WARDROUND_DATA", str(tmp_path / "user data"))
    at_once(monkeypatch)
    return listed(tmp_path / "ward", write_lists(tmp_path / "in"))


def roads(path: Path, *lines: list[tuple[float, float]], layer: str = "roads") -> Path:
    """A GeoPackage with these lines."""
    gpd.GeoDataFrame(geometry=[shapely.LineString(line) for line in lines], crs="EPSG:4326").to_file(path, layer=layer)
    return path


#: A road past the clinic and the five households, and one past the sixth that nothing leads to.
TWO = ([(26.035, -33.06), (26.035, -33.04)], [(26.135, -33.06), (26.135, -33.04)])


def brought(ws: Workspace, folder: Path, *lines: list[tuple[float, float]]) -> kept_roads.KeptRoads:
    kept_roads.begin(ws, roads(folder / "R.gpkg", *lines), "our roads.gpkg")
    standing = kept_roads.stand(ws)
    assert standing.state == "done", standing.message
    known = kept_roads.kept(ws)
    assert known is not None
    return known


def test_roads_are_told_and_taken_away_again(ws: Workspace, tmp_path: Path) -> None:
    assert kept_roads.kept(ws) is None and kept_roads.households_off(ws) == "" and "walk.roads" not in how.ways_to_go(ws)
    known = brought(ws, tmp_path, *TWO)
    assert (known.name, known.junctions, known.pieces) == ("our roads.gpkg", 4, 2)
    assert known.km == pytest.approx(4.44, abs=0.02) and known.largest == pytest.approx(0.5)
    assert "falls into 2 separate pieces" in known.sentence()
    assert "1 live at a separate piece of road" in kept_roads.households_off(ws)
    assert next(iter(how.ways_to_go(ws))) == "walk.roads"
    one = brought(ws, tmp_path, TWO[0])
    assert "hangs together" in one.sentence() and one.sha256 != known.sha256
    assert "1 farther than 5 km" in kept_roads.households_off(ws)
    kept_roads.let_go(ws)
    assert kept_roads.kept(ws) is None and kept_roads.revision(ws) == ""
    with pytest.raises(InputProblems, match="E402"):
        how.travel_of(ws, "walk.roads")


def test_a_file_aside_is_called_as_the_person_calls_it_and_goes(ws: Workspace, tmp_path: Path) -> None:
    known, path = brought(ws, tmp_path, *TWO), roads(tmp_path / "R.gpkg", *TWO)
    roads(path, TWO[0], layer="other")
    with path.open("rb") as content:
        aside = kept_roads.hold(ws, "../Our roads.GPKG", content)
    assert aside.parent == ws.folder / "uploads" and aside.suffix == ".gpkg" and aside.read_bytes() == path.read_bytes()
    kept_roads.begin(ws, aside, "Our roads.GPKG", aside=True)
    told = kept_roads.stand(ws)
    assert told.state == "failed" and not aside.exists()
    assert "Our roads.GPKG" in told.message and "roads, other" in told.message and aside.name not in told.message
    assert kept_roads.kept(ws) == known  # a file that is none takes nothing away
    kept_roads.begin(ws, path, path.name, "other")
    other = kept_roads.kept(ws)
    assert other is not None and (other.name, other.pieces) == ("R.gpkg (other)", 1)


def test_gaps_and_sites_over_roads_know_who_is_cut_off(ws: Workspace, tmp_path: Path) -> None:
    brought(ws, tmp_path, *TWO)
    straight, over = service_gaps.ground(ws, "walk"), service_gaps.ground(ws, "walk.roads")
    for base, lost in ((straight, []), (over, ["H6"])):
        seen = service_gaps.look(base, "Health", 60.0)
        assert gaps_table.cut_off_rows(base, seen, "Health")["household_id"].tolist() == lost
        # Nobody is cut off from what there is none of.
        assert not gaps_table.cut_off(base, seen, "water").any()
    # H3 walks 1.11 km along the road, at 4.5 km an hour; a straight line would be taken for 1.3 times as long.
    assert service_gaps.look(over, "Health", 60.0).minutes[2] == pytest.approx(14.8, abs=0.2)
    before = service_gaps.revisions(ws), where_next.revisions(ws)
    around = where_next.around(ws, "Health", "walk.roads", 500.0)
    assert np.isnan(where_next.curve(around, where_next.SitingSettings())[0].found.minutes[5])
    brought(ws, tmp_path, TWO[0])
    assert service_gaps.revisions(ws) != before[0] and where_next.revisions(ws) != before[1]


def test_a_round_over_roads_is_kept_checked_and_planned_again_over_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARDROUND_DATA", str(tmp_path / "user data"))
    at_once(monkeypatch)
    ws = workspace(tmp_path / "ws")
    settings = {**SETTINGS, "travel": {"model": "roads", "off_road_most_m": 3000}}
    with pytest.raises(InputProblems, match="no"):
        plan_job.start(ws, settings)
    known = brought(ws, tmp_path, [(26.0, -33.1), (26.1, -33.0)], [(26.0, -33.0), (26.05, -33.05), (26.1, -33.1)])
    status = plan_job.watch(ws, plan_job.start(ws, settings, max_iterations=1))
    assert status.state == "done" and status.plan_id, status.message
    plan = ws.plan(status.plan_id)
    assert isinstance(plan.travel, RoadNetwork) and plan.travel.off_road_most_m == 3000 and plan.check() == []
    assert plan.summary["settings"]["travel"]["roads"] == "our roads.gpkg"
    assert ws.plan_inputs(status.plan_id)["roads"] == {"sha256": known.sha256, "name": "our roads.gpkg"}
    kept_roads.let_go(ws)  # the plan has its own
    again = replan_kept(ws, status.plan_id, from_day="2026-03-03", max_iterations=1)
    made = ws.plan(again.plan_id)
    assert isinstance(made.travel, RoadNetwork) and made.check() == []
    assert ws.plan_inputs(again.plan_id)["roads"]["sha256"] == known.sha256
    assert is_stale(ws, again.plan_id)
