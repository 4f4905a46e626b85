"""No test is skipped silently: in CI a skip is a failure unless its reason is one of those allowed here.

A browser that is not there, a right that is missing, a package that is not installed: all of them are faults of the
machine that runs the tests, and a green run must not hide them. On a person's own machine they show as skipped.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest

#: How the reason of an allowed skip begins: the real files are no part of the project, and not every system can do all.
ALLOWED = ("real files are not here", "not possible on Windows", "not possible on macOS")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: Any) -> Generator[None, Any, Any]:
    """Turn a skip into a failure where ``CI`` is set and the reason is not allowed."""
    report = yield
    if not report.skipped or hasattr(report, "wasxfail") or not isinstance(report.longrepr, tuple):
        return report
    reason = str(report.longrepr[2]).removeprefix("Skipped: ")
    if os.environ.get("CI", "").lower() in {"1", "true"} and not reason.startswith(ALLOWED):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped ({reason}). In CI that is a failure: see tests/skips.py."
    return report
