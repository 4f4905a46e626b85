"""What is left of a round as a problem of its own: from a day on, with promises, pins, and hours that are already spent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocation.happenings import Pin
from allocation.history import History, spent_min
from allocation.problem import PlanningProblem
from allocation.promises import Promises
from geo.errors import InputProblems
from geo.problems import Problem, many

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
        if who in team and not pin.worker_id:
            worker[team[who], row] = True
        if when in dates and not pin.date:
            date[row, dates[when]] = True
    pinned = np.array([name in pins for name in homes], dtype=bool)
    promises = Promises(worker, date, float(changed_worker_min), float(changed_day_min), pinned)
    allowed, open_on = _pinned(problem, homes, team, dates, pins)
    return replace(restricted(problem, allowed=allowed, open_on=open_on), promises=promises)


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


def _pinned(
    problem: PlanningProblem,
    homes: Mapping[str, int],
    team: Mapping[str, int],
    dates: Mapping[str, int],
    pins: Mapping[str, Pin],
) -> tuple[Bools, Bools]:
    allowed = np.ones((len(team), len(homes)), dtype=bool)
    open_on = np.ones_like(problem.open_on)
    for name, pin in pins.items():
        row = homes.get(name)
        if row is None:
            continue
        if pin.worker_id and problem.visitors[row] == 1:
            allowed[:, row] = False
            if pin.worker_id in team:
                allowed[team[pin.worker_id], row] = True
        if pin.date:
            open_on[row] = False
            if pin.date in dates:
                open_on[row, dates[pin.date]] = True
    return allowed, open_on


def refuse_impossible(problem: PlanningProblem, pins: Mapping[str, Pin], visited: frozenset[str] = frozenset()) -> None:
    """Judge pins by the problem that holds them (:func:`with_promises`).

    ``visited``: households of the problem that have had all their visits, besides those that it does not have.

    Raises
    ------
    InputProblems
        A pin that breaks a rule: the fieldworker may not visit the household, or nobody may on that day.
    """
    homes = {str(name): row for row, name in enumerate(problem.household_ids) if str(name) not in visited}
    done = sum(name not in homes for name in pins)
    rows = [homes[name] for name in pins if name in homes]
    barred = int((~problem.asked[rows]).sum()) if rows else 0
    lost = int((problem.asked[rows] & ~problem.may[:, rows].any(axis=0)).sum()) if rows else 0
    wrong = []
    for count, fact, remedy in (
        (done, "speak of a household that has been visited", "Leave them out."),
        (barred, "speak of a household that the round does not ask for", "Leave them out."),
        (
            lost,
            "would break a rule: the fieldworker may not visit this household, or not on this day",
            "Name another fieldworker or day.",
        ),
    ):
        if count:
            wrong.append(Problem("E401", f"{many(count, 'pin')} {fact}.", column="pins", remedy=remedy))
    if wrong:
        raise InputProblems(wrong)
