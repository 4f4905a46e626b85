"""An estimate, before solving, of the hours that visits and the way to them take."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from allocation.problem import PlanningProblem
from geo.crs import geocentric

Vector = NDArray[np.float64]
#: Ratio of a good tour's leg to the distance of the nearest neighbour among evenly scattered points: 0.7124 √(A/n)
#: (Beardwood, Halton & Hammersley 1959, doi 10.1017/S0305004100034095; constant by Johnson & McGeoch 1996) against
#: 0.5 √(A/n) (Clark & Evans 1954, doi 10.2307/1931034).
_TOUR_PER_NEIGHBOUR = 0.7124 / 0.5


@dataclass(frozen=True)
class Hours:
    """Estimated hours.

    Attributes
    ----------
    visit, travel : (households,) arrays
        Hours of all visits of all visitors, and of the way that they cost; 0 for households not asked for.
    there : (workers,) array
        Hours of the working days, in no week more than the worker offers.
    reachable : float
        Households that the team can be expected to reach.
    """

    visit: Vector
    travel: Vector
    there: Vector
    reachable: float


def estimate_hours(problem: PlanningProblem) -> Hours:
    """Hours by household and by worker.

    Notes
    -----
    A visit's way is the leg between neighbouring visits of a tour, at the speed of the nearest worker who may come, plus
    the visit's share of that worker's way out and back home (a day of visits shares one way). Neighbours are those among
    as many households as the team can visit at most, spread evenly over the list: the fewer can be reached, the
    farther apart they lie. With a travel matrix the leg is half the way from home, for lack of places.
    """
    asked, m = problem.asked, len(problem.workers)
    there = _hours_there(problem)
    often = problem.visitors * problem.visits
    visit = np.where(asked, problem.visit_min * often, 0.0) / 60
    if not asked.any() or not m:
        return Hours(visit, np.zeros(len(asked)), there, 0.0)
    out, nearest = _way_from_home(problem)
    per_day = np.maximum(problem.span_min[nearest] / np.maximum(problem.visit_min + _leg(problem, out, nearest, 1.0), 1.0), 1.0)
    leg = _leg(problem, out, nearest, min(1.0, there.sum() / max(float(visit.sum()), 1e-9)))
    minutes = leg + np.maximum(2 * out - leg, 0) / per_day
    travel = np.where(asked, minutes * often, 0.0) / 60
    return Hours(visit, travel, there, _reachable(problem, visit + travel, there))


def _hours_there(problem: PlanningProblem) -> Vector:
    """Hours of each worker in the round: the longest day that each date leaves, in no week more than offered."""
    there = np.zeros(len(problem.workers))
    for worker, weeks in enumerate(problem.week_of):
        start, end, span = (part[worker] for part in (problem.shift_start_min, problem.shift_end_min, problem.shift_span_min))
        minutes = np.bincount(weeks, weights=np.minimum(span, end - start), minlength=problem.week_most_min.shape[1])
        there[worker] = np.minimum(minutes, problem.week_most_min[worker]).sum() / 60
    return there


def _way_from_home(problem: PlanningProblem) -> tuple[Vector, NDArray[np.intp]]:
    """Minutes from the nearest worker who may come, and who that is; the nearest of all where nobody may."""
    way = np.nan_to_num(problem.out_least_min, nan=np.inf)
    may = np.where(problem.may, way, np.inf)
    may = np.where(np.isinf(may).all(axis=0), way, may)
    nearest = may.argmin(axis=0)
    out = may[nearest, np.arange(may.shape[1])]
    return np.where(np.isfinite(out), out, 0.0), nearest


def _leg(problem: PlanningProblem, out: Vector, nearest: NDArray[np.intp], share: float) -> Vector:
    """Minutes between neighbouring visits when ``share`` of the households asked for are visited."""
    rows = (problem.asked & np.isfinite(problem.places.lon_lat).all(axis=1)).nonzero()[0]
    if not problem.travel.needs_geometry or len(rows) < 2:
        return out / 2
    spots = geocentric(problem.places.lon_lat[rows])
    metres = np.asarray(cKDTree(spots).query(spots, k=2)[0][:, 1], dtype=float)
    between = np.zeros(len(out))
    between[rows] = metres * _TOUR_PER_NEIGHBOUR / np.sqrt(max(share, 1e-3))
    # The way from home tells what a metre costs this worker, detour included.
    homes = geocentric(problem.homes.lon_lat)
    straight = np.linalg.norm(geocentric(problem.places.lon_lat) - homes[nearest], axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        pace = np.where(straight > 1, out / straight, 0.0)
    return np.minimum(np.nan_to_num(between * pace), 2 * out + 1e-9)


def _reachable(problem: PlanningProblem, hours: Vector, there: Vector) -> float:
    """Households reached when each worker's hours go to the households that only few can visit, the cheapest first.

    Households are dealt with by groups of the same circle of workers, the smallest circle first; each group takes what
    it needs, evenly, from what its workers have left.
    """
    rows = np.flatnonzero(problem.may.any(axis=0))
    circles, group = np.unique(problem.may[:, rows].T, axis=0, return_inverse=True)
    left, reached = there.astype(float).copy(), 0.0
    group = group.reshape(-1)
    for circle in np.argsort(circles.sum(axis=1), kind="stable"):
        who, own = circles[circle], np.sort(hours[rows[group == circle]])
        has, asked = float(left[who].sum()), float(own.sum())
        taken = min(has, asked)
        reached += len(own) if has >= asked else float(np.searchsorted(own.cumsum(), has, side="right"))
        if has > 0:
            left[who] *= 1 - taken / has
    return reached
