"""The days of a plan made by hand with their times: those that hang together agree, wherever they can."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from allocation.calendar import week_of
from allocation.own_linked import Found, Linked, arranged
from allocation.own_times import OwnDay, Walk, holds, walk_of, ways_s
from allocation.own_waits import groups_of, meetings_of, waited
from allocation.problem import PlanningProblem
from allocation.times import DayTimes

#: Groups of days for which a model is made: somebody waits for the answer.
_MODELS_MOST = 60
Settled = tuple[OwnDay, Walk, DayTimes]
Week = tuple[int, int]


def settled(problem: PlanningProblem, days: Sequence[OwnDay]) -> list[Settled]:
    """Each day in an order and with times that hold, where there are such; orders and starts that are stated stand.

    Two who visit a household together begin together. Where the days cannot hold, they break as little as can be.
    """
    return _Settling(problem, days).run()


class _Settling:
    def __init__(self, problem: PlanningProblem, days: Sequence[OwnDay]) -> None:
        self.problem = problem
        self.days = list(days)
        self.walks = [walk_of(problem, day.worker, day.date, day.stops) for day in days]
        self.meetings = meetings_of(problem, days)
        self.times = waited(self.days, self.walks, self.meetings)
        self.left = _MODELS_MOST

    def run(self) -> list[Settled]:
        groups = groups_of(len(self.days), self.meetings)
        for group in groups:
            if not self._hold(group):
                self._arrange(group)
        self._weeks(groups)
        return list(zip(self.days, self.walks, self.times, strict=True))

    def _hold(self, group: Sequence[int]) -> bool:
        """Whether these days hold, each by itself and together."""
        inside = set(group)
        starts = (
            {self.times[day].start[self.days[day].stops.index(stop)] for day in members}
            for stop, members in self.meetings
            if inside.issuperset(members)
        )
        return all(holds(self.walks[day], self.times[day]) for day in group) and all(len(one) == 1 for one in starts)

    def _arrange(self, group: Sequence[int]) -> None:
        if self.left <= 0:
            return
        self.left -= 1
        parts = self._parts(group)
        found = None if any(map(_surely_too_long, parts)) else arranged(parts, {})
        stated = any(second is not None for day in group for second in self.days[day].stated_s)
        if found is None and len(group) > 1 and not stated:
            found = arranged(parts, {}, soft=True)
        if found is not None:
            self._take(group, found)

    def _weeks(self, groups: Sequence[Sequence[int]]) -> None:
        """Where a week's hours are overrun, its days are arranged once more, all that hang together at once."""
        most = {week: limit for week, limit in self._limits().items() if self._spent(week) > limit}
        if not most or self.left <= 0:
            return
        number = {week: place for place, week in enumerate(sorted(most))}
        of_day = [number.get(self._week(day), -1) for day in self.days]
        chosen = [day for group in groups if any(of_day[day] >= 0 for day in group) for day in group]
        if not self._hold_each(groups, chosen):
            return
        parts = [replace(part, week=of_day[day]) for part, day in zip(self._parts(chosen), chosen, strict=True)]
        found = arranged(parts, {number[week]: limit for week, limit in most.items()})
        if found is not None:
            self._take(chosen, found)

    def _hold_each(self, groups: Sequence[Sequence[int]], chosen: Sequence[int]) -> bool:
        inside = set(chosen)
        return all(self._hold(group) for group in groups if inside.issuperset(group))

    def _limits(self) -> dict[Week, int]:
        limits = {}
        for day in self.days:
            worker, week = self._week(day)
            if 0 <= week < self.problem.week_most_min.shape[1] and np.isfinite(self.problem.week_most_min[worker, week]):
                limits[worker, week] = int(self.problem.week_most_min[worker, week] * 60)
        return limits

    def _week(self, day: OwnDay) -> Week:
        return day.worker, week_of(dt.date.fromisoformat(day.date), self.problem.round)

    def _spent(self, week: Week) -> int:
        own = [times for day, times in zip(self.days, self.times, strict=True) if self._week(day) == week]
        return sum(times.home - times.leave for times in own)

    def _parts(self, group: Sequence[int]) -> list[Linked]:
        shared = {(day, stop): (stop, self.days[day].date) for stop, members in self.meetings for day in members}
        return [self._part(day, [shared.get((day, stop)) for stop in self.days[day].stops]) for day in group]

    def _part(self, number: int, meets: Sequence[object]) -> Linked:
        day, walk = self.days[number], self.walks[number]
        legs = ways_s(self.problem, day.worker, day.stops)
        return Linked(
            legs=(legs if day.free else np.maximum(legs, 0)).tolist(),
            service=walk.service,
            spans=[
                spans if second is None else ((second, second),) for spans, second in zip(walk.spans, day.stated_s, strict=True)
            ],
            meets=meets,
            start_s=walk.start_s,
            end_s=walk.end_s,
            span_s=walk.span_s,
            lunch_s=walk.lunch_s,
            lunch_after_s=walk.lunch_after_s,
            fixed=not day.free,
        )

    def _take(self, group: Sequence[int], found: Sequence[Found]) -> None:
        for number, part, new in zip(group, self._parts(group), found, strict=True):
            day, walk = self.days[number], self.walks[number]
            nodes = [0, *(stop + 1 for stop in new.order), 0]
            legs = [max(0, part.legs[a][b]) for a, b in pairwise(nodes)]
            self.days[number] = replace(
                day, stops=tuple(day.stops[at] for at in new.order), stated_s=tuple(day.stated_s[at] for at in new.order)
            )
            walk = self.walks[number] = walk.reordered(new.order, legs)
            bound = [part.spans[at] if part.meets[at] is None else ((new.start[at],) * 2,) for at in new.order]
            self.times[number] = walk.shortest(bound, walk.end_s, walk.span_s) or _as_found(walk, new)


def _as_found(walk: Walk, found: Found) -> DayTimes:
    """The times of a day that breaks something."""
    start = [found.start[at] for at in found.order]
    clock, arrive = start[0] - walk.legs[0], []
    for leg, service, at, began in zip(walk.legs, walk.service, found.order, start, strict=False):
        arrive.append(clock + leg)
        clock = began + service + walk.lunch_s * (at == found.rest)
    rest = found.order.index(found.rest) if found.rest >= 0 else -1
    return DayTimes(start[0] - walk.legs[0], clock + walk.legs[-1], tuple(arrive), tuple(start), rest)


def _surely_too_long(day: Linked) -> bool:
    """Whether even the shortest ways to each stop make the day too long."""
    legs = np.array(day.legs, dtype=float)
    legs[legs < 0] = np.inf
    np.fill_diagonal(legs, np.inf)
    least = sum(day.service) + float(legs.min(axis=0).sum())
    least += day.lunch_s if least > day.lunch_after_s else 0
    return least > min(day.span_s, day.end_s - day.start_s)
