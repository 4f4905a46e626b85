"""A changed round planned on from the plan as it is, for so many steps: the answer is the same on every computer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from allocation.day import ANY_TIME
from allocation.draft import Draft
from allocation.engine import Engine
from allocation.improve import Improver
from allocation.plan import Plan
from allocation.problem import PlanningProblem
from allocation.restart import NEAR, begun, fitted, kept_whole
from allocation.stop import Stop
from allocation.told_stops import day_keys
from allocation.units import Units
from allocation.why.standing import Standing, StandingDay

#: Steps of each search: half a second for a ward on two cores, and hardly anything is found by more.
STEPS = 100_000
#: Most passes: cutting clusters anew takes longer than it is worth here.
PASSES_MOST = 3


@dataclass(frozen=True)
class Anew:
    """Searches that begin with one plan.

    Attributes
    ----------
    plan : Plan
        As it is.
    units : Units
        Of the plan's problem.
    engine : Engine
        Where the searches run.
    steps, seed : int
        Of each search.
    """

    plan: Plan
    units: Units
    engine: Engine
    steps: int
    seed: int

    def reached(self, problem: PlanningProblem, days: Sequence[Standing], whole: bool = False) -> tuple[int, float]:
        """Households and priority that a search reaches.

        Parameters
        ----------
        problem : PlanningProblem
            Of the changed round, with all who take part.
        days : sequence of Standing
            Days with more visits than the plan's, each taken where it loses none; their problems have the same households.
        whole : bool
            Whether the last of them are all days of the round, laid out anew: the search then begins with them alone.

        Returns
        -------
        tuple of int and float
            Households that get all their visits, and their priority + 1, summed.
        """
        units = Units.of(problem).like(self.units)
        if whole:
            draft = Draft(units)
            put(draft, days[-1])
        else:
            draft = begun(problem, self.plan.visits, units)
            for standing in days:
                put(draft, standing)
        kept_whole(draft)
        stop = Stop(0.0, self.steps, int(problem.asked.sum()))
        how = {"dials": NEAR, "by_district": False, "passes_most": PASSES_MOST}
        search = Improver(draft, self.engine, stop, lambda *_: True, self.seed, lambda *_: None, **how)  # type: ignore[arg-type]
        served = search.run().served()
        return int(served.sum()), float(problem.weight[served].sum())


def put(draft: Draft, standing: Standing) -> None:
    """Take the days of ``standing`` that hold more than those of the draft."""
    problem = draft.units.problem
    places = day_keys(problem)
    names = standing.problem.person_ids.tolist()
    for day in standing.days:
        worker, place = places.get((names[day.worker], day.date), (-1, -1))
        if worker < 0:
            continue
        now = draft.days[worker][place]
        if len(day.stops) <= len(now.stops):
            continue
        agreed = _agreed(standing, day) | {stop: now.start_of(at) for at, stop in enumerate(now.stops)}
        fuller = fitted(draft.units, worker, place, [(stop, agreed.get(stop, ANY_TIME)) for stop in day.stops])
        if set(now.stops) < set(fuller.stops):
            draft.days[worker][place] = fuller


def _agreed(standing: Standing, day: StandingDay) -> dict[int, int]:
    """Seconds at which visits by two begin on a day."""
    return {stop: standing.fixed_s[day.date, stop] for stop in day.stops if (day.date, stop) in standing.fixed_s}
