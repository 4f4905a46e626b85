"""The cells of a file under our names, tidied, and turned into the types of the contract."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from geo.clock import minutes
from geo.intake.accounting import Ledger
from geo.intake.dates import date_column
from geo.intake.identity import masked
from geo.intake.ids import id_column
from geo.intake.numbering import are_numbered
from geo.intake.numbers import number_column
from geo.intake.places import PLACE_COLUMNS
from geo.intake.text import tidied
from geo.intake.times import time_column
from geo.intake.words import choice_column, flag_column, list_column
from geo.tables import KEYS, Column, columns

#: How many headings a message lists.
_SHOWN = 30
#: No longer than this is a heading that may be shown though it is unknown.
_LONGEST = 40
#: From this share of its cells on a column holds figures.
_MOSTLY = 0.8
#: Hours of a day.
_DAY_H = 24


def our_columns(frame: pd.DataFrame, mapping: Mapping[str, str], ledger: Ledger) -> pd.DataFrame:
    """The columns that we use, under our names, tidied; what an answer states for the whole file wins.

    Where two of their columns are mapped to one of ours, the first that is not blank counts.
    """
    known = {column.name: column.kind for column in columns(ledger.table)} | dict.fromkeys(PLACE_COLUMNS[:3], "place")
    out: dict[str, pd.Series[Any]] = {}
    for heading in frame.columns:
        ours = mapping.get(heading, "")
        if ours not in known:
            continue
        texts = tidied(frame[heading], keep_marks=known[ours] == "flag")
        out[ours] = out[ours].where(out[ours] != "", texts) if ours in out else texts
    for name, value in ledger.choices.items():
        if name in known and name != KEYS.get(ledger.table):
            out[name] = tidied(pd.Series(value, index=frame.index, dtype="str"))
    return pd.DataFrame(out, index=frame.index)


def mended(texts: pd.DataFrame, cells: Mapping[tuple[int, str], str], ledger: Ledger) -> pd.DataFrame:
    """The cells that the person has mended on the spot."""
    known = {column.name for column in columns(ledger.table)} | set(PLACE_COLUMNS)
    result = texts.copy()
    for (row, name), value in cells.items():
        if row not in result.index or name not in known:
            continue
        if name not in result.columns:
            result[name] = pd.Series("", index=result.index, dtype="str")
        before = pd.Series([result.loc[row, name]], index=[row])
        after = tidied(pd.Series([str(value)]))
        ledger.repair("E239", "the cell was mended on the spot.", name, before, after)
        result.loc[row, name] = after.iloc[0]
    return result


def with_municipality(texts: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Where wards name their municipality and give no code of it, what they name stands for the code too."""
    if ledger.table != "wards" or "municipality_id" in texts.columns or "municipality" not in texts.columns:
        return texts
    named = texts["municipality"]
    if (named == "").any():
        return texts
    ledger.remark("E237", "no column for the code of the municipality; its name stands for it.", texts.index, "municipality_id")
    return texts.assign(municipality_id=named)


def missing_columns(
    texts: pd.DataFrame, has_shapes: bool, ledger: Ledger, mapping: Mapping[str, str], cells: pd.DataFrame
) -> None:
    """Refuse a file that lacks a column without which no row can be used; ``mapping`` holds the headings, ``cells`` the rows."""
    there = _there(mapping, cells)
    for column in columns(ledger.table):
        if not column.required or column.name in texts.columns or (column.kind == "geometry" and _placed(texts, has_shapes)):
            continue
        if column.name == KEYS.get(ledger.table) and are_numbered(ledger.table, ledger):
            continue
        if column.kind == "geometry":
            ledger.remark(
                "E204",
                f"the file has no places: neither shapes nor columns for latitude and longitude. {there}",
                column="geometry",
            )
            continue
        sentence = f"no column for {column.name} ({column.help.rstrip('.').lower()}) was found. {there}"
        if column.name not in KEYS.values():
            sentence += " If it is the same for all rows, it can be given once for the whole file."
        ledger.remark("E204", sentence, column=column.name)


def _there(mapping: Mapping[str, str], cells: pd.DataFrame) -> str:
    """The headings that the file has. Where none is known the first row may be an entry, and is then not repeated."""
    if not any(mapping.values()) and not _like_headings(list(mapping), cells):
        return "None of its headings is known to us: the row of headings may be missing."
    return f"Its headings are {quoted(mapping)}."


