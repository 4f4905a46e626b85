"""Searches of least costs in one direction: forwards, or backwards from where the ways end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.travel.roads.minutes import Timed
from geo.travel.roads.spots import Spots

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Most numbers that a block of searches holds at once: 64 MB.
_CELLS = 8_000_000
#: Share and cost by which a limit is widened, so that no way is lost to rounding.
_SLACK, _SLACK_COST = 1e-9, 1e-6


def widened(limit: float) -> float:
    """A limit, a little wider."""
    return limit * (1 + _SLACK) + _SLACK_COST


@dataclass(frozen=True, eq=False)
class _Area:
    """The junctions over which is searched.

    Attributes
    ----------
    matrix : sparse array (k, k)
    number : (n,) int array
        Position in the matrix of each junction of the network, -1 for those outside.
    """

    matrix: csr_array
    number: Ints

    @classmethod
    def of(cls, matrix: csr_array, kept: Ints | None) -> _Area:
        """All junctions, or the ``kept`` ones, where that is worth while."""
        size = matrix.shape[0]
        if kept is None or len(kept) > size // 2:
            return cls(matrix, np.arange(size))
        number = np.full(size, -1, dtype=np.int64)
        number[kept] = np.arange(len(kept))
        return cls(matrix[kept][:, kept], number)

    @property
    def at_once(self) -> int:
        """From how many junctions is searched at once."""
        return max(1, _CELLS // max(1, int(self.matrix.shape[0])))


class Side:
    """Searches over a network whose costs are those of going.

    Parameters
    ----------
    timed : Timed
        That of coming (:meth:`~geo.travel.roads.minutes.Timed.reversed`) for searches backwards.
    """

    def __init__(self, timed: Timed) -> None:
        self._timed, self._graph = timed, timed.graph

    def costs(self, starts: Spots, goals: Spots, limit: float, kept: Ints | None = None) -> Floats:
        """Costs from each start to each goal, infinite where there is no way; above the limit they may be too high.

        Parameters
        ----------
        starts, goals : Spots
            All on some edge.
        limit : float
            Above it nothing need be found.
        kept : (k,) int array or None
            Junctions outside which no way that counts leads.
        """
        area = _Area.of(self._timed.matrix, kept)
        ends = np.unique(np.concatenate([self._graph.u[starts.edge], self._graph.v[starts.edge]]))
        ends = ends[area.number[ends] >= 0]
        search = self._by_ends if len(ends) < len(starts) else self._by_starts
        result = search(area, ends, starts, goals, widened(limit))
        self._on_edge(starts, goals, result)
        return result

    def tree(self, start: Spots, limit: float = np.inf) -> Floats:
        """(n,) cost from a single spot to every junction; infinite above the limit."""
        area = _Area.of(self._timed.matrix, None)
        return np.asarray(self._trees(area, start, limit)[0], dtype=np.float64)

    def reached(self, goals: Spots, tree: Floats) -> Floats:
        """(goals,) least cost to each goal by way of the junctions of a tree."""
        into_u, into_v = self._entries(goals)
        return np.minimum(tree[self._graph.u[goals.edge]] + into_u, tree[self._graph.v[goals.edge]] + into_v)

    def from_all(self, starts: Spots, first: Floats, goals: Spots) -> Floats:
        """(goals,) least of the start's own cost and that to the goal, over all starts; infinite where none is known."""
        size = len(self._graph.lon_lat)
        out_u, out_v = self._exits(starts)
        columns = np.concatenate([self._graph.u[starts.edge], self._graph.v[starts.edge]])
        costs = np.concatenate([out_u + first, out_v + first])
        tree = dijkstra(_with_rows(self._timed.matrix, columns[None, :], costs[None, :]), indices=size)[:size]
        return self.reached(goals, tree)

    def _by_ends(self, area: _Area, ends: Ints, starts: Spots, goals: Spots, limit: float) -> Floats:
        """Costs from the junctions at which the starts' edges end: fewer than starts, where many live along one road."""
        graph, number = self._graph, area.number
        needed, at = np.unique(np.concatenate([number[graph.u[goals.edge]], number[graph.v[goals.edge]]]), return_inverse=True)
        at_u, at_v = np.split(at.reshape(-1), 2)
        costs = np.full((len(ends) + 1, len(needed)), np.inf)  # the last row is that of a junction outside the area
        for first in range(0, len(ends), area.at_once):
            block = number[ends[first : first + area.at_once]]
            costs[first : first + len(block)] = dijkstra(area.matrix, indices=block, limit=limit)[:, needed]
        row = np.full(len(graph.lon_lat), len(ends), dtype=np.int64)
        row[ends] = np.arange(len(ends))
        row_u, row_v = row[graph.u[starts.edge]], row[graph.v[starts.edge]]
        out_u, out_v = self._exits(starts)
        into_u, into_v = self._entries(goals, number)
        result = np.empty((len(starts), len(goals)))
        step = max(1, _CELLS // (8 * max(1, len(goals))))
        for first in range(0, len(starts), step):
            part = slice(first, first + step)
            some = np.minimum(out_u[part, None] + costs[row_u[part]], out_v[part, None] + costs[row_v[part]])
            result[part] = np.minimum(some[:, at_u] + into_u, some[:, at_v] + into_v)
        return result

    def _by_starts(self, area: _Area, _ends: Ints, starts: Spots, goals: Spots, limit: float) -> Floats:
        """Costs from each start, by a search of its own."""
        number = area.number
        column_u, column_v = number[self._graph.u[goals.edge]], number[self._graph.v[goals.edge]]
        into_u, into_v = self._entries(goals, number)
        result = np.empty((len(starts), len(goals)))
        for first in range(0, len(starts), area.at_once):
            rows = np.arange(first, min(first + area.at_once, len(starts)))
            trees = self._trees(area, starts.take(rows), limit)
            result[rows] = np.minimum(trees[:, column_u] + into_u, trees[:, column_v] + into_v)
        return result

    def _trees(self, area: _Area, starts: Spots, limit: float) -> Floats:
        """Costs from each start to every junction of the area: each start is a junction of its own, which nothing leads to."""
        u, v = area.number[self._graph.u[starts.edge]], area.number[self._graph.v[starts.edge]]
        wider = _with_rows(area.matrix, np.column_stack([u, v]), np.column_stack(self._exits(starts)))
        size = area.matrix.shape[0]
        found = dijkstra(wider, indices=np.arange(size, size + len(starts)), limit=limit)
        return np.asarray(found[:, :size], dtype=np.float64)

    def _exits(self, spots: Spots) -> tuple[Floats, Floats]:
        """Cost from each spot to the start and to the end of its edge."""
        timed, edge = self._timed, spots.edge
        to_u = np.where(timed.may_back[edge], spots.value(timed.back), np.inf)
        rest = timed.ahead[self._graph.last[edge]] - spots.value(timed.ahead)
        return self._at_ends(spots, to_u, np.where(timed.may_ahead[edge], np.maximum(rest, 0.0), np.inf))

    def _entries(self, spots: Spots, number: Ints | None = None) -> tuple[Floats, Floats]:
        """Cost from the start and from the end of its edge to each spot; infinite from junctions that have no ``number``."""
        timed, edge = self._timed, spots.edge
        from_u = np.where(timed.may_ahead[edge], spots.value(timed.ahead), np.inf)
        rest = timed.back[self._graph.last[edge]] - spots.value(timed.back)
        from_u, from_v = self._at_ends(spots, from_u, np.where(timed.may_back[edge], np.maximum(rest, 0.0), np.inf))
        if number is None:
            return from_u, from_v
        outside_u, outside_v = number[self._graph.u[edge]] < 0, number[self._graph.v[edge]] < 0
        return np.where(outside_u, np.inf, from_u), np.where(outside_v, np.inf, from_v)

    def _at_ends(self, spots: Spots, with_u: Floats, with_v: Floats) -> tuple[Floats, Floats]:
        """A spot that is a junction is there in any direction, also where its edge is a one-way road."""
        first, last = self._graph.first[spots.edge], self._graph.last[spots.edge]
        at_u, at_v = (spots.vertex == first) & (spots.share == 0), (spots.vertex == last - 1) & (spots.share == 1)
        return np.where(at_u, 0.0, with_u), np.where(at_v, 0.0, with_v)

    def _on_edge(self, starts: Spots, goals: Spots, costs: Floats) -> None:
        """Lower the costs of pairs on the same edge to the way along it."""
        timed = self._timed
        for edge in np.intersect1d(starts.edge, goals.edge).tolist():
            rows, columns = np.flatnonzero(starts.edge == edge), np.flatnonzero(goals.edge == edge)
            a, b = starts.take(rows), goals.take(columns)
            on = np.maximum(b.value(timed.ahead)[None, :] - a.value(timed.ahead)[:, None], 0.0)
            back = np.maximum(a.value(timed.back)[:, None] - b.value(timed.back)[None, :], 0.0)
            further = (b.vertex + b.share)[None, :] - (a.vertex + a.share)[:, None]
            direct = np.where(further > 0, on if timed.may_ahead[edge] else np.inf, back if timed.may_back[edge] else np.inf)
            direct[further == 0] = 0.0
            at = np.ix_(rows, columns)
            costs[at] = np.minimum(costs[at], direct)


def _with_rows(matrix: csr_array, columns: Ints, costs: Floats) -> csr_array:
    """The matrix with a junction more for each row of ``columns``, from which these junctions are reached at these costs."""
    size = matrix.shape[0] + len(columns)
    data, indices, counts = [matrix.data], [matrix.indices], []
    for column, cost in zip(columns, costs, strict=True):
        keep = np.flatnonzero(np.isfinite(cost) & (column >= 0))
        keep = keep[np.lexsort((cost[keep], column[keep]))]
        keep = keep[np.diff(column[keep], prepend=-1) != 0]  # of several ways to one junction the cheapest
        data.append(cost[keep])
        indices.append(column[keep].astype(np.int32))
        counts.append(len(keep))
    indptr = np.concatenate([matrix.indptr, matrix.indptr[-1] + np.cumsum(counts)]).astype(np.int32)
    return csr_array((np.concatenate(data), np.concatenate(indices), indptr), shape=(size, size))
