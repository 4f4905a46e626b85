"""A browser for the tests of a module."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.serving import WAIT_MS, Visitor, launch

expect.set_options(timeout=WAIT_MS)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser that reaches this machine only."""
    with sync_playwright() as playwright:
        made = launch(playwright)
        yield made
        made.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add what stood on the page to the report of a test that failed."""
    report = yield
    visitor = getattr(item, "funcargs", {}).get("visitor")
    if report.failed and isinstance(visitor, Visitor):
        report.sections.append(("what the page showed", visitor.shown()))
    return report
