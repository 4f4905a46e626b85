"""Shared vehicles on the pages: brought, judged, planned with, taken away."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.intake import reading
from geo.intake.parse import parse
from geo.intake.result import Answers
from tests.pages import riding
from tests.pages.bringing import csv, looked_at, press
from tests.pages.conftest import Opener, texts
from tests.workflows.at_once import at_once
from workflows import hand_out, plan_job
from workflows.overview import is_stale
from workflows.plan_choice import plan_in_use
from workflows.upload import hold, remember
from workspace import Workspace


@pytest.fixture(autouse=True)
def _in_this_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "run", parse)
    monkeypatch.setenv("WARDROUND_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WARDROUND_WORKSPACE", str(tmp_path / "ward"))
    at_once(monkeypatch)


def on_the_list(opened: Opener, table: str) -> str:
    app = opened("bring_lists")
    app.segmented_control(key="which_list").set_value(table).run()
    assert not app.exception
    return texts(app)


def test_a_list_is_judged_kept_planned_with_and_taken_away(tmp_path: Path, opened: Opener) -> None:
    ws = riding.listed(tmp_path, vehicles=False)
    assert "2 fieldworkers are to ride in a vehicle, and there is no list of vehicles." in on_the_list(opened, "fieldworkers")
    places = [("B1", 3), ("B2", "lots"), ("B3", 61), ("B4", 4), ("B4", 4)]
    rows = [f"{name},-33.05{n},26.01,{seats},07:30,16:30" for n, (name, seats) in enumerate(places)]
    app = looked_at(ws, "vehicles", csv("Number plate,lat,lon,passengers,from,until", rows))
    assert not app.exception and not app.error
    # A word where seats are wanted, more seats than a bus has, and an id that is there twice.
    assert "Set aside: 4" in texts(app)
    press(app, "Keep this list")
    kept = ws.table("vehicles")
    assert kept is not None
    assert kept[["vehicle_id", "seats", "end"]].to_numpy().tolist() == [["B1", 3.0, "16:30"]]


def test_plans_made_on_the_pages_use_the_vehicles_and_are_stale_without_them(tmp_path: Path, opened: Opener) -> None:
    ws = riding.listed(tmp_path)
    said = on_the_list(opened, "vehicles")
    assert "2 fieldworkers may ride in a vehicle." in said and "**1 vehicle kept**" in said
    plan_job.start(ws, riding.SETTINGS, max_iterations=30)
    plan_id = plan_in_use(ws)
    assert plan_id is not None
    plan = ws.plan(plan_id)
    assert plan.rides is not None and (plan.rides["action"] == "drop").any()
    assert not is_stale(ws, plan_id)
    app = opened("bring_lists")
    app.segmented_control(key="which_list").set_value("vehicles").run()
    press(app, "Yes, take it away")
    assert ws.table("vehicles") is None
    assert is_stale(ws, plan_id)
    assert "2 fieldworkers are to ride in a vehicle, and there is no list of vehicles." in texts(app)
    # Refused, in words, with what to do.
    status = plan_job.watch(ws, plan_job.start(ws, riding.SETTINGS, max_iterations=30))
    assert status.state == "failed"
    assert "Bring the list of vehicles, or leave the fieldworkers' column vehicle blank." in status.message


@pytest.fixture
def ridden(tmp_path: Path) -> Workspace:
    """A plan of two days in which the bakkie drives, and that does not reach everybody."""
    ws = riding.listed(tmp_path)
    plan_job.start(ws, {"round": {**riding.SETTINGS["round"], "last_day": "2026-03-03"}}, max_iterations=30)
    return ws


def test_what_would_be_otherwise_is_answered_and_only_a_plan_made_by_hand_is_refused(ridden: Workspace, opened: Opener) -> None:
    plan = ridden.plan(str(plan_in_use(ridden)))
    assert plan.rides is not None
    drops = plan.rides[plan.rides["action"] == "drop"]
    rides = plan.visits.merge(drops[["worker_id", "date"]])["household_id"].iloc[0]
    app = opened("see_the_plan")
    asked = {str(rides): "Who else could come", str(plan.unserved["household_id"].iloc[0]): "How could it be reached"}
    for household, question in asked.items():
        next(field for field in app.text_input if field.label == "Find a place").set_value(household).run()
        next(button for button in app.button if button.label.startswith(question)).click().run()
        assert not app.exception and not app.error
        assert "tried in the plan as it stands" in texts(app) or "Every fieldworker and every day was tried" in texts(app)
    assert "Work out what each wish costs" in {button.label for button in app.button}
    assert "Make the drivers' sheets" in {button.label for button in opened("hand_out").button}
    assert hand_out.drivers(ridden, str(plan_in_use(ridden))).startswith(b"%PDF")
    missed = opened("not_reached")
    assert "Work out an estimate" in {button.label for button in missed.button}
    own = opened("check_own_plan")
    assert "a plan made by hand is checked as one on foot only. Choose a round without vehicles above." in texts(own)
    for page in (app, missed, own):
        assert not page.exception and not page.error


def test_a_plan_made_by_hand_of_people_who_ride_is_refused_in_words(tmp_path: Path, opened: Opener) -> None:
    ws = riding.listed(tmp_path)
    remember(ws, "own_plan", hold(ws, "mine.csv", b"household,worker,date\nH00,W1,2026-03-02\n"), Answers())
    app = opened("check_own_plan")
    assert not app.exception
    (error,) = app.error
    assert "2 fieldworkers are to ride in a vehicle, and a plan made by hand is checked as one on foot only" in error.value
    assert "Leave the column vehicle blank" in error.value
    assert "E409" not in error.value


def test_a_vehicle_in_which_nobody_rides_is_told(listed: Workspace, tmp_path: Path, opened: Opener) -> None:
    other = riding.written(tmp_path / "files")
    ws = listed
    riding.keep(ws, riding.preview(ws, "vehicles", other.vehicles), Path(other.vehicles).read_bytes())
    assert "Nobody rides in a vehicle yet" in on_the_list(opened, "vehicles")
