"""A plan made ready to be asked about: built once, for many questions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocation.plan import STATISTICS, UNSERVED, Plan
from allocation.price import Matrix, fair_minutes, wish_table
from allocation.problem import PlanningProblem
from allocation.why.outings import Outings
from allocation.why.spots import Gaps
from allocation.why.standing import Standing, stand, stand_on
from geo.errors import InputProblems
from geo.problems import Problem

#: What to do about a household that the plan does not know.
NO_HOUSEHOLD = "Give ids of households as visits.csv and unserved.csv have them."


@dataclass(frozen=True)
class Context:
    """A finished plan, its days and its places where something could be put in.

    Attributes
    ----------
    plan : Plan
    standing : Standing
    """

    plan: Plan
    standing: Standing

    @classmethod
    def of(cls, plan: Plan | Context) -> Context:
        """The context of a plan; one that is there already is handed back."""
        return plan if isinstance(plan, Context) else cls(plan, stand(plan))

    @classmethod
    def on(cls, problem: PlanningProblem, visits: pd.DataFrame, days: pd.DataFrame) -> Context:
        """The context of days that are told of before the plan is one; who rides does so by the rows of the problem."""
        left, course = (pd.DataFrame(columns=list(names)) for names in (UNSERVED, STATISTICS))
        lists = problem.households, problem.workers, None, problem.round, problem.travel
        return cls(Plan(visits, days, left, {}, course, *lists), stand_on(problem, visits, days))

    @property
    def problem(self) -> PlanningProblem:
        """The problem that the plan answers; where vehicles drive, with a row more for each day of riding."""
        return self.standing.problem

    @property
    def people(self) -> PlanningProblem:
        """The round in which everybody has one row, and walks from home."""
        return self.standing.people

    @cached_property
    def outings(self) -> Outings:
        """The days from home to home."""
        return Outings(self.standing)

    @cached_property
    def fair_min(self) -> float:
        """Minutes of price of fair load as the days stand."""
        return float(fair_minutes(self.people, self.outings.work_min({})).sum())

    @cached_property
    def gaps(self) -> Gaps:
        """All places of all days."""
        return Gaps.of(self.standing)

    @cached_property
    def skip_min(self) -> NDArray[np.float64]:
        """Minutes from before a gap straight to what comes after the next stop, were that stop gone; (gaps,).

        NaN where there is no way, and at the last gap of a day, behind which no stop is.
        """
        gaps, problem = self.gaps, self.problem
        result = np.full(len(gaps.day), np.nan)
        for first in np.flatnonzero(gaps.place == 0).tolist():
            day = self.standing.days[int(gaps.day[first])]
            if not day.stops:
                continue
            stops = np.array(day.stops, dtype=np.int64)
            places = problem.places.take(stops)
            between = problem.travel.minutes(places, places, problem.modes[day.worker])
            out, back = problem.out_min[day.worker, stops], problem.back_min[day.worker, stops]
            inner = between[np.arange(len(stops) - 2), np.arange(2, len(stops))] if len(stops) > 2 else np.zeros(0)
            straight = [0.0] if len(stops) == 1 else [out[1], *inner, back[-2]]
            result[first : first + len(stops)] = straight
        return result

    @cached_property
    def wish_min(self) -> Matrix:
        """(m, n) minutes that the wishes not fulfilled by a visit are worth."""
        return wish_table(self.problem)

    @cached_property
    def reasons(self) -> dict[str, str]:
        """Household → reason for which it is not reached."""
        return dict(zip(self.plan.unserved["household_id"], self.plan.unserved["reason"], strict=True))

    def row(self, household_id: str) -> int:
        """Row of a household in the problem.

        Raises
        ------
        InputProblems
            There is no such household (E407).
        """
        found = self._row_of.get(household_id)
        if found is None:
            fact = "There is no such household in this plan."
            raise InputProblems([Problem("E407", fact, file="households", column="household_id", remedy=NO_HOUSEHOLD)])
        return found

    def knows(self, household_id: str) -> bool:
        """Whether there is such a household."""
        return household_id in self._row_of

    @cached_property
    def _row_of(self) -> dict[str, int]:
        return {str(name): row for row, name in enumerate(self.problem.household_ids.tolist())}
