"""An area that nobody may enter is gone round; one that is closed for some days, or only in the dark, bars no way."""

from __future__ import annotations

import datetime as dt
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from allocation import Round, Wishes, plan_round
from allocation.check import check_plan
from geo.tables import complete
from geo.travel import AroundBarriers, RoadNetwork, StraightLine, TravelMatrix
from geo.travel.barriers.areas import kept_out
from tests.allocation.test_roads import network

DAY = dt.date(2026, 3, 2)
#: About 900 m wide, between a home in the west and a household in the east, 2.8 km apart; 2.2 km long.
FARM = shapely.box(26.51, -33.31, 26.52, -33.29)


def areas(kind: str, first: str = "", last: str = "") -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame({"kind": [kind], "from": [first], "until": [last]}, geometry=[FARM], crs="EPSG:4326")
    return complete("restrictions", frame)


def asked(**home: Any) -> dict[str, Any]:
    return {
        "households": pd.DataFrame({"household_id": ["H"], "longitude": [26.53], "latitude": [-33.3], "visit_min": [30], **home}),
        "fieldworkers": pd.DataFrame({"worker_id": ["W"], "longitude": [26.5], "latitude": [-33.3], "mode": ["walk"]}),
        "round_": Round(DAY, DAY + dt.timedelta(2), wishes=Wishes.none(), holidays=""),
    }


@pytest.mark.parametrize("kind", ["no entry", "owner refused"])
def test_a_closed_area_is_gone_round_and_a_plan_through_it_is_no_plan(kind: str) -> None:
    free = plan_round(**asked(), max_iterations=2)
    plan = plan_round(**asked(), restrictions=areas(kind), max_iterations=2)
    assert plan.visits["distance_m"].iloc[0] == pytest.approx(1.3 * (2 * np.hypot(930, 1109) + 930), rel=1e-2)
    assert plan.visits["distance_m"].iloc[0] > free.visits["distance_m"].iloc[0] * 1.2
    assert plan.check() == []
    inputs = (plan.households, plan.fieldworkers, plan.round, StraightLine(), None)
    assert check_plan(plan.visits, plan.days, plan.unserved, *inputs, restrictions=plan.restrictions) == []
    through = check_plan(free.visits, free.days, free.unserved, *inputs, restrictions=plan.restrictions)
    assert "wrong_travel" in {violation.code for violation in through}


@pytest.mark.parametrize(("kind", "first"), [("pairs only", ""), ("daylight only", ""), ("no entry", "2026-03-03")])
def test_other_areas_bar_no_way(kind: str, first: str) -> None:
    free = plan_round(**asked(), max_iterations=2)
    plan = plan_round(**asked(), restrictions=areas(kind, first), max_iterations=2)
    assert plan.visits["distance_m"].tolist() == free.visits["distance_m"].tolist()


def test_who_lives_in_a_closed_area_leaves_it_the_shortest_way() -> None:
    given = asked()
    given["fieldworkers"]["longitude"] = 26.518
    plan = plan_round(**given, restrictions=areas("no entry"), max_iterations=2)
    assert plan.summary["served"] == 1
    assert plan.check() == []


def test_every_model_keeps_out_once() -> None:
    limits = areas("wet season")
    lines, roads = StraightLine(), network(11)
    days = (DAY, DAY)
    around, cut = kept_out(lines, limits, *days), kept_out(roads, limits, *days)
    assert isinstance(around, AroundBarriers) and isinstance(cut, RoadNetwork) and cut.barriers is not None
    assert kept_out(around, limits, *days) is around and kept_out(cut, limits, *days) is cut
    assert kept_out(lines, None, *days) is lines
    matrix = TravelMatrix([[0.0]], ["a"])
    assert kept_out(matrix, limits, *days) is matrix
    assert around.settings() == lines.settings()
