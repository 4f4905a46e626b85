"""Hours of work that differ by day: who has them on which dates, and whether a single visit fits into one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allocation.eligibility import Mask, Matrix, fits_mask
from geo.clock import Windows

Vector = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Shift:
    """One kind of day of each worker; in a plain round the only one.

    Attributes
    ----------
    start_min, end_min, day_min : (m,) arrays
        Hours; NaN for a worker who has no such kind of day.
    dates : tuple of m int arrays
        Positions in the dates of the round.
    """

    start_min: Vector
    end_min: Vector
    day_min: Vector
    dates: tuple[Ints, ...]


def distinct_shifts(
    date_of: Sequence[Ints],
    start_min: Sequence[Vector],
    end_min: Sequence[Vector],
    span_min: Sequence[Vector],
    usual: tuple[Vector, Vector, Vector],
) -> tuple[Shift, ...]:
    """The first, second, … kind of day of all workers; ``usual`` hours stand for a worker without a day."""
    kinds: list[dict[tuple[float, float, float], list[int]]] = []
    for row, dates in enumerate(date_of):
        own: dict[tuple[float, float, float], list[int]] = {}
        for at, hours in zip(dates.tolist(), zip(start_min[row], end_min[row], span_min[row], strict=True), strict=True):
            own.setdefault(hours, []).append(at)
        kinds.append(own or {(usual[0][row], usual[1][row], usual[2][row]): []})
    result = []
    for place in range(max((len(own) for own in kinds), default=0)):
        chosen = [list(own.items())[place] if place < len(own) else ((np.nan, np.nan, np.nan), []) for own in kinds]
        table = np.array([one for one, _ in chosen], dtype=float).reshape(len(chosen), 3)
        when = tuple(np.array(at, dtype=np.int64) for _, at in chosen)
        result.append(Shift(table[:, 0], table[:, 1], table[:, 2], when))
    return tuple(result)


def fits_some_day(  # noqa: PLR0917 - as fits_mask, with the days
    out_min: Matrix,
    back_min: Matrix,
    visit_min: Vector,
    windows: Sequence[Windows],
    open_on: Mask,
    shifts: Sequence[Shift],
    lunch: tuple[float, float],
) -> Mask:
    """Whether a day with this visit alone can be done, on one of the worker's days on which the household is open.

    Parameters
    ----------
    out_min, back_min, visit_min, windows
        As in :func:`allocation.eligibility.fits_mask`.
    open_on : (n, D) bool array
        Dates on which a household is open.
    shifts : sequence of Shift
        Kinds of days.
    lunch : tuple of float
        Minutes of the break, and the longest stretch without it.
    """
    result = np.zeros(out_min.shape, dtype=bool)
    always = bool(open_on.all())
    for shift in shifts:
        fits = fits_mask(
            out_min,
            back_min,
            visit_min,
            windows,
            start_min=shift.start_min,
            end_min=shift.end_min,
            day_min=shift.day_min,
            lunch_min=lunch[0],
            lunch_after_min=lunch[1],
        )
        if not always:
            # Who has no day at all is told that, not that nothing fits.
            fits &= np.stack([open_on[:, at].any(axis=1) if len(at) else np.ones(len(open_on), bool) for at in shift.dates])
        result |= fits
    return result
