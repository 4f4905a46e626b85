"""The lists of a workspace → gaps of a sector by ward, cell and the levels above: what the page Service gaps shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access import LEVELS, AccessSettings, areas_of
from geo.gaps import CATEGORIES, OPEN, Gaps, GapSettings, find_gaps, wards_around, with_dates_as_listed
from geo.gaps.other_areas import area_of_each
from workflows import how, kept_roads
from workflows.area_files import OtherAreas
from workflows.overview import names_missing
from workflows.round_gaps import reached
from workflows.ward_lines import ward_names
from workspace import Workspace

#: Without these there are no gaps to see.
NEEDED = ("wards", "households", "service_points")
_ABOVE = tuple(level for level in LEVELS if level not in ("cell", "ward"))


@dataclass(frozen=True)
class Measured:
    """The gaps of all sectors, and the lists that they are of."""

    gaps: Gaps
    points: gpd.GeoDataFrame
    wards: gpd.GeoDataFrame


@dataclass(frozen=True)
class Ground:
    """What does not depend on the threshold or the sector; changed by nobody.

    Attributes
    ----------
    gaps : Gaps
        At the default threshold.
    wards : GeoDataFrame
        Those of the municipalities in which households lie.
    areas : DataFrame
        A row a household: its area of each level of :data:`geo.access.LEVELS`.
    names : dict of level → dict of id → name
    points : GeoDataFrame
    reached : (n,) int array or None
        Of the last plan, as :func:`workflows.round_gaps.reached` has it; None where there is none.
    called : str
        What the areas in the place of wards are: "ward", or how a layer of other areas is called.
    """

    gaps: Gaps
    wards: gpd.GeoDataFrame
    areas: pd.DataFrame
    names: Mapping[str, Mapping[str, str]]
    points: gpd.GeoDataFrame
    reached: NDArray[np.int8] | None = None
    called: str = "ward"

    @property
    def levels(self) -> list[str]:
        """The ward, and the levels above it of which households lie in more than one area; only the areas of another layer."""
        if self.called != "ward":
            return ["ward"]
        return ["ward", *(level for level in _ABOVE if len(set(self.areas[level].cat.categories) - {""}) > 1)]


@dataclass(frozen=True)
class Look:
    """Each household in one sector at one threshold, in the order of the list.

    Attributes
    ----------
    kind : (n,) int array
        Index of :data:`geo.gaps.CATEGORIES`.
    minutes : (n,) float array
        To the nearest point; NaN where none is reachable or the place is unknown.
    near, placed : (n,) bool arrays
        Whether that is within the threshold; whether the place is known.
    point_id : (n,) array of str
        The nearest point, "" for none.
    """

    kind: NDArray[np.int64]
    minutes: NDArray[np.float64]
    near: NDArray[np.bool_]
    placed: NDArray[np.bool_]
    point_id: NDArray[np.object_]


def missing(workspace: Workspace) -> list[str]:
    """The lists that are still to be brought, as screens call them."""
    return names_missing(workspace, NEEDED)


def revisions(workspace: Workspace) -> tuple[str, ...]:
    """What the ground depends on besides settings."""
    return *(workspace.revision(table) for table in NEEDED), kept_roads.revision(workspace)


def measured(workspace: Workspace, mode: str, minutes: float, months: int, today: dt.date | None) -> Measured:
    """The gaps at this threshold, with what depends on it throughout (capacity for each person).

    ``mode`` is how people go (:mod:`workflows.how`).

    A list that does not say when each household was asked counts as asked on the day on which it was brought.

    Raises
    ------
    InputProblems
        Something is wrong with the lists.
    """
    homes, points, wards = (workspace.table(table) for table in ("households", "service_points", "wards"))
    assert homes is not None and points is not None and wards is not None, missing(workspace)
    kept = workspace.import_details(workspace.revision("households"))
    reach = AccessSettings(mode=how.mode_of(mode), threshold_min=minutes)
    settings = GapSettings(reach, months, today, pd.Timestamp(kept["kept_at"]).date())
    return Measured(
        find_gaps(with_dates_as_listed(homes, kept["mapping"]), points, wards, how.travel_of(workspace, mode), settings),
        points,
        wards,
    )


def ground(workspace: Workspace, mode: str = "walk", months: int = 24, today: dt.date | None = None) -> Ground:
    """Measure once, for every sector: costly for many households, so worth keeping by :func:`revisions`. As :func:`measured`.

    Raises
    ------
    InputProblems
        Something is wrong with the lists.
    """
    found = measured(workspace, mode, AccessSettings().threshold_min, months, today)
    access, wards = found.gaps.access, found.wards
    shown = wards_around(access.households, wards)
    areas, names = {}, {}
    for level in LEVELS:
        areas[level], called = areas_of(access, level, shown)
        names[level] = {code: name or code for code, name in called.items()}
    names["ward"] = ward_names(shown)
    return Ground(found.gaps, shown, pd.DataFrame(areas).astype("category"), names, found.points)


def with_plan(base: Ground, workspace: Workspace, plan_id: str) -> Ground:
    """With what a kept plan does with each household: reads the plan, so worth keeping."""
    plan = workspace.plan(plan_id)
    found = reached(base.gaps.access.households["household_id"], plan.visits, plan.unserved)
    return replace(base, reached=found if (found >= 0).any() else None)


def by_areas(base: Ground, areas: OtherAreas) -> Ground:
    """The same households by areas of another body, which stand where the wards stood."""
    own = areas.table
    ids, names = own["area_id"].astype(str), own["name"].astype(str)
    layer = gpd.GeoDataFrame({"ward_id": ids, "ward_no": names}, geometry=own.geometry.array, crs=own.crs)
    inside = pd.Series(area_of_each(base.gaps, own)).astype("category")
    return replace(
        base,
        wards=layer,
        areas=base.areas.assign(ward=inside),
        names={**base.names, "ward": dict(zip(ids, names, strict=True))},
        called=areas.called,
    )


def first_sector(base: Ground) -> str:
    """The sector that is shown first: of those with points the one that most households need and do not get."""
    needed = np.isin(base.gaps.category, OPEN).sum(axis=0)
    there = [name in base.gaps.access.supplies for name in base.gaps.sectors]
    return base.gaps.sectors[int(np.argmax(np.where(there, needed, -1)))]


def look(base: Ground, sector: str, minutes: float) -> Look:
    """The households at another threshold: only who has a need can change, between unmet and out of reach."""
    gaps, access = base.gaps, base.gaps.access
    before = gaps.category[:, gaps.sectors.index(sector)]
    to_point = np.full(len(before), np.nan)
    points = np.full(len(before), "", dtype=object)
    if sector in access.supplies:
        rows = access.of(sector)
        to_point, points = rows["minutes"].to_numpy(dtype=float), rows["point_id"].to_numpy(dtype=object)
    near = np.nan_to_num(to_point, nan=np.inf) <= minutes
    kind = np.zeros(len(before), dtype=np.int64)
    for at, name in enumerate(CATEGORIES):
        kind[before == name] = at
    needed = (before == "unmet") | (before == "out_of_reach")
    kind[needed] = np.where(near[needed], CATEGORIES.index("unmet"), CATEGORIES.index("out_of_reach"))
    return Look(kind, to_point, near, access.placed, points)


def cell_of(base: Ground, household_id: str) -> str:
    """The cell in which a household lies, "" where nobody knows."""
    at = (base.gaps.access.households["household_id"].astype(str) == household_id).to_numpy().argmax()
    return str(base.areas["cell"].iloc[at])
