"""One point for many services: figures against their definitions, what sharing can and cannot do, who is too few."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputProblems
from geo.siting import ground_of
from geo.siting.mip import solve_program
from geo.siting.together import Together, partitions, together
from geo.siting.together_settings import TogetherSettings
from tests.thorough import examples

SERVICES = ("education", "health", "pay point")


def village(seed: int, homes: int, halls: int, everybody: bool = False) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    where = {"latitude": -33 - rng.random(homes) / 5, "longitude": 26 + rng.random(homes) / 5}
    needs = [";".join(name for name in SERVICES if everybody or rng.random() < 0.5) for _ in range(homes)]
    people = pd.DataFrame({"household_id": [f"H{at}" for at in range(homes)], **where, "needs": needs})
    there = {"latitude": -33 - rng.random(halls) / 5, "longitude": 26 + rng.random(halls) / 5}
    return people, pd.DataFrame({"point_id": [f"P{at}" for at in range(halls)], "sector": "hall", **there})


def judged(found: Together) -> None:
    """Every offer keeps to its level, and the figures are those of the households."""
    settings_, ground = found.settings, found.ground
    for (group, level), offer in found.offers.items():
        needs = found.uses[:, group].sum(axis=1)
        assert (offer.to[needs == 0] < 0).all() and set(offer.to[offer.to >= 0]) == set(offer.points.tolist())
        for point in offer.points.tolist():
            assert (offer.to == point).sum() >= level
        there = (offer.to >= 0).nonzero()[0]
        assert (offer.minutes[there] == ground.minutes[offer.to[there], there]).all()
        assert there.size == (needs > 0).sum() or (there.size == 0 and (needs > 0).sum() < level)
        trips = (1 - settings_.one_trip) * needs + settings_.one_trip * (needs > 0)
        assert offer.visits == pytest.approx(trips)
    rows = found.curve.set_index(["least", "plan"])
    for level in found.levels:
        apart = [found.offers[(at,), level] for at in range(len(settings_.services))]
        assert rows.at[(level, "separate"), "points"] == sum(len(offer.points) for offer in apart)
        hours = sum(2 * np.nansum(offer.minutes * offer.visits) / 60 for offer in apart)
        assert rows.at[(level, "separate"), "hours"] == pytest.approx(hours)
    ways = found.ways
    assert ways["together"].nunique() == len(ways) == len(partitions(len(settings_.services)))
    assert ways["efficient"].any() and (ways["cost"] >= 0).all()


@settings(max_examples=examples(12), deadline=None)
@given(st.integers(0, 10**6), st.integers(4, 14), st.integers(1, 4), st.sampled_from([0.0, 0.5, 1.0]), st.integers(2, 3))
def test_every_figure_is_that_of_the_households(seed: int, homes: int, halls: int, one_trip: float, many: int) -> None:
    people, places = village(seed, homes, halls)
    services = SERVICES[:many]
    if not all(people["needs"].str.contains(name).any() for name in services):
        return
    asked = TogetherSettings(services, levels=(2.0, 4.0), one_trip=one_trip)
    judged(together(ground_of(people, places), asked, solve_program))


@settings(max_examples=examples(10), deadline=None)
@given(st.integers(0, 10**6))
def test_the_points_of_a_group_are_the_best_that_serve_enough(seed: int) -> None:
    """Against every choice of places and every way to send the groups of neighbours there."""
    people, places = village(seed, 9, 3, everybody=True)
    ground = ground_of(people, places)
    found = together(ground, TogetherSettings(SERVICES[:2], levels=(3.0,)), solve_program)
    nearest = ground.minutes.argmin(axis=0)
    best = math.inf
    for goals in itertools.product(range(3), repeat=3):  # the place that each group of neighbours goes to
        to = np.array(goals)[nearest]
        if all(many >= 3 for many in np.bincount(to, minlength=3) if many):
            best = min(best, float(ground.minutes[to, np.arange(9)].sum()))
    offer = found.offers[(0, 1), 3.0]
    assert offer.minutes.sum() == pytest.approx(best) and offer.gap == 0


@pytest.mark.parametrize("seed", range(3))
def test_where_everybody_needs_all_shared_points_stand_where_separate_ones_do(seed: int) -> None:
    people, places = village(seed, 40, 5, everybody=True)
    found = together(ground_of(people, places), TogetherSettings(SERVICES, levels=(5.0,), service_cost=0.4), solve_program)
    rows = found.curve.set_index("plan")
    assert rows.at["separate", "points"] == 3 * rows.at["together", "points"]
    assert rows.at["separate", "hours"] == pytest.approx(rows.at["together", "hours"], rel=1e-6)
    assert rows.at["separate", "services"] == rows.at["together", "services"] and found.even() == math.inf
    assert found.ways["together"].iloc[0] == "education + health + pay point"
    assert [len(offer.group) for offer in found.chosen] == [3]


def test_who_is_too_few_for_a_point_is_told_and_sharing_may_keep_one_up() -> None:
    people = pd.DataFrame(
        {
            "household_id": list("ABCD"),
            "latitude": -33.0,
            "longitude": 26.0,
            "needs": ["health", "health", "education", "education"],
        }
    )
    place = pd.DataFrame({"point_id": ["P"], "sector": "hall", "latitude": [-33.0], "longitude": [26.01]})
    found = together(ground_of(people, place), TogetherSettings(("health", "education"), levels=(3.0,)), solve_program)
    rows = found.curve.set_index("plan")
    assert rows["not_served"].to_dict() == {"separate": 4.0, "together": 0.0}
    assert math.isnan(rows.at["separate", "minutes_mean"]) and rows.at["together", "points"] == 1
    assert found.even() == 0.0  # no separate point can be kept up, so one more is dearer, whatever it brings


def test_one_trip_for_all_needs_halves_the_ways_of_two() -> None:
    people, places = village(3, 12, 3, everybody=True)
    ground = ground_of(people, places)
    hours = [
        together(ground, TogetherSettings(SERVICES[:2], (4.0,), one_trip=share), solve_program).curve.set_index("plan")["hours"]
        for share in (0.0, 1.0)
    ]
    assert hours[1]["together"] == pytest.approx(hours[0]["together"] / 2) and hours[1]["separate"] == hours[0]["separate"]


def test_what_nobody_needs_and_what_nobody_can_ask_is_told() -> None:
    people, places = village(1, 6, 2)
    with pytest.raises(InputProblems, match=r"E402.*roads"):
        together(ground_of(people, places), TogetherSettings(("health", "roads")), solve_program)
    with pytest.raises(InputProblems) as told:
        TogetherSettings(("health", "Health "), levels=(0.0,), one_trip=2.0, only=("moon",))
    assert [problem.column for problem in told.value.problems] == ["together", "least", "one_trip", "only"]
    with pytest.raises(InputProblems, match=r"E402.*urban"):
        together(ground_of(people, places), TogetherSettings(("health", "education"), only=("urban",)), solve_program)
