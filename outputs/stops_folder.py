"""The folder of an answer on mobile stops: what ``wardround stops`` writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from allocation.stops import StopCalendar
from geo.siting import Sited
from outputs.answer_folder import Origin, write_answer
from outputs.area_layers import AreaLayer

KIND = "stops"
#: Columns of stops.csv.
STOPS = ("point_id", "name", "households", "minutes_mean", "visit_min", "days", "dates")


def write_stops_folder(out: Path, sited: Sited, calendar: StopCalendar | None, origin: Origin) -> dict[str, Any]:
    """Write ``stops.csv, calendar.csv, left_out.csv, assigned.csv, stops.gpkg`` (layer ``stops``), and the rest.

    Parameters
    ----------
    out, origin
        As of :func:`outputs.answer_folder.write_answer`, whose errors and result these are.
    sited : Sited
        The stops, and who goes to which.
    calendar : StopCalendar or None
        None where no stop would help.
    """
    layer = stops_layer(sited, calendar)
    tables = {"stops": pd.DataFrame(layer.rows.drop(columns="geometry")), "assigned": sited.assigned}
    if calendar is not None:
        tables |= {"calendar": calendar.dates, "left_out": calendar.left}
    facts = {**sited.told(), "calendar": {} if calendar is None else calendar.told()}
    return write_answer(out, KIND, facts, tables, [layer], origin=origin)


def stops_layer(sited: Sited, calendar: StopCalendar | None) -> AreaLayer:
    """The stops with what they take and all their dates."""
    own = sited.points.iloc[sited.chosen]
    rows = sited.sites.assign(name=own["name"].to_numpy(), visit_min=np.nan, days=0, dates="")
    if calendar is not None:
        taken = calendar.stops.set_index("point_id").loc[rows["point_id"]]
        dates = calendar.dates.groupby("point_id")["date"].agg(";".join)
        rows = rows.assign(
            visit_min=taken["visit_min"].to_numpy(),
            days=taken["parts"].to_numpy(),
            dates=dates.reindex(rows["point_id"]).fillna("").to_numpy(),
        )
    shapes = own.geometry.representative_point()
    return AreaLayer("stops", gpd.GeoDataFrame(rows[list(STOPS)], geometry=shapes.array, crs=own.crs), "Point")
