"""Service gaps: what is said before the lists are there, the figures, the ranking, and what a ward leads to."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages._shared.gaps_state import Asked, measured_of
from pages._shared.session import Session
from tests.pages.conftest import Opener, texts
from tests.workflows.places import listed, write_lists
from tests.workspace import samples
from workflows import service_gaps
from workspace import Workspace


@pytest.fixture
def placed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with wards, households and service points, which the app opens."""
    monkeypatch.setenv("WARDROUND_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WARDROUND_WORKSPACE", str(tmp_path / "ward"))
    return listed(tmp_path / "ward", write_lists(tmp_path / "in"))


def _choose(app: AppTest, label: str, value: object) -> AppTest:
    return next(box for box in app.selectbox if box.label == label).set_value(value).run()


def _frame(app: AppTest, column: str) -> list[list[object]]:
    return next(table.value for table in app.dataframe if column in table.value).to_numpy().tolist()


def test_before_the_lists_it_says_which_are_missing_and_where_to_bring_them(listed: Workspace, opened: Opener) -> None:
    said = texts(opened("service_gaps"))
    assert "It still needs: **service points**" in said


def test_without_any_list_it_names_them_all(empty: Workspace, opened: Opener) -> None:
    app = opened("service_gaps")
    assert "**wards, households, service points**" in texts(app)
    assert not app.exception and not app.error
    content = b"points"
    assert empty.revision("service_points") == ""
    empty.keep_import(samples.intake("wards", samples.wards(), content), content)
    assert "It still needs: **households, service points**" in texts(opened("service_gaps"))


def test_the_ranking_is_of_the_sector_and_the_threshold(placed: Workspace, opened: Opener) -> None:
    app = _choose(opened("service_gaps"), "Service", "education")
    assert not app.exception and not app.error
    assert "names a need" not in texts(app)
    assert [row[:5] for row in _frame(app, "Area")] == [
        ["21004002", "Ward 2", 100.0, 1, 1],
        ["21004001", "Ward 1", 0.0, 0, 3],
    ]
    assert "5 of 6 households (83\xa0%) are within 60 minutes" in texts(app)
    app.slider[0].set_value(5).run()
    # At five minutes on foot only those beside the clinic have it in reach.
    assert "within 5 minutes" in texts(app) and "5 of 6" not in texts(app)


def test_a_list_that_names_no_needs_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: Opener) -> None:
    monkeypatch.setenv("WARDROUND_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WARDROUND_WORKSPACE", str(tmp_path / "ward"))
    listed(tmp_path / "ward", write_lists(tmp_path / "in", needs=False))
    app = opened("service_gaps")
    assert not app.exception and not app.error
    assert "No household of your list names a need" in texts(app)


def test_a_ward_lists_its_households_with_the_gravest_first(placed: Workspace, opened: Opener) -> None:
    app = _choose(_choose(opened("service_gaps"), "Service", "water"), "Ward", "21004001")
    assert not app.exception and not app.error
    rows = _frame(app, "state")
    assert rows[0][:2] == ["H2", "Need, none in reach"]
    assert {str(row[0]) for row in rows} == {"H1", "H2", "H3", "H4", "H5"}
    assert "Your list has no service point of this sector" in texts(app)


def test_both_files_rest_on_one_measuring_and_at_first_on_that_of_the_page(placed: Workspace) -> None:
    session, today = Session(placed, placed.id), dt.date(2026, 3, 2)
    asked, base = Asked("walk", 24, today, "open", "Health", 60.0), service_gaps.ground(placed, today=today)
    assert measured_of(session, asked, base)[0] is base.gaps
    other = asked.seen("Health", 10.0)
    # A file is made outside of a run of the page, in a thread that Streamlit knows nothing of.
    with ThreadPoolExecutor(1) as elsewhere:
        first, second = (elsewhere.submit(measured_of, session, other, base).result()[0] for _ in range(2))
    assert first is second and first.access.settings.threshold_min == 10.0
    third = measured_of(session, asked.seen("Health", 15.0), base)[0]
    assert third.access.settings.threshold_min == 15.0
