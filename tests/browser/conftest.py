"""A browser for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.serving import WAIT_MS
from tools.find_browser import chromium_path

expect.set_options(timeout=WAIT_MS)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium or a relative of it; a missing one fails the test, it is never skipped."""
    path = chromium_path()
    assert path, "no browser found; `make test` installs one"
    flags = ["--no-sandbox", "--disable-background-networking"]
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=flags)
        yield made
        made.close()
