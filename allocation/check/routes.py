"""A day's way: order, travel times, visiting hours, the worker's hours and load."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from allocation.check.facts import Facts
from allocation.check.read import Bools, Kept, Seen
from allocation.check.way import SECOND, Floats, Way, slack
from allocation.plan import Violation
from geo.clock import Windows, clock
from geo.problems import many

#: Most numbers of visits that are listed.
_SHOWN = 10


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


def _visits(code: str, seen: Seen, way: Way, mask: Bools, detail: Callable[[int], str]) -> Iterator[Violation]:
    """One violation a judged visit of ``mask``; ``detail`` is given its place among them."""
    for i in mask.nonzero()[0]:
        row = way.rows[i]
        yield Violation(code, seen.household_id[row], seen.worker_id[row], seen.date[row], detail(int(i)))


def _spread(way: Way, mask: Bools, size: int) -> Bools:
    """A mask over the judged visits as a mask over all visits."""
    result = np.zeros(size, dtype=bool)
    result[way.rows[mask]] = True
    return result


def _order(seen: Seen, way: Way) -> Iterator[Violation]:
    position = np.arange(len(way.rows)) - np.flatnonzero(way.first)[way.route] + 1
    wrong = np.zeros(len(way.kept), dtype=bool)
    wrong[way.route[seen.order[way.rows] != position]] = True
    for i in (way.first & wrong[way.route]).nonzero()[0]:
        row, stops = way.rows[i], seen.order[way.rows[way.route == way.route[i]]]
        numbers = ", ".join(f"{number:g}" for number in stops[:_SHOWN]) + (", …" if len(stops) > _SHOWN else "")
        detail = f"{many(len(stops), 'visit is', 'visits are')} numbered {numbers}; the numbers should run from 1 to {len(stops)}"
        yield Violation("wrong_order", "", seen.worker_id[row], seen.date[row], detail)


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
    arrive, start, due = seen.arrive[rows], seen.start[rows], left + way.minutes
    rest = _rests(arrive - left - way.minutes, tolerance, ~way.first, way, facts)
    wrong = np.abs(arrive - left - way.minutes - rest) > tolerance
    yield from _visits(
        "wrong_times", seen, way, wrong, lambda i: f"arrival at {clock(arrive[i])}; from the way it follows at {clock(due[i])}"
    )
    wrong = start < arrive - 1e-9
    yield from _visits(
        "wrong_times", seen, way, wrong, lambda i: f"it starts at {clock(start[i])}, before the arrival at {clock(arrive[i])}"
    )
    lasts, should = seen.depart[rows] - start, facts.visit_min[seen.household[rows]]
    wrong = np.abs(lasts - should) > SECOND + 1e-9
    yield from _visits(
        "wrong_length", seen, way, wrong, lambda i: f"it lasts {lasts[i]:.2f} minutes; it should last {should[i]:.2f}"
    )
    home, back = _of_day(days.home, way), seen.depart[rows][way.last] + way.back_minutes[way.last]
    rested = np.bincount(way.route, weights=rest > 0, minlength=len(way.kept)) > 0
    home_rest = _is_rest(home - back, slack(way.back_minutes[way.last]), facts) & ~rested
    wrong_home = np.abs(home - back - facts.round.rules.lunch_min * home_rest) > slack(way.back_minutes[way.last])
    yield from _breaks(seen, days, facts, way, rest, home_rest)
    for i in wrong_home.nonzero()[0]:
        row, detail = rows[way.last][i], f"home at {clock(home[i])}; from the way it follows at {clock(back[i])}"
        yield Violation("wrong_times", "", seen.worker_id[row], seen.date[row], detail)
    hours = [facts.hours[h] for h in seen.household[rows]]
    closed = np.array([not _open(at, when) for at, when in zip(start, hours, strict=True)], dtype=bool)
    yield from _visits(
        "outside_hours", seen, way, closed, lambda i: f"it starts at {clock(start[i])}; somebody is at home {_told(hours[i])}"
    )


def _is_rest(gap: Floats, tolerance: Floats, facts: Facts) -> Bools:
    """Whether a gap between a visit and the next way is as long as the break."""
    lunch = facts.round.rules.lunch_min
    return np.asarray((lunch > 0) & (np.abs(gap - lunch) <= tolerance) & (np.abs(gap) > tolerance), dtype=bool)


def _rests(gap: Floats, tolerance: Floats, inside: Bools, way: Way, facts: Facts) -> Floats:
    """Minutes of the break before each leg: the first gap of a day that is one, after a visit; 0 elsewhere."""
    found = _is_rest(gap, tolerance, facts) & inside
    earlier = np.zeros(len(way.kept), dtype=bool)
    for i in found.nonzero()[0]:
        found[i] = not earlier[way.route[i]]
        earlier[way.route[i]] = True
    return np.where(found, facts.round.rules.lunch_min, 0.0)


def _breaks(  # noqa: PLR0917 - as the other judges, with the breaks found
    seen: Seen, days: Kept, facts: Facts, way: Way, rest: Floats, home_rest: Bools
) -> Iterator[Violation]:
    """No stretch from leaving home to the break, or from it to being home, is longer than allowed."""
    rules = facts.round.rules
    if rules.lunch_min <= 0:
        return
    leave, home = _of_day(days.leave, way), _of_day(days.home, way)
    since, until = leave.copy(), home.copy()
    for i in (rest > 0).nonzero()[0]:
        since[way.route[i]] = seen.depart[way.rows[i - 1]] + rules.lunch_min
        until[way.route[i]] = seen.depart[way.rows[i - 1]]
    until[home_rest] = seen.depart[way.rows][way.last][home_rest]
    since[home_rest] = until[home_rest] + rules.lunch_min
    # Without a break both are the whole day.
    before, after = until - leave, home - since
    most = rules.lunch_after_min + (np.bincount(way.route) + 1) * SECOND + 1e-9
    rows = way.rows[way.first]
    for i in (np.maximum(before, after) > most).nonzero()[0]:
        detail = f"{max(before[i], after[i]):.1f} minutes without a break; the limit is {rules.lunch_after_min:g}"
        yield Violation("no_break", "", seen.worker_id[rows[i]], seen.date[rows[i]], detail)


def _told(hours: Windows) -> str:
    return ", ".join(f"{clock(first)} to {clock(last)}" for first, last in hours)


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
    # A date outside the round is told on its own; the hours of its nearest day stand in.
    step = np.clip(seen.day[rows] - facts.round.first_day.toordinal(), 0, facts.works.shape[1] - 1)
    start, end, longest = (table[worker, step] for table in (facts.working.start, facts.working.end, facts.working.longest))
    early = leave < start - SECOND - 1e-9
    late = home > end + legs * SECOND + 1e-9
    long = home - leave > longest + legs * SECOND + 1e-9
    for code, wrong, stated, limit in (
        ("too_early", early, leave, start),
        ("too_late", late, home, end),
    ):
        for i in wrong.nonzero()[0]:
            detail = f"{clock(stated[i])}; the limit is {clock(limit[i])}"
            yield Violation(code, "", seen.worker_id[rows[i]], seen.date[rows[i]], detail)
    for i in long.nonzero()[0]:
        detail = f"{(home - leave)[i]:.1f} minutes; the limit is {longest[i]:g}"
        yield Violation("day_too_long", "", seen.worker_id[rows[i]], seen.date[rows[i]], detail)


def _load(seen: Seen, facts: Facts, way: Way) -> Iterator[Violation]:
    carried = np.bincount(way.route, weights=facts.load[seen.household[way.rows]])
    rows = way.rows[way.first]
    most = facts.load_most[seen.worker[rows]]
    for i in (carried > most + 1e-6).nonzero()[0]:
        yield Violation("overload", "", seen.worker_id[rows[i]], seen.date[rows[i]], f"{carried[i]:g}; the limit is {most[i]:g}")


def _columns(seen: Seen, facts: Facts, way: Way) -> Iterator[Violation]:
    rows = way.rows
    minutes, metres = seen.travel_min[rows], seen.distance_m[rows]
    wrong = np.abs(minutes - way.minutes) > slack(way.minutes)
    far = ~np.isnan(metres) if facts.matrix else np.abs(metres - way.metres) > metres_slack(way.metres)

    def detail(i: int) -> str:
        told = [f"the plan says {minutes[i]:.2f} minutes; the way takes {way.minutes[i]:.2f}"] if wrong[i] else []
        if far[i] and facts.matrix:
            told.append(f"the plan says {metres[i]:.0f} m; with a travel matrix nobody knows metres")
        elif far[i]:
            told.append(f"the plan says {metres[i]:.0f} m; the way is {way.metres[i]:.0f} m")
        return "; ".join(told)

    yield from _visits("wrong_travel", seen, way, wrong | far, detail)


def metres_slack(metres: Floats) -> Floats:
    """Tolerance of a distance: a metre, and the accuracy of the fast formula."""
    return 1.0 + 1e-4 * np.nan_to_num(metres)
