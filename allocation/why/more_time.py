"""What a household lacks in time that two must visit at once, that asks for several visits, or that no hours keep out.

Told with the reasons of a plan, so it must agree with :func:`allocation.why.ways_in.cheapest_way_in`: it walks the same ways,
those in which nobody gives anything but time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from allocation.problem import PlanningProblem, usual_days
from allocation.why.context import Context
from allocation.why.people import may_come
from allocation.why.search import Search
from allocation.why.way_in import WayIn
from allocation.why.ways_for_several import ways_for_several
from allocation.why.ways_for_two import longer_for_two
from allocation.why.ways_in import another_day, fits_in, longer_way, size_of

#: Households that are looked at for the reasons of a plan: each takes some hundredths of a second, and a plan is waited for.
LOOKED_MOST = 20


def more_time(
    problem: PlanningProblem, visits: pd.DataFrame, days: pd.DataFrame, rows: Sequence[int]
) -> Mapping[int, WayIn | None]:
    """The way in with the least more time of :data:`LOOKED_MOST` of these households, the most important first.

    Parameters
    ----------
    problem : PlanningProblem
        The round.
    visits, days : DataFrame
        Of the plan (:data:`allocation.plan.VISITS`, :data:`allocation.plan.DAYS`).
    rows : sequence of int
        Households that the plan does not reach.

    Returns
    -------
    mapping of row → WayIn or None
        None where no time alone would do, or none that was found. Rows that were not looked at are missing.
    """
    if not len(rows):
        return {}
    context = Context.on(problem, visits, days)
    first = sorted(rows, key=lambda row: -float(problem.weight[row]))[:LOOKED_MOST]
    return {row: least_more(context, row) for row in first}


def least_more(context: Context, row: int) -> WayIn | None:
    """The way in with the least more time, a day more included; one of kind ``fits`` where none is needed."""
    if context.problem.visits[row] > 1:
        found = ways_for_several(context, row, fits_in, _more)
    else:
        search = Search(context, row)
        found = iter(list(fits_in(search)) or _more(search))
    return min(found, key=size_of, default=None)


def _more(search: Search) -> Iterator[WayIn]:
    context, row = search.context, search.household
    if context.problem.visitors[row] > 1:
        yield from longer_for_two(search)
        return
    able = may_come(context.problem, row)
    yield from (longer_way(context, found) for found in search.longer(able, 1))
    if context.problem.persons is None:  # else the days of riding look like days on which nobody works
        problem = context.problem
        usual = {date.isoformat() for date, is_usual in zip(problem.dates, usual_days(problem), strict=True) if is_usual}
        yield from another_day(search.on(usual.intersection(search.dates)), able)
