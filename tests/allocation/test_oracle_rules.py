"""On rounds so small that everything can be tried: two visitors, several visits, weeks, breaks, parts of days, closed areas."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from hypothesis import given
from hypothesis import strategies as st

from allocation import Round, Rules, Wishes, plan_round
from allocation.check import check_plan
from allocation.plan import DAYS, UNSERVED, VISITS
from geo.tables import complete
from geo.travel import TravelMatrix
from tests.allocation.cases import text
from tests.allocation.oracle_rules import STEP, Best, Day, Rounds, best
from tests.allocation.profiles import modest

FIRST = dt.date(2026, 3, 2)
NO_LIMIT = 10**6
SKILLS = ("a", "b")


@st.composite
def tiny(draw: st.DrawFn) -> Rounds:
    """A round with some of the rules."""
    random = np.random.default_rng(draw(st.integers(0, 100_000)))

    lunch = draw(st.booleans())
    n, m = draw(st.integers(1, 3 if lunch else 4)), draw(st.integers(2, 3))
    dates = draw(st.sampled_from([[0], [0, 1], [0, 7], [0, 2, 7]]))
    minutes = STEP * random.integers(0, draw(st.sampled_from([2, 4])), (n + m, n + m))
    np.fill_diagonal(minutes, 0)
    pairs, often, timed = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    longest = [STEP * int(random.integers(6, 13)) for _ in range(m)]
    parts, weekly, skilled = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    sets = [frozenset(), frozenset("a"), frozenset("b"), frozenset("ab")]
    return Rounds(
        minutes=minutes,
        visit=[STEP * int(random.integers(0, 5)) for _ in range(n)],
        weight=[int(random.choice([1, 1, 3, 101])) for _ in range(n)],
        windows=[_hours(random) if timed and random.random() < 0.5 else [] for _ in range(n)],
        visitors=[int(random.choice([1, 2])) if pairs else 1 for _ in range(n)],
        visits=[int(random.integers(1, 3)) if often else 1 for _ in range(n)],
        gap=int(random.choice([1, 2, 6])) if often else 1,
        asks=[sets[random.integers(4)] if skilled else frozenset() for _ in range(n)],
        has=[sets[random.integers(1, 4)] for _ in range(m)],
        forbidden=random.random((m, n)) < (0.2 if draw(st.booleans()) else 0),
        open=random.random((n, len(dates))) < (0.7 if draw(st.booleans()) else 1),
        dates=dates,
        weeks=[date // 7 for date in dates],
        shifts=[[_shift(random, longest[w], parts) for _ in dates] for w in range(m)],
        week_most=[STEP * int(random.integers(5, 20)) if weekly else NO_LIMIT for _ in range(m)],
        lunch=20 if lunch else 0,
        after=STEP * int(random.integers(4, 9)) if lunch else 300,
    )


def _hours(random: np.random.Generator) -> list[tuple[int, int]]:
    first = 480 + STEP * int(random.integers(0, 10))
    return [(first, first + STEP * int(random.integers(0, 4)))]


def _shift(random: np.random.Generator, longest: int, parts: bool) -> tuple[int, int, int] | None:
    if random.random() < 0.2:
        return None
    if not parts or random.random() < 0.5:
        return 480, 480 + longest, longest
    start = 480 + STEP * int(random.integers(0, 4))
    length = STEP * int(random.integers(4, 11))
    return start, start + length, min(longest, length)


def stated(round_: Rounds) -> dict[str, Any]:
    """The same round as arguments of ``plan_round``."""
    n, m = len(round_.visit), len(round_.shifts)
    ids = [f"h{i}" for i in range(n)] + [f"w{k}" for k in range(m)]
    spots = [shapely.Point(26.5 + i / 100, -33.3) for i in range(n)]
    households = gpd.GeoDataFrame(
        {
            "household_id": ids[:n],
            "visit_min": round_.visit,
            "priority": np.array(round_.weight) - 1,
            "available": round_.windows,
            "visitors": round_.visitors,
            "visits": round_.visits,
            "skills": [";".join(sorted(asked)) for asked in round_.asks],
            "not_workers": [";".join(f"w{k}" for k in range(m) if round_.forbidden[k, i]) for i in range(n)],
        },
        geometry=spots,
        crs="EPSG:4326",
    )
    longest = [max([480 + 120, *(shift[2] for shift in own if shift)]) if not any(own) else _usual(own) for own in round_.shifts]
    workers = pd.DataFrame(
        {
            "worker_id": ids[n:],
            "start": 480,
            "hours_per_day": np.array(longest) / 60,
            "hours_per_week": [None if most == NO_LIMIT else most / 60 for most in round_.week_most],
            "skills": [";".join(sorted(has)) for has in round_.has],
            "days": [_calendar(own, usual, round_) for own, usual in zip(round_.shifts, longest, strict=True)],
        }
    )
    shut = [(i, day) for i in range(n) for at, day in enumerate(round_.dates) if not round_.open[i, at]]
    limits = None
    if shut:
        rows = {"kind": "no entry", "from": [_date(day) for _, day in shut], "until": [_date(day) for _, day in shut]}
        limits = gpd.GeoDataFrame(rows, geometry=[spots[i].buffer(0.001) for i, _ in shut], crs="EPSG:4326")
    rules = Rules(days_between=round_.gap, lunch_min=round_.lunch, lunch_after_h=round_.after / 60)
    return {
        "households": households,
        "fieldworkers": workers,
        "round_": Round(FIRST, _date(max(round_.dates)), holidays="", wishes=Wishes.none(), rules=rules),
        "travel": TravelMatrix(round_.minutes.astype(float), ids),
        "restrictions": limits,
    }


def _usual(own: list[tuple[int, int, int] | None]) -> int:
    """Minutes of a whole day: no part is longer."""
    return max(shift[1] - shift[0] if shift[0] == 480 and shift[1] - shift[0] == shift[2] else shift[2] for shift in own if shift)


def _calendar(own: list[tuple[int, int, int] | None], usual: int, round_: Rounds) -> str:
    cells = []
    for day, shift in zip(round_.dates, own, strict=True):
        if shift is not None:
            whole = shift == (480, 480 + usual, usual)
            cells.append(_date(day) + ("" if whole else f" {text(shift[0])[:5]}-{text(shift[1])[:5]}"))
    return ";".join(cells) or "2027-01-01"


def _date(day: int) -> str:
    return (FIRST + dt.timedelta(days=day)).isoformat()


def tables(round_: Rounds, found: Best) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Visits and days of the best plan."""
    n, visits, days = len(round_.visit), [], []
    for (worker, date), day in sorted(found.days.items()):
        at, now, name = n + worker, day.leave, f"w{worker}"
        for order, (stop, start) in enumerate(day.stops, start=1):
            leg = int(round_.minutes[at, stop])
            done = start + round_.visit[stop]
            times = (text(now + leg), text(start), text(done))
            visits.append((f"h{stop}", name, _date(round_.dates[date]), order, *times, float(leg), np.nan))
            now, at = done + (round_.lunch if order - 1 == day.rest_after else 0), stop
        took = day.home - day.leave
        clocks = (text(day.leave), text(day.home))
        days.append((name, _date(round_.dates[date]), *clocks, len(day.stops), took, float(day.travel), np.nan))
    return pd.DataFrame(visits, columns=list(VISITS)), pd.DataFrame(days, columns=list(DAYS))


