"""South African identity numbers: found, left out, never written anywhere.

The number is 13 digits: birth date (YYMMDD), sequence (4), citizenship, a digit, and a check digit by the Luhn method
(Identification Act 68 of 1997, section 7; regulations to it). Planning needs none of them, so none is kept (POPIA,
section 10: no more than the purpose asks for).
"""

from __future__ import annotations

import calendar
import re
from typing import Any

import numpy as np
import pandas as pd

from geo.intake.accounting import Ledger
from geo.intake.text import each

#: What stands in a record instead of the number.
MASK = "(identity number left out)"
_NUMBER = re.compile(r"(?<![\d.,-])\d{6}[ -]?\d{4}[ -]?\d{3}(?:\.0)?(?![\d.,])")


def is_identity(text: str) -> bool:
    """Whether a text is a South African identity number: 13 digits, a possible birth date, the right check digit.

    Examples
    --------
    >>> is_identity("8001015009087"), is_identity("8001015009088"), is_identity("8013015009087")
    (True, False, False)
    """
    digits = re.sub(r"\.0$|[ -]", "", text)
    if not re.fullmatch(r"[0-9]{13}", digits):
        return False
    month, day = int(digits[2:4]), int(digits[4:6])
    # The century is not in the number; a leap year allows 29 February in either.
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(2000, month)[1]:
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(digits)]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def masked(text: str) -> str:
    """The text with every identity number in it replaced by :data:`MASK`."""
    return _NUMBER.sub(lambda found: MASK if is_identity(found[0]) else found[0], text)


def without_identities(frame: pd.DataFrame, ledger: Ledger, used: set[str]) -> pd.DataFrame:
    """The rows as text with identity numbers masked, and a remark for each column that held some.

    Parameters
    ----------
    frame : DataFrame
        All text, headings as in the file.
    ledger : Ledger
        Takes the remarks.
    used : set of str
        Headings of columns that are kept; the others are not kept anyhow, and the remark says so.
    """
    out = {}
    for heading in frame.columns:
        texts = frame[heading]
        # Thirteen digits in a row are rare: a quick look spares most columns the careful one.
        maybe = texts.str.contains(_NUMBER.pattern, regex=True, na=False).to_numpy()
        if not maybe.any():
            out[heading] = texts
            continue
        clean = each(texts[maybe], masked)
        held = (clean != texts[maybe].astype(object)).to_numpy()
        rows = texts.index[maybe][held]
        full = texts.astype(object).copy()
        full[rows] = clean[held]
        out[heading] = full
        if len(rows):
            kept = "they were taken out of it" if heading in used else "the column is not kept"
            ledger.remark("E231", f"the column {heading} holds identity numbers; {kept}.", rows)
    return pd.DataFrame(out, index=frame.index)


def hidden_keys(keys: pd.Series[Any], clean: pd.Series[Any], ledger: Ledger, column: str) -> pd.Series[Any]:
    """Ids that were identity numbers get one of ours: ``R`` and the row in which the number first stands.

    Two rows with the same number keep the same id, so that a household listed twice is still found.
    """
    swapped = np.array([MASK in str(text) for text in clean], dtype=bool)
    if not swapped.any():
        return keys
    first = pd.Series(keys.index, index=keys.index).groupby(keys.astype(str)).transform("first")
    new = keys.astype(object).copy()
    new[swapped] = [f"R{row}" for row in first[swapped]]
    before = pd.Series(MASK, index=keys.index[swapped])
    ledger.repair("E237", "the id was an identity number; the row gets an id of ours.", column, before, new[swapped])
    return new
