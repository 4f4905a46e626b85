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
        Accepted steps of the routers' local search, all groups together.
    households : int
        Households asked for: a small round is left alone sooner when nothing improves any more.
    began : float
        ``time.monotonic()`` at the start.
    """

    seconds: float
    iterations: int | None
    households: int
    began: float = field(default_factory=time.monotonic)
    spent_steps: int = 0
    improved_at: float = 0.0
    fruitless: int = 0
    cancelled: bool = False

    #: Passes without any improvement after which a search by iterations ends.
    FRUITLESS_MOST = 2
    #: Passes after which it ends whatever it finds: many passes each better by seconds are of no use to anybody.
    PASSES_MOST = 40

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
    def patience_s(self) -> float:
        """Seconds without improvement after which a search by the clock ends: nothing is likely to improve any more."""
        return 2.0 + 0.15 * self.households

    def after_pass(self, turn: int, improved: bool) -> bool:
        """Note a pass; True if the search goes on."""
        if improved:
            self.improved_at, self.fruitless = self.elapsed, 0
        else:
            self.fruitless += 1
        if self.cancelled:
            return False
        if self.counts_steps:
            return self.left_steps > 0 and self.fruitless < self.FRUITLESS_MOST and turn + 1 < self.PASSES_MOST
        return self.left_s > 0.3 and self.elapsed - self.improved_at < self.patience_s
