"""The loop: districts, then clusters side by side, cut anew in each pass, until time is up.

Each part stands behind a small protocol and can be replaced alone: the cluster maker
(:class:`allocation.clusters.ClusterMaker`), the kernel (a task of :mod:`allocation.child`), the engine
(:class:`allocation.engine.Engine`).

The search is one annealing over all passes: it goes on from where a stretch ended, which may be worse than the best, and
the best plan met is kept beside it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from allocation.cluster import Cluster
from allocation.clusters import ClusterMaker, cut, with_ways
from allocation.districting import demand
from allocation.draft import Draft, Worth
from allocation.engine import Engine, Task
from allocation.fill import fill
from allocation.share_out import share_out
from allocation.stop import Stop
from allocation.stretch import Dials, Stretch, Stretched
from allocation.thin import thin
from geo.errors import SolverError

Ints = NDArray[np.int64]
#: Seconds that the last filling may take beyond the limit, and after a stop.
FILL_S, STOPPED_S = 5.0, 2.0
#: About how many seconds a stretch takes, and at least.
USUAL_S, LEAST_S = 1.5, 0.2
#: Where cores take turns at many clusters: passes, about, for which a stretch is made shorter, and how short. Lines that are
#: cut anew more often are worth more than long stretches (20,000 × 200 × 10: 13,006 visits with 7 passes, 13,029 with 24).
PASSES_LEAST, SHORT_S = 24, 0.4
#: Steps of a stretch, about, and most passes where steps are counted.
USUAL_STEPS, PASSES_MOST = 1000, 12
#: Tasks that run at once, as far as the cutting is concerned, where steps are counted.
STEPS_SLOTS = 2
#: Passes in which every process died, after which the search is given up.
BARREN_MOST = 3
#: Seconds after which a call that is limited by steps is taken for hung.
STEPS_HANG_S = 900.0
#: Least seconds for sharing out among the team, and its share of what is left.
SHARE_S, SHARE_SHARE = 1.0, 0.15
#: Most turns of thinning and filling at the end.
COMPLETE_MOST = 3
#: Seconds between two rows of the statistics while days are filled.
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
    on_improvement : callable
        Called after each improvement with the draft and its worth.
    make_clusters : ClusterMaker
    dials : Dials
        The schedule of the search.
    by_district : bool
        Whether the first pass is cut along districts; a search from a plan has that plan to go by.
    passes_most : int
        Most passes where steps are counted.
    """

    draft: Draft
    engine: Engine
    stop: Stop
    report: Report
    seed: int
    on_improvement: Callable[[Draft, Worth], None]
    make_clusters: ClusterMaker = cut
    dials: Dials = field(default_factory=Dials)
    by_district: bool = True
    passes_most: int = PASSES_MOST
    failures: list[str] = field(default_factory=list)
    _noted_at: float = float("-inf")
    _succeeded: int = 0
    _failed: int = 0
    _barren_passes: int = 0

    def __post_init__(self) -> None:
        self._current = self.draft.copy()

    def run(self, between: Callable[[int], None] = lambda turn: None) -> Draft:
        """Search until the limits are reached; ``between`` is called after each pass with its number.

        Raises
        ------
        SolverError
            The solvers' processes failed from the start, so that there is no plan at all.
        """
        district = self._districts() if self.by_district else None
        turn = 0
        while not self.stop.cancelled:
            if not self._pass(turn, district):
                break  # nobody may visit anybody
            if self._barren():
                continue
            self._thin()
            if not turn:
                self._share_out()
                self._current = self.draft.copy()
            between(turn)
            if not self.stop.after_pass(turn):
                break
            turn, district = turn + 1, None
        # Also after a stop, if there is a plan: it takes a moment, and nobody is left out who need not be.
        if not self.stop.cancelled or self.draft.served().any():
            self._complete()
            self._share_out(last=True)
        return self.draft

    def _complete(self) -> None:
        """Give up what does not pay, and put in whoever still fits; some turns, as one may make room for the other."""
        for _ in range(COMPLETE_MOST):
            thinner = thin(self.draft)
            if thinner:
                self.on_improvement(self.draft, self.draft.worth())
            self._fill()
            if not thinner:
                break

    def _thin(self) -> None:
        """Keep what pays of the plan that the search goes on from, in which everybody may still be worth more."""
        thinned = self._current.copy()
        if thin(thinned) and thinned.worth() > self.draft.worth():
            self.draft.days = thinned.days
            self.on_improvement(self.draft, self.draft.worth())

    def _share_out(self, last: bool = False) -> None:
        """Let the whole team carry alike, as far as the wish asks for it: a cluster sees a few neighbours only."""
        seconds = math.inf if self.stop.counts_steps else max(SHARE_S, SHARE_SHARE * self.stop.left_s)
        until = time.monotonic() + seconds
        if share_out(self.draft, until, lambda: self._tick("improving") or last):
            self.on_improvement(self.draft, self.draft.worth())

    def _fill(self) -> None:
        """Put in whoever still fits."""
        least = STOPPED_S if self.stop.cancelled else FILL_S
        seconds = math.inf if self.stop.counts_steps else max(least, self.stop.left_s)

        def tick() -> bool:
            if time.monotonic() - self._noted_at > NOTE_S:
                self._noted_at = time.monotonic()
                self.on_improvement(self.draft, self.draft.worth())
            return self._tick("improving") or True

        if fill(self.draft, until=time.monotonic() + seconds, tick=tick).inserted:
            self.on_improvement(self.draft, self.draft.worth())

    def _districts(self) -> Ints | None:
        """Whose area each household is, -1 for nobody's; None where the flow failed: the nearest will do then."""
        wanted = demand(self.draft.units.problem)
        for _, outcome in self.engine.run([Task("districts", (wanted,), STEPS_HANG_S)], lambda: self._tick("districts")):
            if not outcome.failure:
                return np.asarray(outcome.value, dtype=np.int64)
            self.failures.append(outcome.failure)
        return None

    def _pass(self, turn: int, district: Ints | None) -> bool:
        """One stretch on each cluster; False where there is none."""
        random = np.random.default_rng([self.seed, turn])
        clusters = self.make_clusters(self._current, random, self._slots, district)
        clusters = [cluster for cluster in clusters if len(cluster.households)]
        if not clusters:
            return False
        # A small team is searched by every core with dice of its own.
        copies = self._slots if len(clusters) == 1 and turn else 1
        stretches = self._stretches(turn, len(clusters), copies, random)
        jobs = [(cluster, stretch) for cluster in clusters for stretch in (stretches.pop() for _ in range(copies))]
        tasks = [self._task(*job) for job in jobs]
        joint = self._current.copy()
        found: dict[int, Stretched] = {}
        phase = "improving" if turn else "routes"
        for position, outcome in self.engine.run(tasks, lambda: self._tick(phase)):
            if outcome.failure:
                self.failures.append(outcome.failure)
                self._failed += 1
                continue
            self._succeeded += 1
            found[position] = outcome.value
            if not self.stop.counts_steps and copies == 1:
                self._join(joint, jobs[position][0], found[position])
        # In the order of the clusters, not of the clock: with steps the plan must not depend on who was ready first.
        for position in sorted(found):
            self.stop.spent_steps += found[position].steps
            if self.stop.counts_steps or copies > 1:
                self._join(self._current.copy() if copies > 1 else joint, jobs[position][0], found[position])
        self._go_on([(jobs[position][0], found[position]) for position in sorted(found)])
        return True

    def _task(self, cluster: Cluster, stretch: Stretch) -> Task:
        seconds = stretch.seconds if stretch.steps < 0 else STEPS_HANG_S
        return Task("improve", lambda: (with_ways(self.draft.units, cluster), stretch), seconds)

    @property
    def _slots(self) -> int:
        """Tasks that a pass is cut for: with steps the plan must not depend on how many run at once."""
        return STEPS_SLOTS if self.stop.counts_steps else self.engine.slots

    def _join(self, joint: Draft, cluster: Cluster, found: Stretched) -> None:
        """The best routes of a cluster beside those of the others, kept if the whole is better than the best plan."""
        if joint.replace(cluster.days(found.best_stops, found.best_agreed)):
            worth = joint.worth()
            if worth > self.draft.worth():
                self.draft.days = joint.copy().days
                self.on_improvement(self.draft, worth)

    def _go_on(self, found: list[tuple[Cluster, Stretched]]) -> None:
        """The routes from which the next pass goes on."""
        done: set[int] = set()
        for cluster, stretched in found:
            first = int(cluster.workers[0])
            # Of several tries on one team the first will do: they are alike, and it keeps the search steady.
            if first not in done and self._current.replace(cluster.days(stretched.stops, stretched.agreed)):
                done.add(first)

    def _stretches(self, turn: int, clusters: int, copies: int, random: np.random.Generator) -> list[Stretch]:
        """What is told to each task of a pass; the first pass only fills the days."""
        count = clusters * copies
        seeds = [int(seed) for seed in random.integers(2**31, size=count)]
        if not turn:
            return [Stretch(0.0, 0, seed, self.dials) for seed in seeds]
        first = self.stop.search_share
        if self.stop.counts_steps:
            passes = int(np.clip(round(self.stop.whole_steps / (count * USUAL_STEPS)), 1, self.passes_most))
            left = max(1, passes - turn + 1)
            share, more = divmod(self.stop.left_steps // left if left > 1 else self.stop.left_steps, count)
            last = min(1.0, turn / passes)
            dials = replace(self.dials, first=first, last=max(first, last))
            return [Stretch(math.inf, share + (1 if at < more else 0), seed, dials) for at, seed in enumerate(seeds)]
        rounds = math.ceil(count / self.engine.slots)
        left_s = max(LEAST_S, self.stop.search_left_s)
        usual_s = USUAL_S if rounds == 1 else float(np.clip(self.stop.seconds / (rounds * PASSES_LEAST), SHORT_S, USUAL_S))
        passes = max(1, round(left_s / (rounds * usual_s)))
        seconds = max(LEAST_S, left_s / (rounds * passes))
        dials = replace(self.dials, first=first, last=first + (1.0 - first) / passes)
        return [Stretch(seconds, -1, seed, dials) for seed in seeds]

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

    def _tick(self, phase: str) -> bool:
        """Tell the caller; False where the search must stop now."""
        if not self.report(phase, self.draft):
            self.stop.cancelled = True
        late = not self.stop.counts_steps and self.stop.left_s < -2.0 and phase == "improving"
        return not (self.stop.cancelled or late)
