"""What a stretch of the search is told, and what it hands back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Dials:
    """The schedule of the whole search; temperature and price in usual legs (seconds of way a visit takes).

    Attributes
    ----------
    first, last : float
        The part of the search that this stretch is, 0 to 1.
    hot, cool : float
        Temperature at the beginning and the end.
    price, price_last : float
        What a visit of middling weight is worth; at the end nothing outweighs one.
    removed : float
        Visits that a step takes out, about.
    zeal, zeal_share : float
        How many times what it is a prize is worth at first, and the part of the search after which it is what it is.

    Notes
    -----
    Tried on made-up wards (``python -m benchmarks ward``), from a third of a second to a minute: where a visit is at first
    worth about as much as the temperature, the search roams over whole rounds before it settles; half as hot or half as dear
    ends with fewer visits after any time. Temperatures as Christiaens and Vanden Berghe (2020) have them, in legs.
    """

    first: float = 0.0
    last: float = 1.0
    hot: float = 20.0
    cool: float = 0.05
    price: float = 12.0
    price_last: float = 80.0
    removed: float = 8.0
    zeal: float = 2.0
    zeal_share: float = 0.8


@dataclass(frozen=True)
class Stretch:
    """One stretch on one cluster.

    Attributes
    ----------
    seconds : float
        Wall clock; not looked at where ``steps`` counts.
    steps : int
        Steps; -1 for no limit.
    seed : int
    dials : Dials
    """

    seconds: float
    steps: int
    seed: int
    dials: Dials


@dataclass(frozen=True)
class Stretched:
    """Routes at the end of a stretch, from which the search goes on, and the best that it met.

    Attributes
    ----------
    stops, agreed, best_stops, best_agreed : (routes, longest) arrays
        As :class:`allocation.clusters.Cluster` has them.
    steps : int
        Steps taken.
    """

    stops: Ints
    agreed: Ints
    best_stops: Ints
    best_agreed: Ints
    steps: int
