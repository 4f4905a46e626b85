"""A road network: junctions, and the edges between them with their shape."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.travel.roads.kinds import Kind

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class RoadGraph:
    """Junctions and edges; an edge is of one kind, and has no junction but at its ends.

    Attributes
    ----------
    lon_lat : (n, 2) float array
        Junctions, degrees: where roads meet, end, or become of another kind.
    u, v : (e,) int arrays
        Junctions at which each edge starts and ends.
    kind : (e,) int array
        Position in ``kinds``.
    kinds : tuple of Kind
    at : (e + 1,) int array
        Where each edge starts in ``points``, and the end of the last.
    points : (p, 2) float array
        Vertices of all edges, their ends included, degrees.
    along_m : (p,) float array
        Metres from the start of the edge.
    height_m : (p,) float array or None
        Metres above the sea, where an elevation is known.
    """

    lon_lat: Floats
    u: Ints
    v: Ints
    kind: Ints
    kinds: tuple[Kind, ...]
    at: Ints
    points: Floats
    along_m: Floats
    height_m: Floats | None = None

    @property
    def first(self) -> Ints:
        """(e,) the first vertex of each edge."""
        return self.at[:-1]

    @property
    def last(self) -> Ints:
        """(e,) the last vertex of each edge."""
        return self.at[1:] - 1

    @property
    def metres(self) -> Floats:
        """(e,) the length of each edge."""
        return self.along_m[self.last]

    @cached_property
    def edge_of(self) -> Ints:
        """(p,) the edge of each vertex."""
        return np.repeat(np.arange(len(self.u)), np.diff(self.at))

    def may(self, mode: str) -> NDArray[np.bool_]:
        """(e,) whether the mode may use the edge in some direction."""
        each = np.array([kind.may(mode) for kind in self.kinds], dtype=bool)
        return each[self.kind] if len(self.kind) else np.zeros(0, dtype=bool)

    def way(self, mode: str) -> Ints:
        """(e,) the one direction that is open to the mode, 0 where both are."""
        each = np.array([kind.way(mode) for kind in self.kinds], dtype=np.int64)
        return each[self.kind] if len(self.kind) else np.zeros(0, dtype=np.int64)

    def pieces(self, mode: str) -> Ints:
        """(n,) the number of the separate piece of road of each junction, for the mode; directions do not count."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        open_ = self.may(mode)
        size = len(self.lon_lat)
        links = coo_array((np.ones(int(open_.sum())), (self.u[open_], self.v[open_])), shape=(size, size))
        return np.asarray(connected_components(links, directed=False)[1], dtype=np.int64)
