"""Districts: which worker's area a household belongs to, by min-cost flow.

Every household sends one unit to one of its nearest capable homes, or to "unserved" at a price; workers take as many
units as their days hold, each share of their days dearer than the last where a fair load is wished for. This only
settles where the search for routes begins; no household is tied to its district.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from allocation.demand import NOBODY, Demand

Ints = NDArray[np.int64]


def assign(demand: Demand) -> Ints:
    """The worker of each household, :data:`NOBODY` where it is left out; shape (k,).

    Raises
    ------
    RuntimeError
        The flow could not be solved, which the "unserved" arcs should rule out.
    """
    households, (workers, shares) = len(demand.unserved_s), demand.steps.shape
    if not households:
        return np.zeros(0, dtype=np.int64)
    sink = households + workers
    everyone, crew = np.arange(households, dtype=np.int64), np.arange(workers, dtype=np.int64)
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        demand.household, households + demand.worker, np.ones_like(demand.household), demand.cost_s
    )
    flow.add_arcs_with_capacity_and_unit_cost(everyone, np.full(households, sink), np.ones_like(everyone), demand.unserved_s)
    flow.add_arcs_with_capacity_and_unit_cost(
        np.repeat(households + crew, shares),
        np.full(workers * shares, sink),
        demand.steps.ravel(),
        np.tile(demand.step_cost_s, workers),
    )
    supply = np.zeros(sink + 1, dtype=np.int64)
    supply[:households], supply[sink] = 1, -households
    flow.set_nodes_supplies(np.arange(sink + 1, dtype=np.int64), supply)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"the flow of the districts ended with status {status}")
    result = np.full(households, NOBODY, dtype=np.int64)
    taken = flow.flows(arcs) > 0
    result[demand.household[taken]] = demand.worker[taken]
    return result
