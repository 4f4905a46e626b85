"""What it would take: more of something never serves less, each plan holds, and small rounds have the answer that they must."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from allocation import Plan, Round, Wishes, plan_round
from allocation.whatif.asked import Found, WhatIf, what_would_it_take
from allocation.whatif.by_date import BY_WORKERS
from allocation.whatif.options import CHANGES
from allocation.why.binding import binding_rules
from allocation.why.inputs import Inputs
from geo.errors import InputProblems
from geo.travel import TravelMatrix
from tests.allocation.cases import base
from tests.allocation.profiles import modest
from tests.allocation.rounds import table
from tests.allocation.test_fixes import planned
from tests.allocation.why.planned import crowded_round, faults, random_plan, riding_round, ruled_round


def judged(found: Found, plan: Plan) -> None:
    """Every plan passes the checker, no curve falls, no plan beats its bound."""
    for curve in found.curves:
        assert [step.amount for step in curve.steps] == list(range(len(curve.steps)))
        assert curve.steps[0].reached.served == plan.visits["household_id"].nunique()
        served = [step.reached.served for step in curve.steps]
        shares = [step.reached.share for step in curve.steps]
        assert served == sorted(served), curve.change
        assert shares == sorted(shares), curve.change
        for step in curve.steps[1:]:
            assert faults(step.context.plan) == [], (curve.change, step.what)
            assert not step.bound_served < step.reached.served
            assert not step.bound_share < step.reached.share - 1e-6
        assert curve.binds.not_reached == sum(curve.binds.reasons.values())


@modest(5)
@given(st.integers(0, 10_000))
def test_more_never_serves_less_and_every_plan_holds(seed: int) -> None:
    random = np.random.default_rng(seed)
    plan = random_plan([crowded_round, ruled_round, riding_round][seed % 3](random, 9), seed, 0.8)
    judged(what_would_it_take(plan, WhatIf(most=2, steps=100)), plan)


def test_one_more_of_each_is_one_more_in_the_inputs_and_in_nothing_else() -> None:
    seen = set()
    for seed in range(4):
        random = np.random.default_rng(seed)
        plan = random_plan(riding_round(random, 9) if seed % 2 else crowded_round(random, 9), seed, 0.7)
        found = what_would_it_take(plan, WhatIf(most=1, steps=50))
        for curve in found.curves:
            if len(curve.steps) < 2:
                assert curve.ended
                continue
            before, after = Inputs.of(plan), Inputs.of(curve.steps[1].context.plan)
            seen.add(curve.change)
            team = len(after.fieldworkers) - len(before.fieldworkers)
            fleet = len(() if after.vehicles is None else after.vehicles) - len(
                () if before.vehicles is None else before.vehicles
            )
            words = sum(
                len(new) > len(old)
                for name in ("skills", "languages")
                for old, new in zip(before.fieldworkers[name], after.fieldworkers[name], strict=False)
            )
            days = (after.round.last_day - before.round.last_day).days
            expected = {
                "worker": (1, 0, 0, False), "vehicle": (0, 1, 0, False), "day": (0, 0, 0, True),
                "skill": (0, 0, 1, False), "language": (0, 0, 1, False),
            }  # fmt: skip
            assert (team, fleet, words, days > 0) == expected[curve.change]
            assert set(after.households["household_id"]) == set(before.households["household_id"])
    assert {"worker", "day", "vehicle"} <= seen


def test_a_small_round_has_the_answer_that_it_must() -> None:
    """H6 waits, since B's one day is full: one more of anything that brings time lets it in, and then nothing binds."""
    case = base().worker("A", hours_per_day=1.5, days="2026-04-01;2026-04-02").worker("B", hours_per_day=1.2, days="2026-04-01")
    plan = planned(case)
    found = what_would_it_take(plan, WhatIf(("worker", "language"), most=3, steps=100))
    by_change = {curve.change: curve for curve in found.curves}
    worker = by_change["worker"]
    assert worker.gains == (1,)
    assert "Everybody" in worker.ended and worker.binds.not_reached == 0
    assert len(by_change["language"].steps) == 1 and by_change["language"].binds.not_reached == 1
    assert worker.steps[1].reached.hours > worker.steps[0].reached.hours


def test_where_a_round_names_its_fieldworkers_one_more_is_among_them() -> None:
    case = base().worker("A", hours_per_day=1.5, days="2026-04-01;2026-04-02").worker("B", hours_per_day=1.2, days="2026-04-01")
    plan = planned(case)
    named = replace(plan, round=replace(plan.round, workers=tuple(plan.fieldworkers["worker_id"])))
    found = what_would_it_take(named, WhatIf(("worker",), most=1, steps=50))
    assert found.curves[0].gains == (1,)
    made = found.curves[0].steps[1].context.plan
    assert made.round.workers is not None and set(made.visits["worker_id"]) - set(plan.visits["worker_id"]) <= set(
        made.round.workers
    )


