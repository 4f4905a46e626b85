"""On rounds so small that everything can be tried, the solver finds the best plan."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation import Round, Wishes, plan_round
from geo.travel import TravelMatrix
from tests.allocation.oracle import Tiny, best
from tests.allocation.profiles import modest

#: Working days in the round, by their number; some on other days than others, and one outside it.
CALENDARS = ("2026-04-01", "2026-03-04", "2026-03-02;2026-03-06", "2026-03-03/2026-03-05")


@st.composite
def tiny_rounds(draw: st.DrawFn) -> tuple[Tiny, dict[str, Any]]:
    n, m, days = draw(st.integers(1, 7)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    random = np.random.default_rng(draw(st.integers(0, 100_000)))
    minutes = table(draw, random, n, m)
    timed, loaded, skilled = draw(st.sampled_from([0.0, 0.5, 1.0])), draw(st.booleans()), draw(st.booleans())
    part = draw(st.sampled_from([60, 200]))
    tiny = Tiny(
        minutes=minutes,
        visit=random.integers(0, 50, n).tolist(),
        weight=(random.integers(0, draw(st.sampled_from([1, 3, 101])), n) + 1.0).tolist(),
        load=random.integers(0, 4, n).tolist(),
        windows=[hours(random) if random.random() < timed else [] for _ in range(n)],
        start=(480 + random.integers(0, 60, m)).tolist(),
        end=(540 + random.integers(0, part, m)).tolist(),
        longest=random.integers(30, 240, m).tolist(),
        most=random.integers(0, 7, m).astype(float).tolist() if loaded else [np.inf] * m,
        days=day_counts(random, m, days),
        may=random.random((m, n)) < 0.7 if skilled else np.ones((m, n), dtype=bool),
    )
    return tiny, stated(tiny)


def day_counts(random: np.random.Generator, m: int, most: int) -> list[int]:
    """Working days of each; a round in which nobody works at all is refused before."""
    counts = random.integers(0, most + 1, m)
    counts[random.integers(m)] += not counts.any()
    return [int(count) for count in counts]


def table(draw: st.DrawFn, random: np.random.Generator, n: int, m: int) -> np.ndarray:
    """Asymmetric, not metric, with gaps; here and there two households on one spot, or workers in one home."""
    size = n + m
    minutes = random.integers(draw(st.sampled_from([0, 1])), draw(st.sampled_from([3, 15, 60])), (size, size)).astype(float)
    minutes[random.random((size, size)) < draw(st.sampled_from([0.0, 0.0, 0.15, 0.4]))] = np.nan
    if draw(st.booleans()):
        minutes = np.fmax(minutes, minutes.T)  # a symmetric one
    np.fill_diagonal(minutes, 0.0)
    pairs = ((0, 1, n), (n, n + 1, size), (0, n, size))  # one spot, one home, somebody who lives where a household is
    for one, other, end in pairs:
        if other < end and draw(st.booleans()):
            minutes[other], minutes[:, other] = minutes[one], minutes[:, one]
            minutes[one, other] = minutes[other, one] = minutes[other, other] = 0.0
    return minutes


def hours(random: np.random.Generator) -> list[tuple[int, int]]:
    """One to three windows, in any order; they may touch, overlap, or be a single minute."""
    first = random.integers(460, 720, int(random.integers(1, 4)))
    return [(int(a), int(a) + int(random.choice([0, 1, 10, 30, 90]))) for a in first]


def stated(tiny: Tiny) -> dict[str, Any]:
    """The same round as arguments of ``plan_round``: each pair that may not meet is told by skills."""
    n, m = len(tiny.visit), len(tiny.days)
    ids = [f"h{i}" for i in range(n)] + [f"w{k}" for k in range(m)]
    needs = [";".join(f"by{k}" for k in range(m) if tiny.may[k, i]) or "by nobody" for i in range(n)]
    households = pd.DataFrame(
        {
            "household_id": ids[:n],
            "visit_min": tiny.visit,
            "priority": np.array(tiny.weight) - 1,
            "load": tiny.load,
            "available": tiny.windows,
            "needs": needs,
        }
    )
    workers = pd.DataFrame(
        {
            "worker_id": ids[n:],
            "start": tiny.start,
            "end": tiny.end,
            "hours_per_day": np.array(tiny.longest) / 60,
            "load_per_day": [None if np.isinf(most) else most for most in tiny.most],
            "days": [CALENDARS[days] for days in tiny.days],
            "skills": [f"by{k}" for k in range(m)],
        }
    )
    round_ = Round("2026-03-02", "2026-03-06", kind="service", holidays="", wishes=Wishes.none())
    return {"households": households, "fieldworkers": workers, "round_": round_, "travel": TravelMatrix(tiny.minutes, ids)}


@modest(80)
@given(tiny_rounds())
def test_the_solver_agrees_with_trying_everything(drawn: tuple[Tiny, dict[str, Any]]) -> None:
    tiny, given_ = drawn
    weight, travel = best(tiny)
    plan = plan_round(**given_, max_iterations=60)
    assert plan.check() == []
    served = plan.visits["household_id"].str[1:].astype(int)
    assert sum(tiny.weight[i] for i in served) == weight
    assert plan.days["travel_min"].sum() == pytest.approx(travel, abs=0.05)


@modest(30)
@given(tiny_rounds())
def test_the_search_for_larger_rounds_promises_no_more_than_can_be_had(drawn: tuple[Tiny, dict[str, Any]]) -> None:
    """The exact solver kept out: filling, search and bound lie on their sides of the true best."""
    tiny, given_ = drawn
    weight, _ = best(tiny)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("allocation.solve"), "tiny_round", lambda _: None)
        plan = plan_round(**given_, max_iterations=30)
    assert plan.check() == []
    assert "not_finished" not in set(plan.unserved["reason"])
    served = plan.visits["household_id"].str[1:].astype(int)
    assert sum(tiny.weight[i] for i in served) <= weight
    assert plan.summary["bound"]["priority_served"] * sum(tiny.weight) >= weight - 1e-3


def test_the_oracle_is_right_on_a_round_that_is_solved_by_hand() -> None:
    """One worker, homes ten minutes off: h0 and h1 take 10 + 20 + 5 + 15 + 10 = 60, h1 and h2 64, h2 alone 40."""
    minutes = np.array([[0, 5, 9, 10], [5, 0, 9, 10], [9, 9, 0, 10], [10, 10, 10, 0]], dtype=float)
    tiny = Tiny(
        minutes=minutes,
        visit=[20, 15, 20],
        weight=[1, 1, 5],
        load=[1, 1, 1],
        windows=[[], [], []],
        start=[480],
        end=[1020],
        longest=[60],
        most=[np.inf],
        days=[1],
        may=np.ones((1, 3), dtype=bool),
    )
    assert best(tiny) == (5.0, 20.0)
    assert best(replace(tiny, longest=[64])) == (6.0, 29.0)
    assert best(replace(tiny, longest=[64], most=[1])) == (5.0, 20.0)
    assert best(replace(tiny, days=[2])) == (7.0, 25.0 + 20.0)
    assert best(replace(tiny, days=[2], windows=[[], [], [(480, 485)]])) == (2.0, 25.0)
    assert best(replace(tiny, longest=[64], may=np.array([[True, False, True]]))) == (5.0, 20.0)
