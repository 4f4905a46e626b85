"""Ward layers and other shapes (the G cases of bad-inputs.md that judging decides)."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.settings import Settings
from tests.geo.tables import WGS, codes, judged, set_aside, ward_grid

SQUARE = shapely.box(26.0, -33.1, 26.1, -33.0)
BESIDE = shapely.box(26.1, -33.1, 26.2, -33.0)


def wards(*shapes: object, ids: list[str] | None = None, **more):
    names = ids or [f"2100400{i + 1}" for i in range(len(shapes))]
    return judged("wards", {"ward_id": names, "CAT_B": ["EC104"] * len(shapes)}, list(shapes), **more)


def test_a_sound_layer_is_accepted():
    intake = wards(SQUARE, BESIDE)
    assert intake.ready and not intake.problems
    assert intake.accepted["ward_id"].tolist() == ["21004001", "21004002"]
    assert intake.accepted["municipality_id"].tolist() == ["EC104", "EC104"]


def test_g18_a_ring_that_touches_itself_is_mended_where_the_area_stays():
    banana = shapely.Polygon(
        [(26, -33.1), (26.1, -33.1), (26.1, -33), (26, -33), (26, -33.1), (26.03, -33.05), (26.05, -33.05), (26, -33.1)]
    )
    assert not banana.is_valid
    intake = wards(banana, BESIDE)
    assert len(intake.accepted) == 2 and intake.accepted.geometry.is_valid.all()
    assert intake.repaired[["row", "code"]].values.tolist() == [[1, "E330"]]


@pytest.mark.parametrize(
    ("fault", "shape", "reason"),
    [
        ("crossing lines", shapely.Polygon([(26, -33), (26.1, -33.1), (26.1, -33), (26, -33.1)]), "self-intersection"),
        ("hole outside", shapely.Polygon(SQUARE.exterior, [shapely.box(27, -33.1, 27.1, -33.05).exterior]), "hole lies outside"),
        ("sliver", shapely.Polygon([(26, -33), (26.1, -33), (26.05, -33.0000000001)]), "sliver"),
        ("two points", shapely.Polygon([(26, -33), (26.1, -33), (26, -33), (26, -33)]), "too few points"),
        ("a line", shapely.LineString([(26, -33), (26.1, -33)]), "line"),
        ("a point", shapely.Point(26, -33), "point"),
    ],
)
def test_g20_a_broken_shape_is_set_aside_with_its_reason(fault: str, shape: object, reason: str):
    intake = wards(BESIDE, shape)
    assert set_aside(intake) == {2: "E331"}, fault
    assert reason in intake.quarantined["sentence"].iloc[0].lower()


def test_doubled_points_are_no_fault():
    assert not wards(shapely.Polygon([(26, -33), (26, -33), (26.1, -33), (26.1, -33.1), (26.1, -33.1), (26, -33.1)])).problems


@pytest.mark.parametrize("shape", [None, shapely.Polygon(), shapely.MultiPolygon()])
def test_g21_a_missing_shape_is_set_aside(shape: object):
    assert set_aside(wards(SQUARE, shape)) == {2: "E335"}


def test_g23_wards_that_overlap_too_much_refuse_the_file():
    intake = wards(SQUARE, shapely.box(26.05, -33.1, 26.2, -33.0))
    assert intake.rejected and intake.accepted.empty
    assert set_aside(intake) == {1: "E332", 2: "E332"}
    assert "km²" in intake.problems[0].sentence
    assert not wards(SQUARE, shapely.box(26.05, -33.1, 26.2, -33.0), settings=Settings(overlap_most_share=0.6)).rejected


def test_g23_the_same_ward_twice_counts_once_and_a_different_one_is_a_conflict():
    twice = wards(SQUARE, SQUARE, BESIDE, ids=["1", "1", "2"])
    assert set_aside(twice) == {2: "E232"} and len(twice.accepted) == 2
    conflict = wards(SQUARE, shapely.box(26.02, -33.1, 26.1, -33), BESIDE, ids=["1", "1", "2"])
    assert set_aside(conflict) == {1: "E211", 2: "E211"}


def test_a_ward_in_several_rows_becomes_one():
    intake = wards(SQUARE, shapely.box(26.3, -33.1, 26.4, -33.0), BESIDE, ids=["1", "1", "2"])
    assert set_aside(intake) == {2: "E337"}
    assert intake.accepted.geometry.iloc[0].geom_type == "MultiPolygon"
    assert len(intake.accepted) == 2


def test_g24_a_ward_with_an_island_far_away_is_accepted():
    islands = shapely.MultiPolygon([shapely.box(18, -34, 18.1, -33.9), shapely.box(37.5, -47, 37.9, -46.8)])
    intake = wards(islands, shapely.box(18.1, -34, 18.2, -33.9))
    assert len(intake.accepted) == 2 and not intake.problems


def test_g05_no_system_stated_is_asked_never_assumed():
    asked = wards(SQUARE, BESIDE, crs=None)
    assert [(q.key, q.code) for q in asked.questions] == [("wards.crs", "E300")]
    assert wards(SQUARE, BESIDE, crs=None, answers={"crs": "EPSG:4326"}).ready


def test_g05_metres_without_a_system_are_asked_with_zones():
    ground = list(gpd.GeoSeries([SQUARE, BESIDE], crs=WGS).to_crs("EPSG:2051"))
    asked = wards(*ground, crs=None)
    assert asked.questions[0].code == "E305" and "Lo25" in [o.value for o in asked.questions[0].options]
    done = wards(*ground, crs=None, answers={"crs": "Lo25"})
    assert done.ready and np.allclose(done.accepted.total_bounds, (26, -33.1, 26.2, -33), atol=1e-6)


def test_g06_a_wrong_system_refuses_the_file():
    assert codes(wards(SQUARE, BESIDE, crs="EPSG:2051")).keys() == {"E303"}
    ground = list(gpd.GeoSeries([SQUARE, BESIDE], crs=WGS).to_crs("EPSG:32735"))
    wrong = wards(*ground, crs="EPSG:2051")
    assert wrong.rejected and set_aside(wrong) == {1: "E303", 2: "E303"}


def test_g26_metres_in_a_file_said_to_be_in_degrees_are_asked():
    ground = list(gpd.GeoSeries([SQUARE, BESIDE], crs=WGS).to_crs("EPSG:32735"))
    asked = wards(*ground)
    assert asked.questions[0].code == "E305" and not asked.ready
    assert "EPSG:32735" in [option.value for option in asked.questions[0].options]
    assert wards(*ground, answers={"crs": "EPSG:32735"}).ready


def test_g32_codes_that_differ_in_zeros_are_remarked():
    intake = wards(SQUARE, BESIDE, ids=["079700001", "79700001"])
    assert codes(intake)["E236"] == (1, 2) and len(intake.accepted) == 2


def test_g35_axes_swapped_in_a_whole_layer_are_repaired_once():
    swapped = [shapely.transform(shape, lambda xy: xy[:, ::-1]) for shape in (SQUARE, BESIDE)]
    intake = wards(*swapped)
    assert np.allclose(intake.accepted.total_bounds, (26, -33.1, 26.2, -33))
    assert codes(intake) == {"E310": (1, 2)}


def test_a_layer_with_heights_is_flattened():
    intake = wards(shapely.force_3d(SQUARE, 5.0), BESIDE)
    assert not intake.accepted.geometry.has_z.any() and codes(intake) == {"E326": (1,)}


def test_a_layer_without_municipalities_says_which_column_is_missing_and_takes_an_answer():
    refused = judged("wards", {"ward_id": ["1"]}, [SQUARE])
    assert refused.rejected and "municipality_id" in refused.problems[0].sentence
    assert judged("wards", {"ward_id": ["1"]}, [SQUARE], answers={"municipality_id": "EC104"}).ready


def test_landmarks_keep_lines_and_areas_and_need_a_shape():
    shapes = [shapely.LineString([(26.41, -33.31), (26.42, -33.32)]), shapely.box(26.41, -33.31, 26.42, -33.3), None]
    intake = judged("landmarks", {"name": ["River", "Park", ""], "kind": ["river", "park", "road"]}, shapes, wards=ward_grid())
    assert set_aside(intake) == {3: "E335"}
    assert intake.accepted.geometry.geom_type.tolist() == ["LineString", "Polygon"]
