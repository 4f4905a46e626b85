"""The folder of a job: request, state, progress, stop request, and the best plan so far."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from allocation.plan import Plan
from allocation.progress import Progress
from workflows.detached import is_alive
from workspace.archive import pack, unpack
from workspace.files import write_aside

#: Columns of :meth:`JobFolder.progress`.
PROGRESS = ("seconds", "served", "households", "priority", "travel_min", "bound", "phase", "share")
#: A process that has not reported its start after this long has died on the way, seconds.
STARTING_SECONDS = 60.0


@dataclass(frozen=True)
class Request:
    """What a job is asked to do.

    Attributes
    ----------
    round_id : str
    revisions : dict
        Table → revision of the workspace when it was asked.
    seconds : float
    seed : int
    max_iterations : int or None
    parent : str
        The plan whose rest is planned again; "" for a first plan.
    """

    round_id: str
    revisions: dict[str, str]
    seconds: float
    seed: int
    max_iterations: int | None
    parent: str = ""


@dataclass(frozen=True)
class State:
    """How a job fares, as its process writes it.

    Attributes
    ----------
    state : str
        starting, running, done, stopped or failed.
    at : float
        When this was written, seconds since 1970.
    pid, started : int, float
        The process, see :func:`workflows.detached.identity`; 0 before it has reported.
    message : str
    plan_id : str
    """

    state: str
    at: float
    pid: int = 0
    started: float = 0.0
    message: str = ""
    plan_id: str = ""


class JobFolder:
    """``jobs/<id>/``. Every file is written aside and swapped, or a line at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, request: Request) -> None:
        """Make the folder of a new job."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_aside(self.folder / "request.json", json.dumps(asdict(request)).encode())
        self.set_state(State("starting", time.time()))

    @property
    def log(self) -> Path:
        """What the process printed."""
        return self.folder / "log.txt"

    def request(self) -> Request:
        """What the job is asked to do."""
        return Request(**json.loads((self.folder / "request.json").read_text(encoding="utf-8")))

    def parent(self) -> str:
        """The plan whose rest is planned again; "" for a first plan, and where the folder is gone."""
        try:
            return self.request().parent
        except (OSError, ValueError, TypeError):
            return ""

    def set_state(self, state: State) -> None:
        """Write how the job fares."""
        write_aside(self.folder / "state.json", json.dumps(asdict(state)).encode())

    def state(self) -> State | None:
        """How the job fares; None where nothing was written."""
        try:
            return State(**_read_json(self.folder / "state.json"))
        except (OSError, ValueError, TypeError):
            return None

    def at_work(self) -> bool:
        """Whether the job's process is alive, or has only just been started."""
        state = self.state()
        if state is None or state.state in ("done", "stopped", "failed"):
            return False
        if state.pid:
            return is_alive(state.pid, state.started)
        return time.time() - state.at < STARTING_SECONDS

    def add_progress(self, progress: Progress) -> None:
        """Append one report."""
        with (self.folder / "progress.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(progress.to_dict()) + "\n")

    def progress(self) -> pd.DataFrame:
        """Every report so far; columns :data:`PROGRESS`."""
        rows = []
        try:
            lines = (self.folder / "progress.jsonl").read_text(encoding="utf-8").splitlines()
        except OSError:
            lines = []
        for line in lines:
            try:
                rows.append([json.loads(line)[name] for name in PROGRESS])
            except (ValueError, KeyError, TypeError):
                continue  # the last line may have been cut off
        return pd.DataFrame(rows, columns=list(PROGRESS))

    def ask_to_stop(self, at_once: bool = False) -> None:
        """Leave the request to stop early, or to end ``at_once``, also before there is any plan."""
        (self.folder / "stop").touch()
        if at_once:
            (self.folder / "end").touch()

    def asked_to_stop(self) -> bool:
        """Whether somebody asked to stop early."""
        return (self.folder / "stop").exists()

    def asked_to_end(self) -> bool:
        """Whether somebody does not even want to wait for the first plan."""
        return (self.folder / "end").exists()

    def leave_plan(self, plan: Plan) -> None:
        """Put the best plan so far aside, in place of the one before."""
        write_aside(self.folder / "best.zip", pack(plan))

    def has_left_plan(self) -> bool:
        """Whether a plan lies aside."""
        return (self.folder / "best.zip").is_file()

    def left_plan(self) -> Plan:
        """The plan that lies aside."""
        return unpack((self.folder / "best.zip").read_bytes())

    def clear_left_plan(self) -> None:
        """Remove what lies aside once a plan is kept."""
        (self.folder / "best.zip").unlink(missing_ok=True)


def _read_json(path: Path, tries: int = 5) -> dict[str, Any]:
    # Windows refuses to open a file in the moment in which it is swapped.
    for left in reversed(range(tries)):
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except PermissionError:
            if not left:
                raise
            time.sleep(0.02)
        else:
            if isinstance(content, dict):
                return content
    raise ValueError("the state of the job is not readable")
