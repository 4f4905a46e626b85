"""A deep link as the very first request of a fresh server meets the same gate as the front door."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from pages._shared.navigation import ENTRIES, Entry
from tests.browser.serving import free_port, serve, tab
from tests.thorough import some
from workspace import Workspace

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def port() -> int:
    """All servers of this module come one after the other at the same address."""
    return free_port()


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that remembers Streamlit's own files from one server to the next; each server has a tab of its own."""
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    yield made
    made.close()


@pytest.mark.parametrize("entry", some(ENTRIES), ids=[entry.name for entry in some(ENTRIES)])
def test_a_deep_link_on_a_fresh_server_meets_the_gate(context: BrowserContext, port: int, tmp_path: Path, entry: Entry) -> None:
    name, title = entry.name, entry.title
    ws = Workspace.create(tmp_path / "ward", "Made up", fictional=True)
    with (
        serve(ws.folder, tmp_path / "log.txt", port, WARDROUND_DATA=str(tmp_path / "data")) as address,
        tab(context, address) as visitor,
    ):
        visitor.open("" if name == "start" else name)
        page = visitor.page
        page.get_by_role("heading", level=1, name="Wardround" if name == "start" else title).wait_for()
        visitor.settle()
        expect(page.get_by_text("Demonstration. This municipality is made up")).to_be_visible()
        links = page.get_by_test_id("stSidebar").get_by_role("link")
        expect(links).to_have_count(len(ENTRIES))
        assert [link.split("\n")[-1].strip() for link in links.all_inner_texts()] == [item.title for item in ENTRIES]
        expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)
        assert page.get_by_text("Page not found").count() == 0
        assert visitor.foreign == []
