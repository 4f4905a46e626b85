"""A day's way: order, travel times, visiting hours, the worker's hours and load."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from allocation.check.facts import Facts
from allocation.check.read import Bools, Kept, Seen
from allocation.check.way import SECOND, Floats, Way, slack
from allocation.plan import Violation
from geo.clock import Windows, clock


def judge_routes(seen: Seen, days: Kept, facts: Facts) -> Iterator[Violation]:
    """Judge every worker-day whose ids, dates and order could be read."""
    way = Way.of(seen, days, facts)
    if not len(way.rows):
        return
    yield from _order(seen, way)
    yield from _ways(seen, facts, way)
    yield from _clocks(seen, days, facts, way)
    yield from _hours(seen, days, facts, way)
    yield from _load(seen, facts, way)
    yield from _columns(seen, facts, way)


def _spread(way: Way, mask: Bools, size: int) -> Bools:
    """A mask over the judged visits as a mask over all visits."""
    result = np.zeros(size, dtype=bool)
    result[way.rows[mask]] = True
    return result


def _order(seen: Seen, way: Way) -> Iterator[Violation]:
    position = np.arange(len(way.rows)) - np.flatnonzero(way.first)[way.route] + 1
    wrong = np.zeros(len(way.kept), dtype=bool)
    wrong[way.route[seen.order[way.rows] != position]] = True
    for row in way.rows[way.first & wrong[way.route]]:
        yield Violation("wrong_order", "", seen.worker_id[row], seen.date[row], "")


def _ways(seen: Seen, facts: Facts, way: Way) -> Iterator[Violation]:
    """Legs without a way, where both ends are known (an unknown place is told on its own)."""
    placed = facts.has_place[seen.household[way.rows]]
    before = np.concatenate([[True], placed[:-1]]) | way.first
    to, home = placed & before & np.isnan(way.minutes), placed & way.last & np.isnan(way.back_minutes)
    yield from seen.violations("unreachable", _spread(way, to, len(seen)), "no way to it")
    yield from seen.violations("unreachable", _spread(way, home, len(seen)), "no way home")


def _clocks(seen: Seen, days: Kept, facts: Facts, way: Way) -> Iterator[Violation]:
    rows, tolerance = way.rows, slack(way.minutes)
    left = np.concatenate([[np.nan], seen.depart[rows][:-1]])
    left[way.first] = _of_day(days.leave, way)
    wrong = np.abs(seen.arrive[rows] - left - way.minutes) > tolerance
    yield from seen.violations("wrong_times", _spread(way, wrong, len(seen)), "arrival does not follow from the way")
    wrong = seen.start[rows] < seen.arrive[rows] - 1e-9
    yield from seen.violations("wrong_times", _spread(way, wrong, len(seen)), "it starts before the arrival")
    lasts = seen.depart[rows] - seen.start[rows]
    wrong = np.abs(lasts - facts.visit_min[seen.household[rows]]) > SECOND + 1e-9
    yield from seen.violations("wrong_length", _spread(way, wrong, len(seen)), "")
    home = _of_day(days.home, way)
    wrong_home = np.abs(home - seen.depart[rows][way.last] - way.back_minutes[way.last]) > slack(way.back_minutes[way.last])
    for row in rows[way.last][wrong_home]:
        yield Violation("wrong_times", "", seen.worker_id[row], seen.date[row], "coming home does not follow from the way")
    closed = [not _open(start, facts.hours[h]) for start, h in zip(seen.start[rows], seen.household[rows], strict=True)]
    yield from seen.violations("outside_hours", _spread(way, np.array(closed, dtype=bool), len(seen)), "")


def _open(start: float, hours: Windows) -> bool:
    if not hours or np.isnan(start):
        return True
    return any(first - SECOND - 1e-9 <= start <= last + SECOND + 1e-9 for first, last in hours)


def _of_day(values: Floats, way: Way) -> Floats:
    """A column of the table of days, a value a route; NaN where the row is missing."""
    if not len(values):
        return np.full(len(way.kept), np.nan)
    return np.where(way.kept >= 0, values[way.kept], np.nan)


def _hours(seen: Seen, days: Kept, facts: Facts, way: Way) -> Iterator[Violation]:
    rows = way.rows[way.first]
    worker = seen.worker[rows]
    leave, home = _of_day(days.leave, way), _of_day(days.home, way)
    legs = np.bincount(way.route) + 1
    early = leave < facts.start[worker] - SECOND - 1e-9
    late = home > facts.end[worker] + legs * SECOND + 1e-9
    long = home - leave > facts.longest[worker] + legs * SECOND + 1e-9
    for code, wrong, stated, limit in (
        ("too_early", early, leave, facts.start[worker]),
        ("too_late", late, home, facts.end[worker]),
    ):
        for i in wrong.nonzero()[0]:
            detail = f"{clock(stated[i])}; the limit is {clock(limit[i])}"
            yield Violation(code, "", seen.worker_id[rows[i]], seen.date[rows[i]], detail)
    for i in long.nonzero()[0]:
        detail = f"{(home - leave)[i]:.1f} minutes; the limit is {facts.longest[worker[i]]:g}"
        yield Violation("day_too_long", "", seen.worker_id[rows[i]], seen.date[rows[i]], detail)


def _load(seen: Seen, facts: Facts, way: Way) -> Iterator[Violation]:
    carried = np.bincount(way.route, weights=facts.load[seen.household[way.rows]])
    rows = way.rows[way.first]
    most = facts.load_most[seen.worker[rows]]
    for i in (carried > most + 1e-6).nonzero()[0]:
        yield Violation("overload", "", seen.worker_id[rows[i]], seen.date[rows[i]], f"{carried[i]:g}; the limit is {most[i]:g}")


def _columns(seen: Seen, facts: Facts, way: Way) -> Iterator[Violation]:
    rows = way.rows
    wrong = np.abs(seen.travel_min[rows] - way.minutes) > slack(way.minutes)
    if facts.matrix:
        wrong |= ~np.isnan(seen.distance_m[rows])
    else:
        wrong |= np.abs(seen.distance_m[rows] - way.metres) > metres_slack(way.metres)
    yield from seen.violations("wrong_travel", _spread(way, wrong, len(seen)), "")


def metres_slack(metres: Floats) -> Floats:
    """Tolerance of a distance: a metre, and the accuracy of the fast formula."""
    return 1.0 + 1e-4 * np.nan_to_num(metres)
