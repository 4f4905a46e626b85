"""Whether a day can be done, and how long it takes from leaving to home; the same rule as :mod:`allocation.times`."""

from __future__ import annotations

from typing import NamedTuple

from allocation.kernel.compiled import compiled, inlined
from allocation.kernel.data import ENDLESS, FAR, Ints, Small

#: The day cannot be done.
IMPOSSIBLE = -1


class Path(NamedTuple):
    """A day's stops in their order, and what each asks for.

    Attributes
    ----------
    legs : (g + k, g + k) int32
        Seconds from row to column, homes first.
    home, homes : int
        Row of the worker, and how many homes there are.
    stops, fixed : arrays
        Households; seconds at which visits of two are agreed, -1 for none. Only the first ``size`` count.
    size : int
    service, win_at, win : arrays
        As :class:`allocation.kernel.data.Data` has them.
    """

    legs: Small
    home: int
    homes: int
    stops: Small
    fixed: Ints
    size: int
    service: Ints
    win_at: Ints
    win: Ints


class Limits(NamedTuple):
    """Earliest leaving, latest home, longest time out, the break (0: none) and the longest stretch without it, seconds."""

    start: int
    end: int
    span: int
    lunch: int
    lunch_after: int


@inlined
def way(legs: Small, home: int, homes: int, stops: Small, count: int) -> int:
    """Seconds of travel of these stops in this order, there and back; :data:`FAR` or more where there is no way."""
    if count == 0:
        return 0
    total = int(legs[home, homes + stops[0]])
    for place in range(count - 1):
        total += legs[homes + stops[place], homes + stops[place + 1]]
    return int(total + legs[homes + stops[count - 1], home])


@compiled
def day_length(path: Path, limits: Limits) -> int:
    """Seconds from leaving to home of the shortest such day, :data:`IMPOSSIBLE` where there is none.

    Being home is a step function of leaving, flat while somebody waits, so only the earliest leaving and those that reach
    a stop just as its hours begin or end need be tried.
    """
    if path.size == 0:
        return 0
    total, timed, here = 0, False, path.home
    for place in range(path.size):
        stop = path.stops[place]
        leg = path.legs[here, path.homes + stop]
        if leg >= FAR:
            return IMPOSSIBLE
        total += leg + path.service[stop]
        timed = timed or path.fixed[place] >= 0 or path.win_at[stop + 1] > path.win_at[stop]
        here = path.homes + stop
    if path.legs[here, path.home] >= FAR:
        return IMPOSSIBLE
    total += path.legs[here, path.home]
    longest = min(limits.span, limits.end - limits.start)
    if total > longest:
        return IMPOSSIBLE
    unbroken = limits.lunch == 0 or total <= limits.lunch_after
    if not timed:
        return int(total) if unbroken else _with_break(path, limits, total, longest)
    best = _timed(path, limits, -1) if unbroken else IMPOSSIBLE
    if limits.lunch > 0 and total + limits.lunch <= longest:
        for after in range(path.size):
            best = _shorter(best, _timed(path, limits, after))
    return best


@inlined
def _shorter(best: int, found: int) -> int:
    return found if found >= 0 and (best < 0 or found < best) else best


@compiled
def _with_break(path: Path, limits: Limits, total: int, longest: int) -> int:
    """Seconds of a day without hours at home that needs a break."""
    if total + limits.lunch > longest:
        return IMPOSSIBLE
    passed, here = 0, path.home
    for place in range(path.size):
        stop = path.stops[place]
        passed += path.legs[here, path.homes + stop] + path.service[stop]
        here = path.homes + stop
        if passed <= limits.lunch_after and total - passed <= limits.lunch_after:
            return int(total + limits.lunch)
    return IMPOSSIBLE


@compiled
def _timed(path: Path, limits: Limits, after: int) -> int:
    """The shortest day with a break after stop ``after`` (-1: none)."""
    best = _walk(path, limits, after, limits.start)
    before, here = 0, path.home
    for place in range(path.size):
        stop = path.stops[place]
        before += path.legs[here, path.homes + stop]
        here = path.homes + stop
        if path.fixed[place] >= 0:
            if path.fixed[place] - before > limits.start:
                best = _shorter(best, _walk(path, limits, after, path.fixed[place] - before))
        else:
            for row in range(path.win_at[stop], path.win_at[stop + 1]):
                for edge in range(2):
                    if path.win[row, edge] - before > limits.start:
                        best = _shorter(best, _walk(path, limits, after, path.win[row, edge] - before))
        before += path.service[stop]
        if place == after:
            before += limits.lunch
    return best


@compiled
def _walk(path: Path, limits: Limits, after: int, leave: int) -> int:
    """Seconds from leaving at ``leave`` to home; :data:`IMPOSSIBLE` where a visit comes too late or a limit is passed."""
    clock, here, since = leave, path.home, leave
    for place in range(path.size):
        stop = path.stops[place]
        clock += path.legs[here, path.homes + stop]
        here = path.homes + stop
        if path.fixed[place] >= 0:
            if clock > path.fixed[place]:
                return IMPOSSIBLE
            clock = path.fixed[place]
        else:
            clock = opening(path.win_at, path.win, stop, clock)
            if clock >= ENDLESS:
                return IMPOSSIBLE
        clock += path.service[stop]
        if place == after:
            if clock - since > limits.lunch_after:
                return IMPOSSIBLE
            clock += limits.lunch
            since = clock
    clock += path.legs[here, path.home]
    if clock > limits.end or clock - leave > limits.span or (limits.lunch > 0 and clock - since > limits.lunch_after):
        return IMPOSSIBLE
    return int(clock - leave)


@inlined
def opening(win_at: Ints, win: Ints, household: int, when: int) -> int:
    """The first second from ``when`` on at which a visit may start; far beyond any day where there is none."""
    first, last = win_at[household], win_at[household + 1]
    if first == last:
        return int(when)
    for row in range(first, last):
        if when <= win[row, 1]:
            return int(max(when, win[row, 0]))
    return ENDLESS
