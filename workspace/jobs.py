"""Which solves were started, and which plan each has led to."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import WorkspaceError
from geo.problems import Problem
from workspace.schema import Job
from workspace.types import now


def claim(
    session: Session, round_key: str, round_id: str, alive: Callable[[str], bool], make: Callable[[str], None]
) -> tuple[str, bool]:
    """The job of a round: the one that runs, else a new one; and whether it is new.

    Two clicks at once meet in the writer's lock, so only the first makes a job.

    Parameters
    ----------
    session : Session
        Of a writing transaction.
    round_key : str
        The same for the same round of the same lists.
    round_id : str
        Of the kept round.
    alive : callable
        Whether the job of this id is still at work.
    make : callable
        Makes the folder of a new job before anybody else can see it.
    """
    query = select(Job.id).where(Job.round_key == round_key, Job.plan_id.is_(None)).order_by(Job.started_at.desc())
    for job_id in session.scalars(query):
        if alive(job_id):
            return job_id, False
    job = Job(id=uuid.uuid4().hex, round_key=round_key, round_id=round_id, started_at=now(), plan_id=None)
    session.add(job)
    session.flush()
    make(job.id)
    return job.id, True


def get(session: Session, job_id: str) -> Job:
    """The record of a job.

    Raises
    ------
    WorkspaceError
        There is no such job (E504).
    """
    job = session.get(Job, job_id)
    if job is None:
        raise WorkspaceError(str(Problem("E504", "There is no such job in this workspace.", remedy="Plan again.")))
    return job


def latest(session: Session) -> str | None:
    """The id of the job that was started last."""
    return session.scalars(select(Job.id).order_by(Job.started_at.desc(), Job.id).limit(1)).first()
