"""The CSV tables of a plan's folder: columns and order, written harmless and read back exactly."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from allocation.plan import DAYS, UNSERVED, VISITS, Plan
from geo.problems import REGISTRY
from outputs.neutralise import neutralise_frame, restore

#: Columns of quarantine.csv; ``record`` is the row as it was (a JSON object).
QUARANTINE = ("file", "row", "code", "sentence", "record")
#: Name of each file without ``.csv``, and its columns in order.
TABLES: dict[str, tuple[str, ...]] = {"visits": VISITS, "days": DAYS, "unserved": UNSERVED, "quarantine": QUARANTINE}
_NUMBERS = frozenset({"order", "travel_min", "distance_m", "visits", "work_min", "row"})
_WHOLE = frozenset({"order", "visits", "row"})


def quarantined_as_unserved(quarantined: pd.DataFrame) -> pd.DataFrame:
    """Rows of the household file that were set aside, as rows of unserved.csv.

    Parameters
    ----------
    quarantined : DataFrame
        Columns ``row, code, sentence, key`` (see :data:`geo.intake.result.QUARANTINE`) of the *household* file.

    Returns
    -------
    DataFrame
        Columns of unserved.csv: the id as given (``row 7`` where it is blank), the code as reason.
    """
    keys = [str(key).strip() or f"row {row}" for key, row in zip(quarantined["key"], quarantined["row"], strict=True)]
    return pd.DataFrame(
        {
            "household_id": pd.array(keys, dtype="str"),
            "reason": pd.array([str(code) for code in quarantined["code"]], dtype="str"),
            "sentence": pd.array([str(sentence) for sentence in quarantined["sentence"]], dtype="str"),
            "smallest_fix": pd.array([REGISTRY[str(code)].remedy for code in quarantined["code"]], dtype="str"),
        },
        columns=list(UNSERVED),
    )


def tables_of(plan: Plan, quarantined: pd.DataFrame, quarantined_households: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables of the folder by name.

    ``quarantined`` holds the rows set aside from all files, ``quarantined_households`` those of the household file: they
    stand behind the plan's own unserved, so that every row of the file is in visits.csv or unserved.csv.
    """
    parts = [plan.unserved, quarantined_as_unserved(quarantined_households)]
    unserved = pd.concat([part for part in parts if len(part)] or [plan.unserved], ignore_index=True)
    frames = {"visits": plan.visits, "days": plan.days, "unserved": unserved, "quarantine": quarantined}
    return {name: frames[name][list(columns)] for name, columns in TABLES.items()}


def write_table(path: Path, frame: pd.DataFrame) -> None:
    """Write a table as CSV: UTF-8, commas, one header row, blanks for NaN, text cells neutralised.

    Minutes and metres are rounded to three decimals: a sixteenth of a second, a millimetre.
    """
    safe = neutralise_frame(frame).round(3)
    # Python before 3.13 leaves a lone carriage return unquoted, and the reader would take it for the end of the row.
    returns = any("\r" in value for name in safe for value in safe[name] if isinstance(value, str))
    quoting: Literal[0, 2] = csv.QUOTE_NONNUMERIC if returns else csv.QUOTE_MINIMAL
    safe.to_csv(path, index=False, encoding="utf-8", lineterminator="\n", quoting=quoting)


def read_table(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """A table of :data:`TABLES` as it was written.

    Raises
    ------
    ValueError
        Not such a table: other columns, a number that is none, not CSV.
    OSError
    """
    frame = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    if tuple(frame.columns) != tuple(columns):
        raise ValueError(f"the columns of {path.name} are not {', '.join(columns)}")
    for name in frame.columns:
        if name in _WHOLE:
            frame[name] = np.array([int(value) for value in frame[name]], dtype="int64")
        elif name in _NUMBERS:
            frame[name] = np.array([float(value) if value else np.nan for value in frame[name]], dtype=float)
        else:
            frame[name] = pd.array([restore(value) for value in frame[name]], dtype="str")
    return frame
