"""Bring lists in a real browser: upload, look, answer, mend, click a place, keep; nothing is asked from outside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest
from playwright.sync_api import Browser, Locator
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from geo.tables import complete
from tests.browser.serving import Visitor, serve, visit
from tests.geo.bad import layers
from tests.geo.tables import ward_grid
from workspace import Workspace

pytestmark = pytest.mark.browser

#: What the page says of each list: seen once the list is chosen.
HINTS = {"Wards": "The areas of your wards", "Households": "One row a household", "Service points": "Clinics, schools"}
NASTY = "![x](http://example.invalid/x.png)"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    Workspace.create(tmp_path / "ws", "Our ward")
    with serve(tmp_path / "ws", tmp_path / "log.txt", WARDROUND_DATA=str(tmp_path / "data")) as address:
        yield address, tmp_path / "ws"


@pytest.fixture(params=[1280])
def visitor(request: pytest.FixtureRequest, browser: Browser, served: tuple[str, Path]) -> Iterator[Visitor]:
    with visit(browser, served[0], width=request.param) as tab:
        yield tab
        assert not tab.foreign
        assert tab.sideways_px() == 0


def kept(served: tuple[str, Path], table: str) -> gpd.GeoDataFrame:
    frame = Workspace.open(served[1]).table(table)
    assert frame is not None
    return frame


def upload(tab: Visitor, table: str, name: str, content: bytes) -> None:
    tab.page.get_by_role("radio", name=table).click()
    tab.page.get_by_text(HINTS[table]).wait_for()
    tab.settle()
    tab.page.locator("input[type=file]").last.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    tab.page.get_by_role("button", name="Choose another file").wait_for()
    tab.settle()


def press(tab: Visitor, name: str, then: str) -> None:
    """Press a button and wait for what it is to bring about."""
    tab.page.get_by_role("button", name=name).first.click()
    tab.page.get_by_text(then).first.wait_for()
    tab.settle()


def open_cell(tab: Visitor, right: int, tries: int = 6) -> Locator:
    """Open a cell of the first row for writing: `right` columns after the first one.

    The table is a canvas that tells nobody when it is drawn anew; keys lost in that moment are pressed again.
    """
    table = tab.page.locator('[data-testid="stDataFrame"]').first
    cell = tab.page.locator("#portal textarea, #portal input")
    for _ in range(tries):
        table.scroll_into_view_if_needed()
        table.click(position={"x": 30, "y": 52})
        for key in ["ArrowRight"] * right + ["Enter"]:
            tab.page.keyboard.press(key, delay=30)
        try:
            cell.wait_for(timeout=5_000)
        except PlaywrightTimeoutError:
            tab.page.keyboard.press("Escape")
            tab.settle()
        else:
            return cell
    raise AssertionError(f"no cell opened in {tries} tries")


def figure(tab: Visitor, label: str) -> str:
    metric = tab.page.locator('[data-testid="stMetric"]').filter(has_text=label)
    return metric.locator('[data-testid="stMetricValue"]').inner_text()


@pytest.mark.parametrize("visitor", [1280, 375], indirect=True)
def test_a_list_is_brought_mended_placed_and_kept(visitor: Visitor, served: tuple[str, Path], tmp_path: Path) -> None:
    visitor.open("bring_lists")
    wards = ward_grid()
    upload(visitor, "Wards", "wards.gpkg", layers.several(tmp_path, wards=wards, other=wards.iloc[:1]))
    visitor.page.get_by_text("The file holds 2 layers. Which one is meant?").first.wait_for()
    visitor.page.locator('[data-testid="stRadio"]').get_by_text("wards", exact=True).click()
    visitor.settle()
    press(visitor, "This is right", "Understood")
    assert figure(visitor, "Understood") == str(len(wards))
    press(visitor, "Keep this list", "Kept:")
    assert len(kept(served, "wards")) == len(wards)

    spot = wards.geometry.iloc[0].representative_point()
    lines = [f"H-{n},{spot.y + n / 5000:.5f},{spot.x:.5f},Gqora,3,{NASTY}" for n in range(6)]
    lines += [f"H-7,{spot.y:.5f},{spot.x:.5f},Gqora,lots,", "H-8,,,,4,", f"H-9,{spot.y:.5f},{spot.x:.5f},Gqora,4,", "Total,,,,,"]
    text = "\n".join([f"household_id,latitude,longitude,village,members,{NASTY}", *lines, ""])
    upload(visitor, "Households", f"{NASTY}.csv", text.encode())
    assert [figure(visitor, label) for label in ("Rows in the file", "Understood", "Set aside")] == ["10", "8", "2"]

    cell = open_cell(visitor, right=3)  # leave out, id, members
    cell.fill("5")
    cell.press("Enter")
    cell.wait_for(state="detached")
    visitor.page.wait_for_timeout(600)  # the table gathers changes for a moment before it tells them, and shows no sign
    visitor.settle()
    press(visitor, "Read again with these changes", "Set aside: 1")
    assert figure(visitor, "Understood") == "9"
    press(visitor, "Leave it out", "Left out by you")

    frame = visitor.page.frame_locator("iframe").first
    frame.locator(".leaflet-container").click(position={"x": 150, "y": 330})
    visitor.page.get_by_role("button", name="Put it where I clicked").click()
    visitor.page.get_by_text("no exact place").wait_for(state="detached")
    press(visitor, "Keep this list", "9 households kept")
    found = kept(served, "households").set_index("household_id")
    assert found.loc["H-7", "members"] == 5
    assert found.loc["H-8", "place_accuracy"] == "exact"
    assert not found.geometry.isna().any()


def test_a_question_shows_where_the_places_would_fall(visitor: Visitor, served: tuple[str, Path]) -> None:
    visitor.open("bring_lists")
    lines = [f"A{n},{45678 + n * 10},{3687123 + n * 20}" for n in range(20)]
    upload(visitor, "Households", "lo.csv", "\n".join(["household_id,Y,X", *lines, ""]).encode())
    assert visitor.page.get_by_role("button", name="Keep this list").count() == 0
    visitor.page.locator('[data-testid="stRadio"]').get_by_text("Lo27").click()
    visitor.page.get_by_text("So they would fall:").wait_for()
    visitor.page.frame_locator("iframe").first.locator("canvas").first.wait_for()
    press(visitor, "This is right", "Understood")
    press(visitor, "Keep this list", "Kept:")
    assert kept(served, "households").geometry.x.between(26, 27).all()


def test_a_missing_column_is_named_or_given_for_all_rows(visitor: Visitor, served: tuple[str, Path]) -> None:
    visitor.open("bring_lists")
    text = b"facility_id,name,lat,lon\nP1,Clinic A,-33.31042,26.52713\nP2,Clinic B,-33.31142,26.52813\n"
    upload(visitor, "Service points", "clinics.csv", text)
    visitor.page.get_by_text("A needed column is missing.").wait_for()
    visitor.page.get_by_label("the same for all rows").fill("health")
    visitor.page.keyboard.press("Enter")
    visitor.settle()
    press(visitor, "Read again so", "Understood")
    press(visitor, "Keep this list", "Kept:")
    assert kept(served, "service_points")["sector"].tolist() == ["health", "health"]
    assert len(complete("service_points", kept(served, "service_points"))) == 2
