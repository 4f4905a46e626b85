"""Areas of restrictions from the file to the plan, in a browser without internet: brought, drawn, kept to, taken away."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from geo.intake.result import Answers
from tests.browser import lists, steps
from tests.browser.serving import Visitor, serve, visit
from workflows.import_table import keep, preview
from workspace import Workspace

pytestmark = pytest.mark.browser

#: What is drawn in the map, by kind, and what its key calls it.
ZONES = "wardround.sheet.model.zones.map(zone => zone.kind)"
#: The colour of the canvas at a place inside the ward, where nothing but an area is drawn.
INK_AT = """at => { const sheet = wardround.sheet, xy = sheet.px(at), c = sheet.canvas.getContext('2d');
    const d = c.getImageData(xy[0] * sheet.ratio - 15, xy[1] * sheet.ratio - 15, 30, 30).data;
    let n = 0; for (let i = 0; i < d.length; i += 4) n += Math.max(d[i], d[i+1], d[i+2]) - Math.min(d[i], d[i+1], d[i+2]) > 25;
    return n; }"""
#: A corner of the area without a household, as a share of the Mercator world.
CORNER = """() => { const ring = wardround.sheet.model.zones[0].rings[0];
    return [ring.box[0] + (ring.box[2] - ring.box[0]) * .06, ring.box[1] + (ring.box[3] - ring.box[1]) * .06]; }"""


def _square(west: float, south: float, size: float, **about: str) -> dict[str, object]:
    corners = [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]
    return {"type": "Feature", "properties": about, "geometry": {"type": "Polygon", "coordinates": [corners]}}


def _areas(folder: Path) -> Path:
    """One over the village Ridge, one for pairs beside it, a word that is no kind, and a line that is no area."""
    line = {"type": "LineString", "coordinates": [[26.06, -33.02], [26.08, -33.02]]}
    features = [
        _square(26.062, -33.036, 0.02, Restriction="No-go", Why="Shooting <b>at night</b>"),
        _square(26.005, -33.045, 0.01, Restriction="in pairs", Why="Dogs"),
        _square(26.005, -33.02, 0.01, Restriction="spooky", Why=""),
        {"type": "Feature", "properties": {"Restriction": "no entry", "Why": ""}, "geometry": line},
    ]
    path = folder / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def _listed(folder: Path) -> Workspace:
    """A workspace with wards, households and a team."""
    ws = Workspace.create(folder / "ward", "Our ward")
    for table, path in lists.write(folder / "files").items():
        answers = Answers(choices={"encoding": "cp1252"}) if table == "households" else Answers()
        keep(ws, preview(ws, table, path, answers), path.read_bytes())
    return ws


def test_areas_are_brought_drawn_kept_to_and_taken_away(browser: Browser, tmp_path: Path) -> None:
    ws = _listed(tmp_path)
    with serve(ws.folder, tmp_path / "log.txt", WARDROUND_DATA=str(tmp_path / "data")) as address:
        with visit(browser, address) as visitor:
            visitor.open()
            _bring(visitor, _areas(tmp_path))
            _start(visitor)
            _plan(visitor)
            _take_away(visitor)
            assert visitor.foreign == []
        with visit(browser, address, 375, 800) as phone:
            phone.open("bring_lists?list=restrictions")
            assert phone.sideways_px() <= 0 and phone.foreign == []
    assert ws.table("restrictions") is None
    assert "Traceback" not in (tmp_path / "log.txt").read_text(encoding="utf-8")


def _bring(visitor: Visitor, areas: Path) -> None:
    visitor.go("Bring lists")
    steps.bring(visitor, "Restrictions", areas)
    main = steps.main(visitor)
    assert steps.see(visitor, ZONES) == ["no entry", "pairs only"]
    # Hatched, and blank where the key switches the layer off.
    corner = steps.see(visitor, CORNER)
    assert steps.see(visitor, INK_AT, corner) > 40
    frame = steps.review_frame(visitor)
    frame.get_by_role("checkbox", name="No entry").uncheck()
    assert steps.see(visitor, INK_AT, corner) < 5
    for cause in ("this must be one of: no entry, pairs only", "the shape is a point or a line, not an area"):
        expect(main.get_by_text(re.compile(cause)).first).to_be_attached()
    steps.keep(visitor)


def _start(visitor: Visitor) -> None:
    visitor.go("Start")
    expect(steps.main(visitor).get_by_text("Restrictions 2, 2 set aside")).to_be_visible()
    assert steps.see(visitor, ZONES) == ["no entry", "pairs only"]


def _plan(visitor: Visitor) -> None:
    visitor.go("Plan a round")
    steps.set_number(visitor, "Seconds to look for a good plan", "2")
    visitor.page.get_by_role("button", name="Plan this round").click()
    steps.main(visitor).get_by_role("link", name="See the plan", exact=True).click()
    visitor.page.get_by_role("heading", level=1, name="See the plan").wait_for()
    visitor.settle()
    expect(steps.main(visitor).get_by_text("✓ verified")).to_be_visible()
    assert steps.see(visitor, ZONES) == ["no entry", "pairs only"]
    # H002 lies in the Ridge, in the middle of the area where nobody may go.
    steps.click_household(visitor, "H002")
    expect(steps.main(visitor).get_by_text("Area closed").first).to_be_visible()
    # What people wrote is text, never markup.
    said = steps.see(visitor, "wardround.sheet.model.zones[0].text")
    assert said == "Shooting <b>at night</b>"


def _take_away(visitor: Visitor) -> None:
    visitor.go("Bring lists")
    steps.main(visitor).get_by_role("radio", name=re.compile("^Restrictions")).click()
    visitor.settle()
    visitor.page.get_by_role("button", name="Take this list away").click()
    visitor.page.get_by_role("button", name="Yes, take it away").click()
    expect(visitor.page.get_by_text("2 restrictions kept")).to_have_count(0)
    visitor.settle()
    visitor.go("Start")
    expect(steps.main(visitor).get_by_text("The lists have changed since. Plan again.")).to_be_visible()
