"""Service gaps in a browser without internet: colours follow the slider without a new map, from the ward to the household."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.browser import steps
from tests.browser.serving import WAIT_MS, Visitor, serve, visit
from tests.workflows.places import listed, write_lists

pytestmark = pytest.mark.browser

MODEL = "wardround.sheet.model"
#: Where the first cell stands in the map's frame.
CELL_AT = """() => { const sheet = wardround.sheet, at = sheet.px(sheet.model.cells[0].at);
    return [at[0] - sheet.view.edge.x, at[1] - sheet.view.edge.y]; }"""


def test_from_the_ward_to_the_household(browser: Browser, tmp_path: Path) -> None:
    ws = listed(tmp_path / "ward", write_lists(tmp_path / "in"))
    with serve(ws.folder, tmp_path / "log.txt", WARDROUND_DATA=str(tmp_path / "data")) as address:
        with visit(browser, address) as visitor:
            visitor.open("service_gaps")
            _paints_anew(visitor)
            _goes_down(visitor)
            _saves(visitor, tmp_path)
            assert visitor.foreign == []
        with visit(browser, address, 375, 800) as phone:
            phone.open("service_gaps")
            steps.review_frame(phone)
            assert phone.sideways_px() <= 0 and phone.foreign == []
    assert "Traceback" not in (tmp_path / "log.txt").read_text(encoding="utf-8")


def _paints_anew(visitor: Visitor) -> None:
    steps.choose(visitor, "Colour and rank by", "Live too far away")
    steps.until(visitor, f"{MODEL}.wards.some(ward => ward.tag === '0 of 5')")
    steps.review_frame(visitor).evaluate("window.sameMap = true")
    slider = visitor.page.get_by_role("slider", name="Minutes one way that count as in reach")
    for _ in range(11):
        slider.press("ArrowLeft")
    steps.until(visitor, f"window.sameMap && {MODEL}.wards.some(ward => ward.id === '21004001' && ward.tag !== '0 of 5')")


def _goes_down(visitor: Visitor) -> None:
    steps.choose(visitor, "Ward", "Ward 1")
    steps.until(visitor, f"window.sameMap && {MODEL}.cells.length > 0")
    x, y = steps.see(visitor, CELL_AT)
    view = visitor.page.locator('iframe[data-testid="stCustomComponentV1"]').first
    view.scroll_into_view_if_needed()
    box = view.bounding_box()
    assert box is not None
    visitor.page.mouse.click(box["x"] + x, box["y"] + y)
    steps.until(visitor, f"window.sameMap && {MODEL}.households.count > 0")
    expect(visitor.page.get_by_text("in the open cell")).to_be_visible()
    steps.click_household(visitor, str(steps.see(visitor, f"{MODEL}.ids[0]")))
    steps.until(visitor, f"{MODEL}.choice.household === 0")
    visitor.page.get_by_role("button", name="Back to the whole ward").click()
    steps.until(visitor, f"{MODEL}.households.count === 0")


def _saves(visitor: Visitor, folder: Path) -> None:
    for kind in ("Table", "Workbook", "Map layers", "Map"):
        name = {"Table": "gaps.csv", "Workbook": "gaps.xlsx", "Map layers": "gaps.gpkg", "Map": "gaps.png"}[kind]
        _save(visitor, f"{kind} ({name})", folder / name)
    assert (folder / "gaps.png").read_bytes()[1:4] == b"PNG" and (folder / "gaps.xlsx").read_bytes()[:2] == b"PK"
    assert (folder / "gaps.csv").read_text(encoding="utf-8-sig").startswith("ward_id,sector,households,no_need,met,unmet")
    assert (folder / "gaps.gpkg").read_bytes()[:6] == b"SQLite"


def _save(visitor: Visitor, name: str, path: Path) -> None:
    """Save a file; a run of the script that was still on its way makes the button anew, so it is pressed again."""
    for _ in range(3):
        visitor.settle()
        with suppress(PlaywrightTimeoutError):
            with visitor.page.expect_download(timeout=WAIT_MS / 3) as told:
                visitor.page.get_by_role("button", name=name).click()
            told.value.save_as(path)
            return
    raise AssertionError(f"{name} was not saved.")
