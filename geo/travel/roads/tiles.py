"""Minutes between many places over roads, in tiles, searched from the side that has fewer places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geo.travel.roads.side import widened
from geo.travel.roads.spots import Spots
from geo.travel.roads.ways import Ways
from geo.travel.tiling import CELLS, Tile

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
#: Places of the smaller side that are searched from at once.
_TOGETHER = 64


class Network(Protocol):
    """What tiles ask of a road network."""

    def ways(self, cost: str) -> Ways:
        """The search for ways."""
        ...

    def spots(self, lon_lat: Floats, cost: str) -> Spots:
        """Where places join the roads."""
        ...

    def off_cost(self, spots: Spots, cost: str) -> Floats:
        """Cost of the walks to the spots."""
        ...

    def door_to_door(self, net: Floats, off: tuple[Floats, Floats], ends: tuple[Floats, Floats], cost: str) -> Floats:
        """Costs from place to place."""
        ...


def road_tiles(network: Network, origins: Floats, destinations: Floats, mode: str, within_min: float) -> Iterator[Tile]:
    """Tiles with every pair of at most ``within_min``, and all nearest destinations of each origin.

    Parameters
    ----------
    network : Network
        Whose roads.
    origins, destinations : (n, 2) and (m, 2) array
        Degrees.
    mode : str
        walk, bicycle, car.
    within_min : float
        Infinite for all pairs.
    """
    here, there = network.spots(origins, mode), network.spots(destinations, mode)
    rows, columns = np.flatnonzero(here.edge >= 0), np.flatnonzero(there.edge >= 0)
    if not len(rows) or not len(columns):
        return
    a, b = here.take(rows), there.take(columns)
    off = network.off_cost(a, mode), network.off_cost(b, mode)
    limit = _limit(network.ways(mode), a, b, off, within_min)
    for some_rows, some_columns in _blocks(len(rows), len(columns)):
        net = network.ways(mode).between(a.take(some_rows), b.take(some_columns), limit)
        # Who reaches nothing of a block is in no tile of it.
        reach = np.isfinite(net).any(axis=1)
        some, net = some_rows[reach], net[reach]
        step = max(1, CELLS // len(some_columns))
        for first in range(0, len(some), step):
            part, at = some[first : first + step], columns[some_columns]
            ends = origins[rows[part]], destinations[at]
            cost = network.door_to_door(net[first : first + step], (off[0][part], off[1][some_columns]), ends, mode)
            yield Tile(rows[part], at, cost)


def _blocks(rows: int, columns: int) -> Iterator[tuple[Ints, Ints]]:
    """Positions of origins and destinations that are searched together."""
    if columns <= rows:
        for first in range(0, columns, _TOGETHER):
            yield np.arange(rows), np.arange(first, min(first + _TOGETHER, columns))
    else:
        for first in range(0, rows, _TOGETHER):
            yield np.arange(first, min(first + _TOGETHER, rows)), np.arange(columns)


def _limit(ways: Ways, origins: Spots, destinations: Spots, off: tuple[Floats, Floats], within_min: float) -> float:
    """Minutes on the road beyond which no way matters."""
    if not np.isfinite(within_min):
        return np.inf
    least = ways.nearest(origins, destinations, off[1]) + off[0]
    served = np.isin(ways.piece_of(origins), ways.piece_of(destinations))
    farthest = float(least[served].max(initial=0.0))
    return widened(max(within_min, farthest))
