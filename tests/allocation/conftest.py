"""Solver processes are started once for all tests of this folder: starting them takes longer than a tiny round."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from allocation.engine import ChildPool


class Kept:
    """Real solver processes that outlive a plan."""

    def __init__(self) -> None:
        self.pool = ChildPool(2)
        self.slots = self.pool.slots

    def run(self, tasks: Any, tick: Any) -> Any:
        return self.pool.run(tasks, tick)

    def close(self) -> None:
        """They stay for the next plan."""


@pytest.fixture(scope="session")
def processes() -> Iterator[Kept]:
    kept = Kept()
    yield kept
    kept.pool.close()


@pytest.fixture
def kept_processes(processes: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that make many plans: all of them in the same two processes."""
    monkeypatch.setattr(import_module("allocation.plan_round"), "open_engine", lambda *_: processes)
