"""Progress of a solve and of writing in a terminal: a bar where there is one, plain lines elsewhere; Ctrl-C stops early."""

from __future__ import annotations

import math
import signal
import threading
import time
from collections.abc import Iterable
from types import FrameType, TracebackType
from typing import Any

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from allocation.progress import Progress as Report
from outputs.words import duration
from workflows.job_story import at_least

PHASES = {
    "starting": "Getting ready",
    "compiling": "Preparing the optimizer, once for this computer: a minute or two",
    "districts": "Sharing households out among the fieldworkers",
    "routes": "Finding the first routes",
    "improving": "Looking for better routes",
    "checking": "Checking every rule",
    "done": "Planned",
}
#: What is written, by the first part of a file's name.
FILES = {
    "READ-ME.txt": "the read-me",
    "sheets.pdf": "the sheets",
    "workbook.xlsx": "the workbook",
    "plan.gpkg": "the map layers",
    "phone": "the phone files",
}
#: Seconds between two plain lines of the same phase.
_LINE_SECONDS = 5.0


class _Bar(Progress):
    """A bar with its facts on a line below, so that they fit on a narrow screen."""

    def get_renderables(self) -> Iterable[RenderableType]:
        """The bar, and the facts where there are some."""
        yield self.make_tasks_table(self.tasks)
        yield from (Text(f"  {task.fields['facts']}") for task in self.tasks if task.fields["facts"])


class Reporter:
    """A context manager that takes reports of a solve.

    Parameters
    ----------
    console : Console
        Where to write.
    begin : str
        What is done first.
    stops : bool
        Whether there is a solve that can stop early: then the first Ctrl-C asks it to stop with the best plan so far, and
        the second ends the program. Without one the first ends it.
    """

    def __init__(self, console: Console, begin: str = "Reading the files", *, stops: bool = True) -> None:
        self._console = console
        self._begin = begin
        self._stops = stops
        self._written = False
        self._bar = _Bar(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console)
        self._task: Any = None
        self._shown = ("", -math.inf)
        self._stop = threading.Event()
        self._before: Any = None

    def __enter__(self) -> Reporter:
        if self._console.is_terminal:
            self._bar.start()
            self._task = self._bar.add_task(self._begin, total=1.0, facts="")
        else:
            self._line(self._begin)
        if self._stops and threading.current_thread() is threading.main_thread():
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
        self._show(phase, report.share, facts_of(report), f"{report.seconds:6.1f} s  ")
        return not self._stop.is_set()

    def writing(self, name: str, share: float) -> None:
        """Show which file is made next, and the share of the files that are done."""
        self._written = True
        part = name.split("/", maxsplit=1)[0]
        self._show(f"Writing {FILES.get(part, part)}", share, f"{share:.0%} of the files" if share else "")

    def step(self, done: int, every: int, what: str) -> bool:
        """Show how far a work of several steps is; False asks it to end with what is known."""
        self._show(what[:1].upper() + what[1:], done / max(1, every), f"{done:,} of {every:,}")
        return not self._stop.is_set()

    def say(self, text: str) -> None:
        """Show that something else is being done."""
        if self._task is not None:
            self._bar.update(self._task, description=text, completed=1.0)
        else:
            self._line(text)

    def _show(self, what: str, share: float, facts: str, when: str = "") -> None:
        if self._task is not None:
            self._bar.update(self._task, description=what, completed=min(1.0, max(0.0, share)), facts=facts)
        elif what != self._shown[0] or time.monotonic() - self._shown[1] >= _LINE_SECONDS:
            self._shown = (what, time.monotonic())
            self._line(f"{when}{what}" + (f": {facts}" if facts else ""))

    def _line(self, text: str) -> None:
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)

    def _interrupted(self, _number: int, _frame: FrameType | None) -> None:
        if self._stop.is_set():
            raise KeyboardInterrupt
        self._stop.set()
        self.say(
            "The plan stands and is being written (Ctrl-C again ends without a plan)"
            if self._written
            else "Stopping with the best plan so far (Ctrl-C again ends without a plan)"
        )


def facts_of(report: Report) -> str:
    """How the best plan so far fares: households reached, the way, and the share of what the best plan could reach.

    Examples
    --------
    >>> facts_of(Report(9.0, 80, 100, 160.0, 1265.0, 180.0, "improving", 0.3))
    '80 of 100 reached, 21 h 05 on the way, at least 88% of what the best plan reaches'
    """
    if not report.served:
        return ""
    facts = [f"{report.served:,} of {report.households:,} reached", f"{duration(report.travel_min) or '0 min'} on the way"]
    if report.bound > 0:
        share = report.priority / report.bound
        facts.append("no plan reaches more" if share >= 1 else f"at least {at_least(share)} of what the best plan reaches")
    return ", ".join(facts)
