"""The judge of the bench finds what is wrong with a peer's routes."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.cap import trivial_cap
from benchmarks.instance import instance_of
from benchmarks.instances import make, ward_name
from benchmarks.judge import Score, judge
from benchmarks.made import Made
from tests.benchmarks.tiny import errands, fork, ring


def score(made: Made, routes: list[list[int]]) -> Score:
    instance, prepared = instance_of(made)
    return judge(made, instance, prepared, routes)


def test_good_routes_are_worth_what_they_are() -> None:
    found = score(ring(), [[0, 1, 2, 3, 4, 5, 6, 7]])
    assert found == Score(8, 8.0, pytest.approx(2 * 60 + 7 * 120 * np.sin(np.pi / 8)), 0)
    assert score(errands(), [[2, 0, 1]]) == Score(3, 3.0, pytest.approx(80), 0)
    assert score(fork(), [[3, 4]]) == Score(2, 8.0, pytest.approx(202), 0)


def test_straight_lines_and_days_are_judged_too() -> None:
    made = make(ward_name("mixed", 12, 3, 2, seed=3))
    found = score(made, [[0, 1], [2], [3], [], [4, 5], [6]])
    assert found.served == 7 and found.faults == 0


@pytest.mark.parametrize(
    ("made", "routes"),
    [
        (ring(limit_min=200), [[0, 1, 2, 3, 4, 5, 6, 7]]),
        (ring(load_most=75), [[0, 1, 2, 3, 4, 5, 6, 7]]),
        (ring(vehicles=2), [[0, 1, 2, 3, 4], [4, 5, 6, 7]]),
        (fork(), [[0, 1, 2, 3]]),
        (errands(), [[0, 2, 1]]),
    ],
    ids=["too long", "too heavy", "twice", "too long a day", "too late"],
)
def test_broken_rules_are_counted(made: Made, routes: list[list[int]]) -> None:
    assert score(made, routes).faults > 0


def test_whom_a_peer_leaves_out_counts_where_everything_is_mandatory() -> None:
    assert score(ring(), [[0, 1, 2, 3, 4, 5]]).faults == 2
    assert score(fork(), [[]]).faults == 0


def test_the_trivial_cap() -> None:
    """225 minutes, 10 there and 10 back, 10 a visit: twenty would fit a day, but there are five; of 100, twenty."""
    assert trivial_cap(fork()) == 5
    assert trivial_cap(make(ward_name("rural", 600, 2, 10, seed=1))) == 2 * 10 * 7, (
        "six hours hold eight visits of 45 minutes only without any way"
    )
