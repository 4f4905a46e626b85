"""Ids: cleaned, given a common length, and each only once."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.intake.accounting import Ledger
from geo.intake.text import plain
from geo.intake.wire import entries
from geo.tables import KEYS

_POINT_ZERO = re.compile(r"\d+\.0+")
_TOTAL = re.compile(r"(grand |sub |sub)?(total|totals|totaal|subtotal|sum|som|average|gemiddeld|count|iyonke)( (of )?\w+)?")
_NOTE = re.compile(r"(note|notes|source|nb|bron|nota|prepared by|compiled by|printed|page|end of)\b")
#: From this share of ids with one length on, the others are remarked on.
_USUAL_SHARE = 0.9


def id_column(texts: pd.Series[Any], column: str, ledger: Ledger) -> pd.Series[str]:
    """Ids as text: ``21004001.0`` becomes ``21004001`` (a spreadsheet's mark on whole numbers)."""
    ids = texts.astype("str")
    decimal = ids.str.fullmatch(_POINT_ZERO).to_numpy(dtype=bool)
    if decimal.any():
        after = ids[decimal].str.replace(r"\.0+$", "", regex=True)
        ledger.repair("E230", "the .0 that a spreadsheet put behind the id is left out.", column, ids[decimal], after)
        ids = ids.copy()
        ids[decimal] = after
    return ids


def filled_to_width(ids: pd.Series[str], column: str, ledger: Ledger) -> pd.Series[str]:
    """Zeros filled in to the answered ``id_width``; else a remark where the ids of digits differ in length."""
    digits = ids.str.fullmatch(r"\d+").to_numpy(dtype=bool)
    answer = ledger.choices.get("zero_fill", "")
    if answer.isdigit() and 1 <= int(answer) <= 40:
        short = digits & (ids.str.len() < int(answer)).to_numpy()
        after = ids[short].str.zfill(int(answer))
        ledger.repair("E230", f"zeros filled in to {answer} digits.", column, ids[short], after)
        ids = ids.copy()
        ids[short] = after
        return ids
    if digits.sum() >= 2:
        _remark_on_width(ids[digits], column, ledger)
    return ids


def _remark_on_width(ids: pd.Series[str], column: str, ledger: Ledger) -> None:
    lengths = ids.str.len()
    usual = int(lengths.mode().iloc[0])
    odd = (lengths != usual).to_numpy()
    zeros = ids.str.startswith("0").to_numpy(dtype=bool)
    # Where some ids begin with a zero, reading has already said so.
    if odd.any() and not zeros.any() and odd.mean() <= 1 - _USUAL_SHARE and usual >= 5:
        sentence = f"most ids have {usual} digits, these do not; zeros in front may be lost, and can be put back (zero_fill)."
        ledger.remark("E224", sentence, ids.index[odd], column)
    bare = ids.str.lstrip("0")
    twins = bare.duplicated(keep=False).to_numpy() & ~ids.duplicated(keep=False).to_numpy()
    ledger_rows = ids.index[twins]
    if len(ledger_rows):
        ledger.remark("E236", "two ids differ only in zeros in front.", ledger_rows, column)


def unnamed_rows(ids: pd.Series[Any], content: pd.DataFrame, shapes: Any, ledger: Ledger, *, missing: bool = True) -> None:
    """Set aside what is no entry of the list: empty rows, totals and notes, rows without an id.

    ``content`` is everything else that we use of each row, as text; ``shapes`` the shapes of a geo format, or None. A
    blank id is a fault only where it is ``missing``: a list may have ids of ours. Rows that the person has named as
    entries of the list (``entries``) are neither totals nor notes.
    """
    said = (content != "").sum(axis=1).to_numpy()
    note = np.array([_is_note(str(text), int(count)) for text, count in zip(ids, said, strict=True)], dtype=bool)
    bare = (ids == "").to_numpy()
    note[bare] = [_is_total(row) for row in content.to_numpy(dtype=object)[bare]]
    note &= ~ids.index.isin(entries(ledger.choices))
    ledger.set_aside("E215", "this looks like a total or a note, not like an entry of the list.", ids.index[note])
    empty = bare & ~note & (said == 0) & (shapes is None or np.asarray(pd.isna(np.asarray(shapes, dtype=object)), dtype=bool))
    ledger.set_aside("E210", "the row is empty.", ids.index[empty])
    if missing and ledger.table in KEYS:
        ledger.set_aside("E210", "the id is missing.", ids.index[bare & ~note & ~empty], KEYS[ledger.table])


def doubled_rows(ids: pd.Series[Any], content: pd.DataFrame, column: str, ledger: Ledger) -> None:
    """Set aside ids that stand on several rows: rows that differ are a conflict, the same row again counts once."""
    named = (ids != "").to_numpy() & ~np.isin(ids.index, ledger.rows_with("E337"))
    ids, content = ids[named], content[named]
    several = ids.duplicated(keep=False).to_numpy()
    if not several.any():
        return
    table = content[several].assign(**{"": ids[several]})
    again = table.duplicated(keep="first").to_numpy()
    distinct = table[~again].groupby("").size()
    conflict = table[""].isin(distinct.index[distinct > 1]).to_numpy()
    ledger.set_aside("E211", "the same id stands on rows that differ.", table.index[conflict], column)
    ledger.set_aside("E232", "exactly the same as an earlier row.", table.index[again & ~conflict])


def _is_note(text: str, said: int) -> bool:
    """A total is named as one; a note is a sentence alone in its row."""
    word = plain(text)
    if _TOTAL.fullmatch(word):
        return True
    return said == 0 and bool(word) and (bool(_NOTE.match(word)) or (len(text) > 40 and " " in text))


def _is_total(cells: NDArray[np.object_]) -> bool:
    return any(_TOTAL.fullmatch(plain(str(cell))) for cell in cells if cell)
