"""The door for plans made by hand."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import replace
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd

from allocation.building import build_problem
from allocation.check import check_plan
from allocation.door import limit_problems
from allocation.own_plan import FIGURES, TEAM, Comparison, OwnPlan
from allocation.own_rows import read_own
from allocation.own_tables import own_days, tables_of_days, weight_of, workload
from allocation.own_told import plainly
from allocation.plan import STATISTICS, Plan, Violation
from allocation.prepare import Prepared, prepare
from allocation.problem import PlanningProblem
from allocation.progress import ProgressCallback
from allocation.reasons import explain
from allocation.round import Round
from allocation.vehicles.refused import riders_in_own
from allocation.weights import weight_by_id
from geo.errors import InputProblems
from geo.travel import Travel


def check_own(  # noqa: PLR0917 - the parameters stand in the order of plan_round
    households: pd.DataFrame,
    fieldworkers: pd.DataFrame,
    round_: Round,
    own: pd.DataFrame,
    travel: Travel | None = None,
    wards: pd.DataFrame | None = None,
    compare_s: float = 0,
    seed: int = 1,
    progress: ProgressCallback | None = None,
    executor: Executor | None = None,
    restrictions: pd.DataFrame | None = None,
    *,
    file: str = "own plan",
) -> OwnPlan:
    """Judge a plan made by hand: unknown ids, doubles, broken rules, cost, and what the optimizer would do instead.

    Parameters
    ----------
    households, fieldworkers, round_, travel, wards, restrictions
        As of :func:`allocation.plan_round`.
    own : DataFrame
        One row a visit: household, fieldworker, date, and, if known, order and start, under the names that people use
        (``hh_id``, ``visited by``, ``visit date``, ``nr``, ``time``). What is missing is worked out: the best order of a
        day's stops, and its times.
    compare_s : float
        Seconds for the optimizer to plan the same round; 0 for no comparison.
    seed, progress, executor
        Of that plan.
    file : str
        What the table is called in a problem.

    Returns
    -------
    OwnPlan

    Raises
    ------
    InputProblems
        Everything that cannot be read, in the lists and in the plan, all at once; ids and other values are not in it.
    SolverError
        As :func:`allocation.plan_round`.

    Examples
    --------
    >>> from geo.travel import TravelMatrix
    >>> from allocation import Wishes
    >>> travel = TravelMatrix([[0, 10, 20], [10, 0, 10], [20, 10, 0]], ["W", "A", "B"])
    >>> own = pd.DataFrame({"hh": ["B", "A"], "who": ["W", "W"], "day": ["2 March", "2 March"]})
    >>> judged = check_own(
    ...     pd.DataFrame({"household_id": ["A", "B"], "visit_min": [30, 30]}),
    ...     pd.DataFrame({"worker_id": ["W"], "hours_per_day": [1.5]}),
    ...     Round("2026-03-02", "2026-03-02", wishes=Wishes.none()), own, travel)
    >>> [(one.code, one.detail[:19]) for one in judged.violations], judged.summary["travel_min"]
    ([('day_too_long', '10 minutes too many')], 40.0)
    """
    wrong = limit_problems(compare_s, None, seed)
    riding = riders_in_own(fieldworkers)
    prepared, rows_of_own = None, None
    try:
        prepared = prepare(households, fieldworkers, round_, travel, wards, restrictions)
    except InputProblems as error:
        # That there is no list of vehicles is no fault here: none is asked for.
        wrong += riding + [one for one in error.problems if not (riding and one.code == "E409")]
    try:
        rows_of_own = read_own(own, *_ids(prepared, households, fieldworkers), round_, file)
    except InputProblems as error:
        wrong += error.problems
    if wrong or prepared is None or rows_of_own is None:
        raise InputProblems(wrong)
    rows, broken = rows_of_own
    judged = _judged(prepared, rows, broken, len(own))
    if not compare_s:
        return judged
    # By its module, so that tests may put their own processes behind it.
    plan_round = import_module("allocation.plan_round").plan_round
    plan = plan_round(households, fieldworkers, round_, travel, wards, compare_s, None, seed, progress, executor, restrictions)
    return replace(judged, comparison=compare(judged, plan))


def _ids(prepared: Prepared | None, households: Any, fieldworkers: Any) -> tuple[list[str], list[str]]:
    """Ids of both lists; of lists that cannot be read, none."""
    if prepared is None:
        return [], []
    return prepared.households["household_id"].astype(str).tolist(), prepared.fieldworkers["worker_id"].astype(str).tolist()


def _judged(prepared: Prepared, rows: Any, broken: list[Violation], given: int) -> OwnPlan:
    problem = everybody(prepared)
    visits, days = tables_of_days(problem, own_days(problem, rows))
    unserved = _unserved(prepared, visits, days)
    violations = broken + check_plan(
        visits,
        days,
        unserved,
        prepared.households,
        prepared.fieldworkers_stated,
        prepared.problem.round,
        prepared.problem.travel,
        prepared.wards,
        restrictions=prepared.restrictions,
    )
    violations = plainly(problem, [_with_visits(one, visits) for one in violations], days)
    workers = workload(days, visits)
    served = set(visits["household_id"])
    weights = dict(zip(problem.household_ids, problem.weight, strict=True))
    asked = float(problem.weight[problem.asked].sum())
    summary = {
        "holds": not violations,
        "rows": given,
        "visits": len(visits),
        "served": len(served),
        "households": len(problem.household_ids),
        "asked": int(problem.asked.sum()),
        "priority_weight": weight_of(served, weights),
        "priority_served": round(weight_of(served, weights) / asked, 6) if asked else 1.0,
        "travel_min": round(float(days["travel_min"].sum()), 3),
        "hours": round(float(days["work_min"].sum()) / 60, 3),
    }
    return OwnPlan(violations, visits, days, unserved, summary, workers, plan=_as_plan(prepared, visits, days, unserved, summary))


def _as_plan(
    prepared: Prepared, visits: pd.DataFrame, days: pd.DataFrame, unserved: pd.DataFrame, figures: dict[str, Any]
) -> Plan:
    told = {name: figures[name] for name in ("served", "households", "asked", "priority_served", "travel_min")}
    told["reasons"] = {str(reason): int(count) for reason, count in unserved["reason"].value_counts().items()}
    return Plan(
        visits=visits,
        days=days,
        unserved=unserved,
        summary=told | {"checked": bool(figures["holds"]), "by_hand": True, "gap": float("nan"), "travel_gap": float("nan")},
        statistics=pd.DataFrame(columns=list(STATISTICS), dtype=float),
        households=prepared.households,
        fieldworkers=prepared.fieldworkers,
        wards=prepared.wards,
        round=prepared.problem.round,
        travel=prepared.problem.travel,
        restrictions=prepared.restrictions,
    )


def _with_visits(violation: Violation, visits: pd.DataFrame) -> Violation:
    """A household that is visited twice, with the visits: whoever made the plan looks for them by person and date."""
    if violation.code != "doubled_visit" or violation.date:
        return violation
    of = visits[visits["household_id"] == violation.household_id].sort_values("date", kind="stable")
    told = ", ".join(f"by {worker} on {date}" for worker, date in zip(of["worker_id"], of["date"], strict=True))
    return violation._replace(detail=f"{violation.detail}: {told}")


def everybody(prepared: Prepared) -> PlanningProblem:
    """The round's problem with all fieldworkers of the list, those who do not take part too."""
    problem = prepared.problem
    if problem.round.workers is None:
        return problem
    everyone = replace(problem.round, workers=None)
    return build_problem(
        prepared.households, prepared.fieldworkers, everyone, problem.travel, problem.barred, prepared.restrictions
    )


