"""A solve outlives the tab and the server; after a crash the page offers the best plan that was left."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.serving import Visitor, serve, visit
from tests.workflows.kept import SETTINGS, workspace
from tests.workflows.test_plan_job import until
from workflows import plan_job, round_draft
from workflows.job_folder import JobFolder
from workspace import Workspace

pytestmark = pytest.mark.browser

STOP = "Stop now and keep the best plan so far"


def _ready(folder: Path) -> Workspace:
    """Lists, and a draft of a round that can be planned."""
    ws = workspace(folder, rows=400, workers=6)
    draft = round_draft.blank(dt.date(2026, 2, 27))
    draft["round"].update(SETTINGS["round"])
    round_draft.remember(ws, draft)
    return ws


def _watched(visitor: Visitor) -> None:
    """The page of planning, without a job in its address, shows the running job."""
    visitor.open("plan_a_round")
    expect(visitor.page.get_by_role("button", name=STOP)).to_be_visible()


def _kill(ws: Workspace, job_id: str) -> None:
    state = JobFolder(ws.jobs_folder / job_id).state()
    assert state is not None
    process = psutil.Process(state.pid)
    children = process.children(recursive=True)
    process.kill()
    for child in children:
        if child.is_running():
            child.kill()


def test_a_running_plan_survives_tab_server_and_crash(browser: Browser, tmp_path: Path) -> None:
    ws = _ready(tmp_path / "ward")
    data = str(tmp_path / "data")
    with serve(ws.folder, tmp_path / "first.txt", WARDROUND_DATA=data) as address:
        with visit(browser, address) as visitor:
            visitor.open("plan_a_round")
            seconds = visitor.page.get_by_role("spinbutton", name="Seconds to look for a good plan")
            seconds.fill("600")
            seconds.press("Enter")
            visitor.settle()
            visitor.page.get_by_role("button", name="Plan this round").click()
            expect(visitor.page.get_by_role("button", name=STOP)).to_be_visible()
        with visit(browser, address) as visitor:  # the tab was closed
            _watched(visitor)
    job_id = plan_job.latest(ws)
    assert job_id is not None
    try:
        with (
            serve(ws.folder, tmp_path / "second.txt", WARDROUND_DATA=data) as address,
            visit(browser, address) as visitor,
        ):  # the server was restarted
            _watched(visitor)
            until(JobFolder(ws.jobs_folder / job_id).has_left_plan)
            _kill(ws, job_id)
            expect(visitor.page.get_by_text("The best plan found before that is still there.")).to_be_visible()
            visitor.page.get_by_role("button", name="Keep the best plan so far").click()
            visitor.page.get_by_test_id("stMain").get_by_role("link", name="See the plan", exact=True).click()
            expect(visitor.page.get_by_text("✓ verified")).to_be_visible()
            assert visitor.foreign == []
    finally:
        if plan_job.watch(ws, job_id).state == "running":
            _kill(ws, job_id)
    assert plan_job.watch(ws, job_id).state == "done"
