"""Plan a round in a process of its own, which survives a closed tab and a restart of the app."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from geo.errors import InputProblems, WorkspaceError
from geo.plain import plain
from geo.problems import Problem
from geo.travel import RoadNetwork
from workflows import kept_roads, spare
from workflows.detached import start_module
from workflows.job_folder import PROGRESS, JobFolder, Request
from workflows.keep_plan import ROADS, keep_checked
from workspace import Workspace

#: The tables that a plan is made from; the first two must be there.
TABLES = ("households", "fieldworkers", "wards", "restrictions", "vehicles")
#: Kinds of jobs: a round planned, and the rest of a round planned again.
PLANS, REPLANS = "plan", "replan"
CUT_OFF = "The planning was cut off before it was finished: the computer went off, or somebody ended the program."


@dataclass(frozen=True)
class JobStatus:
    """How a job fares.

    Attributes
    ----------
    job_id : str
    state : str
        running, done, stopped (early, on request) or failed.
    progress : DataFrame
        One row a report; columns :data:`workflows.job_folder.PROGRESS`.
    message : str
        What went wrong, in plain words; "" otherwise.
    plan_id : str or None
        The plan, once it is kept (done and stopped); None where it was stopped before there was one.
    stopping : bool
        Whether a running job has been asked to stop.
    parent : str
        The plan whose rest is planned again; "" for a first plan.
    left_plan : bool
        Whether a best plan lies aside that :func:`keep_left_plan` can take.
    """

    job_id: str
    state: str
    progress: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(PROGRESS)))
    message: str = ""
    plan_id: str | None = None
    left_plan: bool = False
    stopping: bool = False
    parent: str = ""

    @property
    def has_plan(self) -> bool:
        """Whether somebody is reached by now."""
        return not self.progress.empty and int(self.progress["served"].iloc[-1]) > 0


def start(
    ws: Workspace,
    settings: Mapping[str, Any],
    *,
    seconds: float | None = None,
    seed: int = 1,
    max_iterations: int | None = None,
    name: str = "",
) -> str:
    """Start planning and return the job's id; the same round of the same lists that already runs gives its job.

    Parameters
    ----------
    ws : Workspace
        With households and fieldworkers.
    settings : mapping
        The tables of round.toml.
    seconds : float or None
        Time for the search; the workspace's setting ``solve_seconds`` where left out.
    seed : int
        The same seed and iterations give the same plan.
    max_iterations : int or None
        If given, the clock does not stop the search.
    name : str
        Of the round; its own name where left out.

    Raises
    ------
    InputProblems
        The round is wrong, or there are no households or no fieldworkers.
    """
    round_, travel = kept_roads.round_of(ws, settings)
    revisions = {table: ws.revision(table) for table in TABLES}
    missing = [table for table in TABLES[:2] if not revisions[table]]
    if missing:
        raise InputProblems(Problem("E402", f"There are no {table} yet.", remedy="Bring the list first.") for table in missing)
    if isinstance(travel, RoadNetwork):
        revisions[ROADS] = kept_roads.revision(ws)
    used = plain(round_.settings(travel))
    round_id = ws.keep_round(name or round_.name or "Round", used)
    key = hashlib.sha256(json.dumps([used, revisions], sort_keys=True).encode()).hexdigest()
    limit = float(ws.settings().solve_seconds if seconds is None else seconds)
    request = Request(round_id, revisions, limit, seed, max_iterations)
    return claimed(ws, PLANS, key, round_id, lambda job: job.make(request))


def claimed(ws: Workspace, kind: str, key: str, round_id: str, make: Callable[[JobFolder], None]) -> str:
    """The id of the job of this key: one that is at work already, else a new one, which ``make`` fills and which is started.

    Which job of its kind was started last is noted: each kind has a page of its own.
    """
    job_id, new = ws.claim_job(key, round_id, lambda other: _folder(ws, other).at_work(), lambda own: make(_folder(ws, own)))
    if new:
        job = _folder(ws, job_id)
        if not spare.hand_over(job.folder, job.log):
            start_module("workflows.solve_job", [str(job.folder)], job.log)
    ws.set_state(f"last_job.{kind}", job_id)
    return job_id


def watch(ws: Workspace, job_id: str) -> JobStatus:
    """How a job fares; cheap enough to be asked every second.

    Raises
    ------
    WorkspaceError
        There is no such job (E504).
    """
    record = ws.job(job_id)
    job = _folder(ws, job_id)
    # Asked before the state is read: a process that ends in between has written its last state by then.
    at_work = job.at_work()
    state, progress, parent = job.state(), job.progress(), job.parent()
    over = state is not None and state.state in ("done", "stopped")
    # A plan is kept a moment before the job says how it ended; only a job that died in between never says it.
    if over or (record.plan_id and not at_work):
        early = job.asked_to_stop() if state is None or not over else state.state == "stopped"
        ended = "stopped" if early else "done"
        return JobStatus(
            job_id, ended, progress, plan_id=record.plan_id or (state.plan_id if state else "") or None, parent=parent
        )
    if at_work:
        return JobStatus(job_id, "running", progress, stopping=job.asked_to_stop(), parent=parent)
    message = state.message if state is not None and state.state == "failed" else CUT_OFF
    return JobStatus(job_id, "failed", progress, message=message, left_plan=job.has_left_plan(), parent=parent)


def stop(ws: Workspace, job_id: str, *, at_once: bool = False) -> None:
    """Ask a job to stop early and to keep its best plan so far.

    Parameters
    ----------
    ws, job_id
        The job.
    at_once : bool
        Do not wait for the first plan, if there is none yet: nothing is kept then.
    """
    ws.job(job_id)
    _folder(ws, job_id).ask_to_stop(at_once)


def keep_left_plan(ws: Workspace, job_id: str) -> str:
    """Check and keep the best plan that a job left aside when it was cut off; returns the plan's id.

    Raises
    ------
    WorkspaceError
        It left none, or the plan breaks a rule (E505).
    """
    record, job = ws.job(job_id), _folder(ws, job_id)
    if record.plan_id:
        return record.plan_id
    if not job.has_left_plan():
        raise WorkspaceError(str(Problem("E506", "The planning left no plan.", remedy="Plan again.")))
    plan, request = job.left_plan(), job.request()
    revisions = request.revisions
    if request.parent:
        revisions = made_from(ws, request.parent)
        plan = replace(plan, summary=plan.summary | {"replan": plan.summary.get("replan", {}) | {"parent": request.parent}})
    plan_id = keep_checked(ws, plan, record.round_id, revisions, job_id=job_id, again=True)
    job.clear_left_plan()
    return plan_id


def latest(ws: Workspace) -> str | None:
    """The job that was started last, running or not; None where there was none."""
    return ws.latest_job()


def latest_of(ws: Workspace, kind: str) -> str | None:
    """The job of a kind (:data:`PLANS`, :data:`REPLANS`) that was started last; None where there was none."""
    job_id = ws.state(f"last_job.{kind}")
    return str(job_id) if job_id else None


def made_from(ws: Workspace, plan_id: str) -> dict[str, str]:
    """The revisions of the lists, and of the roads, that a kept plan was made from, by table."""
    inputs = ws.plan_inputs(plan_id)
    lists = {table: str(source["import_id"]) for table, source in inputs.items() if "import_id" in source}
    return lists | ({ROADS: str(inputs[ROADS]["sha256"])} if ROADS in inputs else {})


def _folder(ws: Workspace, job_id: str) -> JobFolder:
    return JobFolder(ws.jobs_folder / job_id)
