"""GPX that a strict parser reads: elements in the schema's order, places right, texts escaped."""

from __future__ import annotations

import re

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import SettingError
from outputs.gpx import gpx
from tests.outputs.made import NASTY, handout

NS = "{http://www.topografix.com/GPX/1/1}"
#: Order of a waypoint's elements in the schema of GPX 1.1, those that we write.
ORDER = ["name", "desc", "sym"]


def test_stops_and_home_are_waypoints_and_every_day_is_a_route() -> None:
    made = handout(workers=2, visits_a_day=3, days=2, texts=NASTY)
    root = ElementTree.fromstring(gpx(made, "W-001"))
    assert [child.tag.removeprefix(NS) for child in root] == ["metadata"] + ["wpt"] * 7 + ["rte"] * 2
    for route in root.iterfind(f"{NS}rte"):
        points = route.findall(f"{NS}rtept")
        assert len(points) == 5
        assert points[0].attrib == points[-1].attrib
    for point in [*root.iter(f"{NS}wpt"), *root.iter(f"{NS}rtept")]:
        names = [child.tag.removeprefix(NS) for child in point]
        assert names == [name for name in ORDER if name in names]
        assert 26 <= float(point.get("lon")) <= 26.2
        assert -33.1 <= float(point.get("lat")) <= -32.8


def test_what_must_not_leave_the_office_is_not_in_it() -> None:
    text = gpx(handout(workers=1, kind="service", texts=("ID 8001015009087",)), "W-000")
    assert not re.search(r"HIV|8001015009087|\+2782", text)


def test_without_places_it_is_still_valid_and_a_stranger_is_told() -> None:
    assert not list(ElementTree.fromstring(gpx(handout(workers=1, placed=False), "W-000")).iter(f"{NS}rte"))
    with pytest.raises(SettingError):
        gpx(handout(workers=1), "nobody")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=200), st.sampled_from(NASTY)), min_size=1, max_size=5))
def test_any_texts_make_valid_xml(texts: list[str]) -> None:
    root = ElementTree.fromstring(gpx(handout(workers=1, visits_a_day=3, days=1, texts=tuple(texts)), "W-000"))
    assert len(list(root.iter(f"{NS}wpt"))) == 4
