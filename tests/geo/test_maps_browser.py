"""The maps in a real browser that reaches this machine only."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from geo.maps import Choice, MapLayers, copy_libraries, inline, review_map, wards_map
from tests.geo.maps_made_up import LAT, LON, NASTY, households, layers, wards
from tools.find_browser import chromium_path

pytestmark = pytest.mark.browser

#: Where on the screen a household is drawn, from the corner of the map.
WHERE = """id => { const sheet = wardround.sheet, edge = sheet.view.edge, i = sheet.model.ids.indexOf(id);
    const at = sheet.px([sheet.model.households.x[i], sheet.model.households.y[i]]); return [at[0] - edge.x, at[1] - edge.y]; }"""
#: Share of the canvas inside the view whose pixels have a colour (not white, grey or black).
COLOURED = """() => {
    const c = wardround.sheet.canvas, d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
    let n = 0;
    for (let i = 0; i < d.length; i += 4) n += Math.max(d[i], d[i+1], d[i+2]) - Math.min(d[i], d[i+1], d[i+2]) > 60;
    return n; }"""
#: Write down what Streamlit's frame would hear of clicks.
LISTEN = """wardround.heard = [];
    wardround.sheet.on('click', e => wardround.heard.push(e.sourceTarget.getTooltip().getContent()))"""


class Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Desk:
    """A server of a folder, and a browser to look at it."""

    def __init__(self, folder: Path, address: str, browser: Browser) -> None:
        self.folder, self.address, self.browser = folder, address, browser

    @contextmanager
    def look(self, html: str, width: int = 1280, height: int = 800, touch: bool = False) -> Iterator[Page]:
        """The page, drawn; anything asked from elsewhere, and any error in a script, fails the test."""
        (self.folder / "map.html").write_text(html, encoding="utf-8")
        wrong: list[str] = []

        def judge(route: Route) -> None:
            if route.request.url.startswith((self.address, "data:")):
                route.continue_()
            else:
                wrong.append(f"asked for {route.request.url}")
                route.abort()

        context = self.browser.new_context(viewport={"width": width, "height": height}, has_touch=touch, is_mobile=touch)
        page = context.new_page()
        context.route("**/*", judge)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("response", lambda answer: wrong.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
        try:
            page.goto(f"{self.address}/map.html")
            page.wait_for_function("window.wardround && wardround.sheet.view")
            yield page
        finally:
            context.close()
        assert wrong == []


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("served")
    copy_libraries(folder / "app" / "static" / "maps")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    flags = ["--no-sandbox", "--disable-background-networking"]
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=flags)
            yield Desk(folder, f"http://127.0.0.1:{server.server_port}", browser)
            browser.close()
    finally:
        server.shutdown()
        server.server_close()


def drawn(made: MapLayers) -> str:
    return str(review_map(made).get_root().render())


def test_a_map_is_drawn_without_the_internet(desk: Desk) -> None:
    with desk.look(drawn(layers())) as page:
        assert page.evaluate(COLOURED) > 1000
        box = page.evaluate(
            "() => { const b = wardround.map.getBounds(); return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()] }"
        )
        assert box[0] <= LON and box[1] <= LAT and box[2] >= LON + 0.2 and box[3] >= LAT + 0.1
        assert box[2] - box[0] < 0.6
        rows = page.locator(".wr-row").all_inner_texts()
        assert [row.split("\n")[0] for row in rows[:2]] == ["To visit, by fieldworker", "Place not exact"]
        assert any("Too far away or another home ward" in row for row in rows) and any("Roads" in row for row in rows)


def test_one_file_needs_no_server(desk: Desk) -> None:
    with desk.look(inline(drawn(layers()))) as page:
        assert page.evaluate(COLOURED) > 1000


def test_a_click_says_which_household_it_is(desk: Desk) -> None:
    frame = households()
    with desk.look(drawn(layers())) as page:
        page.evaluate(LISTEN)
        page.evaluate(f"wardround.map.setView([{frame.loc[0, 'lat']}, {frame.loc[0, 'lon']}], 18, {{animate: false}})")
        page.mouse.click(*page.evaluate(WHERE, "H_000"))
        assert page.evaluate("wardround.heard") == ["household H_000"]
        text = page.locator(".leaflet-popup-content").inner_text().split("\n")
        assert text == ["H_000", "Fieldworker 1: Nomsa", "Mon 2 March, stop 1"]
        page.evaluate(f"wardround.map.setView([{frame.loc[7, 'lat']}, {frame.loc[7, 'lon']}], 18, {{animate: false}})")
        page.mouse.click(*page.evaluate(WHERE, "H_007"))
        assert page.locator(".leaflet-popup-content").last.inner_text().split("\n") == [
            "H_007",
            "Not reached: Too far away or another home ward",
        ]


def test_a_click_on_empty_ground_names_the_ward_where_that_is_asked_for(desk: Desk) -> None:
    for made, expected in ((layers(households=None, ward_clicks=True), ["ward 29999002"]), (layers(households=None), [])):
        with desk.look(drawn(made)) as page:
            page.evaluate(LISTEN)
            spot = page.evaluate(
                f"(() => {{ const p = wardround.map.latLngToContainerPoint([{LAT + 0.08}, {LON + 0.15}]); return [p.x, p.y] }})()"
            )
            page.mouse.click(*spot)
            assert page.evaluate("wardround.heard") == expected


def test_names_are_shown_as_text_and_never_run(desk: Desk) -> None:
    frame = households().assign(text=NASTY, household_id=lambda frame: NASTY + frame["household_id"])
    team = pd.DataFrame({"worker_id": ["W1", "W2", "W3"], "name": [NASTY] * 3})
    country = wards().assign(ward_no=NASTY)
    with desk.look(drawn(layers(households=frame, workers=team, wards=country, note=NASTY))) as page:
        page.evaluate(f"wardround.map.setView([{frame.loc[0, 'lat']}, {frame.loc[0, 'lon']}], 18, {{animate: false}})")
        page.mouse.click(*page.evaluate(WHERE, frame.loc[0, "household_id"]))
        page.mouse.move(*page.evaluate(WHERE, frame.loc[0, "household_id"]))
        assert NASTY in page.locator(".leaflet-popup-content").inner_text()
        assert page.locator(".wr-note").inner_text() == NASTY
        heard = page.evaluate("""() => { const face = {}; wardround.sheet.on('click', e => Object.assign(face, e.sourceTarget));
            wardround.map.fire('click', {latlng: wardround.map.getCenter()}); return face._tooltip._content }""")
        assert "<" not in heard  # streamlit-folium reads it as HTML
        assert page.evaluate("window.harmed") is None and page.locator("img[src=x]").count() == 0


def test_choosing_a_worker_greys_the_rest_and_keeps_the_place(desk: Desk) -> None:
    with desk.look(drawn(layers())) as page:
        place = "(() => [wardround.map.getCenter().lat, wardround.map.getCenter().lng, wardround.map.getZoom()])()"
        before, colours = page.evaluate(place), page.evaluate(COLOURED)
        page.evaluate("wardround.choose({worker_id: 'W2'})")
        assert page.evaluate(COLOURED) < 0.7 * colours
        assert page.evaluate(place) == before
        page.evaluate("wardround.choose({worker_id: 'nobody'})")
        assert page.evaluate(COLOURED) == colours


def test_a_workers_day_is_a_numbered_route(desk: Desk) -> None:
    frame = households()
    mine = frame[(frame["worker_id"] == "W2") & (frame["date"] == "2026-03-03")].sort_values("order")
    choice = Choice(worker_id="W2", date="2026-03-03", zoom_to=True)
    with desk.look(drawn(layers(choice=choice))) as page:
        stops = page.evaluate("wardround.sheet.stops().map(i => wardround.sheet.model.ids[i])")
        assert stops == mine["household_id"].tolist() and len(stops) > 3
        bounds = page.evaluate("() => { const b = wardround.map.getBounds(); return [b.getWest(), b.getEast()] }")
        assert bounds[0] < mine["lon"].min() and bounds[1] > mine["lon"].max() and bounds[1] - bounds[0] < 0.15
        page.evaluate("wardround.choose({worker_id: 'W2', date: '2026-03-09'})")
        assert page.evaluate("wardround.sheet.stops()") == []


PLACE = "(() => [wardround.map.getCenter().lat, wardround.map.getCenter().lng, wardround.map.getZoom()])()"
WEST_EAST = "(() => { const b = wardround.map.getBounds(); return [b.getWest(), b.getEast()] })()"


def test_choosing_moves_the_map_and_nothing_else_does(desk: Desk) -> None:
    frame = households()

    def sees(page: Page, part: pd.DataFrame, most: float) -> None:
        page.wait_for_function(f"{WEST_EAST}[0] < {part['lon'].min()} && {WEST_EAST}[1] > {part['lon'].max()}")
        page.wait_for_function(f"{WEST_EAST}[1] - {WEST_EAST}[0] < {most}")

    with desk.look(drawn(layers(remember="test"))) as page:
        page.evaluate("wardround.choose({worker_id: 'W1', zoom_to: true})")
        sees(page, frame[frame["worker_id"] == "W1"], 0.15)
        page.evaluate("wardround.choose({worker_id: 'W3', zoom_to: true})")
        sees(page, frame[frame["worker_id"] == "W3"], 0.15)
        page.evaluate(f"wardround.map.setView([{LAT + 0.05}, {LON + 0.05}], 15, {{animate: false}})")
        before = page.evaluate(PLACE)
        page.evaluate("wardround.choose({zoom_to: true})")  # back to everybody
        page.locator(".wr-row", has_text="Areas").locator("input").uncheck()
        page.evaluate("wardround.choose({household_id: '', zoom_to: true})")
        assert page.evaluate(PLACE) == before
        page.evaluate("wardround.choose({ward_id: '29999002', zoom_to: true})")
        page.wait_for_function(f"{WEST_EAST}[0] > {LON} && {WEST_EAST}[1] > {LON + 0.2}")
        page.evaluate("wardround.choose({ward_id: '29999002', household_id: 'H_000', zoom_to: true})")
        page.wait_for_function(f"wardround.map.getBounds().contains([{frame.loc[0, 'lat']}, {frame.loc[0, 'lon']}])")
        page.wait_for_function("wardround.map.getZoom() >= 15")


def test_a_household_that_was_clicked_and_a_choice_seen_before_do_not_move_the_map(desk: Desk) -> None:
    frame = households()
    with desk.look(drawn(layers(remember="test"))) as page:
        page.evaluate("wardround.choose({worker_id: 'W1', zoom_to: true})")
        page.evaluate(f"wardround.map.setView([{frame.loc[0, 'lat']}, {frame.loc[0, 'lon']}], 14, {{animate: false}})")
        page.mouse.click(*page.evaluate(WHERE, "H_000"))
        before = page.evaluate(PLACE)
        page.evaluate("wardround.choose({worker_id: 'W1', household_id: 'H_000', zoom_to: true})")
        assert page.evaluate(PLACE) == before
        page.reload()  # as when somebody looks at another page and comes back
        page.wait_for_function("window.wardround && wardround.sheet.view")
        page.evaluate("wardround.choose({worker_id: 'W1', household_id: 'H_000', zoom_to: true})")
        assert page.evaluate(PLACE) == before


def test_the_map_opens_on_what_was_planned_and_goes_back_to_it(desk: Desk) -> None:
    part = (LON + 0.02, LAT + 0.03, LON + 0.04, LAT + 0.05)
    with desk.look(drawn(layers(opens_on=part, words={"all": "Whole round"}))) as page:
        opened = page.evaluate(WEST_EAST)
        assert opened[0] <= part[0] and opened[1] >= part[2] and opened[1] - opened[0] < 0.1
        page.evaluate("wardround.map.setZoom(wardround.map.getMinZoom(), {animate: false})")
        assert page.evaluate(WEST_EAST)[1] > LON + 0.2  # everything else can still be seen
        page.get_by_role("button", name="Whole round").click()
        page.wait_for_function(f"{WEST_EAST}[1] - {WEST_EAST}[0] < 0.1")


def test_no_text_covers_a_household_once_they_stand_apart(desk: Desk) -> None:
    frame = households()
    middle = frame.loc[frame["worker_id"] == "W1", ["lat", "lon"]].mean()  # where the number of an area would stand
    covering = """() => {
        const sheet = wardround.sheet, points = sheet.model.households, places = [];
        for (let i = 0; i < points.count; i++) places.push(sheet.px([points.x[i], points.y[i]]));
        const holds = (box, at) => at[0] > box[0] && at[0] < box[2] && at[1] > box[1] && at[1] < box[3];
        return sheet.texts.filter(box => places.some(at => holds(box, at))).length; }"""
    with desk.look(drawn(layers())) as page:
        page.evaluate(f"wardround.map.setView([{middle['lat']}, {middle['lon']}], 14.5, {{animate: false}})")
        assert page.evaluate("wardround.sheet.texts.length") > 1
        assert page.evaluate(covering) == 0


def test_layers_can_be_switched_and_the_tab_remembers_place_and_layers(desk: Desk) -> None:
    with desk.look(drawn(layers(remember="test"))) as page:
        colours = page.evaluate(COLOURED)
        page.locator(".wr-row", has_text="Areas").locator("input").uncheck()
        page.locator(".wr-row", has_text="To visit").locator("input").uncheck()
        assert page.evaluate(COLOURED) < 0.8 * colours
        page.evaluate(f"wardround.map.setView([{LAT + 0.05}, {LON + 0.05}], 14, {{animate: false}})")
        page.reload()
        page.wait_for_function("window.wardround && wardround.sheet.view")
        assert page.evaluate("wardround.map.getZoom()") == 14
        assert not page.locator(".wr-row", has_text="Areas").locator("input").is_checked()
        kept = page.evaluate("JSON.stringify(Object.entries(sessionStorage))")
        assert "H_0" not in kept and "Nomsa" not in kept  # place and layers only


def test_a_household_that_is_asked_for_comes_into_view(desk: Desk) -> None:
    frame = households()
    with desk.look(drawn(layers())) as page:
        page.evaluate(f"wardround.map.setView([{LAT + 0.09}, {LON + 0.19}], 16, {{animate: false}})")
        page.evaluate("wardround.choose({household_id: 'H_000'})")
        page.wait_for_function(f"wardround.map.getBounds().contains([{frame.loc[0, 'lat']}, {frame.loc[0, 'lon']}])")


def test_on_a_phone_the_key_begins_closed_and_fits_when_open(desk: Desk) -> None:
    with desk.look(drawn(layers(note="Fictional demonstration")), 375, 667, touch=True) as page:
        assert not page.locator(".wr-body").is_visible()
        page.locator(".wr-button").tap()
        box = page.locator(".wr-key").bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 375 and box["y"] + box["height"] <= 667
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
        small = """() => [...document.querySelectorAll('.wr-key *, .wr-note, .leaflet-control-scale-line')]
            .filter(n => n.textContent.trim() && parseFloat(getComputedStyle(n).fontSize) < 12).length"""
        assert page.evaluate(small) == 0


def test_a_hundred_thousand_households_are_drawn(desk: Desk) -> None:
    random = np.random.default_rng(5)
    count = 100_000
    many = pd.DataFrame({"household_id": [f"H{i}" for i in range(count)], "reason": "workers_full"})
    many["lon"], many["lat"] = LON + 0.2 * random.random(count), LAT + 0.1 * random.random(count)
    with desk.look(drawn(replace(layers(), households=many))) as page:
        assert page.evaluate("wardround.sheet.model.households.count") == count
        seconds = page.evaluate(
            "() => { const t = performance.now(); wardround.sheet.redraw(); return (performance.now() - t) / 1000 }"
        )
        assert seconds < 5  # a fraction of a second on an idle machine; a marker each would take minutes


def test_wards_alone(desk: Desk) -> None:
    with desk.look(str(wards_map(wards()).get_root().render())) as page:
        assert page.locator(".wr-row").all_inner_texts() == ["Wards"]
