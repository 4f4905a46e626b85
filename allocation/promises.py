"""What an earlier plan has promised to households, for planning again: who comes, and when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Promises:
    """Promises of an earlier plan; households count n, workers m, dates of the round D, as in the problem.

    Attributes
    ----------
    worker : (m, n) bool array
        Who was promised to the household; all False for a household without a promise.
    date : (n, D) bool array
        On which dates.
    changed_worker_min, changed_day_min : float
        The price of visiting a promised household by somebody else, or on another day, minutes of travel.
    pinned : (n,) bool array
        Must not be dropped for anything else. Who and when of a pin is stated by ``may`` and ``open_on``; of a visit by two
        the one who must be among them by ``wants``.
    must_on : (n,) int64 array
        For a household that asks for several visits the date on which one of them must be; -1 for none.
    """

    worker: NDArray[np.bool_]
    date: NDArray[np.bool_]
    changed_worker_min: float
    changed_day_min: float
    pinned: NDArray[np.bool_]
    must_on: NDArray[np.int64]

    def __post_init__(self) -> None:
        if self.worker.shape[1:] != self.date.shape[:1] or self.pinned.shape != self.date.shape[:1]:
            raise ValueError("promises must speak of the same households")
        if not (self.changed_worker_min >= 0 and self.changed_day_min >= 0):
            raise ValueError("the price of a change must be 0 or more minutes")
