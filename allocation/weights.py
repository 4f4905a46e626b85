"""What serving a household counts among those who come first: priority + 1, and nothing where minutes of travel decide."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def prizes(households: pd.DataFrame) -> Floats:
    """Minutes of travel that each household is worth (``prize_min``), NaN where it is served first; (n,)."""
    if "prize_min" not in households.columns:  # a plan kept before there was such a column
        return np.full(len(households), np.nan)
    return households["prize_min"].to_numpy(dtype=float)


def weights(households: pd.DataFrame) -> Floats:
    """Priority + 1, 0 where ``prize_min`` is given; (n,)."""
    return np.where(np.isnan(prizes(households)), households["priority"].to_numpy(dtype=float) + 1, 0.0)


def weight_by_id(households: pd.DataFrame) -> dict[str, float]:
    """The same by household id."""
    return dict(zip(households["household_id"].astype(str), weights(households).tolist(), strict=True))
