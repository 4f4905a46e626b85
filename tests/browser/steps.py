"""The steps of a task team in the browser, each ending when the page has settled."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Frame, Locator
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.browser.serving import WAIT_MS, Visitor

#: How long one frame is looked at before the page is asked again, milliseconds.
_LOOK_MS = 10_000
_MAP = 'iframe[data-testid="stCustomComponentV1"]'
#: Zoom in on a household, as a person does in a crowd; where it then stands, from the corner of the map.
_ZOOM_IN = """id => { const sheet = wardround.sheet, map = wardround.map, i = sheet.model.ids.indexOf(id);
    const at = [sheet.model.households.x[i], sheet.model.households.y[i]], size = map.options.crs.scale(0);
    map.closePopup();
    map.setView(map.options.crs.pointToLatLng(L.point(at[0] * size, at[1] * size), 0), 17, {animate: false});
    const px = sheet.px(at), edge = sheet.view.edge; return [px[0] - edge.x, px[1] - edge.y]; }"""


def bring(visitor: Visitor, title: str, path: Path) -> None:
    """Upload a file as the list of this title; it is looked at, not kept."""
    page = visitor.page
    main(visitor).get_by_role("radio", name=re.compile(f"^{title}")).click()
    visitor.settle()
    # By the list's own field: for a moment the field of the list before is still there.
    table = title.lower().replace(" ", "_")
    page.locator(f'[class*="{table}-file-"] input[type="file"]').set_input_files(path)
    page.get_by_role("heading", name=path.name).wait_for()
    visitor.settle()


def keep(visitor: Visitor) -> None:
    """Keep the list that is looked at."""
    visitor.page.get_by_role("button", name="Keep this list").click()
    visitor.page.get_by_text(re.compile(r"^Kept: ")).wait_for()
    visitor.settle()


def set_number(visitor: Visitor, label: str, value: str) -> None:
    """Fill a field of numbers."""
    field = visitor.page.get_by_role("spinbutton", name=label)
    field.fill(value)
    field.press("Enter")
    visitor.settle()


def choose(visitor: Visitor, label: str, option: str | re.Pattern[str]) -> None:
    """Choose from a list."""
    visitor.page.get_by_role("combobox", name=label).click()
    visitor.page.get_by_role("option", name=option).click()
    visitor.settle()


def pick(visitor: Visitor, box: Locator, option: str) -> None:
    """Choose an option of a box; a run of the script that was still on its way closes the list, so it is opened again."""
    for _ in range(4):
        visitor.settle()
        box.click()
        with suppress(PlaywrightTimeoutError):
            visitor.page.get_by_role("option", name=option).click(timeout=WAIT_MS / 6)
            visitor.settle()
            return
        visitor.page.keyboard.press("Escape")
    raise AssertionError(f"There is no option {option}.")


def review_frame(visitor: Visitor) -> Frame:
    """The frame of the map, once it is drawn; asked for again where the page has put another in its place meanwhile."""
    end = time.monotonic() + WAIT_MS / 1000
    while True:
        handle = visitor.page.locator(_MAP).first.element_handle()
        frame = handle.content_frame() if handle is not None else None
        try:
            if frame is not None:
                frame.wait_for_function("window.wardround && wardround.sheet.view", timeout=_LOOK_MS)
                return frame
        except Error:
            if time.monotonic() > end:
                raise


def see(visitor: Visitor, expression: str, argument: object = None) -> Any:
    """What an expression gives in the map; asked again where the page has just put another frame in the map's place."""
    end = time.monotonic() + WAIT_MS / 1000
    while True:
        try:
            return review_frame(visitor).evaluate(expression, argument)
        except Error:
            if time.monotonic() > end:
                raise


def until(visitor: Visitor, expression: str) -> None:
    """Wait for an expression to become true in the map."""
    end = time.monotonic() + WAIT_MS / 1000
    while True:
        try:
            review_frame(visitor).wait_for_function(expression, timeout=_LOOK_MS)
            return
        except Error:
            if time.monotonic() > end:
                raise


def click_household(visitor: Visitor, household_id: str) -> None:
    """Zoom in on a household and click it, where it is drawn."""
    x, y = see(visitor, _ZOOM_IN, household_id)
    view = visitor.page.locator(_MAP).first
    view.scroll_into_view_if_needed()
    box = view.bounding_box()
    assert box is not None
    visitor.page.mouse.click(box["x"] + x, box["y"] + y)


def place(visitor: Visitor) -> list[float]:
    """Centre and zoom of the map."""
    return list(see(visitor, "() => { const c = wardround.map.getCenter(); return [c.lat, c.lng, wardround.map.getZoom()] }"))


def main(visitor: Visitor) -> Locator:
    """The page without the sidebar."""
    return visitor.page.get_by_test_id("stMain")
