"""Dates as people and spreadsheets write them, to ``YYYY-MM-DD``."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from geo.intake.accounting import Ledger
from geo.intake.result import Option, Question
from geo.intake.text import each, plain
from geo.tables import Column

#: Day numbers of spreadsheets: 20000 is 1954, 80000 is 2119; what lies outside is no date.
SERIAL = (20_000, 80_000)
#: Day 0 of the two calendars of Excel (1900 with its invented leap day behind it, so that day 60 on counts from here).
EPOCHS = {"1900": dt.date(1899, 12, 30), "1904": dt.date(1904, 1, 1)}
#: No household was profiled before the programme that Wardround serves could exist; a device without a clock says 1970.
EARLIEST = dt.date(1990, 1, 1)

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_PACKED = re.compile(r"(19|20)(\d{2})(\d{2})(\d{2})")
_SLASHED = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:[T ].*)?")
_NAMED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})|([a-z]{3,9})[ -](\d{1,2})(?:st|nd|rd|th)?)[ ,-]+(\d{4})", re.I)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AFRIKAANS = {"mrt": "mar", "mei": "may", "okt": "oct", "des": "dec"}


@dataclass(frozen=True)
class Read:
    """One cell read as a date; ``style`` is blank, iso, other, serial, dmy, mdy, either or bad.

    ``either`` (05/06/2024) has its day-first reading in ``date`` and the other in ``second``.
    """

    date: dt.date | None
    style: str
    second: dt.date | None = None


def read_date(text: str, system: str = "1900") -> Read:
    """A tidied text as a date.

    Examples
    --------
    >>> read_date("45750").date.isoformat(), read_date("13/05/2024").style, read_date("5/6/2024").style
    ('2025-04-03', 'dmy', 'either')
    """
    if not text:
        return Read(None, "blank")
    if re.fullmatch(r"\d+(\.\d*)?", text) and SERIAL[0] <= float(text) <= SERIAL[1]:
        return Read(EPOCHS[system] + dt.timedelta(days=int(float(text))), "serial")
    if found := _ISO.fullmatch(text):
        return _made(found[1], found[2], found[3], "iso" if text == found[0] and len(text) == 10 and text[4] == "-" else "other")
    if found := _PACKED.fullmatch(text):
        return _made(found[1] + found[2], found[3], found[4], "other")
    return _worded(text)


def _worded(text: str) -> Read:
    if found := _NAMED.fullmatch(text):
        return _made(found[5], _month(found[2] or found[3]), found[1] or found[4], "other")
    found = _SLASHED.fullmatch(text)
    return _slashed(found) if found else Read(None, "bad")


def _slashed(found: re.Match[str]) -> Read:
    first, last = _made(found[3], found[2], found[1], "dmy"), _made(found[3], found[1], found[2], "mdy")
    if first.date and last.date and first.date != last.date:
        return Read(first.date, "either", last.date)
    return first if first.date else last


def _month(word: str) -> int:
    short = plain(word)[:3]
    short = _AFRIKAANS.get(short, short)
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _made(year: Any, month: Any, day: Any, style: str) -> Read:
    try:
        return Read(dt.date(int(year), int(month), int(day)), style)
    except ValueError:
        return Read(None, "bad")


def date_column(texts: pd.Series[Any], column: Column, ledger: Ledger, today: dt.date | None = None) -> pd.Series[str]:
    """A column of dates as ``YYYY-MM-DD``; "" where blank or set aside.

    The choices may answer ``date_system`` (1900, 1904) and ``date_order`` (dmy, mdy).
    A date before 1990, or after tomorrow where the column is about what has happened, is set aside: it usually comes from
    the clock of a device.
    """
    said = ledger.choices.get("date_system", "1900")
    system = said if said in EPOCHS else "1900"
    read = each(texts, lambda text: read_date(text, system))
    order = _order(read, ledger, column.name)
    style = np.array([item.style for item in read], dtype=object)
    dates = [item.second if item.style == "either" and order == "mdy" else item.date for item in read]
    index = texts.index
    ledger.set_aside("E212", "this is not a date.", index[style == "bad"], column.name)
    against = style == {"dmy": "mdy", "mdy": "dmy"}.get(order, "")
    ledger.set_aside("E212", "day and month are in another order than in the rest of the column.", index[against], column.name)
    latest = dt.date.max if column.ahead else (today or dt.datetime.now(dt.UTC).date()) + dt.timedelta(days=1)
    wrong = np.array([date is not None and not EARLIEST <= date <= latest for date in dates], dtype=bool)
    ledger.set_aside("E214", "the date lies in the future or long ago.", index[wrong], column.name)
    out = pd.Series([date.isoformat() if date else "" for date in dates], index=index, dtype="str")
    out[wrong | against] = ""
    for kind, code, sentence in (
        ("serial", "E233", f"day number read as a date ({system} calendar of spreadsheets)."),
        ("other", "E230", "date written as year-month-day."),
    ):
        rows = (style == kind) if kind == "serial" else np.isin(style, ("other", "dmy", "mdy", "either"))
        ledger.repair(code, sentence, column.name, texts[rows & (out != "").to_numpy()], out[rows & (out != "").to_numpy()])
    return out


def _order(read: pd.Series[Any], ledger: Ledger, column: str) -> str:
    """``dmy`` or ``mdy``: what the person said, else what most dates prove, else a question and day first for now."""
    count = read.map(lambda item: item.style).value_counts()
    said = ledger.choices.get("date_order", "")
    if said in ("dmy", "mdy"):
        return said
    dmy, mdy, either = (int(count.get(style, 0)) for style in ("dmy", "mdy", "either"))
    if dmy or mdy:
        return "dmy" if dmy >= mdy else "mdy"
    if either:
        example = next(item for item in read if item.style == "either")
        options = tuple(
            Option(value, f"{label}: the first such date is {date:%d %B %Y}")
            for value, label, date in (("dmy", "Day first", example.date), ("mdy", "Month first", example.second))
        )
        text = f"In the column {ledger.heading(column)}, does the day or the month come first?"
        ledger.ask(Question(f"{ledger.table}.date_order", text, options, "E234"))
        return "dmy"
    return ""
