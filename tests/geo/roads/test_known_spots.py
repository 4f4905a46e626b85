"""Spots that are kept are those of the road."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.travel import RoadNetwork
from geo.travel.roads.chains import graph_of
from geo.travel.roads.known_spots import KnownSpots
from geo.travel.roads.spots import Nearest
from tests.geo.roads.by_hand import made_up, scattered
from tests.thorough import examples


@settings(max_examples=examples(15), deadline=None)
@given(seed=st.integers(0, 10**6))
def test_spots_asked_for_in_parts_and_again_are_those_of_all_together(seed: int) -> None:
    lines = made_up(seed)
    network, here = RoadNetwork(graph_of(lines)), scattered(seed + 1, 30, lines, 0.002)
    net = network.ways("walk").timed
    nearest = Nearest(network.graph, net.open, net.rank)
    whole, known = nearest.spots(here, 150.0), KnownSpots(nearest, 150.0)
    with_unknown = np.vstack([here[:3], [[np.nan, np.nan]]])
    for rows in (np.arange(5), np.arange(29, 2, -1), np.array([7, 7, 1]), np.arange(30)):
        found, own = known.spots(here[rows]), whole.take(rows)
        for name in ("edge", "vertex", "share", "off_m"):
            np.testing.assert_array_equal(getattr(found, name), getattr(own, name))
    assert known.spots(with_unknown).edge.tolist() == [*whole.edge[:3].tolist(), -1]
