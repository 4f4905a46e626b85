"""One solve from problem to draft: tiny rounds exactly, others by the loop; the bound; progress to whoever asks."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from allocation.attend import attended
from allocation.bound import Bound, trivial_bound
from allocation.draft import Draft, Worth
from allocation.engine import Engine
from allocation.improve import Improver
from allocation.plan import Plan
from allocation.problem import PlanningProblem
from allocation.progress import Progress, ProgressCallback
from allocation.stop import Stop
from allocation.summary import Statistics
from allocation.units import Units

Result = TypeVar("Result")
#: Seconds between two reports when nothing improves.
REPORT_S = 0.5


@dataclass
class Solve:
    """A running solve.

    Attributes
    ----------
    problem, engine, stop, seed
        What to solve, where, how long, with which dice.
    progress : callable or None
        Told about every improvement and at least once a second.
    make_plan : callable
        Makes a plan of a draft: what :attr:`Progress.best` offers.
    """

    problem: PlanningProblem
    engine: Engine
    stop: Stop
    seed: int
    progress: ProgressCallback | None
    make_plan: Callable[[Draft, Bound], Plan]
    statistics: Statistics = field(default_factory=Statistics)

    def __post_init__(self) -> None:
        self.draft = Draft(Units.of(self.problem))
        self.bound = trivial_bound(self.problem)
        self._told_at = float("-inf")

    def run(self) -> Draft:
        """The best draft that the limits allow."""
        improver = Improver(self.draft, self.engine, self.stop, self.tell, self.seed, self._improved)
        return improver.run()

    def tell(self, phase: str, draft: Draft, now: bool = False) -> bool:
        """Report if it is time to (or ``now``); False where the caller wants to stop."""
        if self.progress is None:
            return not self.stop.cancelled
        if not now and time.monotonic() - self._told_at < REPORT_S:
            return not self.stop.cancelled
        served = draft.served()
        some = bool(served.any())
        kept, bound = draft.copy(), self.bound
        report = Progress(
            seconds=self.stop.elapsed,
            served=int(served.sum()),
            households=int(self.problem.asked.sum()),
            priority=float(self.problem.weight[served].sum()),
            travel_min=draft.travel_s() / 60,
            bound=bound.priority,
            phase=phase,
            share=1.0 if phase == "done" else self.stop.share,
            best=(lambda: self.make_plan(kept, bound)) if some else None,
        )
        if self.progress(report) is False:
            self.stop.cancelled = True
        self._told_at = time.monotonic()
        return not self.stop.cancelled

    def attend(self, phase: str, work: Callable[[], Result]) -> Result:
        """Do something long while the caller is told that we live."""
        return attended(work, None if self.progress is None else lambda: self.tell(phase, self.draft))

    def _improved(self, draft: Draft, worth: Worth) -> None:
        self.statistics.note(self.stop.elapsed, draft, self.bound)
