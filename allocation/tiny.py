"""Tiny rounds, handed whole to the exact solver."""

from __future__ import annotations

import numpy as np

from allocation.exact import Tiny, is_tiny
from allocation.price import capacity_min
from allocation.units import Units
from allocation.wishes import FAIR_LOAD_MIN


def tiny_round(units: Units) -> Tiny | None:
    """The whole round for :func:`allocation.exact.solve_exactly`.

    None where it is too large, has rules that the exact solver does not know, or nothing is to be done.
    """
    problem = units.problem
    households = np.nonzero(problem.may.any(axis=0))[0].astype(np.int64)
    workers = np.arange(len(problem.worker_ids), dtype=np.int64)
    rate = problem.round.wishes.fair_load * FAIR_LOAD_MIN
    if not units.plain or not len(households) or not is_tiny(len(workers), len(households), bool(rate)):
        return None
    group = units.group(workers, households)
    modes = sorted(set(problem.modes))
    places = problem.homes.join(problem.places.take(households))
    minutes = np.stack([problem.travel.minutes(places, places, mode) for mode in modes])
    wish, prize = units.wish_min[np.ix_(workers, households)], np.nan_to_num(problem.prize_min[households])
    return Tiny(group, minutes, wish, capacity_min(problem), prize, rate)
