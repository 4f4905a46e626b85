"""Real files of Makana and of South Africa, from the file to the raw table and on to the judged one."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyogrio
import pytest

from geo.intake import read
from geo.intake.reading import read_raw
from tests.geo.bad import archives, layers
from tests.geo.bad.trial import asked, books_balance

BOARD = {
    "ward_id": "ward_id",
    "ward_no": "ward_no",
    "cat_b": "municipality_id",
    "municipality": "municipality",
    "district": "district",
    "district_code": "district_id",
    "province": "province",
}


def test_households_of_makana(shared_data: Path) -> None:
    path = shared_data / "makana" / "households.csv"
    raw = read_raw("households", path)
    books_balance(raw)
    assert not raw.problems
    assert raw.source.rows == len(raw.frame) == 21_459
    assert all(theirs == ours for theirs, ours in raw.source.mapping.items())
    assert raw.source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_fieldworkers_of_makana(shared_data: Path) -> None:
    raw = read_raw("fieldworkers", shared_data / "makana" / "fieldworkers.csv")
    books_balance(raw)
    assert not raw.problems
    assert len(raw.frame) == 143
    assert all(theirs == ours for theirs, ours in raw.source.mapping.items())


def test_wards_of_makana(shared_data: Path) -> None:
    raw = read_raw("wards", shared_data / "makana" / "wards.geojson")
    books_balance(raw)
    assert not raw.problems
    assert len(raw.frame) == 14
    assert {theirs: ours for theirs, ours in raw.source.mapping.items() if theirs in BOARD} == BOARD
    assert raw.geometry is not None
    assert raw.geometry.crs.to_epsg() == 4326


def test_wards_of_south_africa(shared_data: Path) -> None:
    path = shared_data / "south_africa" / "za_admin_2020.gpkg"
    assert asked(read_raw("wards", path)) == [("wards.layer", "E106")]
    raw = read_raw("wards", f"{path}::wards")
    books_balance(raw)
    assert not raw.problems
    assert raw.source.layer == "wards"
    assert len(raw.frame) == 4_468
    assert {theirs: ours for theirs, ours in raw.source.mapping.items() if theirs in BOARD} == BOARD
    assert raw.frame["ward_id"].str.fullmatch(r"\d{8}").all()


@pytest.mark.parametrize(("layer", "rows"), [("who_kemri_2019", 4_288), ("hospitals_dsfsi", 891), ("wazimap_health_2018", 5_079)])
def test_clinics_of_south_africa(layer: str, rows: int, shared_data: Path) -> None:
    raw = read_raw("service_points", f"{shared_data / 'south_africa' / 'health_facilities.gpkg'}::{layer}")
    books_balance(raw)
    assert len(raw.frame) + len(raw.quarantined) == rows
    assert raw.geometry is not None


def test_roads_of_mopeia(shared_data: Path) -> None:
    raw = read_raw("landmarks", f"{shared_data / 'mopeia' / 'mopeia.gpkg'}::roads")
    books_balance(raw)
    assert len(raw.frame) == 3_650


def test_makana_is_judged_whole(shared_data: Path) -> None:
    wards = read("wards", shared_data / "makana" / "wards.geojson")
    assert wards.ready
    assert set(wards.accepted["demarcation_year"]) == {"2020"}
    assert set(wards.accepted["municipality_id"]) == {"EC104"}
    workers = read("fieldworkers", shared_data / "makana" / "fieldworkers.csv", wards=wards.accepted)
    assert workers.ready
    assert len(workers.accepted) == 143


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "fgb", "kml", "parquet", "shp", "zip"])
def test_all_wards_of_south_africa_are_judged_alike_in_every_format(ending: str, shared_data: Path, tmp_path: Path) -> None:
    wards = pyogrio.read_dataframe(shared_data / "south_africa" / "za_admin_2020.gpkg", layer="wards")
    if ending in ("shp", "zip"):
        parts = layers.shapefile(wards, tmp_path)
        path = tmp_path / ("wards.shp" if ending == "shp" else "wards.zip")
        if ending == "zip":
            path.write_bytes(archives.zipped(parts))
    else:
        path = tmp_path / f"wards.{ending}"
        path.write_bytes(layers.written(wards, tmp_path, ending))
    intake = read("wards", path)
    assert intake.ready
    assert {problem.code for problem in intake.problems} == {"E333", "E334"}
    assert len(intake.accepted) == 4_468
    assert intake.accepted["municipality_id"].nunique() == 213
    assert intake.accepted["district_id"].str.fullmatch(r"DC\d+|[A-Z]{3}").all()
    assert set(intake.accepted["ward_id"]) == set(wards["ward_id"])


def test_places_in_an_enclave_are_not_taken_for_swapped(shared_data: Path) -> None:
    wards = read("wards", f"{shared_data / 'south_africa' / 'za_admin_2020.gpkg'}::wards").accepted
    places = read("landmarks", shared_data / "south_africa" / "places.gpkg", wards=wards)
    assert places.quarantined.empty
