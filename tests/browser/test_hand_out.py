"""Every kind of file made and taken along on the page, and looked into; nothing is asked of the internet."""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from defusedxml import ElementTree
from openpyxl import load_workbook
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.browser.serving import Visitor, serve, visit
from tests.outputs import made
from tests.thorough import some
from tests.workspace import samples
from workspace import Workspace

pytestmark = pytest.mark.browser


@pytest.fixture
def planned(tmp_path: Path) -> Workspace:
    """A workspace with a plan of three fieldworkers and five days."""
    ws = Workspace.create(tmp_path / "ward", "Our ward")
    plan = made.plan(workers=3, days=5)
    assert plan.wards is not None
    for table, frame in (("wards", plan.wards), ("households", plan.households), ("fieldworkers", plan.fieldworkers)):
        ws.keep_import(samples.intake(table, frame, table.encode()), table.encode())
    round_id = ws.keep_round("Autumn", plan.round.settings(plan.travel))
    inputs = {table: {"import_id": ws.revision(table)} for table in ("wards", "households", "fieldworkers")}
    ws.keep_plan(plan, round_id, inputs)
    return ws


def take(visitor: Visitor, make: str, name: str) -> bytes:
    """Press the button that makes a file, then the one that downloads it."""
    visitor.page.get_by_role("button", name=make).click()
    button = visitor.page.get_by_role("button", name=f"Download {name}")
    button.wait_for()
    visitor.settle()
    with visitor.page.expect_download() as waiting:
        button.click()
    assert waiting.value.suggested_filename == name
    return Path(waiting.value.path()).read_bytes()


@pytest.mark.parametrize("width", some([1280, 375]))
def test_every_kind_of_file_is_made_and_holds_what_it_says(
    browser: Browser, planned: Workspace, tmp_path: Path, width: int
) -> None:
    with serve(planned.folder, tmp_path / "app.log") as address, visit(browser, address, width) as visitor:
        visitor.open("hand_out")
        page = visitor.page
        page.get_by_text("3 A4 pages").wait_for()
        assert visitor.sideways_px() == 0
        page.get_by_text("day (more room)").click()
        page.get_by_text("15 A4 pages").wait_for()
        visitor.settle()
        sheets = take(visitor, "Make the sheets", "sheets.pdf")
        assert len(PdfReader(io.BytesIO(sheets)).pages) == 15
        book = load_workbook(io.BytesIO(take(visitor, "Make the workbook", "plan.xlsx")))
        assert book["Visits"].max_row == 76
        (tmp_path / "plan.gpkg").write_bytes(take(visitor, "Make the GeoPackage", "plan.gpkg"))
        with closing(sqlite3.connect(tmp_path / "plan.gpkg")) as base:
            assert base.execute("SELECT count(*) FROM visits").fetchone() == (75,)
        phone = take(visitor, "Make the phone file", "W-002.html").decode()
        assert phone.count('class="nr"') == 25
        assert re.search("<h1>Worker 3", phone)
        stops = ElementTree.fromstring(take(visitor, "Make the GPX", "W-002.gpx"))
        assert len(list(stops.iter("{http://www.topografix.com/GPX/1/1}rte"))) == 5
        with zipfile.ZipFile(io.BytesIO(take(visitor, "Make the zip of everything", "handout.zip"))) as archive:
            assert archive.testzip() is None
            assert len(archive.namelist()) == 4 + 2 * 3
        assert visitor.sideways_px() == 0
        assert not visitor.foreign
        shown = tmp_path / f"hand-out-{width}.png"
        page.screenshot(path=shown, full_page=True)
