"""What each service point can do, where some or all of a list leave their capacity blank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: What the capacity counts: people that points can serve, or points where no point of the sector states one.
PEOPLE, POINTS = "people", "points"


@dataclass(frozen=True)
class Fill:
    """What a point without a stated capacity counts.

    Attributes
    ----------
    unit : str
        ``people``: as many people; ``points``: each point of the sector counts 1, stated or not.
    value : float
    """

    unit: str
    value: float


@dataclass(frozen=True)
class Supply:
    """Capacities of the points of one sector.

    Attributes
    ----------
    capacity : (m,) float array
        What each point counts; never NaN.
    blank : int
        How many state none.
    fill : Fill
        What those count.
    """

    capacity: NDArray[np.float64]
    blank: int
    fill: Fill

    @property
    def unit(self) -> str:
        """``people``, or ``points`` where nobody states a capacity and each point counts 1."""
        return self.fill.unit

    def told(self) -> dict[str, Any]:
        """As summary.json says it."""
        counts_as = self.fill.value if self.blank else np.nan
        return {"points": len(self.capacity), "unit": self.unit, "blank": self.blank, "blank_counts_as": counts_as}


def supply(stated: NDArray[np.float64], blank_capacity: str | float = "median", settled: Fill | None = None) -> Supply:
    """Capacities with blanks filled, and what they count.

    Where no point of the sector states a capacity, each counts 1 and the measure is points for each person. Where some do, a
    blank counts as the median of those that do: a clinic whose capacity nobody wrote down is no clinic without nurses. A
    change of the list may change that median; :mod:`geo.access.change` keeps the one from before.

    Parameters
    ----------
    stated : (m,) float array
        Of the points of one sector; NaN where blank.
    blank_capacity : str or float
        ``median``, ``leave_out`` (0), or a number.
    settled : Fill or None
        What a blank counts, where an earlier measure has settled it.

    Examples
    --------
    >>> supply(np.array([100.0, np.nan, 300.0])).capacity.tolist()
    [100.0, 200.0, 300.0]
    >>> supply(np.array([np.nan, np.nan])).unit
    'points'
    """
    missing = np.isnan(stated)
    fill = settled or _fill(stated[~missing], blank_capacity)
    capacity = np.ones(len(stated)) if fill.unit == POINTS else np.where(missing, fill.value, stated)
    return Supply(capacity, int(missing.sum()), fill)


def _fill(known: NDArray[np.float64], blank_capacity: str | float) -> Fill:
    if not len(known):
        return Fill(POINTS, 1.0)
    if not isinstance(blank_capacity, str):
        return Fill(PEOPLE, float(blank_capacity))
    return Fill(PEOPLE, float(np.median(known)) if blank_capacity == "median" else 0.0)
