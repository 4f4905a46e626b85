"""Coordinates as people write them: decimal degrees, degrees with minutes and seconds, or metres of a map grid."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.intake.accounting import Ledger
from geo.intake.numbers import resolve_commas
from geo.intake.text import MINUS, each

#: No degree is larger; anything beyond is metres of a map grid or a slip.
DEGREES_MOST = 360.0

_USUAL = re.compile(r"-?[0-9]{1,3}\.[0-9]+")
_NUMBER = re.compile(r"([+-]?)(\d+(?:([.,])\d*)?|([.,])\d+)(?:[eE]([+-]?\d+))?")
_GROUPS = re.compile(r"([+-]?)(\d{1,3}(?: \d{3})+(?:[.,]\d+)?)")
_SIXTIETHS = re.compile(
    r"""([+-]?)(\d{1,3})\s*(?:[°ºd:]|deg(?:rees)?|\s)\s*      # degrees
        (\d{1,2}(?:[.,]\d+)?)\s*(?:['’′‘´m:]|min(?:utes)?|\s|$)?\s*   # minutes
        (?:(\d{1,2}(?:[.,]\d+)?)\s*(?:["”″“s]|''|’’|′′|sec(?:onds)?)?)?   # seconds
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIDES = re.compile(r"^([NSEW])\s*(.+)$|^(.+?)\s*([NSEW])$", re.IGNORECASE)
_WORDS = (("north", "N"), ("south", "S"), ("east", "E"), ("west", "W"), ("noord", "N"), ("suid", "S"), ("oos", "E"), ("wes", "W"))


@dataclass(frozen=True)
class Angle:
    """One cell read as a coordinate.

    Attributes
    ----------
    value : float
        Degrees, or metres where larger than any degree; NaN where blank or unreadable.
    style : str
        blank, plain, comma, sixtieths (degrees, minutes, seconds), groups (``2 899 796``), bad.
    side : str
        N, S, E, W where written, else "".
    decimals : int
        Written decimals, 9 for sixtieths with seconds; how finely the place is known.
    odd : bool
        A long minus sign, a degree sign or a side had to be taken care of.
    """

    value: float
    style: str
    side: str = ""
    decimals: int = 9
    odd: bool = False


def read_angle(text: str) -> Angle:
    r"""A tidied text as a coordinate.

    Examples
    --------
    >>> read_angle("-26.2041").value, read_angle("S26,2041").value, read_angle("26°12'15\"S").value
    (-26.2041, -26.2041, -26.204166666666666)
    >>> read_angle("26 12 15 S").style, read_angle("2 899 796").value, read_angle("\u221226.2").value
    ('sixtieths', 2899796.0, -26.2)
    """
    if not text:
        return Angle(math.nan, "blank")
    if _USUAL.fullmatch(text):
        return Angle(float(text), "plain", decimals=len(text.partition(".")[2]))
    bare, side = _side(re.sub(r"^([+-])\s+", r"\1", MINUS.sub("-", text[:1]) + text[1:]))
    signed = bare.rstrip("°º ")
    if found := _NUMBER.fullmatch(signed):
        value, comma = float(signed.replace(",", ".")), "," in signed
        decimals = len(re.sub(r"^[^.,]*[.,]?|[eE].*$", "", signed)) if not found[5] else 9
        return _sided(Angle(value, "comma" if comma else "plain", side, decimals, signed != text), bare)
    if found := _GROUPS.fullmatch(signed):
        return _sided(Angle(float(signed.replace(" ", "").replace(",", ".")), "groups", side, 9, True), bare)
    return _sixtieths(bare, side)


def _side(text: str) -> tuple[str, str]:
    for word, letter in _WORDS:
        text = re.sub(rf"\b{word}\b", letter, text, flags=re.IGNORECASE)
    found = _SIDES.match(text)
    if not found:
        return text, ""
    rest = (found[2] or found[3]).strip()
    return MINUS.sub("-", rest[:1]) + rest[1:], (found[1] or found[4]).upper()


def _sixtieths(text: str, side: str) -> Angle:
    found = _SIXTIETHS.fullmatch(text)
    if not found:
        return Angle(math.nan, "bad")
    minutes, seconds = float(found[3].replace(",", ".")), float((found[4] or "0").replace(",", "."))
    if minutes >= 60 or seconds >= 60 or (found[4] and minutes % 1):
        return Angle(math.nan, "bad")
    value = float(found[2]) + minutes / 60 + seconds / 3600
    # Whole minutes are 1.9 km apart: as coarse as one or two decimals.
    decimals = 9 if found[4] or minutes % 1 else 1
    return _sided(Angle(-value if found[1] == "-" else value, "sixtieths", side, decimals, True), text)


def _sided(angle: Angle, text: str) -> Angle:
    """South and west are negative; a minus sign beside a letter says the same thing twice, unless they disagree."""
    if not angle.side:
        return angle
    if text.startswith("-") and angle.side in "NE":
        return Angle(math.nan, "bad")
    value = -abs(angle.value) if angle.side in "SW" else abs(angle.value)
    return Angle(value, angle.style, angle.side, angle.decimals, True)


@dataclass
class Axis:
    """One coordinate column as read, parallel to its rows."""

    value: NDArray[np.float64]
    blank: NDArray[np.bool_]
    bad: NDArray[np.bool_]
    side: NDArray[np.object_]
    decimals: NDArray[np.int64]


def axis_column(texts: pd.Series[Any], column: str, ledger: Ledger) -> Axis:
    """A coordinate column: repairs what can be written better, sets aside what cannot be read."""
    read = each(texts, read_angle)
    style = np.array([angle.style for angle in read], dtype=object)
    fraction = np.array([angle.style in ("plain", "comma") and angle.decimals > 0 for angle in read], dtype=bool)
    decimal = style == "comma"
    resolve_commas(texts, style, fraction, column, ledger)
    bad = style == "bad"
    ledger.set_aside("E313", "this is not a coordinate.", texts.index[bad], column)
    value = np.array([angle.value for angle in read], dtype=float)
    odd = np.array([angle.odd for angle in read], dtype=bool) & ~bad & ~decimal & (style != "mixed")
    after = [f"{number:.7g}" if abs(number) > DEGREES_MOST else f"{number:.6f}" for number in value[odd]]
    ledger.repair("E230", "written as decimal degrees with a plain minus sign.", column, texts[odd], after)
    return Axis(
        value=np.where(bad | (style == "mixed"), np.nan, value),
        blank=style == "blank",
        bad=bad | (style == "mixed"),
        side=np.array([angle.side for angle in read], dtype=object),
        decimals=np.array([angle.decimals for angle in read], dtype=np.int64),
    )


def split_gps(texts: pd.Series[Any]) -> tuple[pd.Series[str], pd.Series[str]]:
    """Latitude and longitude texts of cells that hold both, as survey tools write them: ``-26.2041 28.0473 1500 5``.

    Examples
    --------
    >>> lat, lon = split_gps(pd.Series(["-26.2041 28.0473 1500 5", "-26.2, 28.0", "S26°12' E28°3'", ""]))
    >>> lat.tolist(), lon.tolist()
    (['-26.2041', '-26.2', "S26°12'", ''], ['28.0473', '28.0', "E28°3'", ''])
    """
    pairs = each(texts, _pair)
    return pairs.map(lambda pair: pair[0]).astype("str"), pairs.map(lambda pair: pair[1]).astype("str")


def _pair(text: str) -> tuple[str, str]:
    if not text:
        return "", ""
    bare = re.sub(r"^(POINT\s*)?[(\[]|[)\]]$", "", text)
    numbers = re.split(r"[;,\s]+", bare.strip())
    if 2 <= len(numbers) <= 4 and all(_NUMBER.fullmatch(MINUS.sub("-", part[:1]) + part[1:]) for part in numbers):
        # Well-known text writes x (longitude) first.
        return (numbers[1], numbers[0]) if text.upper().startswith("POINT") else (numbers[0], numbers[1])
    halves = re.split(r"\s*[;]\s*|\s*,\s*(?=[+\-NSEW\d])|(?<=[NS])\s+|\s+(?=[EW])", bare)
    return (halves[0], halves[1]) if len(halves) == 2 else (text, text)
