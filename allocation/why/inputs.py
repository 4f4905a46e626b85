"""The inputs of a plan, to be changed one by one and made a problem again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from allocation.building import HouseholdFacts, build_problem
from allocation.plan import Plan
from allocation.problem import PlanningProblem
from allocation.round import Round
from allocation.vehicles.refused import WHAT_IF, refuse_vehicles
from allocation.why.context import Context
from allocation.why.standing import Standing, empty_days
from geo.travel import StraightLine, Travel, TravelMatrix

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
    """

    households: gpd.GeoDataFrame
    fieldworkers: gpd.GeoDataFrame
    wards: gpd.GeoDataFrame | None
    restrictions: gpd.GeoDataFrame | None
    round: Round
    travel: Travel
    _known: dict[tuple[int, ...], _Known] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, plan: Plan) -> Inputs:
        """The inputs of a plan; one that was made with vehicles is refused."""
        refuse_vehicles(plan, *WHAT_IF)
        return cls(plan.households, plan.fieldworkers, plan.wards, plan.restrictions, plan.round, plan.travel)

    def standing(self, context: Context, workers: list[str] | None) -> Standing:
        """Empty days of these workers (all who take part if None) under these inputs; the same households are asked for."""
        problem = self.problem(context.problem.barred, workers)
        return empty_days(problem)

    def problem(self, barred: NDArray[np.object_], workers: list[str] | None) -> PlanningProblem:
        """The problem of these workers only; ``barred`` as of the plan."""
        ids = self.fieldworkers["worker_id"]
        part = np.ones(len(ids), dtype=bool) if self.round.workers is None else ids.isin(self.round.workers).to_numpy()
        if workers is not None:
            part &= ids.isin(workers).to_numpy()
        facts = self._facts()
        return build_problem(self.households, self.fieldworkers[part], self.round, self.travel, barred, self.restrictions, facts)

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
        more = {} if self.restrictions is None else {"restrictions": self.restrictions}
        own = {"households": self.households, "fieldworkers": self.fieldworkers, "round_": self.round}
        return {**own, "travel": self.travel, "wards": self.wards, **more}


def faster(travel: Travel, factor: float) -> Travel | None:
    """The same travel so many times as fast; None where a model cannot say so."""
    if isinstance(travel, TravelMatrix):
        return TravelMatrix(travel.table / factor, travel.ids)
    if isinstance(travel, StraightLine):
        # Speeds have a highest that is believed: where that is reached the ways are shortened as far as they can be.
        from geo.travel.straight_line import SPEEDS_KMH

        speeds = {mode: min(speed * factor, SPEEDS_KMH[mode][1]) for mode, speed in travel.speed_kmh.items()}
        return StraightLine(travel.detour_factor, speeds)
    return None


def with_twin(travel: Travel, worker_id: str, twin_id: str) -> Travel:
    """The same travel that knows one more home, at the place of another one."""
    if not isinstance(travel, TravelMatrix):
        return travel
    at = travel.ids.index(worker_id)
    order = [*range(len(travel.ids)), at]
    return TravelMatrix(travel.table[np.ix_(order, order)], (*travel.ids, twin_id))
