"""The lists of a workspace → where new service points should stand, one, two, three: what the page Where next shows."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.sectors import of_sector, spelling
from geo.errors import InputProblems
from geo.gaps import wards_around
from geo.problems import Problem
from geo.siting import Ground, Sited, SitingSettings, as_it_is, fitting_side, ground_of, site
from geo.siting.homes import home_points, village_candidates
from workflows import how, kept_roads
from workflows.apart import apart
from workflows.overview import names_missing
from workspace import Workspace

#: Without these there is nothing to choose from.
NEEDED = ("wards", "households")
#: A service of which there is no point yet.
NEW = ""
#: Most new points that the curve goes to, and seconds that each of them may take.
POINTS_MOST, SECONDS = 8, 5.0
#: Instead of a side: the villages that households name.
VILLAGES = -1.0
#: Instead of a side: the buildings of the other service points on the list.
BUILDINGS = -2.0
#: What a choice may aim at, as the page says it.
AIMS = {"p_median": "The shortest ways for all", "mclp": "The most households in reach"}


@dataclass(frozen=True)
class Around:
    """What there is before a point is added; changed by nobody.

    Attributes
    ----------
    ground : Ground
        Existing points of the sector and the candidates.
    wards : GeoDataFrame
        Those of the municipalities in which households lie.
    side_m : float
        Of the squares whose middles are the candidates; 0 where they are villages.
    """

    ground: Ground
    wards: gpd.GeoDataFrame
    side_m: float


def missing(workspace: Workspace) -> list[str]:
    """The lists that are still to be brought, as screens call them."""
    return names_missing(workspace, NEEDED)


def revisions(workspace: Workspace) -> tuple[str, ...]:
    """What everything here depends on besides what is asked."""
    lists = (*NEEDED, "service_points", "fieldworkers")
    return *(workspace.revision(table) for table in lists), kept_roads.revision(workspace)


def sectors(workspace: Workspace) -> list[str]:
    """The services of which there are points, and last a new one."""
    points = workspace.table("service_points")
    return [*([] if points is None else spelling(points["sector"].astype(str)).values()), NEW]


def has_fieldworkers(workspace: Workspace) -> bool:
    """Whether there is a list of fieldworkers."""
    return workspace.table("fieldworkers") is not None


def departments(workspace: Workspace) -> list[str]:
    """The departments of the fieldworkers, first all of them."""
    workers = workspace.table("fieldworkers")
    return ["", *([] if workers is None else sorted({name for name in workers["department"].astype(str) if name}))]


def around_homes(workspace: Workspace, department: str, side_m: float = VILLAGES) -> Around:
    """As :func:`around`, for the village in which the next fieldworker should live: on foot, from the homes that are there.

    Parameters
    ----------
    workspace : Workspace
        With wards, households and fieldworkers.
    department : str
        Whose homes count; "" for all.
    side_m : float
        Of the squares whose middles are the candidates; :data:`VILLAGES` for the villages that the households name, and
        squares where none does.
    """
    homes, wards, workers = (workspace.table(table) for table in ("households", "wards", "fieldworkers"))
    assert homes is not None and wards is not None
    own = None if workers is None else home_points(workers, department)
    named, side = None, side_m
    if side_m == VILLAGES:
        side = 0.0
        with contextlib.suppress(InputProblems):
            named = village_candidates(homes)
    side = 0.0 if named is not None else side or fitting_side(homes)
    found = ground_of(homes, named, own, None, "walk", wards=wards, grid_m=side)
    return Around(found, wards_around(found.households, wards), side)


def around(workspace: Workspace, sector: str, mode: str, side_m: float = 0.0) -> Around:
    """Measure the way from every household to every existing point of a sector and to every candidate: costly, so worth keeping.

    Parameters
    ----------
    workspace : Workspace
        With wards and households.
    sector : str
        One of :func:`sectors`.
    mode : str
        How people go (:mod:`workflows.how`).
    side_m : float
        Of the squares; 0 for one that gives a fair number of candidates; :data:`BUILDINGS` for the other service points.

    Raises
    ------
    InputProblems
        Something is wrong with the lists; there is no other service point (E402).
    """
    homes, wards, points = (workspace.table(table) for table in ("households", "wards", "service_points"))
    assert homes is not None and wards is not None, missing(workspace)
    own = None if points is None or not sector else of_sector(points, sector)
    side, offered = side_m or fitting_side(homes), None
    if side_m == BUILDINGS:
        there = () if own is None else own["point_id"]
        offered = None if points is None else points[~points["point_id"].isin(list(there)).to_numpy()]
        if offered is None or offered.empty:
            fact = "The list of service points has no other building."
            raise InputProblems([Problem("E402", fact, remedy="Choose squares, or bring a list of buildings.")])
        side = 0.0
    found = ground_of(homes, offered, own, how.travel_of(workspace, mode), how.mode_of(mode), wards=wards, grid_m=side)
    return Around(found, wards_around(found.households, wards), side_m if side_m == BUILDINGS else side)


def curve(base: Around, settings: SitingSettings) -> list[Sited]:
    """The best choice of no new point, one, two …, until another helps nobody: costly, so worth keeping.

    Parameters
    ----------
    base : Around
        As measured.
    settings : SitingSettings
        Their count counts for nothing.
    """
    found = [as_it_is(base.ground, settings, SECONDS)]
    run = apart()
    for count in range(1, POINTS_MOST + 1):
        sited = site(base.ground, replace(settings, count=count), run, SECONDS)
        if len(sited.found.chosen) <= len(found[-1].found.chosen):
            break
        found.append(sited)
    return found


def within(sited: Sited, minutes: float) -> int:
    """Households that are within the minutes of a point."""
    with np.errstate(invalid="ignore"):
        return int((sited.found.minutes <= minutes).sum())


def figures(base: Around, before: Sited, after: Sited, minutes: float) -> list[tuple[str, str, str]]:
    """What, now, and with the new points: as it is read."""
    known = int(base.ground.placed.sum())
    sides = (before, after)

    def share(sited: Sited) -> str:
        near = within(sited, minutes)
        return f"{near:,} ({near / known:.0%})" if known else "0"

    def middle(sited: Sited, q: float) -> str:
        there = _ways(sited)
        return f"{np.quantile(there, q, method='inverted_cdf'):,.0f} min" if len(there) else "–"

    def mean(sited: Sited) -> str:
        there = _ways(sited)
        return f"{there.mean():,.0f} min" if len(there) else "–"

    def lost(sited: Sited) -> str:
        return f"{int(np.isnan(sited.found.minutes[base.ground.placed]).sum()):,}"

    return [
        (f"Households within {minutes:g} min", *map(share, sides)),
        ("Way on average", *map(mean, sides)),
        ("Half need at most", *(middle(one, 0.5) for one in sides)),
        ("Nine of ten need at most", *(middle(one, 0.9) for one in sides)),
        ("Households that can reach no point", *map(lost, sides)),
    ]


def line(curve_: Sequence[Sited], minutes: float) -> pd.DataFrame:
    """The curve as a table: ``points``, ``mean_min`` (NaN where nobody reaches one), ``within``."""
    rows = []
    for sited in curve_:
        there = _ways(sited)
        rows.append((len(sited.found.chosen), there.mean() if len(there) else np.nan, within(sited, minutes)))
    return pd.DataFrame(rows, columns=["points", "mean_min", "within"])


def _ways(sited: Sited) -> NDArray[np.float64]:
    """Minutes of the households that have a point."""
    return sited.found.minutes[np.isfinite(sited.found.minutes)]


def new_points(sited: Sited) -> pd.DataFrame:
    """The new points as they are listed: ``point_id`` (the name where it has one), ``households``, ``minutes_mean``,
    ``latitude``, ``longitude``.
    """
    own = sited.ground.points.iloc[sited.found.chosen]
    shapes, named = own.geometry, own["name"].where(own["name"] != "", own["point_id"].astype(str)).to_numpy()
    return sited.sites.assign(point_id=named, latitude=shapes.y.round(5).to_numpy(), longitude=shapes.x.round(5).to_numpy())
