"""A week that went wrong: a visit is set by a click on the map, the work survives a reload; and a plan made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from allocation import Round, plan_round
from tests.browser import steps
from tests.browser.serving import WAIT_MS, serve, visit
from tests.workflows.kept import SETTINGS, workspace
from workflows import own_view
from workflows.keep_plan import keep_checked
from workflows.plan_choice import parent_of, plan_in_use
from workspace import Workspace

pytestmark = pytest.mark.browser

STOP = "Stop now and keep the best plan so far"


def _planned(folder: Path, rows: int, workers: int) -> Workspace:
    ws = workspace(folder, rows=rows, workers=workers)
    round_, travel = Round.from_dict(SETTINGS)
    lists = {name: ws.table(name) for name in ("households", "fieldworkers", "wards")}
    plan = plan_round(lists["households"], lists["fieldworkers"], round_, travel, lists["wards"], max_iterations=20)
    keep_checked(ws, plan, ws.keep_round("Test", SETTINGS), {name: ws.revision(name) for name in lists})
    return ws


def test_a_visit_is_set_by_a_click_and_planning_again_survives_a_reload(browser: Browser, tmp_path: Path) -> None:
    ws = _planned(tmp_path / "ward", rows=120, workers=3)
    before = str(plan_in_use(ws))
    row = ws.plan(before).visits.iloc[-1]
    household = str(row["household_id"])
    with (
        serve(ws.folder, tmp_path / "log.txt", WARDROUND_DATA=str(tmp_path / "data")) as address,
        visit(browser, address) as visitor,
    ):
        visitor.open("replan")
        steps.click_household(visitor, household)
        page = visitor.page
        expect(page.get_by_role("button", name="Set it so")).to_be_visible()
        visitor.settle()
        card = page.locator('[class*="st-key-pairs_happened_pin"]')
        steps.pick(visitor, card.get_by_role("combobox", name="Day"), "Wed 4 Mar")
        page.get_by_role("button", name="Set it so").click()
        noted = page.get_by_text(f"{household} is visited by")
        expect(noted).to_be_visible()
        page.reload()
        visitor.settle()
        expect(noted).to_be_visible()  # what was told is kept, not only shown
        steps.set_number(visitor, "Seconds to look", "600")
        page.get_by_role("button", name="Plan the rest again").click()
        expect(page.get_by_role("button", name=STOP)).to_be_visible()
        page.reload()
        expect(page.get_by_role("button", name=STOP)).to_be_visible()
        page.get_by_role("button", name=STOP).click()
        # Its process is polite: on a busy computer the check of the plan that it keeps takes its time.
        expect(page.get_by_text("Stopped early: the best plan so far is kept.")).to_be_visible(timeout=3 * WAIT_MS)
        visitor.settle()
        after = str(plan_in_use(ws))
        assert parent_of(ws, after) == before
        visit_now = ws.plan(after).visits.set_index("household_id").loc[household]
        assert (visit_now["worker_id"], visit_now["date"]) == (row["worker_id"], "2026-03-04")
        page.get_by_role("button", name="Make the fieldworkers' pages (PDF)").click()
        expect(page.get_by_role("button", name="Download changes.pdf")).to_be_visible()
        page.get_by_role("button", name="Go back to the earlier plan").click()
        expect(page.get_by_text("The earlier plan is in use again.")).to_be_visible()
        assert plan_in_use(ws) == before
        visitor.settle()
        steps.main(visitor).get_by_role("link", name="Compare the two plans on a map").click()
        page.get_by_role("heading", level=1, name="Compare plans").wait_for()
        steps.review_frame(visitor)
        assert visitor.foreign == []
        with visit(browser, address, width=375, height=812) as phone:
            phone.open("replan")
            steps.review_frame(phone)
            assert phone.sideways_px() == 0


def test_a_plan_made_by_hand_is_checked_and_made_the_plan_in_use(browser: Browser, tmp_path: Path) -> None:
    ws = _planned(tmp_path / "ward", rows=24, workers=2)
    plan = ws.plan(str(plan_in_use(ws)))
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_bytes(own_view.as_list(plan))
    bad.write_text("household,worker,date\nH0001,W00,Monday\nH0001,W01,Tuesday\n", encoding="utf-8")
    with (
        serve(ws.folder, tmp_path / "log.txt", WARDROUND_DATA=str(tmp_path / "data")) as address,
        visit(browser, address) as visitor,
    ):
        visitor.open("check_own_plan")
        page = visitor.page
        page.locator('input[type="file"]').set_input_files(bad)
        expect(page.get_by_text("1 rule is broken in 1 place, in a plan of 2 visits.")).to_be_visible()
        expect(page.get_by_text("Keep one of the visits.")).to_be_visible()
        page.reload()
        expect(page.get_by_text("1 rule is broken in 1 place, in a plan of 2 visits.")).to_be_visible()
        visitor.settle()
        with visit(browser, address, width=375, height=812) as phone:
            phone.open("check_own_plan")
            assert phone.sideways_px() == 0
        page.get_by_role("button", name="Check another file").click()
        visitor.settle()
        page.locator('input[type="file"]').set_input_files(good)
        expect(page.get_by_text(f"Your plan holds: {len(plan.visits)} visits, and no rule is broken.")).to_be_visible()
        visitor.settle()
        page.get_by_role("button", name="Make the report (Excel)").click()
        expect(page.get_by_role("button", name="Download my_plan_report.xlsx")).to_be_visible()
        page.get_by_role("button", name="Make it the plan in use").click()
        expect(page.get_by_text("Your plan is the plan in use now.")).to_be_visible()
        visitor.go("Hand out")
        expect(page.get_by_text("Test (by hand)")).to_be_visible()
        assert visitor.foreign == []
