"""Households that are visited if, and only if, they are worth their way (``prize_min``)."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation import Plan, Round, Wishes, plan_round
from geo.travel import TravelMatrix
from tests.allocation.oracle import Tiny, best_net
from tests.allocation.profiles import modest
from tests.allocation.test_oracle import tiny_rounds


@st.composite
def prized(draw: st.DrawFn) -> tuple[Tiny, dict[str, Any], list[float]]:
    """A tiny round, metric or not, in which all or some households must pay for their way."""
    tiny, given_ = draw(tiny_rounds())
    random = np.random.default_rng(draw(st.integers(0, 100_000)))
    prize = random.integers(0, draw(st.sampled_from([5, 40, 150])), len(tiny.visit)).astype(float)
    prize *= draw(st.sampled_from([1.0, 1.0, 1000.0]))  # so dear that no way outweighs them
    prize[random.random(len(prize)) < draw(st.sampled_from([0.0, 0.3, 0.6]))] = np.nan
    given_["households"] = given_["households"].assign(prize_min=prize)
    return tiny, given_, prize.tolist()


def reached(plan: Plan, tiny: Tiny, prize: list[float]) -> tuple[float, float]:
    """Weight of those without a prize, and prizes less travel."""
    served = plan.visits["household_id"].str[1:].astype(int).tolist()
    weight = sum(tiny.weight[i] for i in served if np.isnan(prize[i]))
    return weight, sum(prize[i] for i in served if not np.isnan(prize[i])) - float(plan.days["travel_min"].sum())


@modest(60)
@given(prized())
def test_the_solver_agrees_with_trying_everything(drawn: tuple[Tiny, dict[str, Any], list[float]]) -> None:
    tiny, given_, prize = drawn
    weight, net = best_net(tiny, prize)
    plan = plan_round(**given_, max_iterations=60)
    assert plan.check() == []
    found = reached(plan, tiny, prize)
    assert found[0] == weight
    assert found[1] == pytest.approx(net, abs=0.05)


@modest(40)
@given(prized())
def test_search_and_bound_lie_on_their_sides_of_the_best(drawn: tuple[Tiny, dict[str, Any], list[float]]) -> None:
    tiny, given_, prize = drawn
    weight, net = best_net(tiny, prize)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("allocation.solve"), "tiny_round", lambda _: None)
        plan = plan_round(**given_, max_iterations=40)
    assert plan.check() == []
    assert "not_finished" not in set(plan.unserved["reason"])
    found = reached(plan, tiny, prize)
    assert found[0] <= weight
    assert found[0] < weight or found[1] <= net + 0.05
    if "prize_min" in plan.summary:
        figures = plan.summary["prize_min"]
        assert figures["net"] == pytest.approx(found[1], abs=0.01)
        assert figures["bound"] >= net - 0.01


def line(prize: list[float | None], wishes: Wishes | None = None, **household: Any) -> Plan:
    """Households 10, 20, 30, … minutes from a home, all on one road."""
    places = np.array([0.0, *(10.0 * (at + 1) for at in range(len(prize)))])
    ids = [f"h{at}" for at in range(len(prize))]
    homes = pd.DataFrame({"household_id": ids, "visit_min": 5.0, "prize_min": prize, **household})
    team = pd.DataFrame({"worker_id": ["W"], "hours_per_day": [6], "languages": ["English"]})
    round_ = Round("2026-03-02", "2026-03-03", holidays="", wishes=wishes or Wishes.none())
    travel = TravelMatrix(np.abs(places[:, None] - places[None]), ["W", *ids])
    return plan_round(homes, team, round_, travel, max_iterations=200)


def test_a_group_pays_where_no_single_one_of_it_does() -> None:
    """The last two lie 50 and 60 minutes off and are worth 70 each: 100 minutes for one, 120 for both."""
    plan = line([None, 0.0, 0.0, 0.0, 70.0, 70.0])
    assert plan.visits["household_id"].tolist() == ["h0", "h4", "h5"]
    assert plan.summary["prize_min"]["net"] == pytest.approx(20.0, abs=0.1)
    assert line([None, 0.0, 0.0, 0.0, 45.0, 45.0]).visits["household_id"].tolist() == ["h0"]


def test_those_without_a_prize_come_first_however_much_others_are_worth() -> None:
    """Ten households of five minutes in 110 minutes: h9 takes all of it, and is visited before dearer ones."""
    plan = line([500.0, 500.0, 500.0, None], load=[1.0, 1.0, 1.0, 1.0])
    assert "h3" in plan.visits["household_id"].tolist()


def test_who_is_not_worth_the_way_is_told_so_with_a_fix() -> None:
    plan = line([None, 15.0])
    assert plan.visits["household_id"].tolist() == ["h0"]
    (row,) = plan.unserved.itertuples()
    assert (row.household_id, row.reason) == ("h1", "not_worth_its_way")
    assert row.sentence == (
        "A visit is worth 15 minutes of travel, and the cheapest way to put one in, with fieldworker W, costs 20 minutes."
    )
    assert row.smallest_fix == "Say that it is worth more than 20 minutes (prize_min), or plan a visit near it."
    assert line([None, 20.2]).unserved.empty


def test_the_checker_refuses_the_reason_where_a_place_is_worth_its_way() -> None:
    plan = line([None, 15.0])
    worth = plan.households.assign(prize_min=[np.nan, 25.0])
    none = plan.households.assign(prize_min=[np.nan, np.nan])
    from dataclasses import replace

    assert [one.code for one in replace(plan, households=worth).check()] == ["reason_wrong"]
    assert [one.code for one in replace(plan, households=none).check()] == ["reason_wrong"]


def test_a_wish_that_is_not_fulfilled_takes_from_the_prize() -> None:
    """A shared language is worth five minutes a point: 25 minutes are enough for the way of 20, but not for both."""
    speaks = {"language": ["English", "isiXhosa"]}
    assert line([None, 25.0], **speaks).unserved.empty
    wished = line([None, 25.0], Wishes(language=3, home_ward=0, same_worker=0, fair_load=0, compact=0), **speaks)
    assert wished.unserved["reason"].tolist() == ["not_worth_its_way"]
    assert line([None, 36.0], Wishes(language=3, home_ward=0, same_worker=0, fair_load=0, compact=0), **speaks).unserved.empty


def test_a_round_without_prizes_says_nothing_of_them() -> None:
    assert "prize_min" not in line([None, None]).summary


@pytest.mark.parametrize("wrong", [-1.0, 1e9])
def test_a_prize_out_of_range_is_refused(wrong: float) -> None:
    from geo.errors import InputProblems

    with pytest.raises(InputProblems, match="prize_min"):
        line([wrong])


def test_prizes_that_no_way_outweighs_are_collected_as_well_as_priority() -> None:
    """Team orienteering stated in either way: as prizes the search once collected a fifteenth less."""
    random = np.random.default_rng(42)
    places, prize = random.uniform(0, 50, (100, 2)), random.integers(1, 10, 100) * 10.0
    ids, spots = [f"C{at}" for at in range(100)], np.vstack([np.full((3, 2), (5.0, 25.0)), places])
    ways = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
    homes = pd.DataFrame({"household_id": ids, "visit_min": 0.0})
    team = pd.DataFrame({"worker_id": ["A", "B", "C"], "start": 0.0, "hours_per_day": 80 / 60})
    rest = Round("2026-03-02", "2026-03-02", holidays="", wishes=Wishes.none()), TravelMatrix(ways, ["A", "B", "C", *ids])
    by_priority = plan_round(homes.assign(priority=prize - 1), team, *rest, max_iterations=60_000)
    by_prize = plan_round(homes.assign(prize_min=prize * 1000), team, *rest, max_iterations=60_000)
    worth = dict(zip(ids, prize, strict=True))
    collected = [sum(worth[name] for name in plan.visits["household_id"]) for plan in (by_priority, by_prize)]
    assert collected[1] >= 0.985 * collected[0]
    assert by_prize.summary["prize_min"]["collected"] == pytest.approx(collected[1] * 1000)
    assert by_prize.check() == []
