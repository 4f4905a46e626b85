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
    workers, sizes = len(problem.load_most), len(problem.low)
    columns = len(problem.household)
    none = Prices.free(workers, sizes)
    if not columns:
        return none
    matrix, upper = _constraints(problem)
    objective = np.concatenate([problem.value, np.zeros(len(problem.kind_worker) * sizes)])
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
        return none
    duals = np.maximum(0.0, np.nan_to_num(np.asarray(solver.dual_values(), dtype=float)))
    first = int(problem.household.max()) + 1
    parts = duals[first : first + 4 * workers * sizes].reshape(4, workers, sizes)
    after = first + 4 * workers * sizes
    return Prices(parts[0], parts[1], parts[2], parts[3], duals[after : after + workers], float(duals[-1]))


def _constraints(problem: Relaxation) -> tuple[csr_matrix, Floats]:
    """Rows: each household once; minutes, most, least and load of each worker's days of a size; all days; days; least."""
    workers, sizes = len(problem.load_most), len(problem.low)
    households = int(problem.household.max()) + 1
    columns, cells = len(problem.household), workers * sizes
    column, cell = np.arange(columns), problem.worker * sizes + problem.size
    # A kind of day, by its size.
    kinds = len(problem.kind_worker)
    day = columns + np.arange(kinds * sizes)
    whose = (problem.kind_worker[:, None] * sizes + np.arange(sizes)).ravel()
    block = [households + part * cells for part in range(5)]
    limited = np.isfinite(problem.load_most)
    carried = np.where(limited[problem.worker], problem.load, 0.0)
    most = np.where(limited, problem.load_most, 0.0)[whose // sizes]
    capped = np.isfinite(problem.round_min)
    days_row = block[4] + workers
    last = days_row + kinds
    entries = [
        (problem.household, column, np.ones(columns)),
        (block[0] + cell, column, problem.minutes),
        (block[0] + whose, day, -np.repeat(problem.kind_min, sizes)),
        (block[1] + cell, column, problem.visits),
        (block[1] + whose, day, -np.tile(problem.high, kinds)),
        (block[2] + cell, column, -problem.visits),
        (block[2] + whose, day, np.tile(problem.low, kinds)),
        (block[3] + cell, column, carried),
        (block[3] + whose, day, -most),
        (block[4] + problem.worker, column, np.where(capped[problem.worker], problem.minutes, 0.0)),
        (days_row + np.repeat(np.arange(kinds), sizes), day, np.ones(kinds * sizes)),
        (np.full(columns, last), column, -np.ones(columns)),
    ]
    rows, places, values = (np.concatenate(part) for part in zip(*entries, strict=True))
    matrix = coo_matrix((values, (rows, places)), shape=(last + 1, columns + kinds * sizes)).tocsr()
    together = np.where(capped, problem.round_min, 0.0)
    upper = np.concatenate([np.ones(households), np.zeros(4 * cells), together, problem.kind_days, [-problem.least]])
    return csr_matrix(matrix), upper
