"""Clock times of a day's route: when to leave, so that the day is short and every visit falls into the hours at home.

All in whole seconds. Legs and visits are already rounded up, so what is planned here can be walked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class DayTimes:
    """Seconds from midnight of one day's route.

    Attributes
    ----------
    leave, home : int
        Leaving home, and being home again.
    arrive, start : tuple of int
        At each stop: the arrival and the start of the visit (later where one waits).
    break_after : int
        The stop after which the break is taken; -1 for none.
    """

    leave: int
    home: int
    arrive: tuple[int, ...]
    start: tuple[int, ...]
    break_after: int = -1


def day_times(
    legs_s: Sequence[int],
    service_s: Sequence[int],
    windows: Sequence[Spans],
    *,
    start_s: int,
    end_s: int,
    span_s: int,
    lunch_s: int = 0,
    lunch_after_s: int = 0,
) -> DayTimes | None:
    """The shortest day for this order of stops; of equally short ones the earliest. None where the day cannot be done.

    Parameters
    ----------
    legs_s : k + 1 numbers
        From home to the first stop, between stops, and back home.
    service_s : k numbers
        Seconds of each visit.
    windows : k sequences of (first, last)
        In which a visit may start, sorted; empty for any time.
    start_s, end_s, span_s : int
        Earliest leaving, latest being home, longest time between them.
    lunch_s, lunch_after_s : int
        Seconds of the break that no stretch of work longer than ``lunch_after_s`` may do without; 0 for no such rule.
        It is taken after a visit, before leaving.
    """
    fit = (
        day
        for day in days_to_try(legs_s, service_s, windows, start_s=start_s, lunch_s=lunch_s, lunch_after_s=lunch_after_s)
        if day.home <= end_s and day.home - day.leave <= span_s
    )
    return min(fit, key=lambda day: (day.home - day.leave, day.leave), default=None)


def days_to_try(
    legs_s: Sequence[int],
    service_s: Sequence[int],
    windows: Sequence[Spans],
    *,
    start_s: int,
    lunch_s: int = 0,
    lunch_after_s: int = 0,
) -> Iterator[DayTimes]:
    """The days of this order of stops among which the shortest is, whatever the longest day and the latest being home are.

    Every visit starts inside its hours, and no stretch is too long; parameters as of :func:`day_times`.

    Notes
    -----
    Being home is a step function of leaving: flat while somebody waits, else rising alike. The day is shortest where a
    flat part ends, which is where a stop is reached without any wait before just as its hours begin, or just as they end
    while somebody waits later on; so only those leavings, and the earliest, need be tried.
    """
    for break_after in range(-1, len(service_s) if lunch_s else 0):
        for leave in _leavings(legs_s, service_s, windows, start_s, break_after, lunch_s):
            found = _walk(legs_s, service_s, windows, leave, break_after, lunch_s)
            if found is not None and not (lunch_s and max(_stretches(found, service_s, lunch_s)) > lunch_after_s):
                yield found


def _stretches(times: DayTimes, service_s: Sequence[int], lunch_s: int) -> Iterator[int]:
    """Seconds of work before and after the break."""
    if times.break_after < 0:
        yield times.home - times.leave
        return
    done = times.start[times.break_after] + service_s[times.break_after]
    yield done - times.leave
    yield times.home - done - lunch_s


def _leavings(  # noqa: PLR0917 - as the walk
    legs_s: Sequence[int], service_s: Sequence[int], windows: Sequence[Spans], start_s: int, break_after: int, lunch_s: int
) -> list[int]:
    leavings = {start_s}
    before = 0
    for place, (leg, service, spans) in enumerate(zip(legs_s, service_s, windows, strict=False)):
        before += leg
        leavings.update(edge - before for span in spans for edge in span if edge - before > start_s)
        before += service + (lunch_s if place == break_after else 0)
    return sorted(leavings)


def _walk(  # noqa: PLR0917 - what a walk needs
    legs_s: Sequence[int], service_s: Sequence[int], windows: Sequence[Spans], leave: int, break_after: int, lunch_s: int
) -> DayTimes | None:
    clock, arrive, start = leave, [], []
    for place, (leg, service, spans) in enumerate(zip(legs_s, service_s, windows, strict=False)):
        clock += leg
        arrive.append(clock)
        if spans:
            opening = next((max(first, clock) for first, last in spans if clock <= last), None)
            if opening is None:
                return None
            clock = opening
        start.append(clock)
        clock += service + (lunch_s if place == break_after else 0)
    return DayTimes(leave, clock + legs_s[-1], tuple(arrive), tuple(start), break_after)
