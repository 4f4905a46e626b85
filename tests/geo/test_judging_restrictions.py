"""Areas of restrictions as people bring them: in their words, with days that lie ahead, and only as areas."""

from __future__ import annotations

import datetime as dt

import pytest
import shapely

from geo.intake.result import Intake
from tests.geo.tables import codes, judged, set_aside

CAMP = shapely.box(26.50, -33.32, 26.51, -33.31)


def areas(*shapes: object, **columns: list[str]) -> Intake:
    return judged("restrictions", {"kind": ["no entry"] * len(shapes), **columns}, list(shapes) or [CAMP])


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("No-go area", "no entry"),
        ("In pairs", "pairs only"),
        ("nooit alleen nie", "pairs only"),
        ("Not after dark", "daylight only"),
        ("slegs bedags", "daylight only"),
        ("Rainy season", "wet season"),
        ("Farmer refused", "owner refused"),
    ],
)
def test_a_kind_is_read_in_the_words_people_use(theirs: str, ours: str) -> None:
    read = areas(CAMP, kind=[theirs], **{"Start date": ["2026-10-01"]})
    assert read.accepted["kind"].tolist() == [ours]


def test_days_may_lie_ahead_and_must_not_run_backward() -> None:
    later = (dt.date.today() + dt.timedelta(days=400)).isoformat()
    read = areas(CAMP, CAMP, CAMP, **{"from": ["2026-03-01", "2026-03-05", ""], "until": [later, "2026-03-04", ""]})
    assert read.accepted["until"].tolist() == [later, ""]
    assert set_aside(read) == {2: "E214"}
    assert "ends before it begins" in read.quarantined["sentence"].iloc[0]
    # A visit that was made does not lie ahead.
    made = judged("households", {"household_id": ["H1"], "latitude": ["-33.3"], "longitude": ["26.5"], "last_profiled": [later]})
    assert set_aside(made) == {2: "E214"}


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (shapely.Point(26.5, -33.3), "E331"),
        (shapely.LineString([(26.5, -33.3), (26.6, -33.3)]), "E331"),
        (shapely.Polygon([(26, -33), (26.1, -33.1), (26.1, -33), (26, -33.1)]), "E331"),
        (None, "E335"),
    ],
)
def test_what_is_no_area_is_set_aside_with_its_cause(shape: object, code: str) -> None:
    assert set_aside(areas(CAMP, shape)) == {2: code}


def test_a_word_that_is_no_kind_is_set_aside_and_names_the_kinds() -> None:
    read = areas(CAMP, CAMP, CAMP, kind=["no entry", "dangerous", ""])
    assert set_aside(read) == {2: "E212", 3: "E217"}
    assert "no entry, pairs only, daylight only, wet season, owner refused" in read.quarantined["sentence"].iloc[0]


def test_a_wet_season_without_days_is_told_to_last_all_year() -> None:
    read = areas(CAMP, CAMP, kind=["wet season", "wet season"], until=["", "2027-03-31"])
    assert codes(read) == {"E242": (1,)} and len(read.accepted) == 2


def test_two_areas_may_overlap_and_parts_are_not_joined() -> None:
    assert len(areas(CAMP, CAMP.buffer(0.01), kind=["pairs only", "daylight only"]).accepted) == 2
