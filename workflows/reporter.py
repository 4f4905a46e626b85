"""Progress of a solve in a terminal: a bar where there is one, plain lines elsewhere; Ctrl-C stops early."""

from __future__ import annotations

import math
import signal
import threading
import time
from types import FrameType, TracebackType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from allocation.progress import Progress as Report

PHASES = {
    "starting": "Getting ready",
    "districts": "Sharing households out among the fieldworkers",
    "routes": "Finding the first routes",
    "improving": "Looking for better routes",
    "checking": "Checking every rule",
    "done": "Planned",
}
#: Seconds between two plain lines of the same phase.
_LINE_SECONDS = 5.0


class Reporter:
    """A context manager that takes reports of a solve.

    Parameters
    ----------
    console : Console
        Where to write.

    Notes
    -----
    The first Ctrl-C asks the solve to stop with the best plan so far; the second ends the program.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[facts]}"),
            TimeElapsedColumn(),
            console=console,
        )
        self._task: Any = None
        self._shown = ("", -math.inf)
        self._stop = threading.Event()
        self._before: Any = None

    def __enter__(self) -> Reporter:
        if self._console.is_terminal:
            self._bar.start()
            self._task = self._bar.add_task("Reading the files", total=1.0, facts="")
        else:
            self._line("Reading the files")
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._interrupted)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
        if self._task is not None:
            self._bar.stop()

    def __call__(self, report: Report) -> bool:
        """Show a report; False stops the solve with the best plan so far."""
        phase = PHASES.get(report.phase, report.phase)
        facts = f"{report.served:,} of {report.households:,} reached" if report.served else ""
        if self._task is not None:
            self._bar.update(self._task, description=phase, completed=min(1.0, max(0.0, report.share)), facts=facts)
        elif phase != self._shown[0] or time.monotonic() - self._shown[1] >= _LINE_SECONDS:
            self._shown = (phase, time.monotonic())
            self._line(f"{report.seconds:6.1f} s  {phase}" + (f": {facts}" if facts else ""))
        return not self._stop.is_set()

    def say(self, text: str) -> None:
        """Show that something else is being done."""
        if self._task is not None:
            self._bar.update(self._task, description=text, completed=1.0)
        else:
            self._line(text)

    def _line(self, text: str) -> None:
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)

    def _interrupted(self, _number: int, _frame: FrameType | None) -> None:
        if self._stop.is_set():
            raise KeyboardInterrupt
        self._stop.set()
        self.say("Stopping with the best plan so far (Ctrl-C again ends without a plan)")
