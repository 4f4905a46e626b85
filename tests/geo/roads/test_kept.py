"""Networks that are kept: as bytes, and by the content of their files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from geo.travel import RoadNetwork
from geo.travel.roads import kept, read
from geo.travel.roads.chains import graph_of
from tests.geo.roads.by_hand import made_up, places, scattered
from tests.geo.roads.test_heights import write_raster
from tests.geo.roads.test_reading import write_osm


def test_a_network_as_bytes_is_the_same(tmp_path: Path) -> None:
    lines = made_up(3, corner_at=(0.0, 0.0))
    steep = RoadNetwork(graph_of(lines), elevation=write_raster(tmp_path / "dem.tif"), off_road_most_m=700)
    again = RoadNetwork.of_kept(kept.from_bytes(kept.to_bytes(steep.graph)), steep.settings())
    here = places(scattered(4, 15, lines))
    np.testing.assert_array_equal(again.minutes(here, here, "walk"), steep.minutes(here, here, "walk"))
    assert again.settings() == steep.settings()


def test_files_are_read_once_until_they_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARDROUND_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(read, "_LONG_S", -1.0)
    counted: list[str] = []
    true = read._read
    monkeypatch.setattr(read, "_read", lambda roads, crossings: counted.append(roads) or true(roads, crossings))
    path = write_osm(tmp_path / "R.osm.pbf", made_up(1))
    first, second = RoadNetwork(path), RoadNetwork(path)
    assert len(counted) == 1
    np.testing.assert_array_equal(first.graph.points, second.graph.points)
    Path(path).unlink()
    write_osm(tmp_path / "R.osm.pbf", made_up(2))
    assert len(RoadNetwork(path).graph.u) == len(graph_of(made_up(2)).u)
    assert len(counted) == 2
    for item in kept.folder().iterdir():
        item.write_bytes(item.read_bytes()[:100])
    RoadNetwork(path)
    assert len(counted) == 3


def test_no_more_than_eight_networks_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARDROUND_DATA", str(tmp_path))
    graph = graph_of(made_up(1))
    for number in range(10):
        kept.keep(str(number), graph)
    assert len(list(kept.folder().iterdir())) == 8
    assert kept.known("9") is not None
