"""The months in which a ford is closed, as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Every month, a bit each; January is the lowest.
EVERY = (1 << 12) - 1
#: The first letters of the months in English and Afrikaans.
_MONTHS = (
    *(("jan",), ("feb",), ("mar", "mrt", "maa"), ("apr",), ("may", "mei"), ("jun",), ("jul",)),
    *(("aug",), ("sep",), ("oct", "okt"), ("nov",), ("dec", "des")),
)
_NUMBER = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_NEVER = frozenset({"", "0", "no", "none", "never", "nan", "open", "nee"})
_ALWAYS = frozenset({"all", "always", "all year", "closed"})
#: Between the first and the last month of a season.
_TO = re.compile(r"\s*(?:-|–|—|\.\.|\bto\b|\buntil\b|\btot\b)\s*")


def bits_of(months: Iterable[int]) -> int:
    """Months, 1 to 12, as bits."""
    return sum({1 << (month - 1) for month in months})


def closed_months(text: str) -> int | None:
    """The months of a cell as bits; None where nobody can read it.

    Examples
    --------
    >>> closed_months("11-3") == bits_of([11, 12, 1, 2, 3]), closed_months("Nov; Dec") == bits_of([11, 12])
    (True, True)
    >>> closed_months(""), closed_months("when it rains") is None
    (0, True)
    """
    plain = text.strip().casefold().rstrip(".")
    if plain in _NEVER:
        return 0
    if plain in _ALWAYS:
        return EVERY
    found = 0
    for part in re.split(r"[;,/&]|\band\b|\ben\b", plain):
        ends = [_month(end) for end in _TO.split(part.strip())]
        if len(ends) > 2 or 0 in ends:
            return None
        first, last = ends[0], ends[-1]
        found |= bits_of((first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1))
    return found


def _month(text: str) -> int:
    """1 to 12, 0 for none."""
    number = re.fullmatch(r"0?(\d{1,2})(?:\.0)?", text)
    if number:
        return int(number[1]) if 1 <= int(number[1]) <= 12 else 0
    return _NUMBER.get(text[:3], 0) if re.fullmatch(r"[a-z]{3,10}", text.rstrip(".")) else 0
