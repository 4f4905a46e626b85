"""How long somebody waits for the first plan after pressing Plan: by the app's own job, a process standing ready or not.

``python -m benchmarks.first_plan WARD SECONDS READY`` keeps the lists, starts the job, and prints one line of JSON.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.engines import USABLE
from benchmarks.instances import make
from benchmarks.judge import weight_served
from benchmarks.made import Made
from benchmarks.record import Row, core_count, load_now
from benchmarks.runs import Run
from benchmarks.watch import watch
from workflows import import_table, plan_job, spare
from workspace import Workspace

#: Engines as they stand in the rows.
READY, COLD = "app, a process stands ready", "app, nothing stands ready"
#: Seconds that somebody looks at the page before pressing, and between two looks of the page at the job.
LOOKS_S, ASKS_S = 12.0, 0.05


def first_plan_runs(ward: str) -> list[Run]:
    """The same ward twice."""
    return [Run("first", ward, engine, 10.0, measured, around_s=LOOKS_S + 20) for engine in (READY, COLD)]


def measured(run: Run) -> list[Row]:
    """One row; ``first_s`` and ``usable_s`` are counted from the press."""
    load = load_now()
    done = watch("-m", "benchmarks.first_plan", run.instance, str(run.budget_s), str(int(run.engine == READY)))
    if done.code:
        raise SystemExit(f"{run.title}: ended with exit code {done.code}")
    figures = json.loads(done.lines[-1][1])
    row = Row(run.part, run.instance, run.engine, run.budget_s, **figures, peak_mib=done.peak_mib, cores=core_count(), load=load)
    return [row]


def main(ward: str, seconds: str, ready: str) -> None:
    """Keep the lists, look at the page for a while, press, and watch."""
    made = make(ward)
    with tempfile.TemporaryDirectory() as folder:
        ws = Workspace.create(Path(folder, "workspace"), "Benchmark")
        for name, table in (("households", made.households), ("fieldworkers", made.fieldworkers)):
            _bring(ws, name, table, Path(folder, f"{name}.csv"))
        if int(ready):
            spare.allow()
            spare.stand_ready()
            time.sleep(LOOKS_S)
        print(json.dumps(_pressed(ws, made, float(seconds))), flush=True)
        spare.end()


def _bring(ws: Workspace, name: str, table: Any, path: Path) -> None:
    """As a person does: by a file."""
    points = table.geometry
    table.drop(columns="geometry").assign(latitude=points.y, longitude=points.x).to_csv(path, index=False)
    import_table.keep(ws, import_table.preview(ws, name, path), path.read_bytes())


def _pressed(ws: Workspace, made: Made, seconds: float) -> dict[str, Any]:
    began = time.monotonic()
    job_id = plan_job.start(ws, made.round.settings(made.travel), seconds=seconds)
    reached: list[tuple[float, int]] = []
    while (status := plan_job.watch(ws, job_id)).state == "running":
        if status.has_plan:
            reached.append((time.monotonic() - began, int(status.progress["served"].iloc[-1])))
        time.sleep(ASKS_S)
    took = time.monotonic() - began
    if status.plan_id is None or not reached:
        raise SystemExit(status.message or "There was no plan.")
    plan = ws.plan(status.plan_id)
    served = int(plan.summary["served"])
    usable = next(second for second, count in reached if count >= USABLE * served)
    figures = {"seconds": took, "served": served, "first_s": reached[0][0], "usable_s": usable, "faults": len(plan.check())}
    return figures | {"priority": weight_served(plan)}


if __name__ == "__main__":
    main(*sys.argv[1:])
