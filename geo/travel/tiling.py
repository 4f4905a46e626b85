"""Minutes between many places, in tiles that fit in memory: the one question that access, gaps and siting ask of travel."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from geo.crs import geocentric
from geo.travel.places import Places
from geo.travel.protocol import Travel

#: Most pairs of a tile: half a million take about 40 MB while they are computed.
CELLS = 500_000
#: Most origins of a tile of neighbours: small enough to lie close together, large enough for arrays to pay.
_TOGETHER = 256
#: Share by which straight metres may differ from those of the travel model, ten times what :func:`pairwise_m` states.
_SLACK = 1e-3
#: Smallest radius of curvature of WGS 84 (m), that of the meridian at the equator, and half a meridian's length (m).
_ROUNDEST, _FARTHEST = 6_335_439.0, 20_037_509.0


@dataclass(frozen=True)
class Tile:
    """Minutes of some origins to some destinations.

    Attributes
    ----------
    rows : (r,) int array
        Positions of the origins.
    columns : (c,) int array
        Positions of the destinations, ascending.
    minutes : (r, c) float array
        One way, NaN where unreachable.
    """

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    minutes: NDArray[np.float64]


@runtime_checkable
class Tiled(Protocol):
    """A travel model with tiles of its own: one whose minutes come cheaper from a destination than from an origin, say."""

    def tiles(self, origins: Places, destinations: Places, mode: str, within_min: float) -> Iterator[Tile]:
        """What :func:`tiles` promises."""
        ...


@runtime_checkable
class PerMetre(Protocol):
    """A travel model whose minutes lie between two bounds for each metre of the straight line."""

    def per_metre(self, mode: str) -> tuple[float, float]:
        """Least and most minutes for a metre of the straight line; the most may be infinite (a barrier on the way)."""
        ...


def tiles(
    travel: Travel, origins: Places, destinations: Places, mode: str, within_min: float = 0.0, *, cells: int = CELLS
) -> Iterator[Tile]:
    """Minutes from all origins to all destinations that can matter, tile by tile.

    Every pair of at most ``within_min`` minutes, and for each origin all destinations of least minutes, stand in exactly
    one tile. Other pairs may be left out: with straight lines nobody computes the way to a clinic at the other end of the
    country. Each number is that of ``travel.minutes``, so that access and plans agree to the second.

    Parameters
    ----------
    travel : Travel
        A model with a method ``tiles`` of its own is asked for them (:class:`Tiled`); one that knows bounds for each metre
        (:class:`PerMetre`) is asked only for pairs that can matter; any other for all pairs.
    origins, destinations : Places
        Those without a position are in no tile where the model needs one.
    mode : str
        walk, bicycle, car.
    within_min : float
        Minutes, 0 or more; infinite for all pairs.
    cells : int
        Most pairs of a tile (a tile has at least one row).

    Yields
    ------
    Tile
    """
    if not len(origins) or not len(destinations):
        return
    if isinstance(travel, Tiled):
        yield from travel.tiles(origins, destinations, mode, within_min)
        return
    for rows, columns in _chosen(travel, origins, destinations, mode, within_min):
        goals = destinations.take(columns)
        step = max(1, cells // max(1, len(columns)))
        for first in range(0, len(rows), step):
            part = rows[first : first + step]
            yield Tile(part, columns, travel.minutes(origins.take(part), goals, mode))


def _chosen(
    travel: Travel, origins: Places, destinations: Places, mode: str, within_min: float
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Origins and the destinations that they are asked for."""
    rows, columns = np.arange(len(origins)), np.arange(len(destinations))
    if travel.needs_geometry:
        rows = rows[np.isfinite(origins.lon_lat).all(axis=1)]
        columns = columns[np.isfinite(destinations.lon_lat).all(axis=1)]
    if not len(rows) or not len(columns):
        return
    if not isinstance(travel, PerMetre) or math.isinf(within_min):
        yield rows, columns
        return
    least, most = travel.per_metre(mode)
    homes, goals = geocentric(origins.lon_lat[rows]), geocentric(destinations.lon_lat[columns])
    for part in neighbours(homes):
        yield rows[part], columns[_in_question(homes[part], goals, least, most, within_min)]


def neighbours(spots: NDArray[np.float64], together: int = _TOGETHER) -> Iterator[NDArray[np.intp]]:
    """Positions of places in groups of neighbours: each half is halved along its longest side until it is small enough.

    Parameters
    ----------
    spots : (n, d) array
        Coordinates.
    together : int
        Most places of a group.
    """
    waiting = [np.arange(len(spots))] if len(spots) else []
    while waiting:
        rows = waiting.pop()
        if len(rows) <= together:
            yield np.sort(rows)
            continue
        side = int(np.argmax(np.ptp(spots[rows], axis=0)))
        half = len(rows) // 2
        order = np.argpartition(spots[rows, side], half)
        waiting += [rows[order[half:]], rows[order[:half]]]


def _in_question(
    homes: NDArray[np.float64], goals: NDArray[np.float64], least: float, most: float, within_min: float
) -> NDArray[np.intp]:
    """Which goals may be within the minutes of one of the homes, or the nearest of one."""
    centre = homes.mean(axis=0)
    radius = float(np.linalg.norm(homes - centre, axis=1).max())
    off = np.linalg.norm(goals - centre, axis=1)
    soonest = least * np.maximum(off - radius, 0) * (1 - _SLACK)
    # No home of the group takes longer than this to the goal that is nearest for the group as a whole.
    latest = most * float(_on_the_ground(off.min() + radius)) * (1 + _SLACK)
    matters: NDArray[np.bool_] = soonest <= max(within_min, latest)
    return matters.nonzero()[0]


def _on_the_ground(chord_m: float) -> float:
    """The most metres on the ground between two places that are so far apart in a straight line through the earth.

    No arc of the ellipsoid is rounder than its smallest radius of curvature, so none is longer for its chord.
    """
    half = chord_m / (2 * _ROUNDEST)
    return 2 * _ROUNDEST * math.asin(half) if half < 1 else _FARTHEST
