"""Trees at prices: near the truth where it is known, below it always (that is in test_bound_rules.py and here)."""

from __future__ import annotations

import numpy as np
import pytest

from allocation import plan_round
from allocation.bound_legs import legs_of
from allocation.bound_tree import Legs, tree_bound
from allocation.prepare import prepare
from benchmarks.instances import make
from tests.allocation.held_karp import Vehicle, best


def test_of_one_round_trip_the_bound_is_close_to_the_shortest() -> None:
    for seed in range(6):
        spots = np.random.default_rng(seed).uniform(0, 100, (11, 2))
        ways = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
        nothing = np.zeros(10)
        _, shortest = best(ways, nothing, nothing, nothing + 1, [Vehicle(10)])  # customers are the first rows
        bound = tree_bound(Legs(ways[:10, :10], ways[10, :10], 0.0, np.inf, 1), shortest)
        assert 0.9 * shortest <= bound <= shortest + 1e-6


def test_two_hamlets_on_either_side_take_two_days() -> None:
    """Four homes each, ten minutes off on either side; a day holds one hamlet only, so both are gone to and fro."""
    between = np.where(np.arange(8)[:, None] // 4 == np.arange(8) // 4, 1.0, 20.0)
    np.fill_diagonal(between, 0.0)
    home = np.full(8, 10.0)
    assert tree_bound(Legs(between, home, 80.0, 65.0, 1), 46.0) == pytest.approx(46.0, abs=0.1)
    assert 40 < tree_bound(Legs(between, home, 0.0, np.inf, 1), 46.0) <= 46  # on one day: the detour is the same


def test_more_days_than_one_lengthen_the_way() -> None:
    """One hamlet of four, ten minutes off: with loads for two days it is gone to twice."""
    between = np.where(np.eye(4, dtype=bool), 0.0, 1.0)
    assert tree_bound(Legs(between, np.full(4, 10.0), 0.0, np.inf, 1), 23.0) == pytest.approx(23.0, abs=0.1)
    assert tree_bound(Legs(between, np.full(4, 10.0), 0.0, np.inf, 2), 42.0) == pytest.approx(42.0, abs=0.1)


def test_a_plan_of_many_depots_says_how_near_it_is() -> None:
    made = make("depots 1")
    plan = plan_round(made.households, made.fieldworkers, made.round, made.travel, max_iterations=20_000)
    assert plan.summary["served"] == len(made.households)
    assert 0 <= plan.summary["travel_gap"] < 0.15
    legs = legs_of(prepare(made.households, made.fieldworkers, made.round, made.travel).problem)
    assert legs is not None and len(legs.home) == len(made.households)
