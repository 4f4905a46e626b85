"""Numbers as people write them: decimal commas, blanks between thousands, odd minus signs, units behind."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.intake.accounting import Ledger
from geo.intake.text import MINUS, each
from geo.tables import Column

_UNITS = {
    "min": ("min", "mins", "minute", "minutes", "minuut"),
    "h": ("h", "hr", "hrs", "hour", "hours", "uur"),
    "m": ("m", "metres"),
}
_UNIT = re.compile(r"^(.*?\d)\s*([a-z]+)\.?$", re.IGNORECASE)


@dataclass(frozen=True)
class Number:
    """One cell read as a number; ``style`` says how it was written.

    Styles: ``blank``, ``plain`` (a decimal point or none), ``comma`` (a decimal comma), ``maybe`` (1,200), ``groups``
    (blanks or signs between thousands), ``bad``. ``fraction`` tells whether decimals were written, ``odd`` whether a
    long minus sign or a unit had to be taken care of.
    """

    value: float
    style: str
    fraction: bool = False
    odd: bool = False


_BLANK = Number(math.nan, "blank")
#: What each way of writing looks like, its style, and what makes it readable to ``float``.
_WAYS: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    (r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", "plain", str),
    (r"[+-]?(inf|infinity|∞)", "plain", lambda text: text.replace("∞", "inf")),
    (r"[+-]?\d{1,3},\d{3}", "maybe", lambda text: text.replace(",", ".")),
    (r"[+-]?\d*,\d+", "comma", lambda text: text.replace(",", ".")),
    (r"[+-]?\d{1,3}([ '’]\d{3})+([.,]\d+)?", "groups", lambda text: re.sub(r"[ '’]", "", text).replace(",", ".")),
    (r"[+-]?\d{1,3}((,\d{3})+\.\d+|(,\d{3}){2,})", "groups", lambda text: text.replace(",", "")),
    (r"[+-]?\d{1,3}((\.\d{3})+,\d+|(\.\d{3}){2,})", "groups", lambda text: text.replace(".", "").replace(",", ".")),
)


def read_number(text: str, unit: str = "") -> Number:
    r"""A tidied text as a number.

    Examples
    --------
    >>> read_number("1 200").value, read_number("1,5").value, read_number("\u22123").value, read_number("1,200").style
    (1200.0, 1.5, -3.0, 'maybe')
    >>> read_number("45 minutes", "min").value
    45.0
    """
    if not text:
        return _BLANK
    sign = re.sub(r"^([+-])\s+", r"\1", MINUS.sub("-", text[:1]) + text[1:])
    ending = _UNIT.match(sign)
    if unit and ending and ending[2].lower() in _UNITS.get(unit, (unit,)):
        sign = ending[1]
    for pattern, style, readable in _WAYS:
        if re.fullmatch(pattern, sign, re.IGNORECASE):
            # Other alphabets' digits pass the pattern, and float reads them too.
            fraction = "." in sign if style == "plain" else style != "groups"
            return Number(float(readable(sign)), style, fraction, sign != text or style == "groups")
    return Number(math.nan, "bad")


def number_column(texts: pd.Series[Any], column: Column, ledger: Ledger) -> NDArray[np.float64]:
    """A column of numbers, NaN where blank or set aside; ``low``, ``high``, ``likely_high`` and ``whole`` of the contract
    hold.

    Decimal commas are read as points where the whole column has them; where both are used the rarer way is set aside.
    """
    read = each(texts, lambda text: read_number(text, column.unit))
    style = np.array([number.style for number in read], dtype=object)
    value = np.array([number.value for number in read], dtype=float)
    index = texts.index
    resolve_commas(texts, style, np.array([number.fraction for number in read], dtype=bool), column.name, ledger)
    bad = style == "bad"
    ledger.set_aside("E212", "this is not a number.", index[bad], column.name)
    maybe = style == "maybe"
    ledger.set_aside("E212", "this could be thousands or decimals: write it without the comma.", index[maybe], column.name)
    high = min(column.high, column.likely_high)
    out = ~bad & ~np.isnan(value) & ((value < column.low) | (value > high) | np.isinf(value))
    ledger.set_aside("E213", f"the number must lie between {column.low:g} and {high:g}.", index[out], column.name)
    broken = column.whole & ~bad & ~maybe & ~out & ~np.isnan(value) & (value != np.floor(value))
    ledger.set_aside("E213", "the number must be a whole one.", index[broken], column.name)
    out |= broken
    odd = np.array([number.odd for number in read], dtype=bool) & ~bad & ~maybe & ~out
    ledger.repair("E230", "written as a plain number.", column.name, texts[odd], [f"{v:g}" for v in value[odd]])
    return np.where(bad | maybe | out, np.nan, value)


def resolve_commas(
    texts: pd.Series[Any], style: NDArray[np.object_], fraction: NDArray[np.bool_], column: str, ledger: Ledger
) -> None:
    """Settle in place what a comma means in this column: ``comma`` and ``maybe`` become ``plain``, or ``bad`` if mixed."""
    comma, point = style == "comma", (style == "plain") & fraction
    if comma.any() and not (style == "groups").any():
        comma |= style == "maybe"
    if not comma.any():
        return
    if not point.any():
        after = texts[comma].str.replace(",", ".", regex=False)
        ledger.repair("E230", "decimal comma read as a decimal point.", column, texts[comma], after)
        style[comma] = "plain"
        return
    rare, word = (comma, "comma") if comma.sum() <= point.sum() else (point, "point")
    sentence = f"a decimal {word} where the rest of the column is written the other way."
    ledger.set_aside("E235", sentence, texts.index[rare], column)
    style[rare] = "mixed"
    style[comma & ~rare] = "plain"
