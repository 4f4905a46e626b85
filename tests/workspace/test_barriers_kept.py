"""A plan around barriers is kept with them, and opened where their files are gone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely

from allocation import plan_round
from geo.travel import AroundBarriers, Barriers, RoadNetwork, StraightLine
from geo.travel.barriers.season import Season
from tests.allocation.test_roads import network, village
from workspace.archive import pack, unpack


@pytest.mark.parametrize("over", ["lines", "roads"])
def test_a_plan_around_barriers_is_kept_with_them(over: str) -> None:
    asked = village(8)
    lon, lat = asked["households"]["longitude"], asked["households"]["latitude"]
    river = shapely.LineString([(lon.min() - 0.1, lat.median()), (lon.max() + 0.1, lat.median() + 0.001)])
    ford = shapely.Point(lon.median(), lat.median() + 0.0005)
    barriers = Barriers(np.array([river]), np.array([ford]), np.array([0b1000]), barriers="gone.gpkg")
    season = Season(0, (asked["round_"].first_day, asked["round_"].last_day))
    travel = AroundBarriers(StraightLine(1.2), barriers, season)
    if over == "roads":
        graph = network(11).graph
        travel = RoadNetwork(graph, off_road_most_m=900, barriers=barriers, season=season)
        assert len(travel.graph.u) > len(graph.u)
    plan = plan_round(**asked, travel=travel, max_iterations=2)
    assert plan.check() == []
    again = unpack(pack(plan))
    assert again.travel.settings() == plan.travel.settings()
    assert again.travel.season.months == travel.season.months
    pd.testing.assert_frame_equal(again.visits, plan.visits)
    assert again.check() == []
