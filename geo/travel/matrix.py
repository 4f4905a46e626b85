"""Travel times that somebody has measured or computed: any square matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import TravelProblems
from geo.problems import Problem
from geo.travel.places import Places


@dataclass(frozen=True, eq=False, init=False)
class TravelMatrix:
    """Minutes between ids, the same for every mode.

    Parameters
    ----------
    minutes : (n, n) array
        Minutes from the row's id to the column's, not negative, asymmetric if need be; NaN where unreachable.
    ids : sequence of str
        Household and worker ids, in the order of rows and columns, each once.

    Attributes
    ----------
    table : (n, n) float array
        The minutes; cannot be written to.
    ids : tuple of str

    Raises
    ------
    TravelProblems
        An :class:`geo.errors.InputProblems`: not square, a length that differs from the ids', doubled ids, a negative or
        infinite value; all at once.

    Examples
    --------
    >>> TravelMatrix(minutes=[[0, 10], [12, 0]], ids=["w", "h"]).table.shape
    (2, 2)
    """

    ids: tuple[str, ...]
    table: NDArray[np.float64]

    def __init__(self, minutes: Any, ids: Sequence[str]) -> None:
        wrong: list[str] = []
        names, table = _names(ids, wrong), _table(minutes, wrong)
        if table is not None and names is not None and len(names) != len(table):
            wrong.append(f"The travel matrix has {len(table)} rows but {len(names)} ids.")
        if wrong or table is None or names is None:
            raise TravelProblems(Problem("E406", fact, column="travel") for fact in wrong)
        table.setflags(write=False)
        # Said by hand: the parameter ``minutes`` has the name of the method that every travel model has.
        object.__setattr__(self, "ids", names)
        object.__setattr__(self, "table", table)

    @property
    def matrix(self) -> NDArray[np.float64]:
        """The same as ``table``."""
        return self.table

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
        TravelProblems
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
            raise TravelProblems([Problem("E406", f"The travel matrix lacks {len(unknown)} of the ids.", column="travel")])
        return [self._position[name] for name in places.ids.tolist()]

    def settings(self) -> dict[str, Any]:
        """The ``[travel]`` table that states this model."""
        return {"model": "matrix"}


def _names(ids: Any, wrong: list[str]) -> tuple[str, ...] | None:
    if isinstance(ids, str | bytes) or not hasattr(ids, "__iter__"):
        wrong.append("The ids of the travel matrix must be a list of ids.")
        return None
    names = tuple(str(item) for item in ids)
    if len(set(names)) != len(names):
        wrong.append(f"Of {len(names)} ids of the travel matrix only {len(set(names))} differ; each may stand there once.")
    return names


def _table(minutes: Any, wrong: list[str]) -> NDArray[np.float64] | None:
    try:
        table = np.array(minutes, dtype=float)
    except (TypeError, ValueError, OverflowError):
        wrong.append("The travel matrix must be a square table of minutes, all of them numbers.")
        return None
    if table.ndim != 2 or table.shape[0] != table.shape[1]:
        wrong.append(f"The travel matrix must be square, not of the shape {' by '.join(map(str, table.shape)) or '1'}.")
        return None
    bad = int((np.isinf(table) | (table < 0)).sum())
    if bad:
        wrong.append(f"Minutes must be 0 or more; in {bad} of {table.size} places they are not. Unreachable is nan.")
    return table
