"""What an engine's routes are worth, and whether they keep the rules: judged alike for everybody by the independent checker."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from allocation.check import check_plan
from allocation.draft import Draft
from allocation.plan import UNSERVED
from allocation.prepare import Prepared
from allocation.timetable import tables
from allocation.units import Units
from benchmarks.instance import Instance


@dataclass(frozen=True)
class Score:
    """Visits, their weight, minutes of travel, and broken rules (``faults``)."""

    served: int
    priority: float
    travel_min: float
    faults: int


def instance_of(prepared: Prepared) -> Instance:
    """The prepared round in whole seconds.

    Raises
    ------
    ValueError
        The round has rules that the instance cannot state.
    """
    problem = prepared.problem
    units = Units.of(problem)
    crew = np.arange(len(problem.worker_ids), dtype=np.int64)
    legs, mode = units.legs_s(crew, np.arange(len(problem.household_ids), dtype=np.int64))
    plain = problem.asked.all() and not any(units.windows) and (units.load_most < 0).all() and len(legs) == 1 and not mode.any()
    if not plain or (legs < 0).any():
        raise ValueError("only rounds without hours, loads and closed ways can be compared")
    return Instance(legs[0], units.service_s, units.weight // units.weight_scale, problem.day_count, units.span_s)


def judge(prepared: Prepared, routes: list[list[int]]) -> Score:
    """The score of these routes, one a worker-day, in the order of :attr:`Instance.vehicles`."""
    problem = prepared.problem
    draft = Draft(Units.of(problem))
    crew = np.arange(len(problem.worker_ids), dtype=np.int64)
    everybody = np.arange(len(problem.household_ids), dtype=np.int64)
    places = iter(routes)
    by_worker = tuple(tuple(tuple(next(places)) for _ in range(int(count))) for count in problem.day_count)
    group = draft.units.group(crew, everybody, problem.day_count, by_worker)
    if not draft.take(group, tuple(tuple(range(int(count))) for count in problem.day_count), by_worker):
        return Score(0, 0.0, float("nan"), len(everybody))
    visits, days = tables(draft)
    served = draft.served()
    left = pd.DataFrame(
        [(name, "workers_full", "-", "-") for name in problem.household_ids[~served]], columns=list(UNSERVED), dtype=object
    )
    faults = check_plan(
        visits, days, left, prepared.households, prepared.fieldworkers, problem.round, problem.travel, prepared.wards
    )
    return Score(int(served.sum()), float(problem.weight[served].sum()), float(days["travel_min"].sum()), len(faults))
