"""A few workers, the households that they may win, and their routes: what one task of the kernel is handed.

Only numpy is needed here, so that the processes of the native solvers start quickly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allocation.kernel.data import Data

Ints = NDArray[np.int64]
#: A day of the whole problem: worker, place of the day, stops, agreed seconds.
Placed = tuple[int, int, tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True)
class Cluster:
    """Workers, households and routes of one task of the kernel.

    Attributes
    ----------
    workers, households : arrays
        Positions in the whole problem.
    data : Data
        As the kernel wants it, but for ``near`` and ``radius``, which it finds by itself.
    stops, agreed : (routes, longest) arrays
        The routes to begin with, positions within ``households``; -1 behind the last stop and for no agreed second.
    """

    workers: Ints
    households: Ints
    data: Data
    stops: Ints
    agreed: Ints

    def days(self, stops: Ints, agreed: Ints) -> Iterator[Placed]:
        """Days of the whole problem, of routes in the shape of ``stops``."""
        route = 0
        for position, worker in enumerate(self.workers.tolist()):
            for place in range(int(self.data.route_at[position + 1] - self.data.route_at[position])):
                kept = stops[route] >= 0
                own = tuple(self.households[stops[route][kept]].tolist())
                yield worker, place, own, tuple(agreed[route][kept].tolist())
                route += 1
