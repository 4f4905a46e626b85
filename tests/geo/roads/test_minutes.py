"""Minutes over roads: against a search by hand, and what must hold of any network."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import TravelProblems
from geo.travel import RoadNetwork, tiles
from geo.travel.roads.chains import graph_of
from geo.travel.roads.kinds import Kind
from geo.travel.roads.lines import Lines
from tests.geo.roads.by_hand import ByHand, made_up, places, scattered
from tests.geo.test_travel_tiling import gathered
from tests.thorough import examples

MODES = ("walk", "bicycle", "car")


@settings(max_examples=examples(40), deadline=None)
@given(seed=st.integers(0, 10**6), mode=st.sampled_from(MODES), shape=st.sampled_from([(9, 9), (12, 3), (2, 12)]))
def test_minutes_are_those_of_a_search_by_hand(seed: int, mode: str, shape: tuple[int, int]) -> None:
    lines = made_up(seed)
    network = RoadNetwork(graph_of(lines))
    a, b = scattered(seed + 1, shape[0], lines), scattered(seed + 2, shape[1], lines)
    by_hand = ByHand(lines, mode)
    if not by_hand.pieces:
        assert np.isnan(network.minutes(places(a), places(b), mode)).all()
        return
    wanted, sure = by_hand.minutes(a, b)
    found = network.minutes(places(a), places(b), mode)
    assert found.shape == wanted.shape
    np.testing.assert_allclose(found[sure], wanted[sure], atol=1e-3)  # feet of perpendiculars differ by centimetres


@settings(max_examples=examples(40), deadline=None)
@given(seed=st.integers(0, 10**6), mode=st.sampled_from(MODES))
def test_no_way_by_a_third_place_is_shorter(seed: int, mode: str) -> None:
    lines = made_up(seed)
    here = places(scattered(seed + 1, 25, lines, 0.004))
    table = RoadNetwork(graph_of(lines)).minutes(here, here, mode)
    direct = np.where(np.isnan(table), np.inf, table)
    for third in range(len(direct)):
        assert (direct <= direct[:, [third]] + direct[[third], :] + 1e-9).all()
    assert (table >= 0)[np.isfinite(table)].all()
    assert (np.diag(direct)[np.isfinite(np.diag(direct))] < 1e-9).all()


@settings(max_examples=examples(30), deadline=None)
@given(seed=st.integers(0, 10**6))
def test_there_and_back_take_the_same_on_foot_and_metres_too(seed: int) -> None:
    lines = made_up(seed)
    network, here = RoadNetwork(graph_of(lines)), places(scattered(seed + 1, 20, lines))
    for table in (network.minutes(here, here, "walk"), network.distance_m(here, here)):
        np.testing.assert_allclose(table, table.T, atol=1e-6)


@settings(max_examples=examples(30), deadline=None)
@given(
    seed=st.integers(0, 10**6),
    mode=st.sampled_from(MODES),
    shape=st.sampled_from([(150, 20), (10, 90)]),
    within=st.sampled_from([0.0, 5.0, 60.0, np.inf]),
)
def test_tiles_hold_every_pair_within_reach_and_every_nearest(
    seed: int, mode: str, shape: tuple[int, int], within: float
) -> None:
    lines = made_up(seed)
    network = RoadNetwork(graph_of(lines), off_road_most_m=150)
    a, b = (places(scattered(seed + n, many, lines, 0.002)) for n, many in enumerate(shape))
    whole = network.minutes(a, b, mode)
    table = gathered(list(tiles(network, a, b, mode, within)), whole.shape)
    there = table >= 0
    np.testing.assert_allclose(table[there], whole[there], atol=1e-9)
    assert there[whole <= within].all()
    reach = np.where(np.isnan(whole), np.inf, whole)
    nearest = np.isfinite(reach) & (reach <= reach.min(axis=1, keepdims=True) * (1 - 1e-9))
    assert there[nearest].all()


@settings(max_examples=examples(20), deadline=None)
@given(seed=st.integers(0, 10**6), mode=st.sampled_from(MODES))
def test_what_was_learnt_pickled_or_asked_one_by_one_is_the_same(seed: int, mode: str) -> None:
    lines = made_up(seed)
    network, here = RoadNetwork(graph_of(lines)), places(scattered(seed + 1, 20, lines))
    table, metres = network.minutes(here, here, mode), network.distance_m(here, here)
    network.learn(here, mode)
    again = pickle.loads(pickle.dumps(network))
    some = here.take([3, 1])
    for other in (network, again, network.forgetful()):
        np.testing.assert_allclose(other.minutes(here, here, mode), table, atol=1e-9)
        np.testing.assert_allclose(other.distance_m(here, here), metres, atol=1e-6)
        np.testing.assert_allclose(other.minutes(some, here.take([0]), mode), table[np.ix_([3, 1], [0])], atol=1e-9)


def straight_road(*kinds: Kind, gap: float = 0.0) -> Lines:
    """A road along the equator from 0° to 0.02°, in two halves that meet in the middle, or do not."""
    lon = np.array([0.0, 0.01, 0.01 + gap, 0.02])
    refs = np.array([0, 1, 1 if not gap else 2, 3])
    kind = np.array([0, len(kinds) - 1])
    return Lines(refs, np.array([0, 2, 4]), kind, kinds, np.column_stack([lon, np.zeros(4)]))


def test_a_road_apart_is_unreachable_and_never_a_big_number() -> None:
    network = RoadNetwork(graph_of(straight_road(Kind("track"), gap=0.0005)))
    ends = places(np.array([[0.001, 0.0], [0.019, 0.0], [0.005, 0.0]]))
    table = network.minutes(ends, ends, "walk")
    assert np.isnan(table[[0, 1, 1, 2], [1, 0, 2, 1]]).all()
    assert np.isfinite(table[0, 2])
    assert np.isnan(network.distance_m(ends, ends)[0, 1])


def test_a_place_far_from_every_road_or_unknown_is_unreachable() -> None:
    far = places(np.array([[0.01, 0.0], [0.01, 0.02], [np.nan, np.nan]]))
    near, wide = (RoadNetwork(graph_of(straight_road(Kind("track"))), off_road_most_m=most) for most in (2_000, 3_000))
    assert np.isnan(near.minutes(far, far, "walk")).tolist() == [[False, True, True], [True, True, True], [True, True, True]]
    assert np.isfinite(wide.minutes(far, far, "walk")[0, 1])
    assert np.isnan(wide.minutes(far, far, "walk")[2]).all()


def test_a_one_way_road_holds_for_cars_and_not_for_people_on_foot() -> None:
    network = RoadNetwork(graph_of(straight_road(Kind("residential", direction=1, bicycle_direction=1))))
    ends = places(np.array([[0.001, 0.0], [0.019, 0.0]]))
    assert np.isfinite(network.minutes(ends, ends, "car")).tolist() == [[True, True], [False, True]]
    assert np.isfinite(network.minutes(ends, ends, "walk")).all()


def test_neighbours_go_straight_to_each_other_but_not_through_a_river() -> None:
    """Both 300 m off the road and 40 m apart: 40 m. Off two roads that do not meet: no way."""
    neighbours = places(np.array([[0.005, 0.0027], [0.00536, 0.0027]]))
    one = RoadNetwork(graph_of(straight_road(Kind("track"))))
    metres = one.distance_m(neighbours, neighbours)[0, 1]
    assert metres == pytest.approx(40 * 1.3, rel=0.01)
    for mode in MODES:
        assert one.minutes(neighbours, neighbours, mode)[0, 1] == pytest.approx(40 * 1.3 / 75, rel=0.01)
    facing = places(np.array([[0.0099, 0.0002], [0.0107, 0.0002]]))
    two = RoadNetwork(graph_of(straight_road(Kind("track"), gap=0.0005)))
    assert np.isnan(two.minutes(facing, facing, "walk")[0, 1])


def test_speeds_of_classes_and_surfaces_change_with_the_usual_one() -> None:
    ends = places(np.array([[0.0, 0.0], [0.02, 0.0]]))
    road = graph_of(straight_road(Kind("primary"), Kind("primary", surface="gravel")))
    usual, fast = RoadNetwork(road), RoadNetwork(road, speed_kmh={"car": 80})
    km = usual.distance_m(ends, ends)[0, 1] / 1000
    assert usual.minutes(ends, ends, "car")[0, 1] == pytest.approx(km / 2 / 65 * 60 + km / 2 / 40 * 60)
    assert fast.minutes(ends, ends, "car")[0, 1] == pytest.approx(usual.minutes(ends, ends, "car")[0, 1] / 2)


def test_all_that_is_wrong_with_settings_is_told_at_once() -> None:
    with pytest.raises(TravelProblems) as caught:
        RoadNetwork("nowhere.gpkg", detour_factor=0.5, speed_kmh={"walk": 99}, off_road_most_m=-1)
    assert sorted(problem.code for problem in caught.value.problems) == ["E100", "E401", "E401", "E401"]
    with pytest.raises(TravelProblems):
        RoadNetwork(graph_of(straight_road(Kind("track")))).minutes(places(np.zeros((1, 2))), places(np.zeros((1, 2))), "boat")
