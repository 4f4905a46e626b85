"""Ward shapes and other areas of a file: mended where the area stays the same, set aside where not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.intake.accounting import Ledger
from geo.problems import Problem
from geo.settings import Settings
from geo.topology import ward_problems, why_broken

Shapes = NDArray[np.object_]

#: A mended shape may differ from the area inside its outer lines by this share.
AREA_SHARE = 0.01
#: A ward smaller than this is a sliver left by drawing, km² (the smallest of South Africa has 0.012).
SLIVER_KM2 = 1e-4
#: Kilometres along a meridian in a degree, to the per cent that a sliver asks for.
KM_A_DEGREE = 111.2


def sound_areas(shapes: Shapes, index: pd.Index, ledger: Ledger) -> Shapes:
    """Areas that can be worked with; rows without one are set aside with the reason."""
    result = shapes.copy()
    missing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    ledger.set_aside("E335", "the row has no shape.", index[missing], "geometry")
    flat = ~missing & (shapely.get_dimensions(shapes) < 2)
    ledger.set_aside("E331", "the shape is a point or a line, not an area.", index[flat], "geometry")
    for place in (~missing & ~flat & ~shapely.is_valid(shapes)).nonzero()[0]:
        _mend(result, int(place), index, ledger)
    # In degrees, because a projection bends a straight sliver into a crescent.
    lat = np.radians(shapely.get_y(shapely.centroid(result)))
    size = np.where(missing | flat, np.inf, shapely.area(result) * KM_A_DEGREE**2 * np.cos(lat))
    ledger.set_aside(
        "E331", "the area is a sliver with next to no size.", index[(size < SLIVER_KM2) & ~ledger.aside(index)], "geometry"
    )
    return result


def _mend(result: Shapes, place: int, index: pd.Index, ledger: Ledger) -> None:
    shape, row = result[place], index[place : place + 1]
    with np.errstate(all="ignore"):
        mended = polygons_of(shapely.make_valid(shape))
    size = float(shapely.area(mended))
    # Where lines cross, the areas on their two sides cancel out: then nobody knows what was meant.
    if size > 0 and abs(size - float(shapely.area(shape))) <= AREA_SHARE * size:
        before = pd.Series([why_broken(shape)], index=row)
        ledger.repair("E330", "a broken ring was mended; the area stayed the same.", "geometry", before, ["mended"])
        result[place] = mended
    else:
        ledger.set_aside("E331", f"{why_broken(shape)}.", row, "geometry")


def polygons_of(shape: Any) -> Any:
    """The areas in a shape, without its lines and points."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    areas = parts[shapely.get_dimensions(parts) == 2]
    return shapely.union_all(areas) if len(areas) else shapely.from_wkt("POLYGON EMPTY")


def joined_parts(ids: pd.Series[Any], content: pd.DataFrame, shapes: Shapes, ledger: Ledger) -> Shapes:
    """Wards that come as several rows, a part each, become one: same code, same words, areas that do not overlap.

    The first row keeps the ward; the others are listed as joined to it.
    """
    alive = ~ledger.aside(ids.index) & (ids != "").to_numpy()
    several = alive & ids.where(alive, "").duplicated(keep=False).to_numpy()
    result = shapes.copy()
    positions = pd.Series(np.arange(len(ids)), index=ids.index)
    for _, group in positions[several].groupby(ids[several]):
        places = group.to_numpy()
        if len(content.iloc[places].drop_duplicates()) > 1 or not _apart(shapes[places]):
            continue
        result[places[0]] = shapely.union_all(shapes[places])
        ledger.set_aside("E337", "this part was joined to the first row of its ward.", ids.index[places[1:]])
    return result


def _apart(shapes: Shapes) -> bool:
    total, whole = shapely.area(shapes).sum(), shapely.area(shapely.union_all(shapes))
    return bool(total - whole <= AREA_SHARE * shapely.area(shapes).min())


def layer_problems(wards: gpd.GeoDataFrame, settings: Settings, file: str) -> list[Problem]:
    """Overlaps and gaps of the wards that were accepted, with the name of their file."""
    return [replace(problem, file=file) for problem in ward_problems(wards, settings)]
