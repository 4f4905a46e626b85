"""What one unit more of something could be: the options, of which the one is taken that helps most."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from allocation.why.context import Context
from allocation.why.estimate import Estimate, estimate
from allocation.why.fill import filled
from allocation.why.inputs import Inputs
from allocation.why.lever import Lever
from allocation.why.levers import day_levers, twin, word_levers
from allocation.why.riding_levers import vehicle_levers

#: What there may be one more of.
CHANGES = ("worker", "day", "vehicle", "skill", "language")
#: One and several of them.
NOUNS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "worker": ("fieldworker", "fieldworkers"),
        "day": ("day", "days"),
        "vehicle": ("vehicle", "vehicles"),
        "skill": ("skill learnt", "skills learnt"),
        "language": ("language learnt", "languages learnt"),
        "point": ("service point", "service points"),
    }
)
#: Why there is nothing to add, or nothing more.
NOTHING: Mapping[str, str] = MappingProxyType(
    {
        "worker": "There is nobody whom one more fieldworker could be like.",
        "day": "Nobody works on a day within a fortnight after the round, or the round is as long as one may be.",
        "vehicle": "Nobody could ride in one more vehicle: everybody who may ride does so already, or has no way to one.",
        "skill": "No household waits for a skill that somebody could learn.",
        "language": "No household waits for a language: a shared one is not asked for, or somebody speaks it.",
    }
)
#: Homes that are tried for a new fieldworker beside those of the team, and how far apart they are, km.
_CROWDS, _APART_KM = 4, 2.0
#: Options whose days are filled, the most promising first; and households by which that is judged.
_TRIED, _NEAREST = 16, 40
#: In what fieldworkers of a kind are alike.
_KIND = (
    *("skills", "languages", "mode", "days", "start", "end"),
    *("hours_per_day", "hours_per_week", "load_per_day", "max_distance_m", "vehicle"),
)


@dataclass(frozen=True)
class Option:
    """One unit more.

    Attributes
    ----------
    lever : Lever
    let_in : Estimate
        As far as filling the days tells.
    """

    lever: Lever
    let_in: Estimate


def best_option(context: Context, change: str, seats: int) -> Option | None:
    """One unit more where it helps most; None where there is nothing to add.

    Parameters
    ----------
    context : Context
        The plan as it is.
    change : str
        One of :data:`CHANGES`.
    seats : int
        Of a new vehicle, where none is there that it could be like.
    """
    inputs = Inputs.of(context.plan)
    waiting = waiting_rows(context)
    base, now = filled(context.standing, waiting)
    left = [row for row in waiting if row not in set(now)]
    best: tuple[float, Option] | None = None
    for lever in _OF[change](context, inputs, left or waiting, seats):
        found = estimate(context, base, lever, left)
        worth = found.priority(context)
        if best is None or worth > best[0]:
            best = worth, Option(lever, found)
    return None if best is None else best[1]


def waiting_rows(context: Context) -> list[int]:
    """Rows of the households that the round asks for and nobody visits."""
    return [row for row in np.flatnonzero(context.problem.asked).tolist() if row not in context.standing.visits_of]


def worker_levers(context: Context, inputs: Inputs, waiting: list[int], tried: int = _TRIED) -> list[Lever]:
    """One more like each kind of fieldworker, at the homes of the team and where most wait together."""
    people = context.people
    names = [str(name) for name in people.worker_ids.tolist()]
    homes = _crowds(context, waiting)
    rows = np.array(waiting, dtype=np.int64)
    found: list[tuple[float, str, str, int | None]] = []
    for worker, name in enumerate(names):
        own = people.out_min[worker, rows] + people.back_min[worker, rows]
        label = f"One more fieldworker like {name}, living in the same place"
        found.append((_promise(context, worker, rows, own), name, label, None))
    for worker in _kinds(context):
        for home in homes:
            here = context.problem.places.take([home])
            ways = people.travel.minutes(here, context.problem.places.take(rows), people.modes[worker])[0] * 2
            label = f"One more fieldworker like {names[worker]}, living {_where(context, home)}"
            found.append((_promise(context, worker, rows, ways, near=True), names[worker], label, home))
    best = sorted(found, key=lambda one: -one[0])[:tried]
    return [twin(inputs, name, label, home) for _, name, label, home in best]


def _promise(context: Context, worker: int, rows: NDArray[np.int64], ways_min: NDArray[np.float64], near: bool = False) -> float:
    """Priority for each minute of the visits nearest to a home: what an option is tried for."""
    people = context.people
    rules = people.eligibility
    able = rules.skill[worker, rows] & rules.language[worker, rows] & rules.load[worker, rows]
    if not near:
        able = able & rules.home_ward[worker, rows] & rules.near[worker, rows]
    worth = np.where(
        able & np.isfinite(ways_min), people.weight[rows] / (people.visit_min[rows] + np.nan_to_num(ways_min) + 1), 0
    )
    return float(np.sort(worth)[::-1][:_NEAREST].sum())


def _kinds(context: Context) -> list[int]:
    """One fieldworker of each kind: who are alike in all but where they live count once."""
    people = context.people
    cells = [people.workers[name].astype(str).fillna("").tolist() for name in _KIND]
    alike = ["\n".join(map(str, row)) for row in zip(*cells, strict=True)]
    return [alike.index(kind) for kind in dict.fromkeys(alike)]


def _crowds(context: Context, waiting: list[int]) -> list[int]:
    """Households with the most waiting ones within 2 km, far from each other; none where places do not matter."""
    problem = context.problem
    rows = [row for row in waiting if np.isfinite(problem.places.lon_lat[row]).all()]
    if not rows or not problem.travel.needs_geometry:
        return []
    from scipy.spatial import cKDTree

    spots = problem.places.lon_lat[rows]
    # Degrees of latitude and, at this latitude, of longitude alike: near enough to count neighbours.
    flat = spots * np.array([np.cos(np.radians(spots[:, 1].mean())), 1.0])
    tree, reach = cKDTree(flat), _APART_KM / 111.0
    around = tree.query_ball_point(flat, reach)
    free = np.ones(len(rows), dtype=bool)
    found: list[int] = []
    while free.any() and len(found) < _CROWDS:
        count = np.array([free[own].sum() if free[at] else -1 for at, own in enumerate(around)])
        best = int(np.argmax(count))
        found.append(rows[best])
        free[around[best]] = False
    return found


def _where(context: Context, home: int) -> str:
    """Where a household is, in words."""
    near = f"near household {context.problem.household_ids[home]}"
    village = str(context.problem.households["village"].iloc[home]).strip()
    return f"in {village}, {near}" if village else near


def _days(context: Context, inputs: Inputs, waiting: list[int], seats: int) -> Iterator[Lever]:
    yield from (lever for lever in day_levers(context, inputs) if lever.kind == "day_more")


def _skills(context: Context, inputs: Inputs, waiting: list[int], seats: int) -> Iterator[Lever]:
    yield from (lever for lever in word_levers(context, inputs, waiting) if lever.kind == "skill")


def _languages(context: Context, inputs: Inputs, waiting: list[int], seats: int) -> Iterator[Lever]:
    yield from (lever for lever in word_levers(context, inputs, waiting) if lever.kind == "language")


def _vehicles(context: Context, inputs: Inputs, waiting: list[int], seats: int) -> Iterator[Lever]:
    yield from (lever for lever in vehicle_levers(context, inputs, seats) if lever.kind == "vehicle_more")


_Options = Callable[[Context, Inputs, list[int], int], Any]
_OF: Mapping[str, _Options] = MappingProxyType(
    {
        "worker": lambda context, inputs, waiting, seats: worker_levers(context, inputs, waiting),
        "day": _days,
        "vehicle": _vehicles,
        "skill": _skills,
        "language": _languages,
    }
)
