"""The cheapest way in for a household that asks for several visits: who comes on which days, far enough apart."""

from __future__ import annotations

import datetime as dt
import heapq
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from allocation.calendar import week_of
from allocation.why.context import Context
from allocation.why.search import Search
from allocation.why.standing import Standing
from allocation.why.way_in import WayIn
from geo.clock import minutes

#: Choices of days that are looked into at most.
_TRIED_MOST = 2000
#: The ways in of one visit on the days of a search; and those in which something must give.
Ways = Callable[[Search], Iterable[WayIn]]


@dataclass(frozen=True)
class _Turn:
    """One of the visits: the way in for it alone, and each changed day's position and stops."""

    way: WayIn
    days: tuple[tuple[int, tuple[int, ...]], ...]

    @property
    def ordinal(self) -> int:
        """The day of the visit, counted."""
        return dt.date.fromisoformat(self.way.date).toordinal()


def ways_for_several(context: Context, row: int, fit: Ways, give: Ways) -> Iterator[WayIn]:
    """Ways in whose visits are all made: nothing gives, or something does for one of the visits.

    Parameters
    ----------
    context : Context
        The plan that is asked.
    row : int
        Of a household that asks for more than one visit.
    fit, give : callable
        Ways in of one visit as the days stand, and others.

    Yields
    ------
    WayIn
        Of the first visit, or of that for which something must give; the others are its ``also``, and its minutes are those of
        all. The visits that need nothing are the cheapest that go with it.
    """
    search, wanted = Search(context, row), int(context.problem.visits[row])
    days = sorted({day.date for day, able in zip(context.standing.days, search.able, strict=True) if able})
    turns = [turn for date in days for turn in _turns(context, row, fit(search.on({date})))]
    chooser = _Chooser(context, turns, row)
    chosen = chooser.cheapest(wanted)
    if chosen is not None:
        yield _joined(chosen[0], chosen[1:])
        return
    some = {date.isoformat() for date in context.problem.dates if chooser.without(date.toordinal()).may(wanted - 1)}
    for one in _turns(context, row, give(search.on(some))):
        others = chooser.beside(one).cheapest(wanted - 1)
        if others is not None:
            yield _joined(one, others)


def _joined(first: _Turn, others: Sequence[_Turn]) -> WayIn:
    every = [first, *others]
    return replace(
        first.way,
        travel_min=sum(turn.way.travel_min for turn in every),
        wish_min=sum(turn.way.wish_min for turn in every),
        also=tuple(turn.way for turn in sorted(others, key=lambda turn: turn.way.date)),
    )


def _turns(context: Context, row: int, ways: Iterable[WayIn]) -> Iterator[_Turn]:
    """The ways with the days that they change. A day that stands for nothing yet (one more working day) changes none."""
    problem, standing = context.problem, context.standing
    row_of = {str(name): number for number, name in enumerate(problem.household_ids.tolist())}
    for way in ways:
        puts = [(way.worker_id, way.date, way.place, row)]
        puts += [(way.second_id, way.date, way.second_place, row)] if way.second_id else []
        puts += [(who, date, place, row_of[name]) for name, who, date, place in way.moved]
        goes = {row_of[name] for name in (*way.instead_of, *(name for name, *_ in way.moved))}
        days = []
        for who, date, place, which in puts:
            at = standing.at_of.get((who, date))
            if at is not None:
                stops = tuple(stop for stop in standing.days[at].stops if stop not in goes)
                days.append((at, (*stops[: place - 1], which, *stops[place - 1 :])))
        yield _Turn(way, tuple(days))