def checked(round_: Rounds, found: Best) -> list[str]:
    """What the checker has against a plan, reasons aside."""
    given_ = stated(round_)
    visits, days = tables(round_, found)
    ids = given_["households"]["household_id"]
    left = ids[~ids.isin(visits["household_id"])]
    unserved = pd.DataFrame({"household_id": left, "reason": "workers_full", "sentence": "Why.", "smallest_fix": "What."})
    homes, team = complete("households", given_["households"]), complete("fieldworkers", given_["fieldworkers"])
    limits = given_["restrictions"]
    limits = None if limits is None else complete("restrictions", limits)
    found_ = check_plan(
        visits, days, unserved[list(UNSERVED)], homes, team, given_["round_"], given_["travel"], restrictions=limits
    )
    return [
        f"{one.code} {one.household_id} {one.worker_id} {one.date} {one.detail}" for one in found_ if one.code != "reason_wrong"
    ]


@modest(60)
@given(tiny())
def test_the_best_plan_by_trying_everything_passes_the_checker(round_: Rounds) -> None:
    assert checked(round_, best(round_)) == []


@modest(30)
@given(tiny(), st.sampled_from(["lunch", "gap", "week_most", "visitors", "visits", "open", "forbidden", "asks"]))
def test_a_plan_that_only_a_rule_less_would_allow_is_refused(round_: Rounds, rule: str) -> None:
    n, m = len(round_.visit), len(round_.shifts)
    without: dict[str, Any] = {
        "lunch": 0,
        "gap": 1,
        "week_most": [NO_LIMIT] * m,
        "visitors": [1] * n,
        "visits": [1] * n,
        "open": np.ones_like(round_.open),
        "forbidden": np.zeros_like(round_.forbidden),
        "asks": [frozenset()] * n,
    }
    freer = best(replace(round_, **{rule: without[rule]}))
    assert freer.weight <= best(round_).weight or checked(round_, freer)


