"""A mixed-integer program in plain arrays: what is handed to a solver in a process of its own, and its answer."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Program:
    """Minimise ``price`` · x within bounds and rows.

    Attributes
    ----------
    price, low, high : (v,) float arrays
    whole : (v,) bool array
        Variables that are whole numbers.
    matrix : (r, v) csr matrix
    row_low, row_high : (r,) float arrays
    """

    price: Floats
    low: Floats
    high: Floats
    whole: NDArray[np.bool_]
    matrix: csr_matrix
    row_low: Floats
    row_high: Floats


@dataclass(frozen=True)
class Solved:
    """The answer of a solver.

    Attributes
    ----------
    values : (v,) float array
        Empty where none was found.
    bound : float
        No solution has a lower sum; minus infinity where nothing is known.
    proved : bool
        Whether the solver says that nothing is better than its values; without values, that there is no solution.
    """

    values: Floats
    bound: float
    proved: bool


#: Solves a program within seconds, in a process that may die; None where it did.
Run = Callable[[Program, float], Solved | None]


@dataclass(frozen=True)
class Means:
    """Who solves programs (None: nobody), and until when on the monotonic clock everything has to be done."""

    run: Run | None = None
    deadline: float = math.inf

    @property
    def seconds(self) -> float:
        """That are left."""
        return self.deadline - time.monotonic()

    def solved(self, program: Program, seconds: float = math.inf) -> Solved | None:
        """A program solved in what time is left, or these seconds; None where nobody does."""
        given = min(seconds, self.seconds)
        return self.run(program, given) if self.run is not None and given > 0 else None


class Rows:
    """Rows of a program, gathered piece by piece."""

    def __init__(self) -> None:
        self._parts: list[tuple[NDArray[np.intp], NDArray[np.intp], Floats]] = []
        self._low: list[Floats] = []
        self._high: list[Floats] = []
        self.many = 0

    def add(
        self, row: NDArray[np.intp], column: NDArray[np.intp], value: Floats | float, low: Floats | float, high: Floats | float
    ) -> None:
        """Rows 0 … max(row) of this piece with their entries and bounds (a number counts for all)."""
        rows = int(row.max()) + 1 if len(row) else 0
        self._parts.append((row + self.many, column, np.broadcast_to(np.asarray(value, dtype=float), row.shape)))
        self._low.append(np.broadcast_to(np.asarray(low, dtype=float), (rows,)))
        self._high.append(np.broadcast_to(np.asarray(high, dtype=float), (rows,)))
        self.many += rows

    def one(self, column: NDArray[np.intp], value: Floats | float, low: float, high: float) -> None:
        """A single row."""
        if len(column):
            self.add(np.zeros(len(column), dtype=np.intp), column, value, low, high)

    def program(self, price: Floats, low: Floats, high: Floats, whole: NDArray[np.bool_]) -> Program:
        """All of it."""
        rows, columns, values = (np.concatenate(part) for part in zip(*self._parts, strict=True))
        matrix = csr_matrix(coo_matrix((values, (rows, columns)), shape=(self.many, len(price))))
        return Program(price, low, high, whole, matrix, np.concatenate(self._low), np.concatenate(self._high))
