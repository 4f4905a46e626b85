"""Whether a day can be done, and how long it takes from leaving to home; the same rule as :mod:`allocation.times`."""

from __future__ import annotations

from allocation.kernel.compiled import compiled
from allocation.kernel.data import FAR, Ints, Small

#: The day cannot be done.
IMPOSSIBLE = -1


@compiled
def way(legs: Small, home: int, homes: int, stops: Small, count: int) -> int:
    """Seconds of travel of these stops in this order, there and back; :data:`FAR` or more where there is no way."""
    if count == 0:
        return 0
    total = int(legs[home, homes + stops[0]])
    for place in range(count - 1):
        total += legs[homes + stops[place], homes + stops[place + 1]]
    return int(total + legs[homes + stops[count - 1], home])


@compiled
def day_length(
    legs: Small,
    home: int,
    homes: int,
    stops: Small,
    fixed: Ints,
    count: int,
    service: Ints,
    win_at: Ints,
    win: Ints,
    start: int,
    end: int,
    span: int,
    lunch: int,
    lunch_after: int,
) -> int:
    """Seconds from leaving to home of the shortest such day, :data:`IMPOSSIBLE` where there is none.

    Being home is a step function of leaving, flat while somebody waits, so only the earliest leaving and those that reach
    a stop just as its hours begin or end need be tried.
    """
    if count == 0:
        return 0
    total, timed, here = 0, False, home
    for place in range(count):
        stop = stops[place]
        leg = legs[here, homes + stop]
        if leg >= FAR:
            return IMPOSSIBLE
        total += leg + service[stop]
        timed = timed or fixed[place] >= 0 or win_at[stop + 1] > win_at[stop]
        here = homes + stop
    if legs[here, home] >= FAR:
        return IMPOSSIBLE
    total += legs[here, home]
    limit = min(span, end - start)
    if total > limit:
        return IMPOSSIBLE
    if not timed:
        if lunch == 0 or total <= lunch_after:
            return int(total)
        return _with_break(legs, home, homes, stops, count, service, total, limit, lunch, lunch_after)
    best = IMPOSSIBLE
    if lunch == 0 or total <= lunch_after:
        best = _timed(legs, home, homes, stops, fixed, count, service, win_at, win, start, end, span, -1, lunch, lunch_after)
    if lunch > 0 and total + lunch <= limit:
        for after in range(count):
            found = _timed(
                legs, home, homes, stops, fixed, count, service, win_at, win, start, end, span, after, lunch, lunch_after
            )
            if found >= 0 and (best < 0 or found < best):
                best = found
    return best


@compiled
def _with_break(
    legs: Small,
    home: int,
    homes: int,
    stops: Small,
    count: int,
    service: Ints,
    total: int,
    limit: int,
    lunch: int,
    lunch_after: int,
) -> int:
    if total + lunch > limit:
        return IMPOSSIBLE
    passed, here = 0, home
    for place in range(count):
        passed += legs[here, homes + stops[place]] + service[stops[place]]
        here = homes + stops[place]
        if passed <= lunch_after and total - passed <= lunch_after:
            return total + lunch
    return IMPOSSIBLE


@compiled
def _timed(
    legs: Small,
    home: int,
    homes: int,
    stops: Small,
    fixed: Ints,
    count: int,
    service: Ints,
    win_at: Ints,
    win: Ints,
    start: int,
    end: int,
    span: int,
    after: int,
    lunch: int,
    lunch_after: int,
) -> int:
    """The shortest day with a break after stop ``after`` (-1: none)."""
    best = _walk(legs, home, homes, stops, fixed, count, service, win_at, win, start, end, span, after, lunch, lunch_after, start)
    before, here = 0, home
    for place in range(count):
        stop = stops[place]
        before += legs[here, homes + stop]
        here = homes + stop
        if fixed[place] >= 0:
            leave = fixed[place] - before
            if leave > start:
                found = _walk(
                    legs,
                    home,
                    homes,
                    stops,
                    fixed,
                    count,
                    service,
                    win_at,
                    win,
                    start,
                    end,
                    span,
                    after,
                    lunch,
                    lunch_after,
                    leave,
                )
                if found >= 0 and (best < 0 or found < best):
                    best = found
        else:
            for row in range(win_at[stop], win_at[stop + 1]):
                for edge in range(2):
                    leave = win[row, edge] - before
                    if leave > start:
                        found = _walk(
                            legs, home, homes, stops, fixed, count, service, win_at, win, start, end, span, after, lunch,
                            lunch_after, leave,
                        )  # fmt: skip
                        if found >= 0 and (best < 0 or found < best):
                            best = found
        before += service[stop]
        if place == after:
            before += lunch
    return best


@compiled
def _walk(
    legs: Small,
    home: int,
    homes: int,
    stops: Small,
    fixed: Ints,
    count: int,
    service: Ints,
    win_at: Ints,
    win: Ints,
    start: int,
    end: int,
    span: int,
    after: int,
    lunch: int,
    lunch_after: int,
    leave: int,
) -> int:
    """Seconds from leaving at ``leave`` to home; :data:`IMPOSSIBLE` where a visit comes too late or a limit is passed."""
    clock, here, since = leave, home, leave
    for place in range(count):
        stop = stops[place]
        clock += legs[here, homes + stop]
        here = homes + stop
        if fixed[place] >= 0:
            if clock > fixed[place]:
                return IMPOSSIBLE
            clock = fixed[place]
        else:
            first, last = win_at[stop], win_at[stop + 1]
            if last > first:
                opening = -1
                for row in range(first, last):
                    if clock <= win[row, 1]:
                        opening = max(clock, win[row, 0])
                        break
                if opening < 0:
                    return IMPOSSIBLE
                clock = opening
        clock += service[stop]
        if place == after:
            if clock - since > lunch_after:
                return IMPOSSIBLE
            clock += lunch
            since = clock
    clock += legs[here, home]
    if clock > end or clock - leave > span or (lunch > 0 and clock - since > lunch_after):
        return IMPOSSIBLE
    return int(clock - leave)
