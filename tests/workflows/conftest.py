"""What tests of workflows share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's data folder is one of the test's own."""
    monkeypatch.setenv("WARDROUND_DATA", str(tmp_path / "user data"))
