"""What a running solve tells whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from allocation.plan import Plan


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
        One of ``starting``, ``compiling`` (once for a computer, where set-up did not), ``districts``, ``routes``,
        ``improving``, ``checking``, ``done``.
    share : float
        Part of the time or of the iterations that is spent, 0 to 1.
    best : callable returning Plan, or None
        Makes the best plan so far, whole, as if the solve stopped here; None while there is none. It costs what making
        a plan costs, so a listener calls it now and then, to keep something in case of a power cut.
    """

    seconds: float
    served: int
    households: int
    priority: float
    travel_min: float
    bound: float
    phase: str
    share: float
    best: Callable[[], Plan] | None = field(default=None, repr=False, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON and tables (without ``best``)."""
        return {item.name: getattr(self, item.name) for item in fields(self) if item.name != "best"}


class ProgressCallback(Protocol):
    """Called with each report; returning ``False`` stops the solve with the best plan so far."""

    def __call__(self, progress: Progress, /) -> bool | None:
        """Take one report."""
        ...
