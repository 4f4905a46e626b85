"""What holds for a plan that was made again in the middle of a round: its pins, and that past days are past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocation.check.since import since
from allocation.pins import Pin
from allocation.plan import Plan
from allocation.problem import PlanningProblem
from allocation.remainder import restricted, with_promises


@dataclass(frozen=True)
class Since:
    """How a plan was made again, as far as questions about it must know.

    Attributes
    ----------
    first_day : date
        The first day that was planned anew; nothing can be changed before it.
    pins : mapping of household id → Pin
    visits : DataFrame
        Columns :data:`allocation.plan.VISITS`, of the whole round.
    """

    first_day: dt.date
    pins: Mapping[str, Pin]
    visits: pd.DataFrame

    @classmethod
    def of(cls, plan: Plan) -> Since | None:
        """Of a plan; None for one that was made at once."""
        if plan.judged_from is None:
            return None
        kept = plan.summary["replan"].get("pins", {})
        pins = {str(name): Pin(str(pin.get("worker_id", "")), str(pin.get("date", ""))) for name, pin in kept.items()}
        return cls(plan.judged_from, pins, plan.visits)

    def held(self, problem: PlanningProblem) -> PlanningProblem:
        """The problem in which pins hold, and in which nobody may be visited on a past day who was not."""
        closed = restricted(problem, open_on=self._open_on(problem))
        pins = {name: pin for name, pin in self.pins.items() if name not in self._done}
        if not pins:
            return closed
        return with_promises(closed, self.visits.iloc[:0], pins, 0.0, 0.0)

    def is_past(self, date: str) -> bool:
        """Whether this day was over when the plan was made again."""
        return date < self.first_day.isoformat()

    @property
    def _done(self) -> frozenset[str]:
        """Households that were visited before the plan was made again, and not after it."""
        later = set(since(self.visits, self.first_day)["household_id"])
        return frozenset(self.visits["household_id"]) - later

    def _open_on(self, problem: PlanningProblem) -> NDArray[np.bool_]:
        """(n, D) dates that are left, and those on which the household was visited."""
        dates = {date.isoformat(): at for at, date in enumerate(problem.dates)}
        rows = {str(name): row for row, name in enumerate(problem.household_ids)}
        result = np.tile([date >= self.first_day for date in problem.dates], (len(rows), 1))
        for name, date in zip(self.visits["household_id"], self.visits["date"].astype(str), strict=True):
            if date in dates and str(name) in rows:
                result[rows[str(name)], dates[date]] = True
        return result


def as_it_stands(problem: PlanningProblem, plan: Plan) -> PlanningProblem:
    """The problem as it is for whoever asks about this plan: the same, but for a plan that was made again."""
    again = Since.of(plan)
    return problem if again is None else again.held(problem)
