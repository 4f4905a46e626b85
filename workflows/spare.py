"""A process that stands ready for the next job, so that nobody who presses a button waits for its libraries.

The app alone keeps one, while a page that plans is looked at. It has read what a job needs and the compiled kernel, waits for
a folder at its input, and then is an ordinary job: it outlives the app. Before that it ends with the app, or by itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from workflows.detached import start_waiting

#: Seconds that a spare process waits for a job; a little before that it counts as gone.
WAITS_S, TRUSTED_S = 1800.0, 1740.0
#: Seconds after a job was handed over in which no other is started: the job needs the cores.
RESTS_S = 20.0
#: Memory that must be free, bytes: a spare process takes about a fifth of it.
FREE_LEAST = 2**30


@dataclass
class _Spare:
    process: subprocess.Popen[bytes]
    began: float

    @property
    def ready(self) -> bool:
        return self.process.poll() is None and time.monotonic() - self.began < TRUSTED_S


class _Keeper:
    """The one spare process of this app."""

    def __init__(self) -> None:
        self.allowed = False
        self._lock = threading.Lock()
        self._spare: _Spare | None = None
        self._handed_at = float("-inf")

    def stand_ready(self) -> None:
        with self._lock:
            resting = time.monotonic() - self._handed_at < RESTS_S
            if not self.allowed or resting or (self._spare is not None and self._spare.ready):
                return
            if psutil.virtual_memory().available < FREE_LEAST:
                return
            self._let_go()
            self._spare = _Spare(start_waiting("workflows.spare", [str(WAITS_S)]), time.monotonic())

    def hand_over(self, folder: Path, log: Path) -> bool:
        with self._lock:
            spare = self._spare
            try:
                if spare is None or not spare.ready or spare.process.stdin is None:
                    return False
                spare.process.stdin.write(json.dumps([str(folder), str(log)]).encode() + b"\n")
                spare.process.stdin.flush()
            except OSError:
                return False  # it has died
            finally:
                self._let_go()
            self._handed_at = time.monotonic()
            return True

    def end(self) -> None:
        with self._lock:
            self._let_go()

    def _let_go(self) -> None:
        if self._spare is not None and self._spare.process.stdin is not None:
            with suppress(OSError):
                self._spare.process.stdin.close()
        self._spare = None


_KEEPER = _Keeper()


def allow() -> None:
    """From now on :func:`stand_ready` may start a process; only a server that stays asks for that."""
    _KEEPER.allowed = True


def stand_ready() -> None:
    """See to it that a process stands ready; costs nothing where one does, and nothing waits for it."""
    _KEEPER.stand_ready()


def hand_over(folder: Path, log: Path) -> bool:
    """Give the job of this folder to the process that stands ready; False where there is none."""
    return _KEEPER.hand_over(folder, log)


def end() -> None:
    """Let the process go that stands ready, if one does."""
    _KEEPER.end()


def _wait_for_a_job(seconds: float) -> None:
    """Read what a job needs, then wait for one and do it."""
    from allocation.here import may_search_here
    from allocation.kernel import warm
    from geo.memory import give_back_large_blocks
    from workflows import solve_job
    from workflows.detached import be_polite, print_into

    be_polite()
    give_back_large_blocks()
    # Whoever handed a job over has stopped to trust this process a minute earlier.
    alarm = threading.Timer(seconds, os._exit, [0])
    alarm.daemon = True
    alarm.start()
    if may_search_here():
        warm.load()
    line = sys.stdin.buffer.readline()
    alarm.cancel()
    if line.endswith(b"\n"):
        folder, log = json.loads(line)
        print_into(Path(log))
        solve_job.solve(Path(folder))


if __name__ == "__main__":
    _wait_for_a_job(float(sys.argv[1]))
