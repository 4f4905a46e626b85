"""The phone's file: whole in itself, small, escaped, and in working order in a browser that reaches nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from outputs.phone import MOST_BYTES, phone_html
from tests.outputs.made import NASTY, handout

WORDS = """html head meta title style body p header h1 nav a b main section div h2 span ol li details summary dl dt dd bdi label
input footer script svg path circle rect text polygon"""
TAGS = set(WORDS.split())


class Reader(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def judge(page: str) -> None:
    """Only our tags, one script, no handler, no link but into the page itself or to the phone's map program."""
    tags = Reader(page).found
    assert {tag for tag, _ in tags} <= TAGS
    assert sum(tag == "script" for tag, _ in tags) == 1
    for _, attributes in tags:
        assert not [name for name in attributes if name.startswith("on") or name == "src"]
        assert re.match(r"#|geo:-?\d", attributes.get("href") or "#")


def test_it_is_whole_in_itself_and_small() -> None:
    page = phone_html(handout(workers=1, visits_a_day=10, days=10), "W-000")
    judge(page)
    assert len(page.encode()) < MOST_BYTES == 150_000
    assert not re.findall(r"(?:https?:)?//[a-z]", page.replace('xmlns="http://www.w3.org/2000/svg"', "").replace("// Kept", ""))


@pytest.mark.parametrize("texts", [(), ("W" * 600,), ("&" * 600,), NASTY])
def test_thirty_visits_a_day_and_long_texts_stay_below_the_limit(texts: tuple[str, ...]) -> None:
    page = phone_html(handout(workers=1, visits_a_day=30, days=5, texts=texts), "W-000")
    judge(page)
    assert len(page.encode()) < MOST_BYTES


def test_what_must_not_leave_the_office_is_not_in_it() -> None:
    page = phone_html(handout(workers=1, kind="service", texts=("ID 8001015009087",)), "W-000")
    assert not re.search(r"HIV|social development|8001015009087|\+2782", page)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=200), st.sampled_from(NASTY)), min_size=1, max_size=5))
def test_any_texts_add_no_tag_no_handler_and_no_link(texts: list[str]) -> None:
    judge(phone_html(handout(workers=1, visits_a_day=3, days=1, texts=tuple(texts)), "W-000"))


@pytest.fixture
def phone(browser: Browser, tmp_path: Path) -> Page:
    context = browser.new_context(viewport={"width": 375, "height": 740}, offline=True)
    page = context.new_page()
    page.set_default_timeout(20_000)
    (tmp_path / "worker.html").write_text(phone_html(handout(workers=1, visits_a_day=8, texts=NASTY), "W-000"), encoding="utf-8")
    page.wrong = []  # type: ignore[attr-defined]
    page.on("console", lambda said: page.wrong.append(said.text) if said.type == "error" else None)  # type: ignore[attr-defined]
    page.on("request", lambda asked: page.wrong.append(asked.url) if not asked.url.startswith("file:") else None)  # type: ignore[attr-defined]
    page.on("dialog", lambda said: page.wrong.append(said.message))  # type: ignore[attr-defined]
    page.goto((tmp_path / "worker.html").as_uri())
    return page


@pytest.mark.browser
def test_on_a_phone_without_internet_days_change_stops_open_and_ticks_stay(phone: Page) -> None:
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375
    assert phone.locator("section:visible").count() == 1
    phone.get_by_role("link", name="Tue 3").click()
    day = phone.locator("section:visible")
    assert day.get_attribute("id") == "d20260303"
    assert day.locator(".map svg").bounding_box()["width"] > 330  # type: ignore[index]
    # A tap on the map opens the stop of the list.
    day.locator('svg a[href="#s0303-3"]').click(force=True)
    stop = phone.locator("#s0303-3")
    assert stop.locator("details").get_attribute("open") is not None
    assert stop.get_by_role("link", name="Open in maps").get_attribute("href").startswith("geo:-32.")  # type: ignore[union-attr]
    stop.get_by_role("checkbox").check()
    assert day.locator(".left").inner_text() == "7 to go"
    phone.reload()
    phone.get_by_role("link", name="Tue 3").click()
    assert phone.locator("section:visible .left").inner_text() == "7 to go"
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375
    assert phone.wrong == []  # type: ignore[attr-defined]
