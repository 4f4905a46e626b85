"""When people travel, for crossings that are closed in some months."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Season:
    """The months in which people travel.

    Attributes
    ----------
    stated : int
        The month, 1 to 12, that somebody has stated; 0 for none.
    days : tuple of date
        The first and the last day of a round; () for none. A month that is stated goes before them.
    """

    stated: int = 0
    days: tuple[dt.date, ...] = ()

    @property
    def months(self) -> frozenset[int] | None:
        """The months; None where nobody has said when: what is reached must be reached all year then."""
        if self.stated:
            return frozenset({self.stated})
        if not self.days:
            return None
        first, last = self.days[0], self.days[-1]
        count = (last.year - first.year) * 12 + last.month - first.month + 1
        return frozenset((first.month - 1 + step) % 12 + 1 for step in range(min(max(count, 1), 12)))

    def settings(self) -> dict[str, Any]:
        """Its key of the ``[travel]`` table; the days of a round stand in the round."""
        return {"month": self.stated} if self.stated else {}
