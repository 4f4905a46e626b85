"""The table of days agrees with the visits."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from allocation.check.facts import Facts
from allocation.check.read import Kept, Seen
from allocation.check.routes import metres_slack
from allocation.check.way import SECOND, Floats, Way, slack
from allocation.plan import Violation


def judge_days(seen: Seen, days: Kept, facts: Facts) -> Iterator[Violation]:
    """One row a worker-day with visits, its counts and sums computed again.

    ``work_min`` is the whole time from leaving to being home, travel and waiting included.
    """
    yield from _rows(seen, days)
    way = Way.of(seen, days, facts)
    rows = way.rows[way.first]
    travel = _sums(way, way.minutes) + way.back_minutes[way.last]
    spare = _sums(way, slack(way.minutes)) + slack(way.back_minutes[way.last])
    metres = _sums(way, way.metres) + way.back_metres[way.last]
    stops = np.bincount(way.route, minlength=len(way.kept)).astype(float)
    for i, row in enumerate(rows):
        k = way.kept[i]
        if k < 0:
            continue
        wrong = [
            f"{name} is {stated:.2f}; from the visits it follows as {true:.2f}"
            for name, stated, true, tolerance in (
                ("visits", days.visits[k], stops[i], 0.0),
                ("work_min", days.work_min[k], days.home[k] - days.leave[k], SECOND),
                ("travel_min", days.travel_min[k], travel[i], spare[i]),
                ("distance_m", days.distance_m[k], metres[i], float(metres_slack(metres[i : i + 1])[0]) + stops[i]),
            )
            if abs(stated - true) > tolerance + 1e-9
        ]
        if facts.matrix and not np.isnan(days.distance_m[k]):
            wrong.append(f"distance_m is {days.distance_m[k]:.2f}; with a travel matrix nobody knows metres")
        for told in wrong:
            yield Violation("days_differ", "", seen.worker_id[row], seen.date[row], told)


def spare_minutes(days: Kept, facts: Facts) -> Floats:
    """Minutes that the emptiest day of each worker has left, (workers,); -inf for nobody's day in the round."""
    working = facts.working
    has = np.minimum(working.longest, working.end - working.start)
    left = np.where(facts.works & facts.free, has, -np.inf)
    weeks = _weeks(facts)
    in_week = np.repeat(facts.week_most[:, None], int(weeks.max(initial=0)) + 1, axis=1)
    step = days.day - facts.round.first_day.toordinal()
    for row in ((days.worker >= 0) & (step >= 0) & (step < left.shape[1])).nonzero()[0]:
        took = np.nan_to_num(days.work_min[row])
        left[days.worker[row], step[row]] -= took
        in_week[days.worker[row], weeks[step[row]]] -= took
    return np.asarray(np.minimum(left, in_week[:, weeks]).max(axis=1, initial=-np.inf), dtype=float)


def judge_weeks(days: Kept, facts: Facts) -> Iterator[Violation]:
    """No fieldworker is out for longer in a week (Monday to Sunday) than the hours offered."""
    weeks = _weeks(facts)
    step = days.day - facts.round.first_day.toordinal()
    inside = (days.worker >= 0) & (step >= 0) & (step < len(weeks))
    limited = inside & np.isfinite(facts.week_most[np.where(inside, days.worker, 0)])
    spent: dict[tuple[int, int], float] = {}
    slack_: dict[tuple[int, int], float] = {}
    last: dict[tuple[int, int], int] = {}
    for row in limited.nonzero()[0]:
        key = (int(days.worker[row]), int(weeks[step[row]]))
        spent[key] = spent.get(key, 0.0) + float(np.nan_to_num(days.home[row] - days.leave[row]))
        slack_[key] = slack_.get(key, 0.0) + float(np.nan_to_num(days.visits[row]) + 1) * SECOND
        last[key] = int(row) if days.day[row] >= days.day[last.get(key, row)] else last[key]
    for key, took in spent.items():
        most = facts.week_most[key[0]]
        if took > most + slack_[key] + 1e-9:
            detail = f"{took:.1f} minutes in the week of this day; the limit is {most:g}"
            yield Violation("week_too_long", "", days.worker_id[last[key]], days.date[last[key]], detail)


def _weeks(facts: Facts) -> NDArray[np.int64]:
    """Number of the week (Monday to Sunday) of each day of the round, from 0."""
    return (facts.round.first_day.weekday() + np.arange(len(facts.holiday))) // 7


def _sums(way: Way, values: Floats) -> Floats:
    return np.bincount(way.route, weights=values, minlength=len(way.kept)).astype(float)


def _rows(seen: Seen, days: Kept) -> Iterator[Violation]:
    there = set(zip(seen.worker_id.tolist(), seen.date.tolist(), strict=True))
    told: set[tuple[str, str]] = set()
    for key in zip(days.worker_id.tolist(), days.date.tolist(), strict=True):
        if key in told:
            yield Violation("days_differ", "", *key, "the day stands there twice")
        elif key not in there:
            yield Violation("days_differ", "", *key, "nobody is visited on it")
        told.add(key)
    for key in sorted(there - told):
        yield Violation("days_differ", "", *key, "the day is missing")
