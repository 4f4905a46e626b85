"""Walking a day: the shortest it can be, and by how much it is too long, with hours at home and the break.

All in whole seconds; legs and visits are rounded up before, so what is found here can be walked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from allocation.times import DayTimes, Spans, days_to_try


@dataclass(frozen=True)
class Limits:
    """What holds on one day of a worker, seconds.

    Attributes
    ----------
    start_s, end_s : int
        Earliest leaving and latest being home, from midnight.
    span_s : int
        Longest time between them.
    lunch_s, lunch_after_s : int
        Length of the break, 0 for none; longest stretch of work without it. It is taken after a visit, once a day.
    """

    start_s: int
    end_s: int
    span_s: int
    lunch_s: int = 0
    lunch_after_s: int = 0


@dataclass(frozen=True)
class Walked:
    """Seconds from midnight of a day's route.

    Attributes
    ----------
    leave, home : int
    start : tuple of int
        Of each visit.
    break_after : int
        Position of the stop after which the break is taken, -1 for none.
    over_s : int
        By how much the limits would have to be wider (longest day and latest being home alike); 0 where the day holds.
    lunch_s : int
        Length of the break.
    """

    leave: int
    home: int
    start: tuple[int, ...]
    break_after: int
    over_s: int
    lunch_s: int = 0

    def pause_s(self, stop: int) -> int:
        """Seconds of break after this stop."""
        return self.lunch_s if stop == self.break_after else 0

    @property
    def work_s(self) -> int:
        """From leaving to being home."""
        return self.home - self.leave


def walk(legs_s: Sequence[int], service_s: Sequence[int], windows: Sequence[Spans], limits: Limits) -> Walked | None:
    """The day that exceeds its limits least; of those the shortest, then the earliest.

    Parameters
    ----------
    legs_s : k + 1 numbers
        From home to the first stop, between stops, and back home.
    service_s : k numbers
        Seconds of each visit.
    windows : k sequences of (first, last)
        In which a visit may start, sorted; empty for any time.
    limits : Limits
        What must hold.

    Returns
    -------
    Walked or None
        None where no leaving meets the hours at home, or no break the longest stretch.
    """
    tried = days_to_try(
        legs_s,
        service_s,
        windows,
        start_s=limits.start_s,
        lunch_s=limits.lunch_s,
        lunch_after_s=limits.lunch_after_s,
    )
    return min((_judged(day, limits) for day in tried), key=lambda day: (day.over_s, day.work_s, day.leave), default=None)


def _judged(day: DayTimes, limits: Limits) -> Walked:
    over = max(0, day.home - limits.end_s, day.home - day.leave - limits.span_s)
    return Walked(day.leave, day.home, day.start, day.break_after, over, limits.lunch_s)
