"""Where next as a person looks at it: the maps before and after, and the files to save."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.maps import GapGround, gaps_ground, paint
from geo.siting import Sited
from outputs.area_layers import write_layers
from outputs.site_folder import Chosen, points_layer
from outputs.tables import write_table
from workflows.as_bytes import as_bytes
from workflows.gaps_table import FEW
from workflows.gaps_view import percent
from workflows.how import DRAWN_MOST
from workflows.map_layers import FICTIONAL
from workflows.ward_lines import ward_names
from workflows.where_next import Around
from workspace import Workspace

#: What points are called on the map; the browser draws the last two in a way of their own (shapes.js).
NEW_POINT, CANDIDATE = "new point", "candidate"


@dataclass(frozen=True)
class Ways:
    """Of each household its ward, whether its place is known, and the minutes to its point (NaN for none)."""

    ward: NDArray[np.object_]
    known: NDArray[np.bool_]
    minutes: NDArray[np.float64]

    @classmethod
    def of(cls, base: Around, sited: Sited) -> Ways:
        """Those of a choice for all together."""
        return cls(base.ground.households["ward_id"].astype(str).to_numpy(), base.ground.placed, sited.found.minutes)


def ground(workspace: Workspace, wards: gpd.GeoDataFrame, sector: str, sited: Chosen) -> GapGround:
    """The map with the points of a choice, before anything is painted; ``sector`` is what existing ones are."""
    points = sited.points
    kinds = np.where(points["existing"], sector or "point", CANDIDATE).astype(object)
    kinds[sited.chosen] = NEW_POINT
    names = points["name"].where(points["name"] != "", points["point_id"].astype(str))
    shown = gpd.GeoDataFrame(
        {"point_id": points["point_id"], "name": names, "sector": kinds}, geometry=points.geometry.array, crs=points.crs
    )
    # The chosen ones are drawn last, over all others.
    order = np.argsort(np.isin(np.arange(len(points)), sited.chosen), kind="stable")
    note = FICTIONAL if workspace.fictional else ""
    return gaps_ground(wards, shown.iloc[order], workspace.table("landmarks"), note=note, remember="where_next")


def cut_off(base: Around, sited: Sited) -> pd.DataFrame:
    """The households that can reach no point, as the map draws them; of very many every so manieth."""
    rows = np.flatnonzero(base.ground.placed & np.isnan(sited.found.minutes))
    homes = base.ground.households.iloc[rows[:: -(-len(rows) // DRAWN_MOST) or 1]]
    ids = homes["household_id"].astype(str).to_numpy()
    shown = pd.DataFrame({"household_id": ids, "lon": homes.geometry.x.to_numpy(), "lat": homes.geometry.y.to_numpy()})
    return shown.assign(category="cut_off", text="Cut off: no road leads to a point")


def painted(
    map_: GapGround, wards: gpd.GeoDataFrame, ways: Ways, minutes: float, homes: pd.DataFrame | None = None
) -> dict[str, Any]:
    """Wards in the colour of the share that lives farther than so many minutes from a point, and ``homes`` that are cut off."""
    names = ward_names(wards)
    frame = pd.DataFrame({"ward": ways.ward, "known": ways.known})
    with np.errstate(invalid="ignore"):
        frame["far"] = ~(ways.minutes <= minutes) & ways.known
    counted = frame.groupby("ward")[["far", "known"]].sum().reindex(wards["ward_id"].astype(str), fill_value=0)
    far, known = counted["far"].to_numpy(), counted["known"].to_numpy()
    share = np.divide(far, known, out=np.full(len(far), np.nan), where=known > 0)
    few = (known > 0) & (known < FEW)
    tags = ["" if not n else f"{f} of {n}" if n < FEW else percent(s) for f, n, s in zip(far, known, share, strict=True)]
    texts = [
        f"{names.get(code, code)}\n{f:,} of {n:,} households live farther than {minutes:g} minutes away"
        for code, f, n in zip(counted.index, far, known, strict=True)
    ]
    painted_ = pd.DataFrame({"area_id": counted.index, "ranked": share, "few": few, "tag": tags, "text": texts})
    return paint(map_, f"Share of households farther than {minutes:g} min away", painted_, homes=homes)


def certainty(sited: Sited) -> str:
    """How sure it is that nothing is better, in words for anybody."""
    found = sited.found
    if found.proved:
        return "No other choice among these places is better: that is proved."
    gap = found.served_gap or found.gap
    return f"The time was too short to prove that this is the best choice; none can be better by more than {gap:.1%}."


def sites_csv(sited: Chosen) -> bytes:
    """sites.csv as ``wardround site`` writes it."""
    return as_bytes(lambda path: write_table(path, sited.sites), "sites.csv")


def assigned_csv(sited: Chosen) -> bytes:
    """assigned.csv as ``wardround site`` writes it."""
    return as_bytes(lambda path: write_table(path, sited.assigned), "assigned.csv")


def site_gpkg(sited: Chosen) -> bytes:
    """site.gpkg as ``wardround site`` writes it."""
    return as_bytes(lambda path: write_layers(path, [points_layer(sited)]), "site.gpkg")
