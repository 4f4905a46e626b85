"""Planning again where vehicles drive: they drive as planned, without who is away, and everything else holds as on foot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from allocation import Plan, Round, Wishes, plan_round
from allocation.replan import replan
from geo.errors import InputProblems
from geo.travel import StraightLine
from tests.allocation.profiles import modest
from tests.allocation.rounds import table
from tests.allocation.test_replan import whatever_happens
from tests.allocation.test_vehicles import nobody_on_foot
from tests.allocation.vehicle_rounds import vehicle_rounds
from tests.workflows.test_vehicles import written
from workflows.plan_files import plan_files

__all__ = ["nobody_on_foot"]
TUE, WED = "2026-03-03", "2026-03-04"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plan]:
    """Two fieldworkers whom a bakkie takes to the far end of a valley, on each of three days."""
    folder: Path = tmp_path_factory.mktemp("again")
    yield plan_files(written(folder / "in", 48), folder / "out", max_iterations=50).plan


def rides_of(plan: Plan, action: str = "drop") -> pd.DataFrame:
    assert plan.rides is not None
    return plan.rides[plan.rides["action"] == action].reset_index(drop=True)


def test_where_nothing_happens_the_vehicle_drives_as_planned(tmp_path: Path) -> None:
    plan = plan_files(written(tmp_path / "in"), tmp_path / "out", max_iterations=50).plan
    assert len(rides_of(plan))
    made = replan(plan, from_day=TUE, max_iterations=20)
    assert made.plan.check() == []
    assert made.changes.empty
    pd.testing.assert_frame_equal(made.plan.rides, plan.rides)
    assert made.plan.summary["vehicles"] == plan.summary["vehicles"]


def test_who_is_ill_does_not_ride_and_the_others_do(plan: Plan) -> None:
    assert set(rides_of(plan)["worker_id"]) == {"W1", "W2"}
    made = replan(plan, from_day=TUE, ill={"W1": [TUE]}, max_iterations=20)
    assert made.plan.check() == []
    on_tuesday = rides_of(made.plan)[rides_of(made.plan)["date"] == TUE]
    assert on_tuesday["worker_id"].tolist() == ["W2"]
    assert not ((made.plan.visits["worker_id"] == "W1") & (made.plan.visits["date"] == TUE)).any()
    other = rides_of(plan)["date"] != TUE
    keys = ["vehicle_id", "date", "place", "worker_id"]
    now = rides_of(made.plan)
    pd.testing.assert_frame_equal(
        now[now["date"] != TUE][keys].reset_index(drop=True), rides_of(plan)[other][keys].reset_index(drop=True)
    )
    assert made.summary["moved_share"] < 0.5, "what the other was promised mostly stays"


def test_with_everybody_ill_the_vehicle_stays_at_home(plan: Plan) -> None:
    made = replan(plan, from_day=TUE, ill={"W1": [TUE], "W2": [TUE]}, max_iterations=20)
    assert made.plan.check() == []
    assert TUE not in set(made.plan.rides["date"])
    assert {"2026-03-02", WED} <= set(made.plan.rides["date"])


def test_a_drop_at_a_household_that_was_visited_since_is_still_driven_to(plan: Plan) -> None:
    """The place is where somebody gets out; who lives there may have had the visit on another day."""
    later = rides_of(plan)[rides_of(plan)["date"] == WED]
    place = later["place"].iloc[0]
    monday = plan.visits[plan.visits["date"] == "2026-03-02"]
    done = monday[["household_id", "worker_id", "date"]]
    extra = pd.DataFrame({"household_id": [place], "worker_id": ["W1"], "date": ["2026-03-02"]})
    made = replan(plan, from_day=TUE, done=pd.concat([done, extra]).drop_duplicates(), max_iterations=20)
    assert made.plan.check() == []
    assert place not in set(made.plan.unserved["household_id"])
    assert not ((made.plan.visits["household_id"] == place) & (made.plan.visits["date"] >= TUE)).any()
    now = rides_of(made.plan)
    assert place in set(now[now["date"] == WED]["place"])
    with pytest.raises(InputProblems, match="has been visited"):
        replan(
            plan,
            from_day=TUE,
            done=pd.concat([done, extra]).drop_duplicates(),
            pins={place: dt.date(2026, 3, 4)},
            max_iterations=1,
        )


def test_a_pin_on_who_is_only_reached_by_riding_holds(plan: Plan) -> None:
    far = plan.visits.merge(rides_of(plan)[["worker_id", "date"]])
    tuesday, wednesday = (far[far["date"] == day].iloc[0] for day in (TUE, WED))
    made = replan(plan, from_day=TUE, pins={tuesday["household_id"]: (wednesday["worker_id"], WED)}, max_iterations=20)
    assert made.plan.check() == []
    now = made.plan.visits.set_index("household_id").loc[tuesday["household_id"]]
    assert now[["worker_id", "date"]].tolist() == [wednesday["worker_id"], WED]


def far_away(count: int, first: int = 0) -> gpd.GeoDataFrame:
    """Households 14 km from the village of :func:`valley`, where nobody can walk to and back in a day."""
    homes = [
        {"household_id": f"F{first + i}", "geometry": Point(26.16 + i / 1000, -33.05), "visit_min": 45.0} for i in range(count)
    ]
    return table(homes)


def valley(households: gpd.GeoDataFrame, seats: int) -> Plan:
    """Two fieldworkers and a bakkie in a village, three days."""
    team = [
        {"worker_id": name, "geometry": Point(26.01, -33.05), "hours_per_day": 8.0, "vehicle": "B", "mode": "walk"}
        for name in ("W1", "W2")
    ]
    car = table([{"vehicle_id": "B", "geometry": Point(26.01, -33.05), "seats": seats, "speed_kmh": 40.0}])
    days = Round("2026-03-02", "2026-03-04", holidays="", wishes=Wishes.none())
    return plan_round(households, table(team), days, StraightLine(), vehicles=car, max_iterations=50)


def test_a_vehicle_that_stood_still_drives_to_new_households_whom_nobody_reaches_on_foot() -> None:
    near = table([{"household_id": "N", "geometry": Point(26.012, -33.05), "visit_min": 45.0}])
    plan = valley(near, seats=2)
    assert plan.rides is not None and plan.rides.empty
    for limits in ({"max_iterations": 20}, {"seconds": 2}):
        made = replan(plan, from_day=TUE, new_households=far_away(6), **limits)
        assert made.plan.check() == []
        assert made.plan.summary["served"] == 7 and made.plan.summary["vehicles"]["vehicle_days"] > 0
        assert set(rides_of(made.plan)["date"]) <= {TUE, WED}


def test_who_is_ill_is_replaced_in_the_vehicle_by_somebody_who_may_ride() -> None:
    plan = valley(far_away(14), seats=1)
    before = rides_of(plan).set_index("date")["worker_id"]
    assert TUE in before.index
    ill = str(before[TUE])
    made = replan(plan, from_day=TUE, ill={ill: [TUE]}, max_iterations=20)
    assert made.plan.check() == []
    after = rides_of(made.plan).set_index("date")["worker_id"]
    assert after[TUE] == ({"W1", "W2"} - {ill}).pop()
    assert made.plan.summary["served"] == plan.summary["served"]


@pytest.mark.usefixtures("nobody_on_foot")
@modest(40, always=True)
@given(vehicle_rounds(most=14), st.data())
def test_whatever_happens_the_new_plan_holds_and_past_rides_stay(drawn: dict[str, Any], data: st.DataObject) -> None:
    plan = plan_round(**drawn, max_iterations=2)
    made = whatever_happens(plan, data)
    if made is None or plan.rides is None:
        return
    first = str(made.plan.judged_from)
    after = rides_of(made.plan)
    pd.testing.assert_frame_equal(
        made.plan.rides[made.plan.rides["date"] < first].reset_index(drop=True),
        plan.rides[plan.rides["date"] < first].reset_index(drop=True),
    )
    seen.append(int((after["date"] >= first).sum()))


seen: list[int] = []


def test_in_some_of_them_somebody_still_rode() -> None:
    if seen:  # runs after the test above, as the file stands
        assert any(seen)
