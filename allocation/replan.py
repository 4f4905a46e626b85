"""The door for planning again in the middle of a round: what is done stays, what was promised moves only if it pays."""

from __future__ import annotations

import datetime as dt
import math
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from typing import Any

import pandas as pd

from allocation.attend import attended
from allocation.bound import Bound
from allocation.changes import changes
from allocation.door import caller_problems, limit_problems, travel_problems
from allocation.draft import Draft
from allocation.happenings import read_happenings
from allocation.here import engine_near
from allocation.plan import Plan
from allocation.progress import Progress, ProgressCallback
from allocation.replan_search import planned_again
from allocation.replanned import Replanned
from allocation.replanning import Ready, made_ready
from allocation.stop import Stop
from allocation.vehicles.settle import FILL_S
from geo.errors import InputProblems
from geo.problems import Problem
from geo.travel import Travel

#: Usual prices of a changed fieldworker and of a changed day, minutes of travel. Choices of ours: a changed person costs
#: trust and a telephone call, a changed day a call alone; both outweigh a short detour.
CHANGED_WORKER_MIN, CHANGED_DAY_MIN = 15.0, 10.0
#: How many times as long as making ready it takes to put the days in order, to check them and to list what changed.
FINISHING = 1.8


def replan(
    plan: Plan,
    *,
    from_day: dt.date | str,
    done: pd.DataFrame | None = None,
    not_home: Iterable[str] | pd.DataFrame = (),
    ill: Mapping[str, Any] | Iterable[str] | None = None,
    new_households: pd.DataFrame | None = None,
    removed: Iterable[str] | pd.DataFrame = (),
    pins: Mapping[str, Any] | pd.DataFrame | None = None,
    forbid: Mapping[str, Any] | pd.DataFrame | None = None,
    travel: Travel | None = None,
    restrictions: pd.DataFrame | None = None,
    changed_worker_min: float = CHANGED_WORKER_MIN,
    changed_day_min: float = CHANGED_DAY_MIN,
    seconds: float = 2,
    max_iterations: int | None = None,
    seed: int = 1,
    progress: ProgressCallback | None = None,
    executor: Executor | None = None,
) -> Replanned:
    """Plan the rest of a round again.

    Parameters
    ----------
    plan : Plan
        As it was.
    from_day : date or YYYY-MM-DD
        The first day that is planned anew; what lies before is past.
    done : DataFrame or None
        What was visited: household, fieldworker, date (under the names that people use); all of it before ``from_day``. Left
        out: everything that was planned before, but the ``not_home``.
    not_home : ids, or a table with them
        Households where nobody was at home: they are planned again.
    ill : mapping of worker id → dates or "all", or ids
        Who cannot come, and when (all: the rest of the round).
    new_households : DataFrame or None
        In the shape of the households; ids must be new.
    removed : ids, or a table with them
        Households that must not be visited any more.
    pins : mapping of household id → worker id, date, or (worker id, date); or a table with these columns
        What is set: it holds whatever it costs. Two pins make a swap.
    forbid : mapping of household id → worker id or ids; or a table with both columns
        Who must not visit whom.
    travel : Travel or None
        Where ways have changed (a road is closed); the plan's own where left out.
    restrictions : GeoDataFrame or None
        Areas that are closed now, besides those of the plan (:mod:`geo.tables`): a flooded road, a place nobody may enter.
    changed_worker_min, changed_day_min : float
        What a promised visit by somebody else, or on another day, must be worth: minutes of travel, 0 or more. Who is served
        comes before any promise.
    seconds : float
        In all, as far as can be foreseen: reading and checking included. Half a second is searched whatever they take.
    max_iterations, seed, progress, executor
        As of :func:`allocation.plan_round`.

    Returns
    -------
    Replanned

    Raises
    ------
    InputProblems
        Everything wrong with what is given, all at once.
    SolverError
        As :func:`allocation.plan_round`.

    Examples
    --------
    >>> from allocation import Round, Wishes, plan_round
    >>> from geo.travel import TravelMatrix
    >>> way = TravelMatrix([[0, 10, 20, 10], [10, 0, 10, 10], [20, 10, 0, 10], [10, 10, 10, 0]], ["V", "A", "B", "W"])
    >>> old = plan_round(
    ...     pd.DataFrame({"household_id": ["A", "B"], "visit_min": 30}),
    ...     pd.DataFrame({"worker_id": ["V", "W"], "hours_per_day": 1}),
    ...     Round("2026-03-02", "2026-03-03", wishes=Wishes.none()), way, time_limit_s=1)
    >>> new = replan(old, from_day="2026-03-02", ill=["V"], seconds=1)
    >>> new.plan.visits["worker_id"].tolist(), new.plan.check()
    (['W', 'W'], [])
    """
    began = time.monotonic()
    wrong = [*limit_problems(seconds, max_iterations, seed), *caller_problems(progress, executor), *travel_problems(travel)]
    wrong += _price_problems(changed_worker_min, changed_day_min)
    given = {
        "from_day": from_day,
        "done": done,
        "not_home": not_home,
        "ill": ill,
        "new_households": new_households,
        "removed": removed,
        "pins": pins,
        "forbid": forbid,
    }
    try:
        happened = read_happenings(plan, given)
    except InputProblems as error:
        raise InputProblems([*wrong, *error.problems]) from None
    if wrong:
        raise InputProblems(wrong)
    engine = engine_near(len(plan.households), len(plan.fieldworkers), executor)
    try:
        alive = None if progress is None else lambda: progress(_alive(began))
        prices = float(changed_worker_min), float(changed_day_min)
        ready, took = attended(lambda: _timed(lambda: made_ready(plan, happened, travel, *prices, restrictions)), alive)
        stop = Stop(max(0.0, float(seconds) - FINISHING * took), max_iterations, int(ready.rest.problem.asked.sum()), began)

        fill_s = math.inf if stop.counts_steps else FILL_S

        def make_plan(of: Ready, draft: Draft, bound: Bound, statistics: pd.DataFrame | None = None) -> Plan:
            table = pd.DataFrame() if statistics is None else statistics
            return of.plan_of(draft, bound, table, stop.elapsed, int(seed), fill_s=fill_s)

        ready, search = planned_again(ready, engine, stop, int(seed), progress, make_plan)
        made = make_plan(ready, search.draft, search.bound, search.statistics.table())
    finally:
        engine.close()
    table = changes(plan, made, ready.because(made))
    return Replanned(ready.kept_why(made, table), table, ready.figures(made, table))


def _timed(work: Callable[[], Ready]) -> tuple[Ready, float]:
    """What comes of it, and the seconds of computing that it took, however busy the computer is with other things."""
    began = time.thread_time()
    return work(), time.thread_time() - began


def _price_problems(worker_min: object, day_min: object) -> list[Problem]:
    found = []
    for name, value in (("changed_worker_min", worker_min), ("changed_day_min", day_min)):
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
            found.append(Problem("E401", f"{name} must be 0 or more minutes.", column=name))
    return found


def _alive(began: float) -> Progress:
    return Progress(time.monotonic() - began, 0, 0, 0.0, 0.0, float("nan"), "starting", 0.0)
