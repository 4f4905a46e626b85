"""Minutes between places that were asked for once, kept: a plan asks the same places thousands of times."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Most places between which all minutes are kept: 4,000 take 128 MB.
PLACES_MOST = 4000
#: Most places between which all metres are kept too.
METRES_MOST = 2000


@dataclass(frozen=True, eq=False)
class Learnt:
    """Costs between all of some positions.

    Attributes
    ----------
    keys : (k,) complex array
        The positions, longitude and latitude, ascending.
    costs : (k, k) float array
        NaN where there is no way.
    """

    keys: NDArray[np.complex128]
    costs: Floats

    def between(self, origins: Floats, destinations: Floats) -> Floats | None:
        """Costs between positions (n, 2) and (m, 2); None where one of them is not among them."""
        rows, columns = self._at(origins), self._at(destinations)
        if rows is None or columns is None:
            return None
        return self.costs[np.ix_(rows, columns)]

    def _at(self, lon_lat: Floats) -> NDArray[np.intp] | None:
        wanted = keys_of(lon_lat)
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return at if bool((self.keys[at] == wanted).all()) else None


def keys_of(lon_lat: Floats) -> NDArray[np.complex128]:
    """Positions as numbers that can be sorted and found."""
    return np.asarray(lon_lat[:, 0] + 1j * lon_lat[:, 1], dtype=np.complex128)
