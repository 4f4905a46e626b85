"""The process of a long question: ``python -m workflows.inquiry_job FOLDER``. It answers and puts the answer down by itself."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd

from allocation.plan import Plan
from allocation.whatif.asked import what_would_it_take
from geo.errors import WardroundError
from workflows import kept_roads
from workflows.detached import be_polite, identity
from workflows.error_log import record
from workflows.gaps_spots import spots_answer
from workflows.inquiry import OF_AREAS, Answer, write_answer, write_step
from workflows.job_folder import JobFolder, State
from workflows.plain_people import in_plain
from workflows.round_levers import round_levers
from workflows.whatif_folder import asked_of
from workflows.whatif_view import answer_of
from workflows.wish_dials import wish_dials
from workspace import Workspace

Tell = Callable[[int, int, str], bool]
#: A step is put down so often at most, seconds.
_EVERY = 0.3


def answer(folder: Path) -> None:
    """Answer the question of this folder; how it ended stands in its state."""
    job = JobFolder(folder)
    pid, started = identity()
    running = State("running", time.time(), pid, started)
    job.set_state(running)
    root = folder.parent.parent
    try:
        question = json.loads((folder / "question.json").read_text(encoding="utf-8"))
        if question["kind"] == "roads":
            write_answer(folder, kept_roads.answer(Workspace.open(root), question["given"], _teller(job, None)))
        elif question["kind"] in OF_AREAS:
            write_answer(folder, spots_answer(folder, _teller(job, None)))
        else:
            workspace = Workspace.open(root)
            plan = workspace.plan(str(question["plan_id"]))
            points = workspace.table("service_points")
            write_answer(folder, _answered(question, plan, points, _teller(job, plan)))
        ended = replace(running, state="done")
    except WardroundError as error:
        ended = replace(running, state="failed", message=f"{error} (Log number {record(error, root)}.)")
    except Exception as error:
        # Whatever it was, the person must hear of it, and never see its text: it may quote their lists.
        ended = replace(running, state="failed", message=f"The work broke off. Tell us the log number {record(error, root)}.")
    job.set_state(replace(ended, at=time.time()))


def _teller(job: JobFolder, plan: Plan | None) -> Tell:
    last = 0.0

    def tell(done: int, steps: int, what: str) -> bool:
        nonlocal last
        if time.monotonic() - last >= _EVERY or done == 0:
            write_step(job.folder, done, steps, what if plan is None else in_plain(plan, what))
            last = time.monotonic()
        return not job.asked_to_stop()

    return tell


def _answered(question: Mapping[str, Any], plan: Plan, points: gpd.GeoDataFrame | None, tell: Tell) -> Answer:
    kind = str(question["kind"])
    if kind == "whatif":
        asked = asked_of(**question["given"])
        return answer_of(plan, asked, what_would_it_take(plan, asked, tell, points=points))
    if kind == "wishes":
        dials = wish_dials(plan, float(question["seconds"]), tell)
        return Answer(dials.lines, {"wishes": dials.wishes, "fair": dials.fair})
    levers = round_levers(plan, kind == "levers_anew", tell)
    return Answer((levers.headline,), {"binding": levers.binding, "idle": levers.idle})


if __name__ == "__main__":
    be_polite()
    answer(Path(sys.argv[1]))
