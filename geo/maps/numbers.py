"""Places as whole numbers for the browser: 1/100,000 of a degree (about a metre), lines as steps from point to point."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

#: Steps in a degree: 1.1 m north to south.
STEPS = 100_000


def lon_lat(frame: pd.DataFrame) -> NDArray[np.float64]:
    """Longitude and latitude of every row, shape ``(n, 2)``; NaN where there is no place.

    Takes columns ``lon`` and ``lat``, else ``longitude`` and ``latitude``, else the points of ``geometry`` (of another
    shape the middle counts).
    """
    for names in (("lon", "lat"), ("longitude", "latitude")):
        if set(names) <= set(frame.columns):
            return np.column_stack([pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=float) for name in names])
    if "geometry" not in frame.columns:
        return np.full((len(frame), 2), np.nan)
    shapes = np.asarray(frame["geometry"], dtype=object)
    other = shapely.get_type_id(shapes) != 0
    points = shapes
    if other.any():
        points = shapes.copy()
        points[other] = shapely.centroid(shapes[other])
    return np.column_stack([shapely.get_x(points), shapely.get_y(points)])


def placed(places: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which rows of ``(n, 2)`` degrees may be drawn: both finite, on the globe, and not at 0/0."""
    finite = np.asarray(np.isfinite(places).all(axis=1), dtype=np.bool_)
    x, y = np.where(finite, places[:, 0], 0.0), np.where(finite, places[:, 1], 0.0)
    return np.asarray(finite & (np.abs(x) <= 180) & (np.abs(y) <= 85) & ~((x == 0) & (y == 0)), dtype=np.bool_)


def steps(places: NDArray[np.float64], origin: tuple[float, float]) -> NDArray[np.int64]:
    """Whole steps east and north of ``origin``."""
    return np.asarray(np.rint((places - np.array(origin)) * STEPS), dtype=np.int64)


def line(coordinates: NDArray[np.float64], origin: tuple[float, float]) -> list[int]:
    """A line as ``x, y, dx, dy, dx, dy, …``; points that fall on the one before are left out."""
    whole = steps(coordinates[:, :2], origin)
    moved = np.diff(whole, axis=0)
    moved = moved[(moved != 0).any(axis=1)]
    return [int(value) for value in np.vstack([whole[:1], moved]).ravel()]


def rings(shape: Any, origin: tuple[float, float]) -> list[list[int]]:
    """All rings of an area or parts of a line (a point gives none), as :func:`line`."""
    parts = shapely.get_parts(shape)
    areas = parts[shapely.get_type_id(parts) == 3]
    lines = parts[np.isin(shapely.get_type_id(parts), (1, 2))]
    loops = [*shapely.get_rings(areas), *lines] if len(areas) else list(lines)
    return [line(shapely.get_coordinates(loop), origin) for loop in loops if not loop.is_empty]


def texts(frame: pd.DataFrame, name: str) -> NDArray[np.object_]:
    """A column as texts, blanks ""; a column that is not there is all blank."""
    if name not in frame.columns:
        return np.full(len(frame), "", dtype=object)
    return np.array(["" if pd.isna(value) else str(value) for value in frame[name]], dtype=object)
