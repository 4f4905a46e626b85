"""Which rule keeps which fieldworker from a household."""

from __future__ import annotations

from functools import reduce

import numpy as np
from numpy.typing import NDArray

from allocation.problem import PlanningProblem

Mask = NDArray[np.bool_]
#: Rules that a task team may relax, the smallest first: table of :class:`allocation.eligibility.Eligibility`.
RELAXED = ("language", "home_ward", "near", "load", "skill")
#: Those that two visitors meet together.
_TOGETHER = frozenset({"language", "skill"})


def lacking(problem: PlanningProblem, household: int) -> dict[str, Mask]:
    """For each rule that may be relaxed: (m,) True for the workers whom it keeps away."""
    return {name: ~np.asarray(getattr(problem.eligibility, name)[:, household], dtype=bool) for name in RELAXED}


def never(problem: PlanningProblem, household: int) -> Mask:
    """(m,) True for those who cannot come whatever is relaxed: no way, or they must not visit this household."""
    e = problem.eligibility
    return np.asarray(~e.reachable[:, household] | ~e.allowed[:, household], dtype=bool)


def may_come(problem: PlanningProblem, household: int) -> Mask:
    """(m,) True for those whom no rule keeps away; whether the day holds is another question."""
    kept = reduce(np.logical_or, lacking(problem, household).values())
    return np.asarray(~kept & ~never(problem, household), dtype=bool)


def may_be_one(problem: PlanningProblem, household: int) -> Mask:
    """(m,) True for those who may be one of two by rules about one person; whether the day holds is another question."""
    alone = {name: kept for name, kept in lacking(problem, household).items() if name not in _TOGETHER}
    return np.asarray(~reduce(np.logical_or, alone.values()) & ~never(problem, household), dtype=bool)


def may_join(problem: PlanningProblem, household: int, other: int) -> Mask:
    """(m,) True for those who may visit the household together with ``other``: both bring all that is asked for."""
    brings = problem.brings[:, household] | problem.brings[other, household]
    able = may_be_one(problem, household) & ((brings & problem.wanted[household]) == problem.wanted[household])
    able[other] = False
    return np.asarray(able, dtype=bool)


def open_on(problem: PlanningProblem, household: int, dates: list[str]) -> Mask:
    """Whether the household may be visited on each of these dates at all."""
    can = dict(zip((date.isoformat() for date in problem.dates), problem.open_on[household].tolist(), strict=True))
    return np.array([can.get(date, False) for date in dates], dtype=bool)


def several(problem: PlanningProblem, household: int) -> str:
    """What makes a household more than one visit by one person, in words; "" where it is just that."""
    if problem.visitors[household] > 1:
        return "It needs two visitors at once"
    if problem.visits[household] > 1:
        return f"It asks for {int(problem.visits[household])} visits in the round"
    return ""
