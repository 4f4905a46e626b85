"""Joint visits are counted, listed with who goes together, and their saving is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from allocation.joint import companions, joint_figures, joint_visits
from allocation.plan import Plan
from allocation.round import Round
from allocation.rules import Rules
from geo.travel import StraightLine
from tests.allocation.cases import LAST, THU, TUE, WED, Case, base


def plan_of(case: Case, **values: Any) -> Plan:
    homes, team, areas = case.frames
    visits, days, unserved = case.tables()
    round_ = Round(**{"first_day": WED, "last_day": LAST, **case.round_, **values})
    return Plan(visits, days, unserved, {}, pd.DataFrame(), homes, team, areas, round_, StraightLine())


@pytest.fixture
def case() -> Case:
    """H3 asks for two services that A and B bring together; H4 for two that B alone brings; H1 for one."""
    needs = {"H1": "health", "H3": "health;Grants", "H4": "grants;housing", "H6": "health;grants;housing"}
    made = base().rules(kind="service", rules=Rules(needs="all", joint=True, need_skills={"grants": "clerk"}))
    for name, asked in needs.items():
        made = made.home(name, needs=asked)
    return made.worker("A", skills="Health").worker("B", skills="clerk;housing;cook").together("H3", THU, 540.0, "A", "B")


def test_a_joint_visit_names_who_goes_and_what_they_bring(case: Case) -> None:
    found = joint_visits(plan_of(case))
    assert found.to_numpy().tolist() == [["H3", THU, "09:00:00", "A;B", "clerk;health"]]
    assert companions(plan_of(case)).to_numpy().tolist() == [["A", "B", 1]]


def test_visits_saved_are_the_services_brought_less_the_visits_made(case: Case) -> None:
    """H3: two services in one visit; H4: two in one; H1: one in one; H6 is not visited, and the others ask for nothing."""
    plan = plan_of(case)
    assert joint_figures(plan.visits, plan.households, plan.fieldworkers, plan.round) == {"visits": 1, "saved": 2}
    twice = plan_of(case.together("H3", TUE, 540.0, "A", "B"))
    assert joint_figures(twice.visits, twice.households, twice.fieldworkers, twice.round) == {"visits": 2, "saved": 1}
    assert companions(twice)["visits"].tolist() == [2]


def test_only_what_the_visitors_bring_is_saved(case: Case) -> None:
    """By the rule "any" a visitor with one of the skills comes: the other services still have to."""
    plan = plan_of(case.worker("B", skills="clerk"), rules=Rules(needs="any", need_skills={"grants": "clerk"}))
    assert joint_figures(plan.visits, plan.households, plan.fieldworkers, plan.round) == {"visits": 1, "saved": 1}


def test_where_nothing_is_asked_for_nothing_is_saved() -> None:
    plan = plan_of(base().home("H3", needs="health;grants"))
    assert joint_figures(plan.visits, plan.households, plan.fieldworkers, plan.round) == {"visits": 0, "saved": 0}
    empty = replace(plan, visits=plan.visits.iloc[:0])
    assert joint_figures(empty.visits, empty.households, empty.fieldworkers, empty.round) == {"visits": 0, "saved": 0}
    assert joint_visits(empty).empty
    assert companions(empty).empty
