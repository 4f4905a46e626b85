"""The window of a small map: a stretch of the earth put on a rectangle of paper, north up."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Mean radius of the earth, m (IUGG; Moritz 2000, doi 10.1007/s001900050278). A sketch needs no ellipsoid.
EARTH_M = 6_371_008.8
#: The smallest stretch that is drawn, m: below it a map shows more than the places are known to.
LEAST_M = 250.0
_STEPS = (1.0, 2.0, 5.0)


@dataclass(frozen=True)
class Frame:
    """A window of ``width`` × ``height`` millimetres centred on ``lon``, ``lat`` (degrees), ``scale`` mm a metre."""

    lon: float
    lat: float
    scale: float
    width: float
    height: float

    @classmethod
    def around(cls, places: NDArray[np.float64], width: float, height: float, margin: float = 7.0) -> Frame:
        """The window that holds all places.

        Parameters
        ----------
        places : (n, 2) array
            Degrees, n > 0, finite.
        width, height, margin : float
            Millimetres; the margin stays free of places on all sides.
        """
        low, high = places.min(axis=0), places.max(axis=0)
        lon, lat = (low + high) / 2
        metres_east = math.radians(high[0] - low[0]) * EARTH_M * math.cos(math.radians(lat))
        metres_north = math.radians(high[1] - low[1]) * EARTH_M
        scale = min(
            (width - 2 * margin) / max(metres_east, LEAST_M),
            (height - 2 * margin) / max(metres_north, LEAST_M),
        )
        return cls(float(lon), float(lat), float(scale), width, height)

    def to_paper(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Millimetres from the upper left corner, ``(n, 2)``, of degrees ``(n, 2)`` (equirectangular)."""
        east = np.radians(places[:, 0] - self.lon) * EARTH_M * math.cos(math.radians(self.lat))
        north = np.radians(places[:, 1] - self.lat) * EARTH_M
        return np.column_stack([self.width / 2 + east * self.scale, self.height / 2 - north * self.scale])

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the window, degrees."""
        half_lat = math.degrees(self.height / 2 / self.scale / EARTH_M)
        half_lon = math.degrees(self.width / 2 / self.scale / EARTH_M / math.cos(math.radians(self.lat)))
        return (self.lon - half_lon, self.lat - half_lat, self.lon + half_lon, self.lat + half_lat)

    @property
    def degrees_a_mm(self) -> float:
        """Degrees of latitude that a millimetre of paper stands for."""
        return math.degrees(1 / self.scale / EARTH_M)

    def bar(self) -> tuple[float, str]:
        """A scale bar: its length in millimetres, at most a quarter of the width, and its text.

        Examples
        --------
        >>> Frame(26.0, -33.0, 0.05, 90.0, 60.0).bar()
        (10.0, '200 m')
        """
        most = self.width / 4 / self.scale
        power = 10.0 ** math.floor(math.log10(most))
        metres = max(step * power for step in _STEPS if step * power <= most)
        text = f"{metres:.0f} m" if metres < 1000 else f"{metres / 1000:g} km"
        return metres * self.scale, text
