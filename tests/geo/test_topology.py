"""Whether wards fit together is told in km², named, and refused only over the tolerance."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.crs import areas_km2, utm_crs
from geo.settings import Settings
from geo.topology import ward_problems
from tests.geo.tables import WGS, ward_grid


def wards(**shapes: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"ward_id": list(shapes)}, geometry=list(shapes.values()), crs=WGS)


def test_wards_that_fit_have_no_problems():
    assert ward_problems(ward_grid()) == []


def test_an_overlap_is_told_in_square_kilometres_and_refused_over_the_tolerance():
    layer = wards(A=shapely.box(26, -33.1, 26.1, -33), B=shapely.box(26.09, -33.1, 26.2, -33))
    (problem,) = ward_problems(layer)
    assert problem.code == "E332" and problem.rows == (0, 1)
    assert "A and B" in problem.sentence and "10.0% of the smaller" in problem.sentence
    # 0.01 by 0.1 degrees at 33.05° S on the ellipsoid (Snyder 1987, eq. 3-12 to 3-14): 10.36 km²
    assert "10 km²" in problem.sentence
    (small,) = ward_problems(layer, Settings(overlap_most_share=0.2))
    assert small.code == "E333"


def test_a_speck_of_rounding_is_no_overlap():
    layer = wards(A=shapely.box(26, -33.1, 26.1, -33), B=shapely.box(26.1 - 1e-12, -33.1, 26.2, -33))
    assert ward_problems(layer) == []


def test_a_gap_is_told():
    whole = shapely.box(26, -33.2, 26.2, -33)
    hole = shapely.box(26.05, -33.15, 26.06, -33.14)
    (problem,) = ward_problems(wards(A=whole.difference(hole)))
    assert problem.code == "E334" and "1 gap" in problem.sentence and "1 km²" in problem.sentence


def test_a_hole_larger_than_any_ward_is_no_gap() -> None:
    """Lesotho was counted among the gaps, and was the largest."""
    ring = shapely.box(26, -33.2, 26.2, -33).difference(shapely.box(26.01, -33.19, 26.19, -33.01))
    (problem,) = ward_problems(wards(A=ring))
    assert problem.code == "E334" and "gap" not in problem.sentence and "1 hole is larger than any ward" in problem.sentence


def test_a_code_used_twice_is_told():
    layer = wards(A=shapely.box(26, -33.1, 26.1, -33), B=shapely.box(26.1, -33.1, 26.2, -33))
    (problem,) = ward_problems(layer.assign(ward_id="A"))
    assert problem.code == "E211" and problem.rows == (0, 1)


def test_a_broken_ring_is_told_with_its_reason():
    bow = shapely.Polygon([(26, -33), (26.1, -33.1), (26.1, -33), (26, -33.1)])
    (problem,) = ward_problems(wards(A=bow))
    assert problem.code == "E331" and "self-intersection" in problem.sentence


def test_islands_in_the_far_south_are_no_fault():
    far = shapely.box(37.5, -47, 37.9, -46.8)
    layer = wards(A=shapely.MultiPolygon([shapely.box(18, -34, 18.1, -33.9), far]), B=shapely.box(18.1, -34, 18.2, -33.9))
    assert ward_problems(layer) == []


def test_an_empty_layer_has_no_problems():
    assert ward_problems(wards(A=None)) == []


@pytest.mark.parametrize("lat", [-46.9, -33.3, 0.0, 57.5])
def test_areas_are_true_at_every_latitude(lat: float):
    from pyproj import Geod

    box = shapely.segmentize(shapely.box(20, lat, 20.5, lat + 0.3), 0.01)
    exact = abs(Geod(ellps="WGS84").geometry_area_perimeter(box)[0]) / 1e6
    assert np.isclose(areas_km2(np.array([box], dtype=object))[0], exact, rtol=1e-4)


def test_the_zone_comes_from_the_place():
    assert utm_crs(18.4, -33.9).to_epsg() == 32734
    assert utm_crs(-7.3, 57.6).to_epsg() == 32629
    assert utm_crs(179.99, 10).to_epsg() == 32660
    assert utm_crs(20, -85).to_epsg() is None
