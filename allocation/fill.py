"""The last touch: every day is filled by what pays most for its minutes, until nobody else fits.

All in arrays, so thousands of visits are placed in a second, in the caller's own process. The search looks at clusters of
neighbours only, and on a slow computer the time may be over before it comes to somebody; a household that still fits must
not be left out. Days are gone through once, the emptiest first; what one of them takes leaves less for the others,
so afterwards no household fits into any day, unless the time was over first.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from allocation.closure import is_metric
from allocation.draft import Draft
from allocation.fill_day import DayFiller
from allocation.price import capacity_min, fair_rate, fair_share_min

#: Nearest workers with room to whom a household goes first; everybody is tried afterwards.
_NEAREST = 3
#: Legs are rounded up to seconds, so a leg cut in two may lose one.
_SPARE_S = 1


class Filled(NamedTuple):
    """What a pass did: households put in, and whether it came to its end."""

    inserted: int
    finished: bool


def fill(
    draft: Draft,
    *,
    until: float = float("inf"),
    tick: Callable[[], bool] = lambda: True,
) -> Filled:
    """Put in households that nobody visits yet; the plan gets better with each.

    Parameters
    ----------
    draft : Draft
        Changed in place; what is planned already keeps its day and its order.
    until : float
        ``time.monotonic()`` at which to end; what was put in stays. With inf the result does not depend on the clock.
    tick : callable
        Called before every day; False ends the pass.
    """
    # Whoever asks for more than one visit by one visitor is left to the kernel.
    free = draft.units.problem.may.any(axis=0) & ~draft.served() & (draft.units.asked_rows == 1)
    inserted = 0
    for part in (free & (draft.units.weight > 0), free & (draft.units.weight == 0)):
        more, finished = _fill(draft, part, until, tick)
        inserted += more
        if not finished:
            return Filled(inserted, False)
    return Filled(inserted, True)


def _fill(draft: Draft, free: NDArray[np.bool_], until: float, tick: Callable[[], bool]) -> Filled:
    """One pass over all days with those who are served first, or with those who must pay."""
    before = int(free.sum())
    if not before:
        return Filled(0, True)
    for circle in _circles(draft, free):
        for worker, place in _emptiest_first(draft):
            if time.monotonic() >= until or not tick():
                return Filled(before - int(free.sum()), False)
            free[_filled_day(draft, worker, place, free & circle[worker])] = False
    return Filled(before - int(free.sum()), True)


def _filled_day(draft: Draft, worker: int, place: int, wanted: NDArray[np.bool_]) -> list[int]:
    """Fill one day; the households that it took."""
    units, day = draft.units, draft.days[worker][place]
    date = int(units.problem.date_of[worker][place])
    span = min(int(units.shift_span_s[worker][place]), week_left_s(draft, worker, place))
    room = span - day.least_s(units.service_s) + _SPARE_S
    if not is_metric(units.problem.travel):
        room += day.travel_s  # a visit on the way may even shorten it
    candidates = np.nonzero(wanted & units.problem.open_on[:, date] & (units.service_s <= room))[0].astype(np.int64)
    if not len(candidates):
        return []
    filler = DayFiller(units, worker, place, day=day, span_s=span, candidates=candidates, fair=_fair(draft, worker))
    taken = filler.run()
    if taken:
        draft.days[worker][place] = filler.day()
    return taken


def _fair(draft: Draft, worker: int) -> tuple[float, float]:
    """Price of a second above the worker's fair share, and the seconds that are left below it."""
    problem, rate = draft.units.problem, fair_rate(draft.units.problem)
    if not rate or not problem.priced.any():
        return 0.0, 0.0
    load = draft.workload_min()
    return rate, float(fair_share_min(problem, load)[worker] - load[worker]) * 60


def week_left_s(draft: Draft, worker: int, place: int) -> int:
    """Seconds that the worker may be out on this day for what the other days of the week leave."""
    units = draft.units
    week = int(units.problem.week_of[worker][place])
    most = int(units.week_most_s[worker, week])
    if most < 0:
        return int(units.shift_span_s[worker][place])
    others = (np.asarray(units.problem.week_of[worker]) == week).nonzero()[0].tolist()
    return most - sum(int(draft.days[worker][other].work_s) for other in others if other != place)


def _circles(draft: Draft, free: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    """Whom to try for whom, (m, n) each: the nearest who have room, then all who may come."""
    problem = draft.units.problem
    if len(problem.worker_ids) <= 1:
        return [problem.may]
    rows = np.nonzero(free)[0]
    room = np.array([room_s(draft, worker) for worker in range(len(draft.days))], dtype=np.int64)
    able = problem.may[:, rows] & (room[:, None] >= draft.units.service_s[rows][None, :])
    way = np.where(able, problem.out_least_min[:, rows] + problem.back_least_min[:, rows], np.inf)
    nearest = np.argsort(way, axis=0, kind="stable")[:_NEAREST]
    near = np.zeros_like(problem.may)
    near[nearest, rows[None, :]] = True
    return [near & problem.may, problem.may]


def room_s(draft: Draft, worker: int) -> int:
    """Most seconds that one of the worker's days has left."""
    spans = draft.units.shift_span_s[worker].tolist()
    return max(
        (int(span) - day.least_s(draft.units.service_s) for span, day in zip(spans, draft.days[worker], strict=True)), default=-1
    )


def _emptiest_first(draft: Draft) -> list[tuple[int, int]]:
    """All worker-days: those of the workers who carry least for their hours first, and of each the emptiest days."""
    hours = np.maximum(capacity_min(draft.units.problem), 1e-9)
    share = (draft.workload_min() / hours).tolist()
    places = [(worker, place) for worker, days in enumerate(draft.days) for place in range(len(days))]
    return sorted(places, key=lambda at: (share[at[0]], draft.days[at[0]][at[1]].work_s, at[1], at[0]))
