"""Where people could live, and where fieldworkers do: villages as candidates, homes as points that are there."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import middle, project, utm_crs
from geo.errors import InputProblems
from geo.problems import Problem
from geo.tables import CRS


def village_candidates(households: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A candidate in the middle of the households of each village that the list names.

    Parameters
    ----------
    households : GeoDataFrame
        With ``village`` and their places; those without one of both count for nothing.

    Returns
    -------
    GeoDataFrame
        ``point_id`` (V001 … in the order of the names), ``sector``, ``name``, ``geometry``.

    Raises
    ------
    InputProblems
        No household with a place names its village (E402).
    """
    names = households["village"].astype(str).str.split().str.join(" ")
    there = households.geometry.notna() & ~households.geometry.is_empty & names.ne("")
    if not there.any():
        fact = "No household with a place names its village."
        remedy = "Fill in the column village, or give the places as a list of candidates."
        raise InputProblems([Problem("E402", fact, column="village", remedy=remedy)])
    shapes = np.asarray(households.geometry[there].representative_point().array, dtype=object)
    plane = utm_crs(*middle(shapes))
    flat = shapely.get_coordinates(project(shapes, plane))
    spots = pd.DataFrame({"key": names[there].str.casefold().to_numpy(), "name": names[there].to_numpy()})
    spots["x"], spots["y"] = flat[:, 0], flat[:, 1]
    found = spots.groupby("key").agg(name=("name", "first"), x=("x", "mean"), y=("y", "mean"))
    places = gpd.GeoSeries(shapely.points(found[["x", "y"]].to_numpy()), crs=plane).to_crs(CRS)
    digits = max(3, len(str(len(found))))
    ids = [f"V{number:0{digits}d}" for number in range(1, len(found) + 1)]
    frame = {"point_id": ids, "sector": "village", "name": found["name"].to_numpy()}
    return gpd.GeoDataFrame(frame, geometry=places.array, crs=CRS)


def home_points(fieldworkers: gpd.GeoDataFrame, department: str = "") -> gpd.GeoDataFrame:
    """The homes of fieldworkers as existing points: without names, by id.

    Parameters
    ----------
    fieldworkers : GeoDataFrame
        In the shape of the contract.
    department : str
        Only those of one department; "" for all.
    """
    own = fieldworkers
    if department:
        own = own[own["department"].astype(str).str.casefold().eq(department.casefold()).to_numpy()]
    own = own[(own.geometry.notna() & ~own.geometry.is_empty).to_numpy()]
    frame = {"point_id": own["worker_id"].astype(str).to_numpy(), "sector": "home"}
    return gpd.GeoDataFrame(frame, geometry=own.geometry.array, crs=own.crs)
