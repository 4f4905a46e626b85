"""A long question, mostly about a kept plan, answered in a process of its own: which rules bind, what each wish costs.

The answer lies in the workspace beside the jobs and is found again after a closed tab or a restart. A plan never changes
once it is kept, so neither does the answer.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from geo.plain import plain
from workflows.detached import start_module
from workflows.job_folder import JobFolder, State
from workspace import Workspace
from workspace.files import write_aside

#: Questions there are: what would bring a round most (by an estimate, and by planning anew), what each wish costs, and what it
#: would take.
KINDS = ("levers", "levers_anew", "wishes", "whatif", "spots", "roads")
#: Those that are about no plan (which areas stand out together, what a file of roads holds): a hash of what is asked, or a name,
#: stands in the place of a plan's id.
OF_AREAS = ("spots", "roads")
#: Answers to questions of areas that are kept: each moved slider asks another.
KEPT_MOST = 12
CUT_OFF = "The work was cut off before it was finished: the computer went off, or somebody ended the program. Start it again."


@dataclass(frozen=True)
class Answer:
    """What came of a question: sentences and tables by name."""

    lines: tuple[str, ...] = ()
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """How a question fares.

    Attributes
    ----------
    state : str
        none (never asked), running, done or failed.
    done, steps : int
        Of the work.
    what : str
        What is looked at now.
    stopping : bool
        Whether it has been asked to end early.
    message : str
        Why it failed.
    answer : Answer or None
        Once it is done; of one that was ended early what was known by then.
    """

    state: str
    done: int = 0
    steps: int = 0
    what: str = ""
    stopping: bool = False
    message: str = ""
    answer: Answer | None = None


def ask(
    ws: Workspace,
    kind: str,
    plan_id: str,
    seconds: float = 0,
    *,
    given: Mapping[str, Any] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> None:
    """Begin; what is at work already goes on.

    Parameters
    ----------
    ws : Workspace
        With the plan.
    kind : str
        One of :data:`KINDS`.
    plan_id : str
        Of a kept plan.
    seconds : float
        For each time that the round is planned anew.
    given : mapping, optional
        What else is asked, as plain values.
    files : mapping, optional
        Name → content of what is laid beside the question.

    Raises
    ------
    WorkspaceError
        There is no such plan (E504).
    """
    if kind in OF_AREAS:
        _clear(ws, kind)
    else:
        ws.plan_summary(plan_id)
    job = folder_of(ws, kind, plan_id)
    if job.at_work():
        return
    job.folder.mkdir(parents=True, exist_ok=True)
    for name in ("stop", "answer.json", "step.json"):
        (job.folder / name).unlink(missing_ok=True)
    question = {"kind": kind, "plan_id": plan_id, "seconds": seconds, "given": dict(given or {})}
    for name, content in (files or {}).items():
        write_aside(job.folder / name, content)
    write_aside(job.folder / "question.json", json.dumps(question).encode())
    job.set_state(State("starting", time.time()))
    start_module("workflows.inquiry_job", [str(job.folder)], job.log)


def stand(ws: Workspace, kind: str, plan_id: str) -> Standing:
    """How a question fares; cheap enough to be asked every second."""
    job = folder_of(ws, kind, plan_id)
    at_work = job.at_work()
    state = job.state()
    if state is None:
        return Standing("none")
    if state.state == "done":
        return Standing("done", answer=_read_answer(job.folder / "answer.json"))
    step = _step(job.folder)
    if at_work:
        return Standing("running", *step, stopping=job.asked_to_stop())
    return Standing("failed", *step, message=state.message if state.state == "failed" else CUT_OFF)


def end(ws: Workspace, kind: str, plan_id: str) -> None:
    """Ask it to end early, with what is known by then."""
    folder_of(ws, kind, plan_id).ask_to_stop()


def folder_of(ws: Workspace, kind: str, plan_id: str) -> JobFolder:
    """Where a question and its answer lie."""
    return JobFolder(ws.jobs_folder / f"{kind}-{plan_id}")


def write_answer(folder: Path, answer: Answer) -> None:
    """Put the answer where :func:`stand` finds it."""
    tables = {name: frame.astype(object).to_dict("split", index=False) for name, frame in answer.tables.items()}
    write_aside(folder / "answer.json", json.dumps(plain({"lines": list(answer.lines), "tables": tables})).encode())


def write_step(folder: Path, done: int, steps: int, what: str) -> None:
    """Put down how far the work is."""
    write_aside(folder / "step.json", json.dumps(asdict(Standing("running", done, steps, what))).encode())


def _read_answer(path: Path) -> Answer:
    content = json.loads(path.read_text(encoding="utf-8"))
    tables = {name: pd.DataFrame(**parts) for name, parts in content["tables"].items()}
    return Answer(tuple(content["lines"]), tables)


def _clear(ws: Workspace, kind: str) -> None:
    """Let the oldest answers of a kind go, beyond those that are kept."""
    there = sorted(ws.jobs_folder.glob(f"{kind}-*"), key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in there[KEPT_MOST - 1 :]:
        if not JobFolder(folder).at_work():
            shutil.rmtree(folder, ignore_errors=True)


def _step(folder: Path) -> tuple[int, int, str]:
    try:
        content: dict[str, Any] = json.loads((folder / "step.json").read_text(encoding="utf-8"))
        return int(content["done"]), int(content["steps"]), str(content["what"])
    except (OSError, ValueError, KeyError):
        return 0, 0, ""  # not begun, or being swapped in this moment
