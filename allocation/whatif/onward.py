"""A plan with one thing more, planned on from the plan before it: it never reaches fewer households, nor less priority."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from allocation.bound import Bound
from allocation.day import Day
from allocation.draft import Draft
from allocation.engine import Engine
from allocation.finish import finish
from allocation.plan import Plan
from allocation.prepare import Prepared, prepare
from allocation.problem import PlanningProblem
from allocation.progress import Progress
from allocation.restart import FromDraft, begun, kept_whole
from allocation.stop import Stop
from allocation.vehicles.choose import choose
from allocation.vehicles.fleet import Fleet
from allocation.vehicles.relaxed import relaxed
from allocation.vehicles.riding import Placed, Riding
from allocation.vehicles.search import begun as begun_riding
from allocation.vehicles.settle import settled
from allocation.why.anew import PASSES_MOST, put
from allocation.why.context import Context
from allocation.why.inputs import Inputs
from allocation.why.standing import Standing, riding_on

#: Below this two sums of priority are the same.
_SAME = 1e-6


@dataclass(frozen=True)
class Reached:
    """What a plan reaches.

    Attributes
    ----------
    served : int
        Households that are visited.
    priority : float
        Their priority + 1, summed.
    share : float
        The same as a share (0 to 1) of that of all households that the round asks for; 1 where it asks for none.
    hours : float
        Hours at work of all fieldworkers: visits, travel and waiting.
    """

    served: int
    priority: float
    share: float
    hours: float

    @classmethod
    def of(cls, context: Context) -> Reached:
        """Of a plan made ready to be asked about."""
        problem, plan = context.problem, context.plan
        visited = set(plan.visits["household_id"])
        here = [name in visited for name in problem.household_ids.tolist()]
        priority, every = float(problem.weight[here].sum()), float(problem.weight[problem.asked].sum())
        return cls(len(visited), priority, priority / every if every else 1.0, float(plan.days["work_min"].sum()) / 60)

    def loses(self, before: Reached) -> bool:
        """Whether fewer households, or less priority, are reached than before."""
        return self.served < before.served or self.priority < before.priority - _SAME


@dataclass(frozen=True)
class Onward:
    """Searches on from plans.

    Attributes
    ----------
    engine : Engine
        Where they run.
    steps : int
        Of each search: they, and not the clock, decide the answer.
    seed : int
    alive : callable or None
        Called about once a second; False ends the search with the best plan so far.
    """

    engine: Engine
    steps: int
    seed: int
    alive: Callable[[], object] | None = None

    def plan(self, before: Context, inputs: Inputs, fuller: Standing | None = None, offers_more: bool = True) -> Context:
        """The best plan found of changed inputs, begun with the plan as it is; checked.

        Parameters
        ----------
        before : Context
            The plan to begin with.
        inputs : Inputs
            With something more than that plan's.
        fuller : Standing, optional
            Its days with more visits, under the changed inputs.
        offers_more : bool
            Whether whatever the plan does can still be done. Otherwise (a shorter round) what of it can be done is begun with,
            and less may be reached.

        Returns
        -------
        Context
            Of a plan that reaches no fewer households and no less priority than the one before, where the inputs offer more.

        Raises
        ------
        InputProblems
            The changed inputs are no round.
        SolverError
            The optimizer could not run at all, or what it handed back is not a plan.
        """
        ready = prepare(**inputs.arguments())
        goal, best = (Reached.of(before) if offers_more else Reached(0, 0.0, 0.0, 0.0)), None
        for made in self._tries(before, inputs, ready, fuller):
            found = Context.of(made)
            reached = Reached.of(found)
            if not reached.loses(goal):
                best, goal = found, reached
        return best if best is not None else Context.of(kept(before.plan, ready))

    def _tries(self, before: Context, inputs: Inputs, ready: Prepared, fuller: Standing | None) -> list[Plan]:
        if ready.vehicles is None or inputs.rides is None:
            return self._searched(ready, before.plan.visits, None, fuller)
        fleet = Fleet.of(ready.problem, ready.vehicles)
        riding = riding_on(ready.problem, ready.vehicles, inputs.rides, before.standing.riding)
        plans = self._searched(ready, before.plan.visits, riding, fuller)
        return [*plans, *self._with_more_tours(ready, fleet, riding, before.plan.visits)]

    def _searched(self, ready: Prepared, visits: pd.DataFrame, riding: Riding | None, fuller: Standing | None) -> list[Plan]:
        """The plan with what was put in, and that of the search from there on, which counts where it loses nothing."""
        problem = ready.problem if riding is None else riding.problem
        start = begun(problem, visits)
        if fuller is not None:
            put(start, fuller)
        kept_whole(start)
        return self._from(ready, problem, riding, start)

    def _with_more_tours(self, ready: Prepared, fleet: Fleet, riding: Riding, visits: pd.DataFrame) -> list[Plan]:
        """The plans with vehicles that drive on more days, or take more people along, where that seems to gain."""
        draft = begun(riding.problem, visits)
        days: Mapping[Placed, Day] = {key: draft.days[row][at] for key, (row, at) in riding.rows().items()}
        chosen = choose(fleet, {key: day.stops for key, day in days.items()}, riding.tours)
        if not chosen.tours or tuple(chosen.tours) == riding.tours:
            return []
        wider = Riding.of(fleet, chosen.tours)
        return self._from(ready, wider.problem, wider, begun_riding(wider, chosen, days))

    def _from(self, ready: Prepared, problem: PlanningProblem, riding: Riding | None, start: Draft) -> list[Plan]:
        stop = Stop(0.0, self.steps, int(problem.asked.sum()))

        def made(draft: Draft, bound: Bound, table: pd.DataFrame | None = None) -> Plan:
            own, last = (None, draft) if riding is None else settled(riding, draft, math.inf)
            rows = pd.DataFrame() if table is None else table
            return finish(ready, last, bound, rows, seconds=stop.elapsed, seed=self.seed, riding=own)

        bounds = None if riding is None else relaxed(riding.fleet)
        begin = start.copy()
        search = FromDraft(problem, self.engine, stop, self.seed, self._progress(), made, bounds=bounds)
        search.draft, search.passes_most = start, PASSES_MOST
        draft = search.run()
        bound, table = search.bound, search.statistics.table()
        found = [made(draft, bound, table)]
        # Priority comes first for a search: it may give up two households for one that counts more.
        return found if int(draft.served().sum()) >= int(begin.served().sum()) else [*found, made(begin, bound)]

    def _progress(self) -> Callable[[Progress], bool | None] | None:
        alive = self.alive
        return None if alive is None else lambda _: alive() is not False


def kept(plan: Plan, ready: Prepared) -> Plan:
    """The plan as it is, under inputs that offer more: no better one was found.

    Parameters
    ----------
    plan : Plan
        Whose visits stay.
    ready : Prepared
        The changed inputs.
    """
    lists: dict[str, Any] = {"households": ready.households, "fieldworkers": ready.fieldworkers, "wards": ready.wards}
    more: dict[str, Any] = {"restrictions": ready.restrictions, "vehicles": ready.vehicles}
    # A bound of other inputs is none of these.
    figures = {name: value for name, value in plan.summary.items() if name not in ("bound", "gap")}
    return replace(plan, **lists, **more, round=ready.problem.round, travel=ready.problem.travel, summary=figures)
