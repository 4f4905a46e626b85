"""How thorough a run is: `make test` fits into the time that every change has; `make test-all` tries more."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")
#: Whether everything is to be tried.
ALL = os.environ.get("WARDROUND_TESTS") == "all"
#: Part of the examples, and every how many of like cases, that are tried else.
SHARE, EVERY = 0.4, 3


def examples(count: int) -> int:
    """So many examples, or the usual part of them; never fewer than four."""
    return count if ALL else max(min(4, count), round(count * SHARE))


def some(cases: Sequence[Item]) -> Sequence[Item]:
    """Cases that differ in a name only: all of them, or every third."""
    return cases if ALL else cases[::EVERY]
