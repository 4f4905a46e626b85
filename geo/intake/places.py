"""The place of each row: from shapes, from coordinate columns, or from a click on the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.intake.accounting import Ledger
from geo.intake.area import OwnCluster, Surroundings
from geo.intake.coordinates import DEGREES_MOST, Axis, axis_column, split_gps
from geo.intake.grids import candidates, grid, other_zone, to_degrees
from geo.intake.ground import shapes_in_degrees, spots
from geo.intake.orientation import TURNS, Hints, Oriented, Turn, orient
from geo.intake.result import Question

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Shapes = NDArray[np.object_]

#: Columns in which a fault about the place is noted; a click on the map mends them all.
PLACE_COLUMNS = ("latitude", "longitude", "gps", "geometry")
#: Tables of which a row is one point; the others keep their shapes.
POINT_TABLES = ("households", "fieldworkers", "service_points", "vehicles")
#: Tables of which a row is an area.
AREA_TABLES = ("wards", "restrictions")


@dataclass
class Places:
    """Where the rows are.

    Attributes
    ----------
    shapes : (n,) array of shapely
        EPSG:4326; None for no place.
    decimals : (n,) int array
        Written decimals of degrees, 9 where not written in decimals.
    pending : bool
        A question about the coordinates is open, so that no place is known yet.
    """

    shapes: Shapes
    decimals: NDArray[np.int64]
    pending: bool = False


def place_rows(
    texts: pd.DataFrame, geometry: gpd.GeoSeries | None, around: Surroundings, ledger: Ledger, clicks: Mapping[int, Any]
) -> Places:
    """Find the place of each row.

    Parameters
    ----------
    texts : DataFrame
        Tidied cells under our names; ``latitude``, ``longitude``, ``gps`` and ``geometry`` (well-known text) count here.
    geometry : GeoSeries or None
        Of a geo format, parallel to ``texts``.
    around : Surroundings
        What is known about where the rows belong.
    ledger : Ledger
        Takes repairs, faults and questions.
    clicks : mapping of row → (lon, lat)
        Places set by the person; they win.
    """
    shapes = _from_shapes(texts, geometry, around, ledger)
    if shapes is None:
        return _clicked(Places(_none(len(texts)), _exact(len(texts)), pending=True), texts.index, ledger, clicks)
    points = ledger.table in POINT_TABLES
    if points:
        shapes = to_points(shapes, texts.index, ledger)
    lon, lat = spots(shapes)
    zero = (lon == 0) | (lat == 0)
    if points:
        lon[zero], lat[zero] = np.nan, np.nan
    decimals = np.where(np.isfinite(lon), _decimals_of(lon, lat), 9)
    typed = _typed(texts, np.isfinite(lon), around, ledger) if points or not np.isfinite(lon).any() else None
    crossed = np.zeros(len(texts), dtype=bool)
    if typed is not None:
        if typed.pending:
            return _clicked(Places(_none(len(texts)), decimals, pending=True), texts.index, ledger, clicks)
        lon, lat = np.where(np.isfinite(lon), lon, typed.lon), np.where(np.isfinite(lat), lat, typed.lat)
        decimals, crossed = np.where(typed.used, typed.decimals, decimals), typed.crossed
    hints = Hints(around.area, crossed, around.coded, around.near_stated)
    turned = orient(lon, lat, texts.index, hints, ledger)
    shapes = _points(turned.lon, turned.lat) if points or typed is not None else _turned(shapes, turned)
    return _clicked(Places(shapes, decimals.astype(np.int64)), texts.index, ledger, clicks)


def _none(rows: int) -> Shapes:
    return np.full(rows, None, dtype=object)


def _exact(rows: int) -> NDArray[np.int64]:
    return np.full(rows, 9, dtype=np.int64)


def _points(lon: Floats, lat: Floats) -> Shapes:
    result = _none(len(lon))
    known = np.isfinite(lon) & np.isfinite(lat)
    result[known] = shapely.points(lon[known], lat[known])
    return result


def _turned(shapes: Shapes, turned: Oriented) -> Shapes:
    """Whole shapes read the way that their middles are to be read."""
    result = shapes.copy()
    for place in np.unique(turned.turn[turned.turn > 0]):
        rows = turned.turn == place
        result[rows] = _read_as(shapes[rows], TURNS[int(place)])
    return result


def _read_as(shapes: Shapes, turn: Turn) -> Shapes:
    def moved(xy: Floats) -> Floats:
        return np.column_stack(turn.of(xy[:, 0], xy[:, 1]))

    return np.asarray(shapely.transform(shapes, moved), dtype=np.object_)


def _clicked(places: Places, index: pd.Index, ledger: Ledger, clicks: Mapping[int, Any]) -> Places:
    rows = [row for row in clicks if row in index]
    if rows:
        at = index.get_indexer(pd.Index(rows))
        before = pd.Series(["" if places.shapes[i] is None else _pair(places.shapes[i]) for i in at], index=rows)
        places.shapes[at] = shapely.points(np.array([clicks[row] for row in rows], dtype=float))
        places.decimals[at] = 9
        ledger.forgive(rows, PLACE_COLUMNS)
        ledger.repair("E239", "the place was clicked on the map.", "latitude", before, [_pair(places.shapes[i]) for i in at])
    return places


def _pair(shape: Any) -> str:
    x, y = spots(np.array([shape], dtype=object))
    return f"{y[0]:.6f} {x[0]:.6f}"


def _from_shapes(texts: pd.DataFrame, geometry: gpd.GeoSeries | None, around: Surroundings, ledger: Ledger) -> Shapes | None:
    if geometry is None and "geometry" in texts.columns:
        written = texts["geometry"]
        read = np.asarray(shapely.from_wkt(written.to_numpy(dtype=object), on_invalid="ignore"), dtype=np.object_)
        bad = (written != "").to_numpy() & shapely.is_missing(read)
        ledger.set_aside("E304", "the shape is not well-known text.", texts.index[bad], "geometry")
        read[shapely.is_empty(read)] = None
        # Well-known text in a table is in degrees unless an answer says otherwise.
        geometry = gpd.GeoSeries(read, index=texts.index, crs=grid(ledger.choices.get("crs", "")) or "EPSG:4326")
    if geometry is None or shapely.is_missing(geometry.array).all():
        return _none(len(texts))
    return shapes_in_degrees(geometry, around, ledger)


def to_points(shapes: Shapes, index: pd.Index, ledger: Ledger) -> Shapes:
    """One point for each shape: an area or line counts by a point inside it."""
    kinds = shapely.get_type_id(shapes)
    wide = ~np.isin(kinds, (-1, 0))
    if not wide.any():
        return shapes
    result = shapes.copy()
    with np.errstate(invalid="ignore"):
        result[wide] = shapely.point_on_surface(shapely.make_valid(shapes[wide]))
    result[shapely.is_empty(result)] = None
    told = wide & (kinds != 4)  # several points that are one point need no word
    ledger.remark("E327", "an area or line is planned as a point inside it.", index[told])
    return result


def _decimals_of(lon: Floats, lat: Floats) -> NDArray[np.int64]:
    """How many decimals numbers were probably written with: 2 or 3 if both are whole hundredths or thousandths."""
    result = np.full(len(lon), 9, dtype=np.int64)
    for decimals in (3, 2):
        scale = 10.0**decimals
        whole = [np.abs(part * scale - np.round(part * scale)) < 1e-6 for part in (lon, lat)]
        result[whole[0] & whole[1]] = decimals
    return result


@dataclass
class _Typed:
    """Coordinates from columns."""

    lon: Floats
    lat: Floats
    decimals: NDArray[np.int64]
    crossed: Mask
    used: Mask
    pending: bool = False


def _typed(texts: pd.DataFrame, have: Mask, around: Surroundings, ledger: Ledger) -> _Typed | None:
    """Coordinates typed in columns, for rows that have no shape."""
    pair = _pair_columns(texts)
    if pair is None:
        return None
    lat, lon = (
        axis_column(part.where(~have, ""), name, ledger) for part, name in zip(pair, ("latitude", "longitude"), strict=True)
    )
    half = (lat.blank | lon.blank) | lat.bad | lon.bad | (lat.value == 0) | (lon.value == 0)
    x, y = np.where(half, np.nan, lon.value), np.where(half, np.nan, lat.value)
    result = _Typed(x, y, np.maximum(lat.decimals, lon.decimals), _crossed(lat, lon), ~half & ~have)
    return _out_of_metres(result, texts.index, around, ledger)


def _pair_columns(texts: pd.DataFrame) -> tuple[pd.Series[Any], pd.Series[Any]] | None:
    empty = pd.Series("", index=texts.index, dtype="str")
    lat, lon = (texts[name] if name in texts.columns else empty for name in ("latitude", "longitude"))
    if "gps" in texts.columns:
        both = split_gps(texts["gps"])
        bare = (lat == "") & (lon == "")
        lat, lon = lat.where(~bare, both[0]), lon.where(~bare, both[1])
    return (lat, lon) if ((lat != "") | (lon != "")).any() else None


def _crossed(lat: Axis, lon: Axis) -> Mask:
    """Rows whose own letters say that latitude and longitude are exchanged."""
    wrong = np.isin(lat.side, ("E", "W")) & ~np.isin(lon.side, ("E", "W"))
    return np.asarray(wrong | (np.isin(lon.side, ("N", "S")) & ~np.isin(lat.side, ("N", "S"))), dtype=bool)


def _out_of_metres(typed: _Typed, index: pd.Index, around: Surroundings, ledger: Ledger) -> _Typed:
    known = np.isfinite(typed.lon)
    metres = known & (np.maximum(np.abs(typed.lon), np.abs(typed.lat)) > DEGREES_MOST)
    if not metres.any():
        return typed
    if metres.sum() / known.sum() < 0.5:
        ledger.set_aside("E313", "these are no degrees, but the rest of the file is in degrees.", index[metres], "latitude")
        typed.lon[metres], typed.lat[metres] = np.nan, np.nan
        return typed
    ledger.set_aside("E313", "these are degrees, but the rest of the file is in metres.", index[known & ~metres], "latitude")
    x, y = np.where(metres, typed.lon, np.nan), np.where(metres, typed.lat, np.nan)
    crs = grid(ledger.choices.get("crs", ""))
    if crs is None:
        text = "The coordinates are metres, not degrees. In which system are they? Another one can be given by its EPSG code."
        options = candidates(x[metres], y[metres], around.area, around.middle)
        ledger.ask(Question(f"{ledger.table}.crs", text, options, "E305"))
        typed.pending = True
        return typed
    typed.lon[:], typed.lat[:] = np.nan, np.nan
    typed.lon[metres], typed.lat[metres] = to_degrees(x[metres], y[metres], crs)
    typed.decimals[metres] = 9
    nowhere = metres & ~np.isfinite(typed.lon)
    ledger.set_aside("E313", "there is no such place in the chosen system.", index[nowhere], "latitude")
    area = around.area or OwnCluster.of(typed.lon, typed.lat)
    if area is not None:
        other = other_zone(x, y, crs, area)
        ledger.set_aside("E324", "the place fits only in the zone beside the one chosen for the file.", index[other], "latitude")
        typed.lon[other], typed.lat[other] = np.nan, np.nan
    return typed
