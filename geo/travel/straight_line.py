"""Travel in a straight line, made longer by a detour factor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import TravelError
from geo.tables import SETTLEMENTS
from geo.travel.distance import pairwise_m
from geo.travel.places import Places

#: Usual speeds, km/h: a walk at 4.5 (Bohannon & Williams Andrews 2011, doi 10.1016/j.physio.2010.12.004, 1.25 m/s on
#: the flat), a bicycle at 12 and a car at 40 on gravel.
SPEED_KMH: Mapping[str, float] = MappingProxyType({"walk": 4.5, "bicycle": 12.0, "car": 40.0})
DETOUR = 1.3


@dataclass(frozen=True)
class StraightLine:
    """Straight line × detour factor ÷ speed.

    Parameters
    ----------
    detour_factor : float or mapping of settlement → float
        At least 1. With a table the mean of both ends' factors counts; a settlement it leaves out has 1.3.
    speed_kmh : mapping of mode → float
        Kilometres an hour, above 0; modes left out keep their default.

    Raises
    ------
    TravelError
        A factor below 1, a speed not above 0, an unknown settlement.

    Examples
    --------
    >>> StraightLine(detour_factor=1.2).speed_kmh["walk"]
    4.5
    """

    detour_factor: float | Mapping[str, float] = DETOUR
    speed_kmh: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        speeds = {**SPEED_KMH, **dict(self.speed_kmh)}
        factors = self.detour_factor.values() if isinstance(self.detour_factor, Mapping) else [self.detour_factor]
        wrong = [f"detour_factor must be at least 1, not {f}" for f in factors if not (np.isfinite(f) and f >= 1)]
        wrong += [f"speed_kmh.{m} must be above 0, not {v}" for m, v in speeds.items() if not (np.isfinite(v) and v > 0)]
        if isinstance(self.detour_factor, Mapping):
            wrong += [f"detour_factor knows no settlement {s!r}" for s in self.detour_factor if s not in SETTLEMENTS]
            object.__setattr__(self, "detour_factor", dict(self.detour_factor))
        if wrong:
            raise TravelError("; ".join(wrong))
        object.__setattr__(self, "speed_kmh", speeds)

    @property
    def needs_geometry(self) -> bool:
        """True: places must have positions."""
        return True

    def minutes(self, origins: Places, destinations: Places, mode: str) -> NDArray[np.float64]:
        """Travel minutes, shape ``(len(origins), len(destinations))``; NaN where a position is unknown."""
        if mode not in self.speed_kmh:
            raise TravelError(f"no speed is given for the mode {mode!r}")
        return self.distance_m(origins, destinations) / (self.speed_kmh[mode] * 1000 / 60)

    def distance_m(self, origins: Places, destinations: Places) -> NDArray[np.float64]:
        """Straight metres × detour factor, same shape."""
        straight = pairwise_m(origins.lon_lat, destinations.lon_lat)
        if not isinstance(self.detour_factor, Mapping):
            return straight * self.detour_factor
        start, stop = self._factors(origins), self._factors(destinations)
        return straight * (start[:, None] + stop[None, :]) / 2

    def _factors(self, places: Places) -> NDArray[np.float64]:
        assert isinstance(self.detour_factor, Mapping)
        return np.array([self.detour_factor.get(kind, DETOUR) for kind in places.settlement.tolist()], dtype=float)

    def settings(self) -> dict[str, Any]:
        """The ``[travel]`` table that states this model."""
        factor = dict(self.detour_factor) if isinstance(self.detour_factor, Mapping) else self.detour_factor
        return {"model": "straight_line", "detour_factor": factor, "speed_kmh": dict(self.speed_kmh)}
