"""Least costs between spots of a network, by Dijkstra's algorithm from the side that has fewer of them."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from geo.travel.roads.measure import metres_between
from geo.travel.roads.minutes import Timed
from geo.travel.roads.side import Side, widened
from geo.travel.roads.spots import Spots

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Ways:
    """Least costs over one network for one mode.

    Parameters
    ----------
    timed : Timed
    """

    def __init__(self, timed: Timed) -> None:
        self.timed = timed
        self._out, self._back = Side(timed), Side(timed.reversed())

    @cached_property
    def piece(self) -> Ints:
        """(n,) the separate piece of road of each junction."""
        return np.asarray(connected_components(self.timed.matrix, connection="weak")[1], dtype=np.int64)

    def piece_of(self, spots: Spots) -> Ints:
        """The piece of each spot, -1 for none."""
        if not len(self.piece):
            return np.full(len(spots), -1, dtype=np.int64)
        return np.where(spots.edge >= 0, self.piece[self.timed.graph.u[spots.edge]], -1)

    def between(self, origins: Spots, destinations: Spots, limit: float = np.inf) -> Floats:
        """Least costs, shape ``(len(origins), len(destinations))``; infinite where there is no way.

        Parameters
        ----------
        origins, destinations : Spots
            Those on no edge have no way.
        limit : float
            Costs above it are given as infinite. Where it is infinite, a limit is found that changes nothing.
        """
        result = np.full((len(origins), len(destinations)), np.inf)
        piece_a, piece_b = self.piece_of(origins), self.piece_of(destinations)
        for piece in np.intersect1d(piece_a[piece_a >= 0], piece_b[piece_b >= 0]).tolist():
            rows, columns = np.flatnonzero(piece_a == piece), np.flatnonzero(piece_b == piece)
            some = self._within_piece(origins.take(rows), destinations.take(columns), limit)
            result[np.ix_(rows, columns)] = some
        return result

    def nearest(self, origins: Spots, destinations: Spots, start: Floats) -> Floats:
        """(n,) an upper bound for the least of cost + ``start`` over all destinations; infinite where none is known."""
        return self._back.from_all(destinations, start, origins)

    def _guess(self, starts: Spots, goals: Spots) -> float:
        """Twice what the way across the box around all spots costs on a usual edge."""
        spots = self.timed.graph.points[np.concatenate([starts.vertex, goals.vertex])]
        across = metres_between(spots.min(axis=0)[None], spots.max(axis=0)[None])[0]
        return float(2 * across * self._pace)

    @cached_property
    def _pace(self) -> float:
        """Cost of a metre on the middle one of the open edges."""
        timed, last = self.timed, self.timed.graph.last
        return float(np.median(timed.ahead[last][timed.open] / np.maximum(timed.graph.metres[timed.open], 1e-9)))

    def _within_piece(self, origins: Spots, destinations: Spots, limit: float) -> Floats:
        turned = len(destinations) < len(origins)
        side, other = (self._back, self._out) if turned else (self._out, self._back)
        starts, goals = (destinations, origins) if turned else (origins, destinations)
        if np.isfinite(limit):
            costs = side.costs(starts, goals, limit)
            # What is above the limit may be a way round where a shorter one was cut off.
            costs[costs > widened(limit)] = np.inf
        else:
            costs = _bounded(side, other, starts, goals, self._guess(starts, goals))
        return costs.T if turned else costs


def _bounded(side: Side, other: Side, starts: Spots, goals: Spots, first: float) -> Floats:
    """Costs from each start to each goal, all of one piece of road; searched no farther than a way can lead.

    ``first``: the cost within which they are looked for first.

    By way of the first start everything is reached within ``most``: no junction on a shortest way is farther from it
    than the farthest start and that together.
    """
    if len(starts) < 3:
        return side.costs(starts, goals, np.inf)
    pivot = starts.take(np.array([0]))
    # Most places that are asked for together lie close together: the whole network is searched only where they do not.
    for within in (first, 4 * first, np.inf):
        out, back = side.tree(pivot, within), other.tree(pivot, within)
        to_pivot, from_pivot, pivot_to = other.reached(starts, back), side.reached(goals, out), side.reached(starts, out)
        to_pivot[0] = pivot_to[0] = 0.0
        most = float(to_pivot.max() + from_pivot.max())
        radius = float(pivot_to.max()) + most
        if np.isfinite(radius):
            out = out if radius < within else side.tree(pivot, widened(radius))
            return side.costs(starts, goals, most, np.flatnonzero(out <= widened(radius)))
    return side.costs(starts, goals, np.inf)
