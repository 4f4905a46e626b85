"""Shared vehicles of a plan that is made anew in the middle of its round: past rides stay, the others are driven as planned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import pandas as pd

from allocation.draft import Draft
from allocation.problem import PlanningProblem
from allocation.vehicles.fleet import Fleet
from allocation.vehicles.kept import kept_tours, within_weeks
from allocation.vehicles.relaxed import relaxed
from allocation.vehicles.riding import Riding
from allocation.vehicles.settle import settled
from allocation.vehicles.timetable import no_rides, ride_figures, told


def places_of(rides: pd.DataFrame | None, first: str) -> frozenset[str]:
    """Ids of households at whose place somebody is dropped from ``first`` (YYYY-MM-DD) on."""
    if rides is None:
        return frozenset()
    dropped = rides[(rides["action"] == "drop") & (rides["date"] >= first)]
    return frozenset(dropped["place"].astype(str))


@dataclass(frozen=True)
class Shared:
    """What vehicles did and still do.

    Attributes
    ----------
    past : DataFrame or None
        Rides before the first day that is planned anew (:data:`allocation.plan.RIDES`); None for a plan without vehicles.
    riding : Riding or None
        Tours of the days that are left, and the problem that they make; None for a plan without vehicles.
    places : frozenset of household ids
        That have all their visits and are in the problem for a drop's sake alone.
    """

    past: pd.DataFrame | None
    riding: Riding | None
    places: frozenset[str]

    @classmethod
    def of(
        cls,
        problem: PlanningProblem,
        vehicles: gpd.GeoDataFrame | None,
        rides: pd.DataFrame | None,
        days: pd.DataFrame,
        *,
        first: str,
        places: frozenset[str],
    ) -> Shared:
        """Of the problem of the days that are left, in which everybody walks from home; rides and days as planned so far."""
        if rides is None or vehicles is None:
            return cls(None, None, places)
        fleet = Fleet.of(problem, vehicles)
        left = rides[rides["date"] >= first]
        riding = Riding.of(fleet, within_weeks(fleet, kept_tours(fleet, left), left, days))
        return cls(rides[rides["date"] < first], riding, places)

    @property
    def bounds(self) -> PlanningProblem | None:
        """What the plan is bounded by, whatever else the vehicles might do; None without vehicles."""
        return None if self.riding is None else relaxed(self.riding.fleet)

    def settled(self, draft: Draft, fill_s: float) -> tuple[Shared, Draft]:
        """The same with the tours of those alone who have visits (:func:`allocation.vehicles.settle.settled`)."""
        if self.riding is None:
            return self, draft
        riding, draft = settled(self.riding, draft, fill_s)
        return replace(self, riding=riding), draft

    def told(self, visits: pd.DataFrame, days: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame | None]:
        """Visits and days of a draft by people's own ids, and the rides of the whole round."""
        if self.riding is None:
            return visits, days, None
        own = told(self.riding, visits, days)
        parts = [part for part in (self.past, own.rides) if part is not None and len(part)]
        rides = pd.concat(parts, ignore_index=True) if parts else no_rides()
        return own.visits, own.days, rides.sort_values(["vehicle_id", "date", "order"], kind="stable", ignore_index=True)

    def without_places(self, unserved: pd.DataFrame) -> pd.DataFrame:
        """The unserved without households that are there for a drop's sake alone."""
        return unserved[~unserved["household_id"].isin(self.places)].reset_index(drop=True) if self.places else unserved

    @staticmethod
    def figures(rides: pd.DataFrame | None) -> dict[str, Any]:
        """What summary.json says of vehicles; nothing of a plan without them."""
        return {} if rides is None else {"vehicles": ride_figures(rides)}
