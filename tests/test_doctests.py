"""The examples in the docstrings of the sources give what they say. The pages run as scripts and hold none."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from collections.abc import Iterator

import pytest

#: Rooms whose modules can be imported by themselves; the migrations are run by their own tests.
ROOMS = ("geo", "allocation", "outputs", "workspace", "workflows", "benchmarks", "pages._shared", "tools")
#: Rooms that hold examples: were none found there, none would be looked for.
WITH_EXAMPLES = {"geo", "allocation", "outputs", "workflows"}
PASSED_OVER = (".migrations.", "__main__")


def _modules(room: str) -> Iterator[str]:
    package = importlib.import_module(room)
    for found in pkgutil.walk_packages(package.__path__, f"{room}."):
        if not any(part in found.name for part in PASSED_OVER):
            yield found.name


@pytest.mark.parametrize("room", ROOMS)
def test_the_examples_of_a_room_hold(room: str) -> None:
    wrong = []
    attempted = 0
    for name in _modules(room):
        result = doctest.testmod(importlib.import_module(name))
        attempted += result.attempted
        wrong += [name] * bool(result.failed)
    assert wrong == []
    assert attempted or room not in WITH_EXAMPLES
