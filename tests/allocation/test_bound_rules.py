"""No plan beats the bound under any rule: two visitors, repeated visits, breaks, weeks, parts of days, whatever the travel."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation import Round, Rules, Wishes
from allocation.bound import Bounder, trivial_bound, whole
from allocation.bound_legs import legs_of
from allocation.bound_prices import prices
from allocation.bound_tree import tree_bound
from allocation.prepare import prepare
from allocation.problem import PlanningProblem
from allocation.relaxation import Prices, Relaxation
from geo.clock import clock
from geo.travel import TravelMatrix
from tests.allocation.oracle_rules import Rounds
from tests.allocation.oracle_rules import best as every_time
from tests.allocation.oracle_times import TinyRules, best
from tests.allocation.profiles import modest
from tests.allocation.test_oracle_rules import stated as stated_tables
from tests.allocation.test_oracle_rules import tiny

#: Two days of one week, two of the next.
DATES = ("2026-03-05", "2026-03-06", "2026-03-09", "2026-03-10")


@st.composite
def tiny_rounds(draw: st.DrawFn) -> TinyRules:
    random = np.random.default_rng(draw(st.integers(0, 100_000)))
    m = draw(st.integers(1, 3))
    n, days = draw(st.integers(1, 4 if m < 3 else 3)), draw(st.sampled_from([1, 2, 3, 4]))
    paired, again, timed = (draw(st.sampled_from([0.0, 0.5])) for _ in range(3))
    minutes = random.integers(0, draw(st.sampled_from([3, 15, 60])), (n + m, n + m)).astype(float)
    minutes[random.random(minutes.shape) < draw(st.sampled_from([0.0, 0.0, 0.2]))] = np.nan
    np.fill_diagonal(minutes, 0.0)
    weeks = [dates_week(DATES[day]) for day in range(days)]
    return TinyRules(
        minutes=minutes,
        visit=[float(value) for value in random.integers(0, 50, n)],
        weight=[float(value) for value in 1 + random.integers(0, draw(st.sampled_from([1, 100])), n)],
        load=[float(value) for value in random.integers(0, 4, n)],
        visitors=(1 + (random.random(n) < paired)).tolist(),
        visits=np.where(random.random(n) < again, random.integers(1, 4, n), 1).tolist(),
        windows=[(a, a + 90.0) if random.random() < timed / 2 else None for a in random.integers(480, 600, n).astype(float)],
        may=random.random((m, n)) < draw(st.sampled_from([0.8, 1.0])),
        skill=np.where(random.random((m, n)) < 0.7, 3, random.integers(1, 4, (m, n))),
        days=[pd.Timestamp(DATES[day]).toordinal() for day in range(days)],
        week=weeks,
        hours=[shifts(random, days) for _ in range(m)],
        most=[float(random.choice([3, 6, 1000])) for _ in range(m)],
        week_most=[float(random.choice([60, 120, 240, 10_000])) for _ in range(m)],
        lunch=draw(st.sampled_from([0.0, 0.0, 30.0])),
        after=draw(st.sampled_from([90.0, 180.0])),
        gap=draw(st.sampled_from([1, 1, 2, 4])),
    )


def dates_week(date: str) -> int:
    return (pd.Timestamp(date) - pd.Timestamp("2026-03-02")).days // 7


def shifts(random: np.random.Generator, days: int) -> list[Any]:
    """Hours of each date; on some a part of the day only, on the first always something."""
    usual = float(480 + random.integers(0, 60)), 0.0, float(random.integers(60, 300))
    usual = usual[0], usual[0] + float(random.integers(60, 300)), usual[2]
    part = (540.0, 540.0 + float(random.choice([60, 100])))
    found: list[Any] = []
    for day in range(days):
        kind = random.choice(["usual", "part", "off"], p=[0.6, 0.25, 0.15]) if day else "usual"
        in_part = (*part, min(usual[2], part[1] - part[0]))
        found.append({"usual": usual, "part": in_part, "off": None}[str(kind)])
    return found


def stated(drawn: TinyRules) -> PlanningProblem:
    """The same round through the front door: who may come is told by names, skills by words of each household."""
    n, m = len(drawn.visit), len(drawn.most)
    ids = [f"h{i}" for i in range(n)] + [f"w{k}" for k in range(m)]
    households = pd.DataFrame(
        {
            "household_id": ids[:n],
            "visit_min": drawn.visit,
            "priority": np.array(drawn.weight) - 1,
            "load": drawn.load,
            "available": [
                "" if one is None else f"{clock(one[0], seconds=False)}-{clock(one[1], seconds=False)}" for one in drawn.windows
            ],
            "visitors": drawn.visitors,
            "visits": drawn.visits,
            "skills": [f"a{i};b{i}" for i in range(n)],
            "not_workers": [";".join(f"w{k}" for k in range(m) if not drawn.may[k, i]) for i in range(n)],
        }
    )
    workers = pd.DataFrame(
        {
            "worker_id": ids[n:],
            "start": [usual(own)[0] for own in drawn.hours],
            "end": [usual(own)[1] for own in drawn.hours],
            "hours_per_day": [usual(own)[2] / 60 for own in drawn.hours],
            "hours_per_week": [most / 60 for most in drawn.week_most],
            "load_per_day": drawn.most,
            "days": [calendar(own) for own in drawn.hours],
            "skills": [";".join(f"{letter}{i}" for i in range(n) for letter in brought(drawn.skill[k, i])) for k in range(m)],
        }
    )
    rules = Rules(lunch_min=drawn.lunch, lunch_after_h=drawn.after / 60, days_between=drawn.gap, joint=False)
    round_ = Round("2026-03-05", "2026-03-10", kind="service", holidays="", wishes=Wishes.none(), rules=rules)
    return prepare(households, workers, round_, TravelMatrix(drawn.minutes, ids)).problem


def usual(hours: list[Any]) -> tuple[float, float, float]:
    found: tuple[float, float, float] = hours[0]
    return found


def brought(bits: int) -> str:
    return "".join(letter for bit, letter in enumerate("ab") if bits >> bit & 1)


def calendar(hours: list[Any]) -> str:
    own = zip(DATES, hours, strict=False)
    part = {
        date: "" if day == usual(hours) else f" {clock(day[0], seconds=False)}-{clock(day[1], seconds=False)}"
        for date, day in own
        if day
    }
    return ";".join(f"{date}{text}" for date, text in part.items())


def priced(relaxations: list[Relaxation]) -> list[Prices]:
    return [prices(relaxation) for relaxation in relaxations]


@modest(60)
@given(tiny_rounds(), st.integers(0, 1000))
def test_trying_everything_never_beats_the_bound(drawn: TinyRules, seed: int) -> None:
    found = best(drawn)
    problem = stated(drawn)
    served, weight = max(found), max(weight for weight, _ in found.values())
    trivial = trivial_bound(problem)
    assert trivial.served >= served
    assert trivial.priority >= weight - 1e-9
    bounder, each = Bounder(problem, 1), np.ones_like(problem.weight)
    for worth, most in ((problem.weight, weight), (each, served)):
        asked = bounder.relaxations(worth)
        assert whole(bounder.most(worth, priced(asked)), worth) >= most - 1e-6
        assert bounder.most(worth, [any_prices(one, seed) for one in asked]) >= most - 1e-6
    for count, (_, travel) in found.items():
        asked = bounder.relaxations(each, count)
        assert bounder.least_travel(count, priced(asked)) <= travel + 1e-6
        assert bounder.least_travel(count, [any_prices(one, seed) for one in asked]) <= travel + 1e-6
    legs = legs_of(problem)
    if legs is not None and len(legs.home) in found:
        travel = found[len(legs.home)][1]
        for guess in (travel, 0.1 * travel + 1, 20 * travel + 1):  # how far prices are moved must not matter
            assert tree_bound(legs, guess) <= travel + 1e-6


def any_prices(asked: Relaxation, seed: int) -> Prices:
    """Whatever the prices are, the bound must hold."""
    random = np.random.default_rng(seed)
    minute, most, least, load = random.exponential(1.0, (4, len(asked.load_most), len(asked.low))) * random.integers(
        0, 2, (4, 1, 1)
    )
    scale = random.choice([0.01, 0.1, 1.0])
    together = random.exponential(scale, len(asked.load_most))
    return Prices(minute * scale, most, least, load * scale, together, float(random.exponential(10.0)))


def round_of(**more: Any) -> TinyRules:
    """One household of 20 minutes, ten minutes off, and two workers with an hour on each of two dates."""
    plain = TinyRules(
        minutes=np.where(np.eye(3, dtype=bool), 0.0, 10.0),
        visit=[20.0],
        weight=[3.0],
        load=[0.0],
        visitors=[1],
        visits=[1],
        windows=[None],
        may=np.ones((2, 1), dtype=bool),
        skill=np.full((2, 1), 3),
        days=[pd.Timestamp(date).toordinal() for date in DATES[:2]],
        week=[0, 0],
        hours=[[(480.0, 1020.0, 60.0)] * 2] * 2,
        most=[1000.0] * 2,
        week_most=[10_000.0] * 2,
        lunch=0.0,
        after=300.0,
        gap=1,
    )
    return replace(plain, **more)


def test_trying_everything_is_right_on_rounds_that_are_solved_by_hand() -> None:
    assert best(round_of()) == {0: (0.0, 0.0), 1: (3.0, 20.0)}
    assert best(round_of(visitors=[2])) == {0: (0.0, 0.0), 1: (3.0, 40.0)}
    assert best(round_of(visitors=[2], visits=[2])) == {0: (0.0, 0.0), 1: (3.0, 80.0)}
    assert best(round_of(visits=[2], gap=2)) == {0: (0.0, 0.0)}
    assert best(round_of(visits=[2], week_most=[79.0, 39.0])) == {0: (0.0, 0.0)}
    assert best(round_of(visits=[2], week_most=[40.0, 40.0])) == {0: (0.0, 0.0), 1: (3.0, 40.0)}
    assert best(round_of(lunch=30.0, after=35.0)) == {0: (0.0, 0.0)}  # 40 minutes, and 30 of a break: more than an hour
    assert best(round_of(lunch=20.0, after=35.0)) == {0: (0.0, 0.0), 1: (3.0, 20.0)}
    assert best(round_of(visitors=[2], skill=np.array([[1], [1]]))) == {0: (0.0, 0.0)}
    assert best(round_of(visitors=[2], skill=np.array([[1], [2]]))) == {0: (0.0, 0.0), 1: (3.0, 40.0)}
    late = [[(480.0, 520.0, 60.0)] * 2, [(500.0, 1020.0, 60.0)] * 2]
    assert best(round_of(visitors=[2], hours=late)) == {0: (0.0, 0.0)}  # who is off early is not there when the other comes


@pytest.mark.parametrize(
    ("more", "least"),
    [({}, 20.0), ({"visitors": [2]}, 40.0), ({"visits": [2]}, 40.0), ({"visitors": [2], "visits": [2]}, 80.0)],
)
def test_the_travel_of_a_lone_household_is_bounded_by_all_its_visits(more: dict[str, Any], least: float) -> None:
    bounder = Bounder(stated(round_of(**more)), 1)
    asked = bounder.relaxations(np.ones(1), 1)
    assert bounder.least_travel(1, priced(asked)) == pytest.approx(least, abs=0.01)


def many(count: int, **more: Any) -> PlanningProblem:
    """As :func:`round_of` with as many alike households as stated, a minute from each other."""
    minutes = np.full((count + 2, count + 2), 1.0)
    minutes[count:], minutes[:, count:] = 10.0, 10.0
    np.fill_diagonal(minutes, 0.0)
    alike = {
        name: getattr(round_of(**more), name) * count for name in ("visit", "weight", "load", "visitors", "visits", "windows")
    }
    people = {name: np.repeat(getattr(round_of(**more), name), count, axis=1) for name in ("may", "skill")}
    return stated(round_of(**{**more, **alike, **people, "minutes": minutes}))


@pytest.mark.parametrize(
    ("more", "most"),
    [
        ({}, 8),  # four days of two visits
        ({"visits": [2]}, 4),
        ({"visitors": [2]}, 4),
        ({"week_most": [60.0, 60.0]}, 4),  # one day each
        ({"hours": [[(480.0, 1020.0, 60.0), (480.0, 520.0, 40.0)]] * 2}, 6),  # and days of one visit
        ({"lunch": 20.0, "after": 45.0}, 4),  # an hour has the break, and one visit
    ],
)
def test_each_rule_lowers_what_can_be_served(more: dict[str, Any], most: int) -> None:
    problem = many(9, **more)
    bounder, each = Bounder(problem, 1), np.ones(9)
    assert whole(bounder.most(each, priced(bounder.relaxations(each))), each) == most
    assert most <= trivial_bound(problem).served <= most + (2 if "lunch" in more else 0)


@modest(25)
@given(tiny())
def test_what_trying_every_clock_time_finds_never_beats_the_bound(round_: Rounds) -> None:
    """With dates on which places are closed, and skills that two bring together."""
    found = every_time(round_)
    problem = prepare(**stated_tables(round_)).problem
    bounder = Bounder(problem, 1)
    assert trivial_bound(problem).priority >= found.weight
    assert whole(bounder.most(problem.weight, priced(bounder.relaxations(problem.weight))), problem.weight) >= found.weight
    served = len({stop for day in found.days.values() for stop in day.visited})
    if served:
        asked = bounder.relaxations(np.ones_like(problem.weight), served)
        assert bounder.least_travel(served, priced(asked)) <= found.travel + 1e-6


def test_a_day_of_many_short_visits_is_not_bounded_too_low() -> None:
    """Fifteen visits of a minute, next door to each other: 35 minutes. Days of 12 to 15 visits are priced together."""
    minutes = np.zeros((17, 17))
    minutes[15:, :15], minutes[:15, 15:] = 10.0, 10.0
    short = {"visit": [1.0] * 15, "weight": [1.0] * 15, "load": [0.0] * 15, "visitors": [1] * 15, "visits": [1] * 15}
    people = {"may": np.ones((2, 15), dtype=bool), "skill": np.full((2, 15), 3), "windows": [None] * 15}
    one_day = {"hours": [[(480.0, 1020.0, 35.0), None], [(480.0, 1020.0, 5.0), None]]}
    bounder, each = Bounder(stated(round_of(minutes=minutes, **short, **people, **one_day)), 1), np.ones(15)
    assert whole(bounder.most(each, priced(bounder.relaxations(each))), each) == 15
    assert bounder.least_travel(15, priced(bounder.relaxations(each, 15))) == pytest.approx(20.0, abs=0.1)
