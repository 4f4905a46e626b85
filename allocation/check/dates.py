"""Days of work: inside the round, no holiday, no meeting, and a day on which the fieldworker works."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from allocation.check.facts import Facts
from allocation.check.read import Seen
from allocation.plan import Violation

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def judge_dates(seen: Seen, facts: Facts) -> Iterator[Violation]:
    """One violation a worker-day, the first that holds of: outside the round, holiday, meeting, not the worker's day."""
    first = np.ones(len(seen), dtype=bool)
    first[1:] = np.diff(seen.route) > 0
    for row in (first & (seen.day >= 0)).nonzero()[0]:
        code = _fault(int(seen.day[row]) - facts.round.first_day.toordinal(), int(seen.worker[row]), facts)
        if code:
            yield Violation(code, "", seen.worker_id[row], seen.date[row], _told(code, int(seen.day[row]), facts))
    step = seen.day - facts.round.first_day.toordinal()
    known = (seen.household >= 0) & (step >= 0) & (step < facts.open.shape[1])
    shut = known.copy()
    shut[known] = ~facts.open[seen.household[known], step[known]]
    yield from seen.violations("closed_that_day", shut, "an area of restrictions closes the place on this date")


def _told(code: str, day: int, facts: Facts) -> str:
    weekday = _WEEKDAYS[dt.date.fromordinal(day).weekday()]
    if code == "wrong_day":
        return f"the round lasts from {facts.round.first_day.isoformat()} to {facts.round.last_day.isoformat()}"
    if code == "holiday":
        return f"a public holiday of {facts.round.holidays}"
    if code == "meeting_day" and facts.round.meeting_time:
        return f"the meeting of {weekday}, {facts.round.meeting_time}, leaves nothing of this fieldworker's day"
    return f"the meeting is every {weekday}" if code == "meeting_day" else f"a {weekday} that the fieldworker's days do not name"


def _fault(step: int, worker: int, facts: Facts) -> str:
    if not 0 <= step < len(facts.holiday):
        return "wrong_day"
    if facts.holiday[step]:
        return "holiday"
    if facts.meeting[step]:
        return "meeting_day"
    if worker >= 0 and facts.working.missed[worker, step]:
        return "meeting_day"
    return "not_available" if worker >= 0 and not facts.works[worker, step] else ""
