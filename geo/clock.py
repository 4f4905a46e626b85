"""Times of day as minutes from midnight, and back to text. Minutes may pass 1,440 (the next day)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from numbers import Real
from typing import Any

#: Hours of three digits and more are those of days of the literature, as :func:`clock` writes them.
_TIME = re.compile(r"^\s*(\d{1,10})\s*[:hH.]\s*(\d{2})(?::(\d{2}))?\s*$")

#: Largest number of minutes that is taken for a time of day; instances from the literature have long days.
_MOST = 1e12

Windows = tuple[tuple[float, float], ...]


def minutes(value: Any) -> float:
    """Minutes from midnight of ``"08:00"``, ``"8h30"``, ``"08:00:30"`` or a number of minutes.

    Examples
    --------
    >>> minutes("08:30"), minutes(510)
    (510.0, 510.0)
    """
    if isinstance(value, Real) and not isinstance(value, bool):  # numpy's whole numbers are no int
        number = float(value)
        if not abs(number) < math.inf or abs(number) > _MOST:
            raise ValueError("a time of day must be a finite number of minutes")
        return number
    found = _TIME.match(str(value))
    if not found or int(found[2]) > 59 or int(found[3] or 0) > 59:
        raise ValueError("a time of day is written as 08:00")
    return int(found[1]) * 60.0 + int(found[2]) + int(found[3] or 0) / 60.0


def windows(value: Any) -> Windows:
    """Windows of ``"08:00-11:00;14:00-17:00"`` or of pairs of minutes (one pair alone will do), sorted; empty for any time.

    Raises
    ------
    ValueError
        A window is not written as ``08:00-11:00`` or ends before it begins.

    Examples
    --------
    >>> windows("14:00-17:00;08:00-11:00")
    ((480.0, 660.0), (840.0, 1020.0))
    >>> windows([(0, 30)]), windows((0, 30))
    (((0.0, 30.0),), ((0.0, 30.0),))
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ()
    pairs: Iterable[Any]
    if isinstance(value, str):
        pairs = [re.split(r"\s*[-–]\s*", part.strip()) for part in value.split(";") if part.strip()]
    else:
        pairs = [value] if len(value) == 2 and all(isinstance(end, Real) for end in value) else value
    result = []
    for pair in pairs:
        if len(pair) != 2:
            raise ValueError("a window is written as 08:00-11:00")
        first, last = minutes(pair[0]), minutes(pair[1])
        if last < first:
            raise ValueError("a window ends before it begins")
        result.append((first, last))
    return tuple(sorted(result))


def clock(value_min: float, seconds: bool = True) -> str:
    """``HH:MM:SS`` (or ``HH:MM``) of minutes from midnight, to the nearest second.

    Examples
    --------
    >>> clock(510.5), clock(510.5, seconds=False)
    ('08:30:30', '08:30')
    """
    total = round(value_min * 60)
    text = f"{total // 3600:02d}:{total // 60 % 60:02d}"
    return f"{text}:{total % 60:02d}" if seconds else text
