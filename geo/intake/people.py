"""Fieldworkers who may be the same person twice. The id tells people apart; this only asks somebody to look."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from geo.intake.accounting import Ledger
from geo.intake.text import plain


def same_person(workers: pd.DataFrame, ledger: Ledger) -> None:
    """Remark on names and telephones that several fieldworkers share; the names themselves are not told."""
    for column, told in (("name", "several fieldworkers have the same name."), ("phone", "several have the same telephone.")):
        if column not in workers.columns:
            continue
        made = workers[column].map(plain if column == "name" else _digits)
        shared = made.ne("") & made.duplicated(keep=False)
        if shared.any():
            ledger.remark("E238", told, workers.index[shared], column)


def _digits(phone: Any) -> str:
    """The last nine digits: +27 82 000 0000 and 082 000 0000 are the same line."""
    return re.sub(r"\D", "", str(phone))[-9:]
