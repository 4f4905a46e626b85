"""Text that a spreadsheet would run as a formula, made harmless on the way out and restored on the way in.

Spreadsheets run a cell that begins with ``=``, ``+``, ``-`` or ``@`` (CWE-1236), also after a tab or a line break, and some
also the full-width forms. Such a text gets an apostrophe in front. Numbers and telephone numbers stay as they are.
"""

from __future__ import annotations

import re

import pandas as pd

#: Begins a formula, perhaps behind blanks, invisible marks, or apostrophes that somebody (or we) put in front.
_FORMULA = re.compile("^'*[\\s\\x00-\\x1f\\u200b-\\u200f\\u2060\\ufeff]*[=+\\-@＝＋－＠]|^'*[\\t\\r\\n]")
#: A number, or a telephone number: digits behind one sign, with blanks between them at most.
_NUMBER = re.compile(r"^[+-](?:\d[\d ]*(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d+)?\Z")


def neutralise(text: str) -> str:
    """``text``, with an apostrophe in front where a spreadsheet might run it.

    Examples
    --------
    >>> neutralise("=1+1"), neutralise("-26.2041"), neutralise("+27821234567"), neutralise("Blue gate")
    ("'=1+1", '-26.2041', '+27821234567', 'Blue gate')
    """
    return f"'{text}" if _runs(text) else text


def restore(text: str) -> str:
    """The text that :func:`neutralise` was given; exact for every text.

    Examples
    --------
    >>> restore("'=1+1"), restore("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text.startswith("'") and _runs(text[1:]) else text


def neutralise_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """A copy of ``frame`` with every text cell and every heading neutralised; other cells as they are."""
    out = frame.copy()
    for name in out.columns:
        if not pd.api.types.is_numeric_dtype(out[name]) and not pd.api.types.is_bool_dtype(out[name]):
            out[name] = [neutralise(value) if isinstance(value, str) else value for value in out[name]]
    out.columns = pd.Index([neutralise(str(name)) for name in out.columns])
    return out


def _runs(text: str) -> bool:
    return _FORMULA.match(text) is not None and _NUMBER.match(text) is None