@modest(40)
@given(tiny())
def test_the_optimizer_finds_the_best_plan_and_never_more(round_: Rounds) -> None:
    given_ = stated(round_)
    if all(shift is None for own in round_.shifts for shift in own):
        return  # nobody works: refused at the door
    found = best(round_)
    plan = plan_round(**given_, max_iterations=300)
    assert plan.check() == []
    served = plan.visits["household_id"].unique()
    weight = sum(round_.weight[int(name[1:])] for name in served)
    if max(round_.visits) == max(round_.visitors) == 1 and not round_.lunch:
        assert weight == found.weight
    # Two visitors and several visits are put in one after the other, and a day that is only possible because a break falls
    # between two visits is not built up visit by visit, so that the best may be missed; never is more found.
    assert weight <= found.weight
    if weight == found.weight:
        assert plan.days["travel_min"].sum() >= found.travel - 0.05


def test_the_oracle_is_right_on_rounds_that_are_solved_by_hand() -> None:
    """Two homes on one spot, two households ten minutes off and ten apart; a day of two hours."""
    plain = Rounds(
        minutes=np.array([[0, 10, 10, 10], [10, 0, 10, 10], [10, 10, 0, 0], [10, 10, 0, 0]]),
        visit=[30, 40],
        weight=[1, 5],
        windows=[[], []],
        visitors=[1, 1],
        visits=[1, 1],
        gap=1,
        asks=[frozenset(), frozenset()],
        has=[frozenset("a"), frozenset("b")],
        forbidden=np.zeros((2, 2), dtype=bool),
        open=np.ones((2, 2), dtype=bool),
        dates=[0, 1],
        weeks=[0, 0],
        shifts=[[(480, 600, 120)] * 2] * 2,
        week_most=[NO_LIMIT] * 2,
    )

    def figures(**changes: Any) -> tuple[int, int]:
        found = best(replace(plain, **changes))
        return found.weight, found.travel

    assert figures() == (6, 30)
    assert figures(visitors=[2, 1]) == (6, 50)
    assert figures(visitors=[2, 2]) == (6, 60)
    assert figures(visitors=[2, 2], asks=[frozenset("ab"), frozenset("ac")]) == (1, 40)
    assert figures(visits=[2, 1]) == (6, 50)
    assert figures(visits=[2, 2], gap=2) == (0, 0)
    assert figures(visits=[3, 1]) == (5, 20)
    # A week of 90 minutes each: 30 + 40 + 30 minutes do not fit one person, two days of two do.
    assert figures(week_most=[90, 90]) == (6, 40)
    assert figures(week_most=[60, 50]) == (6, 40)
    assert figures(week_most=[60, 40]) == (5, 20)
    assert figures(lunch=20, after=60) == (6, 30)
    assert figures(lunch=30, after=60) == (6, 40)
    assert figures(open=np.array([[True, False], [False, False]])) == (1, 20)
    assert figures(forbidden=np.array([[True, False], [False, True]])) == (6, 40)
    early_late: list[tuple[int, int, int] | None] = [(480, 540, 60), None]
    late: list[tuple[int, int, int] | None] = [(540, 600, 60), None]
    assert figures(visitors=[2, 1], shifts=[early_late, late]) == (5, 20)
    assert figures(visitors=[2, 1], shifts=[early_late, [(490, 540, 50), None]]) == (5, 20)
    assert figures(visitors=[2, 1], weight=[9, 5], shifts=[early_late, [(490, 540, 50), None]]) == (9, 40)
    assert isinstance(best(plain).days.popitem()[1], Day)
