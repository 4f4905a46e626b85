"""A siting problem in arrays: who asks, which sites there are, how far each is, and what a choice must keep to."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: What a choice of sites may aim at: least weighted minutes, most weight within the threshold, fewest points for all.
OBJECTIVES = ("p_median", "mclp", "lscp")


@dataclass(frozen=True)
class Limits:
    """What a choice of new sites keeps to; the arrays are parallel to the new sites.

    Attributes
    ----------
    count : int
        Most new sites.
    apart : (m, m) bool array
        Which two may not both be chosen.
    cost : (m,) float array
        Of each, 0 or more.
    budget : float
        Most cost together; infinite for none.
    """

    count: int
    apart: NDArray[np.bool_]
    cost: Floats
    budget: float = np.inf

    @classmethod
    def free(cls, sites: int, count: int) -> Limits:
        """Only the number counts."""
        return cls(count, np.zeros((sites, sites), dtype=bool), np.zeros(sites))

    @property
    def counted_only(self) -> bool:
        """Whether nothing but the number binds."""
        return not self.apart.any() and not self.costly

    @property
    def costly(self) -> bool:
        """Whether the budget can bind."""
        return bool(np.isfinite(self.budget) and self.cost.sum() > self.budget)

    def take(self, sites: NDArray[np.intp]) -> Limits:
        """The same for some of the sites."""
        return Limits(self.count, self.apart[np.ix_(sites, sites)], self.cost[sites], self.budget)

    def holds(self, chosen: NDArray[np.intp]) -> bool:
        """Whether a choice keeps to all of it."""
        within = self.cost[chosen].sum() <= self.budget * (1 + 1e-9)
        return len(chosen) <= self.count and bool(within) and not self.apart[np.ix_(chosen, chosen)].any()

    def may_join(self, chosen: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Which sites may be chosen besides these."""
        if len(chosen) >= self.count:
            return np.zeros(len(self.cost), dtype=bool)
        fits: NDArray[np.bool_] = self.cost <= (self.budget - self.cost[chosen].sum()) * (1 + 1e-12)
        fits &= ~self.apart[chosen].any(axis=0)
        fits[chosen] = False
        return fits

    def may_replace(self, chosen: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Which site (row) may take the place of which of these (column)."""
        clashes = self.apart[:, chosen]
        fits: NDArray[np.bool_] = clashes.sum(axis=1)[:, None] == clashes
        spent = self.cost[chosen].sum() - self.cost[chosen]
        fits &= self.cost[:, None] + spent[None, :] <= self.budget * (1 + 1e-12)
        fits[chosen] = False
        return fits


@dataclass(frozen=True)
class SitingProblem:
    """Where to put service points.

    Attributes
    ----------
    objective : str
        One of :data:`OBJECTIVES`.
    minutes : (s, n) float array
        From each demand to each site one way, NaN where unreachable; existing points are sites too.
    weight : (n,) float array
        What each demand counts, 0 or more.
    fixed : (s,) bool array
        Existing points: open whatever is chosen.
    limits : Limits
        Of the new sites (those that are not ``fixed``), in their order.
    threshold_min : float
        Minutes within which a demand is covered (mclp, lscp); the threshold itself is within.
    size : (n,) float array
        What each demand takes of a capacity.
    most, least : (s,) float arrays
        What an open site may serve at most, and must serve at least; infinite and 0 for no limit.
    """

    objective: str
    minutes: Floats
    weight: Floats
    fixed: NDArray[np.bool_]
    limits: Limits
    threshold_min: float = 60.0
    size: Floats = field(default_factory=lambda: np.zeros(0))
    most: Floats = field(default_factory=lambda: np.zeros(0))
    least: Floats = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        sites, demands = self.minutes.shape
        for name, length, blank in (("size", demands, 1.0), ("most", sites, np.inf), ("least", sites, 0.0)):
            if len(getattr(self, name)) != length:
                object.__setattr__(self, name, np.full(length, blank))
        assert self.objective in OBJECTIVES, self.objective
        assert len(self.weight) == demands and len(self.fixed) == sites and len(self.limits.cost) == len(self.new)

    @property
    def new(self) -> NDArray[np.intp]:
        """Positions of the sites among which is chosen."""
        return (~self.fixed).nonzero()[0]

    @property
    def capacitated(self) -> bool:
        """Whether what a site serves is limited either way."""
        return bool(np.isfinite(self.most).any() or (self.least > 0).any())

    @property
    def useful(self) -> NDArray[np.bool_]:
        """Which demands a site is of use to, by the objective: reached at all, or within the threshold; shape ``(s, n)``."""
        if self.objective == "p_median":
            return ~np.isnan(self.minutes)
        with np.errstate(invalid="ignore"):
            within: NDArray[np.bool_] = self.minutes <= self.threshold_min
        return within