def test_by_a_date_it_takes_the_fieldworkers_and_the_days_that_it_must() -> None:
    case = base().worker("A", hours_per_day=1.5, days="2026-04-01;2026-04-02").worker("B", hours_per_day=1.2, days="2026-04-01")
    plan = planned(case)
    found = what_would_it_take(plan, WhatIf((), steps=100, finish_by=plan.round.last_day)).by_date
    assert found is not None
    assert found.workers.done and found.workers.steps[-1].amount == 1 and found.workers.left == (1, 0)
    assert all(step.context.plan.round.last_day == plan.round.last_day for step in found.workers.steps)
    assert faults(found.workers.steps[-1].context.plan) == []
    assert any("1 fieldworker more" in line for line in found.sentences())


@modest(4)
@given(st.integers(0, 10_000))
def test_by_an_earlier_date_no_visit_lies_after_it_and_what_is_left_is_counted(seed: int) -> None:
    plan = random_plan(crowded_round(np.random.default_rng(seed), 9), seed, 1.0)
    date = dt.date(2026, 3, 4)
    found = what_would_it_take(plan, WhatIf((), steps=80, finish_by=date, workers_most=3, days_most=3)).by_date
    assert found is not None
    assert list(found.workers.left) == sorted(found.workers.left, reverse=True)
    for step, left in zip(found.workers.steps, found.workers.left, strict=True):
        plan_ = step.context.plan
        assert (plan_.visits["date"] <= date.isoformat()).all()
        assert faults(plan_) == []
        assert left == len(found.workers.to_serve - set(plan_.visits["household_id"]))
    first = found.workers.steps[0].context.plan
    could = set(first.unserved.loc[first.unserved["reason"].isin(BY_WORKERS), "household_id"])
    assert found.workers.to_serve == set(first.visits["household_id"]) | could


def test_seed_and_steps_decide_the_answer() -> None:
    plan = random_plan(crowded_round(np.random.default_rng(3), 12), 3, 0.5)
    one, other = (what_would_it_take(plan, WhatIf(("worker", "day"), most=2, steps=200)) for _ in range(2))
    assert one.details().equals(other.details()) and one.table().equals(other.table())
    assert list(one.table()["change"]) == ["worker"] * 3 + ["day"] * 3 or one.curves[0].ended or one.curves[1].ended


def test_whoever_asks_can_end_it_and_gets_what_is_known() -> None:
    plan = random_plan(crowded_round(np.random.default_rng(1), 9), 1, 0.6)
    told: list[tuple[int, int, str]] = []

    def tell(done: int, every: int, what: str) -> bool:
        told.append((done, every, what))
        return done < 2

    found = what_would_it_take(plan, WhatIf(most=3, steps=50), tell)
    assert found.ended_early and len(found.curves) == 1
    assert found.curves[0].ended in ("It was ended early.", "Everybody that the round asks for is reached.")
    assert all(every == 1 + len(CHANGES) * 3 for _, every, _ in told)
    judged(found, plan)


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"changes": ("point",), "threshold_min": 0}, ["E401"]),
        ({"changes": ("money",), "most": 0, "seats": 2.5}, ["E401", "E401", "E401"]),
        ({"steps": True, "seed": -1}, ["E401", "E401"]),
    ],
)
def test_what_cannot_be_asked_is_told_all_at_once(values: dict[str, Any], codes: list[str]) -> None:
    with pytest.raises(InputProblems) as error:
        WhatIf(**values)
    assert [problem.code for problem in error.value.problems] == codes


def points_at(*lons: float, sector: str = "health") -> gpd.GeoDataFrame:
    ids = [f"{sector[0].upper()}{at}" for at in range(len(lons))]
    return gpd.GeoDataFrame({"point_id": ids, "sector": sector}, geometry=[shapely.Point(lon, -33.3) for lon in lons], crs=4326)


def hamlets(*counts: int) -> Plan:
    """Hamlets so far apart (18 km) that each needs a point of its own, with so many homes; one fieldworker, one short day."""
    rows = [(f"H{at}-{one}", 26.5 + 0.2 * at + 0.0005 * one) for at, count in enumerate(counts) for one in range(count)]
    homes = gpd.GeoDataFrame(
        {"household_id": [name for name, _ in rows], "priority": [9.0 if name == "H2-0" else 0.0 for name, _ in rows]},
        geometry=[shapely.Point(lon, -33.3) for _, lon in rows],
        crs=4326,
    )
    crew = gpd.GeoDataFrame({"worker_id": ["W"], "hours_per_day": 2.0}, geometry=[shapely.Point(26.5, -33.3)], crs=4326)
    return plan_round(homes, crew, Round("2026-03-02", "2026-03-02", holidays=""), max_iterations=20)


