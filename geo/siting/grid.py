"""Candidates from a grid: the middle of each square in which somebody lives."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import utm_crs
from geo.errors import SettingProblems
from geo.problems import Problem
from geo.tables import CRS

#: Squares of a grid at most: each is a site that the way from every household is measured to.
SQUARES_MOST = 2000
#: Sides of the squares that are tried where nobody names one, metres; the smallest that gives no more candidates than these.
SIDES_M, CANDIDATES_MOST = (500, 1000, 2000, 3000, 5000, 10_000, 20_000, 50_000), 150


def grid_candidates(households: gpd.GeoDataFrame, side_m: float) -> gpd.GeoDataFrame:
    """A candidate in the middle of the households of each square.

    Parameters
    ----------
    households : GeoDataFrame
        With their places, as :func:`geo.placing.placed` gives them; those without one count for nothing.
    side_m : float
        Of the squares, above 0.

    Returns
    -------
    GeoDataFrame
        ``point_id`` (G001 …, from north to south and west to east), ``sector``, ``geometry``.

    Raises
    ------
    SettingProblems
        The side is no length, or there are more squares than :data:`SQUARES_MOST` (E401).
    """
    if not 0 < side_m < np.inf:
        raise SettingProblems([Problem("E401", "The side of a square must be a number of metres above 0.", column="grid_m")])
    there = households.geometry[households.geometry.notna() & ~households.geometry.is_empty]
    points = gpd.GeoSeries(there.representative_point().array, crs=CRS)
    if points.empty:
        return gpd.GeoDataFrame({"point_id": [], "sector": []}, geometry=gpd.GeoSeries([], crs=CRS))
    centre = points.union_all().centroid
    plane = points.to_crs(utm_crs(centre.x, centre.y))
    spots = pd.DataFrame({"x": plane.x, "y": plane.y})
    spots["row"], spots["column"] = -np.floor(spots["y"] / side_m), np.floor(spots["x"] / side_m)
    middles = spots.groupby(["row", "column"])[["x", "y"]].mean()
    if len(middles) > SQUARES_MOST:
        fact = f"Households lie in {len(middles):,} squares of {side_m:g} m; {SQUARES_MOST:,} are the most."
        raise SettingProblems([Problem("E401", fact, column="grid_m", remedy="Take larger squares.")])
    shapes = gpd.GeoSeries(shapely.points(middles["x"], middles["y"]), crs=plane.crs).to_crs(CRS)
    digits = max(3, len(str(len(middles))))
    ids = [f"G{number:0{digits}d}" for number in range(1, len(middles) + 1)]
    return gpd.GeoDataFrame({"point_id": ids, "sector": "candidate"}, geometry=shapes.array, crs=CRS)


def fitting_side(households: gpd.GeoDataFrame, most: int = CANDIDATES_MOST) -> float:
    """The smallest side of :data:`SIDES_M` that gives no more than so many candidates, metres."""
    for side in SIDES_M[:-1]:
        try:
            if len(grid_candidates(households, side)) <= most:
                return float(side)
        except SettingProblems:
            continue
    return float(SIDES_M[-1])
