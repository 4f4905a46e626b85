"""What is gathered while the tiles of travel minutes pass by: the nearest point, what lies within reach, who asks for what.

A collector takes each tile once, in any order and of any shape, and keeps only a value a household or a point: the memory
does not grow with the number of pairs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geo.access.settings import Catchment
from geo.travel import Tile


class Collector(Protocol):
    """Something that looks at every tile."""

    def take(self, tile: Tile) -> None:
        """Look at a tile."""
        ...


def collect(tiles: Iterable[Tile], *collectors: Collector) -> None:
    """Show every tile to every collector."""
    for tile in tiles:
        for collector in collectors:
            collector.take(tile)


class Nearest:
    """The nearest point of each household; of equally near ones that of the lowest position.

    Attributes
    ----------
    column : (n,) int array
        Its position, -1 where no point is reachable.
    minutes : (n,) float array
        One way; NaN where no point is reachable.
    """

    def __init__(self, households: int) -> None:
        self.column: NDArray[np.intp] = np.full(households, -1, dtype=np.intp)
        self._least: NDArray[np.float64] = np.full(households, np.inf)

    def take(self, tile: Tile) -> None:
        """Keep what is nearer than before."""
        if not tile.minutes.size:
            return
        reachable = np.where(np.isnan(tile.minutes), np.inf, tile.minutes)
        at = np.argmin(reachable, axis=1)
        found, column = reachable[np.arange(len(at)), at], tile.columns[at]
        known, old = self._least[tile.rows], self.column[tile.rows]
        better = (found < known) | ((found == known) & np.isfinite(found) & (column < old))
        self._least[tile.rows[better]] = found[better]
        self.column[tile.rows[better]] = column[better]

    @property
    def minutes(self) -> NDArray[np.float64]:
        """Minutes to the nearest point; NaN where none is reachable."""
        return np.where(self.column < 0, np.nan, self._least)


class Opportunities:
    """Cumulative opportunities: how many points, and how much of their capacity, lie within a threshold of each household.

    Sum over j of s_j · [t_ij ≤ T] (Hansen 1959, doi 10.1080/01944365908978307, with a step for the decay, as in Geurs and van
    Wee 2004, doi 10.1016/j.jtrangeo.2003.10.005).

    Attributes
    ----------
    points : (n,) int array
    capacity : (n,) float array
    """

    def __init__(self, households: int, threshold_min: float, capacity: NDArray[np.float64]) -> None:
        self.points: NDArray[np.int64] = np.zeros(households, dtype=np.int64)
        self.capacity: NDArray[np.float64] = np.zeros(households)
        self._threshold_min, self._supply = threshold_min, capacity

    def take(self, tile: Tile) -> None:
        """Count what is within."""
        with np.errstate(invalid="ignore"):
            within = tile.minutes <= self._threshold_min
        np.add.at(self.points, tile.rows, within.sum(axis=1))
        np.add.at(self.capacity, tile.rows, within @ self._supply[tile.columns])


class Demand:
    """The first step of E2SFCA: the weighted people in the catchment of each point.

    D_j = sum over k of P_k · W(t_kj) (Luo and Qi 2009, doi 10.1016/j.healthplace.2009.06.002, eq. 4).

    Attributes
    ----------
    people : (m,) float array
    """

    def __init__(self, points: int, catchment: Catchment, weight: NDArray[np.float64]) -> None:
        self.people: NDArray[np.float64] = np.zeros(points)
        self._catchment, self._weight = catchment, weight

    def take(self, tile: Tile) -> None:
        """Add the people of this tile."""
        np.add.at(self.people, tile.columns, self._weight[tile.rows] @ self._catchment.weight(tile.minutes))


class Shared:
    """The second step of E2SFCA: what each household's points have for each person who may ask for it.

    A_i = sum over j of R_j · W(t_ij) with R_j = S_j / D_j (Luo and Qi 2009, eq. 5). A point in whose catchment nobody lives has
    no ratio, and gives nobody anything.

    Attributes
    ----------
    access : (n,) float array
        0 where no point is in reach.
    """

    def __init__(self, households: int, catchment: Catchment, capacity: NDArray[np.float64], people: NDArray[np.float64]) -> None:
        self.access: NDArray[np.float64] = np.zeros(households)
        self._catchment = catchment
        self._ratio = np.divide(capacity, people, out=np.zeros(len(people)), where=people > 0)

    def take(self, tile: Tile) -> None:
        """Add what the points of this tile give."""
        np.add.at(self.access, tile.rows, self._catchment.weight(tile.minutes) @ self._ratio[tile.columns])
