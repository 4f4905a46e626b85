"""Households that must pay for their way: whether it is true that no place in the plan is worth it.

A claim that the way is not worth it is untrue where the visit would surely fit into somebody's day, at a way that costs less
than the household is worth. That is judged where the day has no hours of visits, no breaks and no week to keep, and where no
wish adds to the price; in a large plan for some of the households, evenly taken.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from allocation.check.facts import Facts
from allocation.check.legs import legs
from allocation.check.pairs import Pairs
from allocation.check.read import Kept, Seen
from allocation.check.way import SECOND

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Minutes within which nobody argues whether a way was worth it: the optimizer rounds legs up to seconds.
EDGE_MIN = 0.2
#: Legs that are computed, about.
LEGS_MOST = 300_000


def not_worth_it(rows: Ints, pairs: Pairs, seen: Seen, days: Kept, facts: Facts) -> Bools:
    """(k,) Whether the claim holds for these households, as far as it can be judged; ``pairs`` has a row for each."""
    true = ~np.isnan(facts.prize_min[rows])
    wishes = facts.round.wishes
    quiet = not any((wishes.language, wishes.home_ward, wishes.same_worker, wishes.fair_load, wishes.compact))
    if not quiet or facts.round.rules.lunch_min > 0:
        return true
    alone = (facts.visits[rows] * facts.visitors[rows] == 1) & np.array([not facts.hours[row] for row in rows], dtype=bool)
    judged = (true & alone).nonzero()[0]
    judged = judged[:: max(1, len(judged) * (len(seen) + len(facts.worker_ids)) // LEGS_MOST)]
    able = pairs.listed & pairs.skill & pairs.language & pairs.near & pairs.allowed & pairs.works & pairs.carries & pairs.reach
    for worker in np.isinf(facts.week_most).nonzero()[0].tolist():
        which = judged[able[judged, worker]]
        if len(which):
            true[which] &= ~_pays(rows[which], worker, seen, days, facts)
    return true


def _pays(rows: Ints, worker: int, seen: Seen, days: Kept, facts: Facts) -> Bools:
    """(k,) Whether some day of the worker has a place that is worth its way."""
    working, home = facts.working, len(facts.household_ids) + worker
    has = np.minimum(working.longest, working.end - working.start)[worker]
    at_work = facts.works[worker] & facts.free
    own = (days.worker == worker).nonzero()[0]
    first = facts.round.first_day.toordinal()
    took = {int(days.day[row]) - first: float(days.work_min[row]) for row in own.tolist()}
    routes = {step: np.zeros(0, dtype=np.int64) for step in at_work.nonzero()[0].tolist() if step not in took}
    for step in took:
        there = (seen.worker == worker) & (seen.day == step + first)
        if seen.whole[there].all() and 0 <= step < len(has) and at_work[step]:
            routes[step] = seen.household[there]
    found = np.zeros(len(rows), dtype=bool)
    for step, stops in routes.items():
        if any(facts.hours[stop] for stop in stops.tolist()) or (facts.visitors[stops] > 1).any():
            continue
        path = np.array([home, *stops.tolist(), home])
        way = _added(path, rows, worker, facts)
        fits = way + facts.visit_min[rows] <= has[step] - took.get(step, 0.0) - 3 * SECOND
        fits &= facts.load[rows] + facts.load[stops].sum() <= facts.load_most[worker] + 1e-9
        found |= fits & facts.open[rows, step] & (way < facts.prize_min[rows] - EDGE_MIN)
    return found


def _added(path: Ints, rows: Ints, worker: int, facts: Facts) -> Floats:
    """Least minutes of way that each household adds to a day, (k,); inf where there is none."""
    gaps, many = len(path) - 1, len(rows)
    there = np.tile(rows, gaps)
    before, after = np.repeat(path[:-1], many), np.repeat(path[1:], many)
    who = np.full(gaps * many, worker)
    direct = legs(facts, path[:-1], path[1:], who[:gaps])[0] if gaps > 1 else np.zeros(1)
    way = legs(facts, before, there, who)[0] + legs(facts, there, after, who)[0] - np.repeat(direct, many)
    return np.asarray(np.nan_to_num(way, nan=np.inf).reshape(gaps, many).min(axis=0), dtype=float)
