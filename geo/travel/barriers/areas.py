"""Areas of restrictions as barriers: what nobody may enter, nobody travels through."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import numpy as np
import shapely

from geo.travel.barriers.around import AroundBarriers
from geo.travel.barriers.layer import Barriers, Shapes, no_shapes
from geo.travel.protocol import Travel
from geo.travel.roads.model import RoadNetwork
from geo.travel.straight_line import StraightLine

#: Kinds of restrictions that close an area.
CLOSED = ("no entry", "wet season", "owner refused")


def closed_throughout(restrictions: gpd.GeoDataFrame | None, first: dt.date, last: dt.date) -> Shapes:
    """The areas, degrees, that are closed from the first day to the last one; others bar visits on their days, and no way."""
    if restrictions is None or not len(restrictions):
        return no_shapes()
    start, stop = restrictions["from"].astype(str), restrictions["until"].astype(str)
    whole = ((start == "") | (start <= first.isoformat())) & ((stop == "") | (stop >= last.isoformat()))
    shapes = np.asarray(restrictions.geometry.array, dtype=object)[(whole & restrictions["kind"].isin(CLOSED)).to_numpy()]
    return np.asarray(shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))], dtype=object)


def kept_out(travel: Travel, restrictions: gpd.GeoDataFrame | None, first: dt.date, last: dt.date) -> Travel:
    """Travel that goes through no area that is closed for a whole round.

    Parameters
    ----------
    travel : Travel
        One that keeps out of these areas already is given back as it is, and so is a matrix, which knows no places.
    restrictions : GeoDataFrame or None
        In the shape of :mod:`geo.tables`.
    first, last : date
        The days of the round.
    """
    areas = closed_throughout(restrictions, first, last)
    if not len(areas) or not isinstance(travel, StraightLine | AroundBarriers | RoadNetwork):
        return travel
    known = None if isinstance(travel, StraightLine) else travel.barriers
    if known is not None:
        areas = areas[~np.isin(shapely.to_wkb(areas, hex=True), shapely.to_wkb(known.shapes, hex=True))]
    if not len(areas):
        return travel
    return AroundBarriers(travel, Barriers(areas)) if isinstance(travel, StraightLine) else travel.closed_to(areas)
