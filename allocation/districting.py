"""The district problem of a round: nearest capable homes, what they hold, and the price of leaving a household out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from allocation.demand import Demand
from allocation.problem import PlanningProblem
from allocation.wishes import FAIR_LOAD_MIN

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Capable homes considered for each household, nearest first.
HOMES = 20
#: Households near a home from which the usual leg between two visits is taken.
_SAMPLE = 40
#: Shares of a worker's days; each costs more than the last where a fair load is wished for.
_SHARES = (0.5, 0.2, 0.2, 0.2)


def demand(problem: PlanningProblem) -> Demand:
    """The district problem over the households that anybody may visit.

    A visit is taken to cost its share of the way out and back (as many visits as a day holds share it), leaving a
    household out the minutes of a usual visit for each point of weight, so that weight counts against distance as it
    does when the days are full; or the minutes that it is worth where those are given.
    """
    leg = usual_leg_min(problem)
    radial = np.where(problem.may, problem.out_least_min + problem.back_least_min, np.inf)
    most = min(HOMES, len(radial))
    nearest = np.argpartition(radial, most - 1, axis=0)[:most] if most < len(radial) else np.argsort(radial, axis=0)
    household = np.tile(np.arange(radial.shape[1]), most)
    worker = nearest.ravel()
    distance = radial[worker, household]
    real = np.isfinite(distance)
    household, worker, distance = household[real], worker[real], distance[real]
    visits = visits_a_day(problem.span_min[worker], distance, problem.visit_min[household] + leg[worker])
    cost = distance / visits
    spent = problem.visit_min[household] + cost + leg[worker]
    first = ~problem.priced[household]
    rate = np.median(spent[first] / problem.weight[household[first]]) if first.any() else 0.0
    left_out = np.where(problem.priced, np.nan_to_num(problem.prize_min), problem.weight * rate)
    holds = _holds(problem, household, worker, spent)
    return Demand(
        household=household.astype(np.int64),
        worker=worker.astype(np.int64),
        cost_s=np.rint(cost * 60).astype(np.int64),
        unserved_s=np.rint(left_out * 60).astype(np.int64) + 1,
        steps=np.ceil(holds[:, None] * np.array(_SHARES)).astype(np.int64),
        step_cost_s=np.rint(
            np.arange(len(_SHARES))
            * problem.round.wishes.fair_load
            * FAIR_LOAD_MIN
            * 60
            * (np.median(spent) if len(spent) else 0)
        ).astype(np.int64),
    )


def visits_a_day(span_min: Floats, radial_min: Floats, visit_min: Floats) -> Floats:
    """About how many visits at this distance a day holds, at least 1."""
    return np.asarray(np.clip((span_min - radial_min) / np.maximum(visit_min, 1e-3), 1, 1e4), dtype=float)


def usual_leg_min(problem: PlanningProblem) -> Floats:
    """Minutes from one visit to the next near each worker's home, by the nearest neighbours there; shape (m,)."""
    result = np.zeros(len(problem.worker_ids))
    for worker in range(len(result)):
        near = np.nonzero(problem.may[worker])[0]
        if len(near) < 2:
            continue
        near = near[np.argsort(problem.out_least_min[worker, near], kind="stable")[:_SAMPLE]]
        places = problem.places.take(near)
        legs = problem.travel.minutes(places, places, problem.modes[worker])
        np.fill_diagonal(legs, np.nan)
        # The second nearest: the nearest is often taken already when one stands before the door.
        ranked = np.sort(np.where(np.isnan(legs), np.inf, legs), axis=1)[:, min(1, len(near) - 2)]
        known = ranked[np.isfinite(ranked)]
        result[worker] = float(np.median(known)) if len(known) else 0.0
    return result


def _holds(problem: PlanningProblem, household: Ints, worker: Ints, spent_min: Floats) -> Floats:
    """About how many households each worker's days hold; shape (m,)."""
    count = np.bincount(worker, minlength=len(problem.worker_ids))
    usual = np.bincount(worker, weights=spent_min, minlength=len(count)) / np.maximum(count, 1)
    return np.where(count > 0, problem.span_min * problem.day_count / np.maximum(usual, 1e-3), 0.0)
