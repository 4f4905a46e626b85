"""Ways in where another household leaves the day: it drops out, or somebody else takes it over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from allocation.why.context import Context
from allocation.why.people import Mask, may_come, several
from allocation.why.search import Found, Search
from allocation.why.walk import Walked

#: Days that are walked at most for one household, where another one drops out and where it moves.
WALKED_MOST, _MOVES_WALKED = 2000, 300
#: Exchanges for which another day is looked for the household that leaves.
_MOVES_TRIED = 20
#: Minutes that rounding up may add to a day.
_ROUNDING_MIN = 1.0


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
class Exchange:
    """An exchange that has not been walked: which household leaves, where the other one comes in, and what travel changes."""

    at: int
    out: int
    place: int
    change_min: float


def instead(search: Search, workers: Mask, most: int) -> list[Swap]:
    """The exchanges that give up the least priority, no more than the household's own; of those the cheapest."""
    weight = search.standing.problem.weight
    likely = [one for one in exchanges(search, workers) if weight[one.out] <= weight[search.household]]
    likely.sort(key=lambda one: (float(weight[one.out]), one.change_min + _wish(search, one)))
    found: list[Swap] = []
    for one in likely[:WALKED_MOST]:
        if len(found) >= most:
            break
        swap = None if any((one.at, one.out) == (kept.at, kept.out) for kept in found) else _walked(search, one)
        found += [] if swap is None else [swap]
    return found


def moved(search: Search, workers: Mask, most: int) -> list[tuple[Swap, Found]]:
    """Exchanges after which the other household fits into another day, whoever's: nobody is lost; the cheapest first."""
    found, tried = [], set()
    for one in sorted(exchanges(search, workers), key=lambda one: one.change_min)[:_MOVES_WALKED]:
        swap = None if (one.at, one.out) in tried else _walked(search, one)
        if swap is None:
            continue
        tried.add((one.at, one.out))
        other = _elsewhere(search.context, swap)
        if other is not None:
            found.append((swap, other))
        if len(tried) >= _MOVES_TRIED:
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


def exchanges(search: Search, workers: Mask, may_leave: Callable[[Context, int, int], bool] | None = None) -> list[Exchange]:
    """Every exchange at every place of the day that is not certainly too long.

    ``may_leave`` says of a day's position and a household whether that may leave (:func:`leaves`). With a stop gone its two
    legs are one; the household comes in there, or at any other place of the day.
    """
    found = []
    gaps, weight = search.gaps, search.standing.problem.visit_min
    for first in np.flatnonzero((gaps.place == 0) & workers[gaps.worker]).tolist():
        at = int(gaps.day[first])
        stops = search.standing.days[at].stops
        own = slice(first, first + len(stops) + 1)
        if not stops or not search.able[at]:
            continue
        extra, legs, skip = search.extra[own], gaps.leg_min[own], search.context.skip_min[own][:-1]
        gone = legs[:-1] + legs[1:]
        here = search.to[own][:-1] + search.fro[own][1:] - gone
        change = extra[None, :] + (skip - gone)[:, None]
        rows = np.arange(len(stops))
        change[rows, rows], change[rows, rows + 1] = here, np.nan
        missing = change + search.visit_min - weight[list(stops)][:, None] - float(gaps.spare_min[first])
        for i, gap in zip(*np.nonzero(missing <= _ROUNDING_MIN), strict=True):
            if (may_leave or leaves)(search.context, at, stops[i]):
                place = int(gap) if gap <= i else int(gap) - 1
                found.append(Exchange(at, stops[i], place, float(change[i, gap])))
    return found


def leaves(context: Context, at: int, out: int) -> bool:
    """Whether a household may leave a day at all: it is not pinned, and no other visit hangs on this one."""
    problem, standing = context.problem, context.standing
    pinned = problem.promises is not None and bool(problem.promises.pinned[out])
    return not pinned and not several(problem, out) and (standing.days[at].date, out) not in standing.fixed_s


def _wish(search: Search, one: Exchange) -> float:
    worker = search.standing.days[one.at].worker
    return float(search.context.wish_min[worker, search.household] - search.context.wish_min[worker, one.out])


def _walked(search: Search, one: Exchange) -> Swap | None:
    """The exchange walked; None where it does not hold."""
    left = tuple(stop for stop in search.standing.days[one.at].stops if stop != one.out)
    route = (*left[: one.place], search.household, *left[one.place :])
    walked = search.standing.walked(one.at, route)
    if walked is None or walked.over_s:
        return None
    return Swap(one.at, one.place, one.out, route, walked, one.change_min, _wish(search, one))
