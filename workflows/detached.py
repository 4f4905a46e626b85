"""Processes that outlive the one that starts them; the one module that knows how each system does it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil

#: Politeness on POSIX: 0 is usual, 19 the most polite. Clicks stay quick while a solve runs.
_NICE = 10


def start_module(module: str, arguments: Sequence[str], log: Path) -> int:
    """Run ``python -m module arguments`` on its own: it survives a closed tab, a closed terminal and our own end.

    Parameters
    ----------
    module : str
        Of this project.
    arguments : sequence of str
        Never personal data: other users of the computer can see them.
    log : Path
        Takes what the process prints.

    Returns
    -------
    int
        The process id.
    """
    with log.open("ab") as output:
        return _started(module, arguments, stdin=subprocess.DEVNULL, stdout=output, stderr=output).pid


def start_waiting(module: str, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    """As :func:`start_module`, of a process that waits at its input for what it has to do, and prints nowhere until then."""
    nowhere = subprocess.DEVNULL
    return _started(module, arguments, stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere)


def print_into(log: Path) -> None:
    """From now on what this process prints goes there, and nothing is read any more."""
    with log.open("ab") as output, Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        for stream in (1, 2):
            os.dup2(output.fileno(), stream)


def _started(module: str, arguments: Sequence[str], **streams: Any) -> subprocess.Popen[bytes]:
    # From the project's own folder, so that no folder of the same name where the person stands comes first.
    home = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-m", module, *arguments]
    process: subprocess.Popen[bytes] = subprocess.Popen(command, cwd=home, close_fds=True, **streams, **_options())
    # Somebody has to ask for the end of a child, or it stays in the process table as long as we live.
    threading.Thread(target=process.wait, daemon=True).start()
    return process


def _options() -> dict[str, Any]:
    if sys.platform == "win32":
        # A hidden console of its own: without one, each process of the solver would open a window.
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


def be_polite() -> None:
    """Let other programs go first."""
    process = psutil.Process()
    if sys.platform == "win32":
        process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        process.nice(max(_NICE, process.nice()))


def identity() -> tuple[int, float]:
    """Id and start (seconds since 1970) of this process: ids alone are used again after a restart."""
    return os.getpid(), psutil.Process().create_time()


def is_alive(pid: int, started: float) -> bool:
    """Whether the process of this id that started then is still at work."""
    try:
        process = psutil.Process(pid)
        return abs(process.create_time() - started) < 1 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
