"""Shortest ways over open ground around barriers: lines of sight between corners, and Dijkstra's algorithm over them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from geo.travel.barriers.ground import Ground, cross
from geo.travel.distance import pairwise_m
from geo.travel.roads.measure import metres_between
from geo.travel.roads.tables import keys_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: Most numbers that a step holds at once: 32 MB.
_CELLS = 4_000_000


@dataclass(frozen=True, eq=False)
class Links:
    """The corners that each of n places sees; those of place i at ``at[i]:at[i + 1]``.

    Attributes
    ----------
    at : (n + 1,) int array
    corner : (l,) int array
    metres : (l,) float array
    """

    at: Ints
    corner: Ints
    metres: Floats

    def take(self, first: int, last: int) -> Links:
        """Those of the places from ``first`` to before ``last``."""
        part = slice(int(self.at[first]), int(self.at[last]))
        return Links(self.at[first : last + 1] - self.at[first], self.corner[part], self.metres[part])

    def of(self, rows: Ints) -> Links:
        """Those of the places at these positions."""
        count = np.diff(self.at)[rows]
        at = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
        spot = np.repeat(self.at[rows] - at[:-1], count) + np.arange(int(at[-1]))
        return Links(at, self.corner[spot], self.metres[spot])

    def __len__(self) -> int:
        return len(self.at) - 1


class Paths:
    """Metres around the barriers of a ground.

    The shortest way among solid outlines turns only at corners that stick out, and only so that it hugs them (Lozano-Pérez
    and Wesley 1979, doi 10.1145/359156.359164); all other lines of sight are left out before anything is tested.

    Parameters
    ----------
    ground : Ground
    """

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._lon_lat = ground.plane.degrees(ground.corners)
        self._known: tuple[NDArray[np.complex128], Links] | None = None

    def remember(self, lon_lat: Floats) -> None:
        """Keep the corners that some places see; of others they are looked for whenever they are asked for."""
        keys = np.unique(keys_of(lon_lat))
        self._known = None
        links = self.links(np.column_stack([keys.real, keys.imag]))
        assert self.sight.shape is not None  # worked out here, and not by every thread that asks later
        self._known = keys, links

    def _remembered(self, lon_lat: Floats) -> Links | None:
        known = self._known
        if known is None or not len(known[0]):
            return None
        keys, links = known
        wanted = keys_of(lon_lat)
        row = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return links.of(row) if bool((keys[row] == wanted).all()) else None

    @cached_property
    def sight(self) -> csr_array:
        """(k, k) metres between the corners that see each other."""
        ground, size = self.ground, len(self.ground.corners)
        rows, columns = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        step = max(1, _CELLS // max(1, size))
        for first in range(0, size, step):
            part = slice(first, first + step)
            hugs = _hugs(ground.corners[part], ground) & _turned(ground, part)
            row, column = np.nonzero(hugs)
            row = row + first
            row, column = row[row < column], column[row < column]
            seen = ground.sees(ground.corners[row], ground.corners[column])
            rows.append(row[seen])
            columns.append(column[seen])
        row, column = np.concatenate(rows), np.concatenate(columns)
        metres = np.maximum(metres_between(self._lon_lat[row], self._lon_lat[column]), 1e-6)
        ends = np.concatenate([row, column]), np.concatenate([column, row])
        return csr_array((np.concatenate([metres, metres]), ends), shape=(size, size))

    def links(self, lon_lat: Floats) -> Links:
        """The corners that each place (n, 2) sees, hugging them; a place in or on a barrier goes to its edge first."""
        remembered = self._remembered(lon_lat)
        if remembered is not None:
            return remembered
        here, away = self.ground.beside(self.ground.plane.metres(lon_lat))
        counts, corners, metres = [], [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
        step = max(1, _CELLS // max(1, len(self.ground.corners)))
        for first in range(0, len(lon_lat), step):
            part = slice(first, first + step)
            row, column = np.nonzero(_hugs(here[part], self.ground))
            seen = self.ground.sees(here[part][row], self.ground.corners[column])
            row, column = row[seen], column[seen]
            counts.append(np.bincount(row, minlength=len(here[part])))
            corners.append(column)
            spots = self.ground.plane.degrees(here[part])
            metres.append(metres_between(spots[row], self._lon_lat[column]) + away[part][row])
        count = np.concatenate(counts) if counts else np.zeros(0, dtype=np.int64)
        at = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
        return Links(at, np.concatenate(corners), np.concatenate(metres))

    def trees(self, links: Links) -> Floats:
        """(n, k) metres from each place to every corner; infinite where there is no way."""
        size, many = len(self.ground.corners), len(links)
        if not size or not many:
            return np.full((many, size), np.inf)
        wider = _with_sources(self.sight, links)
        return np.asarray(dijkstra(wider, indices=np.arange(size, size + many))[:, :size], dtype=np.float64)

    def between(self, origins: Floats, destinations: Floats, here: Links, trees: Floats) -> Floats:
        """Metres from each origin (n, 2) to each destination (m, 2), infinite where there is no way.

        Parameters
        ----------
        origins, destinations : (n, 2) and (m, 2) array
            Degrees.
        here : Links
            Of the origins.
        trees : (m, k) float array
            Of the destinations.
        """
        straight = pairwise_m(origins, destinations)
        result = np.maximum(_by_corners(here, trees), straight)
        a, from_a = self.ground.beside(self.ground.plane.metres(origins))
        b, from_b = self.ground.beside(self.ground.plane.metres(destinations))
        step = max(1, _CELLS // 8 // max(1, len(b)))
        for first in range(0, len(a), step):
            part = slice(first, first + step)
            row, column = np.nonzero(straight[part] + from_a[part, None] + from_b[None, :] < result[part])
            row = row + first
            seen = self.ground.sees(a[row], b[column])
            row, column = row[seen], column[seen]
            direct = straight[row, column]
            off = (from_a[row] > 0) | (from_b[column] > 0)
            spots = self.ground.plane.degrees(a[row[off]]), self.ground.plane.degrees(b[column[off]])
            by_edges = metres_between(*spots) + from_a[row[off]] + from_b[column[off]]
            direct[off] = np.maximum(direct[off], by_edges)
            result[row, column] = np.minimum(result[row, column], direct)
        result[straight == 0] = 0.0
        return result

    def metres(self, origins: Floats, destinations: Floats) -> Floats:
        """Metres between all pairs of places, infinite where there is no way, NaN where a position is unknown."""
        result = np.full((len(origins), len(destinations)), np.nan)
        rows, columns = (np.flatnonzero(np.isfinite(ends).all(axis=1)) for ends in (origins, destinations))
        if not len(rows) or not len(columns):
            return result
        a, b = origins[rows], destinations[columns]
        if self.ground.is_far(np.concatenate([a, b])):
            result[np.ix_(rows, columns)] = pairwise_m(a, b)
            return result
        if len(columns) <= len(rows):
            some = self.between(a, b, self.links(a), self.trees(self.links(b)))
        else:
            some = self.between(b, a, self.links(b), self.trees(self.links(a))).T
        result[np.ix_(rows, columns)] = some
        return result

    def regions(self, lon_lat: Floats) -> Ints:
        """(n,) the number of the part of the ground on which each place lies, 0 being that of most places; -1 for unknown.

        A place that sees no corner sees every other place of its part, or none.
        """
        known = np.flatnonzero(np.isfinite(lon_lat).all(axis=1))
        result = np.full(len(lon_lat), -1, dtype=np.int64)
        if not len(known):
            return result
        links, size = self.links(lon_lat[known]), len(self.ground.corners)
        whole = _with_sources(self.sight, links) if size else csr_array((len(known), len(known)))
        part = np.asarray(connected_components(whole, directed=False)[1], dtype=np.int64)[size:]
        blind = np.flatnonzero(np.diff(links.at) == 0)
        here, _ = self.ground.beside(self.ground.plane.metres(lon_lat[known]))
        for row in blind.tolist():
            seen = np.flatnonzero(self.ground.sees(np.repeat(here[row][None], len(here), axis=0), here))
            seen = seen[seen != row]
            if len(seen):
                part[part == part[row]] = part[seen[0]]
        labels, at, count = np.unique(part, return_inverse=True, return_counts=True)
        rank = np.empty(len(labels), dtype=np.int64)
        rank[np.argsort(-count, kind="stable")] = np.arange(len(labels))
        result[known] = rank[at.reshape(-1)]
        return result


def _hugs(here: Floats, ground: Ground) -> Bools:
    """(n, k) whether a way from a place to a corner may turn there: both sides of the corner lie on one side of it."""
    way = ground.corners[None, :, :] - here[:, None, :]
    return np.asarray(cross(way, ground.before - ground.corners) * cross(way, ground.after - ground.corners) >= 0)


def _turned(ground: Ground, part: slice) -> Bools:
    """(n, k) whether a way to a corner may turn at the corner of ``part`` from which it starts."""
    way = ground.corners[None, :, :] - ground.corners[part][:, None, :]
    before, after = (ends[part] - ground.corners[part] for ends in (ground.before, ground.after))
    return np.asarray(cross(way, before[:, None, :]) * cross(way, after[:, None, :]) >= 0)


def _with_sources(sight: csr_array, links: Links) -> csr_array:
    """The corners, and a node more for each place, from which the corners it sees are reached."""
    size = sight.shape[0] + len(links)
    indptr = np.concatenate([sight.indptr, sight.indptr[-1] + links.at[1:]])
    indices = np.concatenate([sight.indices, links.corner])
    data = np.concatenate([sight.data, np.maximum(links.metres, 1e-9)])
    return csr_array((data, indices.astype(np.int32), indptr.astype(np.int32)), shape=(size, size))


def _by_corners(here: Links, trees: Floats) -> Floats:
    """(n, m) least metres by way of the corners."""
    result = np.full((len(here), len(trees)), np.inf)
    step = max(1, _CELLS // max(1, len(trees)))  # links at once
    first = 0
    while first < len(here):
        last = max(first + 1, int(np.searchsorted(here.at, here.at[first] + step, side="right")) - 1)
        some = here.take(first, last)
        full = np.flatnonzero(np.diff(some.at))
        if len(full):
            ways = trees[:, some.corner] + some.metres
            result[first + full] = np.minimum.reduceat(ways, some.at[full], axis=1).T
        first = last
    return result
