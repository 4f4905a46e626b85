"""Plan the rest of a kept plan's round again, in the process of a job that survives a closed tab and a restart of the app."""

from __future__ import annotations

import hashlib
import json
import time

from allocation.happenings import read_happenings
from allocation.here import HERE_MOST
from allocation.plan import Plan
from allocation.progress import ProgressCallback
from geo.errors import WorkspaceError
from geo.problems import Problem
from workflows.happened_draft import HappenedDraft
from workflows.happened_given import given_of, new_households
from workflows.job_folder import JobFolder, Request
from workflows.plan_job import REPLANS, claimed
from workflows.replan import replan_kept
from workspace import Workspace
from workspace.files import write_aside
from workspace.frames import from_parquet, to_parquet

_HAPPENED, _NEW = "happened.json", "new.parquet"
#: What the door reads first; the rest are prices and areas.
_JUDGED = ("from_day", "ill", "not_home", "removed", "pins", "new_households")

#: Seconds that are usual for a ward, and for more: a plan that is nearly good needs few.
_WARD_S, _MORE_S = 2, 10


def usual_seconds(plan: Plan) -> int:
    """How long the rest of such a round is usually planned again."""
    return _WARD_S if len(plan.households) * len(plan.fieldworkers) <= HERE_MOST else _MORE_S


def start(ws: Workspace, draft: HappenedDraft, *, seconds: float, seed: int = 1, max_iterations: int | None = None) -> str:
    """Start planning again and return the job's id; the same happenings of the same plan that already run give their job.

    Parameters
    ----------
    ws : Workspace
        With the plan.
    draft : HappenedDraft
        What has happened.
    seconds : float
        Time for everything, from reading the plan to keeping the new one, as far as it can be foreseen.
    seed, max_iterations
        As of :func:`workflows.plan_job.start`.

    Raises
    ------
    InputProblems
        Something told cannot be (a pin on a day that is past, an id that is taken): nothing is started.
    WorkspaceError
        There is no such plan (E504).
    """
    plan = ws.plan(draft.plan_id)
    new = new_households(ws, plan, draft)
    given = given_of(draft, plan, new)
    read_happenings(plan, {"done": None, "forbid": None} | {key: given[key] for key in _JUDGED})
    known = ws.plans().set_index("plan_id")
    round_id = str(known.loc[draft.plan_id, "round_id"])
    request = Request(round_id, {}, float(seconds), seed, max_iterations, parent=draft.plan_id)
    content = None if new is None else to_parquet(new, "households")
    mark = [draft.to_json(), hashlib.sha256(content or b"").hexdigest(), max_iterations]
    key = hashlib.sha256(json.dumps(mark).encode()).hexdigest()

    def make(job: JobFolder) -> None:
        job.make(request)
        write_aside(job.folder / _HAPPENED, draft.to_json().encode())
        if content is not None:
            write_aside(job.folder / _NEW, content)

    return claimed(ws, REPLANS, key, round_id, make)


def answered(job: JobFolder, ws: Workspace, progress: ProgressCallback) -> str:
    """Do what :func:`start` asked for, in the job's own process; the new plan's id.

    Raises
    ------
    InputProblems, SolverError, WorkspaceError
        As of :func:`workflows.replan.replan_kept`; nothing is kept.
    """
    began = time.monotonic()
    request, draft = job.request(), told_to(job)
    path = job.folder / _NEW
    new = from_parquet(path.read_bytes(), "households") if path.is_file() else None
    plan = ws.plan(request.parent)
    given = given_of(draft, plan, new)
    # Keeping a plan takes about as long as reading one.
    around = 2 * (time.monotonic() - began)
    done = replan_kept(
        ws,
        request.parent,
        plan=plan,
        job_id=job.folder.name,
        seconds=max(0.0, request.seconds - around),
        max_iterations=request.max_iterations,
        seed=request.seed,
        progress=progress,
        **given,
    )
    return done.plan_id


def lost_pins(ws: Workspace, job_id: str, plan: Plan) -> list[str]:
    """Households for which something was set and that the plan that came of it does not visit."""
    visited = set(plan.visits["household_id"])
    return [name for name in told_to(JobFolder(ws.jobs_folder / job_id)).pins if name not in visited]


def told_to(job: JobFolder) -> HappenedDraft:
    """What has happened, as the job was told.

    Raises
    ------
    WorkspaceError
        The job's folder does not hold it any more (E504).
    """
    try:
        return HappenedDraft.from_json((job.folder / _HAPPENED).read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(
            str(Problem("E504", "What this job was told is not there any more.", remedy="Plan again."))
        ) from error
