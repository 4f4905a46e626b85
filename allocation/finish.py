"""From a draft to a plan that somebody may see: tables, reasons, and the independent check."""

from __future__ import annotations

import pandas as pd

from allocation.bound import Bound
from allocation.check import check_plan
from allocation.draft import Draft
from allocation.plan import Plan, Violation
from allocation.prepare import Prepared
from allocation.reasons import explain
from allocation.summary import summary
from allocation.timetable import tables
from allocation.vehicles.riding import Riding
from allocation.vehicles.timetable import no_rides, ride_figures, told
from geo.errors import SolverError


def finish(
    prepared: Prepared,
    draft: Draft,
    bound: Bound,
    statistics: pd.DataFrame,
    *,
    seconds: float,
    seed: int,
    riding: Riding | None = None,
) -> Plan:
    """The checked plan of a draft.

    A worker-day in which the checker finds a fault is given up (its households count as not reached), and all is checked
    once more.

    Parameters
    ----------
    prepared : Prepared
        The round.
    draft : Draft
        Routes of all workers.
    bound : Bound
        What no plan can beat.
    statistics : DataFrame
        One row an improvement.
    seconds : float
        That the search took.
    seed : int
        Of the search.
    riding : Riding or None
        The tours of vehicles, where the draft is one of the problem that they make.

    Raises
    ------
    SolverError
        The plan still breaks a rule; an invalid plan is never shown.
    """
    plan, violations = _checked(prepared, draft, bound, statistics, seconds=seconds, seed=seed, riding=riding)
    if violations:
        left = _without(draft, violations)
        plan, violations = _checked(prepared, left, bound, statistics, seconds=seconds, seed=seed, riding=riding)
    if violations:
        kinds = ", ".join(sorted({violation.code for violation in violations}))
        raise SolverError(
            f"The plan did not pass the check and is not shown ({len(violations)} faults: {kinds}). "
            "This is a fault of Wardround, not of your lists: please report it."
        )
    return plan


def _checked(
    prepared: Prepared,
    draft: Draft,
    bound: Bound,
    statistics: pd.DataFrame,
    *,
    seconds: float,
    seed: int,
    riding: Riding | None,
) -> tuple[Plan, list[Violation]]:
    problem = prepared.problem if riding is None else riding.problem
    visits, days = tables(draft)
    unserved = explain(problem, visits, days, prepared.wards)
    figures = summary(
        visits=visits,
        days=days,
        unserved=unserved,
        draft=draft,
        bound=bound,
        seconds=seconds,
        seed=seed,
        checked=False,
    )
    rides = None if prepared.vehicles is None else no_rides()
    if riding is not None:
        own = told(riding, visits, days)
        visits, days, rides = own.visits, own.days, own.rides
    if rides is not None:
        figures["vehicles"] = ride_figures(rides)
    violations = check_plan(
        visits,
        days,
        unserved,
        prepared.households,
        prepared.fieldworkers_stated,
        problem.round,
        problem.travel,
        prepared.wards,
        restrictions=prepared.restrictions,
        vehicles=prepared.vehicles,
        rides=rides,
    )
    figures["checked"] = not violations
    plan = Plan(
        visits=visits,
        days=days,
        unserved=unserved,
        summary=figures,
        statistics=statistics,
        households=prepared.households,
        fieldworkers=prepared.fieldworkers,
        wards=prepared.wards,
        round=problem.round,
        travel=problem.travel,
        restrictions=prepared.restrictions,
        vehicles=prepared.vehicles,
        rides=rides,
    )
    return plan, violations


def _without(draft: Draft, violations: list[Violation]) -> Draft:
    """The draft without the worker-days (or the households' days) that a violation names."""
    problem = draft.units.problem
    faulty = {(violation.worker_id, violation.date) for violation in violations}
    lost = {violation.household_id for violation in violations} - {""}
    result = draft.copy()
    out: set[int] = set()
    for worker, work_days in enumerate(result.days):
        for place, day in enumerate(work_days):
            named = (problem.person_ids[worker], problem.days[worker][place].isoformat()) in faulty
            if named or any(problem.household_ids[stop] in lost for stop in day.stops):
                out.update(day.stops)
    result.without(out)
    return result
