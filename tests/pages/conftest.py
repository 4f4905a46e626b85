"""A small workspace, empty or with a plan, and the app opened on it without a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.workspace import samples
from workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
Opener = Callable[[str], AppTest]


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace without lists, and the app set to open it."""
    monkeypatch.setenv("WARDROUND_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WARDROUND_WORKSPACE", str(tmp_path / "ward"))
    return Workspace.create(tmp_path / "ward", "Our ward")


@pytest.fixture
def listed(empty: Workspace) -> Workspace:
    """With wards, five households and two fieldworkers."""
    for table, frame in (
        ("wards", samples.wards()),
        ("households", samples.households()),
        ("fieldworkers", samples.fieldworkers()),
    ):
        content = table.encode()
        empty.keep_import(samples.intake(table, frame, content, aside=int(table == "households")), content)
    return empty


@pytest.fixture
def planned(listed: Workspace) -> Workspace:
    """With a plan that reaches two of the five households."""
    plan = samples.plan()
    round_id = listed.keep_round("Autumn", plan.round.settings(plan.travel))
    inputs = {table: {"import_id": listed.revision(table)} for table in ("wards", "households", "fieldworkers")}
    listed.keep_plan(plan, round_id, inputs, listed.quarantined("households"))
    return listed


@pytest.fixture
def opened() -> Opener:
    """Open a page by its name."""

    def open_page(name: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        return (app if name == "start" else app.switch_page(f"pages/{name}.py")).run()

    return open_page


def texts(app: AppTest) -> str:
    """Everything that is said on the page."""
    kinds = ("title", "subheader", "markdown", "caption", "info", "warning", "error", "success", "metric")
    elements = (element for kind in kinds for element in getattr(app, kind))
    return "\n".join(f"{getattr(element, 'label', '') or ''} {element.value}" for element in elements)
