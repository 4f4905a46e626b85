"""Slower uphill: Tobler's hiking function."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Tobler 1993 (NCGIA Technical Report 93-1): speed = 6 · exp(−3.5 · |slope + 0.05|) km/h.
_STEEPNESS, _BEST = 3.5, -0.05


def pace_factor(rise_m: Floats, run_m: Floats) -> Floats:
    """By how much a slope makes a way longer in time than the same way on the flat, (n,).

    Tobler's function divided by its own value on the flat, so that the usual speed stays that of flat ground. Downhill by
    5 % is fastest, 0.84 of the flat.

    Parameters
    ----------
    rise_m : (n,) array
        Metres up, negative down; NaN where unknown, which counts as flat.
    run_m : (n,) array
        Metres along the way; 0 counts as flat.

    Examples
    --------
    >>> pace_factor(np.array([0.0, 10.0, -10.0, -5.0]), np.full(4, 100.0)).round(3).tolist()
    [1.0, 1.419, 1.0, 0.839]
    """
    rise = np.nan_to_num(rise_m, nan=0.0)
    slope = np.divide(rise, run_m, out=np.zeros(len(rise)), where=run_m > 0)
    return np.asarray(np.exp(_STEEPNESS * (np.abs(slope - _BEST) - abs(_BEST))), dtype=float)
