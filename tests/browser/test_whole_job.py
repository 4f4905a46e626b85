"""The whole job of a task team in a browser without internet: from three files to the printed sheets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from pages._shared.navigation import ENTRIES
from tests.browser import lists, steps
from tests.browser.serving import Visitor, serve, visit
from workspace import Workspace

pytestmark = pytest.mark.browser


def test_from_three_files_to_the_printed_sheets(browser: Browser, tmp_path: Path) -> None:
    """Nothing is asked from outside, and no page scrolls sideways on a phone."""
    files = lists.write(tmp_path / "files")
    ws = Workspace.create(tmp_path / "ward", "Our ward")
    # The one server here that is started by the very command that a person starts.
    with serve(ws.folder, tmp_path / "log.txt", forked=False, WARDROUND_DATA=str(tmp_path / "data")) as address:
        with visit(browser, address) as visitor:
            visitor.open()
            visitor.page.get_by_text("A round needs a list of households and a list of fieldworkers").wait_for()
            _bring(visitor, files)
            _plan(visitor)
            _look(visitor)
            _not_reached(visitor)
            _hand_out(visitor, tmp_path)
            assert visitor.foreign == []
        with visit(browser, address, 375, 800) as phone:
            _every_page_fits(phone)
            assert phone.foreign == []
    assert "Traceback" not in (tmp_path / "log.txt").read_text(encoding="utf-8")
    assert not (ws.folder / "errors.log").exists()


def _bring(visitor: Visitor, files: dict[str, Path]) -> None:
    visitor.go("Bring lists")
    steps.bring(visitor, "Wards", files["wards"])
    steps.keep(visitor)
    steps.bring(visitor, "Households", files["households"])
    keep = visitor.page.get_by_role("button", name="Keep this list")
    expect(keep).to_have_count(0)  # which letters are right is still open
    visitor.page.get_by_text("Windows (Western Europe): é").click()
    visitor.settle()
    visitor.page.get_by_role("button", name="This is right").click()
    expect(keep).to_be_enabled()
    expect(steps.main(visitor).get_by_text("The same id on different rows")).to_be_visible()
    steps.keep(visitor)
    steps.bring(visitor, "Fieldworkers", files["fieldworkers"])
    steps.keep(visitor)


def _plan(visitor: Visitor) -> None:
    visitor.page.get_by_role("link", name="Next: plan a round").click()
    visitor.page.get_by_role("heading", name="Do the hours suffice?").wait_for()
    visitor.settle()
    expect(steps.main(visitor).get_by_text("Nobody has the skill sign language")).to_be_visible()
    steps.set_number(visitor, "Town", "25")
    steps.set_number(visitor, "Seconds to look for a good plan", "120")
    visitor.page.get_by_role("button", name="Plan this round").click()
    visitor.page.get_by_role("progressbar").first.wait_for()
    expect(steps.main(visitor).get_by_text(re.compile(r"^[1-9]\d* of \d+$"))).to_be_visible()
    visitor.page.get_by_role("button", name="Stop now and keep the best plan so far").click()
    visitor.page.get_by_text("Stopped early: the best plan so far is kept.").wait_for()
    steps.main(visitor).get_by_role("link", name="See the plan", exact=True).click()


def _look(visitor: Visitor) -> None:
    page, main = visitor.page, steps.main(visitor)
    page.get_by_role("heading", level=1, name="See the plan").wait_for()
    visitor.settle()
    expect(main.get_by_text("✓ verified")).to_be_visible()
    assert steps.see(visitor, "wardround.sheet.model.households.count") == lists.ACCEPTED
    steps.click_household(visitor, "H003")
    expect(main.get_by_text("Why this fieldworker")).to_be_visible()
    expect(main.get_by_text(re.compile(r"comes on .* at about \d\d:\d\d"))).to_be_visible()
    steps.click_household(visitor, "H901")
    expect(main.get_by_text("The smallest fix")).to_be_visible()
    expect(main.get_by_text("Nobody has the skill.")).to_be_visible()
    main.get_by_role("button", name="Close", exact=True).click()  # a toast has a button of that name too
    visitor.settle()
    steps.choose(visitor, "Fieldworker", re.compile("^Thandi"))
    steps.choose(visitor, "Day", re.compile("^Mon"))
    steps.until(visitor, "wardround.sheet.stops().length > 1")
    expect(main.get_by_text(re.compile(r"^Leaves at \d\d:\d\d, home by"))).to_be_visible()
    steps.choose(visitor, "Ward", "Ward 1")
    steps.until(visitor, "wardround.sheet.model.choice.ward >= 0")
    expect(main.get_by_text(re.compile(r"of \d+ households get a visit")).first).to_be_visible()
    page.get_by_role("textbox", name="Find a place").fill("ridge")
    page.get_by_role("textbox", name="Find a place").press("Enter")
    expect(page.get_by_role("combobox", name="Found")).to_have_value(re.compile(r"^Ridge: \d+ households"))
    steps.until(visitor, "wardround.sheet.model.choice.household >= 0")


def _not_reached(visitor: Visitor) -> None:
    visitor.go("Not reached")
    main = steps.main(visitor)
    for text in ("Nobody has the skill", "Outside every ward", "What would help most"):
        expect(main.get_by_text(text, exact=True).first).to_be_visible()
    expect(main.get_by_text("One more fieldworker with the skill sign language in ward 1.")).to_be_visible()


def _hand_out(visitor: Visitor, folder: Path) -> None:
    visitor.go("Hand out")
    said = steps.main(visitor).get_by_text(re.compile(r"^\d+ A4 pages?")).inner_text()
    visitor.page.get_by_role("button", name="Make the sheets").click()
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("button", name="Download sheets.pdf").click()
    path = folder / "sheets.pdf"
    waiting.value.save_as(path)
    sheets = PdfReader(path)
    assert len(sheets.pages) == int(said.split()[0].replace(",", ""))
    text = "\n".join(page.extract_text() for page in sheets.pages)
    for words in ("Thandi M.", "Sipho D.", "Gate 3", "Lower Camp"):
        assert words in text


def _every_page_fits(phone: Visitor) -> None:
    phone.open("settings")
    for entry in ENTRIES:
        phone.go(entry.title)
        assert phone.sideways_px() <= 0, entry.name
        assert not phone.page.get_by_text("Something went wrong").count(), entry.name
