"""A plan made ready to be asked about: built once, for many questions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from allocation.plan import Plan
from allocation.price import Matrix, wish_table
from allocation.problem import PlanningProblem
from allocation.why.spots import Gaps
from allocation.why.standing import Standing, stand
from geo.errors import InputProblems
from geo.problems import Problem


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

    @property
    def problem(self) -> PlanningProblem:
        """The problem that the plan answers."""
        return self.standing.problem

    @cached_property
    def gaps(self) -> Gaps:
        """All places of all days."""
        return Gaps.of(self.standing)

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
            fact = f"There is no household {household_id} in this plan."
            raise InputProblems([Problem("E407", fact, file="households", column="household_id")])
        return found

    @cached_property
    def _row_of(self) -> dict[str, int]:
        return {str(name): row for row, name in enumerate(self.problem.household_ids.tolist())}
