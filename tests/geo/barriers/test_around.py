"""Straight lines around barriers: against every line of sight tried, on ground that is known, and what must always hold."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse.csgraph import floyd_warshall

from geo.travel import AroundBarriers, Barriers, StraightLine
from geo.travel.barriers.season import Season
from geo.travel.distance import pairwise_m
from geo.travel.tiling import tiles
from tests.allocation.profiles import modest
from tests.geo.roads.by_hand import places

#: Degrees around (26.5, -33.3) that are a metre.
LAT, LON = 1 / 110_900.0, 1 / 93_140.0
PLAIN = StraightLine(detour_factor=1.0)


def at(*metres: tuple[float, float]) -> np.ndarray:
    """Metres east and north of a place as degrees."""
    return np.array([26.5, -33.3]) + np.array(metres, dtype=float) * np.array([LON, LAT])


def line(*metres: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString(at(*metres))


def area(*metres: tuple[float, float]) -> shapely.Polygon:
    return shapely.Polygon(at(*metres))


def barred(*shapes: shapely.Geometry, crossings: tuple[shapely.Geometry, ...] = (), closed: int = 0) -> Barriers:
    many = np.array(crossings, dtype=object) if crossings else np.zeros(0, dtype=object)
    return Barriers(np.array(shapes, dtype=object), many, np.full(len(crossings), closed, dtype=np.int64))


def metres(model: AroundBarriers, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return model.distance_m(places(a), places(b))


RIVER = line((-3000, 0), (3000, 0))


def test_a_river_is_gone_round_at_its_nearer_end_or_over_its_nearest_bridge() -> None:
    here, there = at((2000, -400)), at((1900, 500))
    round_end = np.hypot(1000, 400) + np.hypot(1100, 500)
    over = np.hypot(500, 400) + np.hypot(400, 500)
    bridge = shapely.Point(at((1500, 12))[0])  # as exact as a telephone
    assert metres(AroundBarriers(PLAIN, barred(RIVER)), here, there)[0, 0] == pytest.approx(round_end, rel=2e-3)
    assert metres(AroundBarriers(PLAIN, barred(RIVER, crossings=(bridge,))), here, there)[0, 0] == pytest.approx(over, rel=6e-3)
    far = shapely.Point(at((1500, 60))[0])  # no bridge of this river
    assert metres(AroundBarriers(PLAIN, barred(RIVER, crossings=(far,))), here, there)[0, 0] == pytest.approx(round_end, rel=2e-3)


def test_a_ford_is_open_but_for_its_months() -> None:
    ford = barred(RIVER, crossings=(shapely.Point(at((0, 0))[0]),), closed=0b1)  # January
    here, there = at((0, -100)), at((0, 100))
    dry, wet, unsaid = (metres(AroundBarriers(PLAIN, ford, Season(month)), here, there)[0, 0] for month in (6, 1, 0))
    assert dry == pytest.approx(200, rel=1e-2)
    assert wet == unsaid == pytest.approx(2 * np.hypot(3000, 100), rel=2e-3)


def test_who_is_closed_in_is_unreachable_and_a_gate_lets_them_out() -> None:
    corner = [(-500, -500), (500, -500), (500, 500), (-500, 500)]
    fence = line(*corner, (-500, -497))  # drawn but for a step
    lake = area((2000, 0), (4000, 0), (4000, 2000), (2000, 2000)).difference(
        area((2800, 800), (3200, 800), (3200, 1200), (2800, 1200))
    )
    spots = at((0, 0), (100, 100), (3000, 1000), (-2000, 0), (5000, 500))
    closed = metres(AroundBarriers(PLAIN, barred(fence, lake)), spots, spots)
    apart = np.array([[0, 0, 1, 2, 2]]) != np.array([[0, 0, 1, 2, 2]]).T
    np.testing.assert_array_equal(np.isnan(closed), apart)
    gate = AroundBarriers(PLAIN, barred(fence, lake, crossings=(shapely.Point(at((-500, 0))[0]),)))
    assert not np.isnan(metres(gate, spots[:1], spots[[3, 4]])).any()
    assert metres(gate, spots[:1], spots[3:4])[0, 0] == pytest.approx(2000, rel=1e-3)
    assert AroundBarriers(PLAIN, barred(fence, lake)).regions(spots).tolist() in ([0, 0, 2, 1, 1], [1, 1, 2, 0, 0])


def test_a_bridge_over_a_wide_river_is_a_point_in_it_or_a_line_drawn_too_short() -> None:
    wide = area((-3000, 0), (3000, 0), (3000, 200), (-3000, 200))
    here, there = at((0, -100)), at((0, 300))
    for bridge in (shapely.Point(at((0, 90))[0]), line((0, -10), (0, 150)), shapely.Point(at((0, -20))[0])):
        found = metres(AroundBarriers(PLAIN, barred(wide, crossings=(bridge,))), here, there)[0, 0]
        assert found == pytest.approx(400, rel=1e-2)
    assert metres(AroundBarriers(PLAIN, barred(wide)), here, there)[0, 0] > 6000


def test_who_stands_in_a_barrier_goes_to_its_edge() -> None:
    wide = area((-3000, 0), (3000, 0), (3000, 200), (-3000, 200))
    spots = at((0, 50), (0, -100), (0, 300))
    found = metres(AroundBarriers(PLAIN, barred(wide)), spots, spots)
    assert found[0, 1] == pytest.approx(150, rel=3e-3)
    assert found[0, 2] == pytest.approx(50 + 3000 + 200 + np.hypot(3000, 100), rel=2e-3)
    assert found[0, 0] == 0


def test_nobody_slips_through_where_a_stream_was_drawn_almost_up_to_its_river() -> None:
    stream = line((0, 3), (0, 4000))
    here, there = at((-100, 100)), at((100, 100))
    assert metres(AroundBarriers(PLAIN, barred(RIVER, stream)), here, there)[0, 0] > 6000
    gap = line((0, 20), (0, 4000))
    assert metres(AroundBarriers(PLAIN, barred(RIVER, gap)), here, there)[0, 0] < 400


@st.composite
def grounds(draw: st.DrawFn) -> tuple[Barriers, np.ndarray]:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shapes: list[shapely.Geometry] = []
    for _ in range(draw(st.integers(1, 4))):
        spots = rng.uniform(-2000, 2000, (int(rng.integers(2, 7)), 2))
        drawn = [tuple(spot) for spot in spots.tolist()]
        shapes.append(line(*drawn) if len(drawn) < 3 or rng.random() < 0.6 else shapely.convex_hull(line(*drawn)))
    gates = [
        shapely.line_interpolate_point(shapely.boundary(s) if s.geom_type == "Polygon" else s, rng.random(), normalized=True)
        for s in shapes
    ]
    crossings = tuple(gates[: draw(st.integers(0, len(gates)))])
    return barred(*shapes, crossings=crossings), at(*rng.uniform(-2500, 2500, (7, 2)).tolist())


@modest(30)
@given(grounds())
def test_ways_are_those_of_every_line_of_sight_tried(drawn: tuple[Barriers, np.ndarray]) -> None:
    barriers, spots = drawn
    model = AroundBarriers(PLAIN, barriers)
    found = metres(model, spots, spots)
    ground = model.paths.ground
    around = shapely.buffer(ground.solid, 0.01, join_style="mitre", mitre_limit=2.0)
    here = [tuple(xy) for xy in ground.plane.metres(spots).tolist()]
    off = np.array([not ground.solid.intersects(shapely.Point(xy).buffer(0.05)) for xy in here])
    nodes = [*here, *map(tuple, shapely.get_coordinates(around).tolist())]
    steps = np.full((len(nodes), len(nodes)), np.inf)
    for i, a in enumerate(nodes):
        for j, b in enumerate(nodes[:i]):
            if not ground.solid.intersects(shapely.LineString([a, b])):
                steps[i, j] = steps[j, i] = pairwise_m(*(ground.plane.degrees(np.array([end])) for end in (a, b)))[0, 0]
    by_hand = floyd_warshall(np.where(np.isinf(steps), 0, np.maximum(steps, 1e-9)), directed=False)[: len(here), : len(here)]
    np.fill_diagonal(by_hand, 0)
    both = off[:, None] & off[None, :]
    np.testing.assert_allclose(
        np.where(np.isnan(found), np.inf, found)[both], by_hand[both], rtol=1e-6, atol=0.1
    )  # ways through the centimetre at an edge


@modest(40)
@given(grounds(), st.integers(0, 3))
def test_a_barrier_never_shortens_a_way(drawn: tuple[Barriers, np.ndarray], seed: int) -> None:
    barriers, spots = drawn
    straight = StraightLine({"urban": 1.1, "rural": 1.5} if seed % 2 else 1.3)
    model, ends = AroundBarriers(straight, barriers), places(spots)
    found = np.where(np.isnan(minutes := model.minutes(ends, ends, "walk")), np.inf, minutes)
    assert (found >= straight.minutes(ends, ends, "walk") - 1e-9).all()
    np.testing.assert_allclose(found, found.T, rtol=1e-9)
    if not seed % 2:  # with a table of factors straight lines are not metric either
        assert (found[:, None, :] <= found[:, :, None] + found[None, :, :] + 1e-4).all()
    # One more barrier helps nobody, but for who is in a barrier and goes to its edge first: that may be another edge now.
    barred_more = model.closed_to(np.array([line((-900, -800), (700, 900))], dtype=object))
    more, ground = barred_more.minutes(ends, ends, "walk"), barred_more.paths.ground
    out = ~shapely.dwithin(ground.solid, shapely.points(ground.plane.metres(spots)), 1)
    apart = out[:, None] & out[None, :]
    # 10 m: a line beside another may be drawn simpler.
    assert (np.where(np.isnan(more), np.inf, more) >= found - 0.2)[apart].all()
    again = pickle.loads(pickle.dumps(model)).minutes(ends, ends, "walk")
    np.testing.assert_array_equal(again, minutes)
    model.paths.remember(spots)
    np.testing.assert_allclose(model.minutes(ends, ends, "walk"), minutes, rtol=1e-9)
    some = ends.take([3, 0, 5])
    np.testing.assert_allclose(model.minutes(some, ends, "walk"), minutes[[3, 0, 5]], rtol=1e-9)
    model.learn(ends, "walk")
    np.testing.assert_allclose(model.minutes(ends, ends, "walk"), minutes, rtol=1e-12)


@modest(25)
@given(grounds(), st.floats(0, 60))
def test_tiles_hold_every_pair_that_can_matter(drawn: tuple[Barriers, np.ndarray], within: float) -> None:
    barriers, spots = drawn
    rng = np.random.default_rng(len(barriers.shapes))
    goals = at(*rng.uniform(-2500, 2500, (30, 2)).tolist())
    goals[3] = np.nan
    model, homes, ends = AroundBarriers(StraightLine(), barriers), places(spots), places(goals)
    whole = model.minutes(homes, ends, "walk")
    seen = np.zeros(whole.shape, dtype=int)
    for tile in tiles(model, homes, ends, "walk", within):
        seen[np.ix_(tile.rows, tile.columns)] += 1
        np.testing.assert_allclose(tile.minutes, whole[np.ix_(tile.rows, tile.columns)], rtol=1e-12)
    nearest = np.fmin.reduce(whole, axis=1, initial=np.inf)
    matters = (whole <= within) | (whole == nearest[:, None])
    assert (seen[matters] == 1).all() and (seen <= 1).all()


def test_barriers_are_kept_as_bytes() -> None:
    from geo.travel.barriers.layer import from_bytes, to_bytes

    barriers = barred(RIVER, area((0, 0), (5, 0), (5, 5)), crossings=(shapely.Point(26.5, -33.3),), closed=5)
    again = from_bytes(to_bytes(barriers))
    assert (
        shapely.equals_exact(again.shapes, barriers.shapes).all()
        and shapely.equals_exact(again.crossings, barriers.crossings).all()
    )
    assert again.closed.tolist() == [5] and len(from_bytes(to_bytes(barred(RIVER))).crossings) == 0
