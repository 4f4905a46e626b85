"""One solve from problem to draft: tiny rounds exactly, others by the loop; the bound; progress to whoever asks."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from allocation.attend import attended
from allocation.bound import Bound, Bounder, trivial_bound, whole
from allocation.bound_legs import legs_of
from allocation.draft import Draft, Worth
from allocation.engine import Engine, Task
from allocation.improve import Improver
from allocation.plan import Plan
from allocation.problem import PlanningProblem
from allocation.progress import Progress, ProgressCallback
from allocation.relaxation import Floats, Prices, Relaxation
from allocation.stop import Stop
from allocation.summary import Statistics
from allocation.tiny import tiny_round
from allocation.units import Units

Result = TypeVar("Result")
#: Seconds after which an exact solution or a bound is given up; they take a few at most.
EXACT_HANG_S, BOUND_HANG_S = 60.0, 25.0
#: Part of the time after which the bound is computed.
BOUND_SHARE = 0.2
#: Most households whose travel is bounded at the end, where not everybody was visited before (a quarter of a second), and
#: the seconds that the search must have for that.
LATE_MOST, LATE_FROM_S = 200, 4.0
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
    statistics : Statistics
    bounds : PlanningProblem or None
        The problem by which the round is bounded, where ``problem`` is only one way to go about it (one choice of tours of
        vehicles). None: by ``problem`` itself.
    """

    problem: PlanningProblem
    engine: Engine
    stop: Stop
    seed: int
    progress: ProgressCallback | None
    make_plan: Callable[[Draft, Bound], Plan]
    statistics: Statistics = field(default_factory=Statistics)
    bounds: PlanningProblem | None = None

    def __post_init__(self) -> None:
        bounding = self.problem if self.bounds is None else self.bounds
        self.draft = Draft(Units.of(self.problem))
        self.bound = trivial_bound(bounding)
        self._bounder = Bounder(bounding, self.seed)
        self._bounded = False
        self._travel_prices: list[Prices] = []
        self._bounding, self._everybody = bounding, int(bounding.may.any(axis=0).sum())
        self._tree_min = 0.0
        self._told_at = float("-inf")

    def run(self) -> Draft:
        """The best draft that the limits allow; the bound is known afterwards.

        Raises
        ------
        SolverError
            The solvers could not be run at all.
        """
        self._search()
        if not self._bounded:
            self._find_bound()
        served = int(self.draft.served().sum())
        travel = self._bounder.least_travel(served, self._travel_prices) if self._travel_prices else 0.0
        if served == self._everybody:
            if not self._tree_min and served <= LATE_MOST and (self.stop.counts_steps or self.stop.seconds >= LATE_FROM_S):
                self._grow_tree()
            travel = max(travel, self._tree_min)
        self.bound = replace(self.bound, travel_min=min(travel, self.draft.travel_s() / 60))
        return self.draft

    def _search(self) -> None:
        """Make the draft as good as the limits allow."""
        if not self._exactly():
            Improver(self.draft, self.engine, self.stop, self.tell, self.seed, self._improved).run(self._between)

    def _exactly(self) -> bool:
        """Solve a tiny round exactly; False where it is not tiny, or the child failed."""
        tiny = tiny_round(self.draft.units)
        if tiny is None:
            return False
        task = Task("exact", (tiny,), EXACT_HANG_S)
        for _, outcome in self.engine.run([task], lambda: self.tell("routes", self.draft)):
            if outcome.failure:
                return False
            days = (
                (worker, place, tuple(tiny.group.households[list(stops)].tolist()), ())
                for worker, routes in enumerate(outcome.value)
                for place, stops in enumerate(routes)
            )
            if self.draft.replace(days):
                self._improved(self.draft, self.draft.worth())
            return True
        return self.stop.cancelled

    def _between(self, turn: int) -> None:
        # The bound is not wanted before there is a good plan to hold against it.
        due = turn == 0 if self.stop.counts_steps else self.stop.share >= BOUND_SHARE
        if due and not self._bounded and not self.stop.cancelled:
            self._find_bound()

    def _find_bound(self) -> None:
        """Bounds on households and weight, and the prices for one on travel; what fails leaves the trivial bound."""
        self._bounded = True
        weight = self.problem.weight
        each = np.ones_like(weight)
        alike = bool(np.ptp(weight) == 0 and weight[0] > 0) if len(weight) else True
        wanted = int(self.draft.served().sum())
        parts = [self._bounder.relaxations(weight)]
        parts.append([] if alike else self._bounder.relaxations(each))
        parts.append(self._bounder.relaxations(each, wanted) if wanted else [])
        prize = np.nan_to_num(self.problem.prize_min)
        parts.append(self._bounder.net_relaxations(prize) if prize.any() else [])
        answers = self._priced([relaxation for part in parts for relaxation in part])
        first = len(parts[0])
        by_weight, by_count = answers[:first], answers[first : first + len(parts[1])]
        priority, served = self.bound.priority, self.bound.served
        priority = min(priority, self._most(weight, by_weight))
        served = int(min(served, priority / weight[0] + 1e-6 if alike and len(weight) else self._most(each, by_count)))
        after = first + len(parts[1])
        travel, net = answers[after : after + len(parts[2])], answers[after + len(parts[2]) :]
        self._travel_prices = [prices for prices in travel if prices is not None] if None not in travel else []
        self.bound = Bound(served, priority, 0.0, min(self.bound.net_min, self._most_net(prize, net)))

        if wanted == self._everybody:
            self._grow_tree()

    def _grow_tree(self) -> None:
        """The bound on travel of plans that visit everybody; what fails leaves the other one."""
        legs = self.attend("improving", lambda: legs_of(self._bounding))
        if legs is None or self.stop.cancelled:
            return
        task = Task("tree", (legs, self.draft.travel_s() / 60), BOUND_HANG_S)
        for _, outcome in self.engine.run([task], lambda: self.tell("improving", self.draft)):
            self._tree_min = 0.0 if outcome.failure else float(outcome.value)

    def _most(self, worth: Floats, answers: list[Prices | None]) -> float:
        """The bound that prices give; inf where a price is missing."""
        found = [prices for prices in answers if prices is not None]
        if not answers or len(found) < len(answers):
            return float("inf")
        return whole(self.attend("improving", lambda: self._bounder.most(worth, found)), worth)

    def _most_net(self, prize: Floats, answers: list[Prices | None]) -> float:
        found = [prices for prices in answers if prices is not None]
        if not found or len(found) < len(answers):
            return float("inf")
        return self._bounder.most_net(prize, found) * (1 + 1e-9)

    def _priced(self, relaxations: list[Relaxation]) -> list[Prices | None]:
        answers: list[Prices | None] = [None] * len(relaxations)
        tasks = [Task("bound", (relaxation,), BOUND_HANG_S) for relaxation in relaxations]
        for position, outcome in self.engine.run(tasks, lambda: self.tell("improving", self.draft)):
            answers[position] = None if outcome.failure else outcome.value
        return answers

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