def quoted(headings: Iterable[str]) -> str:
    """Headings of a file as a message lists them."""
    known = list(headings)
    more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
    return ", ".join(f"“{masked(heading)[:40]}”" for heading in known[:_SHOWN]) + more


def _like_headings(headings: list[str], cells: pd.DataFrame) -> bool:
    """Whether the first row differs from the rows below as headings do: no figure in it, and figures below it."""
    if any(re.search(r"\d", heading) or len(heading) > _LONGEST for heading in headings):
        return False
    return any(cells[name].str.contains(r"\d").mean() > _MOSTLY for name in headings if name in cells.columns)


def headings_without_place(texts: pd.DataFrame, has_shapes: bool, mapping: Mapping[str, str], cells: pd.DataFrame) -> str:
    """A sentence with the headings of a list that has no column for its places, "" where it has one."""
    return "" if _placed(texts, has_shapes) else _there(mapping, cells)


def _placed(texts: pd.DataFrame, has_shapes: bool) -> bool:
    return has_shapes or not {"gps", "geometry"}.isdisjoint(texts.columns) or {"latitude", "longitude"} <= set(texts.columns)


def typed_columns(texts: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Every column of the contract but the key and the place, typed; faults go to the ledger."""
    out: dict[str, Any] = {}
    for column in columns(ledger.table):
        if column.kind == "geometry" or column.name == KEYS.get(ledger.table) or column.name not in texts.columns:
            continue
        out[column.name] = _typed(texts[column.name], _own_range(column), ledger)
        if column.required:
            blank = texts.index[(texts[column.name] == "").to_numpy()]
            ledger.set_aside("E217", "the cell must not be blank.", blank, column.name)
    typed = pd.DataFrame(out, index=texts.index)
    if ledger.table == "fieldworkers":
        _hours(typed, texts, ledger)
    if ledger.table == "restrictions":
        _days(typed, ledger)
    return typed


def _typed(texts: pd.Series[Any], column: Column, ledger: Ledger) -> Any:
    readers: dict[str, Any] = {
        "number": number_column,
        "choice": choice_column,
        "list": list_column,
        "flag": flag_column,
        "date": date_column,
        "time": time_column,
        "windows": time_column,
    }
    if column.kind == "id":
        return id_column(texts, column.name, ledger)
    if column.name == "days":
        return time_column(texts, column, ledger)
    reader = readers.get(column.kind)
    return reader(texts, column, ledger) if reader else texts


def _days(typed: pd.DataFrame, ledger: Ledger) -> None:
    """A restriction must not end before it begins; that a wet season without days never ends is said."""
    blank = pd.Series("", index=typed.index)
    first, last = typed.get("from", blank), typed.get("until", blank)
    backward = typed.index[((first != "") & (last != "") & (last < first)).to_numpy()]
    ledger.set_aside("E214", "the restriction ends before it begins.", backward, "until")
    endless = (typed.get("kind", blank) == "wet season") & (first == "") & (last == "")
    ledger.remark("E242", "a wet season without days closes the area all year.", typed.index[endless.to_numpy()], "from")


def _own_range(column: Column) -> Column:
    """Hours a day are judged with the other hours of a fieldworker, by name and not as a number only."""
    return replace(column, low=-np.inf, high=np.inf, likely_high=np.inf) if column.name == "hours_per_day" else column


def _hours(typed: pd.DataFrame, texts: pd.DataFrame, ledger: Ledger) -> None:
    """A working day must end after it starts, and have hours; each fieldworker whose day does not is named."""
    names = texts.get(KEYS["fieldworkers"], pd.Series("", index=texts.index))
    default = next(column.default for column in columns("fieldworkers") if column.name == "start")
    blank = pd.Series("", index=typed.index)
    start = typed.get("start", blank).replace("", default)
    end = typed.get("end", blank).replace("", "17:00")
    hours = typed.get("hours_per_day", pd.Series(np.nan, index=typed.index))
    for row, name, first, last, day in zip(typed.index, names, start, end, hours, strict=True):
        who = f"fieldworker {name}" if name else "this fieldworker"
        if minutes(last) <= minutes(first):
            fact = f"the day of {who} ends at {last}, but it starts at {first}; a day over midnight is not planned."
            ledger.set_aside("E403", fact, [row], "end")
        if not (np.isnan(day) or 0 < day <= _DAY_H):
            ledger.set_aside(
                "E403", f"{who} has {day:g} hours a day; it must be more than 0 and at most 24.", [row], "hours_per_day"
            )
