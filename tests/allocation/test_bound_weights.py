"""Prices of many workers, weighed against each other, give a bound that holds and that is lower than before."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from allocation.bound import Bounder
from allocation.bound_prices import prices
from allocation.bound_weights import weigh
from allocation.prepare import prepare
from benchmarks.ward import make_ward
from geo.travel import StraightLine


def bound(worth: np.ndarray, cost: np.ndarray, day: np.ndarray, weights: np.ndarray) -> float:
    gain = worth - np.where(np.isfinite(cost), weights[:, None] * cost, np.inf)
    return float(np.maximum(0, gain.max(axis=0)).sum() + weights @ day)


def best(worth: np.ndarray, cost: np.ndarray, day: np.ndarray) -> float:
    """The most worth by trying everything: each household by one worker or nobody, within everybody's budget."""
    found = 0.0
    for owners in itertools.product(range(-1, len(day)), repeat=len(worth)):
        spent = np.zeros(len(day))
        value = 0.0
        for household, owner in enumerate(owners):
            if owner >= 0:
                spent[owner] += cost[owner, household]
                value += worth[household]
        if (spent <= day).all():
            found = max(found, value)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_the_weighed_bound_holds_and_is_no_higher(seed: int) -> None:
    random = np.random.default_rng(seed)
    worth = random.integers(1, 20, 6).astype(float)
    cost = random.uniform(0.5, 8, (3, 6)) * random.uniform(0.2, 5, (3, 1))
    cost[random.random(cost.shape) < 0.2] = np.inf
    day = random.uniform(1, 12, 3)
    weights = weigh(worth, cost, day, 1.0)
    assert (weights >= 0).all()
    assert best(worth, cost, day) <= bound(worth, cost, day, weights) + 1e-9
    assert bound(worth, cost, day, weights) <= bound(worth, cost, day, np.ones(3)) + 1e-9


def test_two_alike_workers_with_little_to_do_cost_nothing() -> None:
    weights = weigh(np.array([3.0, 3.0]), np.ones((2, 2)), np.array([10.0, 10.0]), 1.0)
    assert bound(np.array([3.0, 3.0]), np.ones((2, 2)), np.array([10.0, 10.0]), weights) == pytest.approx(6.0, rel=0.01)


def test_many_workers_have_a_bound_that_says_something() -> None:
    """Forty workers are priced alone and weighed; the bound lies far below what is asked, and above what hours allow."""
    ward = make_ward("rural", 3, households=3000, workers=40, days=2, priorities=True)
    problem = prepare(ward.households, ward.fieldworkers, ward.round, StraightLine(), None).problem
    bounder = Bounder(problem, 1)
    relaxations = bounder.relaxations(problem.weight)
    assert len(relaxations) == 40
    most = bounder.most(problem.weight, [prices(relaxation) for relaxation in relaxations])
    # Six hours and 45 minutes a visit: 8 visits a day could be made if nobody walked, so the 640 heaviest at most.
    heaviest = np.sort(problem.weight)[-640:].sum()
    assert 0.5 * heaviest < most <= heaviest
