"""The folder of an answer on siting: what ``wardround site`` writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.siting import ByWard
from outputs.answer_folder import Origin, write_answer
from outputs.area_layers import AreaLayer

KIND = "site"


class Chosen(Protocol):
    """A choice of sites, for all together or ward by ward."""

    @property
    def points(self) -> gpd.GeoDataFrame:
        """Existing points and candidates: ``point_id``, ``name``, ``existing``, ``geometry``."""
        ...

    @property
    def chosen(self) -> NDArray[np.intp]:
        """Positions of the new points."""
        ...

    @property
    def sites(self) -> pd.DataFrame:
        """A row a new point."""
        ...

    @property
    def every(self) -> pd.DataFrame:
        """A row an open point."""
        ...

    @property
    def assigned(self) -> pd.DataFrame:
        """A row a household."""
        ...

    def told(self) -> dict[str, Any]:
        """What summary.json says."""
        ...


def write_site_folder(out: Path, sited: Chosen, origin: Origin) -> dict[str, Any]:
    """Write ``sites.csv, assigned.csv, site.gpkg`` (layer ``points``: existing, chosen and other candidates), and the rest;
    ward by ward also ``venues.csv``.

    Parameters
    ----------
    out, origin
        As of :func:`outputs.answer_folder.write_answer`, whose errors and result these are.
    sited : Chosen
        As chosen.
    """
    tables = {"sites": sited.sites, "assigned": sited.assigned}
    if isinstance(sited, ByWard):
        tables["venues"] = sited.venues
    return write_answer(out, KIND, sited.told(), tables, [points_layer(sited)], origin=origin)


def points_layer(sited: Chosen) -> AreaLayer:
    """All points with what they are and whom they serve."""
    points = sited.points
    state = points["existing"].map({True: "existing", False: "candidate"}).astype("str")
    state.iloc[sited.chosen] = "chosen"
    served = sited.every.set_index("point_id")
    rows = points[["point_id", "name"]].assign(
        state=state,
        households=served["households"].reindex(points["point_id"]).fillna(0).astype(int).to_numpy(),
        minutes_mean=served["minutes_mean"].reindex(points["point_id"]).to_numpy(),
    )
    shapes = points.geometry.representative_point()
    return AreaLayer("points", gpd.GeoDataFrame(rows, geometry=shapes.array, crs=points.crs), "Point")
