"""A venue for each ward's war room, from the lists of a workspace: what the page Where next shows of them."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np

from geo.access.sectors import sector_key, spelling
from geo.gaps import wards_around
from geo.siting import ByWard, SitingSettings, lists_of, site_by_ward
from geo.siting.by_ward import NEAR_M
from outputs.tables import write_table
from workflows import how
from workflows.as_bytes import as_bytes
from workflows.counting import number
from workflows.overview import names_missing
from workflows.where_next_view import Ways
from workspace import Workspace

#: Without these there is nothing to choose from.
NEEDED = ("wards", "households", "service_points")
#: Rules as the page says them.
RULES = {
    "electricity": "Electricity",
    "water": "Water",
    "furniture": "Tables and chairs",
    "accessible": "A wheelchair can get in",
}
#: Seconds for all wards.
SECONDS = 30.0


@dataclass(frozen=True)
class Venues:
    """The choice, and the wards that it is for."""

    found: ByWard
    wards: gpd.GeoDataFrame

    @property
    def ways(self) -> Ways:
        """Of each household to the venue of its ward."""
        homes = self.found.households
        known = (homes.geometry.notna() & ~homes.geometry.is_empty).to_numpy()
        return Ways(homes["ward_id"].astype(str).to_numpy(), known, self.found.found[1])


def missing(workspace: Workspace) -> list[str]:
    """The lists that are still to be brought, as screens call them."""
    return names_missing(workspace, NEEDED)


def services(workspace: Workspace) -> list[str]:
    """What the service points are, whose buildings may be venues."""
    points = workspace.table("service_points")
    return [] if points is None else list(spelling(points["sector"].astype(str)).values())


def venues(
    workspace: Workspace, among: tuple[str, ...], require: tuple[str, ...], mode: str, near_m: float = NEAR_M
) -> Venues | None:
    """Choose a venue for each ward: costly, so worth keeping. None where no service point is of the services named.

    Parameters
    ----------
    workspace : Workspace
        With the lists of :data:`NEEDED`.
    among : tuple of str
        Of :func:`services`: whose buildings may be chosen.
    require : tuple of str
        Keys of :data:`RULES`.
    mode, near_m
        As of :func:`geo.siting.site_by_ward`.
    """
    homes, wards, points = (workspace.table(table) for table in ("households", "wards", "service_points"))
    assert homes is not None and wards is not None and points is not None, missing(workspace)
    wanted = {sector_key(name) for name in among}
    own = points[points["sector"].astype(str).map(sector_key).isin(list(wanted)).to_numpy()]
    if own.empty:
        return None
    lists = lists_of(homes, own, travel=how.travel_of(workspace, mode), wards=wards)
    around = wards_around(lists.households, wards)
    return Venues(
        site_by_ward(
            lists, around, SitingSettings(count=1, require=require, mode=how.mode_of(mode)), None, SECONDS, near_m=near_m
        ),
        around,
    )


def sentence(chosen: Venues) -> str:
    """How many wards have one, and the way there."""
    found = chosen.found.venues
    there, ways = found[found["point_id"] != ""], chosen.found.found[1]
    told = f"**{there['ward_id'].nunique():,} of {number(len(chosen.found.wards), 'ward')}** have a place that fits"
    mean = f"; the way there takes {np.nanmean(ways):,.0f} minutes on average." if np.isfinite(ways).any() else "."
    return told + mean


def rows(chosen: Venues) -> list[tuple[str, str, str, str, str]]:
    """Ward, venue, households, minutes, places that fit of those that there are: as it is read."""
    out = []
    for row in chosen.found.venues.itertuples(index=False):
        fit = f"{row.fitting:,} of {row.candidates:,}"
        if row.point_id:
            minutes = "–" if np.isnan(row.minutes_mean) else f"{row.minutes_mean:,.0f}"
            out.append((row.ward, row.name or row.point_id, f"{row.households:,}", minutes, fit))
        else:
            out.append((row.ward, f"None. {row.why}", "", "", fit))
    return out


def venues_csv(chosen: Venues) -> bytes:
    """venues.csv as ``wardround site --by ward`` writes it."""
    return as_bytes(lambda path: write_table(path, chosen.found.venues), "venues.csv")
