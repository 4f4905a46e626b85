"""A plan made by hand, judged: what it breaks, what it costs, and what the optimizer would do instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from allocation.check import CODES
from allocation.plan import Plan, Violation

#: Columns of the comparison's figures, of its fieldworkers, and of the sentences.
FIGURES = ("figure", "own", "optimizer", "difference")
TEAM = ("worker_id", "visits", "optimizer_visits", "hours", "optimizer_hours", "hours_apart")
SENTENCES = ("code", "household_id", "worker_id", "date", "sentence")


@dataclass(frozen=True)
class Comparison:
    """The optimizer's plan of the same round beside one's own.

    Attributes
    ----------
    plan : Plan
        The optimizer's.
    figures : DataFrame
        Columns :data:`FIGURES`: households visited, priority weight, minutes of travel, hours.
    only_own, only_optimizer : tuple of str
        Households that the one serves and the other does not, the most urgent first.
    workers : DataFrame
        Columns :data:`TEAM`, the biggest differences in hours first.
    """

    plan: Plan
    figures: pd.DataFrame
    only_own: tuple[str, ...]
    only_optimizer: tuple[str, ...]
    workers: pd.DataFrame


@dataclass(frozen=True)
class OwnPlan:
    """A plan made by hand, judged.

    Attributes
    ----------
    violations : list of Violation
        What it breaks; the codes of :data:`allocation.check.CODES`. Empty if it holds.
    visits, days, unserved : DataFrame
        As of a :class:`allocation.Plan`; orders and times that were missing are worked out. Rows of unknown households and
        fieldworkers, and rows that stand there twice, are in the violations only.
    summary : mapping
        ``holds``, ``rows`` (given), ``visits`` (judged), ``served`` (households), ``households``, ``asked``,
        ``priority_weight`` (of the served: priority + 1), ``priority_served`` (0 to 1), ``travel_min``, ``hours``.
    workers : DataFrame
        Columns worker_id, days, visits, hours (from leaving to being home), travel_hours.
    comparison : Comparison or None
        None where none was asked for.
    plan : Plan or None
        The same as a plan, with the lists that it was judged by: to look at, to compare and, if it holds, to hand out.
    """

    violations: list[Violation]
    visits: pd.DataFrame
    days: pd.DataFrame
    unserved: pd.DataFrame
    summary: Mapping[str, Any]
    workers: pd.DataFrame
    comparison: Comparison | None = None
    plan: Plan | None = None

    @property
    def holds(self) -> bool:
        """Whether no rule is broken."""
        return not self.violations

    @property
    def sentences(self) -> pd.DataFrame:
        """Each broken rule in a plain sentence; columns :data:`SENTENCES`, household and person in columns of their own."""
        rows = [(*one[:4], sentence(one)) for one in self.violations]
        return pd.DataFrame(rows, columns=list(SENTENCES), dtype="str")


def sentence(violation: Violation) -> str:
    """A broken rule in plain words; names nobody.

    Examples
    --------
    >>> sentence(Violation("day_too_long", "", "W-03", "2026-03-02", "512.0 minutes; the limit is 420"))
    'The fieldworker is out for longer than the hours a day: 512.0 minutes; the limit is 420.'
    """
    rule = CODES.get(violation.code, violation.code).rstrip(".")
    detail = violation.detail.rstrip(".")
    return f"{rule}." if not detail or detail == rule else f"{rule}: {detail}."
