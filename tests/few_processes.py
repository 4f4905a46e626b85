"""Files are parsed in the process of the test, without the process of its own that the product starts for each.

That one takes more than two seconds of a processor; many tests read files, few are about this process. Those few say
``@pytest.mark.apart``. The solver's processes need nothing of the kind: they wait for the next plan by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest


@pytest.fixture(scope="session", autouse=True)
def few_processes() -> Iterator[None]:
    """From the first test to the last, fixtures of modules included."""
    from geo.intake import reading
    from geo.intake.parse import parse

    with patch.object(reading, "run", parse):
        yield


@pytest.fixture(autouse=True)
def _apart(request: pytest.FixtureRequest) -> Iterator[None]:
    """The real thing for the tests that are about it."""
    if request.node.get_closest_marker("apart") is None:
        yield
        return
    from geo.intake import process, reading

    with patch.object(reading, "run", process.run):
        yield
