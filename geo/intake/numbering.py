"""Ids of ours for a list that has none: a letter, and the place of the row in the file."""

from __future__ import annotations

from types import MappingProxyType

import pandas as pd

from geo.intake.accounting import Ledger

#: The letter and the digits of each table's ids. Service points are numbered unasked: nobody is called by them.
LETTERS = MappingProxyType({"households": ("H", 4), "fieldworkers": ("W", 3), "service_points": ("P", 0)})
#: The answer with which a person asks for it, and the words that mean yes.
NUMBER_ROWS, _YES = "number_rows", frozenset({"true", "yes", "1"})


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
