"""The folder of an answer on siting: what ``wardround site`` writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd

from geo.siting import Sited
from outputs.answer_folder import Origin, write_answer
from outputs.area_layers import AreaLayer

KIND = "site"


def write_site_folder(out: Path, sited: Sited, origin: Origin) -> dict[str, Any]:
    """Write ``sites.csv, assigned.csv, site.gpkg`` (layer ``points``: existing, chosen and other candidates), and the rest.

    Parameters
    ----------
    out, origin
        As of :func:`outputs.answer_folder.write_answer`, whose errors and result these are.
    sited : Sited
        As chosen.
    """
    tables = {"sites": sited.sites, "assigned": sited.assigned}
    return write_answer(out, KIND, sited.told(), tables, [points_layer(sited)], origin=origin)


def points_layer(sited: Sited) -> AreaLayer:
    """All points with what they are and whom they serve."""
    points = sited.ground.points
    state = points["existing"].map({True: "existing", False: "candidate"}).astype("str")
    state.iloc[sited.found.chosen] = "chosen"
    served = sited.every.set_index("point_id")
    rows = points[["point_id", "name"]].assign(
        state=state,
        households=served["households"].reindex(points["point_id"]).fillna(0).astype(int).to_numpy(),
        minutes_mean=served["minutes_mean"].reindex(points["point_id"]).to_numpy(),
    )
    shapes = points.geometry.representative_point()
    return AreaLayer("points", gpd.GeoDataFrame(rows, geometry=shapes.array, crs=points.crs), "Point")
