"""Minutes around barriers in tiles: only the pairs that can matter."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from geo.crs import geocentric
from geo.travel.barriers.paths import Paths
from geo.travel.places import Places
from geo.travel.straight_line import StraightLine
from geo.travel.tiling import Tile, neighbours

Floats = NDArray[np.float64]
#: Share by which the chord through the earth may be longer than the metres that are measured.
_SLACK = 1e-3


def around_tiles(  # noqa: PLR0917 - a model, then what tiles are asked for
    straight: StraightLine, paths: Paths, origins: Places, destinations: Places, mode: str, within_min: float
) -> Iterator[Tile]:
    """Tiles with every pair of at most ``within_min``, and all nearest destinations of each origin.

    For each group of neighbours those destinations are computed that a straight line reaches in time; where some of the group
    reach none of them so soon, twice as far is looked, and twice again.
    """
    rows, columns = (np.flatnonzero(np.isfinite(ends.lon_lat).all(axis=1)) for ends in (origins, destinations))
    if not len(rows) or not len(columns):
        return
    goals = destinations.take(columns)
    trees = paths.trees(paths.links(goals.lon_lat))
    least, minute_m = straight.per_metre(mode)[0], straight.minute_m(mode)
    spots, ends = geocentric(origins.lon_lat[rows]), geocentric(goals.lon_lat)
    for group in neighbours(spots):
        here = origins.take(rows[group])
        soonest = _soonest(spots[group], ends, least)
        links = paths.links(here.lon_lat)
        limit = max(within_min, 2 * float(soonest.min()), 1.0)
        while True:
            some = np.flatnonzero(soonest <= limit)
            metres = paths.between(here.lon_lat, goals.lon_lat[some], links, trees[some])
            minutes = straight.lengthened(np.where(np.isfinite(metres), metres, np.nan), here, goals.take(some)) / minute_m
            best = np.fmin.reduce(minutes, axis=1, initial=np.inf)
            if len(some) == len(columns) or bool((best <= limit).all()):
                break
            limit = max(2 * limit, float(np.sort(soonest)[len(some)]))
        yield Tile(rows[group], columns[some], minutes)


def _soonest(homes: Floats, goals: Floats, least: float) -> Floats:
    """(m,) minutes below which nobody of the group reaches the goal."""
    centre = homes.mean(axis=0)
    radius = float(np.linalg.norm(homes - centre, axis=1).max())
    return np.asarray(least * np.maximum(np.linalg.norm(goals - centre, axis=1) - radius, 0.0) * (1 - _SLACK))
