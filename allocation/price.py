"""What a plan costs beside the visits that it leaves out: minutes of travel, and of travel that wishes are worth.

A plan is better if it serves more weight (priority + 1); among plans that serve alike, if this price is lower::

    price = travel + language + home_ward + same_worker + compact   (summed over visits)
                   + fair_load × minutes above the fair share        (summed over workers)

less the ``prize_min`` of those visited who have one: with these a visit is a matter of price, and they have no weight. All
in minutes, each wish times its weight and its constant in :mod:`allocation.wishes`. A worker's fair share is the team's
workload (from leaving to being home, all days) shared out by the minutes that each has.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from allocation.eligibility import in_home_ward, shares_language
from allocation.problem import PlanningProblem
from allocation.wishes import COMPACT_MIN, FAIR_LOAD_MIN, HOME_WARD_MIN, LANGUAGE_MIN, SAME_WORKER_MIN

Matrix = NDArray[np.float64]


def wish_table(problem: PlanningProblem) -> Matrix:
    """Price of the wishes that a visit by this worker does not fulfil, in minutes; shape (m, n)."""
    wishes = problem.round.wishes
    crew, asked = problem.workers, problem.households
    price = np.zeros((len(crew), len(asked)))
    if wishes.language:
        price += np.where(shares_language(asked, crew), 0, wishes.language * LANGUAGE_MIN)
    if wishes.home_ward:
        price += np.where(in_home_ward(asked, crew), 0, wishes.home_ward * HOME_WARD_MIN)
    if wishes.same_worker:
        last = asked["last_worker"].to_numpy(dtype=object)[None, :]
        changed = (last != "") & (last != problem.person_ids[:, None])
        price += np.where(changed, wishes.same_worker * SAME_WORKER_MIN, 0)
    if wishes.compact:
        price += np.nan_to_num(problem.out_least_min) * wishes.compact * COMPACT_MIN
    if problem.promises is not None:
        other = np.asarray(problem.promises.worker.any(axis=0))[None, :] & ~problem.promises.worker
        price += np.where(other, problem.promises.changed_worker_min, 0.0)
    return price


def day_table(problem: PlanningProblem) -> Matrix:
    """Price of visiting a household on another date than it was promised, in minutes; shape (n, dates)."""
    promises = problem.promises
    if promises is None:
        return np.zeros(problem.open_on.shape)
    other = np.asarray(promises.date.any(axis=1))[:, None] & ~promises.date
    return np.where(other, promises.changed_day_min, 0.0)


def dropped_min(problem: PlanningProblem) -> NDArray[np.float64]:
    """What a promised household that is not visited any more costs, in minutes; (n,).

    As much as another fieldworker on another day: of two households that count the same, the one with a promise stays, unless
    the way saved is worth more than that.
    """
    promises = problem.promises
    if promises is None:
        return np.zeros(len(problem.weight))
    worker = np.where(promises.worker.any(axis=0), promises.changed_worker_min, 0.0)
    day = np.where(promises.date.any(axis=1), promises.changed_day_min, 0.0)
    return np.asarray(worker + day, dtype=float)


def capacity_min(problem: PlanningProblem) -> NDArray[np.float64]:
    """Minutes that each worker has in the round; shape (m,)."""
    return problem.span_min * problem.day_count


def fair_minutes(problem: PlanningProblem, workload_min: NDArray[np.float64]) -> NDArray[np.float64]:
    """Price of each worker's minutes above the fair share; shape (m,)."""
    return np.maximum(0, workload_min - fair_share_min(problem, workload_min)) * fair_rate(problem)


def fair_rate(problem: PlanningProblem) -> float:
    """Price of a minute above the fair share, minutes."""
    return float(problem.round.wishes.fair_load * FAIR_LOAD_MIN)


def fair_share_min(problem: PlanningProblem, workload_min: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each worker's share of the team's workload, by the minutes that each has; shape (m,)."""
    capacity = capacity_min(problem)
    return np.asarray(capacity * (workload_min.sum() / max(capacity.sum(), 1e-9)), dtype=float)
