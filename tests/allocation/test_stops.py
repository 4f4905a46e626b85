"""A calendar of mobile stops: each once in every round, within the day's hours, on working days; holidays move a day."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation.stops import StopCalendar, StopSettings, stop_calendar
from geo.errors import InputProblems
from geo.travel import StraightLine
from tests.thorough import examples

BASE = (26.0, -33.0)


def scattered(seed: int, many: int, far: float = 0.5) -> gpd.GeoDataFrame:
    rng = np.random.default_rng(seed)
    places = gpd.points_from_xy(26 + rng.random(many) * far, -33 + rng.random(many) * far)
    frame = {"point_id": [f"S{at}" for at in range(many)], "people": rng.integers(1, 200, many).astype(float)}
    return gpd.GeoDataFrame(frame, geometry=places, crs="EPSG:4326")


def made(stops: gpd.GeoDataFrame, asked: StopSettings) -> StopCalendar:
    return stop_calendar(stops, BASE, asked, StraightLine(), time_limit_s=2, max_iterations=200)


def judged(found: StopCalendar) -> None:
    """By the words of the settings, whatever the optimizer says."""
    asked, dates = found.settings, found.dates
    assert found.plan.check() == []
    parts = found.stops.set_index("point_id")["parts"]
    for number in range(1, asked.rounds + 1):
        own, left = dates[dates["round"] == number], found.left[found.left["round"] == number]
        came = own["point_id"].value_counts()
        for point, many in parts.items():
            assert came.get(point, 0) == many or point in set(left["point_id"])
        begin = asked.begin + dt.timedelta(weeks=asked.every_weeks * (number - 1))
        assert own["date"].between(begin.isoformat(), (begin + dt.timedelta(weeks=asked.every_weeks, days=-1)).isoformat()).all()
    for (_, vehicle), own in dates.groupby(["date", "vehicle"]):
        assert vehicle.startswith("Vehicle ") and own["round"].nunique() == 1
        assert own["order"].tolist() == list(range(1, len(own) + 1)) and own["arrive"].is_monotonic_increasing
        assert own["depart"].max() <= f"{8 + int(asked.hours):02d}:{round(asked.hours % 1 * 60):02d}:00"
    assert set(dates["weekday"]) <= {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday"}
    assert not set(dates["date"]) & {"2026-03-21", "2026-04-03", "2026-04-06", "2026-04-27", "2026-05-01"}


@settings(max_examples=examples(8), deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 8), st.integers(1, 4), st.integers(1, 3), st.integers(1, 2))
def test_every_stop_has_its_dates_in_every_round(seed: int, many: int, weeks: int, rounds: int, vehicles: int) -> None:
    judged(made(scattered(seed, many), StopSettings("2026-03-02", weeks, rounds, vehicles)))


def test_rounds_keep_the_weekday_and_a_holiday_moves_its_day_only() -> None:
    stops = scattered(4, 4, far=0.1).assign(people=200.0)  # each takes most of a day
    found = made(stops, StopSettings("2026-03-02", every_weeks=1, rounds=6, hours=5.0))
    judged(found)
    # Four tours a week; in the sixth round Monday 6 April 2026 is a holiday, in the fifth Friday 3 April.
    usual = found.dates[found.dates["moved_from"] == ""]
    assert (usual.groupby("point_id")["weekday"].nunique() == 1).all()
    moved = found.dates[found.dates["moved_from"] != ""]
    assert found.left.empty and len(moved) and set(moved["moved_from"]) <= {"2026-04-03", "2026-04-06"}


def test_where_no_day_is_free_the_stop_is_left_out_of_that_round_and_why_is_told() -> None:
    found = made(scattered(4, 2, far=0.05), StopSettings("2026-03-02", 1, rounds=6, days="Fri", hours=9.0, each_min=2.0))
    judged(found)
    assert found.left["round"].unique().tolist() == [5]
    assert "03 April 2026 is a holiday" in found.left["why"].iloc[0]


def test_a_stop_with_more_people_than_a_day_holds_takes_several_days() -> None:
    stops = scattered(1, 1, far=0.1).assign(people=1000.0)
    found = made(stops, StopSettings("2026-03-02", 2, 1, come=1.0, each_min=2.0))
    assert found.stops["parts"].iloc[0] == 5 == found.dates["date"].nunique()
    judged(found)


def test_stops_that_do_not_fit_are_told_with_the_reason() -> None:
    found = made(scattered(2, 9), StopSettings("2026-03-02", 1, 1, days="Mon", hours=4.0))
    judged(found)
    assert len(found.left) and found.left["why"].str.endswith(".").all()
    assert not found.left["why"].str.contains("fieldworker").any()
    assert found.told()["stops_left_out"] == len(found.left)


def test_settings_are_judged_all_at_once() -> None:
    with pytest.raises(InputProblems) as told:
        StopSettings("soon", 0, 99, 0, 30, "Someday", "8", come=0.0, setup_min=-1)
    assert len(told.value.problems) == 9
