"""The folder of an answer on one point for many services: what ``wardround together`` writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.siting.together import Together
from outputs.answer_folder import Origin, write_answer
from outputs.area_layers import AreaLayer

KIND = "together"
#: Columns of points.csv.
POINTS = ("point_id", "services", "households", "minutes_mean")


def write_together_folder(out: Path, found: Together, origin: Origin) -> dict[str, Any]:
    """Write ``curve.csv, ways.csv, points.csv, together.gpkg`` (layer ``points``), and the rest.

    Parameters
    ----------
    out, origin
        As of :func:`outputs.answer_folder.write_answer`, whose errors and result these are.
    found : Together
        As found.
    """
    layer = points_layer(found)
    tables = {"curve": found.curve, "ways": found.ways, "points": pd.DataFrame(layer.rows.drop(columns="geometry"))}
    return write_answer(out, KIND, found.told(), tables, [layer], origin=origin)


def points_layer(found: Together) -> AreaLayer:
    """The points of the first way, each with its services and whom it serves."""
    points, rows, places = found.ground.points, [], []
    for offer in found.chosen:
        name = ";".join(found.settings.services[at] for at in offer.group)
        ways = found.ground.minutes[offer.points]
        there = np.isfinite(offer.minutes)
        for at, point in enumerate(offer.points.tolist()):
            own = there & (offer.to == point)
            mean = float(ways[at][own].mean()) if own.any() else np.nan
            rows.append((str(points["point_id"].iloc[point]), name, int(own.sum()), mean))
            places.append(points.geometry.iloc[point].representative_point())
    frame = gpd.GeoDataFrame(pd.DataFrame(rows, columns=list(POINTS)), geometry=gpd.GeoSeries(places, crs=points.crs))
    return AreaLayer("points", frame, "Point")
