"""How many people a household counts, where some or all of a list do not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class People:
    """People of each household.

    Attributes
    ----------
    number : (n,) float array
        Never NaN.
    blank : int
        Households that do not say how many they are.
    blank_counts_as : float
        What each of those counts; NaN where there is none.
    """

    number: NDArray[np.float64]
    blank: int
    blank_counts_as: float

    def told(self) -> dict[str, Any]:
        """As summary.json says it."""
        return {"people": float(self.number.sum()), "blank": self.blank, "blank_counts_as": self.blank_counts_as}


def people(members: NDArray[np.float64]) -> People:
    """People of each household: as stated, else the mean of those that state them, else 1.

    The mean keeps the sum unbiased where blanks are like the others; with 1 throughout, people are households.

    Parameters
    ----------
    members : (n,) float array
        NaN where blank.

    Examples
    --------
    >>> people(np.array([2.0, np.nan, 4.0])).number.tolist()
    [2.0, 3.0, 4.0]
    """
    missing = np.isnan(members)
    blank = int(missing.sum())
    if not blank:
        return People(members.astype(float), 0, np.nan)
    fill = 1.0 if blank == len(members) else float(members[~missing].mean())
    return People(np.where(missing, fill, members), blank, fill)
