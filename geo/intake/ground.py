"""Shapes of a geo file: brought into degrees, flat, or a question where nobody says in which system they are."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer

from geo.intake.accounting import Ledger
from geo.intake.area import Surroundings
from geo.intake.coordinates import DEGREES_MOST
from geo.intake.grids import axes_of, candidates, fits, grid, other_zone
from geo.intake.result import Option, Question
from geo.tables import CRS as DEGREES

Floats = NDArray[np.float64]
Shapes = NDArray[np.object_]
#: Systems that a file in degrees without a stated system is usually in.
_IN_DEGREES = (("EPSG:4326", "WGS 84, as GPS gives it"), ("EPSG:4222", "Cape, South Africa's maps before 1999"))
#: The Cape datum and its Lo zones.
_CAPE = {4222, *range(22275, 22294, 2)}


def shapes_in_degrees(geometry: gpd.GeoSeries, around: Surroundings, ledger: Ledger) -> Shapes | None:
    """The shapes in EPSG:4326, flat; None while the system is asked for, or where the file is refused.

    Parameters
    ----------
    geometry : GeoSeries
        In the file's own system, which may be None.
    around : Surroundings
        Where the rows are expected.
    ledger : Ledger
        Takes what was found; its choices may hold ``crs``.
    """
    shapes = flat(np.array(geometry.array, dtype=object), geometry.index, ledger)
    x, y = spots(shapes)
    metres = _share(np.maximum(np.abs(x), np.abs(y)) > DEGREES_MOST, x) >= 0.5
    crs = grid(ledger.choices.get("crs", "")) or geometry.crs
    if crs is None or (crs.is_geographic and metres):
        ledger.ask(_which_metres(x, y, ledger.table, around) if metres else _which_degrees(x, y, ledger.table))
        return None
    if not crs.is_geographic and not metres and np.isfinite(x).any():
        ledger.remark("E303", f"the system is said to be {crs.name}, in metres, but the numbers are degrees.")
        return None
    done = _transformed(shapes, CRS(crs), ledger)
    if done is not None:
        _old_survey(CRS(crs), done, ledger)
        if around.area is not None:
            rows = geometry.index[other_zone(x, y, CRS(crs), around.area)]
            ledger.set_aside("E324", "the place fits only in the zone beside the one stated for the file.", rows, "geometry")
    return done


def flat(shapes: Shapes, index: pd.Index, ledger: Ledger) -> Shapes:
    """Without heights; broken or infinite ones become None."""
    high = shapely.has_z(shapes)
    if high.any():
        ledger.remark("E326", "heights are left out.", index[high])
        shapes = np.asarray(shapely.force_2d(shapes), dtype=np.object_)
    bounds = shapely.bounds(shapes)
    gone = ~np.isfinite(bounds).all(axis=1)
    shapes = shapes.copy()
    shapes[gone] = None
    return shapes


def spots(shapes: Shapes) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coordinates x and y of a point for each shape (the middle of its box), NaN for none."""
    bounds = shapely.bounds(shapes)
    return (bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2


def _share(mask: NDArray[np.bool_], x: NDArray[np.float64]) -> float:
    known = np.isfinite(x)
    return float(mask[known].mean()) if known.any() else 0.0


def _which_metres(x: Floats, y: Floats, table: str, around: Surroundings) -> Question:
    known = np.isfinite(x)
    text = "The numbers are metres, not degrees. In which system are they? Another one can be given by its EPSG code."
    return Question(f"{table}.crs", text, candidates(x[known], y[known], around.area, around.middle), "E305")


def _which_degrees(x: Floats, y: Floats, table: str) -> Question:
    rows = np.isfinite(x).nonzero()[0][:8]
    preview = tuple((float(x[row]), float(y[row])) for row in rows)
    options = tuple(Option(value, label, preview) for value, label in _IN_DEGREES)
    text = "The file does not say in which coordinate system it is. Which one is it? Another one can be given by its EPSG code."
    return Question(f"{table}.crs", text, options, "E300")


def _transformed(shapes: Shapes, crs: CRS, ledger: Ledger) -> Shapes | None:
    x, y = spots(shapes)
    if crs.to_epsg() == 4326 or not np.isfinite(x).any():
        return shapes
    axes = axes_of(x, y, crs) if crs.is_projected else axes_of(np.array([]), np.array([]), crs)
    change = Transformer.from_crs(crs, DEGREES, always_xy=True)

    def moved(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(change.transform(*axes.of(xy[:, 0], xy[:, 1])))

    done = np.asarray(shapely.transform(shapes, moved), dtype=np.object_)
    lon, lat = spots(done)
    if fits(lon[np.isfinite(x)], lat[np.isfinite(x)], crs) < 0.5:
        ledger.remark("E303", f"the system is said to be {crs.name}, but the places fall outside the area it is for.")
        return None
    done[~np.isfinite(lon)] = None
    return done


def _old_survey(crs: CRS, done: Shapes, ledger: Ledger) -> None:
    """The Cape datum lies up to 300 m off; say how far, so that somebody compares a known place."""
    if (crs.to_epsg() or 0) not in _CAPE:
        return
    lon, lat = (float(np.nanmedian(part)) for part in spots(done))
    shift = cape_shift_m(lon, lat)
    sentence = (
        f"the file is in South Africa's system from before 1999; its places were moved by {shift:.0f} m to fit today's maps."
    )
    ledger.remark("E325", sentence)


def cape_shift_m(lon: float, lat: float) -> float:
    """Metres between a place in degrees and the same numbers read in the Cape datum (EPSG:4222)."""
    x, y = Transformer.from_crs("EPSG:4222", DEGREES, always_xy=True).transform(lon, lat)
    return float(Geod(ellps="WGS84").inv(lon, lat, x, y)[2])
