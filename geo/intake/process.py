"""Parsing in a process of its own, stopped when it takes too long or too much memory."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil

from geo.intake.wire import Parsed, Refused, Request
from geo.problems import Problem

_ROOT = Path(__file__).resolve().parents[2]
#: What the process is told about the machine; keys and addresses of other services stay here.
_PASSED_ON = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP", "TMPDIR", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
_LOOK_EVERY_S = 0.2


def run(request: Request) -> Parsed:
    """What the process found.

    Raises
    ------
    Refused
        E104: it was stopped, or it died.
    """
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "geo.intake.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it may print values of the file
        env=_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        message = _converse(process, request)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    try:
        return Parsed.from_bytes(message)
    except ValueError:
        raise Refused(Problem("E104", "The program that reads the file stopped on it.", file=request.name)) from None


def _environment() -> dict[str, str]:
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    # One thread and the plain allocator keep the address space small, so that its limit measures the file.
    own = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system", "PYTHONUTF8": "1"}
    return passed | own | {"PYTHONPATH": str(_ROOT)}


def _converse(process: subprocess.Popen[bytes], request: Request) -> bytes:
    """Hand the request over and take the findings, looking at clock and memory meanwhile."""
    # Popen.communicate forgets what is left to write when it is asked again after a timeout.
    answer: list[bytes] = []
    talk = threading.Thread(target=_exchange, args=(process, request.to_bytes(), answer), daemon=True)
    talk.start()
    ends = time.monotonic() + request.settings.parse_seconds
    while talk.is_alive():
        talk.join(_LOOK_EVERY_S)
        if time.monotonic() > ends:
            fact = f"Reading took more than {request.settings.parse_seconds} seconds and was stopped."
            raise Refused(Problem("E104", fact, file=request.name))
        if _memory_mb(process.pid) > request.settings.parse_memory_mb:
            fact = f"Reading needed more than {request.settings.parse_memory_mb} MB of memory and was stopped."
            raise Refused(Problem("E104", fact, file=request.name))
    return b"".join(answer)


def _exchange(process: subprocess.Popen[bytes], message: bytes, answer: list[bytes]) -> None:
    # The other side reads all before it answers, so that writing first and reading then cannot lock.
    assert process.stdin is not None and process.stdout is not None
    with process.stdout:
        with contextlib.suppress(OSError), process.stdin:  # it may die before it has read everything
            process.stdin.write(message)
        answer.append(process.stdout.read())


def _memory_mb(pid: int) -> float:
    try:
        return float(psutil.Process(pid).memory_info().rss) / 1e6
    except psutil.Error:
        return 0.0
