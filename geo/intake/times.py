"""Times of day, hours at home and days worked, as people write them."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from geo.clock import clock
from geo.intake.accounting import Ledger
from geo.intake.text import each, plain
from geo.tables import DAYS, Column

_TIME = re.compile(
    r"(\d{1,2})(?:\s*[:hu.]\s*(\d{1,2}))?(?::(\d{2})(?:\.0*)?)?\s*(?:h|u|hrs?|o'?clock)?\s*(a\.?m\.?|p\.?m\.?)?", re.I
)
_PACKED = re.compile(r"([01]\d|2[0-4])([0-5]\d)")
_SHARE = re.compile(r"0?\.\d+")
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}[T ](\d{2}:\d{2}(?::\d{2})?.*)")
#: Hours behind a day: from a time to a time, at the end of a part.
_CLOCK = r"\d{1,2}(?:[:hu.]\d{2})?\s*(?:h|[ap]\.?m\.?)?"
_HOURS = re.compile(rf"(?<=[A-Za-z\d])\s+({_CLOCK}\s*(?:[-\u2010-\u2015]|to|tot|until)\s*{_CLOCK})\s*(?=[;,|]|$)", re.I)
_DAY_MIN = 1440.0

_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_AFRIKAANS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrydag", "saterdag", "sondag")
_XHOSA = ("mvulo", "lwesibini", "lwesithathu", "lwesine", "lwesihlanu", "mgqibelo", "cawe")
_SHORT = {"tues": 1, "thur": 3, "thurs": 3, "weds": 2, "ma": 0, "di": 1, "wo": 2, "do": 3, "vr": 4, "sa": 5, "so": 6}
_SPANS = {
    "weekdays": "Mon-Fri",
    "week days": "Mon-Fri",
    "working days": "Mon-Fri",
    "every day": "Mon-Sun",
    "daily": "Mon-Sun",
    "all": "Mon-Sun",
    "all days": "Mon-Sun",
    "weekends": "Sat-Sun",
    "weekend": "Sat-Sun",
}


def read_time(text: str) -> float | None:
    """Minutes from midnight of a tidied text, None where it is no time of day.

    Examples
    --------
    >>> [read_time(text) for text in ("8:00", "08h00", "8", "0730", "2 pm", "0.5", "24:00", "25:00")]
    [480.0, 480.0, 480.0, 450.0, 840.0, 720.0, 1440.0, None]
    """
    if _SHARE.fullmatch(text):  # a spreadsheet keeps a time as a share of the day
        return float(round(float(text) * _DAY_MIN))
    stamp = _STAMP.fullmatch(text)
    text = stamp[1] if stamp else text
    if packed := _PACKED.fullmatch(text):
        return _day(int(packed[1]) * 60.0 + int(packed[2]))
    found = _TIME.fullmatch(text)
    if not found or int(found[2] or 0) > 59 or int(found[3] or 0) > 59:
        return None
    hour, half = int(found[1]), (found[4] or "").lower().replace(".", "")
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    return _day(hour * 60.0 + int(found[2] or 0) + int(found[3] or 0) / 60)


def _day(minutes: float) -> float | None:
    return minutes if minutes <= _DAY_MIN else None


def read_windows(text: str) -> str | None:
    """Hours at home in the form ``08:00-11:00;14:00-17:00``, None where they cannot be read.

    Examples
    --------
    >>> read_windows("8-11, 14h00 to 17h00"), read_windows("after work")
    ('08:00-11:00;14:00-17:00', None)
    """
    parts = [part for part in re.split(r"\s*(?:[;,/|&]|\band\b|\ben\b)\s*", text.strip()) if part]
    pairs = []
    for part in parts:
        ends = [read_time(end.strip()) for end in re.split(r"\s*(?:[-\u2010-\u2015\u2212~]|\bto\b|\btot\b|\buntil\b)\s*", part)]
        if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[1] < ends[0]:
            return None
        pairs.append((ends[0], ends[1]))
    return ";".join(f"{clock(a, seconds=False)}-{clock(b, seconds=False)}" for a, b in sorted(pairs)) if pairs else None


def read_days(text: str) -> str | None:
    """Days worked in the form ``Mon;Tue`` or dates ``2026-03-02``, each also with hours; None where they cannot be read.

    Examples
    --------
    >>> read_days("Monday, Wed & Fri"), read_days("Mon-Fri"), read_days("2026-03-02; 2026-03-04"), read_days("soon")
    ('Mon;Wed;Fri', 'Mon;Tue;Wed;Thu;Fri', '2026-03-02;2026-03-04', None)
    >>> read_days("Mon, Tue 8h00 to 12h00; 2026-03-04 13:00-17:00"), read_days("Mon 8-12; Mon 13-17")
    ('Mon;Tue 08:00-12:00;2026-03-04 13:00-17:00', None)
    """
    return _days_with_hours(text) if _HOURS.search(text) else _days(text)


def _days_with_hours(text: str) -> str | None:
    """The parts of a cell one by one; a day with two different hours cannot be planned."""
    hours: dict[str, str] = {}
    for part in re.split(r"\s*[;,|]\s*", text.strip(" ;,|")):
        found = _HOURS.search(part)
        when = read_windows(found[0]) if found else ""
        days = _days(part[: found.start()].strip() if found else part)
        if days is None or when is None or ";" in when or (when and when[:5] >= when[6:]):
            return None
        for day in days.split(";"):
            if hours.setdefault(day, when) != when:
                return None
    order = sorted(hours, key=lambda day: (day not in DAYS, DAYS.index(day) if day in DAYS else 0, day))
    return ";".join(f"{day} {hours[day]}".strip() for day in order)


def _days(text: str) -> str | None:
    """Days without hours, as :func:`read_days`."""
    whole = _SPANS.get(plain(text), text)
    dates = re.split(r"[;,\s|]+", whole.strip(";, "))
    if dates and all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", date) for date in dates):
        return ";".join(sorted(set(dates))) if not pd.isna(pd.to_datetime(dates, errors="coerce")).any() else None
    whole = re.sub(r"\s*(?:[-\u2010-\u2015]|\bto\b|\btot\b)\s*", "-", whole)
    found: set[int] = set()
    for part in re.split(r"\s*(?:[;,/|&+]|\band\b|\ben\b)\s*|(?<=[a-z])\s+(?=[A-Z])", whole):
        if not part.strip():
            continue
        ends = [_weekday(end) for end in part.strip().split("-")]
        if len(ends) > 2 or any(end is None for end in ends):
            return None
        first, last = ends[0], ends[-1]
        assert first is not None and last is not None
        found |= {day % 7 for day in range(first, (last if last >= first else last + 7) + 1)}
    return ";".join(DAYS[day] for day in sorted(found)) if found else None


def _weekday(text: str) -> int | None:
    word = plain(text)
    if word in _SHORT:
        return _SHORT[word]
    for words in (_FULL, _AFRIKAANS, _XHOSA):
        if word in words:
            return words.index(word)
    short = [day.lower() for day in DAYS]
    return short.index(word) if word in short else None


def time_column(texts: pd.Series[Any], column: Column, ledger: Ledger) -> pd.Series[str]:
    """A column of times as ``HH:MM``, windows or days; "" where blank or set aside."""
    readers = {"time": _as_clock, "windows": read_windows}
    words = {"time": "a time of day like 08:00", "windows": "hours like 08:00-11:00;14:00-17:00"}
    reader = readers.get(column.kind, read_days)
    out = each(texts, lambda text: reader(text) if text else "")
    bad = np.array([value is None for value in out], dtype=bool)
    said = words.get(column.kind, "weekdays like Mon;Tue, or dates")
    ledger.set_aside("E212", f"this is not {said}.", texts.index[bad], column.name)
    out = out.where(~bad, "").astype("str")
    changed = ~bad & (out != texts.astype("str")).to_numpy()
    ledger.repair("E230", f"written as {said.split(' like ')[-1]}.", column.name, texts[changed], out[changed])
    return out


def _as_clock(text: str) -> str | None:
    minutes = read_time(text)
    return None if minutes is None else clock(minutes, seconds=False)
