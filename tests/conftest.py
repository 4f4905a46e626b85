"""Fixtures shared by all tests, and the seconds that each group of tests took."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.few_processes import _apart, few_processes  # noqa: F401 - fixtures
from tests.skips import pytest_runtest_makereport  # noqa: F401 - a hook

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"


#: Where tests take longest, the slowest first: of two workers none is left alone with a long module at the end.
SLOW = ("tests/browser", "tests/test_docs.py", "tests/workflows", "tests/test_cli", "tests/pages", "tests/allocation")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; modules stay together."""
    items.sort(key=lambda item: next((at for at, part in enumerate(SLOW) if item.nodeid.startswith(part)), len(SLOW)))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files beside the clone; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"real files are not here: {SHARED} does not exist")
    return SHARED


@pytest.fixture(scope="session")
def demonstration() -> Path:
    """The folder of the fictional demonstration municipality."""
    return ROOT / "data" / "boundaries" / "demonstration"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the seconds of each group (folder of tests), so that a slow one is seen at once."""
    seconds: dict[str, float] = defaultdict(float)
    tests: dict[str, int] = defaultdict(int)
    for reports in terminalreporter.stats.values():
        for report in reports:
            # A file that cannot be collected has a report too, without phase or seconds.
            if getattr(report, "when", None) not in {"setup", "call", "teardown"}:
                continue
            group = "/".join(Path(report.nodeid.split("::")[0]).parts[:2])
            seconds[group] += report.duration
            tests[group] += report.when == "call"
    terminalreporter.section("seconds by group")
    for group, spent in sorted(seconds.items(), key=lambda item: -item[1]):
        terminalreporter.line(f"{spent:8.1f} s  {tests[group]:5d} tests  {group}")
