"""Shared vehicles in a browser without internet: brought, and who is dropped where seen on the map of the plan."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import steps
from tests.browser.serving import Visitor, serve, visit
from tests.pages import riding
from tests.workflows.at_once import at_once
from workflows import plan_job
from workflows.plan_choice import plan_in_use
from workspace import Workspace

pytestmark = pytest.mark.browser

#: The place of the chosen day's drop, and that of the household at which it lies, both as shares of the Mercator world.
DROP = "() => { const drop = wardround.sheet.drop(); return drop ? [drop.text, drop.at] : null; }"
HOUSEHOLD = """id => { const sheet = wardround.sheet, i = sheet.model.ids.indexOf(id);
    return [sheet.model.households.x[i], sheet.model.households.y[i]]; }"""


def test_a_list_of_vehicles_is_brought_and_the_plan_shows_who_is_dropped_where(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once(monkeypatch)
    ws = riding.listed(tmp_path)
    plan_job.start(ws, riding.SETTINGS, max_iterations=30)
    ws.let_go("vehicles")
    with serve(ws.folder, tmp_path / "log.txt", WARDROUND_DATA=str(tmp_path / "data")) as address:
        with visit(browser, address) as visitor:
            visitor.open("bring_lists?list=vehicles")
            expect(visitor.page.get_by_text("2 fieldworkers are to ride in a vehicle")).to_be_visible()
            steps.bring(visitor, "Vehicles", tmp_path / "files" / "vehicles.csv")
            steps.keep(visitor)
            expect(visitor.page.get_by_text("2 fieldworkers may ride in a vehicle.")).to_be_visible()
            _look(visitor, ws)
            assert visitor.foreign == []
        with visit(browser, address, 375, 800) as phone:
            for page in ("bring_lists?list=vehicles", "replan"):
                phone.open(page)
                assert phone.sideways_px() <= 0 and phone.foreign == []
    assert "Traceback" not in (tmp_path / "log.txt").read_text(encoding="utf-8")


def _look(visitor: Visitor, ws: Workspace) -> None:
    plan = ws.plan(str(plan_in_use(ws)))
    assert plan.rides is not None
    drop = plan.rides[plan.rides["action"] == "drop"].iloc[0]
    assert drop["date"] == "2026-03-02"
    fetch = plan.rides[(plan.rides["action"] == "fetch") & (plan.rides["worker_id"] == drop["worker_id"])]
    back = fetch[fetch["date"] == drop["date"]].iloc[0]
    visitor.open("see_the_plan")
    steps.choose(visitor, "Day", re.compile("2 Mar"))
    visitor.settle()
    steps.choose(visitor, "Fieldworker", re.compile(str(drop["worker_id"])))
    told = f"drops at {drop['place']} at {drop['arrive'][:5]} and fetches there at {back['depart'][:5]}."
    expect(steps.main(visitor).get_by_text(told)).to_be_visible()
    steps.until(visitor, "wardround.sheet.drop()")
    text, at = steps.see(visitor, DROP)
    assert text == f"Dropped {drop['arrive'][:5]}, fetched {back['depart'][:5]}"
    assert at == pytest.approx(steps.see(visitor, HOUSEHOLD, str(drop["place"])), abs=1e-8)
