"""Days of work: inside the round, no holiday, no meeting, and a day on which the fieldworker works."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from allocation.check.facts import Facts
from allocation.check.read import Seen
from allocation.plan import Violation


def judge_dates(seen: Seen, facts: Facts) -> Iterator[Violation]:
    """One violation a worker-day, the first that holds of: outside the round, holiday, meeting, not the worker's day."""
    first = np.ones(len(seen), dtype=bool)
    first[1:] = np.diff(seen.route) > 0
    for row in (first & (seen.day >= 0)).nonzero()[0]:
        code = _fault(int(seen.day[row]) - facts.round.first_day.toordinal(), int(seen.worker[row]), facts)
        if code:
            yield Violation(code, "", seen.worker_id[row], seen.date[row], "")


def _fault(step: int, worker: int, facts: Facts) -> str:
    if not 0 <= step < len(facts.holiday):
        return "wrong_day"
    if facts.holiday[step]:
        return "holiday"
    if facts.meeting[step]:
        return "meeting_day"
    return "not_available" if worker >= 0 and not facts.works[worker, step] else ""
