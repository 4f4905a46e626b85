"""Visits by two in a plan made by hand: which days they link, and times in which who is there first waits."""

from __future__ import annotations

from collections.abc import Sequence

from allocation.own_times import OwnDay, Walk, timed
from allocation.problem import PlanningProblem
from allocation.times import DayTimes

#: Rounds in which two visitors wait for each other until their days agree.
_ROUNDS_MOST = 20
#: A household, and the days of one date on which it is visited.
Meeting = tuple[int, list[int]]


def waited(days: Sequence[OwnDay], walks: Sequence[Walk], meetings: Sequence[Meeting]) -> list[DayTimes]:
    """Times of all days, those who meet at a household waiting for each other."""
    floors = [[0] * len(day.stops) for day in days]
    times = [timed(walk, day.stated_s, floor) for day, walk, floor in zip(days, walks, floors, strict=True)]
    for _ in range(_ROUNDS_MOST if meetings else 0):
        late = set()
        for household, members in meetings:
            places = [(day, days[day].stops.index(household)) for day in members]
            latest = max(times[day].start[stop] for day, stop in places)
            for day, stop in places:
                if times[day].start[stop] < latest and days[day].stated_s[stop] is None:
                    floors[day][stop] = latest
                    late.add(day)
        for day in late:
            times[day] = timed(walks[day], days[day].stated_s, floors[day])
        if not late:
            break
    return times


def meetings_of(problem: PlanningProblem, days: Sequence[OwnDay]) -> list[Meeting]:
    """Households that several must visit together, each with the days of one date that do."""
    found: dict[tuple[str, int], list[int]] = {}
    for number, day in enumerate(days):
        for stop in day.stops:
            if problem.visitors[stop] > 1:
                found.setdefault((day.date, stop), []).append(number)
    return [(stop, members) for (_, stop), members in found.items() if len(members) > 1]


def groups_of(count: int, meetings: Sequence[Meeting]) -> list[list[int]]:
    """Days that hang together by such visits."""
    head = list(range(count))
    for _, members in meetings:
        joined = {head[day] for day in members}
        head = [min(joined) if one in joined else one for one in head]
    return [[day for day in range(count) if head[day] == first] for first in sorted(set(head))]
