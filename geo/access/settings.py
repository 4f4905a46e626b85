"""What access is measured with: mode, threshold, zones of a catchment, capacities that nobody stated, weights, cells."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import SettingProblems
from geo.problems import Problem
from geo.tables import MODES

#: Minutes one way beyond which a service counts as out of reach: the hour of the world's maps of travel to health care
#: (Weiss and others 2020, doi 10.1038/s41591-020-1059-1).
THRESHOLD_MIN = 60.0
#: Weights of the three equal zones of a catchment, from near to far (Luo and Qi 2009, doi 10.1016/j.healthplace.2009.06.002).
WEIGHTS = (1.0, 0.68, 0.22)
#: H3 resolution of cells: hexagons of 0.74 km² on average, about half a kilometre a side (h3geo.org, table of cell areas).
CELL_RESOLUTION = 8
#: What a household counts: itself, or the people in it.
WEIGHTED_BY = ("households", "members")
#: What a point counts whose capacity is blank: see :mod:`geo.access.capacity`.
BLANK_CAPACITY = ("median", "leave_out")


@dataclass(frozen=True)
class Catchment:
    """Zones of travel time around a service point, and how much each counts.

    Parameters
    ----------
    zones_min : sequence of float
        Outer edges in minutes one way, ascending, above 0; an edge belongs to its zone.
    weights : sequence of float
        One for each zone, from 0 to 1, never higher than that of the zone before. Beyond the last zone it is 0.

    Raises
    ------
    SettingProblems
        All that is wrong with them.

    Examples
    --------
    >>> Catchment.within(60)
    Catchment(zones_min=(20.0, 40.0, 60.0), weights=(1.0, 0.68, 0.22))
    >>> Catchment.within(60).weight(np.array([20.0, 20.5, 61.0, np.nan])).tolist()
    [1.0, 0.68, 0.0, 0.0]
    """

    zones_min: tuple[float, ...]
    weights: tuple[float, ...] = WEIGHTS

    def __post_init__(self) -> None:
        wrong = _zone_problems(self.zones_min, self.weights)
        if wrong:
            raise SettingProblems(wrong)
        object.__setattr__(self, "zones_min", tuple(float(value) for value in self.zones_min))
        object.__setattr__(self, "weights", tuple(float(value) for value in self.weights))

    @classmethod
    def within(cls, threshold_min: float) -> Catchment:
        """Three zones of equal width up to the threshold, with the weights of Luo and Qi."""
        return cls((threshold_min / 3, threshold_min * 2 / 3, threshold_min))

    def weight(self, minutes: NDArray[np.float64]) -> NDArray[np.float64]:
        """The weight of each trip, same shape; 0 beyond the last zone and where unreachable (NaN)."""
        # NaN sorts behind every edge, and so falls beyond the last zone.
        return np.array([*self.weights, 0.0])[np.searchsorted(np.array(self.zones_min), minutes, side="left")]

    @property
    def reach_min(self) -> float:
        """The last edge, minutes."""
        return self.zones_min[-1]


@dataclass(frozen=True)
class AccessSettings:
    """How access is measured.

    Parameters
    ----------
    mode : str
        walk, bicycle, car.
    threshold_min : float
        Minutes one way within which a service is in reach, above 0; the threshold itself is within.
    catchment : Catchment or None
        Zones of the floating catchment; three of equal width up to the threshold where left out.
    weight : str
        What a household counts in shares and means of areas: ``households`` (1) or ``members`` (the people in it). Demand on
        points is counted in people always, as their capacities are.
    blank_capacity : str or float
        What a point counts whose capacity is blank where others of its sector state one: ``median`` (of those), ``leave_out``
        (it serves nobody), or a number.
    cell_resolution : int
        Of H3 cells, 0 to 15.

    Raises
    ------
    SettingProblems
        All that is out of range, at once.

    Examples
    --------
    >>> AccessSettings(threshold_min=30).zones.zones_min
    (10.0, 20.0, 30.0)
    """

    mode: str = "walk"
    threshold_min: float = THRESHOLD_MIN
    catchment: Catchment | None = field(default=None)
    weight: str = "households"
    blank_capacity: str | float = "median"
    cell_resolution: int = CELL_RESOLUTION

    def __post_init__(self) -> None:
        blank, cells = self.blank_capacity, self.cell_resolution
        number = not isinstance(blank, str) and (blank == 0 or _positive(blank))
        rules = {
            "mode": (self.mode in MODES, f"The mode must be one of {', '.join(MODES)}."),
            "threshold_min": (_positive(self.threshold_min), "The threshold must be a number of minutes above 0."),
            "weight": (self.weight in WEIGHTED_BY, f"The weight must be one of {', '.join(WEIGHTED_BY)}."),
            "blank_capacity": (
                blank in BLANK_CAPACITY or number,
                f"It must be {' or '.join(BLANK_CAPACITY)}, or a number of 0 or more.",
            ),
            "cell_resolution": (
                isinstance(cells, int) and not isinstance(cells, bool) and 0 <= cells <= 15,
                "The resolution of cells must be a whole number from 0 to 15.",
            ),
        }
        wrong = [Problem("E401", fact, column=name) for name, (fits, fact) in rules.items() if not fits]
        if wrong:
            raise SettingProblems(wrong)

    @property
    def zones(self) -> Catchment:
        """The zones of the floating catchment."""
        return self.catchment or Catchment.within(self.threshold_min)

    @property
    def reach_min(self) -> float:
        """Beyond these minutes only the nearest point matters."""
        return max(self.threshold_min, self.zones.reach_min)

    def settings(self) -> dict[str, Any]:
        """As summary.json states them."""
        return {
            "mode": self.mode,
            "threshold_min": self.threshold_min,
            "zones_min": list(self.zones.zones_min),
            "zone_weights": list(self.zones.weights),
            "weight": self.weight,
            "blank_capacity": self.blank_capacity,
            "cell_resolution": self.cell_resolution,
        }


def _positive(value: Any) -> bool:
    number = isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
    return number and math.isfinite(value) and value > 0


def _zone_problems(zones: Sequence[float], weights: Sequence[float]) -> list[Problem]:
    wrong = []
    if not zones or not all(_positive(edge) for edge in zones) or any(b <= a for a, b in pairwise(zones)):
        wrong.append(Problem("E401", "The edges of zones must be minutes above 0, ascending.", column="zones_min"))
    if len(zones) != len(weights):
        fact = f"There are {len(zones)} zones and {len(weights)} weights; each zone needs one."
        wrong.append(Problem("E401", fact, column="zone_weights"))
    falls = all(b <= a for a, b in pairwise(weights))
    if not all(weight == 0 or _positive(weight) for weight in weights) or any(weight > 1 for weight in weights) or not falls:
        fact = "The weights of zones must lie from 0 to 1, none higher than that of the zone before."
        wrong.append(Problem("E401", fact, column="zone_weights"))
    return wrong
