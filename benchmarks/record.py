"""Rows of results.csv: what was measured, when, on which commit and machine, with which versions."""

from __future__ import annotations

import csv
import datetime as dt
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, fields
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.watch import ROOT

RESULTS = Path(__file__).with_name("results.csv")
_PACKAGES = ("ortools", "numba", "pyvroom", "pyvrp", "numpy", "pandas", "geopandas")
#: What a measurement depends on: a new page or a new document does not make it old.
_SOURCES = ("allocation", "geo", "benchmarks", ":!benchmarks/*.csv", "requirements.lock")
_STAMP = ("date", "commit", "machine", "versions")


@dataclass(frozen=True)
class Row:
    """One engine on one instance; blank where a figure does not apply.

    Attributes
    ----------
    served, priority, travel_min : number
        Visits, their weight (priority + 1; Makana: the share; *collect*: prizes less travel, minutes), all legs.
    bound : float
        No plan serves more weight.
    cap : int
        Worker-days × visits that fit a day on the shortest way there and back: the trivial bound.
    ratio : float
        Against the first of our own rows on the same instance and commit: of the weight served, or of the travel where
        everything is mandatory.
    first_s, usable_s : float
        From starting the process to the first plan, and to one with 90 % of the final weight.
    peak_mib : float
        Of the whole tree of processes.
    faults : int
        Rules broken, by the checker.
    cores : int
        That the engine could use.
    load : float
        Processes that wanted a core in the minute before, the measurement before this one included; above 2.5 others were at
        work too and the row understates what the engine can do.
    moved : float
        Of a re-plan: promised visits that somebody else makes or that are on another day, a share.
    free : float
        Of a re-plan: the weight that one serves which may change everything and has ten times as long.
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
    cap: int | str = ""
    cores: int | str = ""
    load: float | str = ""
    moved: float | str = ""
    free: float | str = ""


def recorded() -> list[dict[str, str]]:
    """The rows of results.csv as text, oldest first."""
    if not RESULTS.exists():
        return []
    with RESULTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def append(rows: Sequence[Row]) -> None:
    """Add rows with date, commit, machine and versions."""
    names = [item.name for item in fields(Row)]
    stamp = (f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%MZ}", source_commit(), machine(), versions())
    new = not RESULTS.exists()
    with RESULTS.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if new:
            writer.writerow([*_STAMP, *names])
        for row in rows:
            writer.writerow([*stamp, *(_short(getattr(row, name)) for name in names)])


def show(rows: Sequence[Row]) -> None:
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

    return f"{platform.system()} {platform.machine()} {core_count()} cores {psutil.virtual_memory().total / 2**30:.0f} GiB"


def core_count() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def load_now() -> float | str:
    """Processes that wanted a core in the last minute; blank where the system does not tell."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else ""


def versions() -> str:
    """Python and the packages that matter."""
    return " ".join([f"python {platform.python_version()}", *(f"{name} {_version(name)}" for name in _PACKAGES)])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"


def source_commit() -> str:
    """The last commit that changed what is measured or how, with ``+`` where there are changes since."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no", "--", *_SOURCES)
    return (git("log", "-1", "--format=%h", "--", *_SOURCES) or "unknown") + ("+" if changed else "")


def _short(value: float | str) -> float | str:
    return round(value, 4 if abs(value) < 10 else 1) if isinstance(value, float) else value