def _unserved(prepared: Prepared, visits: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """Who is left, and why; days that nobody works are no room and no hindrance."""
    problem = prepared.problem
    works = {(worker, date.isoformat()) for worker, dates in zip(problem.worker_ids, problem.days, strict=True) for date in dates}

    def real(frame: pd.DataFrame) -> pd.DataFrame:
        keys = zip(frame["worker_id"], frame["date"], strict=True)
        return frame[np.array([key in works for key in keys], dtype=bool)]

    left = explain(problem, real(visits), real(days), prepared.wards)
    return left[~left["household_id"].isin(set(visits["household_id"]))].reset_index(drop=True)


def compare(own: OwnPlan, plan: Plan) -> Comparison:
    """One's own plan beside another of the same round."""
    weights = weight_by_id(plan.households)
    mine, theirs = set(own.visits["household_id"]), set(plan.visits["household_id"])
    team = workload(plan.days, plan.visits)
    figures: list[tuple[str, float, float]] = [
        ("households visited", len(mine), len(theirs)),
        ("priority weight", weight_of(mine, weights), weight_of(theirs, weights)),
        ("travel minutes", float(own.days["travel_min"].sum()), float(plan.days["travel_min"].sum())),
        ("hours away from home", float(own.workers["hours"].sum()), float(team["hours"].sum())),
    ]

    def ranked(names: set[str]) -> tuple[str, ...]:
        return tuple(sorted(names, key=lambda name: (-weights.get(name, 0.0), name)))

    return Comparison(
        plan=plan,
        figures=pd.DataFrame([(name, a, b, b - a) for name, a, b in figures], columns=list(FIGURES)),
        only_own=ranked(mine - theirs),
        only_optimizer=ranked(theirs - mine),
        workers=_team(own.workers, team),
    )


def _team(own: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    names = {"visits": "optimizer_visits", "hours": "optimizer_hours"}
    table = own[["worker_id", "visits", "hours"]].merge(
        other[["worker_id", "visits", "hours"]].rename(columns=names), on="worker_id", how="outer"
    )
    table[list(names.values())] = table[list(names.values())].fillna(0)
    table[list(names)] = table[list(names)].fillna(0)
    table = table.astype({"visits": "int64", "optimizer_visits": "int64"})
    table["hours_apart"] = table["optimizer_hours"] - table["hours"]
    order = table["hours_apart"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order, list(TEAM)].reset_index(drop=True)
