"""A tiny round in whole seconds: what the exact solver is handed.

Only numpy is needed here, so that the processes of the native solvers start quickly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
#: Routes of one worker: one tuple of household positions (within the group) a day; empty days included.
DayRoutes = tuple[tuple[int, ...], ...]
#: Routes of a group, one :data:`DayRoutes` a worker.
Routes = tuple[DayRoutes, ...]
#: In ``Group.travel_s``: no way from here to there.
NO_WAY = -1


@dataclass(frozen=True)
class Group:
    """g workers, k households, whole seconds throughout.

    Attributes
    ----------
    workers : (g,) array
        Positions in the whole problem.
    households : (k,) array
        Positions in the whole problem.
    travel_s : (modes, g + k, g + k) array
        Seconds from row to column, the homes first; :data:`NO_WAY` where there is none.
    mode : (g,) array
        Which table of ``travel_s`` a worker travels by.
    service_s, weight, load : (k,) arrays
        Seconds of the visit, whole weight, units (scaled to whole numbers).
    windows : tuple of k tuples of (first, last)
        Seconds from midnight in which a visit may start; empty for any time.
    start_s, end_s, span_s, load_most : (g,) arrays
        Earliest leaving, latest home, longest day, seconds; most to carry (-1 for no limit).
    days : (g,) array
        Number of days each worker works.
    may : (g, k) bool array
        Who may visit whom.
    """

    workers: Ints
    households: Ints
    travel_s: Ints
    mode: Ints
    service_s: Ints
    weight: Ints
    load: Ints
    windows: tuple[tuple[tuple[int, int], ...], ...]
    start_s: Ints
    end_s: Ints
    span_s: Ints
    load_most: Ints
    days: Ints
    may: NDArray[np.bool_]
