"""Where places join the road, kept: a plan and its checks ask for the same places thousands of times."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.travel.roads.spots import Nearest, Spots
from geo.travel.roads.tables import keys_of

Floats = NDArray[np.float64]
#: Most positions that are kept: 100,000 take 5 MB.
_MOST = 100_000


@dataclass(frozen=True, eq=False)
class _Kept:
    """Positions as :func:`keys_of` has them, ascending, and the spot of each."""

    keys: NDArray[np.complex128]
    spots: Spots


class KnownSpots:
    """As :class:`~geo.travel.roads.spots.Nearest`, which is asked once for each position.

    Parameters
    ----------
    nearest : Nearest
    most_m : float
        Farthest straight metres to a road.
    """

    def __init__(self, nearest: Nearest, most_m: float) -> None:
        self._nearest, self._most_m = nearest, most_m
        none = np.zeros(0, dtype=np.int64)
        self._kept = _Kept(np.zeros(0, dtype=np.complex128), Spots(none, none, np.zeros(0), np.zeros(0)))

    def spots(self, lon_lat: Floats) -> Spots:
        """The spot of each place (n, 2)."""
        if len(lon_lat) > _MOST or not np.isfinite(lon_lat).all():
            return self._nearest.spots(lon_lat, self._most_m)
        # Taken and put back whole: threads that ask at the same time lose a position at worst, and ask for it again.
        kept, wanted = self._kept, keys_of(lon_lat)
        new = np.setdiff1d(wanted, kept.keys)
        if len(new):
            kept = self._with(kept, new)
        return kept.spots.take(np.searchsorted(kept.keys, wanted))

    def _with(self, kept: _Kept, new: NDArray[np.complex128]) -> _Kept:
        found = self._nearest.spots(np.column_stack([new.real, new.imag]), self._most_m)
        more = _merged(kept, new, found)
        if len(more.keys) <= _MOST:
            self._kept = more
        return more


def _merged(kept: _Kept, new: NDArray[np.complex128], found: Spots) -> _Kept:
    keys = np.concatenate([kept.keys, new])
    order = np.argsort(keys, kind="stable")
    old = kept.spots
    together = Spots(
        np.concatenate([old.edge, found.edge]),
        np.concatenate([old.vertex, found.vertex]),
        np.concatenate([old.share, found.share]),
        np.concatenate([old.off_m, found.off_m]),
    )
    return _Kept(keys[order], together.take(order))
