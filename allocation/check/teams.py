"""On how many dates, far enough apart, a household could be visited by those who may come."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from allocation.check.facts import Facts


def dates_apart(household: int, who: NDArray[np.bool_], facts: Facts) -> int:
    """Most dates with the days between visits kept, on each of which one of ``who`` (or two who bring all together) works.

    Parameters
    ----------
    household : int
        Its row.
    who : (workers,) bool array
        Who may come, or may be one of two.
    facts : Facts
        Calendars, skills and languages.
    """
    open_ = facts.open[household] & facts.free
    last, count = -facts.round.rules.days_between, 0
    for step in open_.nonzero()[0]:
        if step - last < facts.round.rules.days_between:
            continue
        there = (who & facts.works[:, step]).nonzero()[0]
        if len(there) and (facts.visitors[household] == 1 or _two(household, there, facts)):
            last, count = int(step), count + 1
    return count


def _two(household: int, there: NDArray[np.int64], facts: Facts) -> bool:
    """Whether two different ones of these workers have the skills together and one of them the language."""
    table = facts.items[facts.ask[household]][:, there]
    if facts.round.rules.language:
        table = np.vstack([table, facts.speaks[facts.tongue[household], there]])
    together = (table[:, :, None] | table[:, None, :]).all(axis=0)
    np.fill_diagonal(together, False)
    return bool(together.any())
