"""Run a command and watch it: its lines with their seconds, and the peak memory of it and its children."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
#: Seconds between two looks at the memory.
LOOK_S = 0.2


@dataclass(frozen=True)
class Watched:
    """What a command did: (seconds, line) as they came, its seconds, peak MiB of the process tree, and its exit code."""

    lines: tuple[tuple[float, str], ...]
    seconds: float
    peak_mib: float
    code: int


def watch(*words: str) -> Watched:
    """Run ``python words`` from the project's folder; its errors go where ours go."""
    began = time.perf_counter()
    peak = [0.0]
    with subprocess.Popen([sys.executable, *words], cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        looker = threading.Thread(target=_look, args=(process.pid, peak), daemon=True)
        looker.start()
        assert process.stdout is not None
        lines = tuple((time.perf_counter() - began, line.rstrip("\n")) for line in process.stdout)
        code = process.wait()
    looker.join()
    return Watched(lines, time.perf_counter() - began, peak[0], code)


def _look(pid: int, peak: list[float]) -> None:
    """Memory of the whole tree; pages that processes share count once where the system tells, else once a process."""
    try:
        root = psutil.Process(pid)
        while root.is_running() and root.status() != psutil.STATUS_ZOMBIE:
            peak[0] = max(peak[0], sum(_resident(one) for one in [root, *root.children(recursive=True)]) / 2**20)
            time.sleep(LOOK_S)
    except psutil.Error:
        return


def _resident(process: psutil.Process) -> int:
    try:
        # Libraries lie in memory once for all processes: Linux tells the share of each.
        return int(process.memory_full_info().pss if psutil.LINUX else process.memory_info().rss)
    except psutil.Error:
        return 0
