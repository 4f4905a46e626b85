"""Walking a day: the shortest it can be, and by how much it is too long, with hours at home and the break.

Written for the explanations, apart from the optimizer and from the checker. All in whole seconds; legs and visits are
rounded up before, so what is found here can be walked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Spans = Sequence[tuple[int, int]]
#: No break after any stop.
NO_BREAK = -1


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

    Notes
    -----
    Between two leavings at which a stop is reached just when its hours begin or just when they end, being home is flat
    (while somebody waits) and then rises alike; so the day is shortest, and home earliest, at one of those leavings.
    """
    best: tuple[int, int, int] | None = None
    found: Walked | None = None
    for pause in _breaks(len(service_s), limits):
        for leave in _leavings(legs_s, service_s, windows, limits, pause):
            day = _timed(legs_s, service_s, windows, limits, pause=pause, leave=leave)
            if day is not None and (best is None or (day.over_s, day.work_s, day.leave) < best):
                best, found = (day.over_s, day.work_s, day.leave), day
    return found


def _breaks(stops: int, limits: Limits) -> Iterator[int]:
    yield NO_BREAK
    if limits.lunch_s:
        yield from range(stops)


def _leavings(legs_s: Sequence[int], service_s: Sequence[int], windows: Sequence[Spans], limits: Limits, pause: int) -> set[int]:
    leavings = {limits.start_s}
    before = 0
    for stop, spans in enumerate(windows):
        before += legs_s[stop]
        leavings.update(edge - before for span in spans for edge in span if edge - before > limits.start_s)
        before += service_s[stop] + (limits.lunch_s if stop == pause else 0)
    return leavings


def _timed(
    legs_s: Sequence[int], service_s: Sequence[int], windows: Sequence[Spans], limits: Limits, *, pause: int, leave: int
) -> Walked | None:
    clock, start, since, longest = leave, [], leave, 0
    for stop, spans in enumerate(windows):
        clock += legs_s[stop]
        if spans:
            opening = next((max(first, clock) for first, last in spans if clock <= last), None)
            if opening is None:
                return None
            clock = opening
        start.append(clock)
        clock += service_s[stop]
        if stop == pause:
            longest = clock - since
            clock += limits.lunch_s
            since = clock
    home = clock + legs_s[-1]
    if limits.lunch_s and max(longest, home - since) > limits.lunch_after_s:
        return None
    over = max(0, home - limits.end_s, home - leave - limits.span_s)
    return Walked(leave, home, tuple(start), pause, over, limits.lunch_s)
