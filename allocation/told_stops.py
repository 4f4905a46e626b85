"""Days of a plan in the rows of a problem: which day of whose is meant by an id and a date, and what stands on it."""

from __future__ import annotations

import pandas as pd

from allocation.problem import PlanningProblem
from geo.clock import minutes

#: A row of the problem's fieldworkers, and the place of a day among those on which that one works.
Key = tuple[int, int]


def day_keys(problem: PlanningProblem) -> dict[tuple[str, str], Key]:
    """Where in the problem each working day of a person is, by id and date (YYYY-MM-DD).

    A person who rides has several rows, but on each day only one.
    """
    return {
        (str(name), date.isoformat()): (row, place)
        for row, (name, dates) in enumerate(zip(problem.person_ids, problem.days, strict=True))
        for place, date in enumerate(dates)
    }


def told_stops(problem: PlanningProblem, visits: pd.DataFrame) -> dict[Key, list[tuple[int, int]]]:
    """Visits (:data:`allocation.plan.VISITS`) by day, in their order, each with the second at which it begins.

    A household that the problem does not have is -1; visits on days that it does not have are passed over.
    """
    homes = {str(name): row for row, name in enumerate(problem.household_ids)}
    keys = day_keys(problem)
    found: dict[Key, list[tuple[int, int]]] = {}
    ordered = visits.sort_values(["worker_id", "date", "order"], kind="stable")
    columns = (ordered[name] for name in ("household_id", "worker_id", "date", "start"))
    for household, worker_id, date, start in zip(*columns, strict=True):
        key = keys.get((str(worker_id), str(date)))
        if key is not None:
            found.setdefault(key, []).append((homes.get(str(household), -1), round(minutes(start) * 60)))
    return found
