"""The compiled kernel: its clock is that of the plan, its sums are true after any number of steps, and it loses nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.clusters import cut, with_ways
from allocation.draft import Draft
from allocation.kernel import cache
from allocation.kernel.clock import Limits, Path, day_length
from allocation.kernel.data import FAR
from allocation.kernel.recreate import price_of
from allocation.kernel.task import improve, loaded, with_neighbours
from allocation.prepare import prepare
from allocation.stretch import Dials, Stretch
from allocation.times import day_times
from allocation.units import Units
from benchmarks.ward import make_ward
from tests.allocation.profiles import modest
from tests.allocation.rounds import rounds

HOUR = 3600


@st.composite
def days(draw: st.DrawFn) -> dict[str, Any]:
    """A day of up to five stops with hours, agreed times and a break, now and then impossible."""
    count = draw(st.integers(0, 5))
    seconds = st.integers(0, 2 * HOUR)
    spans = st.lists(st.tuples(st.integers(6 * HOUR, 17 * HOUR), st.integers(0, 3 * HOUR)), max_size=2)
    windows = []
    for _ in range(count):
        first: list[tuple[int, int]] = []
        for start, length in sorted(draw(spans)):
            if not first or start > first[-1][1]:
                first.append((start, start + length))
        windows.append(tuple(first))
    legs = draw(st.lists(st.one_of(seconds, st.just(FAR)) if draw(st.integers(0, 9)) == 0 else seconds, min_size=count + 1,
                         max_size=count + 1))  # fmt: skip
    return {
        "legs": legs,
        "service": draw(st.lists(seconds, min_size=count, max_size=count)),
        "windows": windows,
        "agreed": draw(st.lists(st.one_of(st.just(-1), st.integers(7 * HOUR, 15 * HOUR)), min_size=count, max_size=count)),
        "start": draw(st.integers(6 * HOUR, 10 * HOUR)),
        "end": draw(st.integers(10 * HOUR, 20 * HOUR)),
        "span": draw(st.integers(1, 10 * HOUR)),
        "lunch": draw(st.sampled_from([0, 0, 1800])),
        "after": draw(st.integers(HOUR, 6 * HOUR)),
    }


@modest(300)
@given(days())
def test_the_kernels_clock_is_that_of_the_plan(day: dict[str, Any]) -> None:
    count = len(day["service"])
    table = np.full((count + 1, count + 1), FAR, dtype=np.int32)
    path = [0, *range(1, count + 1), 0]
    for at, leg in enumerate(day["legs"] if count else []):
        table[path[at], path[at + 1]] = leg
    spans = [day["windows"][at] if day["agreed"][at] < 0 else ((day["agreed"][at],) * 2,) for at in range(count)]
    rows = [span for windows in day["windows"] for span in windows]
    path = Path(
        table, 0, 1, np.arange(count, dtype=np.int32), np.array(day["agreed"], dtype=np.int64), count,
        np.array(day["service"], dtype=np.int64), np.cumsum([0, *map(len, day["windows"])]).astype(np.int64),
        np.array(rows, dtype=np.int64).reshape(-1, 2),
    )  # fmt: skip
    length = day_length(path, Limits(day["start"], day["end"], day["span"], day["lunch"], day["after"]))
    if not count:
        assert length == 0
        return
    walkable = max(day["legs"]) < FAR
    limits = {"start_s": day["start"], "end_s": day["end"], "span_s": day["span"]}
    found = day_times(day["legs"], day["service"], spans, **limits, lunch_s=day["lunch"], lunch_after_s=day["after"])
    assert length == (found.home - found.leave if found is not None and walkable else -1)


@modest(25)
@given(rounds(), st.integers(0, 2**31 - 1))
def test_after_many_steps_every_sum_is_true_and_every_day_can_be_done(drawn: dict[str, Any], seed: int) -> None:
    ready = prepare(
        drawn["households"], drawn["fieldworkers"], drawn["round_"], drawn["travel"], drawn["wards"], drawn["restrictions"]
    )
    draft = Draft(Units.of(ready.problem))
    random = np.random.default_rng(seed)
    for turn in range(3):
        for bare in cut(draft, random, 2):
            if not len(bare.households):
                continue
            cluster = with_ways(draft.units, bare)
            filled = improve(cluster, Stretch(0.0, 0, seed, Dials()))
            found = improve(cluster, Stretch(0.0, 200, seed, Dials(first=turn / 3, last=(turn + 1) / 3)))
            data = with_neighbours(cluster.data)
            first, best = loaded(data, filled.stops, filled.agreed), loaded(data, found.best_stops, found.best_agreed)
            last = loaded(data, found.stops, found.agreed)
            worth = [(int(state.served[0]), -price_of(data, state)) for state in (first, best, last)]
            assert worth[1] >= worth[0], "the best is never worse than what it began with"
            assert worth[1][0] >= worth[2][0]
            assert found.steps == 200
            assert draft.replace(cluster.days(found.stops, found.agreed)), "another clock agrees"


@pytest.mark.parametrize("priorities", [False, True])
def test_searching_pays(priorities: bool) -> None:
    """More weight than filling alone, by a good deal; the same from the same seed, another plan from another."""
    ward = make_ward("rural", 3, priorities=priorities, households=200, workers=6, days=3)
    draft = Draft(Units.of(prepare(ward.households, ward.fieldworkers, ward.round).problem))
    cluster = with_ways(draft.units, cut(draft, np.random.default_rng(1), 1)[0])
    data = with_neighbours(cluster.data)

    def weight(steps: int, seed: int) -> tuple[int, float]:
        found = improve(cluster, Stretch(0.0, steps, seed, Dials()))
        state = loaded(data, found.best_stops, found.best_agreed)
        return int(state.served[0]), price_of(data, state)

    filled, searched = weight(0, 1), weight(3000, 1)
    assert searched[0] > 1.05 * filled[0]
    assert weight(3000, 1) == searched != weight(3000, 2)


def test_what_is_compiled_is_known_by_the_sources_it_was_compiled_from() -> None:
    assert cache.is_ready(), "make setup compiles the kernel"
    assert cache.folder().name.startswith("compiled-")


def test_a_day_leaves_just_before_hours_end_where_somebody_waits_later_on() -> None:
    """From 8 to 9 at the first, from noon at the second: whoever reaches the first at 9 is out for an hour less."""
    spans = [((8 * HOUR, 9 * HOUR),), ((12 * HOUR, 13 * HOUR),)]
    found = day_times([600, 600, 600], [60, 60], spans, start_s=7 * HOUR, end_s=17 * HOUR, span_s=10 * HOUR)
    assert found is not None and found.leave == 9 * HOUR - 600
