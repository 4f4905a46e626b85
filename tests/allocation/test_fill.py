"""Nobody who still fits is left out; and where the time was over first, that is what people are told."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from allocation import Wishes, plan_round
from allocation.day import legs_s, walked
from allocation.draft import Draft
from allocation.fill import fill, week_left_s
from allocation.prepare import prepare
from allocation.problem import PlanningProblem
from allocation.units import Units
from benchmarks.ward import make_ward
from geo.travel import StraightLine, Travel, TravelMatrix
from tests.allocation.profiles import modest
from tests.allocation.rounds import rounds


def made(seed: int = 5, **size: Any) -> PlanningProblem:
    ward = make_ward("rural", seed, priorities=True, **{"households": 200, "workers": 6, "days": 2, **size})
    return prepare(ward.households, ward.fieldworkers, ward.round).problem


def still_fitting(draft: Draft) -> list[tuple[int, int]]:
    """Household and worker of everything that could be put somewhere, by trying every place of every day."""
    units, problem = draft.units, draft.units.problem
    wanted = ~draft.served() & problem.may.any(axis=0) & (units.asked_rows == 1)
    found = []
    for household in wanted.nonzero()[0].tolist():
        for worker, place, day in ((w, at, day) for w, days in enumerate(draft.days) for at, day in enumerate(days)):
            if not problem.may[worker, household] or not problem.open_on[household, problem.date_of[worker][place]]:
                continue
            load = problem.load[[*day.stops, household]].sum()
            ways = [(*day.stops[:at], household, *day.stops[at:]) for at in range(len(day.stops) + 1)]
            lengths = [length for way in ways if (length := walked_s(units, worker, place, way)) is not None]
            if load <= problem.load_most[worker] and lengths and min(lengths) <= week_left_s(draft, worker, place):
                found.append((household, worker))
    return found


def walked_s(units: Units, worker: int, place: int, stops: tuple[int, ...]) -> int | None:
    """Seconds of such a day, None where it cannot be done: every minute of leaving the clock knows is tried."""
    legs = legs_s(units, worker, list(stops))
    times = None if min(legs) < 0 else walked(units, worker, place, list(stops), legs)
    return None if times is None else times.home - times.leave


@modest(25)
@given(rounds())
def test_after_filling_nobody_fits_anywhere_whatever_the_round(drawn: dict[str, Any]) -> None:
    """Hours at home, loads, tables that are not metric, people without a day: every place is tried by other code."""
    ready = prepare(
        drawn["households"], drawn["fieldworkers"], drawn["round_"], drawn["travel"], drawn["wards"], drawn["restrictions"]
    )
    draft = Draft(Units.of(ready.problem))
    assert fill(draft).finished
    assert still_fitting(draft) == []


def crowded(seed: int, by_matrix: bool) -> dict[str, Any]:
    """Many more households than the days hold, with hours, loads and skills; by a table that is not metric, or in place."""
    ward, random = make_ward("rural", seed, priorities=True, households=80, workers=4, days=2), np.random.default_rng(seed)
    spans = ["", "08:00-09:30;13:00-15:00", "10:00-10:00", "09:00-12:00", "07:00-08:15;11:00-11:30;14:00-16:30"]
    homes = ward.households.assign(
        available=random.choice(spans, 80), load=random.integers(0, 4, 80), skills=random.choice(["", "", "nurse"], 80)
    )
    team = ward.fieldworkers.assign(
        load_per_day=random.integers(4, 20, 4), skills=["nurse", "", "nurse", ""], end=["17:00", "13:00", "17:00", "15:30"]
    )
    travel: Travel = StraightLine({"urban": 1.1, "rural": 2.0})
    if by_matrix:
        table = np.round(random.uniform(0, 40, (84, 84)), 2)
        table[random.random(table.shape) < 0.15] = np.nan
        np.fill_diagonal(table, 0.0)
        travel = TravelMatrix(table, [*homes["household_id"], *team["worker_id"]])
    return {
        "households": homes,
        "fieldworkers": team,
        "round_": replace(ward.round, wishes=Wishes(fair_load=10)),
        "travel": travel,
    }


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("by_matrix", [False, True])
def test_crowded_days_with_hours_and_loads_are_filled_to_the_last(seed: int, by_matrix: bool) -> None:
    ready = prepare(**crowded(seed, by_matrix))
    draft = Draft(Units.of(ready.problem))
    assert fill(draft).inserted == int(draft.served().sum()) > 10
    assert (~draft.served() & ready.problem.may.any(axis=0)).sum() > 10, "not everybody fits"
    assert still_fitting(draft) == []


@pytest.mark.parametrize("by_matrix", [False, True])
def test_a_crowded_plan_holds_and_leaves_nobody_out_who_fits(by_matrix: bool) -> None:
    first, second = (plan_round(**crowded(9, by_matrix), max_iterations=30) for _ in range(2))
    assert first.check() == [] and len(first.visits) > 10
    assert "not_finished" not in set(first.unserved["reason"]) and "workers_full" in set(first.unserved["reason"])
    assert first.visits.equals(second.visits)


def test_a_plan_without_a_second_for_searching_leaves_nobody_out_who_fits() -> None:
    ward = make_ward("rural", 5, priorities=True, households=200, workers=6, days=2)
    plan = plan_round(ward.households, ward.fieldworkers, ward.round, time_limit_s=0)
    assert plan.check() == []
    assert len(plan.unserved) and set(plan.unserved["reason"]) == {"workers_full"}
    assert not plan.unserved["sentence"].str.contains("not finished").any()


def test_filling_goes_to_the_emptiest_first_and_a_second_pass_goes_on_where_the_first_was_cut() -> None:
    draft = Draft(Units.of(made()))
    days = iter(range(4))
    assert fill(draft, tick=lambda: next(days, None) is not None).finished is False
    first = [sum(len(day.stops) for day in own) for own in draft.days]
    assert sorted(map(bool, first)) == [False, False, True, True, True, True]
    days = iter(range(2))
    fill(draft, tick=lambda: next(days, None) is not None)
    assert all(any(day.stops for day in own) for own in draft.days)


def test_a_plan_that_was_cut_off_says_so_and_blames_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    ward = make_ward("rural", 5, priorities=True, households=200, workers=6, days=2)
    # Nothing comes of the search, however fast the solvers are.
    monkeypatch.setattr(import_module("allocation.improve").Improver, "run", lambda *_: None)
    plan = plan_round(ward.households, ward.fieldworkers, ward.round, progress=lambda _: False)
    assert plan.check() == []
    assert plan.visits.empty and set(plan.unserved["reason"]) == {"not_finished"}
    assert set(plan.unserved["smallest_fix"]) == {"Plan again and give it more seconds."}
    assert plan.summary["reasons"] == {"not_finished": 200}
