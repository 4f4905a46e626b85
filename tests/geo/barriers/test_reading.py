"""Layers of barriers as people have them: their headings, their words, their faults."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.errors import InputProblems
from geo.travel.barriers.months import EVERY, bits_of, closed_months
from geo.travel.barriers.read import read_barriers

LINE, SPOT = shapely.LineString([(26, -33), (26.1, -33)]), shapely.Point(26.05, -33)
POND = SPOT.buffer(0.001)


def layer(path: Path, shapes: list[shapely.Geometry], **columns: list[object]) -> str:
    gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326").to_crs("EPSG:32735").to_file(path, layer="lines")
    return str(path)


def test_rows_are_told_apart_by_their_words_whatever_the_heading(tmp_path: Path) -> None:
    words = ["Rivier", "Low-water bridge", "dam", "school", None, None, "road"]
    shapes = [LINE, SPOT, POND, SPOT, LINE, SPOT, LINE]
    path = layer(tmp_path / "a.gpkg", shapes, Tipe=words, Closed_Months=[None, "Nov - Mrt", *[None] * 5])
    found = read_barriers(f"{path}::lines")
    assert (len(found.shapes), len(found.crossings)) == (3, 2)
    assert found.closed.tolist() == [bits_of([11, 12, 1, 2, 3]), 0]
    assert dict(found.left_out) == {"school": 1, "road": 1}
    assert [open_.tolist() for open_ in (found.open_in({2}), found.open_in({4, 5}), found.open_in(None))] == [
        [False, True],
        [True, True],
        [False, True],
    ]
    assert "3 lines and areas, 2 crossings (1 closed in some months); no barriers: school 1, road 1" in found.told()


def test_openstreetmap_says_what_a_row_is_in_several_columns(tmp_path: Path) -> None:
    path = layer(
        tmp_path / "osm.gpkg",
        [LINE, LINE, LINE, SPOT, SPOT],
        waterway=["river", None, None, None, None],
        railway=[None, "rail", None, None, "level_crossing"],
        bridge=["no", "F", "yes", None, None],
        ford=[None, None, None, "yes", None],
        highway=[None, None, "track", None, None],
    )
    found = read_barriers(path)
    assert (len(found.shapes), len(found.crossings)) == (2, 3)


def test_bridges_may_stand_in_a_layer_of_their_own(tmp_path: Path) -> None:
    rivers, bridges = layer(tmp_path / "r.gpkg", [LINE]), layer(tmp_path / "b.gpkg", [SPOT, LINE], name=["a", "b"])
    found = read_barriers(rivers, bridges)
    assert (len(found.shapes), len(found.crossings)) == (1, 2)
    assert found.settings() == {"barriers": rivers, "bridges": bridges}


def test_what_is_wrong_is_told(tmp_path: Path) -> None:
    points = layer(tmp_path / "p.gpkg", [SPOT], kind=["school"])
    unread = layer(tmp_path / "m.gpkg", [LINE, SPOT], kind=["river", "ford"], closed=["", "when it rains"])
    for path, code in ((points, "E422"), (unread, "E423"), (str(tmp_path / "gone.gpkg"), "E100")):
        with pytest.raises(InputProblems) as error:
            read_barriers(path)
        assert [problem.code for problem in error.value.problems] == [code]
    with pytest.raises(InputProblems) as error:
        read_barriers(unread, str(tmp_path / "gone.gpkg"))
    assert {problem.code for problem in error.value.problems} == {"E423", "E100"}


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("11-3", [11, 12, 1, 2, 3]),
        ("Desember tot Februarie", [12, 1, 2]),
        ("1,2; 4", [1, 2, 4]),
        ("5", [5]),
        ("Jan and Jul", [1, 7]),
        ("2.0", [2]),
        ("all year", range(1, 13)),
        ("no", []),
        ("13", None),
        ("rains", None),
        ("1-2-3", None),
    ],
)
def test_months_as_people_write_them(text: str, months: list[int] | None) -> None:
    assert closed_months(text) == (None if months is None else bits_of(months))
    assert bits_of(range(1, 13)) == EVERY
