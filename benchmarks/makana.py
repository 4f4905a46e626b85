"""Makana whole: three files in, a checked plan and everything handed out, through the command line."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.record import Row, core_count, load_now
from benchmarks.runs import Run
from benchmarks.watch import ROOT, Watched, watch

DATA = ROOT.parent / "shared" / "data" / "makana"
ROUND = '[round]\nname = "Benchmark"\nfirst_day = 2026-03-02\nlast_day = 2026-03-13\n'


def makana_runs() -> list[Run]:
    """The search gets a minute, so that the plan is checked within two."""
    return [Run("makana", "Makana 21459x143x10", "plan", 60.0, makana, around_s=120.0)]


def makana(run: Run, data: Path = DATA) -> list[Row]:
    """Rows of planning (tables only) and of planning with hand-outs; none where the data is not there."""
    if not (data / "households.csv").exists():
        print(f"left out: there is no {data.name} folder with the real files beside the project", flush=True)
        return []
    load, seconds = load_now(), run.budget_s
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder, "round.toml")
        rules.write_text(ROUND, encoding="utf-8")
        files = [f"--{role}={data / name}" for role, name in _FILES.items()]
        common = ["-m", "cli", "plan", *files, f"--round={rules}", f"--seconds={seconds:g}"]
        plan = _run(*common, f"--out={Path(folder, 'plan')}", "--tables-only")
        check = _run("-m", "cli", "check", str(Path(folder, "plan")))
        whole = _run(*common, f"--out={Path(folder, 'whole')}")
        served = _served(Path(folder, "plan"))
    same = {"part": run.part, "instance": run.instance, "budget_s": seconds, "cores": core_count(), "load": load}
    return [
        Row(engine="plan", seconds=plan.seconds, **served, peak_mib=plan.peak_mib, faults=check.code, **same),
        # The same search again, so that what is more is the time of writing everything out.
        Row(engine="hand-outs", seconds=whole.seconds - plan.seconds, peak_mib=whole.peak_mib, **same),
    ]


_FILES = {"wards": "wards.geojson", "households": "households.csv", "fieldworkers": "fieldworkers.csv"}


def _run(*words: str) -> Watched:
    done = watch(*words)
    if done.code:
        print("\n".join(line for _, line in done.lines[-20:]))
        raise SystemExit(f"wardround {words[2]} ended with exit code {done.code}")
    return done


def _served(folder: Path) -> dict[str, float | int]:
    import json

    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return {
        "served": summary["served"],
        "travel_min": summary["travel_min"],
        "priority": summary["priority_served"],
        "bound": summary["bound"]["priority_served"],
    }
