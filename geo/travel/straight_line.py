"""Travel in a straight line, made longer by a detour factor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import TravelProblems
from geo.problems import Problem
from geo.tables import SETTLEMENTS
from geo.travel.distance import pairwise_m
from geo.travel.places import Places

#: Usual speeds, km/h: a walk at 4.5 (Bohannon & Williams Andrews 2011, doi 10.1016/j.physio.2010.12.004, 1.25 m/s on
#: the flat), a bicycle at 12 and a car at 40 on gravel.
SPEED_KMH: Mapping[str, float] = MappingProxyType({"walk": 4.5, "bicycle": 12.0, "car": 40.0})
DETOUR = 1.3
#: Slowest and fastest that is believed, km/h: beyond it somebody mistook the unit or the mode.
SPEEDS_KMH: Mapping[str, tuple[float, float]] = MappingProxyType({"walk": (0.5, 15), "bicycle": (1, 60), "car": (1, 200)})
#: Largest detour factor that is believed.
DETOUR_MOST = 10.0


@dataclass(frozen=True)
class StraightLine:
    """Straight line × detour factor ÷ speed.

    Parameters
    ----------
    detour_factor : float or mapping of settlement → float
        1 to 10. With a table the mean of both ends' factors counts; a settlement it leaves out has 1.3.
    speed_kmh : mapping of mode → float
        Kilometres an hour: walk 0.5 to 15, bicycle 1 to 60, car 1 to 200; modes left out keep their default.

    Raises
    ------
    TravelProblems
        An :class:`geo.errors.InputProblems`: a factor or a speed out of its range, an unknown settlement or mode; all at
        once.

    Examples
    --------
    >>> StraightLine(detour_factor=1.2).speed_kmh["walk"]
    4.5
    """

    detour_factor: float | Mapping[str, float] = DETOUR
    speed_kmh: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wrong = [*_factor_problems(self.detour_factor), *speed_problems(self.speed_kmh)]
        if wrong:
            raise TravelProblems(wrong)
        if isinstance(self.detour_factor, Mapping):
            object.__setattr__(self, "detour_factor", dict(self.detour_factor))
        object.__setattr__(self, "speed_kmh", {**SPEED_KMH, **dict(self.speed_kmh)})

    @property
    def needs_geometry(self) -> bool:
        """True: places must have positions."""
        return True

    def minutes(self, origins: Places, destinations: Places, mode: str) -> NDArray[np.float64]:
        """Travel minutes, shape ``(len(origins), len(destinations))``; NaN where a position is unknown."""
        return self.distance_m(origins, destinations) / self.minute_m(mode)

    def distance_m(self, origins: Places, destinations: Places) -> NDArray[np.float64]:
        """Straight metres × detour factor, same shape."""
        return self.lengthened(pairwise_m(origins.lon_lat, destinations.lon_lat), origins, destinations)

    def lengthened(self, metres: NDArray[np.float64], origins: Places, destinations: Places) -> NDArray[np.float64]:
        """Metres as the crow flies × detour factor, same shape."""
        if not isinstance(self.detour_factor, Mapping):
            return metres * self.detour_factor
        start, stop = self._factors(origins), self._factors(destinations)
        return metres * (start[:, None] + stop[None, :]) / 2

    def per_metre(self, mode: str) -> tuple[float, float]:
        """Least and most minutes for a metre of the straight line, over all kinds of settlements at both ends."""
        factor = self.detour_factor
        known = [factor.get(kind, DETOUR) for kind in (*SETTLEMENTS, "")] if isinstance(factor, Mapping) else [factor]
        minute_m = self.minute_m(mode)
        return min(known) / minute_m, max(known) / minute_m

    def minute_m(self, mode: str) -> float:
        """Metres a minute.

        Raises
        ------
        TravelProblems
            A mode without a speed.
        """
        if mode not in self.speed_kmh:
            raise TravelProblems([Problem("E401", f"No speed is given for {mode}.", column="travel.speed_kmh")])
        return self.speed_kmh[mode] * 1000 / 60

    def _factors(self, places: Places) -> NDArray[np.float64]:
        assert isinstance(self.detour_factor, Mapping)
        return np.array([self.detour_factor.get(kind, DETOUR) for kind in places.settlement.tolist()], dtype=float)

    def settings(self) -> dict[str, Any]:
        """The ``[travel]`` table that states this model."""
        factor = dict(self.detour_factor) if isinstance(self.detour_factor, Mapping) else self.detour_factor
        return {"model": "straight_line", "detour_factor": factor, "speed_kmh": dict(self.speed_kmh)}


def _factor_problems(factor: Any) -> list[Problem]:
    key, wrong = "travel.detour_factor", []
    if not isinstance(factor, Mapping):
        return detour_problems(factor, ", or a table by settlement")
    for kind, value in factor.items():
        if kind not in SETTLEMENTS:
            fact = f"There is no settlement {kind}; there are {', '.join(SETTLEMENTS)}."
            wrong.append(Problem("E401", fact, column=key))
        elif not within(value, 1, DETOUR_MOST):
            fact = f"The detour factor must be a number from 1 to {DETOUR_MOST:g}."
            wrong.append(Problem("E401", fact, column=f"{key}.{kind}"))
    return wrong


def detour_problems(factor: Any, also: str = "") -> list[Problem]:
    """What is wrong with a detour factor that is one number; ``also`` what else it might be."""
    if within(factor, 1, DETOUR_MOST):
        return []
    return [
        Problem("E401", f"The detour factor must be a number from 1 to {DETOUR_MOST:g}{also}.", column="travel.detour_factor")
    ]


def speed_problems(speeds: Any) -> list[Problem]:
    """What is wrong with a table of speeds by mode."""
    key = "travel.speed_kmh"
    if not isinstance(speeds, Mapping):
        return [Problem("E401", "The speeds must be a table by mode, as { walk = 4.5, car = 40 }.", column=key)]
    wrong = []
    for mode, value in speeds.items():
        if mode not in SPEEDS_KMH:
            fact = f"There is no way of travelling {mode}; there are {', '.join(SPEEDS_KMH)}."
            wrong.append(Problem("E401", fact, column=f"{key}.{mode}"))
        elif not within(value, *SPEEDS_KMH[mode]):
            low, high = SPEEDS_KMH[mode]
            fact = f"The speed must be a number from {low:g} to {high:g} km an hour."
            wrong.append(Problem("E401", fact, column=f"{key}.{mode}"))
    return wrong


def within(value: Any, low: float, high: float) -> bool:
    """Whether it is a number of that range."""
    number = isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
    return number and low <= value <= high
