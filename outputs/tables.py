"""The CSV tables of a plan's folder: columns and order, written harmless and read back exactly."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from allocation.plan import DAYS, RIDES, UNSERVED, VISITS, Plan
from geo.problems import REGISTRY
from outputs.neutralise import neutralise_frame, restore

#: Columns of quarantine.csv; ``record`` is the row as it was (a JSON object), of a mended cell that cell alone.
QUARANTINE = ("file", "row", "code", "sentence", "record", "done", "column", "before", "after")
#: What was done with a row of quarantine.csv.
SET_ASIDE, MENDED = "set aside", "mended"
#: Name of each file without ``.csv``, and its columns in order.
TABLES: dict[str, tuple[str, ...]] = {"visits": VISITS, "days": DAYS, "unserved": UNSERVED, "quarantine": QUARANTINE}
#: Tables that are there only where the plan has them.
MORE: dict[str, tuple[str, ...]] = {"vehicles": RIDES}
_NUMBERS = frozenset({"passengers", "order", "travel_min", "distance_m", "visits", "work_min", "row"})
_WHOLE = frozenset({"passengers", "order", "visits", "row"})


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


def quarantine_table(quarantined: Iterable[pd.DataFrame], repaired: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The rows of quarantine.csv: first the rows set aside of each file, then the cells mended, file by file.

    Parameters
    ----------
    quarantined, repaired : iterables of DataFrame
        Columns :data:`geo.intake.result.QUARANTINE` and :data:`geo.intake.result.REPAIRS`, one a file.
    """
    blank = dict.fromkeys(("column", "before", "after"), "")
    parts = [frame.assign(done=SET_ASIDE, **blank) for frame in quarantined]
    parts += [_mended(frame) for frame in repaired]
    parts = [part[list(QUARANTINE)] for part in parts if len(part)]
    return pd.concat(parts or [pd.DataFrame(columns=list(QUARANTINE))], ignore_index=True)


def _mended(repaired: pd.DataFrame) -> pd.DataFrame:
    """Cells mended, as rows of quarantine.csv. The sentence quotes no cell: what stood there has columns of its own."""
    titles = [REGISTRY[str(code)].title for code in repaired["code"]]
    names = repaired["column"].astype(str).tolist()
    was = [json.dumps({name: str(cell)}, ensure_ascii=False) for name, cell in zip(names, repaired["before"], strict=True)]
    told = [f"{name}: {title[0].lower()}{title[1:]}." for name, title in zip(names, titles, strict=True)]
    return repaired.assign(sentence=told, record=was, done=MENDED)


def tables_of(plan: Plan, quarantine: pd.DataFrame, quarantined_households: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables of the folder by name.

    ``quarantine`` is what :func:`quarantine_table` gives, ``quarantined_households`` the rows set aside of the household
    file: they stand behind the plan's own unserved, so that every row of the file is in visits.csv or unserved.csv.
    """
    parts = [plan.unserved, quarantined_as_unserved(quarantined_households)]
    unserved = pd.concat([part for part in parts if len(part)] or [plan.unserved], ignore_index=True)
    frames = {"visits": plan.visits, "days": plan.days, "unserved": unserved, "quarantine": quarantine}
    tables = {name: frames[name][list(columns)] for name, columns in TABLES.items()}
    return tables if plan.rides is None else {**tables, **{name: plan.rides[list(columns)] for name, columns in MORE.items()}}


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
