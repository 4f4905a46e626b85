"""Wards that somebody has drawn, without the codes of the Demarcation Board, can be brought all the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from geo.intake import read
from geo.intake.result import Answers
from workflows import intake_knobs


def drawn(path: Path, *properties: dict[str, Any]) -> Path:
    """A GeoJSON with a square for each."""
    square = [[0, 0], [0.05, 0], [0.05, -0.05], [0, -0.05], [0, 0]]
    features = [
        {
            "type": "Feature",
            "properties": each,
            "geometry": {"type": "Polygon", "coordinates": [[[26.5 + 0.05 * i + x, -33.3 + y] for x, y in square]]},
        }
        for i, each in enumerate(properties)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


NUMBERED = Answers(choices={"number_rows": "true"})


def test_drawn_wards_get_codes_of_their_municipality_and_number(tmp_path: Path) -> None:
    path = drawn(tmp_path / "w.geojson", *({"Ward No": f"Ward {n}", "Municipality": "EC157"} for n in (3, 1)))
    refused = read("wards", path)
    assert not refused.ready
    assert [problem.column for problem in refused.problems if problem.code == "E204"] == ["ward_id"]
    assert intake_knobs.first_ids(refused) == "EC104-01, EC104-02 and so on"
    found = read("wards", path, NUMBERED)
    assert found.ready
    assert found.accepted["ward_id"].tolist() == ["EC157-03", "EC157-01"]
    assert found.accepted["municipality_id"].tolist() == ["EC157"] * 2
    assert {problem.code for problem in found.problems} >= {"E237"}


def test_wards_without_numbers_or_with_one_twice_are_numbered_in_their_order(tmp_path: Path) -> None:
    answers = Answers(choices={"number_rows": "true", "municipality_id": "EC157"})
    for properties in ([{"Note": "north"}, {"Note": "south"}], [{"Ward No": 1, "Note": "a"}, {"Ward No": 1, "Note": "b"}]):
        found = read("wards", drawn(tmp_path / "w.geojson", *properties), answers)
        assert found.accepted["ward_id"].tolist() == ["EC157-01", "EC157-02"]


def test_two_municipalities_may_have_a_ward_of_the_same_number(tmp_path: Path) -> None:
    path = drawn(tmp_path / "w.geojson", *({"WardNo": 1, "Municipality": name} for name in ("Makana", "Ndlambe")))
    assert read("wards", path, NUMBERED).accepted["ward_id"].tolist() == ["Makana-01", "Ndlambe-01"]


def test_a_municipality_that_is_not_named_for_every_ward_is_asked_for(tmp_path: Path) -> None:
    path = drawn(tmp_path / "w.geojson", {"WardNo": 1, "Municipality": "Makana"}, {"WardNo": 2, "Municipality": ""})
    assert [problem.column for problem in read("wards", path, NUMBERED).problems if problem.code == "E204"] == ["municipality_id"]


def test_codes_of_the_file_stand(tmp_path: Path) -> None:
    path = drawn(tmp_path / "w.geojson", {"WardID": "21004001", "CAT_B": "EC104", "WardNo": 1, "Municipality": "Makana"})
    found = read("wards", path, NUMBERED)
    assert found.accepted[["ward_id", "municipality_id", "municipality"]].iloc[0].tolist() == ["21004001", "EC104", "Makana"]
