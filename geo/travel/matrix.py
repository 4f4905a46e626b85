"""Travel times that somebody has measured or computed: any square matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import TravelError
from geo.travel.places import Places


@dataclass(frozen=True, eq=False)
class TravelMatrix:
    """Minutes between ids, the same for every mode.

    Parameters
    ----------
    matrix : (n, n) array
        Minutes from the row's id to the column's, not negative, asymmetric if need be; NaN where unreachable.
    ids : sequence of str
        Household and worker ids, in the order of rows and columns, each once.

    Raises
    ------
    TravelError
        Not square, a length that differs from the ids', doubled ids, a negative or infinite value.

    Examples
    --------
    >>> TravelMatrix([[0, 10], [12, 0]], ["w", "h"]).table.shape
    (2, 2)
    """

    matrix: Any
    ids: Sequence[str]
    table: NDArray[np.float64] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        try:
            table = np.array(self.matrix, dtype=float)
        except (TypeError, ValueError) as error:
            raise TravelError("the travel matrix must be a square table of numbers") from error
        ids = tuple(str(item) for item in self.ids)
        if table.ndim != 2 or table.shape[0] != table.shape[1]:
            raise TravelError(f"the travel matrix must be square, not of shape {table.shape}")
        if len(ids) != len(table):
            raise TravelError(f"the travel matrix has {len(table)} rows but {len(ids)} ids")
        if len(set(ids)) != len(ids):
            raise TravelError("the travel matrix names an id more than once")
        if np.isinf(table).any() or (table < 0).any():
            raise TravelError("minutes must be 0 or more; unreachable is nan")
        table.setflags(write=False)
        object.__setattr__(self, "matrix", table)
        object.__setattr__(self, "table", table)
        object.__setattr__(self, "ids", ids)

    @property
    def needs_geometry(self) -> bool:
        """False: the matrix speaks of ids only."""
        return False

    @cached_property
    def _position(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self.ids)}

    def minutes(self, origins: Places, destinations: Places, mode: str) -> NDArray[np.float64]:
        """Minutes of the matrix, shape ``(len(origins), len(destinations))``.

        Raises
        ------
        TravelError
            An id that the matrix does not hold.
        """
        rows, columns = self._rows(origins), self._rows(destinations)
        return self.table[np.ix_(rows, columns)]

    def distance_m(self, origins: Places, destinations: Places) -> NDArray[np.float64]:
        """NaN throughout: a matrix knows no metres."""
        return np.full((len(origins), len(destinations)), np.nan)

    def _rows(self, places: Places) -> list[int]:
        unknown = [name for name in places.ids.tolist() if name not in self._position]
        if unknown:
            raise TravelError(f"the travel matrix lacks {len(unknown)} of the ids")
        return [self._position[name] for name in places.ids.tolist()]

    def settings(self) -> dict[str, Any]:
        """The ``[travel]`` table that states this model."""
        return {"model": "matrix"}
