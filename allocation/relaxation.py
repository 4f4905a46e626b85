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
    value, minutes, load : (c,) arrays
        What the column is worth, the minutes and the load that it takes of the day.
    low, high : (s,) arrays
        A day of this size has from ``low`` to ``high`` visits.
    span_min, load_most : (m, s) and (m,) arrays
        Minutes and load of a day; inf for no limit.
    days : (m,) array
        Days of each worker (parts of days too, for a sample of the households).
    least : float
        Visits that must be made, for a bound on travel; 0 for none.
    """

    household: Ints
    worker: Ints
    size: Ints
    value: Floats
    minutes: Floats
    load: Floats
    low: Floats
    high: Floats
    span_min: Floats
    load_most: Floats
    days: Floats
    least: float = 0.0


@dataclass(frozen=True)
class Prices:
    """Prices by worker and size of day, shape (m, s): of a minute, of a visit, of a unit of load; and of being asked for.

    ``visit`` may be negative: a day of a size must also be filled. ``wanted`` is the price of the least number of visits.
    """

    minute: Floats
    visit_most: Floats
    visit_least: Floats
    load: Floats
    wanted: float
