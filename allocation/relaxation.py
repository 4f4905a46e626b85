"""What passes between the bound and the linear programs that price it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Relaxation:
    """The radial transport problem of a few workers; minutes throughout.

    Attributes
    ----------
    household, worker, size : (c,) arrays
        Columns: this household by this worker on a day of this size (position in ``low``/``high``).
    value, visits, minutes, load : (c,) arrays
        What the whole household is worth by this column; the visits, the minutes and the load that it takes of the days.
    low, high : (s,) arrays
        A day of this size has from ``low`` to ``high`` visits.
    load_most, round_min : (m,) arrays
        Load of a day; minutes of all days together; inf for no limit.
    kind_worker, kind_min, kind_days : (d,) arrays
        Kinds of days: whose, minutes of one, how many (parts of days too, for a sample of the households).
    least : float
        Visits that must be made, for a bound on travel; 0 for none.
    """

    household: Ints
    worker: Ints
    size: Ints
    value: Floats
    visits: Floats
    minutes: Floats
    load: Floats
    low: Floats
    high: Floats
    load_most: Floats
    round_min: Floats
    kind_worker: Ints
    kind_min: Floats
    kind_days: Floats
    least: float = 0.0


@dataclass(frozen=True)
class Prices:
    """Prices by worker and size of day, shape (m, s): of a minute, of a visit, of a unit of load; and of being asked for.

    A day must hold at most ``high`` visits of its size (``visit_most``) and at least ``low`` (``visit_least``); ``round`` is
    the price of a minute of all days together, shape (m,), and ``wanted`` that of the least number of households.
    """

    minute: Floats
    visit_most: Floats
    visit_least: Floats
    load: Floats
    round: Floats
    wanted: float

    @classmethod
    def free(cls, workers: int, sizes: int) -> Prices:
        """Nothing costs anything."""
        none = np.zeros((workers, sizes))
        return cls(none, none, none, none, np.zeros(workers), 0.0)