@dataclass(frozen=True)
class _Chooser:
    """Chooses visits on days far enough apart, the cheapest together.

    Attributes
    ----------
    context : Context
    turns : list of _Turn
        Visits that need nothing, one a person and day, in the order of dates.
    row : int
        The household.
    """

    context: Context
    turns: list[_Turn]
    row: int

    def without(self, ordinal: int) -> _Chooser:
        """Only the visits that are far enough from this day."""
        gap = self.context.problem.gap_days
        return replace(self, turns=[turn for turn in self.turns if abs(turn.ordinal - ordinal) >= gap])

    def beside(self, one: _Turn) -> _Chooser:
        """Only the visits that go with this one: other days, and nobody in a week whose hours it changes."""
        weeks = set(_limited_weeks(self.context, one.way))
        changed = {at for at, _ in one.days}
        far = self.without(one.ordinal).turns
        free = [turn for turn in far if not changed & {at for at, _ in turn.days}]
        return replace(self, turns=[turn for turn in free if not weeks & set(_limited_weeks(self.context, turn.way))])

    def may(self, wanted: int) -> bool:
        """Whether so many dates are there, far enough apart."""
        return bool(np.isfinite(self._least(wanted)[0][wanted]))

    def cheapest(self, wanted: int) -> list[_Turn] | None:
        """The cheapest so many visits that hold together; None where there are none, or none was found in time.

        The search goes on from where cost so far and the least cost of what is left are least together (A*), so that the first
        choice that is complete is the cheapest.
        """
        if not wanted:
            return []
        least, tie = self._least(wanted), count()
        heap: list[tuple[float, int, int, float, list[_Turn]]] = [(least[0][wanted], next(tie), 0, 0.0, [])]
        for _ in range(_TRIED_MOST):
            if not heap or not np.isfinite(heap[0][0]):
                return None
            _, _, start, cost, chosen = heapq.heappop(heap)
            left = wanted - len(chosen)
            if not left:
                return chosen
            for at in range(start, len(self.turns)):
                turn, after = self.turns[at], self._next(at)
                whole = cost + turn.way.cost_min
                if np.isfinite(least[after][left - 1]) and _hold(self.context.standing, self.row, [*chosen, turn]):
                    heapq.heappush(heap, (whole + least[after][left - 1], next(tie), after, whole, [*chosen, turn]))
        return None

    def _next(self, at: int) -> int:
        """The first visit that is far enough behind this one."""
        return bisect_left(self.turns, self.turns[at].ordinal + self.context.problem.gap_days, key=lambda turn: turn.ordinal)

    def _least(self, wanted: int) -> list[list[float]]:
        """Of the visits from each one on, the least cost of so many, hours of a week left out; inf where there are too few."""
        least = [[0.0, *[float("inf")] * wanted] for _ in range(len(self.turns) + 1)]
        for at in range(len(self.turns) - 1, -1, -1):
            after, own = least[self._next(at)], self.turns[at].way.cost_min
            least[at] = [0.0, *(min(least[at + 1][k], own + after[k - 1]) for k in range(1, wanted + 1))]
        return least


def _hold(standing: Standing, row: int, turns: Sequence[_Turn]) -> bool:
    """Whether the last of these visits holds beside the others: the hours of a week are shared by all days."""
    changed: dict[int, int] = {}
    for turn in turns:
        begins = {row: round(minutes(turn.way.start) * 60)} if turn.way.second_id else None
        for at, stops in turn.days:
            walked = standing.walked(at, stops, changed=changed, begins=begins)
            if walked is None or walked.over_s:
                return False
            changed[at] = walked.work_s
    return True


def _limited_weeks(context: Context, way: WayIn) -> Iterator[tuple[str, int]]:
    """Whose hours of which week a way changes, of those whose hours a week are limited."""
    people = context.people
    row_of = {str(name): number for number, name in enumerate(people.worker_ids.tolist())}
    for who, date in [(way.worker_id, way.date), (way.second_id, way.date), *((who, date) for _, who, date, _ in way.moved)]:
        week = week_of(dt.date.fromisoformat(date), people.round)
        if who and np.isfinite(people.week_most_min[row_of[who], week]):
            yield who, week
