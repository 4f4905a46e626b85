"""A browser for the tests of a module."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.serving import WAIT_MS, Visitor, launch

expect.set_options(timeout=WAIT_MS)

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try a test once more that waited in vain, and only such a one: a press can be lost on a machine that is too busy.

    Both are told: how many were tried again, and what stood on the page the first time.
    """
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["TimeoutError", "Locator expected"]))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Show what the tests that were tried again met the first time."""
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.section(f"tried again: {report.nodeid}")
        terminalreporter.line(report.longreprtext)
        for _, text in report.sections:
            terminalreporter.line(text)


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
    if call.excinfo is not None and isinstance(visitor, Visitor):
        report.sections.append(("what the page showed", visitor.shown()))
    return report
