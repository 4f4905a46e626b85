"""What comes of a siting problem: the sites, who goes where, and how far from the best the answer can be at most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.siting.problem import Floats

#: Share below which a gap is that of rounding.
_ROUNDING = 1e-7


@dataclass(frozen=True)
class Siting:
    """An answer.

    Attributes
    ----------
    chosen : (k,) int array
        Positions of the new sites among all sites, ascending.
    assigned : (n,) int array
        Position of the site that each demand goes to, -1 for none.
    minutes : (n,) float array
        One way; NaN where it goes nowhere.
    objective : float
        Weighted minutes of those who are assigned (p_median), weight within the threshold (mclp), new points (lscp).
    bound : float
        No choice does better that serves no less weight than this one (for mclp: no choice at all).
    served, served_bound : float
        Weight that is served as the objective asks (reached, or within the threshold), and the most that any choice can serve.
    """

    chosen: NDArray[np.intp]
    assigned: NDArray[np.intp]
    minutes: Floats
    objective: float
    bound: float
    served: float
    served_bound: float

    @property
    def gap(self) -> float:
        """How far from the bound, as a share of the larger of both; 0 where nothing can be better."""
        most = max(abs(self.objective), abs(self.bound))
        share = abs(self.objective - self.bound) / most if most else 0.0
        return share if share > _ROUNDING else 0.0

    @property
    def served_gap(self) -> float:
        """As :attr:`gap`, of the weight served."""
        share = (self.served_bound - self.served) / self.served_bound if self.served_bound else 0.0
        return share if share > _ROUNDING else 0.0

    @property
    def proved(self) -> bool:
        """Whether no choice can be better."""
        return self.gap == 0 and self.served_gap == 0
