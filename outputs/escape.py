"""People's text made safe for paper, pages and files: what is said stays, what could act goes.

Each kind of output adds its own escaping on top of :func:`clean`: :func:`markup` for HTML, SVG and XML,
:func:`breakable` for narrow columns on paper. Spreadsheet cells go through :mod:`outputs.neutralise`.
"""

from __future__ import annotations

import html
import math
import re
import unicodedata
from typing import Any

#: Control characters; line breaks and tabs become a blank like the rest.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
#: Marks that turn the writing direction of what follows, and so could show a text other than the one that is there;
#: lone surrogates and non-characters, which no XML file may hold.
_HIDDEN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")
_BLANKS = re.compile(r"\s+")
#: Emoji, flags and the marks that join and colour them.
_PICTURES = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\ufe0e\ufe0f\u20e3\u200d\U000e0020-\U000e007f]")
#: South African identity number: date of birth, sequence, citizenship, a digit, check digit; perhaps written in groups.
_IDENTITY = re.compile(r"(?<!\d)(?:\d[ -]?){12}\d(?!\d)")


def clean(value: Any, most: int = 0) -> str:
    r"""One line of visible text: composed letters, no control or direction marks, blanks single.

    Parameters
    ----------
    value : object
        Text; anything missing (None, NaN) gives "".
    most : int
        Longest length in characters, 0 for any; a longer text ends in ``…``.

    Examples
    --------
    >>> clean("Blue\ngate\u202e ", 20), clean("a very long text", 7), clean(float("nan"))
    ('Blue gate', 'a very…', '')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    text = _HIDDEN.sub("", _CONTROL.sub(" ", str(value)))
    text = _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()
    return text if not most or len(text) <= most else text[: most - 1].rstrip() + "…"


def markup(value: Any, most: int = 0) -> str:
    """:func:`clean` text escaped for HTML, SVG and XML, both between tags and inside quoted attributes.

    Examples
    --------
    >>> markup('<img src=x onerror="a()">')
    '&lt;img src=x onerror=&quot;a()&quot;&gt;'
    """
    return html.escape(clean(value, most), quote=True)


def breakable(text: str, longest: int = 14) -> str:
    r"""The text with invisible break points in words that a narrow column cannot hold.

    Examples
    --------
    >>> breakable("abcdef gh", 4).split("\u200b")
    ['abcd', 'ef gh']
    """
    return " ".join(
        "\u200b".join(word[i : i + longest] for i in range(0, len(word), longest)) if len(word) > longest else word
        for word in text.split(" ")
    )


def without_pictures(text: str) -> str:
    """The text without emoji, which few printers' fonts hold; a text of nothing else stays.

    Examples
    --------
    >>> without_pictures("🏠 Blue gate 👍🏽"), without_pictures("🏠")
    ('Blue gate', '🏠')
    """
    return _BLANKS.sub(" ", _PICTURES.sub("", text)).strip() or text


def without_identity(text: str) -> str:
    """The text with all but the last four digits of each South African identity number replaced by dots.

    An identity number has thirteen digits: a date of birth as YYMMDD, and a check digit by the Luhn algorithm
    (ISO/IEC 7812-1, annex B).

    Examples
    --------
    >>> without_identity("H 8001015009087"), without_identity("8001015009088")
    ('H •••••••••9087', '8001015009088')
    """
    return _IDENTITY.sub(lambda found: _dotted(found[0]), text)


def shown(value: Any, most: int = 0) -> str:
    r""":func:`clean` text with identity numbers dotted: as every file and sheet holds what people wrote.

    Examples
    --------
    >>> shown("Gate\n8001015009087")
    'Gate •••••••••9087'
    """
    return without_identity(clean(value, most))


def on_paper(text: str, most: int = 0) -> str:
    """:func:`clean` text without emoji.

    Examples
    --------
    >>> on_paper("🏠 Blue gate by the tree", 10)
    'Blue gate…'
    """
    return clean(without_pictures(text), most)


def _dotted(text: str) -> str:
    digits = [int(letter) for letter in text if letter.isdigit()]
    month, day = digits[2] * 10 + digits[3], digits[4] * 10 + digits[5]
    doubled = [digit if i % 2 == 0 else digit * 2 - 9 * (digit > 4) for i, digit in enumerate(digits)]
    is_identity = 1 <= month <= 12 and 1 <= day <= 31 and sum(doubled) % 10 == 0
    return "•" * 9 + text.replace(" ", "").replace("-", "")[-4:] if is_identity else text
