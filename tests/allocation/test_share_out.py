"""A wish that everybody carries alike is met across the whole team, and costs nobody a visit."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation import Plan, Round, Wishes, plan_round
from allocation.day import day_of
from allocation.draft import Draft
from allocation.fill import fill
from allocation.prepare import Prepared, prepare
from allocation.price import fair_share_min
from allocation.share_out import share_out
from allocation.share_taker import Team
from allocation.timeline import can_be_done
from allocation.units import Units
from geo.travel import TravelMatrix
from tests.allocation.profiles import modest
from tests.allocation.rounds import rounds
from tests.allocation.test_fill import crowded


def street(fair: float) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, Round]:
    """Five fieldworkers along a road of 12 km, 500 m of households at one end: with hours to spare, the nearest does most."""
    random = np.random.default_rng(4)
    spots = np.column_stack([26.50 + random.uniform(0, 0.005, 60), -33.32 + random.uniform(0, 0.005, 60)])
    homes = gpd.GeoDataFrame(
        {"household_id": [f"H{i}" for i in range(60)], "visit_min": 40.0, "settlement": "rural"},
        geometry=gpd.GeoSeries.from_xy(*spots.T, crs="EPSG:4326"),
    )
    along = np.linspace(26.50, 26.53, 5)
    team = gpd.GeoDataFrame(
        {"worker_id": [f"W{i}" for i in range(5)], "mode": "bicycle"},
        geometry=gpd.GeoSeries.from_xy(along, np.full(5, -33.32), crs="EPSG:4326"),
    )
    return homes, team, Round("2026-03-02", "2026-03-06", holidays="", wishes=Wishes(0, 0, 0, fair, 0))


def hours(plan: Plan) -> pd.Series:
    out = plan.days.groupby("worker_id")["work_min"].sum() / 60
    return out.reindex(plan.fieldworkers["worker_id"], fill_value=0.0)


def test_with_hours_to_spare_everybody_comes_near_the_middle() -> None:
    unwished, wished = (plan_round(*street(fair), max_iterations=0) for fair in (0, 10))
    assert len(unwished.visits) == len(wished.visits) == 60
    assert wished.check() == []
    spread = hours(wished) / hours(wished).mean()
    assert spread.min() > 0.7 and spread.max() < 1.3
    alone = hours(unwished) / hours(unwished).mean()
    assert alone.max() > 1.5 and alone.min() < 0.2, "left alone it is far from alike"


def filled(ready: Prepared) -> Draft:
    draft = Draft(Units.of(ready.problem))
    fill(draft)
    return draft


@modest(40)
@given(rounds(), st.sampled_from([0.5, 3, 10]))
def test_sharing_out_visits_the_same_households_and_never_costs_more(drawn: dict, fair: float) -> None:  # type: ignore[type-arg]
    wishes = Wishes(3, 2, 2, fair, 1)
    ready = prepare(
        drawn["households"],
        drawn["fieldworkers"],
        _with(drawn["round_"], wishes),
        drawn["travel"],
        drawn["wards"],
        drawn["restrictions"],
    )
    draft = filled(ready)
    before, served = draft.worth(), draft.served()
    better = share_out(draft)
    assert (draft.worth() > before) == better and draft.worth() >= before
    assert (draft.served() == served).all()
    made = draft.made()
    assert ((made == 0) | (made == draft.units.asked_rows)).all()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("by_matrix", [False, True])
def test_hours_loads_and_odd_tables_hold_while_visits_change_hands(seed: int, by_matrix: bool) -> None:
    """Few households for many hours: every day that comes out can be walked and carried, and the price is lower."""
    given_ = crowded(seed, by_matrix)
    given_["households"] = given_["households"].iloc[:24]
    ready = prepare(**given_)
    draft = Draft(Units.of(ready.problem))
    fill(draft)
    before, served = draft.worth(), draft.served()
    share_out(draft)
    assert draft.worth() >= before and (draft.served() == served).all()
    for worker, days in enumerate(draft.days):
        for place, day in enumerate(days):
            assert day_of(draft.units, worker, place, day.stops) == day
            assert not day.stops or can_be_done(ready.problem, worker, day.stops)


def _with(round_: Round, wishes: Wishes) -> Round:
    from dataclasses import replace

    return replace(round_, wishes=wishes)


def test_a_whole_day_goes_where_single_visits_would_not_pay() -> None:
    """From the far home a visit alone costs 100 minutes of travel; a day of four, hardly more than from the near one."""
    ids = ["near", "far", *(f"h{i}" for i in range(8))]
    table = np.full((10, 10), 2.0)
    table[0, 2:] = table[2:, 0] = 30.0
    table[1, 2:] = table[2:, 1] = 50.0
    np.fill_diagonal(table, 0.0)
    homes = pd.DataFrame({"household_id": ids[2:], "visit_min": 50.0})
    team = pd.DataFrame({"worker_id": ids[:2], "hours_per_day": 6.0})
    round_ = Round("2026-03-02", "2026-03-05", holidays="", wishes=Wishes(0, 0, 0, 10, 0))
    ready = prepare(homes, team, round_, TravelMatrix(table, ids))
    draft = Draft(Units.of(ready.problem))
    assert draft.replace([(0, 0, (0, 1, 2, 3), ()), (0, 1, (4, 5, 6, 7), ())])
    assert [sum(len(day.stops) for day in days) for days in draft.days] == [8, 0]
    assert share_out(draft)
    assert [sum(len(day.stops) for day in days) for days in draft.days] == [4, 4]


def test_what_is_cut_off_in_the_middle_is_no_worse_than_before() -> None:
    ready = prepare(*street(10))
    draft = filled(ready)
    before = draft.worth()
    ticks = iter([True, False])
    share_out(draft, tick=lambda: next(ticks))
    assert draft.worth() >= before
    assert int(draft.served().sum()) == 60


def test_the_burden_of_the_pass_is_that_of_the_price_once_it_is_taken_hard() -> None:
    """Whatever the loads, the last round of the pass and the price of a plan agree on who is above the share."""
    from allocation.price import fair_minutes
    from allocation.share_taker import Taker

    ready = prepare(*street(10))
    draft = filled(ready)
    load = draft.workload_min()
    share = fair_share_min(ready.problem, load)
    taker = Taker(Team(draft, 0.5), 0, np.maximum(share * 60, 1.0), 0.0)
    found = taker.burden(np.arange(5), load * 60).sum() * 0.5 / 60
    assert found == pytest.approx(fair_minutes(ready.problem, load).sum())
