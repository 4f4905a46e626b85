"""Visits that cost more than their households are worth are given up: of households with ``prize_min`` only.

The search lets a visit pay by itself or not; a day may hold some that paid while others were near, and the first filling
takes everybody who fits, so that far groups get a day at all. Here the least worthy visits of a day are taken out one by
one, down to the empty day, and the best of these days is kept.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from allocation.day import Day, day_of
from allocation.draft import Draft
from allocation.group import NO_WAY, Ints
from allocation.price import fair_rate, fair_share_min
from allocation.units import Units, up_s

#: Days on the way to the empty one that are walked exactly, the best first.
_WALKED_MOST = 10
_FAR = 2**40


def thin(draft: Draft) -> bool:
    """Give up what does not pay, day by day; True where that made the plan better.

    Parameters
    ----------
    draft : Draft
        Changed in place. Whoever asks for more than one visit by one visitor stays.
    """
    units = draft.units
    may_go = (units.weight == 0) & units.problem.priced & (units.asked_rows == 1)
    if not may_go.any():
        return False
    rate = fair_rate(units.problem)
    share = fair_share_min(units.problem, draft.workload_min()) * 60
    changed = False
    for worker, days in enumerate(draft.days):
        for place, day in enumerate(days):
            if may_go[list(day.stops)].any():
                others = sum(other.work_s for other in days) - day.work_s
                thinner = _thinned(units, worker, place, day, may_go, (rate, share[worker] - others))
                changed |= thinner is not None
                days[place] = day if thinner is None else thinner
    return changed


def _thinned(  # noqa: PLR0917 - a day, and what decides
    units: Units, worker: int, place: int, day: Day, may_go: NDArray[np.bool_], fair: tuple[float, float]
) -> Day | None:
    """The best day that is left when visits are taken out; None where the day is best as it is."""
    now = _gain(units, day, fair)
    found: list[tuple[float, tuple[int, ...]]] = []
    stops, table = list(range(len(day.stops))), _table(units, worker, day)
    own = np.array(day.stops, dtype=np.int64)
    worth = units.prize_s[own] - np.rint(units.wish_min[worker, own] * 60).astype(np.int64)
    worth = worth - units.day_price_s[own, units.problem.date_of[worker][place]]
    goes = may_go[own]
    gain = float(worth.sum() - day.travel_s)
    while stops:
        at = np.array([0, *(stop + 1 for stop in stops), 0])
        before, here, after = at[:-2], at[1:-1], at[2:]
        direct = table[before, after] if len(stops) > 1 else 0
        less = np.where(goes[stops], table[before, here] + table[here, after] - direct - worth[stops], -_FAR)
        worst = int(less.argmax())
        if less[worst] <= -_FAR // 2:
            break
        gain += float(less[worst])
        del stops[worst]
        found.append((gain, tuple(stops)))
    found.sort(key=lambda one: -one[0])
    for _, left in found[:_WALKED_MOST]:
        agreed = tuple(day.start_of(stop) for stop in left)
        shorter = day_of(units, worker, place, tuple(day.stops[stop] for stop in left), agreed)
        if shorter is not None and _gain(units, shorter, fair) > now:
            return shorter
    return None


def _gain(units: Units, day: Day, fair: tuple[float, float]) -> float:
    """Prizes less the ways, the wishes and the unfair load of a day, seconds."""
    rate, left = fair
    return float(units.prize_s[list(day.stops)].sum()) - day.travel_s - day.wish_s - rate * max(0.0, day.work_s - left)


def _table(units: Units, worker: int, day: Day) -> Ints:
    """Seconds between home (first) and the stops."""
    problem, own = units.problem, np.array(day.stops, dtype=np.int64)
    places = problem.places.take(own)
    table = np.zeros((len(own) + 1, len(own) + 1), dtype=np.int64)
    table[1:, 1:] = up_s(problem.travel.minutes(places, places, problem.modes[worker]))
    table[0, 1:], table[1:, 0] = up_s(problem.out_min[worker, own]), up_s(problem.back_min[worker, own])
    return np.where(table == NO_WAY, _FAR, table)
