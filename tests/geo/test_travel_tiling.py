"""Tiles hold every pair that can matter, once, with the numbers of the travel model itself."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.crs import geocentric
from geo.travel import Places, StraightLine, Tile, TravelMatrix, tiles
from geo.travel.distance import pairwise_m
from geo.travel.tiling import _SLACK, _in_question, _on_the_ground, neighbours
from tests.thorough import examples

KINDS = ("urban", "rural", "deep_rural", "")


def places(lon_lat: np.ndarray, kinds: tuple[str, ...] = ("",)) -> Places:
    names = np.array([f"X{i}" for i in range(len(lon_lat))])
    return Places(names, lon_lat, np.array([kinds[i % len(kinds)] for i in range(len(lon_lat))]))


def scattered(seed: int, many: int, spread: float, middle: tuple[float, float]) -> np.ndarray:
    rng = np.random.default_rng(seed)
    lon_lat = np.column_stack([middle[0] + rng.uniform(-spread, spread, many), middle[1] + rng.uniform(-spread, spread, many)])
    lon_lat[:, 0] = (lon_lat[:, 0] + 180) % 360 - 180
    return np.clip(lon_lat, [-180, -90], [180, 90])


def gathered(found: list[Tile], shape: tuple[int, int]) -> np.ndarray:
    """All pairs in one table; -1 where no tile has them. None may stand twice."""
    table, seen = np.full(shape, -1.0), np.zeros(shape, dtype=int)
    for tile in found:
        assert (np.diff(tile.columns) > 0).all()
        table[np.ix_(tile.rows, tile.columns)] = tile.minutes
        seen[np.ix_(tile.rows, tile.columns)] += 1
    assert seen.max(initial=0) <= 1
    return table


@settings(max_examples=examples(60), deadline=None)
@given(
    seed=st.integers(0, 10**6),
    spread=st.sampled_from([0.002, 0.1, 0.9, 3.0, 40.0]),
    middle=st.sampled_from([(26.5, -33.3), (180.0, 0.0), (10.0, 88.0), (-70.0, -89.5), (0.0, 51.0)]),
    within=st.sampled_from([0.0, 5.0, 60.0, 2000.0]),
    detour=st.sampled_from([1.0, 1.3, {"urban": 1.1, "rural": 2.0, "deep_rural": 4.0}]),
)
def test_every_pair_within_reach_and_every_nearest_is_there(
    seed: int, spread: float, middle: tuple[float, float], within: float, detour: object
) -> None:
    origins = places(scattered(seed, 700, spread, middle), KINDS)
    goals = places(scattered(seed + 1, 60, spread * 1.5, middle))
    travel = StraightLine(detour_factor=detour)  # type: ignore[arg-type]
    whole = travel.minutes(origins, goals, "walk")
    table = gathered(list(tiles(travel, origins, goals, "walk", within, cells=900)), whole.shape)
    there = table >= 0
    # The same numbers to the last bit: they come from the model itself.
    assert (table[there] == whole[there]).all()
    assert there[whole <= within].all()
    assert there[whole == whole.min(axis=1)[:, None]].all()


def test_far_pairs_are_not_computed() -> None:
    origins, goals = places(scattered(1, 3000, 0.2, (26.5, -33.3))), places(scattered(2, 4000, 4.0, (26.5, -33.3)))
    computed = sum(tile.minutes.size for tile in tiles(StraightLine(), origins, goals, "walk", 60.0))
    assert computed < 0.02 * len(origins) * len(goals)


@pytest.mark.parametrize("cells", [1, 50, 100_000])
def test_a_tile_has_no_more_pairs_than_asked_for_or_one_row(cells: int) -> None:
    origins, goals = places(scattered(1, 200, 0.1, (26.5, -33.3))), places(scattered(2, 20, 0.1, (26.5, -33.3)))
    found = list(tiles(StraightLine(), origins, goals, "walk", 1e9, cells=cells))
    assert all(tile.minutes.size <= cells or len(tile.rows) == 1 for tile in found)
    assert (gathered(found, (200, 20)) >= 0).all()


def test_places_that_nobody_knows_are_in_no_tile() -> None:
    lon_lat = scattered(1, 5, 0.1, (26.5, -33.3))
    lon_lat[2] = np.nan
    found = list(tiles(StraightLine(), places(lon_lat), places(lon_lat), "walk", math.inf))
    table = gathered(found, (5, 5))
    assert (table[2] == -1).all()
    assert (table[:, 2] == -1).all()
    assert (np.delete(np.delete(table, 2, 0), 2, 1) >= 0).all()


def test_nothing_to_travel_between_gives_no_tile() -> None:
    some, nobody = places(scattered(1, 3, 0.1, (26.5, -33.3))), places(np.empty((0, 2)))
    unknown = places(np.full((2, 2), np.nan))
    for origins, goals in ((some, nobody), (nobody, some), (some, unknown), (unknown, some)):
        assert list(tiles(StraightLine(), origins, goals, "walk", 60.0)) == []


def test_a_matrix_is_asked_for_all_pairs_without_any_position() -> None:
    minutes = np.random.default_rng(3).uniform(0, 90, (9, 9))
    minutes[0, 5] = np.nan
    ids = [f"X{i}" for i in range(9)]
    everywhere = Places(np.array(ids), np.full((9, 2), np.nan), np.array([""] * 9))
    found = list(tiles(TravelMatrix(minutes, ids), everywhere, everywhere.take([5, 6]), "walk", 10.0, cells=4))
    table = gathered([Tile(t.rows, t.columns, np.nan_to_num(t.minutes, nan=-2)) for t in found], (9, 2))
    assert table[0, 0] == -2
    assert np.array_equal(table[1:], minutes[1:, 5:7])


def test_a_model_with_tiles_of_its_own_is_asked_for_them() -> None:
    class Counted(StraightLine):
        def tiles(self, origins: Places, destinations: Places, mode: str, within_min: float):
            for column in range(len(destinations)):
                goal = destinations.take([column])
                yield Tile(np.arange(len(origins)), np.array([column]), self.minutes(origins, goal, mode))

    origins, goals = places(scattered(1, 30, 0.1, (26.5, -33.3))), places(scattered(2, 4, 0.1, (26.5, -33.3)))
    found = list(tiles(Counted(), origins, goals, "walk", 60.0))
    assert [tile.columns.tolist() for tile in found] == [[0], [1], [2], [3]]


def test_a_model_without_an_upper_bound_is_asked_for_all_that_may_be_nearest() -> None:
    """A barrier makes the nearest by metres the farthest by minutes."""
    homes, goals = geocentric(scattered(1, 20, 0.01, (26.5, -33.3))), geocentric(scattered(2, 50, 1.0, (26.5, -33.3)))
    assert len(_in_question(homes, goals, 0.02, np.inf, 10.0)) == 50
    assert len(_in_question(homes, goals, 0.02, 0.02, 10.0)) < 50


@settings(max_examples=examples(200), deadline=None)
@given(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), st.tuples(st.floats(-180, 180), st.floats(-90, 90)))
def test_straight_metres_lie_between_the_chord_and_its_longest_arc(here: tuple[float, float], there: tuple[float, float]) -> None:
    a, b = np.array([here]), np.array([there])
    chord = float(np.linalg.norm(geocentric(a) - geocentric(b)))
    on_the_ground = float(pairwise_m(a, b)[0, 0])
    assert chord * (1 - _SLACK) <= on_the_ground + 1e-6
    assert on_the_ground <= _on_the_ground(chord) * (1 + _SLACK) + 1e-6


@settings(max_examples=examples(50), deadline=None)
@given(st.integers(0, 900), st.integers(1, 40), st.booleans())
def test_groups_of_neighbours_hold_everybody_once(many: int, together: int, same: bool) -> None:
    spots = np.zeros((many, 3)) if same else np.random.default_rng(many).normal(size=(many, 3))
    groups = list(neighbours(spots, together))
    assert all(0 < len(group) <= together for group in groups)
    assert sorted(np.concatenate([np.array([], dtype=int), *groups]).tolist()) == list(range(many))


@pytest.mark.parametrize("factor", [1.3, {"urban": 1.05, "deep_rural": 3.0}])
def test_the_bounds_of_a_metre_hold(factor: object) -> None:
    travel = StraightLine(detour_factor=factor)  # type: ignore[arg-type]
    least, most = travel.per_metre("bicycle")
    a, b = places(scattered(5, 40, 0.3, (26.5, -33.3)), KINDS), places(scattered(6, 40, 0.3, (26.5, -33.3)), KINDS[::-1])
    each = travel.minutes(a, b, "bicycle") / pairwise_m(a.lon_lat, b.lon_lat)
    assert each.min() >= least * (1 - 1e-12)
    assert each.max() <= most * (1 + 1e-12)
