"""What happened in a week is told piece by piece, kept, and planned again by a job of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest

from geo.errors import InputProblems
from geo.tables import complete
from tests.workflows.at_once import at_once
from tests.workflows.kept import SETTINGS, workspace
from tests.workflows.test_plan_job import ended
from tests.workspace import samples
from workflows import happened_draft, happened_lines, plan_job, replan_job
from workflows.happened_draft import Away, Closed, HappenedDraft
from workflows.happened_given import closed_areas, day_swap, given_of, new_households, newcomers
from workflows.overview import open_job, overview
from workflows.plan_choice import parent_of
from workspace import Workspace

TODAY = dt.date(2026, 3, 4)
WED = "2026-03-04"


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with the plan of a week."""
    ws = workspace(tmp_path_factory.mktemp("week") / "ws", rows=60, workers=2)
    with pytest.MonkeyPatch.context() as monkeypatch:
        at_once(monkeypatch)
        plan_job.start(ws, SETTINGS, max_iterations=20)
    return ws


def first_plan(ws: Workspace) -> str:
    return str(ws.plans()["plan_id"].iloc[-1])


def told(ws: Workspace) -> HappenedDraft:
    """One of everything."""
    plan = ws.plan(first_plan(ws))
    later = [str(name) for name in plan.visits.loc[plan.visits["date"] > WED, "household_id"]]
    past = [str(name) for name in plan.visits.loc[plan.visits["date"] < WED, "household_id"]]
    return HappenedDraft(
        first_plan(ws),
        WED,
        away=(Away("W01", WED, "2026-03-05"),),
        not_home=(past[0],),
        removed=(later[0],),
        closed=(Closed((later[1],), WED, "2026-03-06", "The far side"),),
        pins={later[2]: ("W00", "2026-03-06")},
    )


def test_what_was_told_is_there_again_for_its_plan_only(ward: Workspace) -> None:
    plan, draft = ward.plan(first_plan(ward)), told(ward)
    happened_draft.remember(ward, draft)
    assert happened_draft.current(ward, plan, draft.plan_id, TODAY) == draft
    assert happened_draft.current(ward, plan, "another", TODAY) == HappenedDraft("another", WED)
    happened_draft.forget(ward)
    assert happened_draft.current(ward, plan, draft.plan_id, TODAY).is_empty
    assert happened_draft.blank(plan, "p", dt.date(2030, 1, 1)).from_day == "2026-03-02"


def test_each_line_can_be_taken_back(ward: Workspace) -> None:
    plan, draft = ward.plan(first_plan(ward)), told(ward)
    lines = happened_lines.lines(plan, draft, 0)
    assert len(lines) == 5
    assert lines[0].text == "Worker 1 is away from Wed 4 Mar to Thu 5 Mar."
    assert lines[3].text == "The far side cannot be reached from Wed 4 Mar to Fri 6 Mar (1 household)."
    assert lines[4].text.endswith("is visited by Worker 0 on Fri 6 Mar.")
    for line in lines:
        left = happened_lines.lines(plan, line.without, 0)
        assert [one.text for one in left] == [one.text for one in lines if one is not line]


def test_two_days_are_swapped_by_pins_and_nothing_is_no_swap(ward: Workspace) -> None:
    plan = ward.plan(first_plan(ward))
    one, other = ("W00", WED), ("W01", "2026-03-05")
    pins = day_swap(plan, one, other)
    rows = plan.visits.set_index("household_id")
    for name, (worker, date) in pins.items():
        planned = (rows.loc[name, "worker_id"], rows.loc[name, "date"])
        assert {planned, (worker, date)} == {one, other}
    with pytest.raises(InputProblems, match="swapped"):
        day_swap(plan, one, one)


def test_a_closed_place_does_not_close_its_neighbour(ward: Workspace) -> None:
    plan = ward.plan(first_plan(ward))
    areas = closed_areas(plan, (Closed(("H0003",), WED, WED, "Bridge"),))
    assert areas is not None
    inside = plan.households.geometry.intersects(areas.geometry.iloc[0])
    assert plan.households.loc[inside, "household_id"].tolist() == ["H0003"]
    assert closed_areas(plan, ()) is None


def test_the_rest_is_planned_again_by_a_job_and_kept_as_a_child(ward: Workspace) -> None:
    draft = told(ward)
    before = ward.plan(draft.plan_id)
    job_id = replan_job.start(ward, draft, seconds=2, max_iterations=3000)
    status = ended(ward, job_id)
    assert (status.state, status.message, status.parent) == ("done", "", draft.plan_id)
    assert status.plan_id is not None
    assert parent_of(ward, status.plan_id) == draft.plan_id
    made = ward.plan(status.plan_id)
    assert made.check() == []
    now = made.visits.set_index("household_id")
    (pinned, pin), *_ = draft.pins.items()
    assert (now.loc[pinned, "worker_id"], now.loc[pinned, "date"]) == pin
    gone = {draft.removed[0], draft.closed[0].household_ids[0]}
    assert gone.isdisjoint(now.index)
    ill = made.visits[(made.visits["worker_id"] == "W01") & made.visits["date"].isin([WED, "2026-03-05"])]
    assert ill.empty
    past = (before.visits["date"] < WED) & ~before.visits["household_id"].isin(draft.not_home)
    assert set(before.visits.loc[past, "household_id"]) <= set(now.index)
    assert replan_job.told_to(replan_job.JobFolder(ward.jobs_folder / job_id)) == draft
    # Plan a round is not about this job, and nothing is at work any more.
    assert open_job(ward, plan_job.PLANS) is None
    assert overview(ward).job is None


def test_what_cannot_be_is_told_before_anything_starts(ward: Workspace) -> None:
    jobs = plan_job.latest(ward)
    early = replace(told(ward), pins={"H0001": ("W00", "2026-03-02")})
    with pytest.raises(InputProblems, match="day before the first day"):
        replan_job.start(ward, early, seconds=1)
    assert plan_job.latest(ward) == jobs


def test_households_come_in_from_the_list_and_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once(monkeypatch)
    ws = workspace(tmp_path / "ws", rows=12, workers=2)
    plan_id = ended(ws, plan_job.start(ws, SETTINGS, max_iterations=5)).plan_id
    assert plan_id is not None
    plan = ws.plan(plan_id)
    assert newcomers(ws, plan) is None
    homes = ws.table("households")
    assert homes is not None

    def like(name: str) -> gpd.GeoDataFrame:
        return complete("households", homes.head(1).assign(household_id=name))

    both = gpd.GeoDataFrame(gpd.pd.concat([homes, like("H9000")], ignore_index=True), crs=homes.crs)
    ws.keep_import(samples.intake("households", both, b"more"), b"more")
    draft = HappenedDraft(plan_id, "2026-03-02", newcomers=True)
    draft = happened_draft.hold_new(ws, draft, like("H9001"), "new.csv")
    found = new_households(ws, plan, draft)
    assert found is not None
    assert found["household_id"].tolist() == ["H9001", "H9000"]
    assert given_of(draft, plan, found)["ill"] is None
    status = ended(ws, replan_job.start(ws, draft, seconds=2, max_iterations=10))
    assert status.state == "done", status.message
    assert status.plan_id is not None
    assert {"H9000", "H9001"} <= set(ws.plan(status.plan_id).households["household_id"])
