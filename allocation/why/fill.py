"""Putting households into days that stand, one after the other: what fits without planning anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from allocation.why.people import several
from allocation.why.standing import Standing, StandingDay, legs_min
from allocation.why.walk import Walked

Floats = NDArray[np.float64]
#: Households tried for a day: those that would add the least.
_CANDIDATES_MOST = 400
#: Places that are walked for one more visit before the day counts as full.
_WALKED_MOST = 60


def filled(standing: Standing, rows: Iterable[int], days: Iterable[int] | None = None) -> tuple[Standing, tuple[int, ...]]:
    """Put households where they fit, day by day, those first that pay most for their minutes.

    Parameters
    ----------
    standing : Standing
        The days as they are; their stops keep their order.
    rows : iterable of int
        Households that nobody visits. Those that ask for two visitors or for several visits are passed over.
    days : iterable of int, optional
        Positions of the days to fill; all of them if left out.

    Returns
    -------
    tuple of Standing and tuple of int
        The days with what was put in, and the households put in.
    """
    open_ = [row for row in rows if standing.problem.asked[row] and not several(standing.problem, row)]
    filler = _Filler(standing)
    for at in range(len(standing.days)) if days is None else days:
        if not open_:
            break
        taken = set(filler.fill(at, np.array(open_, dtype=np.int64)))
        open_ = [row for row in open_ if row not in taken]
    return filler.standing(), tuple(filler.put)


class _Filler:
    """Days as they grow."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._stops = [day.stops for day in standing.days]
        self._work = {}  # type: dict[int, int]
        self._back = {}  # type: dict[int, int]
        self.put: list[int] = []

    def standing(self) -> Standing:
        days = (
            replace(day, stops=stops, work_s=self._work.get(at, day.work_s), back_s=self._back.get(at, day.back_s))
            for at, (day, stops) in enumerate(zip(self._standing.days, self._stops, strict=True))
        )
        return replace(self._standing, days=tuple(days))

    def fill(self, at: int, rows: NDArray[np.int64]) -> list[int]:
        """Fill one day; the households put in."""
        day, problem = self._standing.days[at], self._standing.problem
        date = problem.date_of[day.worker][day.slot]
        able = problem.may[day.worker, rows] & problem.open_on[rows, date]
        rows = rows[able]
        put: list[int] = []
        while len(rows):
            found = self._best(at, day, rows)
            if found is None:
                break
            stops, row, walked = found
            self._stops[at], self._work[at], self._back[at] = stops, walked.work_s, walked.home
            put.append(row)
            rows = rows[rows != row]
        self.put += put
        return put

    def _best(self, at: int, day: StandingDay, rows: NDArray[np.int64]) -> tuple[tuple[int, ...], int, Walked] | None:
        """The day with the household that pays most for its minutes, and as walked; None where nothing fits."""
        problem, stops = self._standing.problem, self._stops[at]
        own = np.array(stops, dtype=np.int64)
        legs = legs_min(problem, day.worker, own)
        limits = self._standing.limits(at, self._work)
        span = min(limits.span_s, limits.end_s - limits.start_s) / 60
        spare = span - float(legs.sum()) - float(problem.visit_min[own].sum())
        room = float(problem.load_most[day.worker] - problem.load[own].sum())
        rows = rows[(problem.visit_min[rows] <= spare + 1) & (problem.load[rows] <= room + 1e-9)]
        if not len(rows):
            return None
        extra = self._extra(day, own, rows, legs)
        least = np.nan_to_num(extra, nan=np.inf).min(axis=0) + problem.visit_min[rows]
        near = np.argsort(least, kind="stable")[:_CANDIDATES_MOST]
        near = near[least[near] <= spare + 1]
        if not len(near):
            return None
        rows, extra = rows[near], extra[:, near]
        minutes = np.maximum(np.nan_to_num(extra, nan=np.inf) + problem.visit_min[rows], 1 / 60)
        pays = np.where(minutes <= spare + 1, problem.weight[rows] / minutes, 0.0)
        for flat in np.argsort(-pays, axis=None, kind="stable")[:_WALKED_MOST].tolist():
            place, which = divmod(flat, len(rows))
            if pays[place, which] <= 0:
                return None
            row = int(rows[which])
            longer = (*stops[:place], row, *stops[place:])
            walked = self._standing.walked(at, longer, changed=self._work)
            if walked is not None and not walked.over_s:
                return longer, row, walked
        return None

    def _extra(self, day: StandingDay, own: NDArray[np.int64], rows: NDArray[np.int64], legs: Floats) -> Floats:
        """Minutes of travel that each household adds at each place, (places, rows); NaN where there is no way."""
        problem, mode = self._standing.problem, self._standing.problem.modes[day.worker]
        here, there = problem.places.take(rows), problem.places.take(own)
        to = np.vstack([problem.out_min[day.worker, rows][None, :], problem.travel.minutes(there, here, mode)])
        fro = np.vstack([problem.travel.minutes(here, there, mode).T, problem.back_min[day.worker, rows][None, :]])
        return np.asarray(to + fro - legs[:, None], dtype=float)


def carried(standing: Standing, onto: Standing) -> Standing:
    """The stops of one standing plan on the days of another problem with the same households, by person and date."""
    ids, before = onto.problem.person_ids.tolist(), standing.problem.person_ids.tolist()
    stops = {(before[day.worker], day.date): (day.stops, day.work_s, day.back_s) for day in standing.days}
    days = []
    for day in onto.days:
        own, work, back = stops.get((ids[day.worker], day.date), ((), 0, 0))
        days.append(replace(day, stops=own, work_s=work, back_s=back))
    return replace(onto, days=tuple(days), fixed_s=standing.fixed_s)
