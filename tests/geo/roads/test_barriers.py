"""Roads and barriers: where a road is cut, where it leads over, how people walk to it; and what must always hold."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.travel import Barriers, RoadNetwork
from geo.travel.barriers.months import bits_of
from geo.travel.barriers.season import Season
from geo.travel.roads.chains import graph_of
from geo.travel.roads.kinds import Kind, kind_of
from geo.travel.roads.lines import Lines, lines_of
from geo.travel.tiling import tiles
from tests.allocation.profiles import modest
from tests.geo.barriers.test_around import at, barred, line
from tests.geo.roads.by_hand import made_up, places, scattered

ROAD, BRIDGE, FORD = Kind("residential"), Kind("residential", over="bridge"), Kind("track", over="ford")


def roads(*drawn: tuple[Kind, list[tuple[float, float]]]) -> Lines:
    kinds = tuple(dict.fromkeys(kind for kind, _ in drawn))
    size = np.concatenate([[0], np.cumsum([len(spots) for _, spots in drawn])])
    every = np.concatenate([at(*spots) for _, spots in drawn])
    return lines_of(every, size, np.array([kinds.index(kind) for kind, _ in drawn]), kinds)


#: A road over a river at 0, its bridge 40 m long, and a way round by the ford 2 km to the east.
OVER = [(-50.0, -1000.0), (0.0, -20.0)], [(0.0, -20.0), (0.0, 20.0)], [(0.0, 20.0), (0.0, 1000.0)]
ROUND = [(-50.0, -1000.0), (2000.0, -1000.0), (2000.0, 1000.0), (0.0, 1000.0)]
RIVER = line((-9000, 0), (9000, 0))
SPOTS = at((-50, -1000), (0, 1000))


def metres(lines: Lines, barriers: Barriers | None, month: int = 0) -> float:
    network = RoadNetwork(graph_of(lines), barriers=barriers, season=Season(month))
    return float(network.distance_m(places(SPOTS[:1]), places(SPOTS[1:]))[0, 0])


def test_a_road_is_cut_at_a_river_but_for_bridges_and_fords() -> None:
    def over(middle: Kind) -> Lines:
        return roads(*zip((ROAD, middle, ROAD), OVER, strict=True))

    assert metres(over(ROAD), None) == pytest.approx(2001, abs=3)
    assert np.isnan(metres(over(ROAD), barred(RIVER)))
    assert metres(over(BRIDGE), barred(RIVER)) == pytest.approx(2001, abs=3)
    assert metres(over(FORD), barred(RIVER)) == pytest.approx(2001, abs=3)
    by_layer = barred(RIVER, crossings=(shapely.Point(at((15, 10))[0]),), closed=bits_of([1]))
    assert metres(over(ROAD), by_layer, 5) == pytest.approx(2001, abs=3)
    assert np.isnan(metres(over(ROAD), by_layer, 1))
    assert np.isnan(metres(over(FORD), by_layer, 1))  # the layer knows the season of the ford
    assert metres(over(BRIDGE), by_layer, 1) == pytest.approx(2001, abs=3)


def test_who_cannot_cross_goes_round() -> None:
    both = roads(*zip((ROAD, ROAD, ROAD), OVER, strict=True), (FORD, ROUND))
    assert metres(both, barred(RIVER)) == pytest.approx(2050 + 2000 + 2000, abs=3)


def test_nobody_walks_through_a_river_to_the_road() -> None:
    near, far = (ROAD, [(-1000.0, 100.0), (1000.0, 100.0)]), (ROAD, [(-1000.0, -900.0), (1000.0, -900.0)])
    lines, home, neighbour = roads(near, far), places(at((0, -50))), places(at((500, 100), (500, -900)))
    free, barriers = RoadNetwork(graph_of(lines)), barred(RIVER)
    network = RoadNetwork(graph_of(lines), barriers=barriers)
    assert free.spots(home.lon_lat, "walk").off_m[0] == pytest.approx(150, rel=1e-2)
    assert network.spots(home.lon_lat, "walk").off_m[0] == pytest.approx(850, rel=1e-2)
    found = network.minutes(home, neighbour, "walk")[0]
    assert np.isnan(found[0])
    assert found[1] == pytest.approx((850 * 1.3 + 500) / 75, rel=2e-2)
    lost = RoadNetwork(graph_of(roads(near)), barriers=barriers).minutes(home, neighbour, "walk")
    assert np.isnan(lost).all()
    # Neighbours off the road on both banks do not go straight to each other.
    banks = places(at((0, -50), (0, 50)))
    joined = roads(near, far, (BRIDGE, [(1000.0, 100.0), (1000.0, -900.0)]))
    apart = RoadNetwork(graph_of(joined), barriers=barriers).minutes(banks, banks, "walk")
    assert apart[0, 1] > 30
    assert RoadNetwork(graph_of(joined)).minutes(banks, banks, "walk")[0, 1] < apart[0, 1]


def test_a_kind_says_how_it_comes_over_a_barrier() -> None:
    said = [
        {"bridge": "viaduct"},
        {"tunnel": "T"},
        {"ford": "yes"},
        {"bridge": "F", "tunnel": "no"},
        {"bridge": "yes", "ford": "1"},
    ]
    kinds = [kind_of({"highway": "track", **tags}) for tags in said]
    assert [kind.over for kind in kinds if kind] == ["bridge", "bridge", "ford", "", "bridge"]


@modest(25)
@given(st.integers(0, 2**32 - 1), st.integers(0, 2), st.sampled_from(["walk", "car"]))
def test_a_barrier_never_shortens_a_way_over_roads(seed: int, bridges: int, mode: str) -> None:
    rng = np.random.default_rng(seed)
    lines = made_up(seed)
    low, high = lines.lon_lat.min(axis=0) - 0.002, lines.lon_lat.max(axis=0) + 0.002
    wiggle = np.column_stack([np.linspace(low[0], high[0], 5), rng.uniform(low[1], high[1], 5)])
    pond = shapely.Point(rng.uniform(low, high)).buffer(0.001)
    river = shapely.LineString(wiggle)
    crossings = tuple(shapely.line_interpolate_point(river, rng.random(), normalized=True) for _ in range(bridges))
    barriers, graph = barred(river, pond, crossings=crossings), graph_of(lines)
    ends = places(scattered(seed, 12, lines))
    free = RoadNetwork(graph).minutes(ends, ends, mode)
    model = RoadNetwork(graph, barriers=barriers)
    found = model.minutes(ends, ends, mode)
    assert not (found < free * (1 - 1e-5) - 1e-5).any()  # a piece that is cut is measured in two parts
    if mode == "walk":
        np.testing.assert_allclose(found, found.T, rtol=1e-9)
    # Tiles agree, and hold whatever matters.
    within = float(rng.uniform(0, 30))
    seen = np.zeros(found.shape, dtype=int)
    for tile in tiles(model, ends, ends, mode, within):
        seen[np.ix_(tile.rows, tile.columns)] += 1
        known = np.isfinite(tile.minutes)  # beyond what matters a tile may know no way
        np.testing.assert_allclose(tile.minutes[known], found[np.ix_(tile.rows, tile.columns)][known], rtol=1e-9)
        seen[np.ix_(tile.rows, tile.columns)] -= ~known & (found[np.ix_(tile.rows, tile.columns)] > 0)
    nearest = np.fmin.reduce(found, axis=1, initial=np.inf)
    matters = (found <= within) | (found <= nearest[:, None])
    assert (seen[matters] == 1).all() and (seen <= 1).all()
    # No road that is left meets the river but near a crossing.
    wall = model.wall
    assert wall is not None
    left = shapely.linestrings(wall.ground.plane.metres(model.graph.points), indices=model.graph.edge_of)
    hit = shapely.get_parts(shapely.intersection(left, wall.ground.solid))
    hit = hit[shapely.length(hit) > 0.01]
    open_ = shapely.MultiPoint(list(wall.open_)) if len(wall.open_) else shapely.Point()
    assert all(shapely.dwithin(part, open_, 31) for part in hit)
