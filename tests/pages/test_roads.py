"""Roads on the pages: brought, told, chosen in the one box, and taken away."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Opener, texts
from tests.workflows.at_once import at_once
from tests.workflows.places import listed, write_lists
from tests.workflows.test_kept_roads import TWO, brought, roads
from workflows import kept_roads
from workspace import Workspace


@pytest.fixture
def placed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with wards, households and service points, which the app opens."""
    monkeypatch.setenv("WARDROUND_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WARDROUND_WORKSPACE", str(tmp_path / "ward"))
    at_once(monkeypatch)
    return listed(tmp_path / "ward", write_lists(tmp_path / "in"))


def _box(app: AppTest) -> object:
    return next(box for box in app.selectbox if box.label == "How people go")


def test_a_named_file_is_read_told_and_taken_away(placed: Workspace, opened: Opener, tmp_path: Path) -> None:
    app = opened("bring_lists")
    app.session_state["which_list"] = "roads"
    app = app.run()
    assert not app.exception and not app.error
    read = next(button for button in app.button if button.label == "Read these roads")
    assert read.disabled
    next(box for box in app.text_input if box.label.startswith("Instead")).set_value(str(roads(tmp_path / "R.gpkg", *TWO))).run()
    kept_roads.begin(placed, tmp_path / "R.gpkg", "R.gpkg")
    app = app.run()
    assert not app.exception and not app.error
    assert "falls into 2 separate pieces" in texts(app) and "1 live at a separate piece of road" in texts(app)
    kept_roads.begin(placed, tmp_path / "not there.gpkg", "not there.gpkg")
    app = app.run()
    assert "not there.gpkg" in texts(app) and "falls into 2 separate pieces" in texts(app)


def test_the_box_offers_roads_once_they_are_there(placed: Workspace, opened: Opener, tmp_path: Path) -> None:
    app = opened("service_gaps")
    assert _box(app).options == ["On foot", "By bicycle", "By car"]
    brought(placed, tmp_path, *TWO)
    app = opened("service_gaps")
    assert _box(app).value == "walk.roads" and not app.exception and not app.error
    assert "1 of 6 households lives where no road leads" in texts(app)
    app = _box(app).set_value("walk").run()
    assert "no road leads" not in texts(app) and not app.exception
    app = opened("where_next")
    assert _box(app).value == "walk.roads" and not app.exception and not app.error
    # Taken away while the page is open.
    kept_roads.let_go(placed)
    app = app.run()
    assert _box(app).value == "walk" and not app.exception and not app.error
