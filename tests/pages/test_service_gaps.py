"""Service gaps: what is said before the lists are there, the figures, the ranking, and what a ward leads to."""

from __future__ import annotations

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from geo.tables import examine
from pages._shared.gaps_state import Asked, measured_of
from pages._shared.session import Session
from tests.pages.conftest import Opener, texts
from tests.workflows.at_once import at_once
from tests.workflows.places import listed, write_lists
from tests.workspace import samples
from workflows import own_figures, service_gaps
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
    # Drawn towards that of all, so that the order is that of a figure which is shown.
    assert [row[:6] for row in _frame(app, "Area")] == [
        ["21004002", "Ward 2", 100.0, 50.0, 1, 1],
        ["21004001", "Ward 1", 0.0, 10.0, 0, 3],
    ]
    assert "All wards: 1 of 4 households asked need it and have none in reach (25 %)." in texts(app).replace("\\", "")
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


def _view(app: AppTest, view: str) -> AppTest:
    app.session_state["gaps_view"] = view
    return app.run()


def test_the_index_follows_its_weights_and_takes_in_brought_figures(placed: Workspace, opened: Opener) -> None:
    own_figures.keep_indicators(placed, "profile.csv", b"ward_id,piped\n21004001,90\n21004002,10\n")
    app = _view(opened("service_gaps"), "index")
    assert not app.exception and not app.error
    figures = next(box for box in app.multiselect if box.label == "Figures in the index")
    assert [name for name in figures.value if name != "open:Health"] == ["open:education"]
    # Of six households shares differ by no more than chance.
    assert "counts 0 in the index" in texts(app)
    figures.set_value(["piped", "far:education"]).run()
    assert [row[1:5] for row in _frame(app, "Index")] == [[1, "Ward 1", 50.0, 100.0], [1, "Ward 2", 50.0, 100.0]]
    assert "counts 0 in the index" not in texts(app)
    next(box for box in app.checkbox if box.label == "More is better").set_value(True).run()
    assert [row[1:5] for row in _frame(app, "Index")] == [[1, "Ward 2", 100.0, 100.0], [2, "Ward 1", 0.0, 100.0]]
    for slider in app.slider[1:]:
        slider.set_value(0)
    assert "give it a weight above 0" in texts(app.run()) and not app.exception


def test_where_wards_stand_out_is_worked_out_once_and_told(
    placed: Workspace, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once(monkeypatch)
    app = _view(opened("service_gaps"), "spots")
    next(button for button in app.button if button.label == "Find where they stand out").click().run()
    assert not app.exception and not app.error
    assert "this needs at least 10 wards" in texts(app)
    assert {row[2] for row in _frame(app, "What")} == {"Cannot be judged"}
    # Found again, by what was asked.
    assert "this needs at least 10 wards" in texts(_view(opened("service_gaps"), "spots"))


def test_a_layer_of_areas_stands_where_the_wards_stood(placed: Workspace, opened: Opener) -> None:
    shapes = {
        "type": "Polygon",
        "coordinates": [[[26.0, -33.06], [26.1, -33.06], [26.1, -33.04], [26.0, -33.04], [26.0, -33.06]]],
    }
    feature = {"type": "Feature", "properties": {"id": "7", "COMPNT_NM": "Town"}, "geometry": shapes}
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    own_figures.keep_areas(placed, "Police precincts.geojson", content)
    app = opened("service_gaps")
    next(box for box in app.selectbox if box.label == "Areas").set_value("Police precincts").run()
    assert not app.exception and not app.error
    assert [row[:2] + row[4:6] for row in _frame(app, "Area")] == [["7", "Town", 0, 3], ["", "In none of them", 0, 1]]
    assert "Police precincts, worst first" in texts(app)
    app = _choose(app, "Area", "7")
    assert {str(row[0]) for row in _frame(app, "state")} == {"H1", "H2", "H3", "H4", "H5"}
    own_figures.forget_areas(placed, "Police precincts")
    assert all(box.label != "Areas" for box in opened("service_gaps").selectbox)


def test_whom_the_last_plan_does_not_reach_is_a_share_like_others(planned: Workspace, opened: Opener) -> None:
    points = pd.DataFrame({"point_id": ["P1"], "sector": ["health"], "name": ["Clinic"]})
    frame = gpd.GeoDataFrame(points, geometry=[samples.wards().geometry.iloc[0].centroid], crs="EPSG:4326")
    done, _ = examine("service_points", frame)
    assert done is not None
    planned.keep_import(samples.intake("service_points", done, b"points"), b"points")
    app = _choose(opened("service_gaps"), "Colour and rank by", "not_reached")
    assert not app.exception and not app.error
    assert [row[4:6] for row in _frame(app, "Area")] == [[3, 5]]
    assert "3 of 5 households of the last plan get no visit" in texts(app).replace("\\", "")


def test_households_whose_place_nobody_knows_are_listed_by_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: Opener
) -> None:
    monkeypatch.setenv("WARDROUND_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WARDROUND_WORKSPACE", str(tmp_path / "ward"))
    files = write_lists(tmp_path / "in")
    with Path(files["households"]).open("a", encoding="utf-8") as file:
        file.write("H7,,,education,,2025-06-01\n")
    listed(tmp_path / "ward", files)
    app = _choose(opened("service_gaps"), "Service", "education")
    assert not app.exception and not app.error
    assert ["H7"] in _frame(app, "household_id")
    assert "Nobody knows where 1 household is" in texts(app)
