"""Where next: what is said before the lists are there, the best place, the figures before and after, the slider."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from allocation.stops import StopSettings
from geo.errors import InputProblems
from geo.siting import SitingSettings
from geo.siting.homes import home_points, village_candidates
from tests.pages.conftest import Opener, texts
from tests.workflows.places import listed, write_lists
from tests.workspace import samples
from workflows import where_next, where_next_view, where_stops
from workflows.where_stops import MobileAsked
from workspace import Workspace


@pytest.fixture
def placed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with wards, households and service points, which the app opens."""
    monkeypatch.setenv("WARDROUND_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WARDROUND_WORKSPACE", str(tmp_path / "ward"))
    return listed(tmp_path / "ward", write_lists(tmp_path / "in"))


def test_before_the_lists_it_says_which_are_missing(empty: Workspace, opened: Opener) -> None:
    app = opened("where_next")
    assert "**wards, households**" in texts(app)
    assert not app.exception and not app.error


def test_the_page_shows_now_and_after_and_follows_the_slider(placed: Workspace, opened: Opener) -> None:
    app = opened("where_next")
    assert not app.exception and not app.error
    told = texts(app)
    assert "1 existing point of this service stay" in told and "that is proved" in told
    (slider,) = [one for one in app.slider if one.label == "New points"]
    listed_ = [frame.value for frame in app.dataframe if "minutes_mean" in frame.value]
    assert len(listed_[0]) == slider.value
    app = slider.set_value(1).run()
    assert not app.exception and not app.error
    assert "**After**: 1 new point (N)" in texts(app)
    listed_ = [frame.value for frame in app.dataframe if "minutes_mean" in frame.value]
    assert len(listed_[0]) == 1


def test_something_new_has_no_point_yet(placed: Workspace, opened: Opener) -> None:
    app = opened("where_next")
    app = next(box for box in app.selectbox if box.label == "Service").set_value("").run()
    assert not app.exception and not app.error
    assert "There is no point yet" in texts(app)


def test_every_further_point_helps_and_the_files_are_those_of_the_command(placed: Workspace) -> None:
    base = where_next.around(placed, "Health", "walk", 500.0)
    found = where_next.curve(base, SitingSettings())
    means = where_next.line(found, 60.0)["mean_min"].to_numpy()
    assert len(found) > 2 and (np.diff(means) < 0).all()
    assert [len(one.found.chosen) for one in found] == list(range(len(found)))
    assert found[0].found.minutes.max() > 60 > found[1].found.minutes.max()  # the household in the second ward is reached
    rows = where_next.figures(base, found[0], found[1], 60.0)
    assert rows[0] == ("Households within 60 min", "5 (83%)", "6 (100%)")
    text = where_next_view.sites_csv(found[1]).decode("utf-8-sig").splitlines()
    assert text[0] == "point_id,households,minutes_mean" and len(text) == 2
    assert where_next_view.site_gpkg(found[1]).startswith(b"SQLite format 3")
    near = where_next.curve(base, SitingSettings("mclp", threshold_min=10.0))
    assert [one.found.objective for one in near] == sorted(one.found.objective for one in near)
    assert near[0].found.objective < near[1].found.objective


def asked(app: AppTest, question: str) -> AppTest:
    """The page at another question."""
    return next(box for box in app.selectbox if box.label == "What are you looking for?").set_value(question).run()


def test_a_venue_is_chosen_for_each_ward_by_the_rules_that_are_ticked(placed: Workspace, opened: Opener) -> None:
    app = asked(opened("where_next"), "venues")
    assert not app.exception and not app.error
    assert "**0 of 2 wards** have a place that fits" in texts(app)
    table = "".join(block.proto.body for block in app.get("html"))
    assert "no electricity (2), no water (2)" in table and "There is no place to choose from." in table
    for rule in ("Electricity", "Water"):
        app = next(box for box in app.checkbox if box.label == rule).set_value(False).run()
    assert "**1 of 2 wards** have a place that fits" in texts(app)
    app = next(box for box in app.multiselect if box.label == "Buildings that may be a venue").set_value([]).run()
    assert "at least one kind of building" in texts(app) and not app.exception


