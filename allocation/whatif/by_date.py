"""Finish by a date: how many fieldworkers more it takes until then, and when the team as it is would be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from allocation.round import LONGEST_DAYS
from allocation.whatif.binds import Binds, binds
from allocation.whatif.curve import Step, taken_on
from allocation.whatif.onward import Onward
from allocation.whatif.options import best_option, waiting_rows
from allocation.why.context import Context
from allocation.why.inputs import Inputs
from allocation.why.riding_levers import SEATS
from geo.errors import InputProblems
from geo.problems import Problem

#: Reasons for which a household is left over that more fieldworkers, or more days, of the kind that is there can answer.
BY_WORKERS = frozenset({"workers_full", "not_finished", "no_second"})
BY_DAYS = frozenset({"workers_full", "not_finished", "too_few_days"})
#: Columns of finish_by.csv.
FINISH_BY = ("change", "amount", "last_day", "what", "served", "left", "priority_served", "hours")
#: Units that may bring nobody one after the other before it is given up.
_BARREN = 2


@dataclass(frozen=True)
class Way:
    """One way to be done by a date.

    Attributes
    ----------
    change : str
        ``worker`` or ``day``.
    steps : tuple of Step
        The first without anything more.
    last_days : tuple of date
        Of the round of each step.
    to_serve : frozenset of str
        Households that can be served: visited already, or left over for a reason that more of this answers.
    left : tuple of int
        Of those, how many are not visited at each step.
    at_least : int
        Fewer of these units cannot do, as the bound proves (fieldworkers who live elsewhere are others).
    """

    change: str
    steps: tuple[Step, ...]
    last_days: tuple[dt.date, ...]
    to_serve: frozenset[str]
    left: tuple[int, ...]
    at_least: int

    @property
    def done(self) -> bool:
        """Whether everybody who can be served is."""
        return not self.left[-1]

    def table(self) -> pd.DataFrame:
        """Columns :data:`FINISH_BY`."""
        rows = [
            (self.change, s.amount, day.isoformat(), s.what, s.reached.served, left, round(s.reached.share, 6), s.reached.hours)
            for s, day, left in zip(self.steps, self.last_days, self.left, strict=True)
        ]
        return pd.DataFrame(rows, columns=list(FINISH_BY))


@dataclass(frozen=True)
class FinishBy:
    """What it takes to be done by a date.

    Attributes
    ----------
    date : date
        The last day.
    workers, days : Way
        By fieldworkers more until then; by days more, or fewer, with the team as it is.
    binds : Binds
        What keeps the others out at the end of the way by fieldworkers.
    """

    date: dt.date
    workers: Way
    days: Way
    binds: Binds

    def sentences(self) -> list[str]:
        """In plain words."""
        return [self._by_workers(), self._by_days()]

    def _by_workers(self) -> str:
        way, date = self.workers, self.date.isoformat()
        every = f"{len(way.to_serve):,} households that can be served"
        if way.done and not way.steps[-1].amount:
            return f"The team as it is serves all of the {every} by {date}."
        if way.done:
            most = way.steps[-1].amount
            least = f" (fewer than {way.at_least:,} with these homes cannot do)" if 0 < way.at_least <= most else ""
            return f"To serve all of the {every} by {date}, {most:,} fieldworker{'s' * (most > 1)} more are enough{least}."
        tried = way.steps[-1].amount
        return f"By {date} {way.left[-1]:,} of the {every} are left, with {tried:,} fieldworkers more too."

    def _by_days(self) -> str:
        way = self.days
        every = f"{len(way.to_serve):,} households that can be served"
        last = way.last_days[-1]
        if not way.done:
            return f"With the team as it is {way.left[-1]:,} of the {every} are left on {last.isoformat()} too."
        worked = [str(cell) for cell in way.steps[-1].context.plan.visits["date"]]
        on = max(worked) if worked else last.isoformat()
        when = "in time" if dt.date.fromisoformat(on) <= self.date else "too late"
        return f"With the team as it is all of the {every} are served by {on}: {when}."


def finish_by(
    plan: Context, date: dt.date, onward: Onward, tell: Callable[[str], object], *, workers_most: int = 40, days_most: int = 60
) -> FinishBy:
    """How many fieldworkers more, or how many days, it takes to serve everybody who can be served.

    Parameters
    ----------
    plan : Context
        As it is.
    date : date
        The last day.
    onward : Onward
        How each step is planned.
    tell : callable
        Told what is being looked at; returning False ends it with what is known.
    workers_most, days_most : int
        Fieldworkers, and working days, that are added at most.

    Raises
    ------
    InputProblems
        The date lies before the round, or more than a year after its first day (E401).
    """
    first = plan.plan.round.first_day
    if not first <= date < first + dt.timedelta(days=LONGEST_DAYS):
        fact = f"The date to be done by must lie from {first.isoformat()} on, within {LONGEST_DAYS} days."
        raise InputProblems([Problem("E401", fact, column="finish_by")])
    until = _until(plan, date, onward)
    workers, last = _added(until, "worker", BY_WORKERS, workers_most, onward, tell)
    # Days are added to the shorter of both rounds: done may be earlier than the later end.
    short = until if date < plan.plan.round.last_day else onward.plan(plan, Inputs.of(plan.plan))
    days, _ = _added(short, "day", BY_DAYS, days_most, onward, tell)
    return FinishBy(date, workers, days, binds(last))


def _until(plan: Context, date: dt.date, onward: Onward) -> Context:
    """The plan of the round that ends on this date, begun with what of the plan lies within."""
    inputs = Inputs.of(plan.plan)
    changed = replace(inputs, round=replace(inputs.round, last_day=date))
    return onward.plan(plan, changed, offers_more=date >= inputs.round.last_day)


def _added(  # noqa: PLR0917 - what is added, to what, how far
    now: Context,
    change: str,
    answers: frozenset[str],
    most: int,
    onward: Onward,
    tell: Callable[[str], object],
) -> tuple[Way, Context]:
    unserved = now.plan.unserved
    could = unserved.loc[unserved["reason"].isin(answers), "household_id"]
    to_serve = frozenset(map(str, now.plan.visits["household_id"])) | frozenset(map(str, could))
    steps, days, left = [Step.of(now, 0, "")], [now.plan.round.last_day], [_left(now, to_serve)]
    barren = 0
    while left[-1] and len(steps) <= most and barren < _BARREN and waiting_rows(now):
        amount = len(steps)
        if tell(f"{left[-1]:,} left: {change} {amount:,} more") is False:
            break
        option = best_option(now, change, SEATS)
        if option is None:
            break
        now = taken_on(now, option, onward)
        steps.append(Step.of(now, amount, option.lever.label))
        days.append(now.plan.round.last_day)
        left.append(_left(now, to_serve))
        barren = barren + 1 if left[-1] >= left[-2] else 0
    short = [step.amount for step in steps if step.bound_served < len(to_serve) - 1e-6]
    return Way(change, tuple(steps), tuple(days), to_serve, tuple(left), max(short) + 1 if short else 0), now


def _left(context: Context, to_serve: frozenset[str]) -> int:
    return len(to_serve - set(map(str, context.plan.visits["household_id"])))
