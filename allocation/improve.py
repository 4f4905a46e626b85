"""The loop: districts, a first plan by insertion, then small groups side by side, other ones in each pass, until time is up.

Each part stands behind a small protocol and can be replaced alone: the group maker (:class:`allocation.groups.GroupMaker`),
the router (a task of :mod:`allocation.child`), the engine (:class:`allocation.engine.Engine`).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from allocation.districting import demand
from allocation.draft import Draft, Worth
from allocation.engine import Engine, Task
from allocation.fill import fill
from allocation.group import Budget, Routed
from allocation.groups import Cut, GroupMaker, Ints, NeighbourGroups
from allocation.share_out import share_out
from allocation.stop import Stop
from geo.errors import SolverError

#: Seconds that filling may take beyond the limit (a search has to have something to begin with), and after a stop.
FILL_S, STOPPED_S = 5.0, 2.0
#: Seconds that a group is worked on in a later pass, and about how many in the early ones (fresh groups pay more then).
SLICE_S, USUAL_S, EARLY_S, EARLY_PASSES = (0.6, 4.0), 2.0, 0.8, 3
#: Passes in which every process died, after which the search is given up.
BARREN_MOST = 3
#: Seconds after which a call that is limited by steps is taken for hung.
STEPS_HANG_S = 900.0

#: Least seconds for sharing out among the team, and its share of what is left.
SHARE_S, SHARE_SHARE = 1.0, 0.15
#: Seconds between two rows of the statistics while the first plan is made.
NOTE_S = 0.25

#: Called with the phase and the draft whenever there is news, and about once a second; False stops the search.
Report = Callable[[str, Draft], bool]


@dataclass
class Improver:
    """One search for a plan.

    Attributes
    ----------
    draft : Draft
        The best plan so far, valid at any moment.
    engine, stop, report
        Where the solvers run, when to end, whom to tell.
    seed : int
    make_groups : GroupMaker
    on_improvement : callable
        Called after each improvement with the draft and its worth.
    """

    draft: Draft
    engine: Engine
    stop: Stop
    report: Report
    seed: int
    on_improvement: Callable[[Draft, Worth], None]
    make_groups: GroupMaker = field(default_factory=NeighbourGroups)
    failures: list[str] = field(default_factory=list)
    _full: bool = False
    _noted_at: float = float("-inf")
    _succeeded: int = 0
    _failed: int = 0
    _barren_passes: int = 0

    def run(self, between: Callable[[int], None] = lambda turn: None) -> Draft:
        """Search until the limits are reached; ``between`` is called after each pass with its number.

        Raises
        ------
        SolverError
            The solvers' processes failed from the start, so that there is no plan at all.
        """
        district = self._districts()
        self._fill(district)
        if self._full:
            self._share_out()
        between(0)
        turn = 1
        while not self.stop.cancelled:
            # A slow computer may not have come to everybody yet: whose days are emptiest is served first.
            filled = not self._full and self._fill(district)
            improved = self._pass(turn) or filled
            if self._barren():
                continue
            between(turn)
            if not self.stop.after_pass(turn, improved):
                break
            turn += 1
        # Also after a stop, if there is a plan: it takes a moment, and nobody is left out who need not be.
        if not self.stop.cancelled or self.draft.served().any():
            self._fill(None, last=True)
            self._share_out(last=True)
        return self.draft

    def _share_out(self, last: bool = False) -> None:
        """Let the whole team carry alike, as far as the wish asks for it."""
        seconds = math.inf if self.stop.counts_steps else max(SHARE_S, SHARE_SHARE * self.stop.left_s)
        until = time.monotonic() + seconds
        if share_out(self.draft, until, lambda: self._tick("improving") or last):
            self.on_improvement(self.draft, self.draft.worth())

    def _fill(self, district: Ints | None, last: bool = False) -> bool:
        """Put in whoever still fits; True where the plan got better."""
        # Nothing else gains as much in so little time, so on a slow computer it may take all that there is.
        least = STOPPED_S if self.stop.cancelled else FILL_S
        seconds = math.inf if self.stop.counts_steps else max(least, self.stop.left_s)

        def tick() -> bool:
            if time.monotonic() - self._noted_at > NOTE_S:
                self._noted_at = time.monotonic()
                self.on_improvement(self.draft, self.draft.worth())
            return self._tick("improving" if last else "routes") or last

        inserted, self._full = fill(self.draft, district, until=time.monotonic() + seconds, tick=tick)
        if inserted:
            self.on_improvement(self.draft, self.draft.worth())
        return inserted > 0

    def _districts(self) -> Ints:
        wanted = demand(self.draft.units.problem)
        nearest = np.full(len(wanted.unserved_s), -1, dtype=np.int64)
        for arc in np.argsort(-wanted.cost_s, kind="stable"):
            nearest[wanted.household[arc]] = wanted.worker[arc]
        for _, outcome in self.engine.run([Task("districts", (wanted,), STEPS_HANG_S)], lambda: self._tick("districts")):
            if not outcome.failure:
                return np.asarray(outcome.value, dtype=np.int64)
            self.failures.append(outcome.failure)
        # Without the flow everybody's nearest capable home will do: the passes move households across anyway.
        return nearest

    def _pass(self, turn: int) -> bool:
        random = np.random.default_rng([self.seed, turn])
        cuts = self.make_groups(self.draft, random)
        cuts = self._in_time([cut for cut in cuts if len(cut.group.households)])
        if not cuts:
            return False
        budgets = self._budgets(turn, len(cuts))
        tasks = [
            Task("route", (cut.group, budget, int(random.integers(2**31))), _patience_s(budget))
            for cut, budget in zip(cuts, budgets, strict=True)
        ]
        found: dict[int, Routed] = {}
        improved = False
        for position, outcome in self.engine.run(tasks, lambda: self._tick("improving")):
            if outcome.failure:
                self.failures.append(outcome.failure)
                self._failed += 1
                continue
            self._succeeded += 1
            found[position] = outcome.value
            if not self.stop.counts_steps:
                improved |= self._take(cuts[position], outcome.value)
        if self.stop.counts_steps:
            # In the order of the groups, not of the clock: the plan must not depend on who was ready first.
            for position in sorted(found):
                improved |= self._take(cuts[position], found[position])
        return improved

    def _in_time(self, cuts: list[Cut]) -> list[Cut]:
        """As many groups as can be worked on in what is left."""
        if self.stop.counts_steps:
            return cuts
        return cuts[: self.engine.slots * max(1, int(self.stop.left_s / SLICE_S[0]))]

    def _barren(self) -> bool:
        """Whether every process has died so far; the pass is tried again, since something may have killed them.

        Raises
        ------
        SolverError
            They died again.
        """
        if self._succeeded or not self._failed:
            return False
        self._barren_passes += 1
        if self._barren_passes < BARREN_MOST:
            return True
        raise SolverError(
            "The optimizer could not be run on this computer: its processes ended before they had a plan "
            f"({self.failures[-1]}). Close other programs to free memory, then plan again."
        )

    def _take(self, cut: Cut, routed: Routed) -> bool:
        self.stop.spent_steps += routed.steps
        if not self.draft.take(cut.group, cut.slots, routed.routes):
            return False
        self.on_improvement(self.draft, self.draft.worth())
        return True

    def _budgets(self, turn: int, groups: int) -> list[Budget]:
        """The groups' shares of what is left."""
        if self.stop.counts_steps:
            share, more = divmod(self.stop.left_steps, groups)
            return [Budget(math.inf, share + (1 if place < more else 0)) for place in range(groups)]
        rounds = math.ceil(groups / self.engine.slots)
        left = max(0.05, self.stop.left_s)
        if turn <= EARLY_PASSES and left > EARLY_S * rounds:
            return [Budget(EARLY_S)] * groups
        passes = max(1, round(left / (rounds * USUAL_S)))
        return [Budget(min(left, float(np.clip(left / (rounds * passes), *SLICE_S))))] * groups

    def _tick(self, phase: str) -> bool:
        """Tell the caller; False where the search must stop now."""
        if not self.report(phase, self.draft):
            self.stop.cancelled = True
        late = not self.stop.counts_steps and self.stop.left_s < -2.0 and phase == "improving"
        return not (self.stop.cancelled or late)


def _patience_s(budget: Budget) -> float:
    return budget.seconds if math.isfinite(budget.seconds) else STEPS_HANG_S
