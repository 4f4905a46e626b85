"""Plans over roads: they hold, and the checker works their minutes out again by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation import Round, plan_round
from allocation.why.inputs import faster
from geo.travel import Places, RoadNetwork, TravelMatrix
from geo.travel.roads.chains import graph_of
from tests.allocation.profiles import modest
from tests.allocation.rounds import rounds
from tests.allocation.test_rounds import accounts_are_exact, figures_are_true
from tests.geo.roads.by_hand import made_up


def network(seed: int, **settings: Any) -> RoadNetwork:
    """Roads over the two wards of the made-up rounds, in several pieces."""
    return RoadNetwork(graph_of(made_up(seed, side=12, lines=70, corner_at=(26.495, -33.355), step=0.01)), **settings)


@modest(20)
@given(drawn=rounds(), seed=st.integers(0, 10_000), off=st.sampled_from([300.0, 5000.0]))
def test_every_generated_round_over_roads_gives_a_plan_that_holds(drawn: dict[str, Any], seed: int, off: float) -> None:
    plan = plan_round(**{**drawn, "travel": network(seed, off_road_most_m=off)}, max_iterations=2)
    assert plan.check() == []
    accounts_are_exact(plan, drawn["households"])
    figures_are_true(plan)


def village(count: int = 14) -> dict[str, Any]:
    rng = np.random.default_rng(3)
    lon, lat = 26.51 + rng.random(count) * 0.06, -33.34 + rng.random(count) * 0.03
    homes = pd.DataFrame({"household_id": [f"H{i}" for i in range(count)], "longitude": lon, "latitude": lat})
    team = pd.DataFrame(
        {"worker_id": ["W0", "W1"], "longitude": [26.53, 26.55], "latitude": [-33.33, -33.32], "mode": ["walk", "car"]}
    )
    return {"households": homes, "fieldworkers": team, "round_": Round("2026-03-02", "2026-03-06")}


def test_a_plan_over_roads_is_that_of_a_matrix_of_the_same_minutes() -> None:
    asked = village()
    asked["fieldworkers"]["mode"] = "walk"
    roads = network(11)
    both = pd.concat(
        [asked["fieldworkers"].rename(columns={"worker_id": "id"}), asked["households"].rename(columns={"household_id": "id"})]
    )
    places = Places(both["id"].to_numpy(dtype=str), both[["longitude", "latitude"]].to_numpy(), np.full(len(both), ""))
    minutes = roads.minutes(places, places, "walk")
    over = plan_round(**asked, travel=roads, max_iterations=60)
    by = plan_round(**asked, travel=TravelMatrix(minutes, both["id"].tolist()), max_iterations=60)
    assert over.summary["served"] == by.summary["served"] > 0
    assert over.summary["travel_min"] == pytest.approx(by.summary["travel_min"], rel=0.02)
    assert over.days["distance_m"].notna().all()


def test_the_checker_works_minutes_out_by_itself() -> None:
    """It looks at no table that the search has kept, and finds minutes that are not those of the roads."""
    roads = network(11)
    plan = plan_round(**village(), travel=roads, max_iterations=5)
    assert plan.summary["served"]
    kept = [learnt for (_, what), learnt in roads._memo.items() if what == "learnt"]
    assert kept
    for learnt in kept:
        learnt.costs[:] /= 2
    assert plan.check() == []
    visits = plan.visits.assign(travel_min=plan.visits["travel_min"] / 2)
    assert {violation.code for violation in replace(plan, visits=visits).check()} & {
        "wrong_travel",
        "wrong_arrival",
        "wrong_figures",
    }


def test_levers_make_roads_faster() -> None:
    quick = faster(network(1), 2.0)
    assert isinstance(quick, RoadNetwork)
    assert quick.speed_kmh["walk"] == 9.0


def test_a_household_that_no_road_leads_to_is_told_so() -> None:
    asked = village(6)
    asked["households"].loc[0, ["longitude", "latitude"]] = [27.5, -33.3]
    plan = plan_round(**asked, travel=network(11), max_iterations=5)
    assert plan.unserved.set_index("household_id")["reason"]["H0"] == "unreachable"
    assert plan.check() == []
