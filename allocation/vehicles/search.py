"""The search for a plan with vehicles: everybody on foot first, then tours for whom nobody reaches and such as save walking,
then all of it again.

The plan on foot is kept where no tour betters it, so that a vehicle never makes a plan worse. After a search with tours,
each drop moves to the middle of what its riders visit, and riders are added where that gains; then it is searched again.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from allocation.bound import Bound, trivial_bound
from allocation.day import ANY_TIME, EMPTY, Day
from allocation.draft import Draft, Worth
from allocation.engine import Engine
from allocation.finish import finish
from allocation.plan import Plan
from allocation.prepare import Prepared
from allocation.problem import PlanningProblem
from allocation.progress import Progress, ProgressCallback
from allocation.restart import fitted, kept_whole
from allocation.solve import Solve
from allocation.stop import Stop
from allocation.summary import Statistics
from allocation.units import Units
from allocation.vehicles.choose import Chosen, choose
from allocation.vehicles.fleet import Fleet
from allocation.vehicles.moved import moved
from allocation.vehicles.relaxed import relaxed
from allocation.vehicles.riding import Placed, Riding
from allocation.vehicles.saving import paying, saving, stops_of, with_drives
from allocation.vehicles.settle import FILL_S, settled

#: Part of the time for the plan on foot, and for that with the first tours; the rest is for the second ones.
ON_FOOT, FIRST_TOURS = 0.3, 0.65
Days = Mapping[Placed, Day]


@dataclass
class RidingSearch:
    """A search for a plan with vehicles.

    Attributes
    ----------
    prepared : Prepared
        With a list of vehicles.
    engine, stop, seed, progress
        As :class:`allocation.solve.Solve` has them; iterations are those of each of the three searches.
    """

    prepared: Prepared
    engine: Engine
    stop: Stop
    seed: int
    progress: ProgressCallback | None
    statistics: Statistics = field(default_factory=Statistics)

    def __post_init__(self) -> None:
        assert self.prepared.vehicles is not None
        self._fleet = Fleet.of(self.prepared.problem, self.prepared.vehicles)
        self._bound = trivial_bound(self.prepared.problem)
        self._riding: Riding | None = None
        self._first: _Part | None = None
        self._best: tuple[Worth, Draft] | None = None

    def run(self) -> Plan:
        """The best plan that the limits allow, checked.

        Raises
        ------
        SolverError
            The solvers could not be run at all, or what they handed back is not a plan.
        """
        base = self.prepared.problem
        foot = self._search(base, None, Draft(Units.of(base)), 0.0, ON_FOOT)
        days = {(worker, place): day for worker, own in enumerate(foot.days) for place, day in enumerate(own)}
        chosen = saving(self._fleet, choose(self._fleet, stops_of(days)))
        for first, last in ((ON_FOOT, FIRST_TOURS), (FIRST_TOURS, 1.0)):
            if not chosen.tours or self.stop.cancelled:
                break
            riding = Riding.of(self._fleet, chosen.tours)
            draft = self._search(riding.problem, riding, begun(riding, chosen, days), first, last)
            days = {key: draft.days[row][at] for key, (row, at) in riding.rows().items()}
            tours = paying(self._fleet, moved(riding, days), stops_of(days))
            chosen = saving(self._fleet, choose(self._fleet, stops_of(days), tours))
        assert self._best is not None
        plan = self._plan(self._best[1], self._bound, self._riding)
        if self.progress is not None:
            self.progress(self._done(self._best[1]))
        return plan

    def _search(self, problem: PlanningProblem, riding: Riding | None, begin: Draft, first: float, last: float) -> Draft:
        """One search from a draft, between two parts of the time; the best of all searches is kept aside."""

        def make_plan(draft: Draft, bound: Bound) -> Plan:
            return self._plan(draft, bound, riding)

        stop = self._limits(first, last)
        told = self._told(stop, first, last, lambda: with_drives(riding, part.draft))
        bounds = relaxed(self._fleet) if riding is None else None
        part = _Part(problem, self.engine, stop, self.seed, told, make_plan, self.statistics, bounds)
        part.draft = begin
        if self._first is not None:
            part.bounded_by(self._first)
        draft = part.run()
        self._first = part if self._first is None else self._first
        self.stop.cancelled |= stop.cancelled
        self.stop.spent_steps += stop.spent_steps
        worth = with_drives(riding, draft)
        # Pins and scaled weights are those of one round, so the worths of its searches can be compared.
        if self._best is None or worth > self._best[0]:
            self._best, self._riding, self._bound = (worth, draft), riding, part.bound
        return draft

    def _limits(self, first: float, last: float) -> Stop:
        if self.stop.counts_steps:
            return Stop(self.stop.seconds, self.stop.iterations, self.stop.households)
        now = self.stop.began if not first else time.monotonic()
        until = self.stop.began + last * self.stop.seconds
        return Stop(max(0.0, until - now), None, self.stop.households, now)

    def _told(self, stop: Stop, first: float, last: float, worth: Callable[[], Worth]) -> ProgressCallback | None:
        """The caller's callback, told of the whole search and not of its part, whose draft is worth this much now."""
        if self.progress is None:
            return None
        tell = self.progress

        def told(progress: Progress) -> bool | None:
            share = first + (last - first) * stop.share
            report = replace(progress, seconds=self.stop.elapsed, share=share)
            if self._best is not None and self._best[0] > worth():
                best = self._best[1]
                report = replace(report, **_figures(best), best=self._offer(best))
            return tell(report)

        return told

    def _done(self, draft: Draft) -> Progress:
        asked, figures = int(self.prepared.problem.asked.sum()), _figures(draft)
        best = self._offer(draft) if figures["served"] else None
        return Progress(
            seconds=self.stop.elapsed, households=asked, bound=self._bound.priority, phase="done", share=1.0, best=best, **figures
        )

    def _offer(self, draft: Draft) -> Callable[[], Plan]:
        riding, bound = self._riding, self._bound
        return lambda: self._plan(draft, bound, riding)

    def _plan(self, draft: Draft, bound: Bound, riding: Riding | None) -> Plan:
        if riding is not None:
            riding, draft = settled(riding, draft, math.inf if self.stop.counts_steps else FILL_S)
        seconds, table = self.stop.elapsed, self.statistics.table()
        return finish(self.prepared, draft, bound, table, seconds=seconds, seed=self.seed, riding=riding)


class _Part(Solve):
    """One of the searches: from a draft on; the first one finds the bound, which holds for the others."""

    def bounded_by(self, first: _Part) -> None:
        """The bound is known but for that on travel, which is for as many as are visited."""
        self.bound, self._bounded = replace(first.bound, travel_min=0.0), True
        self._bounder, self._travel_prices = first._bounder, first._travel_prices


def begun(riding: Riding, chosen: Chosen, days: Days) -> Draft:
    """The draft of the tours' problem with what was guessed and what stands, as far as it can be done."""
    draft = Draft(Units.of(riding.problem))
    for key, (row, at) in sorted(riding.rows().items(), key=lambda one: one[1]):
        old = days.get(key, EMPTY)
        stops = chosen.stops.get(key, ())
        agreed = {stop: old.start_of(place) for place, stop in enumerate(old.stops)}
        draft.days[row][at] = fitted(draft.units, row, at, [(stop, agreed.get(stop, ANY_TIME)) for stop in stops])
    return kept_whole(draft)


def _figures(draft: Draft) -> dict[str, Any]:
    served = draft.served()
    return {
        "served": int(served.sum()),
        "priority": float(draft.units.problem.weight[served].sum()),
        "travel_min": draft.travel_s() / 60,
    }
