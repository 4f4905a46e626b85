"""Programs solved by HiGHS as OR-Tools brings it. Native code: run it in a process that may die."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from ortools.linear_solver.python import model_builder_helper

from geo.siting.program import Program, Solved


def solve_program(program: Program, seconds: float) -> Solved:
    """Solve a program.

    Parameters
    ----------
    program : Program
        To be minimised.
    seconds : float
        After which the best solution and bound so far are returned.

    Notes
    -----
    No known solution is handed over: HiGHS as OR-Tools 9.15 brings it ends the process at a hint.
    """
    model: Any = model_builder_helper.ModelBuilderHelper()
    model.fill_model_from_sparse_data(program.low, program.high, program.price, program.row_low, program.row_high, program.matrix)
    for column in program.whole.nonzero()[0].tolist():
        model.set_var_integrality(column, True)
    solver = model_builder_helper.ModelSolverHelper("HIGHS")
    solver.set_time_limit_in_seconds(max(0.1, seconds))
    solver.solve(model)
    status = str(solver.status()).rpartition(".")[2].rpartition("_")[2]
    # The status comes before the values: without a solution they are not there.
    if not solver.has_solution():
        return Solved(np.zeros(0), math.inf if status == "INFEASIBLE" else -math.inf, status == "INFEASIBLE")
    values = np.asarray(solver.variable_values(), dtype=float)
    bound = float(solver.best_objective_bound())
    proved = status == "OPTIMAL"
    reached = float(program.price @ values)
    return Solved(values, min(bound, reached) if math.isfinite(bound) else (reached if proved else -math.inf), proved)
