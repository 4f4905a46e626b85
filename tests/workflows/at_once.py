"""Jobs and questions done in this process: for tests of what comes of them, not of the process that does them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from workflows import inquiry, inquiry_job, plan_job, solve_job


def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on jobs and questions are over when their start returns."""
    doers = {"workflows.solve_job": solve_job.solve, "workflows.inquiry_job": inquiry_job.answer}

    def run(module: str, arguments: Sequence[str], log: Path) -> int:
        doers[module](Path(arguments[0]))
        return 0

    for user in (plan_job, inquiry):
        monkeypatch.setattr(user, "start_module", run)
