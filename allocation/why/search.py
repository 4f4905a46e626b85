"""The places where a household could be put in, walked one by one in the order of what they promise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from allocation.why.context import Context
from allocation.why.people import open_on
from allocation.why.standing import day_limits
from allocation.why.walk import Walked
from geo.tables import DAYS

Mask = NDArray[np.bool_]
#: Seconds that rounding up may add to a day, as minutes: a place is not thrown out for them before it is walked.
ROUNDING_MIN = 1.0


@dataclass(frozen=True)
class Found:
    """A place that was walked.

    Attributes
    ----------
    at, place : int
        Position of the day, and stops before the household.
    stops : tuple of int
        The whole day with it.
    walked : Walked
    travel_min, wish_min : float
        Minutes that it adds.
    longer_min, week_longer_min : float
        By how much the day and the week are too short.
    """

    at: int
    place: int
    stops: tuple[int, ...]
    walked: Walked
    travel_min: float
    wish_min: float
    longer_min: float
    week_longer_min: float


class Search:
    """Looks for places for one household in the standing days.

    Parameters
    ----------
    context : Context
    household : int
        Its row.
    """

    def __init__(self, context: Context, household: int) -> None:
        self.context, self.household = context, household
        self._walks: dict[tuple[int, bool, bool], Found | None] = {}
        self.standing, self.gaps = context.standing, context.gaps
        #: Whose day each gap is, row of the people; (p,).
        self.person = self.standing.person_of[self.gaps.worker]
        problem = context.problem
        self.to, self.fro = self.gaps.ways_min(self.standing, household)
        #: Minutes of travel that the household adds in each gap, NaN where there is no way; (p,).
        self.extra = self.to + self.fro - self.gaps.leg_min
        self.wish = context.wish_min[self.gaps.worker, household]
        self.visit_min = float(problem.visit_min[household])
        #: On which the household may be put in; days outside the calendars are among them.
        self.dates: Collection[str] = {date.isoformat() for date in problem.dates}
        dates = [day.date for day in self.standing.days]
        here = np.array([household in day.stops for day in self.standing.days], dtype=bool)
        #: Days on which the household may be visited and is not yet; (days,).
        self.able = open_on(problem, household, dates) & ~here
        self.possible = np.isfinite(self.extra) & self.able[self.gaps.day]

    def on(self, dates: Collection[str]) -> Search:
        """The same search on these dates only; what was walked is shared."""
        only = copy(self)
        only.dates = dates
        only.able = self.able & np.array([day.date in dates for day in self.standing.days], dtype=bool)
        only.possible = self.possible & only.able[self.gaps.day]
        return only

    @cached_property
    def missing_min(self) -> NDArray[np.float64]:
        """Minutes that each day lacks at least with the household in that gap; (p,)."""
        return np.asarray(self.extra + self.visit_min - self.gaps.spare_min, dtype=float)

    @cached_property
    def load_room(self) -> NDArray[np.float64]:
        """Units that each day could still carry; (days,)."""
        problem = self.standing.problem
        return np.array(
            [problem.load_most[day.worker] - problem.load[list(day.stops)].sum() for day in self.standing.days], dtype=float
        )

    @cached_property
    def _may_grow(self) -> Mask:
        """(days,) False for the day of a war-room meeting of some hours: it would grow into the meeting; and for a day of
        riding, which would grow for everybody aboard and for the driver.
        """
        round_ = self.standing.problem.round
        rows = np.array([day.worker for day in self.standing.days], dtype=np.int64)
        on_foot = np.asarray(~self.standing.rides[rows], dtype=bool)
        if not round_.meeting_time:
            return on_foot
        weekdays = [DAYS[dt.date.fromisoformat(day.date).weekday()] for day in self.standing.days]
        return np.asarray(on_foot & np.array([day != round_.meeting_day for day in weekdays], dtype=bool), dtype=bool)

    def fits(self, workers: Mask, most: int, *, any_time: bool = False, any_load: bool = False) -> list[Found]:
        """The cheapest place of each of these people in which the day holds as it is; the ``most`` cheapest people."""
        likely = workers[self.gaps.worker] & self.possible & (self.missing_min <= ROUNDING_MIN)
        found: dict[int, Found] = {}
        cost = self.extra + self.wish
        for gap in in_order(cost, likely):
            who = int(self.person[gap])
            if who not in found:
                place = self.walk(gap, any_time=any_time, any_load=any_load)
                if place is not None and place.walked.over_s == 0:
                    found[who] = place
                    if len(found) >= most:
                        break
        return list(found.values())

    def longer(self, workers: Mask, most: int) -> list[Found]:
        """The place of each of these people that needs the least longer day; the ``most`` people who need least."""
        best: dict[int, Found] = {}
        likely = workers[self.gaps.worker] & self.possible & self._may_grow[self.gaps.day]
        for gap in in_order(np.maximum(self.missing_min, 0) + 1e-6 * self.extra, likely):
            least = float(self.missing_min[gap]) * 60
            worst = sorted(place.walked.over_s for place in best.values())[:most]
            if len(worst) >= most and least > worst[-1]:
                break
            who = int(self.person[gap])
            if who in best and least > best[who].walked.over_s:
                continue
            place = self.walk(gap)
            if place is not None and (who not in best or place.walked.over_s < best[who].walked.over_s):
                best[who] = place
        return sorted(best.values(), key=lambda place: (place.walked.over_s, place.travel_min + place.wish_min))[:most]

    def walk(self, gap: int, *, any_time: bool = False, any_load: bool = False) -> Found | None:
        """The day with the household in this gap; None where hours at home, the way or the load forbid it."""
        key = (gap, any_time, any_load)
        if key not in self._walks:
            self._walks[key] = self._walk(gap, any_time, any_load)
        return self._walks[key]

    def _walk(self, gap: int, any_time: bool, any_load: bool) -> Found | None:
        at, place = int(self.gaps.day[gap]), int(self.gaps.place[gap])
        day = self.standing.days[at]
        stops = (*day.stops[:place], self.household, *day.stops[place:])
        free = (self.household,) if any_time else ()
        walked = self.standing.walked(at, stops, any_time=free, any_load=any_load)
        if walked is None:
            return None
        longer, week = over_min(self.context, at, walked)
        return Found(at, place, stops, walked, float(self.extra[gap]), float(self.wish[gap]), longer, week)


def over_min(context: Context, at: int, walked: Walked) -> tuple[float, float]:
    """Minutes by which a walked day is longer than the day, and than the week, allows."""
    day = context.standing.days[at]
    own = day_limits(context.problem, day.worker, day.slot)
    longer = max(0, walked.home - own.end_s, walked.work_s - own.span_s)
    week = max(0, walked.work_s - context.standing.week_room_s(at, {}))
    return longer / 60, week / 60


def in_order(cost: NDArray[np.float64], likely: Mask) -> Iterator[int]:
    """Positions that are likely, the cheapest first."""
    which = likely.nonzero()[0]
    yield from which[np.argsort(cost[which], kind="stable")].tolist()
