"""One point for many services, from the lists of a workspace: what the page Where next shows of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.access.sectors import spelling
from geo.gaps import wards_around
from geo.maps import GapGround, gaps_ground
from geo.siting import fitting_side, ground_of
from geo.siting.together import Together, together
from geo.siting.together_settings import SERVICES_MOST, TogetherSettings
from geo.tables import items
from outputs.tables import write_table
from outputs.together_folder import points_layer
from workflows import how
from workflows.apart import apart
from workflows.as_bytes import as_bytes
from workflows.map_layers import FICTIONAL
from workflows.where_next_view import NEW_POINT, Ways
from workspace import Workspace

#: Places on a page, seconds for all choices together.
PLACES_MOST, SECONDS = 60, 45.0
#: What the settlements are called.
ONLY = {"": "All households", "rural": "Rural and deep rural ones", "deep_rural": "Deep rural ones only"}
_ONLY = {"": (), "rural": ("rural", "deep_rural"), "deep_rural": ("deep_rural",)}


@dataclass(frozen=True)
class Weighed:
    """What sharing points buys, and the wards around."""

    found: Together
    wards: gpd.GeoDataFrame
    side_m: float

    @property
    def ways(self) -> Ways:
        """Of each household that needs something to the farthest of its points."""
        homes, minutes = self.found.ground.households, np.zeros(len(self.found.uses))
        for offer in self.found.chosen:
            minutes = np.where(offer.uses > 0, np.maximum(minutes, offer.minutes), minutes)
        return Ways(homes["ward_id"].astype(str).to_numpy(), self.found.uses.any(axis=1), minutes)


def services(workspace: Workspace) -> list[str]:
    """What households need, the most frequent first."""
    homes = workspace.table("households")
    if homes is None:
        return []
    listed = [item for cell in homes["needs"].astype(str) for item in items(cell)]
    shown = spelling(listed)
    counts = Counter(" ".join(item.casefold().split()) for item in listed)
    return [shown[key] for key, _ in counts.most_common()]


def weigh(workspace: Workspace, chosen: tuple[str, ...], only: str, mode: str, more: tuple[float, float]) -> Weighed:
    """Weigh one point for all against separate ones: costly, so worth keeping.

    Parameters
    ----------
    workspace : Workspace
        With wards and households.
    chosen : tuple of str
        Two to five of :func:`services`.
    only : str
        A key of :data:`ONLY`.
    mode : str
        How people go (:mod:`workflows.how`).
    more : (float, float)
        ``one_trip`` and ``service_cost`` of :class:`geo.siting.together_settings.TogetherSettings`.

    Raises
    ------
    InputProblems
        No household lies there, or none needs one of the services.
    """
    homes, wards = workspace.table("households"), workspace.table("wards")
    assert homes is not None and wards is not None
    settings = TogetherSettings(
        chosen[:SERVICES_MOST], one_trip=more[0], service_cost=more[1], mode=how.mode_of(mode), only=_ONLY[only]
    )
    side = fitting_side(homes, PLACES_MOST)
    ground = ground_of(homes, None, None, how.travel_of(workspace, mode), how.mode_of(mode), wards=wards, grid_m=side)
    return Weighed(together(ground, settings, apart(), SECONDS), wards_around(ground.households, wards), side)


def line(found: Together) -> pd.DataFrame:
    """The curve as it is drawn: by the fewest households of a point, minutes with points apart and together."""
    table = found.curve.pivot(index="least", columns="plan", values="minutes_mean")
    return table[["separate", "together"]].rename(columns={"separate": "Separate points", "together": "Shared points"})


def rows(found: Together) -> list[tuple[str, ...]]:
    """Every way to put the services together, as it is read."""
    out = []
    for row in found.ways.itertuples(index=False):
        minutes = "–" if np.isnan(row.minutes_mean) else f"{row.minutes_mean:,.0f}"
        near = "–" if np.isnan(row.share_within) else f"{row.share_within:.0%}"
        left = f"{row.not_served:,.0f}"
        name = row.together.replace(" + ", " with ").replace("; ", " · ")
        out.append((name, f"{row.points:,}", f"{row.services:,}", f"{row.hours:,.0f}", minutes, near, left))
    return out


def ground(workspace: Workspace, weighed: Weighed) -> GapGround:
    """The map with the points of the first way, before anything is painted."""
    points = points_layer(weighed.found).rows
    shown = points[["point_id", "geometry"]].assign(name=points["services"].str.replace(";", ", "), sector=NEW_POINT)
    note = FICTIONAL if workspace.fictional else ""
    return gaps_ground(weighed.wards, shown, workspace.table("landmarks"), note=note, remember="where_next")


def curve_csv(found: Together) -> bytes:
    """curve.csv as ``wardround together`` writes it."""
    return as_bytes(lambda path: write_table(path, found.curve), "curve.csv")


def ways_csv(found: Together) -> bytes:
    """ways.csv as ``wardround together`` writes it."""
    return as_bytes(lambda path: write_table(path, found.ways), "ways.csv")
