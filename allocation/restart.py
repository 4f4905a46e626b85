"""A search that begins with a plan: what is left of the old plan as a draft, and the search from there on."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from allocation.day import ANY_TIME, EMPTY, Day, day_of
from allocation.draft import Draft
from allocation.improve import PASSES_MOST, Improver
from allocation.problem import PlanningProblem
from allocation.solve import Solve
from allocation.stretch import Dials
from allocation.told_stops import told_stops
from allocation.units import Units

Stops = list[tuple[int, int]]
#: The schedule of a search that begins with a plan, tried on made-up wards at two seconds: cool, a visit dear from the start.
NEAR = Dials(hot=0.02, cool=0.01, price=20.0, price_last=30.0)
#: Seconds that are searched at least.
SEARCH_LEAST_S = 0.5
#: Seconds of search from which on a bound is worth its time; below it the trivial one is stated.
BOUND_FROM_S = 4.0


def begun(problem: PlanningProblem, visits: pd.DataFrame, units: Units | None = None) -> Draft:
    """The draft that keeps as much of these visits as the problem still allows.

    A visit whose fieldworker is away, whose household is closed on that day, or that has no room any more falls out; so do
    the other visits of a household that would then get too few.

    Parameters
    ----------
    problem : PlanningProblem
        Of the days that are left.
    visits : DataFrame
        Columns :data:`allocation.plan.VISITS`; rows of households and days that the problem does not have are passed over.
    units : Units, optional
        Of the problem, where they are known.
    """
    draft = Draft(Units.of(problem) if units is None else units)
    for (worker, place), stops in sorted(_stops(problem, visits).items()):
        draft.days[worker][place] = fitted(draft.units, worker, place, stops)
    draft.without(_set_otherwise(draft))
    _set_pinned(draft)
    return kept_whole(draft)


class FromDraft(Solve):
    """A solve that goes on from a plan that is nearly good: it looks around it and does not melt it down first."""

    def bounded_by(self, first: FromDraft) -> None:
        """What bounds another search of the same round bounds this one, but for travel, which is for as many as are visited."""
        self.bound, self._known = replace(first.bound, travel_min=0.0), True
        self._bounder, self._travel_prices = first._bounder, first._travel_prices

    #: Most passes where steps are counted (:class:`allocation.improve.Improver`).
    passes_most = PASSES_MOST
    _known = False

    def _search(self) -> None:
        self._bounded = self._known or (self.stop.seconds < BOUND_FROM_S and not self.stop.counts_steps)
        tells = self.tell, self.seed, self._improved
        search = Improver(self.draft, self.engine, self.stop, *tells, dials=NEAR, by_district=False, passes_most=self.passes_most)
        search.run(self._after_pass)

    def _after_pass(self, turn: int) -> None:
        # Before, the solvers' processes have started and read their libraries: whatever that took, some search is left.
        if turn == 0 and not self.stop.counts_steps:
            latest = time.monotonic() - self.stop.seconds + min(self.stop.seconds, SEARCH_LEAST_S)
            self.stop.began = max(self.stop.began, latest)
        self._between(turn)


def _stops(problem: PlanningProblem, visits: pd.DataFrame) -> dict[tuple[int, int], Stops]:
    """Stops of each worker-day of the problem in their order, each with the second that two visitors agreed upon."""
    found: dict[tuple[int, int], Stops] = {}
    for (worker, place), told in told_stops(problem, visits).items():
        date = problem.date_of[worker][place]
        stops = [
            (row, second if problem.visitors[row] > 1 else ANY_TIME)
            for row, second in told
            if row >= 0 and problem.may[worker, row] and problem.open_on[row, date]
        ]
        if stops:
            found[worker, place] = stops
    return found


def fitted(units: Units, worker: int, place: int, stops: Sequence[tuple[int, int]]) -> Day:
    """The day with as many of these stops as it still holds; the lightest of those that make it possible falls out."""
    left = list(stops)
    while left:
        day = _day(units, worker, place, left)
        if day is not None:
            return day
        lightest = sorted(range(len(left)), key=lambda at: int(units.weight[left[at][0]]))
        shorter = [[*left[:at], *left[at + 1 :]] for at in lightest]
        possible = next((rest for rest in shorter if _day(units, worker, place, rest) is not None), None)
        left = shorter[0] if possible is None else possible
    return EMPTY


def _day(units: Units, worker: int, place: int, stops: Sequence[tuple[int, int]]) -> Day | None:
    return day_of(units, worker, place, tuple(row for row, _ in stops), tuple(second for _, second in stops))


def _set_otherwise(draft: Draft) -> set[int]:
    """Households with a visit by two who do not bring together what is asked for, or with no visit on the date that is set."""
    problem = draft.units.problem
    brought: dict[tuple[int, int], np.uint64] = {}
    for worker, days in enumerate(draft.days):
        for place, day in enumerate(days):
            for stop in day.stops:
                pair = stop, int(problem.date_of[worker][place])
                brought[pair] = brought.get(pair, np.uint64(0)) | problem.brings[worker, stop]
    out = {
        row
        for (row, _), bits in brought.items()
        if problem.visitors[row] > 1 and bits & problem.wanted[row] != problem.wanted[row]
    }
    if problem.promises is not None:
        must = problem.promises.must_on
        out |= {row for row in np.nonzero((must >= 0) & (draft.made() > 0))[0].tolist() if (row, int(must[row])) not in brought}
    return out


def _set_pinned(draft: Draft) -> None:
    """Put pinned households in that have no visit yet: what is set holds whatever it costs, even where time is short.

    One that asks for several visits or visitors is left to the search, which weighs it more than all others together.
    """
    problem = draft.units.problem
    if problem.promises is None:
        return
    alone = (problem.visits == 1) & (problem.visitors == 1)
    for row in np.nonzero(problem.promises.pinned & alone & (draft.made() == 0))[0].tolist():
        tried = [
            (worker, place, day)
            for worker in np.nonzero(problem.may[:, row])[0].tolist()
            for place in np.nonzero(problem.open_on[row, problem.date_of[worker]])[0].tolist()
            if row in (day := _with_visit(draft, worker, place, row)).stops
        ]
        if tried:
            worker, place, day = max(tried, key=lambda one: _gain(draft, row, *one))
            draft.days[worker][place] = day


def _with_visit(draft: Draft, worker: int, place: int, row: int) -> Day:
    """The day with this visit where it costs least way, and with as many of the others as it then still holds."""
    now = draft.days[worker][place]
    stops = [(stop, now.start_of(at)) for at, stop in enumerate(now.stops)]
    days = (fitted(draft.units, worker, place, [*stops[:at], (row, ANY_TIME), *stops[at:]]) for at in range(len(stops) + 1))
    return max(days, key=lambda day: (row in day.stops, int(draft.units.weight[list(day.stops)].sum()), -day.travel_s))


def _gain(draft: Draft, row: int, worker: int, place: int, day: Day) -> tuple[int, float]:
    """Weight won, then way saved less what this visit breaks of wishes and promises, by this day instead of the present one."""
    units, now = draft.units, draft.days[worker][place]
    won = int(units.weight[list(day.stops)].sum()) - int(units.weight[list(now.stops)].sum())
    broken_s = units.wish_min[worker, row] * 60 + units.day_price_s[row, units.problem.date_of[worker][place]]
    return won, now.travel_s - day.travel_s - float(broken_s)


def kept_whole(draft: Draft) -> Draft:
    """The draft without households that have only some of their visits, and within what everybody offers in a week."""
    made = draft.made()
    draft.without(set(np.nonzero((made > 0) & (made != draft.units.asked_rows))[0].tolist()))
    into_weeks(draft)
    return draft


def into_weeks(draft: Draft) -> None:
    """Give up the last days of a week in which somebody is out for longer than is offered."""
    units = draft.units
    for worker, most in enumerate(units.week_most_s):
        weeks = units.problem.week_of[worker]
        for week in np.nonzero(most >= 0)[0].tolist():
            inside = [place for place in range(len(draft.days[worker])) if weeks[place] == week]
            while sum(draft.days[worker][place].work_s for place in inside) > most[week]:
                last = max(place for place in inside if draft.days[worker][place].stops)
                draft.without(set(draft.days[worker][last].stops))
