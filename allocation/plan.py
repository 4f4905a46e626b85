"""The result of planning a round."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd

from allocation.round import Round
from geo.clock import minutes
from geo.travel import Travel

#: Columns of the result tables, as in visits.csv, days.csv and unserved.csv.
VISITS = ("household_id", "worker_id", "date", "order", "arrive", "start", "depart", "travel_min", "distance_m")
DAYS = ("worker_id", "date", "leave", "home", "visits", "work_min", "travel_min", "distance_m")
UNSERVED = ("household_id", "reason", "sentence", "smallest_fix")
#: Columns of vehicles.csv: what the shared vehicles do, stop by stop.
RIDES = ("vehicle_id", "date", "order", "action", "place", "worker_id", "arrive", "depart", "ready", "passengers")
#: What a vehicle does at a stop, in the order of a day.
ACTIONS = ("start", "drop", "fetch", "return")
STATISTICS = ("seconds", "served", "priority", "travel_min", "bound")

_COUNTS, _MEASURES = frozenset({"order", "visits", "passengers"}), frozenset({"work_min", "travel_min", "distance_m"})


def dtypes(columns: tuple[str, ...]) -> dict[str, str]:
    """Type of each column of a result table, the same whether it has rows or not."""
    return {name: "int64" if name in _COUNTS else "float64" if name in _MEASURES else "str" for name in columns}


#: Reasons for which a household is not reached, in the order in which they are looked for.
REASONS = (
    "do_not_visit",
    "not_in_round",
    "place_unknown",
    "outside_wards",
    "closed",
    "no_skill",
    "no_language",
    "too_far",
    "not_allowed",
    "unreachable",
    "hours_at_home",
    "no_second",
    "too_few_days",
    "not_worth_its_way",
    "workers_full",
    "not_finished",
)


def minutes_at_visits(visits: pd.DataFrame) -> pd.Series[Any]:
    """Minutes that each visit takes, from its start to its end; the index of ``visits`` (columns :data:`VISITS`)."""
    took = [minutes(end) - minutes(start) for start, end in zip(visits["start"], visits["depart"], strict=True)]
    return pd.Series(took, index=visits.index, dtype=float)


class Violation(NamedTuple):
    """One broken rule of a plan; fields that do not apply are empty."""

    code: str
    household_id: str
    worker_id: str
    date: str
    detail: str


@dataclass(frozen=True)
class Plan:
    """Visits, the unserved with their reasons, and how it came about.

    Attributes
    ----------
    visits : DataFrame
        Columns :data:`VISITS`: ``date`` as YYYY-MM-DD, ``order`` from 1, ``arrive``/``start``/``depart`` as HH:MM:SS
        local time, ``travel_min`` minutes from the stop before (or home), ``distance_m`` metres. Sorted by worker, date
        and order.
    days : DataFrame
        Columns :data:`DAYS`, one row a worker-day with visits; the way home is included. ``work_min`` is the worker's
        workload: minutes from leaving home to being home again, visits, travel and waiting included.
    unserved : DataFrame
        Columns :data:`UNSERVED`.
    summary : dict
        What summary.json holds, without the parts that only files have (``inputs``).
    statistics : DataFrame
        Columns :data:`STATISTICS`, one row an improvement.
    households, fieldworkers : GeoDataFrame
        The validated inputs, with ``ward_id`` and ``settlement`` as used.
    wards : GeoDataFrame or None
    round : Round
    travel : Travel
    restrictions : GeoDataFrame or None
        Areas of restrictions, as given.
    vehicles : GeoDataFrame or None
        Shared vehicles, as given.
    rides : DataFrame or None
        Columns :data:`RIDES`, sorted by vehicle, date and order: what the vehicles do. ``place`` is a household's id where
        somebody is dropped or fetched, the vehicle's at start and return. ``arrive`` and ``depart`` are the vehicle's times,
        ``ready`` is when the fieldworker sets out from the drop, or is back at it; ``passengers`` are aboard afterwards.
        None without vehicles.
    """

    visits: pd.DataFrame
    days: pd.DataFrame
    unserved: pd.DataFrame
    summary: dict[str, Any]
    statistics: pd.DataFrame
    households: gpd.GeoDataFrame
    fieldworkers: gpd.GeoDataFrame
    wards: gpd.GeoDataFrame | None
    round: Round
    travel: Travel
    restrictions: gpd.GeoDataFrame | None = None
    vehicles: gpd.GeoDataFrame | None = None
    rides: pd.DataFrame | None = None

    @property
    def judged_from(self) -> dt.date | None:
        """The day from which on this plan was made anew, so that only what follows is judged; None for all of it."""
        first = self.summary.get("replan", {}).get("from_day")
        return dt.date.fromisoformat(first) if first else None

    def check(self) -> list[Violation]:
        """Judge this plan again from its inputs, by code that the solver does not share."""
        from allocation.check import check_plan
        from allocation.check.pins import judge_pins
        from allocation.check.since import check_since, since

        def judge(
            visits: pd.DataFrame, days: pd.DataFrame, unserved: pd.DataFrame, households: gpd.GeoDataFrame, round_: Round
        ) -> list[Violation]:
            inputs = (households, self.fieldworkers, round_, self.travel, self.wards)
            tables = visits, days, unserved
            rides = None if self.rides is None else since(self.rides, round_.first_day)
            return check_plan(*tables, *inputs, restrictions=self.restrictions, vehicles=self.vehicles, rides=rides)

        if self.judged_from is None:
            return judge(self.visits, self.days, self.unserved, self.households, self.round)
        tables = {"visits": self.visits, "days": self.days, "unserved": self.unserved, "households": self.households}
        drops = set() if self.rides is None else set(since(self.rides, self.judged_from)["place"])
        found = check_since(judge, self.judged_from, **tables, round_=self.round, places=drops)
        return [*found, *judge_pins(self.visits, self.summary["replan"].get("pins", {}), self.judged_from)]
