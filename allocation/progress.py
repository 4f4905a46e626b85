"""What a running solve tells whoever asks."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Progress:
    """One report of a running solve.

    Attributes
    ----------
    seconds : float
        Since the start.
    served : int
        Households in the best plan so far.
    households : int
        Households that the round asks for.
    priority : float
        Priority weight served, the sum of priority + 1.
    travel_min : float
        Minutes of travel of the best plan, all legs.
    bound : float
        Upper bound on ``priority``; NaN until it is known.
    phase : str
        One of ``starting``, ``districts``, ``routes``, ``improving``, ``checking``, ``done``.
    share : float
        Part of the time or of the iterations that is spent, 0 to 1.
    """

    seconds: float
    served: int
    households: int
    priority: float
    travel_min: float
    bound: float
    phase: str
    share: float

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON and tables."""
        return asdict(self)


class ProgressCallback(Protocol):
    """Called with each report; returning ``False`` stops the solve with the best plan so far."""

    def __call__(self, progress: Progress, /) -> bool | None: ...
