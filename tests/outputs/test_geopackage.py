"""The GeoPackage opened by GDAL: layers, what fields are called, styles that are whole, and texts that stay texts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from defusedxml import ElementTree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outputs.geopackage import write_geopackage
from tests.outputs.made import NASTY, handout

LANDMARKS = {"landmark_points", "landmark_lines", "landmark_areas"}
LAYERS = {"visits", "workers", "not_reached", "routes", "service_points", "wards"} | LANDMARKS


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gpkg") / "plan.gpkg"
    write_geopackage(handout(workers=3, days=2, texts=NASTY, kind="service"), path)
    return path


def table(path: Path, sql: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as base:
        return base.execute(sql).fetchall()


def test_every_layer_opens_with_its_rows_in_degrees(package: Path) -> None:
    assert {str(name) for name, _ in pyogrio.list_layers(package)} == LAYERS | {"layer_styles"}
    made = handout(workers=3, days=2)
    for name in LAYERS:
        assert gpd.read_file(package, layer=name).crs.to_epsg() == 4326
    visits = gpd.read_file(package, layer="visits")
    assert len(visits) == len(made.plan.visits)
    assert visits["stop"].tolist() == made.plan.visits["order"].tolist()
    assert len(gpd.read_file(package, layer="routes")) == len(made.plan.days)
    assert len(gpd.read_file(package, layer="not_reached")) == len(made.plan.unserved)


def test_every_field_has_a_name_for_people(package: Path) -> None:
    aliases = {
        (layer, field): title
        for layer, field, title in table(package, "SELECT table_name, column_name, title FROM gpkg_data_columns")
    }
    for name in LAYERS:
        for field in pyogrio.read_info(package, layer=name)["fields"]:
            assert aliases[name, field].strip()


def test_every_layer_has_a_whole_style_whose_fields_and_symbols_exist(package: Path) -> None:
    styles = dict(table(package, "SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault = 1"))
    assert set(styles) == LAYERS
    for name, text in styles.items():
        root = ElementTree.fromstring(text)
        assert root.tag == "qgis"
        renderer = root.find("renderer-v2")
        assert renderer is not None
        symbols = {symbol.get("name") for symbol in renderer.iterfind("symbols/symbol")}
        fields = set(pyogrio.read_info(package, layer=name)["fields"])
        assert symbols
        if renderer.get("type") == "categorizedSymbol":
            attribute = str(renderer.get("attr"))
            assert attribute in fields
            assert {each.get("symbol") for each in renderer.iterfind("categories/category")} == symbols
            values = {each.get("value") for each in renderer.iterfind("categories/category")}
            assert {str(value) for value in gpd.read_file(package, layer=name)[attribute]} <= values
        assert {each.get("field") for each in root.iterfind("aliases/alias")} == fields


def test_what_must_not_leave_the_office_is_not_in_it(package: Path) -> None:
    content = package.read_bytes()
    for word in (b"HIV", b"8001015009087", b"+2782"):
        assert word not in content


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.gpkg", "two.gpkg"):
        write_geopackage(handout(), tmp_path / name)
    assert (tmp_path / "one.gpkg").read_bytes() == (tmp_path / "two.gpkg").read_bytes()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.text(max_size=80), st.sampled_from(NASTY)), min_size=1, max_size=5))
def test_any_texts_can_be_kept_and_read(tmp_path: Path, texts: list[str]) -> None:
    made = handout(workers=1, visits_a_day=3, days=1, texts=tuple(texts), surroundings=False)
    write_geopackage(made, tmp_path / "plan.gpkg")
    assert (
        gpd.read_file(tmp_path / "plan.gpkg", layer="visits")["household_id"].tolist()
        == made.plan.visits["household_id"].tolist()
    )
