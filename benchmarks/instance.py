"""A round in whole seconds, as every engine of the benchmark is handed it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Instance:
    """Homes first, then households; m workers, n households. No hours at home, no loads, everybody may visit everybody.

    Attributes
    ----------
    legs_s : (m + n, m + n) array
        Seconds from row to column, rounded up as our own engine rounds them.
    service_s, weight : (n,) arrays
        Seconds of a visit; priority + 1.
    days, span_s : (m,) arrays
        Working days of each worker; longest day, seconds.
    """

    legs_s: Ints
    service_s: Ints
    weight: Ints
    days: Ints
    span_s: Ints

    @property
    def vehicles(self) -> list[int]:
        """The worker of each vehicle: one vehicle a worker-day."""
        return [int(worker) for worker in np.repeat(np.arange(len(self.days)), self.days)]

    def save(self, path: Path) -> None:
        """Write for a process of a peer."""
        np.savez(path, **asdict(self))

    @classmethod
    def load(cls, path: Path) -> Instance:
        """Read what :meth:`save` wrote."""
        with np.load(path) as kept:
            return cls(**{name: kept[name] for name in cls.__dataclass_fields__})
