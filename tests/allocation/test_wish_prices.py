"""What a plan makes of the wishes is counted truly, and what they cost is what planning anew shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation import Plan, Round, Wishes, plan_round
from allocation.prepare import prepare
from allocation.price import fair_minutes, wish_table
from allocation.wish_facts import WISHES, matters, wish_facts
from allocation.wish_prices import wish_prices
from geo.tables import items
from geo.travel import TravelMatrix
from tests.allocation.profiles import modest
from tests.allocation.why.planned import crowded_round, random_plan


@modest(15)
@given(st.integers(0, 10_000))
def test_visits_that_fulfil_a_wish_are_those_that_do_and_the_price_is_that_of_the_plan(seed: int) -> None:
    random = np.random.default_rng(seed)
    drawn = crowded_round(random, 10)
    homes = drawn["households"].assign(last_worker=random.choice(["", "W0", "W1", "gone"], len(drawn["households"])))
    plan = random_plan({**drawn, "households": homes}, seed)
    problem = prepare(plan.households, plan.fieldworkers, plan.round, plan.travel, plan.wards).problem
    facts = wish_facts(problem, plan.visits, plan.days)
    home, crew = plan.households.set_index("household_id"), plan.fieldworkers.set_index("worker_id")
    told = {"language": [], "home_ward": [], "same_worker": []}  # type: dict[str, list[bool]]
    for name, worker in zip(plan.visits["household_id"], plan.visits["worker_id"], strict=True):
        household, who = home.loc[name], crew.loc[worker]
        if household["language"]:
            told["language"].append(household["language"].casefold() in {w.casefold() for w in items(who["languages"])})
        if household["ward_id"] and who["home_ward"]:
            told["home_ward"].append(household["ward_id"] == who["home_ward"])
        if household["last_worker"]:
            told["same_worker"].append(household["last_worker"] == worker)
    assert facts.fulfilled == {wish: sum(good) for wish, good in told.items()}
    assert facts.asked == {wish: len(good) for wish, good in told.items()}
    at = [problem.worker_ids.tolist().index(w) for w in plan.visits["worker_id"]]
    to = [problem.household_ids.tolist().index(h) for h in plan.visits["household_id"]]
    work = np.array([plan.days.loc[plan.days["worker_id"] == w, "work_min"].sum() for w in problem.worker_ids], dtype=float)
    whole = float(wish_table(problem)[at, to].sum() + fair_minutes(problem, work).sum())
    assert sum(facts.paid_min.values()) == pytest.approx(whole)
    assert set(facts.paid_min) == set(WISHES)


def trade_off(wishes: Wishes) -> Plan:
    """H lives next to A, who does not speak its language; B does, ten minutes off each way."""
    table = [[0, 1, 10], [1, 0, 5], [10, 5, 0]]
    households = pd.DataFrame({"household_id": ["H"], "visit_min": [30.0], "language": ["isiXhosa"]})
    workers = pd.DataFrame({"worker_id": ["A", "B"], "hours_per_day": [2, 2], "languages": ["English", "isiXhosa"]})
    round_ = Round("2026-03-02", "2026-03-02", holidays="", wishes=wishes)
    return plan_round(households, workers, round_, TravelMatrix(table, ["H", "A", "B"]), max_iterations=20)


def by_wish(plan: Plan) -> dict[str, Any]:
    return {price.wish: price for price in wish_prices(plan, max_iterations=20).wishes}


def test_a_language_costs_the_way_of_whoever_speaks_it() -> None:
    """At 5 the wish is worth 25 minutes, more than the 18 that B walks farther."""
    language = by_wish(trade_off(replace(Wishes.none(), language=5)))["language"]
    assert (language.fulfilled, language.asked, language.paid_min) == (1, 1, 0.0)
    assert (language.now.travel_min, language.off.travel_min, language.full.travel_min) == (20.0, 2.0, 20.0)
    assert language.sentence == (
        "The wish language (weight 5): 1 of 1 visits share a language; without it the plan would travel 18 minutes less; "
        "at 10 no difference that is more than the luck of the search (1 of 1 visits share a language)."
    )
    little = by_wish(trade_off(replace(Wishes.none(), language=3)))["language"]
    assert (little.fulfilled, little.asked, little.paid_min) == (0, 1, 15.0)
    assert "at 10 the plan would travel 18 minutes more (1 of 1 visits share a language)" in little.sentence


def test_wishes_that_cannot_tell_plans_apart_are_told_so_and_not_planned_for() -> None:
    prices = by_wish(trade_off(Wishes()))
    for wish in ("home_ward", "same_worker"):
        assert prices[wish].off is None
        assert prices[wish].sentence.endswith("it cannot tell two plans of this round apart.")


def test_a_wish_matters_where_two_who_may_come_differ() -> None:
    plan = trade_off(Wishes())
    problem = prepare(plan.households, plan.fieldworkers, plan.round, plan.travel, None).problem
    assert [wish for wish in WISHES if matters(problem, wish)] == ["language", "fair_load", "compact"]


def test_the_dial_of_fair_load_goes_from_none_to_strict_and_the_tables_hold_all() -> None:
    told: list[str] = []
    prices = wish_prices(trade_off(Wishes()), max_iterations=20, tell=lambda done, every, what: told.append(what))
    assert [dial.weight for dial in prices.fair] == [0, 1, 3, 6, 10]
    assert list(prices.fair_table()["weight"]) == [0, 1, 3, 6, 10]
    assert list(prices.table()["wish"]) == list(WISHES)
    assert prices.luck == (0, 0.0)
    assert told[:3] == ["as it is", "as it is", "language: off"]


def test_whoever_asks_can_end_it_and_is_told_what_is_known() -> None:
    prices = wish_prices(trade_off(Wishes()), max_iterations=20, tell=lambda done, every, what: done < 1)
    assert prices.luck is None and prices.wishes[0].off is None
    assert prices.wishes[0].sentence == "The wish language (weight 3): 0 of 1 visits share a language."
