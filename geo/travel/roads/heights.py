"""Heights along roads, out of a raster of metres above the sea."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

from geo.errors import InputProblems
from geo.problems import Problem
from geo.travel.roads.graph import RoadGraph

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Longest piece of road between two heights, metres: a few cells of the usual 30 m rasters, whose single cells are noisy.
STEP_M = 100.0
#: Cells of a raster that are read at once, along each side.
_TILE = 1024
#: How a TIFF begins, the large ones too; every other raster may be a recipe that reads other files.
_TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")


def with_heights(graph: RoadGraph, path: Path) -> RoadGraph:
    """The network with a vertex at least every 100 m and the height of each; NaN where the raster knows none.

    Heights between the middles of cells are interpolated (bilinear).

    Raises
    ------
    InputProblems
        E100, E101, E300 or E302: no file, no GeoTIFF, no coordinate system, damaged; E421 where it covers none of the roads.
    """
    fine = finer(graph)
    heights = _heights(fine.points, path)
    if not np.isfinite(heights).any():
        raise InputProblems([Problem("E421", "The elevation raster covers none of the roads.", file=path.name)])
    return replace(fine, height_m=heights)


def finer(graph: RoadGraph, step_m: float = STEP_M) -> RoadGraph:
    """The same network with more vertices: no two of an edge are farther apart."""
    edge = graph.edge_of
    length = np.diff(graph.along_m, append=0.0)
    length[graph.last] = 0.0
    parts = np.maximum(1, np.ceil(length / step_m)).astype(np.int64)
    at_old = np.repeat(np.arange(len(edge)), parts)
    share = (np.arange(len(at_old)) - np.repeat(np.cumsum(parts) - parts, parts)) / np.repeat(parts, parts)
    following = np.minimum(at_old + 1, len(edge) - 1)
    points = graph.points[at_old] + share[:, None] * (graph.points[following] - graph.points[at_old])
    along = graph.along_m[at_old] + share * length[at_old]
    at = np.concatenate([[0], np.cumsum(np.bincount(edge, weights=parts, minlength=len(graph.u)))]).astype(np.int64)
    return RoadGraph(graph.lon_lat, graph.u, graph.v, graph.kind, graph.kinds, at, points, along)


def _heights(lon_lat: Floats, path: Path) -> Floats:
    import rasterio
    from rasterio.errors import RasterioError, RasterioIOError

    _must_be_tiff(path)
    try:
        with rasterio.open(path, driver="GTiff") as raster:
            if raster.crs is None:
                raise InputProblems([Problem("E300", "The raster does not say in which system it is.", file=path.name)])
            change = Transformer.from_crs("EPSG:4326", raster.crs.to_wkt(), always_xy=True)
            x, y = change.transform(lon_lat[:, 0], lon_lat[:, 1])
            to_cells = ~raster.transform
            column = to_cells.a * np.asarray(x) + to_cells.b * np.asarray(y) + to_cells.c
            row = to_cells.d * np.asarray(x) + to_cells.e * np.asarray(y) + to_cells.f
            return _interpolated(raster, row - 0.5, column - 0.5)
    except (RasterioError, RasterioIOError):
        raise InputProblems([Problem("E302", "The raster is damaged or breaks off.", file=path.name)]) from None


def _must_be_tiff(path: Path) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except (OSError, ValueError):
        raise InputProblems([Problem("E100", "There is no such elevation file.", file=path.name)]) from None
    if start not in _TIFF:
        raise InputProblems([Problem("E101", "The elevation is no GeoTIFF.", file=path.name, remedy="Save it as GeoTIFF.")])


def _interpolated(raster: Any, row: Floats, column: Floats) -> Floats:
    """Values between the middles of cells, tile by tile; NaN outside and where one of the four cells has none."""
    result = np.full(len(row), np.nan)
    inside = np.isfinite(row) & np.isfinite(column)
    inside &= (row > -0.5) & (row < raster.height - 0.5) & (column > -0.5) & (column < raster.width - 0.5)
    # In the outer half of the outermost cells the cell's own value stands.
    row, column = np.clip(row, 0, raster.height - 1), np.clip(column, 0, raster.width - 1)
    known = np.flatnonzero(inside)
    tile = (row[known] // _TILE).astype(np.int64) * (raster.width // _TILE + 1) + (column[known] // _TILE).astype(np.int64)
    order = np.argsort(tile, kind="stable")
    for part in np.split(known[order], np.flatnonzero(np.diff(tile[order])) + 1) if len(known) else []:
        result[part] = _of_tile(raster, row[part], column[part])
    return result


def _of_tile(raster: Any, row: Floats, column: Floats) -> Floats:
    from rasterio.windows import Window

    top, left = int(row.min()), int(column.min())
    bottom, right = min(int(row.max()) + 2, raster.height), min(int(column.max()) + 2, raster.width)
    cells = raster.read(1, window=Window(left, top, right - left, bottom - top), masked=True)
    values = np.where(np.ma.getmaskarray(cells), np.nan, np.ma.getdata(cells).astype(float))
    low_row, low_column = (row - top).astype(np.int64), (column - left).astype(np.int64)
    high_row, high_column = np.minimum(low_row + 1, len(values) - 1), np.minimum(low_column + 1, values.shape[1] - 1)
    down, on = row - top - low_row, column - left - low_column
    upper = values[low_row, low_column] * (1 - on) + values[low_row, high_column] * on
    lower = values[high_row, low_column] * (1 - on) + values[high_row, high_column] * on
    return np.asarray(upper * (1 - down) + lower * down, dtype=np.float64)
