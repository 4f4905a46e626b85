"""The public door: plan a round."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor
from typing import NoReturn

import pandas as pd

from allocation.attend import attended
from allocation.bound import Bound
from allocation.door import caller_problems, limit_problems, round_problems, travel_problems
from allocation.draft import Draft
from allocation.engine import Engine, Task
from allocation.engines import open_engine
from allocation.finish import finish
from allocation.kernel import cache
from allocation.plan import Plan
from allocation.prepare import Prepared, prepare
from allocation.progress import Progress, ProgressCallback
from allocation.round import Round
from allocation.solve import Solve
from allocation.stop import Stop
from allocation.vehicles.search import RidingSearch
from geo.errors import InputProblems
from geo.problems import Problem
from geo.travel import Travel

#: Seconds after which compiling is taken for hung: a minute is usual.
COMPILE_HANG_S = 600.0


def plan_round(  # noqa: PLR0917 - the door's parameters stand in this order
    households: pd.DataFrame,
    fieldworkers: pd.DataFrame,
    round_: Round,
    travel: Travel | None = None,
    wards: pd.DataFrame | None = None,
    time_limit_s: float = 30,
    max_iterations: int | None = None,
    seed: int = 1,
    progress: ProgressCallback | None = None,
    executor: Executor | None = None,
    restrictions: pd.DataFrame | None = None,
    vehicles: pd.DataFrame | None = None,
) -> Plan:
    """Decide who visits whom, on which day and in which order; say why the others are not reached.

    Parameters
    ----------
    households, fieldworkers : DataFrame or GeoDataFrame
        In the shape of :mod:`geo.tables`; columns that are left out take their defaults. A table without geometry may
        hold ``latitude`` and ``longitude``; a GeoDataFrame must say its coordinate system (crs).
    round_ : Round
        Days, rules and wishes.
    travel : Travel or None
        Travel times; None for straight lines with the usual speeds.
    wards : GeoDataFrame or None
        Only derives the households' wards; without it a missing ``ward_id`` is unknown, not outside.
    time_limit_s : float
        Seconds that the search may take, 0 or more. Reading and checking come on top; a small round ends sooner, when
        nothing improves any more.
    max_iterations : int or None
        Accepted steps of the local search, 0 or more. If given, the clock does not stop the search, and the same seed
        gives the same plan, bit for bit, whatever the executor. A search that finds nothing better ends before.
    seed : int
        0 to 2147483647.
    progress : callable or None
        Called in the caller's thread with a :class:`allocation.progress.Progress` at least once a second; returning
        False stops with the best plan so far.
    executor : concurrent.futures.Executor or None
        Where the solvers' processes are started; None for our own.
    restrictions : GeoDataFrame or None
        Areas with no entry, for pairs only or in daylight only, in the shape of :mod:`geo.tables`.
    vehicles : GeoDataFrame or None
        Shared vehicles that drop fieldworkers and fetch them, in the shape of :mod:`geo.tables`; the fieldworkers' column
        ``vehicle`` says who may ride in which. Iterations are then those of each of three searches: on foot, with tours,
        and with tours that were mended.

    Returns
    -------
    Plan
        Checked: :meth:`Plan.check` finds nothing.

    Raises
    ------
    InputProblems
        Everything that is wrong with the input, all at once.
    SolverError
        The optimizer could not run at all, or what it handed back is not a plan.

    Examples
    --------
    >>> from geo.travel import TravelMatrix
    >>> from allocation import Round, Wishes
    >>> travel = TravelMatrix([[0, 10, 20], [10, 0, 10], [20, 10, 0]], ["W", "A", "B"])
    >>> plan = plan_round(
    ...     pd.DataFrame({"household_id": ["A", "B"], "visit_min": [30, 30]}),
    ...     pd.DataFrame({"worker_id": ["W"], "hours_per_day": [2]}),
    ...     Round("2026-03-02", "2026-03-02", wishes=Wishes.none()), travel, time_limit_s=5)
    >>> plan.visits["household_id"].tolist(), plan.summary["travel_min"]
    (['A', 'B'], 40.0)
    """
    began = time.monotonic()
    wrong = [*limit_problems(time_limit_s, max_iterations, seed), *caller_problems(progress, executor)]
    if wrong or round_problems(round_) or travel_problems(travel):
        # Before any process is started.
        _refuse(wrong, lambda: prepare(households, fieldworkers, round_, travel, wards, restrictions, vehicles))
    # The children start while the tables are judged.
    engine = open_engine(executor)
    try:
        prepared = attended(
            lambda: prepare(households, fieldworkers, round_, travel, wards, restrictions, vehicles), _alive(progress, began)
        )
        began = _compiled(engine, progress, began)
        stop = Stop(float(time_limit_s), max_iterations, int(prepared.problem.asked.sum()), began)
        if prepared.vehicles is not None and prepared.problem.workers["vehicle"].ne("").any():
            return RidingSearch(prepared, engine, stop, int(seed), progress).run()
        return _solved(prepared, engine, stop, int(seed), progress)
    finally:
        engine.close()


def _refuse(wrong: list[Problem], judge: Callable[[], object]) -> NoReturn:
    """One error with what is wrong with the limits and with the tables too."""
    try:
        judge()
    except InputProblems as error:
        raise InputProblems([*wrong, *error.problems]) from None
    raise InputProblems(wrong)


def _alive(progress: ProgressCallback | None, began: float, phase: str = "starting") -> Callable[[], object] | None:
    """Reports while there is nothing to report yet."""
    if progress is None:
        return None
    return lambda: progress(Progress(time.monotonic() - began, 0, 0, 0.0, 0.0, float("nan"), phase, 0.0))


def _compiled(engine: Engine, progress: ProgressCallback | None, began: float) -> float:
    """Have the kernel compiled where set-up did not; the seconds of the search then count from its end."""
    if cache.is_ready():
        return began
    tick = _alive(progress, began, "compiling") or (lambda: True)
    for _ in engine.run([Task("warm", (), COMPILE_HANG_S)], lambda: tick() is not False):
        pass
    return time.monotonic()


def _solved(prepared: Prepared, engine: Engine, stop: Stop, seed: int, progress: ProgressCallback | None) -> Plan:
    def make_plan(draft: Draft, bound: Bound) -> Plan:
        return finish(prepared, draft, bound, solve.statistics.table(), seconds=stop.elapsed, seed=seed)

    solve = Solve(prepared.problem, engine, stop, seed, progress, make_plan)
    draft = solve.run()
    plan = solve.attend("checking", lambda: make_plan(draft, solve.bound))
    solve.tell("done", draft, now=True)
    return plan
