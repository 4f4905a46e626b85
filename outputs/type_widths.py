"""How wide a text is on paper, so that rows can be counted before anything is typeset.

Widths were measured with typst 0.15 in the serif that it carries (Libertinus Serif), in hundredths of the size of the type.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_REGULAR = (
    *(25, 29, 34, 46, 46, 64, 70, 19, 30, 30, 37, 55, 22, 34, 22, 32, 46, 46, 46, 46, 46, 46, 46, 46, 46, 46, 24, 24, 55, 55, 55),
    *(44, 90, 70, 59, 65, 70, 56, 48, 68, 73, 30, 32, 64, 53, 84, 70, 70, 54, 70, 59, 48, 60, 66, 65, 95, 66, 58, 60, 36, 29, 36),
    *(52, 49, 39, 46, 49, 43, 51, 45, 33, 50, 54, 27, 27, 51, 26, 79, 54, 50, 52, 50, 37, 39, 32, 53, 50, 75, 49, 52, 42, 28, 20),
    *(28, 45),
)
_BOLD = (
    *(25, 27, 38, 51, 51, 64, 73, 22, 32, 32, 43, 54, 24, 36, 24, 32, 51, 51, 51, 51, 51, 51, 51, 51, 51, 51),
    *(26, 26, 51, 55, 51, 43, 99, 74, 65, 71, 73, 61, 54, 73, 82, 37, 37, 74, 58, 90, 74, 73, 61, 73, 72, 50),
    *(65, 73, 70, 103, 72, 62, 62, 40, 31, 40, 52, 49, 39, 51, 54, 46, 56, 49, 39, 52, 62, 32, 31, 61, 32, 90),
    *(62, 55, 58, 57, 43, 43, 36, 60, 53, 78, 56, 56, 45, 31, 22, 31, 47),
)
#: The width of any other sign: nothing that people write is wider.
_OTHER = 105
#: Signs of our own and of people's that are known to be in the serif.
_KNOWN = frozenset("≈–—’‘“”…·•")
#: A break that is not seen (:func:`outputs.escape.breakable`).
_BREAK = "\u200b"
#: Rounding of the widths above, and what kerning may add.
_SLACK = 1.01


def is_known(text: str) -> bool:
    """Whether the serif holds every letter, so that :func:`lines` is an upper bound.

    Examples
    --------
    >>> is_known("Blue gate, Môreson"), is_known("مرحبا")
    (True, False)
    """
    return text.isascii() or all(_letter(sign) < 127 or sign in _KNOWN or sign == _BREAK for sign in text)


def width(text: str, bold: bool = False) -> float:
    """Width in units of the size of the type, at most: letters that stand closer together (W and a) are not known here.

    Examples
    --------
    >>> round(width("Ward 1"), 2), round(width("Ward 1", bold=True), 2)  # set by typst: 2.93 and 3.22
    (3.03, 3.32)
    """
    table = _BOLD if bold else _REGULAR
    total = 0
    for sign in text:
        code = _letter(sign)
        total += 0 if sign == _BREAK else table[code - 32] if 32 <= code < 127 else _OTHER
    return total / 100 * _SLACK


def lines(pieces: Sequence[tuple[str, bool]], most: float) -> int:
    """Lines that a text fills in a column.

    Parameters
    ----------
    pieces : sequence of (str, bool)
        Text one after the other with a blank between, and whether it is bold.
    most : float
        Width of the column in units of the size of the type.

    Examples
    --------
    >>> lines([("Blue gate", True), ("H-0001", False)], 8), lines([("Blue gate", True), ("H-0001", False)], 5)
    (1, 2)
    """
    found, used = 1, 0.0
    for text, bold in pieces:
        for word in text.split(" ") if text else ():
            gap = 0.26 if used else 0.0
            for part in word.split(_BREAK):
                wide = width(part, bold)
                if used and used + gap + wide > most:
                    found, used, gap = found + 1, 0.0, 0.0
                used, gap = used + gap + wide, 0.0
    return found


def _letter(sign: str) -> int:
    """The code of a letter without its accent."""
    code = ord(sign)
    return code if code < 127 else ord(unicodedata.normalize("NFD", sign)[0])
