"""What every hand-out is made from: a plan, what to look at around it, and the words on top."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pandas as pd

from allocation.plan import Plan
from geo.intake.result import possible_entries
from outputs.backdrop import Backdrop
from outputs.escape import clean
from outputs.itinerary import Itinerary, itineraries
from outputs.tables import quarantined_as_unserved
from outputs.words import span

#: Stands wherever a plan of invented data is shown.
FICTIONAL = "Fictional"
FICTIONAL_NOTE = "Invented data for practice: no real person or home is in it."


@dataclass(frozen=True, eq=False)
class HandOut:
    """A plan, ready to be handed out.

    Parameters
    ----------
    plan : Plan
    service_points, landmarks : GeoDataFrame or None
        In the shape of :mod:`geo.tables`, EPSG:4326; drawn on the maps.
    fictional : bool
        Whether the data are invented: it is written on everything.
    title : str
        Heading; the round's name where left out.
    municipality : str
        Whose plan it is; taken from the wards where left out.
    printed_on : date or None
        Printed at the foot of each sheet; today where left out.
    quarantined : DataFrame or None
        Rows of the household file that were set aside, columns of :data:`geo.intake.result.QUARANTINE`: they count as not
        reached.
    emergency : str
        What a fieldworker in danger does, a short sentence; nothing is printed where empty.
    """

    plan: Plan
    service_points: gpd.GeoDataFrame | None = None
    landmarks: gpd.GeoDataFrame | None = None
    fictional: bool = False
    title: str = ""
    municipality: str = ""
    printed_on: dt.date | None = None
    quarantined: pd.DataFrame | None = None
    emergency: str = ""

    @property
    def heading(self) -> str:
        """Title of the hand-out."""
        name = clean(self.title) or clean(self.plan.round.name)
        return name or ("Service round" if self.plan.round.kind == "service" else "Profiling round")

    @property
    def place(self) -> str:
        """The municipality, or ""."""
        if self.municipality or self.plan.wards is None or "municipality" not in self.plan.wards.columns:
            return clean(self.municipality)
        names = sorted({clean(name) for name in self.plan.wards["municipality"]} - {""})
        return ", ".join(names[:2]) + (" and others" if len(names) > 2 else "")

    @property
    def period(self) -> str:
        """First to last day of the round, in words."""
        return span(self.plan.round.first_day, self.plan.round.last_day)

    @property
    def day_printed(self) -> dt.date:
        """The date that stands on the sheets."""
        return self.printed_on or dt.datetime.now().astimezone().date()

    @property
    def unserved(self) -> pd.DataFrame:
        """Every household that is not reached, those set aside behind; columns of :data:`allocation.plan.UNSERVED`.

        Totals, doubles and rows that somebody left out are no households: they stand in quarantine.csv and unserved.csv
        only, where every row of the file is accounted for.
        """
        if self.quarantined is None or possible_entries(self.quarantined).empty:
            return self.plan.unserved
        aside = quarantined_as_unserved(possible_entries(self.quarantined))
        return pd.concat([self.plan.unserved, aside], ignore_index=True) if len(self.plan.unserved) else aside

    @property
    def drives(self) -> bool:
        """Whether a shared vehicle drives in this plan."""
        return self.plan.rides is not None and not self.plan.rides.empty

    @cached_property
    def itineraries(self) -> tuple[Itinerary, ...]:
        """Every fieldworker with visits."""
        return itineraries(self.plan)

    @cached_property
    def backdrop(self) -> Backdrop:
        """What the small maps show behind the stops."""
        return Backdrop.of(self.plan.wards, self.landmarks, self.service_points, self.plan.households)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Worker id → number on sheets, maps and file names: the place in the fieldworkers' table, from 1."""
        return {worker_id: i for i, worker_id in enumerate(self.plan.fieldworkers["worker_id"], start=1)}
