"""People's text inside the markdown of a page: shown letter by letter, never read as a picture, a link or a heading."""

from __future__ import annotations

import re

_ACTIVE = re.compile(r"([\\`*_{}\[\]<>()#!|~$:&])")


def literal(text: object) -> str:
    r"""The text with everything escaped that markdown would act on; one line.

    A household's label may say ``![x](address)``: read as markdown, the browser would fetch the address.

    Examples
    --------
    >>> literal("![gate](where)")
    '\\!\\[gate\\]\\(where\\)'
    """
    return _ACTIVE.sub(r"\\\1", " ".join(str(text).split()))
