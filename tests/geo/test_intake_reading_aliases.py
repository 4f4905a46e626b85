"""The names that people really use, and cells that must be looked at to know what a column is."""

from __future__ import annotations

import pytest

from geo.intake.aliases import IDS, NEEDED, map_headings, names
from geo.intake.result import Answers
from geo.tables import KEYS, TABLES
from tests.geo.bad.trial import attempt

ODK = [
    *("SubmissionDate", "start", "end", "deviceid", "hh-household_no", "hh-village", "hh-head_name", "hh-gps-Latitude"),
    *("hh-gps-Longitude", "hh-gps-Altitude", "hh-gps-Accuracy", "hh-members", "meta-instanceID", "KEY", "SubmitterName"),
]
KOBO = [
    *("start", "end", "phonenumber", "hh/hh_id", "hh/village", "_gps_latitude", "_gps_longitude", "_gps_altitude"),
    *("_gps_precision", "hh/hh_size", "_id", "_uuid", "_submission_time", "_validation_status", "_status", "_index"),
]
COMMCARE = [
    *("number", "formid", "form.household_id", "form.hh_group.village_name", "form.location:latitude"),
    *("form.location:longitude", "form.priority", "form.case.@case_id", "info.caseid", "received_on"),
]
MDB_2020 = [
    "OBJECTID",
    "ProvinceName",
    "Province",
    "District",
    "DistrictName",
    "CAT_B",
    "WardID",
    "WardNo",
    "WardLabel",
    "mdb_date",
]
MDB_2016 = ["PROVINCE", "DISTRICT", "DISTRICT_N", "CAT_B", "MUNICNAME", "WARDNO", "WARD_ID", "Shape_Area"]


def ours(table: str, headings: list[str]) -> dict[str, str]:
    """Our column → their heading."""
    return {column: heading for heading, column in map_headings(table, headings).items() if column}


@pytest.mark.parametrize(
    ("table", "headings", "expected"),
    [
        (
            "households",
            ODK,
            {
                "household_id": "hh-household_no",
                "village": "hh-village",
                "label": "hh-head_name",
                "latitude": "hh-gps-Latitude",
                "longitude": "hh-gps-Longitude",
                "members": "hh-members",
            },
        ),
        (
            "households",
            KOBO,
            {
                "household_id": "hh/hh_id",
                "village": "hh/village",
                "latitude": "_gps_latitude",
                "longitude": "_gps_longitude",
                "members": "hh/hh_size",
            },
        ),
        (
            "households",
            COMMCARE,
            {
                "household_id": "form.household_id",
                "village": "form.hh_group.village_name",
                "latitude": "form.location:latitude",
                "longitude": "form.location:longitude",
                "priority": "form.priority",
            },
        ),
        (
            "wards",
            ["ward_id", "ward_no", "cat_b", "municipality", "district", "district_code", "province", "mdb_date"],
            {
                "ward_id": "ward_id",
                "ward_no": "ward_no",
                "municipality_id": "cat_b",
                "municipality": "municipality",
                "district": "district",
                "district_id": "district_code",
                "province": "province",
                "demarcation_year": "mdb_date",
            },
        ),
    ],
)
def test_exports_of_survey_tools_and_boards_are_understood(table: str, headings: list[str], expected: dict[str, str]) -> None:
    assert ours(table, headings) == expected


@pytest.mark.parametrize(
    "heading", ["lat", "Latitude", "GPS Latitude", "_gps_latitude", "LATITUDE ", "y", "Breedtegraad", "Latitúde"]
)
def test_every_way_to_say_latitude(heading: str) -> None:
    assert map_headings("households", [heading])[heading] == "latitude"


@pytest.mark.parametrize(
    "heading", ["hh_id", "HH ID", "Household No.", "household-number", "Huishouding ID", "household_", "KEY"]
)
def test_every_way_to_say_household_id(heading: str) -> None:
    assert map_headings("households", [heading])[heading] == "household_id"


@pytest.mark.parametrize(
    ("cut", "column"), [("ward_code_", "ward_id"), ("municipali", "municipality"), ("demarcatio", "demarcation_year")]
)
def test_g09_names_that_a_shapefile_has_cut(cut: str, column: str) -> None:
    assert map_headings("wards", [cut])[cut] == column


