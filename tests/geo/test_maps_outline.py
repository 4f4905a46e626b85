"""Areas of workers follow their households."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.maps.outline import LINK_LEAST_M, area, degrees, label_point, middle, outlines, plane_m


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 120), st.sampled_from([30.0, 400.0, 3000.0]))
def test_an_area_is_sound_and_holds_nearly_all_its_households(seed: int, count: int, spread_m: float) -> None:
    points = np.random.default_rng(seed).normal(0, spread_m, (count, 2))
    shape = area(points)
    assert shape.is_valid and shape.area > 0 and shape.geom_type in ("Polygon", "MultiPolygon")
    inside = shapely.contains(shape, shapely.points(points))
    assert inside.any()
    # Only strays of one or two are left out, and only where others have a larger part.
    near = np.hypot(*(points[:, None] - points[None]).T).T < LINK_LEAST_M
    assert (near.sum(axis=1)[~inside] <= 2).all()


def test_villages_far_apart_stay_two_parts() -> None:
    random = np.random.default_rng(1)
    near, far = random.normal(0, 80, (30, 2)), random.normal((9000, 0), 80, (30, 2))
    shape = area(np.vstack([near, far]))
    assert shape.geom_type == "MultiPolygon"
    assert not shape.contains(shapely.Point(4500, 0))


def test_one_household_has_an_area_too() -> None:
    assert area(np.array([[5.0, 5.0]])).contains(shapely.Point(5, 5))
    assert area(np.array([[5.0, 5.0], [5.0, 5.0], [6.0, 5.0]])).area > 0


def test_outlines_come_back_in_degrees_for_each_owner() -> None:
    random = np.random.default_rng(2)
    places = np.array([27.2, -31.9]) + random.normal(0, 0.003, (80, 2))
    owners = ["a" if x < 27.2 else "b" for x in places[:, 0]]
    found = outlines(places, owners)
    assert list(found) == list(dict.fromkeys(owners))
    mine = shapely.points(places[[owner == "a" for owner in owners]])
    assert shapely.contains(found["a"], mine).mean() > 0.95
    assert found["a"].area == pytest.approx(0.006 * 0.012, rel=0.9)


def test_plane_and_back() -> None:
    places = np.array([[27.0, -32.0], [27.4, -31.7]])
    origin = middle(places)
    line = shapely.LineString(plane_m(places, origin))
    assert line.length == pytest.approx(50_400, rel=0.01)  # haversine, km 50.4
    assert np.allclose(shapely.get_coordinates(degrees(line, origin)), places)
    assert middle(np.empty((0, 2))) == (0.0, 0.0)


def test_a_label_stands_inside_the_widest_part() -> None:
    horseshoe = shapely.from_wkt("POLYGON ((0 0, 10 0, 10 10, 8 10, 8 2, 2 2, 2 10, 0 10, 0 0))")
    small = shapely.box(20, 20, 21, 21)
    assert shapely.Point(label_point(shapely.MultiPolygon([horseshoe, small]))).within(horseshoe)
