"""Ways in where another household leaves the day: it drops out, or somebody else takes it over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from allocation.why.context import Context
from allocation.why.people import Mask, may_come, several
from allocation.why.search import Found, Search
from allocation.why.standing import legs_min
from allocation.why.walk import Walked

#: Days that are walked at most for one household.
WALKED_MOST = 3000
#: Exchanges for which another day is looked for the household that leaves.
_MOVES_TRIED = 20


@dataclass(frozen=True)
class Swap:
    """A day in which the household stands where another one stood.

    Attributes
    ----------
    at, place : int
        Position of the day, and stops before the household.
    out : int
        The household that leaves the day.
    stops : tuple of int
    walked : Walked
    travel_min, wish_min : float
        Minutes that this day has more than before.
    """

    at: int
    place: int
    out: int
    stops: tuple[int, ...]
    walked: Walked
    travel_min: float
    wish_min: float


@dataclass(frozen=True)
class _Likely:
    """An exchange that has not been walked, and what it would cost at least."""

    at: int
    out: int
    cost_min: float


def instead(search: Search, workers: Mask, most: int) -> list[Swap]:
    """The exchanges that give up the least priority, no more than the household's own; of those the cheapest."""
    weight = search.standing.problem.weight
    likely = [one for one in _likely(search, workers) if weight[one.out] <= weight[search.household]]
    likely.sort(key=lambda one: (float(weight[one.out]), one.cost_min))
    found: list[Swap] = []
    walked = 0
    for one in likely:
        for swap in _walked(search, one):
            walked += 1
            if swap is not None:
                found.append(swap)
                break
        if len(found) >= most or walked > WALKED_MOST:
            break
    return found


def moved(search: Search, workers: Mask, most: int) -> list[tuple[Swap, Found]]:
    """Exchanges after which the other household fits into another day, whoever's: nobody is lost; the cheapest first."""
    found = []
    tried = 0
    for one in sorted(_likely(search, workers), key=lambda one: one.cost_min):
        swap = next((swap for swap in _walked(search, one) if swap is not None), None)
        if swap is None:
            continue
        tried += 1
        other = _elsewhere(search.context, swap)
        if other is not None:
            found.append((swap, other))
        if tried >= _MOVES_TRIED:
            break
    found.sort(key=lambda pair: pair[0].travel_min + pair[0].wish_min + pair[1].travel_min + pair[1].wish_min)
    return found[:most]


def _elsewhere(context: Context, swap: Swap) -> Found | None:
    """Another day for the household that leaves; both days are walked with each other's new length."""
    standing = context.standing
    for found in Search(context, swap.out).fits(may_come(context.problem, swap.out), 3):
        first = standing.walked(swap.at, swap.stops, changed={found.at: found.walked.work_s})
        second = standing.walked(found.at, found.stops, changed={swap.at: swap.walked.work_s})
        if first is not None and second is not None and first.over_s == second.over_s == 0:
            return found
    return None


def _likely(search: Search, workers: Mask) -> Iterator[_Likely]:
    """Every exchange whose day is not certainly too long."""
    standing, gaps, problem = search.standing, search.gaps, search.standing.problem
    starts = np.flatnonzero(gaps.place == 0)
    for first in starts.tolist():
        at = int(gaps.day[first])
        day = standing.days[at]
        if not workers[day.worker] or not day.stops or not search.possible[first : first + len(day.stops) + 1].any():
            continue
        extra = np.nan_to_num(search.extra[first : first + len(day.stops) + 1], nan=np.inf)
        for i, out in enumerate(day.stops):
            if not leaves(search.context, at, out):
                continue
            shorter = legs_min(problem, day.worker, np.array(day.stops[:i] + day.stops[i + 1 :], dtype=np.int64))
            gone = float(gaps.leg_min[first + i] + gaps.leg_min[first + i + 1])
            here = float(search.to[first + i] + search.fro[first + i + 1]) - gone
            elsewhere = np.delete(extra, [i, i + 1]) + float(shorter[i]) - gone
            change = float(np.nanmin([here, *elsewhere, np.inf]))
            missing = change + search.visit_min - float(problem.visit_min[out]) - float(gaps.spare_min[first])
            if np.isfinite(change) and missing <= 1.0:
                wish = float(search.context.wish_min[day.worker, search.household] - search.context.wish_min[day.worker, out])
                yield _Likely(at, out, change + wish)


def leaves(context: Context, at: int, out: int) -> bool:
    """Whether a household may leave a day at all: it is not pinned, and no other visit hangs on this one."""
    problem, standing = context.problem, context.standing
    pinned = problem.promises is not None and bool(problem.promises.pinned[out])
    return not pinned and not several(problem, out) and (standing.days[at].date, out) not in standing.fixed_s


def _walked(search: Search, one: _Likely) -> Iterator[Swap | None]:
    """The exchange at each place of the day, the likeliest first; None where it does not hold."""
    standing, problem = search.standing, search.standing.problem
    day = standing.days[one.at]
    left = tuple(stop for stop in day.stops if stop != one.out)
    before = float(legs_min(problem, day.worker, np.array(day.stops, dtype=np.int64)).sum())
    wish = float(search.context.wish_min[day.worker, search.household] - search.context.wish_min[day.worker, one.out])
    routes = [(*left[:place], search.household, *left[place:]) for place in range(len(left) + 1)]
    travel = [float(legs_min(problem, day.worker, np.array(route, dtype=np.int64)).sum()) for route in routes]
    for place in np.argsort(np.nan_to_num(travel, nan=np.inf), kind="stable").tolist():
        walked = standing.walked(one.at, routes[place])
        if walked is None or walked.over_s:
            yield None
        else:
            yield Swap(one.at, place, one.out, routes[place], walked, travel[place] - before, wish)
