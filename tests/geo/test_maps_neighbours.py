"""Neighbouring workers get different colours."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from geo.maps.neighbours import colour_indices, near_areas, neighbours
from geo.maps.palette import WORKER_STYLES


def test_points_side_by_side_touch_and_far_ones_do_not() -> None:
    grid = np.array([[x, y] for x in range(9) for y in range(4)], dtype=float) * 100
    owners = ["left" if x < 300 else "middle" if x < 600 else "right" for x, _ in grid]
    found = neighbours(grid, owners)
    assert set(found) == {("left", "middle"), ("middle", "right")}
    assert found[("left", "middle")] >= 4


@pytest.mark.parametrize("points", [[], [[0, 0]], [[0, 0], [0, 0]], [[0, 0], [1, 0], [2, 0], [3, 0]]])
def test_few_points_or_a_single_line_are_no_trouble(points: list[list[float]]) -> None:
    owners = [f"W{i}" for i in range(len(points))]
    found = neighbours(np.array(points, dtype=float).reshape(-1, 2), owners)
    if len(points) == 4:
        assert ("W0", "W1") in found and ("W2", "W3") in found


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 40))
def test_neighbours_differ_on_any_map_of_compact_areas(seed: int, workers: int) -> None:
    random = np.random.default_rng(seed)
    centres, points = random.random((workers, 2)), random.random((400, 2))
    owners = ((points[:, None] - centres[None]) ** 2).sum(axis=2).argmin(axis=1).tolist()
    touching = neighbours(points * 10_000, owners)
    colours = colour_indices(range(workers), touching)
    assert set(colours) == set(range(workers)) and set(colours.values()) <= set(range(len(WORKER_STYLES)))
    assert not [pair for pair in touching if colours[pair[0]] == colours[pair[1]]]


def test_where_colours_do_not_suffice_the_ones_that_touch_least_are_alike() -> None:
    touching = {(a, b): 10 for a in range(4) for b in range(a + 1, 4)} | {(1, 3): 1}
    colours = colour_indices(range(4), touching, colours=3)
    assert colours[1] == colours[3] and len(set(colours.values())) == 3


def test_colours_are_used_evenly_and_always_alike() -> None:
    colours = colour_indices(range(14), {})
    assert sorted(colours.values()) == sorted(list(range(7)) * 2)
    assert colours == colour_indices(range(14), {})


def test_areas_that_come_near_are_found_once() -> None:
    areas = {"a": box(0, 0, 1, 1), "b": box(1.05, 0, 2, 1), "c": box(5, 5, 6, 6)}
    assert near_areas(areas, 0.1) == {("a", "b"): 1}
    assert not near_areas(areas, 0.01) and not near_areas({}, 1)
