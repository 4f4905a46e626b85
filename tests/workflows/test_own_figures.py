"""Figures and layers that are kept with the workspace: read again as they were, by the layer that was chosen, and taken away."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from geo.errors import InputProblems
from tests.workflows.places import listed, write_lists
from workflows import own_figures
from workflows.area_files import layers_of, read_areas
from workspace import Workspace


@pytest.fixture
def ws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("WARDROUND_DATA", str(tmp_path / "user data"))
    return listed(tmp_path / "ward", write_lists(tmp_path / "in"))


def _areas(**columns: list[str]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=[box(26, -34, 27, -33), box(27, -34, 28, -33)], crs="EPSG:4326")


def _two_layers(folder: Path) -> bytes:
    path = folder / "health.gpkg"
    _areas(code=["A", "B"], name=["North", "South"]).to_file(path, layer="health_subdistricts")
    gpd.GeoDataFrame({"name": ["P"]}, geometry=[Point(26, -33)], crs="EPSG:4326").to_file(path, layer="clinics")
    return path.read_bytes()


def test_of_several_layers_one_is_chosen_and_found_again(ws: Workspace, tmp_path: Path) -> None:
    content, before = _two_layers(tmp_path), own_figures.revision(ws)
    assert sorted(layers_of(content, "health.gpkg")) == ["clinics", "health_subdistricts"]
    with pytest.raises(InputProblems, match="E106"):
        own_figures.keep_areas(ws, "health.gpkg", content)
    assert own_figures.revision(ws) == before
    kept = own_figures.keep_areas(ws, "health.gpkg", content, "health_subdistricts")
    assert own_figures.area_layers(ws) == ["health subdistricts"] and own_figures.revision(ws) != before
    again = own_figures.areas(ws, "health subdistricts")
    assert again.table[["area_id", "name"]].to_numpy().tolist() == [["A", "North"], ["B", "South"]]
    assert kept.table.geometry.equals(again.table.geometry)
    own_figures.keep_areas(ws, "health.gpkg", content, "health_subdistricts")
    assert len(own_figures.area_layers(ws)) == 1
    own_figures.forget_areas(ws, "health subdistricts")
    assert own_figures.area_layers(ws) == []


def test_a_sheet_of_figures_is_chosen_and_found_again(ws: Workspace) -> None:
    book = io.BytesIO()
    with pd.ExcelWriter(book) as writer:
        pd.DataFrame({"x": ["a"]}).to_excel(writer, sheet_name="About", index=False)
        pd.DataFrame({"ward_id": ["21004001", "21004002"], "piped": [9, 1]}).to_excel(writer, sheet_name="Water", index=False)
    content = book.getvalue()
    assert sorted(layers_of(content, "profile.xlsx")) == ["About", "Water"]
    own_figures.keep_indicators(ws, "profile.xlsx", content, "Water")
    found = own_figures.indicators(ws)
    assert found is not None and found.table["piped"].to_dict() == {"21004001": 9.0, "21004002": 1.0}
    assert own_figures.indicators_name(ws) == "profile.xlsx"
    own_figures.forget_indicators(ws)
    assert own_figures.indicators(ws) is None and own_figures.indicators_name(ws) == ""


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"OBJECTCODE": ["7", "8"], "COMPNT_NM": ["Town", "Farms"]}, [["7", "Town"], ["8", "Farms"]]),
        ({"Circuit": ["Fort Beaufort", "Makhanda"]}, [["Fort Beaufort", "Fort Beaufort"], ["Makhanda", "Makhanda"]]),
        ({"Cluster": ["X", "X"], "CODE": ["1", "1"]}, [["1", "1"], ["2", "2"]]),
        ({"id": ["007", "008"], "Name": ["", "South"]}, [["007", "007"], ["008", "South"]]),
    ],
)
def test_ids_and_names_are_found_whatever_their_columns_are_called(
    tmp_path: Path, columns: dict[str, list[str]], expected: list[list[str]]
) -> None:
    _areas(**columns).to_file(tmp_path / "areas.gpkg")
    assert read_areas(str(tmp_path / "areas.gpkg")).table[["area_id", "name"]].to_numpy().tolist() == expected


def test_a_zipped_shapefile_in_metres_is_read_as_degrees(tmp_path: Path) -> None:
    _areas(name=["North", "South"]).to_crs(32735).to_file(tmp_path / "precincts.shp")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in tmp_path.glob("precincts.*"):
            archive.write(part, part.name)
    found = read_areas(packed.getvalue(), "precincts.zip")
    assert found.called == "precincts"
    assert found.table.total_bounds == pytest.approx([26, -34, 28, -33], abs=0.05)
