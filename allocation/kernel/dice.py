"""Random numbers of the kernel: SplitMix64, so that a seed gives the same plan on every system.

Steele, Lea and Flood 2014, doi 10.1145/2660193.2660195. The state is one whole number in an array.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from allocation.kernel.compiled import inlined

Dice = NDArray[np.uint64]
_STEP, _MIX1, _MIX2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_30, _27, _31, _11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)


@inlined
def unit(dice: Dice) -> float:
    """A number from 0 to below 1."""
    dice[0] += _STEP
    z = dice[0]
    z = (z ^ (z >> _30)) * _MIX1
    z = (z ^ (z >> _27)) * _MIX2
    z = z ^ (z >> _31)
    return float(z >> _11) * (1.0 / 9007199254740992.0)


@inlined
def below(dice: Dice, count: int) -> int:
    """A whole number from 0 to ``count`` - 1."""
    return int(unit(dice) * count)
