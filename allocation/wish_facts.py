"""How far a plan fulfils each wish, whatever weight the wish was given."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocation.eligibility import in_home_ward, shares_language
from allocation.price import capacity_min, fair_minutes, wish_table
from allocation.problem import PlanningProblem
from allocation.told_stops import day_keys
from allocation.vehicles.riding import Riding
from allocation.wishes import Wishes

#: Wishes about single visits: each visit fulfils it or does not.
BY_VISIT = ("language", "home_ward", "same_worker")
WISHES = (*BY_VISIT, "fair_load", "compact")
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Load:
    """How the work is shared out: each fieldworker's workload against the hours that he or she has, 0 to 1.

    Attributes
    ----------
    least, median, most : float
        NaN where nobody has a working day.
    """

    least: float
    median: float
    most: float


@dataclass(frozen=True)
class WishFacts:
    """What a plan makes of the wishes.

    Attributes
    ----------
    fulfilled, asked : mapping of wish → int
        Visits that fulfil it, of those to which it means anything: the household states a language, or a last worker; ward
        and home ward are known. Of two visitors one is enough for the language and for the same worker.
    paid_min : mapping of wish → float
        Minutes that the plan's price holds for it under the round's weights.
    home_min : float
        Mean minutes from a fieldworker's home, or from the drop, to a household visited, one way; NaN without a visit.
    load : Load
    rides : bool
        Whether anybody rides.
    """

    fulfilled: dict[str, int]
    asked: dict[str, int]
    paid_min: dict[str, float]
    home_min: float
    load: Load
    rides: bool = False


def wish_facts(people: PlanningProblem, visits: pd.DataFrame, days: pd.DataFrame, riding: Riding | None = None) -> WishFacts:
    """The facts of a plan.

    Parameters
    ----------
    people : PlanningProblem
        In which everybody has one row, and walks from home.
    visits, days : DataFrame
        Columns :data:`allocation.plan.VISITS` and :data:`allocation.plan.DAYS`.
    riding : Riding, optional
        The tours of the plan's vehicles: who rides is near what lies near the drop.
    """
    problem = people if riding is None else riding.problem
    who, whom = _rows(problem, visits)
    together = visits.groupby(["household_id", "date"], sort=False).ngroup().to_numpy().astype(np.int64)
    fulfilled, asked = {}, {}
    for wish in BY_VISIT:
        means, good = _judged(problem, wish, who, whom)
        fulfilled[wish], asked[wish] = _counted(wish, means, good, together)
    work = work_min(people, days)
    home = problem.out_least_min[who, whom]
    return WishFacts(
        fulfilled=fulfilled,
        asked=asked,
        paid_min={wish: _paid(people if wish == "fair_load" else problem, wish, who, whom, work) for wish in WISHES},
        home_min=float(np.mean(home)) if len(home) else float("nan"),
        load=load_spread(people, work),
        rides=riding is not None and bool(riding.tours),
    )


def load_spread(problem: PlanningProblem, work: NDArray[np.float64]) -> Load:
    """Least, median and most of the shares of their hours that fieldworkers with a working day are at work."""
    capacity = capacity_min(problem)
    share = work[capacity > 0] / capacity[capacity > 0]
    if not len(share):
        return Load(float("nan"), float("nan"), float("nan"))
    return Load(float(share.min()), float(np.median(share)), float(share.max()))


def work_min(problem: PlanningProblem, days: pd.DataFrame) -> NDArray[np.float64]:
    """(m,) minutes of each worker from leaving to being home, all days."""
    total = days.groupby("worker_id")["work_min"].sum()
    return np.array([float(total.get(name, 0.0)) for name in problem.worker_ids.tolist()], dtype=float)


def matters(problem: PlanningProblem, wish: str) -> bool:
    """Whether the wish can tell two plans of this round apart: some household has people who fulfil it and others."""
    if wish == "fair_load":
        return int((problem.day_count > 0).sum()) > 1
    only = replace(Wishes.none(), **{wish: 1.0})
    price = wish_table(replace(problem, round=replace(problem.round, wishes=only)))
    may = problem.may
    if wish == "compact":
        return bool(may.any())
    some = may.any(axis=0)
    least, most = np.where(may, price, np.inf).min(axis=0), np.where(may, price, -np.inf).max(axis=0)
    return bool((most[some] > least[some]).any())


def _rows(problem: PlanningProblem, visits: pd.DataFrame) -> tuple[Ints, Ints]:
    key_of = day_keys(problem)
    keys = zip(visits["worker_id"].astype(str), visits["date"].astype(str), strict=True)
    workers = np.array([key_of[key][0] for key in keys], dtype=np.int64)
    households = pd.Index(problem.household_ids).get_indexer(pd.Index(visits["household_id"].astype(object)))
    return workers, households.astype(np.int64)


def _judged(problem: PlanningProblem, wish: str, who: Ints, whom: Ints) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For each row of the visits: whether the wish means anything to it, and whether it is fulfilled."""
    homes, crew = problem.households, problem.workers
    if wish == "language":
        means = (homes["language"].str.strip() != "").to_numpy(dtype=bool)[whom]
        return means, shares_language(homes, crew)[who, whom]
    if wish == "home_ward":
        ward, own = homes["ward_id"].to_numpy(dtype=object)[whom], crew["home_ward"].to_numpy(dtype=object)[who]
        return np.asarray((ward != "") & (own != ""), dtype=bool), in_home_ward(homes, crew)[who, whom]
    last = homes["last_worker"].to_numpy(dtype=object)[whom]
    return np.asarray(last != "", dtype=bool), np.asarray(last == problem.person_ids[who], dtype=bool)


def _counted(wish: str, means: NDArray[np.bool_], good: NDArray[np.bool_], together: Ints) -> tuple[int, int]:
    if wish == "home_ward":
        return int((means & good).sum()), int(means.sum())
    asked, met = set(together[means].tolist()), set(together[means & good].tolist())
    return len(met), len(asked)


def _paid(problem: PlanningProblem, wish: str, who: Ints, whom: Ints, work: NDArray[np.float64]) -> float:
    only = replace(Wishes.none(), **{wish: getattr(problem.round.wishes, wish)})
    alone = replace(problem, round=replace(problem.round, wishes=only))
    if wish == "fair_load":
        return float(fair_minutes(alone, work).sum())
    return float(wish_table(alone)[who, whom].sum())
