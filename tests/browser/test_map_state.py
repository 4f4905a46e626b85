"""The map never shows an old plan, and keeps its place while people filter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import steps
from tests.browser.serving import serve, visit
from tests.workflows.at_once import at_once
from tests.workflows.kept import SETTINGS, workspace
from workflows import plan_job
from workspace import Workspace

pytestmark = pytest.mark.browser

_VISITS = "wardround.sheet.model.households.worker.filter(w => w >= 0).length"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once(monkeypatch)


def _plan(ws: Workspace, **round_: str) -> int:
    """Plan, and say how many households are reached."""
    job_id = plan_job.start(ws, {"round": {**SETTINGS["round"], **round_}}, max_iterations=1)
    plan_id = plan_job.watch(ws, job_id).plan_id
    assert plan_id is not None
    return int(ws.plan(plan_id).summary["served"])


def test_a_new_plan_takes_the_place_of_the_old_one_on_the_map(browser: Browser, tmp_path: Path) -> None:
    ws = workspace(tmp_path / "ward", rows=60, workers=2)
    many = _plan(ws)
    with (
        serve(ws.folder, tmp_path / "log.txt", WARDROUND_DATA=str(tmp_path / "data")) as address,
        visit(browser, address) as visitor,
    ):
        visitor.open("see_the_plan")
        assert steps.see(visitor, _VISITS) == many
        few = _plan(ws, last_day="2026-03-02")
        assert few < many
        steps.choose(visitor, "Day", re.compile("^Tue"))  # the tab is still on the old plan: a choice must not mix the two
        assert steps.see(visitor, _VISITS) in (few, many)
        visitor.go("Not reached")
        visitor.go("See the plan")
        visitor.page.get_by_text(re.compile(rf"^Test · reaches {few} of")).wait_for()
        steps.until(visitor, f"{_VISITS} === {few}")


def test_the_map_goes_to_what_is_chosen_and_else_keeps_its_place(browser: Browser, tmp_path: Path) -> None:
    ws = workspace(tmp_path / "ward", rows=60, workers=2)
    _plan(ws)
    with (
        serve(ws.folder, tmp_path / "log.txt", WARDROUND_DATA=str(tmp_path / "data")) as address,
        visit(browser, address) as visitor,
    ):
        visitor.open("see_the_plan")
        opened = steps.place(visitor)  # waits for the page to be drawn: headings are no stops of the keyboard
        visitor.page.keyboard.press("Tab")  # the first stop leads past the menu, the next is on the page
        visitor.page.keyboard.press("Enter")
        visitor.page.keyboard.press("Tab")
        assert visitor.page.evaluate("document.activeElement.closest('[data-testid=stMain]') !== null")
        steps.see(visitor, "wardround.mark = 'the same map'")
        steps.choose(visitor, "Fieldworker", re.compile("^Worker 0"))
        steps.choose(visitor, "Day", re.compile("^Mon"))
        steps.until(visitor, "wardround.sheet.stops().length > 0")
        assert steps.place(visitor) != opened
        steps.see(visitor, "wardround.map.setView([-33.03, 26.06], 14.5, {animate: false})")
        before = steps.place(visitor)
        visitor.page.get_by_role("tab", name="Wards").click()
        steps.review_frame(visitor).get_by_role("button", name="Map key").click()
        steps.review_frame(visitor).locator(".wr-row", has_text="Areas").locator("input").uncheck()
        visitor.go("Not reached")
        visitor.go("See the plan")
        assert steps.place(visitor) == pytest.approx(before, abs=1e-3)
        steps.review_frame(visitor).get_by_role("button", name="Whole round").click()
        steps.until(visitor, "wardround.map.getZoom() !== 14.5")
