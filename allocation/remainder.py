"""What is left of a round as a problem of its own: from a day on, with promises, pins, and hours that are already spent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocation.history import History, spent_min
from allocation.pins import Pin, told
from allocation.problem import PlanningProblem
from allocation.promises import Promises
from geo.errors import InputProblems

Bools = NDArray[np.bool_]


def with_the_past(problem: PlanningProblem, past: History) -> PlanningProblem:
    """The problem of the days that are left, with the hours of its first week that are spent, and the days on which a
    household is closed because it was visited too short a time ago.
    """
    first = problem.round.first_day
    monday = first - dt.timedelta(days=first.weekday())
    spent = spent_min(past, monday)
    used = np.array([spent.get(str(name), 0.0) for name in problem.worker_ids], dtype=float)
    most = problem.week_most_min.copy()
    if most.shape[1]:
        most[:, 0] = np.maximum(0.0, most[:, 0] - used)
    return restricted(replace(problem, week_most_min=most), open_on=_apart(problem, past))


def with_promises(
    problem: PlanningProblem, promised: pd.DataFrame, pins: Mapping[str, Pin], changed_worker_min: float, changed_day_min: float
) -> PlanningProblem:
    """The problem with what the households were promised, and with pins.

    Parameters
    ----------
    problem : PlanningProblem
        Of the days that are left.
    promised : DataFrame
        Visits of the earlier plan on these days.
    pins : mapping of household id → Pin
        They take the place of what was promised; of a pin by fieldworker or day alone the promise of the other half stays.
    changed_worker_min, changed_day_min : float
        Prices of broken promises.
    """
    homes = {str(name): row for row, name in enumerate(problem.household_ids)}
    team = {str(name): row for row, name in enumerate(problem.worker_ids)}
    dates = {date.isoformat(): at for at, date in enumerate(problem.dates)}
    worker = np.zeros((len(team), len(homes)), dtype=bool)
    date = np.zeros((len(homes), len(dates)), dtype=bool)
    for household, who, when in zip(promised["household_id"], promised["worker_id"], promised["date"], strict=True):
        row = homes.get(str(household))
        if row is None:
            continue
        pin = pins.get(str(household), Pin())
        # Of two visitors one is set, and of several visits one is: the promise to the others stays.
        if who in team and (not pin.worker_id or problem.visitors[row] > 1):
            worker[team[who], row] = True
        if when in dates and (not pin.date or problem.visits[row] > 1):
            date[row, dates[when]] = True
    for name, pin in pins.items():
        if name in homes and pin.worker_id in team and worker[:, homes[name]].any():
            worker[team[pin.worker_id], homes[name]] = True
        if name in homes and pin.date in dates and date[homes[name]].any():
            date[homes[name], dates[pin.date]] = True
    pinned = np.array([name in pins for name in homes], dtype=bool)
    set_ = _Set.of(problem, homes, team, dates, pins)
    promises = Promises(worker, date, float(changed_worker_min), float(changed_day_min), pinned, set_.must_on)
    problem = replace(problem, wants=problem.wants.with_one(set_.among))
    return replace(restricted(problem, allowed=set_.allowed, open_on=set_.open_on), promises=promises)


def restricted(problem: PlanningProblem, *, allowed: Bools | None = None, open_on: Bools | None = None) -> PlanningProblem:
    """The same problem where fewer may visit (workers × households), or on fewer dates (households × dates)."""
    rules = problem.eligibility
    if allowed is not None and not allowed.all():
        rules = replace(rules, allowed=rules.allowed & allowed)
    days = problem.open_on
    if open_on is not None and not open_on.all():
        days = problem.open_on & open_on
        rules = replace(rules, open=np.stack([days[:, at].any(axis=1) for at in problem.date_of]))
    return replace(problem, eligibility=rules, open_on=days)


def _apart(problem: PlanningProblem, past: History) -> Bools:
    """Dates that lie far enough behind the last visit of a household that is visited again."""
    result = np.ones_like(problem.open_on)
    for row, name in enumerate(problem.household_ids):
        for made in past.done.get(str(name), ()):
            result[row] &= np.array([abs((date - made).days) >= problem.gap_days for date in problem.dates], dtype=bool)
    return result


class _Set(NamedTuple):
    """What pins say: who may come and when, who must be one of two (household → fieldworker), and dates of which one visit is."""

    allowed: Bools
    open_on: Bools
    among: dict[int, int]
    must_on: NDArray[np.int64]

    @classmethod
    def of(
        cls,
        problem: PlanningProblem,
        homes: Mapping[str, int],
        team: Mapping[str, int],
        dates: Mapping[str, int],
        pins: Mapping[str, Pin],
    ) -> _Set:
        """Of pins on the households of the problem."""
        allowed = np.ones((len(team), len(homes)), dtype=bool)
        open_on = np.ones_like(problem.open_on)
        among: dict[int, int] = {}
        must_on = np.full(len(homes), -1, dtype=np.int64)
        for name, pin in pins.items():
            row = homes.get(name)
            if row is None:
                continue
            worker = team.get(pin.worker_id, -1)
            if pin.worker_id and problem.visitors[row] > 1 and worker >= 0:
                among[row] = worker
            elif pin.worker_id:
                allowed[:, row] = np.arange(len(team)) == worker
            date = dates.get(pin.date, -1)
            if pin.date and problem.visits[row] > 1 and date >= 0:
                must_on[row] = date
            elif pin.date:
                open_on[row] = np.arange(len(dates)) == date
        return cls(allowed, open_on, among, must_on)


def refuse_impossible(problem: PlanningProblem, pins: Mapping[str, Pin], visited: frozenset[str] = frozenset()) -> None:
    """Judge pins by the problem that holds them (:func:`with_promises`).

    ``visited``: households of the problem that have had all their visits, besides those that it does not have.

    Raises
    ------
    InputProblems
        A pin that breaks a rule: the fieldworker may not visit the household, or nobody may on that day.
    """
    homes = {str(name): row for row, name in enumerate(problem.household_ids) if str(name) not in visited}
    row_of = {name: homes.get(name, -1) for name in pins}
    kinds = (
        ([name for name, row in row_of.items() if row < 0], "speak", "of a household that has been visited", "Leave them out."),
        (
            [name for name, row in row_of.items() if row >= 0 and not problem.asked[row]],
            "speak",
            "of a household that the round does not ask for",
            "Leave them out.",
        ),
        (
            [name for name, row in row_of.items() if row >= 0 and problem.asked[row] and not _possible(problem, row, pins[name])],
            "",
            "would break a rule: the fieldworker may not visit this household, or not on this day",
            "Name another fieldworker or day.",
        ),
    )
    wrong = [told([pins[name] for name in names], verb, fact, remedy) for names, verb, fact, remedy in kinds if names]
    if wrong:
        raise InputProblems(wrong)


def _possible(problem: PlanningProblem, row: int, pin: Pin) -> bool:
    """Whether the household can be visited at all as it is set, and its other visits too."""
    if not problem.may[:, row].any():
        return False
    return not pin.date or problem.dates_apart(row) >= problem.visits[row]