def test_points_come_where_most_wait_and_who_is_visited_counts_for_nothing() -> None:
    plan = hamlets(3, 5, 2, 4)
    clinics = pd.concat([points_at(26.5), points_at(26.5, 26.7, sector="education")], ignore_index=True)
    found = what_would_it_take(plan, WhatIf(("point",), most=5), points=clinics).points
    assert found is not None and found.sector == "health"  # the schools are in reach of more
    assert found.table()["served"].tolist() == [3, 8, 12, 14] and found.gains == (5, 4, 2)
    assert found.table()["priority_served"].tolist() == pytest.approx([3 / 23, 8 / 23, 12 / 23, 1.0], abs=1e-6)
    assert "One point more than 3 brings nobody else" in found.ended
    bounds = found.details()["bound_served"]
    assert (bounds >= found.table()["served"]).all() and bounds.iloc[1] < 14
    schools = what_would_it_take(plan, WhatIf(("point",), most=1, sector=" Education"), points=clinics).points
    assert schools is not None and schools.table()["served"].tolist() == [8, 12]


def test_without_any_point_the_curve_begins_at_nobody() -> None:
    found = what_would_it_take(hamlets(3, 5), WhatIf(("point",), most=1)).points
    assert found is not None and found.table()["served"].tolist() == [0, 5]
    assert found.table()["hours"].iloc[0] == 0 and found.sector == ""


def test_a_sector_of_which_there_is_no_point_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputProblems, match=r"E401.*health"):
        what_would_it_take(hamlets(2), WhatIf(("point",), sector="water"), points=points_at(26.5))


def test_a_plan_by_a_table_of_travel_times_knows_no_new_place() -> None:
    plan = hamlets(2)
    ids = [*plan.fieldworkers["worker_id"], *plan.households["household_id"]]
    by_table = replace(plan, travel=TravelMatrix(np.ones((3, 3)), ids))
    with pytest.raises(InputProblems, match="E407"):
        what_would_it_take(by_table, WhatIf(("point",)), points=points_at(26.5))


def test_a_date_outside_and_a_plan_made_anew_are_refused() -> None:
    plan = random_plan(crowded_round(np.random.default_rng(1), 9), 1)
    for date in (dt.date(2026, 3, 3), dt.date(2027, 6, 1)):
        with pytest.raises(InputProblems, match="E401"):
            what_would_it_take(plan, WhatIf((), finish_by=date, steps=20))
    anew = replace(plan, summary={"replan": {"from_day": "2026-03-05"}})
    with pytest.raises(InputProblems, match="E407"):
        what_would_it_take(anew, WhatIf(("day",), steps=20))


def test_a_seat_and_a_vehicle_more_bring_who_is_walked_too_far_to() -> None:
    """Three live at the bakkie, which takes one; the two hamlets lie an hour and a half of walking away on either side."""
    random = np.random.default_rng(1)
    spots = [
        shapely.Point(27.0 + side + 0.004 * random.random(), -32 + 0.004 * random.random())
        for side in (0.08, -0.08)
        for _ in range(10)
    ]
    homes = [{"household_id": f"H{at}", "visit_min": 45.0, "geometry": spot} for at, spot in enumerate(spots)]
    here = shapely.Point(27.0, -32.0)
    team = [{"worker_id": name, "hours_per_day": 6.0, "vehicle": "V", "geometry": here} for name in "ABC"]
    round_ = Round("2026-03-02", "2026-03-02", holidays="", wishes=Wishes.none())
    fleet = table([{"vehicle_id": "V", "seats": 1, "geometry": here}])
    plan = plan_round(table(homes), table(team), round_, max_iterations=300, vehicles=fleet)
    gains = {gain.lever.kind: gain for gain in binding_rules(plan, resolve_steps=300, resolve_most=20).gains}
    for kind in ("seat_more", "vehicle_more"):
        assert gains[kind].households >= 2, kind
        assert (gains[kind].solved_households or 0) >= gains[kind].households
    found = what_would_it_take(plan, WhatIf(("vehicle",), most=1, steps=300))
    judged(found, plan)
    step = found.curves[0].steps[1]
    assert found.curves[0].gains[0] >= gains["vehicle_more"].households
    assert step.context.plan.rides is not None and step.context.plan.rides["vehicle_id"].nunique() == 2
