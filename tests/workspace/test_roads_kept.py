"""A plan over roads is kept with its network, and opened where the file of roads is gone."""

from __future__ import annotations

import numpy as np
import pandas as pd

from allocation import plan_round
from geo.travel import RoadNetwork
from tests.allocation.test_roads import network, village
from workspace.archive import pack, unpack


def test_a_plan_over_roads_is_kept_with_its_network() -> None:
    plan = plan_round(**village(8), travel=network(11, off_road_most_m=900), max_iterations=2)
    again = unpack(pack(plan))
    assert isinstance(again.travel, RoadNetwork)
    assert again.travel.settings() == plan.travel.settings()
    pd.testing.assert_frame_equal(again.visits, plan.visits)
    assert again.check() == []
    np.testing.assert_array_equal(again.travel.graph.points, plan.travel.graph.points)
