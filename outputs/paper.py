"""What every document on paper shares: the words at its foot, its fonts, and how it is typeset."""

from __future__ import annotations

import calendar
import unicodedata
from collections.abc import Iterable
from importlib import resources
from typing import Any

from outputs.handout import FICTIONAL, FICTIONAL_NOTE, HandOut
from outputs.typeset import typeset
from outputs.words import long_day

#: First words of the Unicode names of letters that the fonts inside typst hold.
_CARRIED = ("LATIN", "GREEK", "CYRILLIC")


def common_data(handout: HandOut) -> dict[str, Any]:
    """What the templates of all documents ask for: the day, whether the data are invented, and the fonts."""
    return {
        "printed": long_day(handout.day_printed),
        "fictional": handout.fictional,
        "fictional_word": FICTIONAL,
        "fictional_note": FICTIONAL_NOTE,
        "fonts": ["Libertinus Serif", "DejaVu Sans Mono"],
    }


def typeset_by(template: str, handout: HandOut, data: dict[str, Any], answer: str) -> bytes:
    """Typeset ``data`` by a template of this folder, as of the day printed; as :func:`outputs.typeset.typeset`."""
    source = resources.files("outputs").joinpath(template).read_text(encoding="utf-8")
    when = calendar.timegm(handout.day_printed.timetuple())
    return typeset(source, data, answer, system_fonts=_needs_other_fonts(data), timestamp=when)


def _needs_other_fonts(data: dict[str, Any]) -> bool:
    """Whether a letter is in the data that the fonts inside typst lack; only then the machine's fonts are searched."""
    letters = set("".join(_texts(data)))
    return any(
        ord(letter) > 0x2BFF or (letter.isalpha() and not unicodedata.name(letter, "").startswith(_CARRIED))
        for letter in letters
        if ord(letter) > 0x24F
    )


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
