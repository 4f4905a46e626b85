"""Ids of ours for a list that has none: a letter, and the place of the row in the file."""

from __future__ import annotations

from types import MappingProxyType

import pandas as pd

from geo.intake.accounting import Ledger
from geo.ward_numbers import number_in

#: The letter and the digits of each table's ids. Service points are numbered unasked: nobody is called by them.
LETTERS = MappingProxyType({"wards": ("WARD", 2), "households": ("H", 4), "fieldworkers": ("W", 3), "service_points": ("P", 0)})
#: The answer with which a person asks for it, and the words that mean yes.
NUMBER_ROWS, _YES = "number_rows", frozenset({"true", "yes", "1"})


def examples(table: str) -> tuple[str, str]:
    """The first two ids that a list without ids would get; of wards as they would be in the municipality EC104."""
    letter, digits = LETTERS[table]
    start = "EC104-" if table == "wards" else letter
    return f"{start}{1:0{digits}d}", f"{start}{2:0{digits}d}"


def are_numbered(table: str, ledger: Ledger) -> bool:
    """Whether rows of a list without ids get ids of ours."""
    return table == "service_points" or (table in LETTERS and ledger.choices.get(NUMBER_ROWS, "").lower() in _YES)


def numbered(rows: pd.Index, first: int, column: str, ledger: Ledger) -> pd.Series[str]:
    """The ids: ``W001`` for the first row of the list, and so on; a remark (E237) says so.

    A row keeps its id whatever is done to other rows, as long as none is put in or taken out above it.

    Parameters
    ----------
    rows : Index
        Row numbers of the file.
    first : int
        The number of the first row below the headings.
    column : str
        The id column.
    ledger : Ledger
        Takes the remark.
    """
    letter, digits = LETTERS[ledger.table]
    if not digits:
        ledger.remark("E237", "the file has no ids; each row gets P and its row number.", rows, column)
        return pd.Series([f"{letter}{row}" for row in rows], index=rows, dtype="str")
    start = f"{letter}{1:0{digits}d}"
    sentence = f"the file has no ids; the rows are numbered from {start} in the order of the file."
    ledger.remark("E237", sentence, rows, column)
    return pd.Series([f"{letter}{row - first + 1:0{digits}d}" for row in rows], index=rows, dtype="str")


def ward_codes(texts: pd.DataFrame, first: int, ledger: Ledger) -> pd.Series[str]:
    """Codes for wards that somebody has drawn: the municipality and the ward's number, as in ``EC157-03``.

    Where the wards have no numbers, or one twice, they are numbered in the order of the file.

    Parameters
    ----------
    texts : DataFrame
        The rows under our names; ``municipality_id`` and ``ward_no`` count.
    first : int
        The number of the first row below the headings.
    ledger : Ledger
        Takes the remark (E237).
    """
    stated = texts.get("ward_no", pd.Series("", index=texts.index)).map(lambda text: number_in(text)[0])
    place = pd.Series(texts.index - first + 1, index=texts.index).astype("str")
    owner = texts.get("municipality_id", pd.Series("", index=texts.index)).replace("", LETTERS["wards"][0])
    known = bool((stated != "").all()) and not (owner + " " + stated).duplicated().any()
    number = stated if known else place
    source = "its number" if known else "its place in the file"
    sentence = f"the file has no codes of the wards; each gets its municipality and {source}."
    ledger.remark("E237", sentence, texts.index, "ward_id")
    return (owner + "-" + number.str.zfill(LETTERS["wards"][1])).astype("str")
