"""Why a household is not reached: the first reason that holds, and the circle of fieldworkers it speaks of.

The order is that of :data:`allocation.plan.REASONS`. First come the reasons of the household alone. Then the rules that
keep people away. If nobody may come, the reason is the first rule, in the order skill, language, distance (home ward
included), who must not come, that alone stands in the way: lifted, somebody could come. If no single rule is to blame, it
is the rule at which the circle of those who may come becomes empty in the same order (skill and language of two who go
together are looked at once it is known who could be one of them). If somebody may come, it is the way, then the length of
the day (a way that is too long counts as distance), then the hours at home, then that there is no second visitor or too
few days for all visits, then that no place in the plan is worth the way (:func:`unworthy`; only of households that have a
price), and last that the days are full. A load that
nobody carries and a fieldworker without a day in the round count as full days, with sentences of their own. Where a plan
shows that one of them still has room, the plan was not finished (:func:`unfinished`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from allocation.problem import PlanningProblem

Mask = NDArray[np.bool_]
#: Kinds of cause: finer than the reasons, each with its own sentence. Kind → reason.
KINDS = {
    "do_not_visit": "do_not_visit",
    "not_in_round": "not_in_round",
    "place_unknown": "place_unknown",
    "outside_wards": "outside_wards",
    "closed": "closed",
    "skill": "no_skill",
    "language": "no_language",
    "distance": "too_far",
    "home_ward": "too_far",
    "forbidden": "not_allowed",
    "long_way": "too_far",
    "no_way": "unreachable",
    "hours": "hours_at_home",
    "long_visit": "hours_at_home",
    "second": "no_second",
    "few_days": "too_few_days",
    "unworthy": "not_worth_its_way",
    "no_day": "workers_full",
    "closed_days": "workers_full",
    "load": "workers_full",
    "full": "workers_full",
    "room": "not_finished",
}
_ALONE = ("do_not_visit", "not_in_round", "place_unknown", "outside_wards")
_RULES = ("skill", "language", "distance", "forbidden")


@dataclass(frozen=True)
class Causes:
    """Causes of some households.

    Attributes
    ----------
    rows : (k,) int array
        Their rows in the problem.
    kind : (k,) array of str
        A key of :data:`KINDS`.
    circle : (workers, k) bool array
        Whom the sentence counts: those who could come but for this cause.
    lifted : (k,) bool array
        Whether lifting this one rule would let somebody come (skill, language, distance, home ward).
    """

    rows: NDArray[np.int64]
    kind: NDArray[np.object_]
    circle: Mask
    lifted: Mask


def find_causes(problem: PlanningProblem, rows: NDArray[np.int64]) -> Causes:
    """The cause of each of these households not being reached."""
    e = problem.eligibility
    rules = {"skill": e.skill, "language": e.language, "distance": e.home_ward & e.near, "forbidden": e.allowed}
    held = {name: mask[:, rows] for name, mask in rules.items()}
    for name in ("skill", "language"):  # two bring them together: judged once it is known who could be one of the two
        held[name] = held[name] | (problem.visitors[rows] > 1)
    able = (e.reachable & e.works & e.open & problem.told_fits & e.load)[:, rows]
    kind = np.full(len(rows), "", dtype=object)
    circle = np.zeros((len(problem.workers), len(rows)), dtype=bool)
    lifted = np.zeros(len(rows), dtype=bool)

    def settle(name: str, where: Any, who: Mask, lift: bool = False) -> None:
        now = where & (kind == "")
        kind[now], lifted[now] = name, lift
        circle[:, now] = who[:, now]

    for name in _ALONE:
        settle(name, problem.barred[rows] == name, circle)
    settle("closed", problem.shut[rows], circle)
    everybody = np.ones_like(circle)
    may = np.logical_and.reduce(list(held.values()))
    nobody = ~may.any(axis=0)
    for name in _RULES:
        others = np.logical_and.reduce([mask for rule, mask in held.items() if rule != name]) & able
        settle(name, nobody & others.any(axis=0), others, lift=True)
    before = everybody
    for name in _RULES:
        settle(name, nobody & ~(before & held[name]).any(axis=0), before)
        before = before & held[name]
    _split_distance(kind, circle, e.near[:, rows])
    _settle_days(problem, rows, may, settle)
    return Causes(rows, kind, circle, lifted)


def unfinished(causes: Causes, rows: Mask) -> Causes:
    """The same where these households (k,) were found to fit into somebody's day as the plan stands."""
    kind = causes.kind.copy()
    kind[rows & (kind == "full")] = "room"
    return replace(causes, kind=kind)


def unworthy(causes: Causes, rows: Mask) -> Causes:
    """The same where these households (k,) are worth less than the way to them, wherever they would be put in."""
    kind = causes.kind.copy()
    kind[rows & (kind == "full")] = "unworthy"
    return replace(causes, kind=kind)


def _split_distance(kind: NDArray[np.object_], circle: Mask, near: Mask) -> None:
    """Where somebody of the circle lives near enough, the home ward is what keeps them away."""
    kind[(kind == "distance") & (circle & near).any(axis=0)] = "home_ward"


def _settle_days(problem: PlanningProblem, rows: NDArray[np.int64], may: Mask, settle: Callable[..., None]) -> None:
    e = problem.eligibility
    way = may & e.reachable[:, rows]
    settle("no_way", ~way.any(axis=0), may)
    settle("no_day", ~(way & e.works[:, rows]).any(axis=0), way)
    work = way & e.works[:, rows] & e.open[:, rows]
    settle("closed_days", ~work.any(axis=0), way)
    fits = work & problem.told_fits[:, rows]
    loads = fits & e.load[:, rows]
    more = (problem.visitors * problem.visits)[rows] > 1
    dates = np.array([problem.dates_apart(int(row)) if many else 1 for row, many in zip(rows, more, strict=True)])
    settle("second", loads.any(axis=0) & (problem.visitors[rows] > 1) & (dates == 0), loads)
    settle("few_days", loads.any(axis=0) & (dates < problem.visits[rows]), loads)
    settle("full", loads.any(axis=0), loads)
    settle("load", fits.any(axis=0), fits)
    settle("hours", (work & problem.fits_at_any_hour(rows)).any(axis=0), work)
    longest = np.minimum(problem.span_min, problem.lunch_after_min if problem.lunch_min > 0 else np.inf)
    settle("long_way", (work & (problem.visit_min[rows] <= longest[:, None])).any(axis=0), work)
    settle("long_visit", np.ones(len(rows), dtype=bool), work)
