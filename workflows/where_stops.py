"""Stops of a mobile service with their dates, from the lists of a workspace: what the page Where next shows of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from allocation.stops import StopSettings
from geo.access.sectors import of_sector
from geo.errors import InputProblems
from geo.gaps import wards_around
from geo.problems import Problem
from geo.siting import SitingSettings, ground_of, site
from geo.siting.grid import fitting_side
from geo.travel import StraightLine
from outputs.area_layers import write_layers
from outputs.stops_folder import stops_layer
from outputs.tables import write_table
from workflows import how
from workflows.apart import apart
from workflows.as_bytes import as_bytes
from workflows.stops_files import Stopped, StopsAsked, calendar_of
from workflows.where_next_view import Ways
from workspace import Workspace

#: Seconds for the stops, and for their dates.
CHOOSING, PLANNING = 15.0, 10.0


@dataclass(frozen=True)
class MobileStops:
    """The stops and their dates, and the wards around."""

    found: Stopped
    wards: gpd.GeoDataFrame

    @property
    def ways(self) -> Ways:
        """Of each household to the nearest stop or point."""
        sited = self.found.sited
        return Ways(sited.ground.households["ward_id"].astype(str).to_numpy(), sited.ground.placed, sited.found.minutes)


@dataclass(frozen=True)
class MobileAsked:
    """What is asked on the page.

    Attributes
    ----------
    service : str
        Whose points are there; "" for something new.
    base : str
        Id of the service point from which the vehicles set out.
    count : int
        Most stops; 0 for the fewest that cover all.
    minutes : float
        That people walk to a stop.
    when : StopSettings
    """

    service: str
    base: str
    count: int
    minutes: float
    when: StopSettings


def bases(workspace: Workspace) -> dict[str, str]:
    """Id → name of the service points from which vehicles may set out."""
    points = workspace.table("service_points")
    if points is None:
        return {}
    there = points[(points.geometry.notna() & ~points.geometry.is_empty).to_numpy()]
    ids, names = there["point_id"].astype(str), there["name"].astype(str)
    return dict(sorted(zip(ids, names.where(names != "", ids), strict=True), key=lambda pair: pair[1]))


def next_monday(today: dt.date) -> dt.date:
    """The first Monday after today.

    Examples
    --------
    >>> next_monday(dt.date(2026, 3, 2)).isoformat()
    '2026-03-09'
    """
    return today + dt.timedelta(days=7 - today.weekday())


def mobile_stops(workspace: Workspace, asked: MobileAsked) -> MobileStops:
    """Choose the stops and plan their dates: costly, so worth keeping.

    Parameters
    ----------
    workspace : Workspace
        With wards, households and service points.
    asked : MobileAsked
        As of the page.

    Raises
    ------
    InputProblems
        The base is not in the list any more (E402), or something is wrong with the lists.
    """
    homes, wards, points = (workspace.table(table) for table in ("households", "wards", "service_points"))
    assert homes is not None and wards is not None and points is not None
    base = points[points["point_id"].astype(str).eq(asked.base).to_numpy()]
    if base.empty:
        raise InputProblems([Problem("E402", "The place from which the vehicles set out is not in the list any more.")])
    own = of_sector(points, asked.service) if asked.service else None
    # Over roads where the workspace has them: people walk to the stops, the vehicle drives between them.
    travel = how.travel_of(workspace, next(iter(how.ways_to_go(workspace)))) or StraightLine()
    ground = ground_of(homes, None, own, travel, "walk", wards=wards, grid_m=fitting_side(homes))
    objective = "mclp" if asked.count else "lscp"
    sited = site(ground, SitingSettings(objective, asked.count or 1, threshold_min=asked.minutes), apart(), CHOOSING)
    spot = base.geometry.iloc[0].representative_point()
    whole = StopsAsked(sited.settings, asked.when, (spot.x, spot.y))
    calendar = calendar_of(sited, whole, travel, PLANNING)
    return MobileStops(Stopped(sited, calendar), wards_around(ground.households, wards))


def dates(made: MobileStops) -> pd.DataFrame:
    """The calendar as it is listed: date, weekday, stop, hours, vehicle."""
    calendar = made.found.calendar
    if calendar is None:
        return pd.DataFrame(columns=["date", "weekday", "stop", "hours", "vehicle"])
    own = calendar.dates
    hours = own["arrive"].str[:5] + "\u2013" + own["depart"].str[:5]
    moved = np.where(own["moved_from"] != "", own["weekday"] + " (moved)", own["weekday"])
    frame = {"date": own["date"], "weekday": moved, "stop": own["point_id"], "hours": hours, "vehicle": own["vehicle"]}
    return pd.DataFrame(frame)


def calendar_csv(made: MobileStops) -> bytes:
    """calendar.csv as ``wardround stops`` writes it."""
    calendar = made.found.calendar
    frame = dates(made) if calendar is None else calendar.dates
    return as_bytes(lambda path: write_table(path, frame), "calendar.csv")


def stops_gpkg(made: MobileStops) -> bytes:
    """stops.gpkg as ``wardround stops`` writes it."""
    layer = stops_layer(made.found.sited, made.found.calendar)
    return as_bytes(lambda path: write_layers(path, [layer]), "stops.gpkg")
