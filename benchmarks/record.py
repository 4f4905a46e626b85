"""Rows of results.csv: what was measured, when, on which commit and machine, with which versions."""

from __future__ import annotations

import csv
import datetime as dt
import os
import platform
import subprocess
from dataclasses import dataclass, fields
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.watch import ROOT

RESULTS = Path(__file__).with_name("results.csv")
_PACKAGES = ("ortools", "pyvroom", "numpy", "pandas", "geopandas")


@dataclass(frozen=True)
class Row:
    """One engine on one instance; blank where a figure does not apply.

    ``first_s`` and ``usable_s`` are seconds from starting the process to the first plan and to one with 90 % of the final
    weight; ``ratio`` is the weight served against ours in the same run.
    """

    part: str
    instance: str
    engine: str
    budget_s: float
    seconds: float
    served: int | str = ""
    priority: float | str = ""
    travel_min: float | str = ""
    bound: float | str = ""
    ratio: float | str = ""
    first_s: float | str = ""
    usable_s: float | str = ""
    peak_mib: float | str = ""
    faults: int | str = ""


def append(rows: list[Row]) -> None:
    """Add rows with date, commit, machine and versions."""
    names = [item.name for item in fields(Row)]
    stamp = {
        "date": f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%MZ}",
        "commit": _commit(),
        "machine": machine(),
        "versions": versions(),
    }
    new = not RESULTS.exists()
    with RESULTS.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*stamp, *names], lineterminator="\n")
        if new:
            writer.writeheader()
        for row in rows:
            writer.writerow({**stamp, **{name: _short(getattr(row, name)) for name in names}})


def show(rows: list[Row]) -> None:
    """Print rows as a table."""
    names = [item.name for item in fields(Row)]
    cells = [names, *([str(_short(getattr(row, name))) for name in names] for row in rows)]
    kept = [place for place in range(len(names)) if any(line[place] for line in cells[1:])]
    wide = [max(len(line[place]) for line in cells) for place in kept]
    for line in cells:
        print("  ".join(line[place].rjust(size) for place, size in zip(kept, wide, strict=True)), flush=True)


def machine() -> str:
    """System, processor kind, cores and memory; nothing that names this computer."""
    import psutil

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{platform.system()} {platform.machine()} {cores} cores {psutil.virtual_memory().total / 2**30:.0f} GiB"


def versions() -> str:
    """Python and the packages that matter."""
    return " ".join([f"python {platform.python_version()}", *(f"{name} {_version(name)}" for name in _PACKAGES)])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"


def _commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()

    # Sources alone: a row added by the part before does not make the commit another.
    changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!benchmarks/results.csv")
    return (git("rev-parse", "--short", "HEAD") or "unknown") + ("+" if changed else "")


def _short(value: float | str) -> float | str:
    return round(value, 4 if abs(value) < 10 else 1) if isinstance(value, float) else value
