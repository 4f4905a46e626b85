"""When a search ends: seconds, or iterations."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass
class Stop:
    """The limits of one search, and how much of them is spent.

    Parameters
    ----------
    seconds : float
        Wall clock from ``began``; not looked at where iterations are given.
    iterations : int or None
        Steps of the search, all clusters together.
    households : int
        Households asked for: a small round is searched for less time.
    began : float
        ``time.monotonic()`` at the start.
    """

    seconds: float
    iterations: int | None
    households: int
    began: float = field(default_factory=time.monotonic)
    spent_steps: int = 0
    cancelled: bool = False

    @property
    def counts_steps(self) -> bool:
        """Whether iterations, not the clock, end the search."""
        return self.iterations is not None

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.began

    @property
    def left_s(self) -> float:
        """Seconds left; inf where iterations count."""
        return float("inf") if self.counts_steps else self.seconds - self.elapsed

    @property
    def left_steps(self) -> int:
        """Iterations left; -1 where the clock counts."""
        return -1 if self.iterations is None else max(0, self.iterations - self.spent_steps)

    @property
    def share(self) -> float:
        """Part of the limit that is spent, 0 to 1."""
        if self.iterations is not None:
            return min(1.0, self.spent_steps / self.iterations) if self.iterations else 1.0
        return min(1.0, self.elapsed / self.seconds) if self.seconds > 0 else 1.0

    @property
    def search_s(self) -> float:
        """Seconds that a search of such a round is worth: a small one is at its best long before a long limit."""
        return min(self.seconds, 2.0 + 0.15 * self.households + 0.002 * self.households**2)

    @property
    def search_left_s(self) -> float:
        """Seconds left of :attr:`search_s`."""
        return self.search_s - self.elapsed

    @property
    def search_share(self) -> float:
        """Part of the search that is over, 0 to 1."""
        if self.iterations is not None:
            return self.share
        return min(1.0, self.elapsed / self.search_s) if self.search_s > 0 else 1.0

    @property
    def whole_steps(self) -> int:
        """Iterations of the whole search; 0 where the clock counts."""
        return self.iterations or 0

    def after_pass(self, turn: int) -> bool:
        """Whether the search goes on after this pass; the first, number 0, only fills the days."""
        if self.cancelled:
            return False
        if self.counts_steps:
            return self.left_steps > 0
        return self.search_left_s > 0.3
