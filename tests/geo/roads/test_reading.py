"""Roads out of files: OpenStreetMap, layers of lines, tags, junctions."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import TravelProblems
from geo.travel import RoadNetwork
from geo.travel.roads.chains import graph_of
from geo.travel.roads.kinds import Kind, kind_of
from geo.travel.roads.lines import Lines
from geo.travel.roads.pieces import cut_off, pieces
from tests.geo.roads.by_hand import KINDS, made_up, places, scattered
from tests.thorough import examples

TAGS = (
    {"highway": "residential"},
    {"highway": "residential", "oneway": "yes"},
    {"highway": "track", "surface": "sand", "oneway": "-1", "oneway:bicycle": "no"},
    {"highway": "path"},
    {"highway": "secondary", "foot": "no", "bicycle": "no"},
    {"highway": "primary", "surface": "gravel", "junction": "roundabout", "oneway:bicycle": "no"},
)


def write_osm(path: Path, lines: Lines, tags: tuple[dict[str, str], ...] = TAGS, without: frozenset[int] = frozenset()) -> str:
    """An ``.osm.pbf`` of these lines, beside a building and a bench; nodes ``without`` are missing, as in an extract."""
    import osmium

    with osmium.SimpleWriter(str(path)) as writer:
        for number, (lon, lat) in enumerate(lines.lon_lat):
            if number not in without:
                writer.add_node(osmium.osm.mutable.Node(id=number + 1, location=(lon, lat)))
        writer.add_node(osmium.osm.mutable.Node(id=9000, location=(26.4, -33.2), tags={"amenity": "bench"}))
        for line in range(len(lines)):
            refs = (lines.refs[lines.at[line] : lines.at[line + 1]] + 1).tolist()
            writer.add_way(osmium.osm.mutable.Way(id=line + 1, nodes=refs, tags=tags[int(lines.kind[line])]))
        writer.add_way(osmium.osm.mutable.Way(id=5000, nodes=[1, 2, 3, 1], tags={"building": "yes"}))
        writer.add_way(osmium.osm.mutable.Way(id=5001, nodes=[1, 9000], tags={"highway": "proposed"}))
    return str(path)


def write_layer(path: Path, lines: Lines, crs: str = "EPSG:4326", **columns: list[str]) -> str:
    shapes = [shapely.LineString(lines.lon_lat[lines.refs[a:b]]) for a, b in zip(lines.at, lines.at[1:], strict=False)]
    gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, crs="EPSG:4326")).to_crs(crs).to_file(path, layer="roads")
    return f"{path}::roads"


@pytest.mark.parametrize("mode", ["walk", "bicycle", "car"])
def test_an_openstreetmap_file_gives_the_network_that_was_written(tmp_path: Path, mode: str) -> None:
    lines = made_up(5)
    read = RoadNetwork(write_osm(tmp_path / "R.osm.pbf", lines))
    here = places(scattered(6, 15, lines))
    wanted = RoadNetwork(graph_of(lines)).minutes(here, here, mode)
    assert np.isfinite(wanted).any()
    np.testing.assert_allclose(read.minutes(here, here, mode), wanted, atol=2e-3)  # nodes are kept to a centimetre


def test_a_way_that_leaves_the_extract_is_cut_where_its_nodes_are_missing(tmp_path: Path) -> None:
    lon_lat = np.column_stack([np.arange(6) * 0.01, np.zeros(6)])
    line = Lines(np.arange(6), np.array([0, 6]), np.array([0]), KINDS, lon_lat)
    graph = RoadNetwork(write_osm(tmp_path / "cut.osm.pbf", line, without=frozenset({2}))).graph
    assert len(graph.u) == 2
    assert sorted(np.rint(graph.metres / 1113).astype(int).tolist()) == [1, 2]


def test_what_is_no_openstreetmap_file_or_holds_no_road_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.osm.pbf").write_bytes(bytes(range(256)))
    good = Path(write_osm(tmp_path / "b.osm.pbf", made_up(1))).read_bytes()
    (tmp_path / "broken.osm.pbf").write_bytes(good[: len(good) // 2])
    gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(1, 1)], crs=4326).to_file(tmp_path / "points.gpkg")
    for name, code in (("a.osm.pbf", "E101"), ("broken.osm.pbf", "E302"), ("points.gpkg", "E420"), ("b.osm.pbf::roads", "E420")):
        with pytest.raises(TravelProblems) as caught:
            RoadNetwork(str(tmp_path / name))
        assert [problem.code for problem in caught.value.problems] == [code], name


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32735"])
def test_a_layer_of_lines_gives_the_network_that_was_written(tmp_path: Path, crs: str) -> None:
    lines = made_up(7)
    tags = [TAGS[int(kind)] for kind in lines.kind]
    columns = {
        name: [tag.get(key, "") for tag in tags]
        for name, key in (("fclass", "highway"), ("Surface", "surface"), ("ONEWAY", "oneway"))
    }
    columns |= {name: [tag.get(name, "") for tag in tags] for name in ("foot", "bicycle", "junction")}
    read = RoadNetwork(write_layer(tmp_path / "R.gpkg", lines, crs, **columns))
    here = places(scattered(8, 15, lines))
    whole = RoadNetwork(graph_of(lines))
    for mode in ("walk", "car"):
        np.testing.assert_allclose(read.minutes(here, here, mode), whole.minutes(here, here, mode), atol=2e-3)


def test_a_layer_with_several_layers_asks_which_and_one_without_a_system_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "R.gpkg"
    write_layer(path, made_up(7))
    gpd.GeoDataFrame({"a": ["x"]}, geometry=[shapely.LineString([(0, 0), (1, 1)])], crs=4326).to_file(path, layer="rivers")
    with pytest.raises(TravelProblems, match=r"roads.*R\.gpkg::LAYER"):
        RoadNetwork(path)
    with pytest.warns(UserWarning, match="crs"):
        gpd.GeoDataFrame({"a": ["x"]}, geometry=[shapely.LineString([(0, 0), (1, 1)])]).to_file(tmp_path / "bare.shp")
    with pytest.raises(TravelProblems, match="E300"):
        RoadNetwork(tmp_path / "bare.shp")


def crossing(tmp_path: Path, *shapes: list[tuple[float, float]]) -> str:
    frame = gpd.GeoDataFrame(geometry=[shapely.LineString(shape) for shape in shapes], crs=4326)
    frame.to_file(tmp_path / "x.gpkg", layer="roads")
    return f"{tmp_path / 'x.gpkg'}::roads"


def test_a_crossing_without_a_common_vertex_is_a_bridge_unless_told(tmp_path: Path) -> None:
    path = crossing(tmp_path, [(0, -0.01), (0, 0.01)], [(-0.01, 0.001), (0.01, 0.001)])
    ends = places(np.array([[0.0, -0.01], [0.01, 0.001]]))
    assert np.isnan(RoadNetwork(path).minutes(ends, ends, "walk")[0, 1])
    km = RoadNetwork(path, crossings=True).distance_m(ends, ends)[0, 1] / 1000
    assert km == pytest.approx((0.011 * 110.574 + 0.01 * 111.32), rel=1e-3)


def test_an_end_that_touches_a_line_leads_into_it(tmp_path: Path) -> None:
    path = crossing(tmp_path, [(0, -0.01), (0, 0.01)], [(0.000004, 0.001), (0.01, 0.001)], [(0.00002, 0.005), (0.01, 0.005)])
    ends = places(np.array([[0.0, -0.01], [0.01, 0.001], [0.01, 0.005]]))
    assert np.isfinite(RoadNetwork(path).minutes(ends, ends, "walk")[0]).tolist() == [True, True, False]


@settings(max_examples=examples(40), deadline=None)
@given(seed=st.integers(0, 10**6))
def test_no_road_is_lost_and_no_edge_could_be_joined_to_the_next(seed: int) -> None:
    lines = made_up(seed)
    graph = graph_of(lines)
    whole = sum(
        float(shapely.LineString(lines.lon_lat[lines.refs[a:b]]).length) for a, b in zip(lines.at, lines.at[1:], strict=False)
    )
    edges = [shapely.LineString(graph.points[a:b]) for a, b in zip(graph.at, graph.at[1:], strict=False)]
    assert sum(float(edge.length) for edge in edges) == pytest.approx(whole)
    np.testing.assert_array_equal(graph.points[graph.first], graph.lon_lat[graph.u])
    np.testing.assert_array_equal(graph.points[graph.last], graph.lon_lat[graph.v])
    degree = np.bincount(np.concatenate([graph.u, graph.v]))
    for node in np.flatnonzero(degree == 2).tolist():
        into, out = np.flatnonzero(graph.v == node), np.flatnonzero(graph.u == node)
        both = np.unique(np.concatenate([into, out]))
        one_way = bool(graph.kinds[int(graph.kind[both[0]])].direction)
        joinable = len(both) == 2 and graph.kind[both[0]] == graph.kind[both[1]] and (not one_way or len(into) == 1)
        # A road that was drawn twice, or a ring of two edges.
        others = {*graph.u[both].tolist(), *graph.v[both].tolist()} - {node}
        assert not joinable or len(others) < 2


def test_tags_say_who_may_go_where() -> None:
    assert kind_of({"highway": "track", "access": "private"}) == Kind("track", walk=False, bicycle=False, car=False)
    assert kind_of({"highway": "track", "access": "no", "foot": "yes"}) == Kind("track", bicycle=False, car=False)
    assert kind_of({"highway": "path", "motor_vehicle": "yes"}) == Kind("path")
    assert kind_of({"highway": "path", "access": "yes"}) == Kind("path", car=False)
    assert kind_of({"highway": "motorway"}) == Kind("motorway", walk=False, bicycle=False, direction=1, bicycle_direction=1)
    assert kind_of({"highway": "tertiary", "junction": "roundabout"}) == Kind("tertiary", direction=1, bicycle_direction=1)
    assert kind_of({"highway": "tertiary", "oneway": "yes", "oneway:bicycle": "no"}) == Kind("tertiary", direction=1)
    assert kind_of({"highway": "Tertiary ", "oneway": "F"}) == Kind("tertiary", direction=1, bicycle_direction=1)
    assert kind_of({"highway": "cart way"}) == kind_of({}) == Kind("road")
    assert kind_of({"highway": "pedestrian", "area": "yes"}) is None


def test_pieces_of_road_and_who_is_cut_off(tmp_path: Path) -> None:
    path = crossing(tmp_path, [(0, 0), (0.01, 0)], [(0.02, 0), (0.05, 0)], [(0.01, 0), (0.01, 0.01)])
    network = RoadNetwork(path, off_road_most_m=1000)
    found = pieces(network)
    assert found["piece"].tolist() == [1, 2]
    assert found["km"].tolist() == pytest.approx([3.34, 2.219], rel=1e-3)
    assert found["share"].sum() == pytest.approx(1)
    assert shapely.length(found.geometry.array).tolist() == pytest.approx([0.03, 0.02])
    here = places(np.array([[0.03, 0.001], [0.005, 0.001], [0.03, 0.05], [np.nan, np.nan]]))
    table = cut_off(network, here)
    assert table["cut_off"].tolist() == ["", "piece", "far", "unknown"]
    assert table["piece"].tolist() == [1, 2, 0, 0]
    assert table["off_road_m"].tolist()[:2] == pytest.approx([110.6, 110.6], rel=1e-3)


def test_mopeia_falls_into_its_329_pieces(shared_data: Path) -> None:
    network = RoadNetwork(f"{shared_data / 'mopeia' / 'mopeia.gpkg'}::roads")
    table = pieces(network)
    assert len(table) == 329
    assert table["km"].sum() == pytest.approx(1852.7, abs=1)
    here = places(np.array([network.graph.points[0], [35.0, -20.0]]))
    assert cut_off(network, here)["cut_off"].tolist()[1] == "far"
