"""Wards by their numbers: "1", "Ward 2", "Wyk 03" of a list name the wards of the layer, and disagreements stay visible."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.ward_numbers import WardNumbers, number_in
from tests.geo.tables import codes, households, judged, ward_grid

HERE = {"latitude": ["-33.35012"] * 4, "longitude": ["26.44921", "26.44922", "26.44923", "26.44924"]}


def two_towns():
    """Two municipalities, each with a ward 1 and a ward 2; the second lies east of the first."""
    grid = ward_grid(4, 1)
    grid["ward_no"] = ["1", "Ward 2", "1", "2"]
    grid["municipality_id"] = ["EC104", "EC104", "EC105", "EC105"]
    grid["municipality"] = ["Makana", "Makana", "Ndlambe", "Ndlambe"]
    return grid


@pytest.mark.parametrize(
    "text", ["2", "02", "Ward 2", "WARD NO. 2", "ward: 2", "Wyk 2", "iWadi 2", "Makana 2", "EC104 ward 2", "2.0"]
)
def test_a_number_names_its_ward(text: str) -> None:
    assert WardNumbers.of(ward_grid(2, 1)).code(text.replace("Makana", "EC104")) == "21004002"


@pytest.mark.parametrize("text", ["9", "Ward 1 and 2", "Makana", "-2", "2/3", "", "Thandi 2", "210040022"])
def test_other_texts_name_no_ward(text: str) -> None:
    assert WardNumbers.of(ward_grid(2, 1)).code(text) == ""


def test_a_number_of_several_municipalities_names_none_without_them() -> None:
    numbers = WardNumbers.of(two_towns())
    assert numbers.candidates("Ward 1") == ("21004001", "21004003") and numbers.code("Ward 1") == ""
    assert numbers.code("Ndlambe ward 1") == "21004003" and numbers.code("1", ["EC105"]) == "21004003"
    assert number_in("Ndlambe ward 1") == ("1", "ndlambe")


def test_a_stated_number_is_kept_where_it_agrees_and_told_where_the_place_lies_elsewhere() -> None:
    """Row 4 says ward 2 and lies 9 km inside ward 1: a real disagreement, which was lost among 'not in the ward layer'."""
    intake = judged("households", households(**HERE, ward=["1", "Ward 1", "Wyk 2", "21004001"]), wards=ward_grid(2, 1))
    assert codes(intake)["E230"] == (2, 3, 4) and codes(intake)["E320"] == (4,)
    assert intake.accepted["ward_id"].tolist() == ["21004001"] * 4
    (told,) = [problem.sentence for problem in intake.problems if problem.code == "E320"]
    assert "more than" in told and "not in the ward layer" not in told


def test_a_stated_number_holds_within_the_tolerance_of_the_edge() -> None:
    edge = {"latitude": ["-33.35012"], "longitude": ["26.49923"]}
    intake = judged("households", households(**edge, ward=["Ward 2"]), wards=ward_grid(2, 1))
    assert intake.accepted["ward_id"].tolist() == ["21004002"]


def test_the_municipality_of_the_row_decides_between_wards_of_one_number() -> None:
    places = {"latitude": ["-33.35012"] * 3, "longitude": ["26.44921", "26.64922", "26.54923"]}
    intake = judged("households", households(**places, ward=["Ward 1", "Ward 1", "2"]), wards=two_towns())
    assert intake.accepted["ward_id"].tolist() == ["21004001", "21004003", "21004002"]
    assert codes(intake)["E230"] == (2, 3, 4) and "E320" not in codes(intake)


def workers(**more: list[str]) -> dict[str, list[str]]:
    return {
        "worker_id": ["W1", "W2", "W3"],
        "latitude": ["-33.35012"] * 3,
        "longitude": ["26.44921", "26.44922", "26.44923"],
        **more,
    }


def test_home_wards_by_number_and_a_note_on_those_that_name_none() -> None:
    intake = judged("fieldworkers", workers(home_ward=["1", "Ward 2", "Ward 19"]), wards=ward_grid(2, 1))
    assert intake.accepted["home_ward"].tolist() == ["21004001", "21004002", "Ward 19"]
    (note,) = [problem for problem in intake.problems if problem.code == "E340"]
    assert note.rows == (4,) and note.column == "home_ward" and "Ward 19" not in str(note)


def test_the_home_decides_between_wards_of_one_number() -> None:
    intake = judged("fieldworkers", workers(home_ward=["1", "Wyk 2", "Ndlambe 2"]), wards=two_towns())
    assert intake.accepted["home_ward"].tolist() == ["21004001", "21004002", "21004004"]
    assert "E340" not in codes(intake)


def test_a_layer_that_calls_a_ward_by_the_text_itself_is_left_alone() -> None:
    own = ward_grid(2, 1).assign(ward_id=["1", "2"], ward_no=["7", "1"])
    assert WardNumbers.of(own).by_number == {"7": ("1",), "1": ("2",)}
    intake = judged("households", households(latitude=["-33.35012"], longitude=["26.44921"], ward=["1"]), wards=own)
    assert intake.accepted["ward_id"].tolist() == ["1"] and "E230" not in codes(intake)
    assert isinstance(intake.accepted, pd.DataFrame)
