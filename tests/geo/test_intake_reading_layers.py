"""Geo files: every format arrives whole, as text with shapes, and each faulty one gets what it must get."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from geo.intake.result import Answers
from geo.settings import Settings
from tests.geo.bad import layers
from tests.geo.bad.archives import zipped
from tests.geo.bad.layers import feature_collection, point, points, shapefile, wards, written, zipped_shapefile
from tests.geo.bad.trial import asked, attempt, codes

MAPPED = {"WardID": "ward_id", "WardNo": "ward_no", "CAT_B": "municipality_id", "District": "district_id"}


@pytest.mark.parametrize(
    ("ending", "kind"), [("gpkg", "gpkg"), ("geojson", "geojson"), ("fgb", "flatgeobuf"), ("parquet", "geoparquet")]
)
def test_every_format_brings_the_same_wards(ending: str, kind: str, tmp_path: Path) -> None:
    raw = attempt(written(wards(), tmp_path, ending), name="x.bin", table="wards")
    assert raw.source.format == kind
    assert not raw.problems
    assert raw.source.mapping == MAPPED
    assert raw.frame.sort_values("WardID").to_numpy().tolist() == [[f"2100400{i}", str(i), "EC104", "DC10"] for i in (1, 2, 3)]
    assert raw.geometry is not None
    assert raw.geometry.crs.to_epsg() in (4326, None)
    assert raw.geometry.crs.is_geographic
    assert sorted(raw.geometry.bounds["minx"]) == [26, 27, 28]
    assert list(raw.frame.index) == [1, 2, 3]


def test_a_zipped_shapefile_brings_the_same_wards(tmp_path: Path) -> None:
    raw = attempt(zipped_shapefile(wards(), tmp_path), name="wards.zip", table="wards")
    assert raw.source.format == "shapefile"
    assert raw.source.mapping == MAPPED
    assert raw.geometry is not None
    assert raw.geometry.crs.to_epsg() == 4326


def test_a_shapefile_brings_the_files_beside_it(tmp_path: Path) -> None:
    from unittest.mock import patch

    from geo.intake import reading
    from geo.intake.parse import parse

    shapefile(wards(), tmp_path)
    (tmp_path / "other.dbf").write_bytes(b"x")
    with patch.object(reading, "run", parse):
        raw = reading.read_raw("wards", tmp_path / "wards.shp")
    assert len(raw.frame) == 3
    assert raw.source.size > (tmp_path / "wards.shp").stat().st_size


def test_kml_keeps_names_and_extra_data() -> None:
    raw = attempt(layers.KML, name="clinics.kml", table="service_points")
    assert raw.source.format == "kml"
    assert raw.frame["Name"].tolist() == ["Gqora clinic"]
    assert raw.frame["facility_id"].tolist() == ["007"]
    assert raw.source.mapping["facility_id"] == "point_id"
    assert raw.geometry is not None
    assert raw.geometry.iloc[0].equals(shapely.Point(26.5, -33.3)) or raw.geometry.iloc[0].has_z


def test_a_kmz_is_a_zipped_kml() -> None:
    raw = attempt(zipped({"doc.kml": layers.KML, "files/pin.png": b"x"}), name="clinics.kmz", table="service_points")
    assert (raw.source.format, len(raw.frame)) == ("kml", 1)


def test_ids_of_points_keep_their_zeros_in_every_format(tmp_path: Path) -> None:
    for ending in ("gpkg", "geojson", "fgb", "parquet"):
        raw = attempt(written(points(), tmp_path, ending))
        assert sorted(raw.frame["hh_id"]) == ["0000001", "0000002", "0000003"]


def test_long_whole_numbers_are_written_out_and_gaps_are_blank(tmp_path: Path) -> None:
    frame = points().assign(ext_id=[8001020000000.0, None, 3.0], num=[1, None, 3])
    raw = attempt(written(frame, tmp_path, "gpkg"))
    assert raw.frame["ext_id"].tolist() == ["8001020000000", "", "3"]
    assert raw.frame["num"].tolist() == ["1", "", "3"]


def test_plain_parquet_is_a_table_without_shapes() -> None:
    raw = attempt(layers.parquet_without_shapes())
    assert raw.geometry is None
    assert raw.frame["household_id"].tolist() == ["007", "008"]
    assert raw.frame["lat"].tolist() == ["-33", ""]


def test_g05_a_shapefile_without_prj_states_no_system(tmp_path: Path) -> None:
    raw = attempt(zipped_shapefile(wards(), tmp_path, without=(".prj",)), table="wards")
    assert raw.geometry is not None
    assert raw.geometry.crs is None
    assert not raw.problems


@pytest.mark.parametrize("missing", [(".shx",), (".dbf",), (".shx", ".dbf"), (".shp",)])
def test_g08_missing_parts_of_a_shapefile_are_named(missing: tuple[str, ...], tmp_path: Path) -> None:
    raw = attempt(zipped_shapefile(wards(), tmp_path, without=missing), table="wards")
    assert codes(raw) == ["E301"]
    if missing != (".shp",):
        assert all(part in raw.problems[0].sentence for part in missing)


def test_g08_a_shp_alone_lacks_the_rest(tmp_path: Path) -> None:
    raw = attempt(shapefile(wards(), tmp_path)["wards.shp"], name="wards.shp", table="wards")
    assert codes(raw) == ["E301"]
    assert ".shx" in raw.problems[0].sentence


def test_g11_of_two_shapefiles_in_a_zip_one_must_be_chosen(tmp_path: Path) -> None:
    content = zipped(shapefile(wards(), tmp_path, "Wards2020") | shapefile(wards(2), tmp_path, "Wards2016"))
    raw = attempt(content, table="wards")
    assert asked(raw) == [("wards.layer", "E106")]
    assert sorted(option.value for option in raw.questions[0].options) == ["Wards2016", "Wards2020"]
    assert len(attempt(content, table="wards", answers=Answers(choices={"layer": "Wards2016"})).frame) == 2


def test_g39_of_several_layers_one_must_be_chosen(tmp_path: Path) -> None:
    content = layers.several(tmp_path, wards=wards(), old=wards(2), empty=wards(0))
    raw = attempt(content, table="wards")
    assert asked(raw) == [("wards.layer", "E106")]
    assert [option.value for option in raw.questions[0].options] == ["wards", "old"]
    chosen = attempt(content, table="wards", answers=Answers(choices={"layer": "old"}))
    assert (chosen.source.layer, len(chosen.frame)) == ("old", 2)
    assert asked(attempt(content, table="wards", answers=Answers(choices={"layer": "new"}))) == [("wards.layer", "E106")]


def test_g38_a_gpx_of_tracks_asks_which_layer() -> None:
    raw = attempt(layers.GPX_TRACKS, name="walk.gpx", table="landmarks")
    assert asked(raw) == [("landmarks.layer", "E106")]
    assert {option.value for option in raw.questions[0].options} == {"tracks", "track_points"}
    assert len(attempt(layers.GPX_TRACKS, table="landmarks", answers=Answers(choices={"layer": "tracks"})).frame) == 1


def test_g18_a_ring_that_does_not_close_costs_its_ward_only(tmp_path: Path) -> None:
    raw = attempt(layers.with_open_ring(tmp_path), table="wards")
    assert codes(raw) == ["E304"]
    assert raw.quarantined[["row", "code", "key"]].values.tolist() == [[2, "E304", "21004002"]]
    assert json.loads(raw.quarantined["record"][0])["CAT_B"] == "EC104"
    assert list(raw.frame.index) == [1, 3]


@pytest.mark.parametrize(
    "content",
    [
        feature_collection(point("[26,-33]"), point("[26,-33]"))[:-30],
        feature_collection(point("[26,-33]"))[:-2],
        feature_collection(point("[1e400,-33]")),
        feature_collection(point("[" * 100_000)),
        feature_collection(point('["26","-33"]')),
    ],
    ids=["G29_cut_off", "G29_last_sign_missing", "G29_1e400", "G30_nested_brackets", "G27_coordinates_as_text"],
)
def test_damaged_geojson_is_refused_in_plain_words(content: bytes) -> None:
    raw = attempt(content, name="points.geojson")
    assert codes(raw) == ["E302"]
    assert "vsimem" not in str(raw.problems)


@pytest.mark.parametrize("content", [b'{"name": "x"}', b"[" * 100_000, b'[{"a": 1}]', b'{"type":"FeatureCollection"'])
def test_json_that_is_no_map_is_refused(content: bytes) -> None:
    assert codes(attempt(content, name="points.geojson")) in (["E101"], ["E302"])


def test_a_layer_without_rows_is_refused(tmp_path: Path) -> None:
    assert codes(attempt(b'{"type":"FeatureCollection","features":[]}')) == ["E200"]
    assert codes(attempt(written(wards(0), tmp_path, "gpkg"), table="wards")) == ["E200"]


@pytest.mark.parametrize("ending", ["gpkg", "fgb", "parquet"])
def test_half_a_file_is_refused(ending: str, tmp_path: Path) -> None:
    content = written(wards(200), tmp_path, ending)
    raw = attempt(content[: len(content) // 2], table="wards")
    assert codes(raw) == ["E302"]


def test_a_database_that_is_no_geopackage_is_refused(tmp_path: Path) -> None:
    import sqlite3

    base = sqlite3.connect(tmp_path / "x.sqlite")
    base.execute("create table households (household_id text)")
    base.commit()
    base.close()
    assert codes(attempt((tmp_path / "x.sqlite").read_bytes())) in (["E101"], ["E302"], ["E200"])


def test_the_limits_hold_for_layers(tmp_path: Path) -> None:
    content = written(points(50), tmp_path, "gpkg")
    assert codes(attempt(content, settings=Settings(rows_most=49))) == ["E103"]
    assert codes(attempt(written(points(50), tmp_path, "parquet"), settings=Settings(rows_most=49))) == ["E103"]
    wide = wards().assign(**{f"c{i}": 1 for i in range(30)})
    assert codes(attempt(written(wide, tmp_path, "fgb"), table="wards", settings=Settings(columns_most=20))) == ["E103"]


def test_a_long_cell_in_a_layer_costs_its_row_only(tmp_path: Path) -> None:
    raw = attempt(written(points().assign(label=["a", "b" * 30_000, "c"]), tmp_path, "gpkg"))
    assert raw.quarantined[["row", "code", "key"]].values.tolist() == [[2, "E216", "0000002"]]


def test_well_known_text_in_a_list_is_a_shape() -> None:
    raw = attempt(
        b'WardID,CAT_B,WKT\n1,EC104,"POLYGON ((0 0,1 0,1 1,0 0))"\n2,EC104,"POLYGON ((0 0,1"\n3,EC104,\n', table="wards"
    )
    assert raw.geometry is not None
    assert raw.geometry.crs is None
    assert list(raw.frame.index) == [2, 4]
    assert list(raw.quarantined["row"]) == [3]
    assert raw.geometry.loc[2].area == 0.5


def test_a_missing_shape_is_left_to_the_judge() -> None:
    raw = attempt(feature_collection("null", point("[26,-33]")))
    assert raw.geometry is not None
    assert raw.geometry.isna().tolist() == [True, False]
    assert not raw.problems


def test_a_kml_file_with_names_only_takes_them_as_ids() -> None:
    bare = layers.KML.replace(b'<ExtendedData><Data name="facility_id"><value>007</value></Data></ExtendedData>', b"")
    raw = attempt(bare, table="households", name="homes.kml")
    assert raw.source.mapping == {"Name": "household_id"}
    assert raw.frame["Name"].tolist() == ["Gqora clinic"]
