"""The legs of every worker-day, in the order of the visits, with the way home."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allocation.check.facts import Facts
from allocation.check.legs import legs
from allocation.check.matches import ACCURACY
from allocation.check.read import Kept, Seen

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SECOND = 1 / 60


@dataclass(frozen=True)
class Way:
    """What the checker computes for the routes that can be judged.

    Attributes
    ----------
    rows : (n,) int array
        Rows of the visits in question, in order.
    first, last : (n,) bool arrays
        Whether the visit opens or closes its day.
    minutes, metres : (n,) arrays
        The leg that leads to the visit.
    back_minutes, back_metres : (n,) arrays
        The leg home; NaN except on the last visit of a day.
    route : (n,) int array
        0, 1, 2, … a worker-day each.
    kept : (routes,) int array
        The route's row in the table of days, -1 where it is missing.
    """

    rows: Ints
    first: NDArray[np.bool_]
    last: NDArray[np.bool_]
    minutes: Floats
    metres: Floats
    back_minutes: Floats
    back_metres: Floats
    route: Ints
    kept: Ints

    @classmethod
    def of(cls, seen: Seen, days: Kept, facts: Facts) -> Way:
        """Compute the legs of all readable worker-days."""
        rows = seen.whole.nonzero()[0]
        first, last = np.ones(len(rows), dtype=bool), np.ones(len(rows), dtype=bool)
        new = np.diff(seen.route[rows]) > 0
        first[1:], last[:-1] = new, new
        here, worker = seen.household[rows], seen.worker[rows]
        home = len(facts.household_ids) + worker
        before = np.where(first, home, np.concatenate([home[:1], here[:-1]]))
        minutes, metres = legs(facts, before, here, worker)
        back_minutes, back_metres = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
        back_minutes[last], back_metres[last] = legs(facts, here[last], home[last], worker[last])
        at = {(w, d): row for row, (w, d) in enumerate(zip(days.worker.tolist(), days.day.tolist(), strict=True))}
        keys = zip(worker[first].tolist(), seen.day[rows][first].tolist(), strict=True)
        kept = np.array([at.get(key, -1) for key in keys], dtype=np.int64)
        return cls(rows, first, last, minutes, metres, back_minutes, back_metres, np.cumsum(first) - 1, kept)


def slack(minutes: Floats) -> Floats:
    """Tolerance of a leg, minutes: a second, and the accuracy of the fast distance formula."""
    return SECOND + ACCURACY * np.nan_to_num(minutes) + 1e-9
