"""The inputs of a plan, to be changed one by one and made a problem again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocation.building import HouseholdFacts, build_problem
from allocation.plan import Plan
from allocation.problem import PlanningProblem
from allocation.round import Round
from allocation.vehicles.riding import Riding
from allocation.why.context import Context
from allocation.why.since import Since
from allocation.why.standing import Standing, empty_days, riding_on
from geo.travel import AroundBarriers, RoadNetwork, StraightLine, Travel, TravelMatrix

_Known = tuple[tuple[object, ...], HouseholdFacts]


@dataclass(frozen=True)
class Inputs:
    """What a plan is made from, completed as the plan has it.

    Attributes
    ----------
    households, fieldworkers : GeoDataFrame
    wards, restrictions : GeoDataFrame or None
    round : Round
    travel : Travel
    vehicles : GeoDataFrame or None
    rides : DataFrame or None
        Drops, their order and who rides, as the vehicles drive (:data:`allocation.plan.RIDES`; times do not count).
    since : Since or None
        How the plan was made again; None for one that was made at once.
    """

    households: gpd.GeoDataFrame
    fieldworkers: gpd.GeoDataFrame
    wards: gpd.GeoDataFrame | None
    restrictions: gpd.GeoDataFrame | None
    round: Round
    travel: Travel
    vehicles: gpd.GeoDataFrame | None = None
    rides: pd.DataFrame | None = None
    since: Since | None = None
    _known: dict[tuple[int, ...], _Known] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, plan: Plan) -> Inputs:
        """The inputs of a plan."""
        lists = plan.households, plan.fieldworkers, plan.wards, plan.restrictions
        return cls(*lists, plan.round, plan.travel, plan.vehicles, plan.rides, Since.of(plan))

    def standing(self, context: Context, workers: list[str] | None) -> Standing:
        """Empty days of these workers (all who take part if None) under these inputs; the same households are asked for.

        Where one of them rides, those who ride with him or her are among them: their tours may take longer or less long.
        """
        riders = set() if self.rides is None else set(self.rides["worker_id"])
        riding = None if workers is not None and riders.isdisjoint(workers) else self.riding(context)
        if riding is None:
            return empty_days(self.people(context.problem.barred, workers))
        standing = empty_days(riding.problem, riding)
        if workers is None:
            return standing
        ids = standing.people.worker_ids.tolist()
        own = {ids.index(name) for name in workers}
        own |= {who for tour in riding.tours if own & set(tour.riders) for who in tour.riders}
        days = tuple(day for day in standing.days if int(standing.person_of[day.worker]) in own)
        return replace(standing, days=days)

    def problem(self, context: Context) -> PlanningProblem:
        """The problem of all who take part, with a row more for each day of riding."""
        riding = self.riding(context)
        return self.people(context.problem.barred, None) if riding is None else riding.problem

    def riding(self, context: Context) -> Riding | None:
        """The tours under these inputs; None without vehicles."""
        if self.vehicles is None or self.rides is None:
            return None
        return riding_on(self.people(context.problem.barred, None), self.vehicles, self.rides, context.standing.riding)

    def people(self, barred: NDArray[np.object_], workers: list[str] | None) -> PlanningProblem:
        """The problem of these workers only, who walk from home; ``barred`` as of the plan."""
        ids = self.fieldworkers["worker_id"]
        part = np.ones(len(ids), dtype=bool) if self.round.workers is None else ids.isin(self.round.workers).to_numpy()
        if workers is not None:
            part = part & ids.isin(workers).to_numpy()
        facts = self._facts()
        given = self.households, self.fieldworkers[part], self.round, self.travel
        problem = build_problem(*given, barred, self.restrictions, facts)
        return problem if self.since is None else self.since.held(problem)

    def _facts(self) -> HouseholdFacts:
        """Of the households: found once for all inputs that differ in their fieldworkers only."""
        sources = (self.households, self.round, self.restrictions)
        key = tuple(map(id, sources))
        if key not in self._known:
            # The sources are kept too, so that none of their ids is given to another.
            self._known[key] = (sources, HouseholdFacts.of(*sources))
        return self._known[key][1]

    def arguments(self) -> dict[str, Any]:
        """The arguments of ``plan_round``."""
        given = {"restrictions": self.restrictions, "vehicles": self.vehicles}
        more = {name: frame for name, frame in given.items() if frame is not None}
        own = {"households": self.households, "fieldworkers": self.fieldworkers, "round_": self.round}
        return {**own, "travel": self.travel, "wards": self.wards, **more}


def faster(travel: Travel, factor: float) -> Travel | None:
    """The same travel so many times as fast; None where a model cannot say so."""
    if isinstance(travel, TravelMatrix):
        return TravelMatrix(travel.table / factor, travel.ids)
    # Speeds have a highest that is believed: where that is reached the ways are shortened as far as they can be.
    from geo.travel.straight_line import SPEEDS_KMH

    if isinstance(travel, StraightLine):
        speeds = {mode: min(speed * factor, SPEEDS_KMH[mode][1]) for mode, speed in travel.speed_kmh.items()}
        return StraightLine(travel.detour_factor, speeds)
    if isinstance(travel, RoadNetwork | AroundBarriers):
        return travel.at_speeds({mode: min(speed * factor, SPEEDS_KMH[mode][1]) for mode, speed in travel.speed_kmh.items()})
    return None


def with_twin(travel: Travel, worker_id: str, twin_id: str) -> Travel:
    """The same travel that knows one more home, at the place of another one."""
    if not isinstance(travel, TravelMatrix):
        return travel
    at = travel.ids.index(worker_id)
    order = [*range(len(travel.ids)), at]
    return TravelMatrix(travel.table[np.ix_(order, order)], (*travel.ids, twin_id))
