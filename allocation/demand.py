"""What passes between a round and the flow that cuts it into districts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
#: In the answer: in nobody's district.
NOBODY = -1


@dataclass(frozen=True)
class Demand:
    """A district problem with k households and m workers.

    Attributes
    ----------
    household, worker, cost_s : (arcs,) arrays
        Who could take whom, and at what cost in seconds.
    unserved_s : (k,) array
        The price of leaving a household out, in seconds.
    steps : (m, s) array
        Households that each share of a worker's days holds.
    step_cost_s : (s,) array
        What each share costs more, in seconds a household; not falling.
    """

    household: Ints
    worker: Ints
    cost_s: Ints
    unserved_s: Ints
    steps: Ints
    step_cost_s: Ints
