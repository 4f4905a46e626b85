"""The process of a job: ``python -m workflows.solve_job FOLDER``. It plans, checks and keeps by itself."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from allocation.plan import Plan
from allocation.plan_round import plan_round
from allocation.progress import Progress
from geo.errors import InputProblems, WardroundError
from geo.memory import give_back_large_blocks
from geo.problems import Problem
from workflows import kept_roads, replan_job
from workflows.detached import be_polite, identity
from workflows.error_log import record
from workflows.job_folder import JobFolder, State
from workflows.keep_plan import ROADS, keep_checked
from workspace import Workspace

#: Phases in which there is no plan yet, unless somebody is reached already.
BEFORE_A_PLAN = frozenset({"starting", "compiling", "districts", "routes"})
#: How often the best plan so far is put aside, seconds, and the most of the time that this may take.
ASIDE_SECONDS, ASIDE_SHARE = 5.0, 0.2


class Listener:
    """Writes each report down, puts the best plan aside now and then, and passes on the wish to stop.

    The best plan is made in a thread of its own: the search goes on meanwhile.
    """

    def __init__(self, job: JobFolder) -> None:
        self.job = job
        self.stopped = False
        self._closed = False
        self._lock = threading.Lock()
        self._aside: threading.Thread | None = None
        self._next_aside = 0.0

    def __call__(self, progress: Progress) -> bool:
        """Take a report; False stops the solve."""
        self.job.add_progress(progress)
        resting = self._aside is None or not self._aside.is_alive()
        if progress.best is not None and resting and time.monotonic() >= self._next_aside:
            self._aside = threading.Thread(target=self._leave, args=(progress.best,))
            self._aside.start()
        # Reports come from two threads: what one has found, the other must not take back.
        if self.job.asked_to_stop() and self._may_stop(progress):
            self.stopped = True
        return not self.stopped

    def _may_stop(self, progress: Progress) -> bool:
        """A plan that reaches nobody is of no use: whoever stops early waits a moment for the first one."""
        return progress.served > 0 or progress.phase not in BEFORE_A_PLAN or self.job.asked_to_end()

    def close(self) -> None:
        """Put nothing aside from now on."""
        with self._lock:
            self._closed = True

    def _leave(self, best: Callable[[], Plan]) -> None:
        began = time.monotonic()
        try:
            plan = best()
            with self._lock:
                if not self._closed:
                    self.job.leave_plan(plan)
        except Exception as error:
            # The search itself goes on; what is put aside is only for a power cut.
            record(error, self.job.folder.parent.parent)
        now = time.monotonic()
        self._next_aside = now + max(ASIDE_SECONDS, (now - began) / ASIDE_SHARE)


def solve(folder: Path) -> None:
    """Do the job of this folder; how it ended stands in its state."""
    job = JobFolder(folder)
    pid, started = identity()
    running = State("running", time.time(), pid, started)
    job.set_state(running)
    try:
        listener = Listener(job)
        plan_id = _plan(job, listener)
        ended = replace(running, state="stopped" if listener.stopped else "done", plan_id=plan_id)
    except InputProblems as error:
        ended = replace(running, state="failed", message=str(error))
    except WardroundError as error:
        log_id = record(error, folder.parent.parent)
        ended = replace(running, state="failed", message=f"{error} (Log number {log_id}.)")
    except Exception as error:
        # Whatever it was, the person must hear of it, and never see its text: it may quote their lists.
        log_id = record(error, folder.parent.parent)
        ended = replace(running, state="failed", message=f"The planning broke off. Tell us the log number {log_id}.")
    job.set_state(replace(ended, at=time.time()))


def _plan(job: JobFolder, listener: Listener) -> str:
    """Plan and keep; the plan's id, "" where there was nothing to keep."""
    request = job.request()
    ws = Workspace.open(job.folder.parent.parent)
    if request.parent:
        plan_id = replan_job.answered(job, ws, listener)
        listener.close()
        job.clear_left_plan()
        return plan_id
    tables = {name: ws.table(name) for name in request.revisions if name != ROADS}
    round_, travel = kept_roads.round_of(ws, ws.round_settings(request.round_id))
    now = {name: kept_roads.revision(ws) if name == ROADS else ws.revision(name) for name in request.revisions}
    if now != request.revisions:
        raise InputProblems([Problem("E107", "A list was changed while the planning began.", remedy="Press Plan again.")])
    households, fieldworkers = tables["households"], tables["fieldworkers"]
    assert households is not None and fieldworkers is not None
    plan = plan_round(
        households,
        fieldworkers,
        round_,
        travel=travel,
        wards=tables["wards"],
        time_limit_s=request.seconds,
        max_iterations=request.max_iterations,
        seed=request.seed,
        progress=listener,
        restrictions=tables.get("restrictions"),
        vehicles=tables.get("vehicles"),
    )
    # Stopped before anybody was reached: what is there says nothing of the round, and must not take a good plan's place.
    empty = listener.stopped and plan.visits.empty
    plan_id = "" if empty else keep_checked(ws, plan, request.round_id, request.revisions, job_id=job.folder.name)
    listener.close()
    job.clear_left_plan()
    return plan_id


if __name__ == "__main__":
    be_polite()
    give_back_large_blocks()
    solve(Path(sys.argv[1]))
