"""The common form of problems without capacities: each demand pays for the nearest of what is chosen, or for what it has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Cells that are worked on at a time: half a million take 4 MB, which a processor keeps close by.
CELLS = 500_000


@dataclass(frozen=True)
class Costs:
    """Σ over demands of min(base, least cost among the chosen sites), to be made small.

    p-median: minutes × weight, and the base is the nearest existing point. Maximal covering: 0 within the threshold, and the
    base is the weight. A demand without a base (infinite) must be reached, but for ``spare`` weight of them.

    Attributes
    ----------
    cost : (m, n) float array
        Infinite where a site is of no use to a demand.
    base : (n,) float array
        Without any chosen site.
    weight : (n,) float array
    spare : float
        Weight of the demands without a base that need not be reached, which then cost nothing.
    """

    cost: Floats
    base: Floats
    weight: Floats
    spare: float = 0.0

    def penalised(self) -> tuple[Floats, Floats]:
        """``cost`` and ``base`` in which not to reach somebody costs more than all minutes together: for searches only."""
        missing = ~np.isfinite(self.base)
        if not missing.any():
            return np.minimum(self.cost, self.base), self.base
        worst = np.where(np.isfinite(self.cost), self.cost, 0.0).max(axis=0, initial=0.0)
        least = self.weight[missing & (self.weight > 0)].min(initial=1.0)
        price = (1.0 + worst.sum()) / max(least, 1e-3)
        base = np.where(missing, price * self.weight + worst, self.base)
        return np.minimum(self.cost, base), base

    def value(self, chosen: NDArray[np.intp]) -> float:
        """What a choice costs, without the demands that it leaves out."""
        paid = self.paid(chosen)
        return float(paid[np.isfinite(paid)].sum())

    def left_out(self, chosen: NDArray[np.intp]) -> float:
        """Weight of the demands that a choice reaches in no way."""
        return float(self.weight[~np.isfinite(self.paid(chosen))].sum())

    def paid(self, chosen: NDArray[np.intp]) -> Floats:
        """By each demand; infinite where it is not reached."""
        paid: Floats = np.minimum(self.base, self.cost[chosen].min(axis=0, initial=np.inf))
        return paid

    def take(self, sites: NDArray[np.intp]) -> Costs:
        """The same for some of the sites."""
        return Costs(self.cost[sites], self.base, self.weight, self.spare)


def blocks(sites: int, demands: int) -> list[slice]:
    """Rows of a table in pieces that fit a processor's cache."""
    step = max(1, CELLS // max(1, demands))
    return [slice(first, min(sites, first + step)) for first in range(0, sites, step)]
