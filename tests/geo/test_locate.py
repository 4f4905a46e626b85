"""Every place gets exactly one ward, or "outside"."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.locate import HOW, assign_wards

WGS = "EPSG:4326"


def grid(columns: int = 3, rows: int = 2, west: float = 26.0, south: float = -33.0, step: float = 0.1) -> gpd.GeoDataFrame:
    """Square wards side by side; codes run from the south-west, row by row, and the table lists them backwards."""
    boxes, codes = [], []
    for j in range(rows):
        for i in range(columns):
            boxes.append(shapely.box(west + i * step, south + j * step, west + (i + 1) * step, south + (j + 1) * step))
            codes.append(f"2100400{j * columns + i + 1}")
    return gpd.GeoDataFrame({"ward_id": codes}, geometry=boxes, crs=WGS).iloc[::-1].reset_index(drop=True)


def points(*lon_lat: tuple[float, float] | None) -> gpd.GeoSeries:
    return gpd.GeoSeries([None if p is None else shapely.Point(p) for p in lon_lat], crs=WGS)


def stated(*codes: str) -> pd.Series:
    return pd.Series(list(codes), dtype="str")


def east_of(metres: float, lat: float = -32.95) -> float:
    """Degrees of longitude of so many metres (sphere of the ellipsoid's normal radius; good to a metre here)."""
    return metres / (111_319.49 * np.cos(np.radians(lat)) * 1.001)


def test_a_point_inside_gets_its_ward():
    found = assign_wards(points((26.05, -32.95), (26.15, -32.85)), None, grid())
    assert found["ward_id"].tolist() == ["21004001", "21004005"]
    assert found["how"].tolist() == ["point", "point"]


def test_a_point_on_a_shared_edge_gets_the_lowest_code_once():
    found = assign_wards(points((26.1, -32.95), (26.1, -32.9)), None, grid())
    assert found["ward_id"].tolist() == ["21004001", "21004001"]
    assert found["how"].tolist() == ["edge", "edge"]


def test_a_stated_ward_wins_on_a_shared_edge():
    found = assign_wards(points((26.1, -32.95)), stated("21004002"), grid())
    assert found.loc[0].tolist() == ["21004002", "stated"]


def test_a_point_outside_every_ward_is_outside():
    assert assign_wards(points((30, -20)), None, grid()).loc[0].tolist() == ["", "outside"]


@pytest.mark.parametrize(("metres", "ward", "how"), [(400, "21004001", "stated"), (600, "21004002", "moved")])
def test_a_stated_ward_stands_within_the_tolerance_only(metres: float, ward: str, how: str):
    found = assign_wards(points((26.1 + east_of(metres), -32.95)), stated("21004001"), grid(), 500)
    assert found.loc[0].tolist() == [ward, how]


def test_a_stated_ward_stands_just_outside_the_whole_layer():
    near, far = 26.0 - east_of(300), 26.0 - east_of(900)
    found = assign_wards(points((near, -32.95), (far, -32.95)), stated("21004001", "21004001"), grid(), 500)
    assert found["how"].tolist() == ["stated", "outside"]
    assert found["ward_id"].tolist() == ["21004001", ""]


def test_tolerance_zero_means_the_ward_itself():
    found = assign_wards(points((26.1 + east_of(2), -32.95), (26.1, -32.95)), stated("21004001", "21004001"), grid(), 0)
    assert found["how"].tolist() == ["moved", "stated"]


def test_a_ward_that_the_layer_does_not_hold_gives_way_to_the_point():
    assert assign_wards(points((26.05, -32.95)), stated("99999999"), grid()).loc[0].tolist() == ["21004001", "moved"]


def test_without_a_place_the_stated_ward_is_kept_as_unknown():
    found = assign_wards(points(None, None), stated("21004003", ""), grid())
    assert found["ward_id"].tolist() == ["21004003", ""]
    assert found["how"].tolist() == ["unknown", "unknown"]


def test_places_at_infinity_are_no_places():
    broken = gpd.GeoSeries([shapely.Point(np.inf, np.inf), shapely.Point()], crs=WGS)
    assert assign_wards(broken, None, grid())["how"].tolist() == ["unknown", "unknown"]


def test_other_coordinate_systems_are_converted_not_compared():
    wards = grid().to_crs("EPSG:32735")
    found = assign_wards(points((26.15, -32.85)).to_crs("EPSG:3857"), None, wards)
    assert found.loc[0, "ward_id"] == "21004005"


def test_parts_of_a_ward_in_several_rows_count_as_one():
    wards = grid()
    wards.loc[wards["ward_id"] == "21004002", "ward_id"] = "21004001"
    assert assign_wards(points((26.1, -32.95)), None, wards).loc[0].tolist() == ["21004001", "point"]


def test_an_area_counts_by_a_point_inside_it():
    yard = gpd.GeoSeries([shapely.box(26.04, -32.96, 26.06, -32.94)], crs=WGS)
    assert assign_wards(yard, None, grid()).loc[0, "ward_id"] == "21004001"


def test_empty_lists_and_empty_layers_work():
    assert assign_wards(points(), None, grid()).empty
    nothing = gpd.GeoDataFrame({"ward_id": pd.array([], dtype="str")}, geometry=[], crs=WGS)
    assert assign_wards(points((26, -33)), stated("21004001"), nothing).loc[0].tolist() == ["", "outside"]


#: Coordinates that meet edges and corners often.
TENTHS = st.integers(-10, 60).map(lambda k: 26 + k / 20)
SOUTH = st.integers(-10, 40).map(lambda k: -33 + k / 20)
PLACES = st.lists(st.one_of(st.none(), st.tuples(TENTHS, SOUTH)), max_size=30)
CODES = st.sampled_from(["", *[f"2100400{k}" for k in range(1, 7)], "99999999"])


@settings(max_examples=60, deadline=None)
@given(data=st.data(), places=PLACES, tolerance=st.sampled_from([0.0, 500.0, 20_000.0]))
def test_one_row_a_place_and_the_lowest_code_of_those_that_touch_it(data, places, tolerance):
    wards = grid()
    index = data.draw(st.permutations(range(100, 100 + len(places))))
    series = points(*places).set_axis(index)
    said = pd.Series(data.draw(st.lists(CODES, min_size=len(places), max_size=len(places))), index=index, dtype="str")
    found = assign_wards(series, said, wards, tolerance)

    assert list(found.index) == list(index)
    assert set(found["how"]) <= set(HOW)
    for row, place, code, answer, how in zip(index, places, said, found["ward_id"], found["how"], strict=True):
        touching = sorted(wards.loc[wards.intersects(series[row]), "ward_id"]) if place is not None else []
        if how == "unknown":
            assert place is None and answer == code
        elif how == "stated":
            assert answer == code != "" and (code in touching or tolerance > 0)
        elif touching:
            assert answer == touching[0] and code not in touching
        else:
            assert (answer, how) == ("", "outside")


def test_a_hundred_thousand_places_take_seconds(record_property):
    import time

    rng = np.random.default_rng(7)
    many = gpd.GeoSeries.from_xy(rng.uniform(25.9, 26.5, 100_000), rng.uniform(-33.1, -32.7, 100_000), crs=WGS)
    wards = grid(30, 20, step=0.01)
    began = time.perf_counter()
    found = assign_wards(many, None, wards)
    record_property("seconds", time.perf_counter() - began)
    assert len(found) == 100_000
    assert (found["how"] == "outside").sum() + (found["ward_id"] != "").sum() == 100_000
