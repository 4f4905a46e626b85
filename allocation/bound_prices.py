"""Prices of workers' time by linear programming (GLOP), for the bound of :mod:`allocation.bound`.

Runs in a child process. Any prices give a bound that holds, so nothing here needs to be exact or even feasible.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver.python import model_builder_helper
from scipy.sparse import coo_matrix, csr_matrix

from allocation.relaxation import Prices, Relaxation

Floats = NDArray[np.float64]
#: Seconds that one linear program may take.
SECONDS = 20.0


def prices(problem: Relaxation) -> Prices:
    """Dual prices of the relaxation; all zero where the solver finds none in time."""
    workers, sizes = problem.span_min.shape
    columns = len(problem.household)
    none = np.zeros((workers, sizes))
    if not columns:
        return Prices(none, none, none, none, 0.0)
    matrix, upper = _constraints(problem)
    objective = np.concatenate([problem.value, np.zeros(workers * sizes)])
    model: Any = model_builder_helper.ModelBuilderHelper()
    model.fill_model_from_sparse_data(
        np.zeros(len(objective)),
        np.full(len(objective), np.inf),
        objective,
        np.full(len(upper), -np.inf),
        upper,
        matrix,
    )
    model.set_maximize(True)
    solver = model_builder_helper.ModelSolverHelper("GLOP")
    solver.set_time_limit_in_seconds(SECONDS)
    solver.solve(model)
    # The status comes before the values: without a solution they are not there.
    if not solver.has_solution():
        return Prices(none, none, none, none, 0.0)
    duals = np.maximum(0.0, np.nan_to_num(np.asarray(solver.dual_values(), dtype=float)))
    first = int(problem.household.max()) + 1
    parts = duals[first : first + 4 * workers * sizes].reshape(4, workers, sizes)
    return Prices(parts[0], parts[1], parts[2], parts[3], float(duals[-1]))


def _constraints(problem: Relaxation) -> tuple[csr_matrix, Floats]:
    """Rows: each household once; minutes, most, least and load of each worker's days of a size; days; least visits."""
    workers, sizes = problem.span_min.shape
    households = int(problem.household.max()) + 1
    columns, cells = len(problem.household), workers * sizes
    column, cell = np.arange(columns), problem.worker * sizes + problem.size
    day = columns + np.arange(cells)
    block = [households + part * cells for part in range(5)]
    ones = np.ones(columns)
    limited = np.isfinite(problem.load_most)
    carried = np.where(limited[problem.worker], problem.load, 0.0)
    most = np.repeat(np.where(limited, problem.load_most, 0.0), sizes)
    days_row = block[4] + np.repeat(np.arange(workers), sizes)
    last = block[4] + workers
    entries = [
        (problem.household, column, ones),
        (block[0] + cell, column, problem.minutes),
        (block[0] + np.arange(cells), day, -problem.span_min.ravel()),
        (block[1] + cell, column, ones),
        (block[1] + np.arange(cells), day, -np.tile(problem.high, workers)),
        (block[2] + cell, column, -ones),
        (block[2] + np.arange(cells), day, np.tile(problem.low, workers)),
        (block[3] + cell, column, carried),
        (block[3] + np.arange(cells), day, -most),
        (days_row, day, np.ones(cells)),
        (np.full(columns, last), column, -ones),
    ]
    rows, places, values = (np.concatenate(part) for part in zip(*entries, strict=True))
    matrix = coo_matrix((values, (rows, places)), shape=(last + 1, columns + cells)).tocsr()
    upper = np.concatenate([np.ones(households), np.zeros(4 * cells), problem.days, [-problem.least]])
    return csr_matrix(matrix), upper