def test_an_exact_name_beats_an_alias_and_no_column_of_ours_is_named_twice() -> None:
    mapping = map_headings("households", ["uuid", "id", "household_id", "lat", "latitude", "longitude"])
    assert mapping == {
        "uuid": "",
        "id": "",
        "household_id": "household_id",
        "lat": "",
        "latitude": "latitude",
        "longitude": "longitude",
    }


def test_the_two_coordinates_come_from_the_same_point() -> None:
    headings = ["key", "home/gps_Latitude", "home/gps_Longitude", "Latitude", "start_longitude"]
    assert ours("households", headings)["latitude"] == "home/gps_Latitude"
    assert ours("households", headings)["longitude"] == "home/gps_Longitude"


def test_what_the_person_says_beats_the_table() -> None:
    mapping = map_headings("households", ["id", "plot", "village"], {"plot": "household_id", "village": "", "gone": "label"})
    assert mapping == {"id": "", "plot": "household_id", "village": ""}


def test_a_forms_start_is_not_the_start_of_a_shift() -> None:
    assert map_headings("fieldworkers", ["worker_id", "start", "end"])["start"] == "start"
    assert map_headings("fieldworkers", ["worker_id", "start", "end", "_uuid"])["start"] == ""


@pytest.mark.parametrize("table", sorted(TABLES))
def test_aliases_name_columns_that_exist_and_each_column_names_itself(table: str) -> None:
    contract = {column.name for column in TABLES[table]}
    extra = set() if table == "wards" else {"latitude", "longitude", "gps"}
    assert {column for column, _ in names(table).values()} == contract | extra
    assert all(map_headings(table, [name])[name] == name for name in contract)


def test_the_light_copies_agree_with_the_contracts() -> None:
    assert {table: needed[0] for table, needed in NEEDED.items() if table in KEYS} == dict(KEYS)
    assert {column.name for parts in TABLES.values() for column in parts if column.kind == "id"} == IDS


@pytest.mark.parametrize("cell", ["-33.31 26.52 540.0 4.5", "-33.31, 26.52", "-33.31;26.52", "POINT (26.52 -33.31)"])
def test_one_cell_with_both_coordinates_becomes_two(cell: str) -> None:
    raw = attempt(f'household_id,gps\nA,"{cell}"\nB,\n'.encode())
    assert raw.frame["gps (latitude)"].tolist() == ["-33.31", ""]
    assert raw.frame["gps (longitude)"].tolist() == ["26.52", ""]
    assert raw.source.mapping == {
        "household_id": "household_id",
        "gps": "",
        "gps (latitude)": "latitude",
        "gps (longitude)": "longitude",
    }


def test_columns_of_coordinates_beat_one_cell_with_both() -> None:
    raw = attempt(b"household_id,gps,lat,lon\nA,-1 2,-33,26\n")
    assert raw.source.mapping["lat"] == "latitude"
    assert raw.source.mapping["gps"] == ""


def test_a_location_in_words_is_a_village() -> None:
    raw = attempt(b"household_id,location\nA,Joza Extension 9\nB,Fingo Village\n")
    assert raw.source.mapping["location"] == "village"


@pytest.mark.parametrize("headings", [MDB_2020, MDB_2016])
def test_a_district_column_with_codes_is_the_districts_id(headings: list[str]) -> None:
    cells = {
        "District": "DC10",
        "DISTRICT": "DC10",
        "DistrictName": "Sarah Baartman",
        "DISTRICT_N": "Cacadu",
        "mdb_date": "2020/11/24",
    }
    row = [cells.get(heading, f"x{place}") for place, heading in enumerate(headings)]
    raw = attempt(f"{','.join(headings)}\n{','.join(row)}\n".encode(), table="wards")
    found = {column: heading for heading, column in raw.source.mapping.items() if column}
    assert raw.frame[found["district_id"]].tolist() == ["DC10"]
    assert raw.frame[found["district"]].tolist() in (["Sarah Baartman"], ["Cacadu"])
    assert found["municipality_id"] == "CAT_B"
    if "demarcation_year" in found:
        assert raw.frame[found["demarcation_year"]].tolist() == ["2020"]


def test_the_mapping_of_the_person_is_shown_as_theirs() -> None:
    raw = attempt(b"plot,village\n7,x\n", answers=Answers(mapping={"plot": "household_id"}))
    assert raw.source.mapping == {"plot": "household_id", "village": "village"}