def test_one_point_for_many_services_is_weighed_where_needs_are_listed(placed: Workspace, opened: Opener) -> None:
    app = asked(opened("where_next"), "together")
    assert not app.exception and not app.error
    told = texts(app)
    assert "One point for all brings services" in told and "**All ways to put them together**" in told
    table = "".join(block.proto.body for block in app.get("html"))
    assert "health with water" in table and "health · water" in table
    app = next(box for box in app.multiselect if box.label == "Services that may share a point").set_value(["health"]).run()
    assert "at least two services" in texts(app) and not app.exception
    app = (
        next(box for box in app.multiselect if box.label == "Services that may share a point")
        .set_value(["health", "water"])
        .run()
    )
    app = next(box for box in app.selectbox if box.label == "Households").set_value("rural").run()
    assert not app.exception and not app.error


def test_the_next_fieldworker_lives_where_ways_are_shortened_most(placed: Workspace, opened: Opener) -> None:
    app = asked(opened("where_next"), "worker")
    assert not app.exception and not app.error
    assert "as if nobody lived here" in texts(app) and "The next one may live in the middle of each of" in texts(app)


def test_homes_that_are_there_and_villages_that_are_named() -> None:
    homes = samples.households().assign(village=["Gqora", "gqora ", "Hill", "Hill", ""])
    villages = village_candidates(homes)
    assert villages["name"].tolist() == ["Gqora", "Hill"] and villages["point_id"].tolist() == ["V001", "V002"]
    first = homes.geometry.iloc[:2]
    middle = (first.x.mean(), first.y.mean())
    assert (villages.geometry.x[0], villages.geometry.y[0]) == pytest.approx(middle, abs=1e-5)
    with pytest.raises(InputProblems, match="E402"):
        village_candidates(homes.assign(village=""))
    workers = samples.fieldworkers().assign(department=["Health", "Social"])
    assert home_points(workers, "health")["point_id"].tolist() == workers["worker_id"].tolist()[:1]
    assert len(home_points(workers)) == 2 and "name" not in home_points(workers)


def test_the_stops_of_a_mobile_service_are_asked_in_a_form(placed: Workspace, opened: Opener) -> None:
    app = asked(opened("where_next"), "stops")
    assert not app.exception and not app.error
    assert {one.label for one in app.number_input} >= {"It comes every … weeks", "Vehicles"}
    assert [one.label for one in app.selectbox][1:] == ["Points of this service are there already", "The vehicle sets out from"]


def test_mobile_stops_and_their_dates_from_the_lists_of_a_workspace(placed: Workspace) -> None:
    assert where_stops.bases(placed) == {"P1": "Clinic", "P2": "School"}
    when = StopSettings("2026-03-02", 2, 2)
    made = where_stops.mobile_stops(placed, MobileAsked("Health", "P1", 0, 60.0, when))
    # The household in the second ward is two hours from the clinic; the others are near it.
    rows = where_stops.dates(made)
    assert len(rows) == 2 and rows["stop"].nunique() == 1 and rows["hours"].str.fullmatch("[0-9:]{5}\u2013[0-9:]{5}").all()
    assert where_stops.calendar_csv(made).decode("utf-8-sig").startswith("date,weekday,round,vehicle")
    assert where_stops.stops_gpkg(made).startswith(b"SQLite format 3")
    assert np.nanmax(made.ways.minutes) <= 60
    with pytest.raises(InputProblems, match="E402"):
        where_stops.mobile_stops(placed, MobileAsked("", "P9", 0, 60.0, when))


def test_a_new_point_may_stand_in_a_building_of_the_list_within_a_budget(placed: Workspace, opened: Opener) -> None:
    base = where_next.around(placed, "Health", "walk", where_next.BUILDINGS)
    assert base.ground.points["point_id"].tolist() == ["P1", "P2"] and base.ground.points["existing"].tolist() == [True, False]
    app = opened("where_next")
    app = next(box for box in app.selectbox if box.label == "Where a new one may stand").set_value(where_next.BUILDINGS).run()
    assert not app.exception and not app.error and "one of the 1 other buildings of the list" in texts(app)
    app = next(box for box in app.number_input if box.label.startswith("Budget")).set_value(5.0).run()
    assert not app.exception and any("must say what it costs" in warning.value for warning in app.warning)
