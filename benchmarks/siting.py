"""Sites for service points: ours and spopt with HiGHS on the same minutes, each in a process of its own.

``python -m benchmarks.siting ENGINE OBJECTIVE DEMANDS SITES COUNT SECONDS`` makes the instance, solves it, and prints one line of
JSON. The process of spopt loads nothing of OR-Tools: its highspy and theirs do not live together.
"""

from __future__ import annotations

import json
import math
import sys
import time
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.record import Row, core_count, load_now
from benchmarks.runs import OURS, Run
from benchmarks.watch import watch

#: Demands, sites and new points; seconds after which spopt is cut off.
SIZE, CUT_OFF_S = (2000, 200, 20), 600.0
#: The large one, ours alone, and the seconds that it may take.
LARGE, LARGE_S = (20_000, 500, 20), 120.0
OBJECTIVES = ("p_median", "mclp", "lscp")
#: Minutes within which somebody is covered.
THRESHOLD_MIN = 40.0
PEER = "spopt"


def siting_runs() -> list[Run]:
    """All three objectives, ours and spopt's, and a large p-median of ours."""
    runs = []
    for objective in OBJECTIVES:
        for engine in (OURS, PEER):
            name = f"{objective} {'x'.join(map(str, SIZE))}"
            runs.append(Run("siting", name, engine, CUT_OFF_S, measured, around_s=20.0, judged_by="seconds"))
    return [*runs, Run("siting", f"p_median {'x'.join(map(str, LARGE))}", OURS, LARGE_S, measured, judged_by="seconds")]


def measured(run: Run) -> list[Row]:
    """One row: ``priority`` is the objective (weighted minutes, weight covered, points), ``bound`` what none can beat."""
    if run.engine == PEER and find_spec(PEER) is None:
        print(f"left out: {PEER} is not installed", flush=True)
        return []
    objective, size = run.instance.split()
    load = load_now()
    done = watch("-m", "benchmarks.siting", run.engine, objective, *size.split("x"), str(run.budget_s))
    if done.code:
        raise SystemExit(f"{run.title}: ended with exit code {done.code}")
    told = json.loads(done.lines[-1][1])
    print(told, flush=True)
    blank = {name: "" if told[name] is None else told[name] for name in ("value", "bound")}
    return [
        Row(run.part, run.instance, run.engine, run.budget_s, told["seconds"], priority=blank["value"], bound=blank["bound"],
            peak_mib=done.peak_mib, cores=core_count(), load=load)
    ]  # fmt: skip


def made(demands: int, sites: int, seed: int = 1) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Minutes (sites, demands) and weights of homes and sites that lie anywhere in a square of 60 km."""
    rng = np.random.default_rng(seed)
    homes, places = rng.random((demands, 2)) * 60, rng.random((sites, 2)) * 60
    weight = rng.integers(1, 9, demands).astype(float)
    km = np.linalg.norm(places[:, None] - homes[None], axis=2)
    return km * 1.3 / 15 * 60, weight


def by_us(
    objective: str, minutes: NDArray[np.float64], weight: NDArray[np.float64], count: int, seconds: float
) -> dict[str, Any]:
    """Our answer, with a solver in a process of its own that is started for it."""
    from geo.siting import Limits, SitingProblem, solve
    from workflows.apart import apart

    sites = len(minutes)
    limits = Limits.free(sites, sites if objective == "lscp" else count)
    problem = SitingProblem(objective, minutes, weight, np.zeros(sites, dtype=bool), limits, THRESHOLD_MIN)
    began = time.perf_counter()
    found = solve(problem, apart(), seconds)
    return {"seconds": time.perf_counter() - began, "value": found.objective, "bound": found.bound}


def by_spopt(
    objective: str, minutes: NDArray[np.float64], weight: NDArray[np.float64], count: int, seconds: float
) -> dict[str, Any]:
    """The answer of spopt; its clock begins with the building of the model, as ours does."""
    import pulp
    from spopt.locate import LSCP, MCLP, PMedian

    cost = np.ascontiguousarray(minutes.T)
    if objective == "lscp":
        cost = cost[(cost <= THRESHOLD_MIN).any(axis=1)]  # it takes no demand that nothing covers
    began = time.perf_counter()
    solver = pulp.HiGHS(msg=False, timeLimit=seconds)
    if objective == "p_median":
        model = PMedian.from_cost_matrix(cost, weight, count)
    elif objective == "mclp":
        model = MCLP.from_cost_matrix(cost, weight, THRESHOLD_MIN, count)
    else:
        model = LSCP.from_cost_matrix(cost, THRESHOLD_MIN)
    try:
        value = float(model.solve(solver).problem.objective.value())
    except (RuntimeError, TypeError):  # cut off without a proved answer
        value = math.nan
    return {"seconds": time.perf_counter() - began, "value": value if math.isfinite(value) else None, "bound": None}


def main(engine: str, objective: str, *numbers: str) -> None:
    """Make, solve, print."""
    demands, sites, count = map(int, numbers[:3])
    minutes, weight = made(demands, sites)
    solved = by_us if engine == OURS else by_spopt
    print(json.dumps(solved(objective, minutes, weight, count, float(numbers[3]))))


if __name__ == "__main__":
    main(*sys.argv[1:])
