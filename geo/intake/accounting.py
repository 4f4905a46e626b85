"""The books of one judgement: what was repaired, set aside and remarked, so that every row can be accounted for."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.codes import Behaviour
from geo.intake.result import QUARANTINE, REPAIRS, Question
from geo.problems import REGISTRY, Problem


@dataclass(frozen=True)
class _Cause:
    """One thing that happened to many rows in the same way."""

    code: str
    column: str
    sentence: str


@dataclass
class Ledger:
    """Filled while one file is judged, read once at its end; never shared.

    Attributes
    ----------
    table, file : str
        Which table is judged, and the name of the file as given.
    choices : dict
        The person's answers to questions about the file (:class:`geo.intake.result.Answers`).
    headings : dict
        Our column → theirs, for texts that a person reads.
    places : GeoSeries or None
        Where the rows lie, those set aside too, as far as that could be read.
    """

    table: str
    file: str
    headings: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    places: gpd.GeoSeries | None = None
    _remarks: dict[_Cause, list[int]] = field(default_factory=lambda: defaultdict(list))
    _faults: dict[int, list[_Cause]] = field(default_factory=lambda: defaultdict(list))
    _repairs: list[pd.DataFrame] = field(default_factory=list)

    def heading(self, column: str) -> str:
        """The column as the file calls it."""
        return self.headings.get(column, column)

    def remark(self, code: str, sentence: str, rows: Iterable[int] | None = None, column: str = "") -> None:
        """Something to look at (or a refusal of the whole file); the rows stay. No word where no row is concerned."""
        concerned = None if rows is None else [int(row) for row in rows]
        if concerned is None or concerned:
            self._remarks[_Cause(code, column, sentence)].extend(concerned or ())

    def set_aside(self, code: str, sentence: str, rows: Iterable[int], column: str = "") -> None:
        """Rows that cannot be used. A row set aside for several causes is listed under each, and counted once."""
        cause = _Cause(code, column, sentence)
        for row in rows:
            self._faults[int(row)].append(cause)

    def repair(self, code: str, sentence: str, column: str, before: pd.Series[Any], after: Iterable[Any]) -> None:
        """Cells that were changed: what stood there (by row number), and what stands there now."""
        if not len(before):
            return
        self.remark(code, sentence, before.index, column)
        chunk = pd.DataFrame({"file": self.file, "row": list(before.index), "column": self.heading(column)})
        chunk["before"], chunk["after"], chunk["code"] = before.tolist(), [str(value) for value in after], code
        self._repairs.append(chunk[list(REPAIRS)])

    def ask(self, question: Question) -> None:
        """A question that only the person can answer; asked once."""
        if all(question.key != known.key for known in self.questions):
            self.questions.append(question)

    def forgive(self, rows: Iterable[int], columns: Iterable[str]) -> None:
        """Take back the faults of these columns: a click on the map has given the place."""
        gone = set(columns)
        for row in rows:
            left = [cause for cause in self._faults.get(int(row), []) if cause.column not in gone]
            if left:
                self._faults[int(row)] = left
            else:
                self._faults.pop(int(row), None)

    @property
    def refused(self) -> bool:
        """Whether something was found that refuses the whole file."""
        return any(REGISTRY[cause.code].behaviour is Behaviour.REJECT for cause in self._remarks)

    def aside(self, index: pd.Index) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which rows of the index are set aside, as a mask."""
        return np.asarray(index.isin(list(self._faults)), dtype=bool)

    def rows_with(self, code: str) -> list[int]:
        """The rows set aside with this code."""
        return [row for row, causes in self._faults.items() if any(cause.code == code for cause in causes)]

    def quarantined(self, records: pd.DataFrame, keys: pd.Series[Any]) -> pd.DataFrame:
        """The rows set aside, one line each: first code, all sentences, and the row as it was."""
        lines = []
        columns = list(records.columns)
        for row, was in zip(sorted(self._faults), records.loc[sorted(self._faults)].to_numpy(dtype=object), strict=True):
            causes = list(dict.fromkeys(self._faults[row]))
            sentence = " ".join(dict.fromkeys(self._one(cause) for cause in causes))
            record = json.dumps(dict(zip(columns, was.tolist(), strict=True)), ensure_ascii=False)
            lines.append((self.file, row, causes[0].code, sentence, str(keys[row]), record))
        return pd.DataFrame(lines, columns=list(QUARANTINE))

    def repaired(self) -> pd.DataFrame:
        """The repairs of rows that were accepted (a row set aside is shown as it was)."""
        if not self._repairs:
            return pd.DataFrame(columns=list(REPAIRS))
        table = pd.concat(self._repairs, ignore_index=True)
        table = table[~table["row"].isin(list(self._faults))]
        return table.sort_values("row", kind="stable").reset_index(drop=True)

    def problems(self) -> list[Problem]:
        """One problem a cause, with its rows."""
        causes: dict[_Cause, list[int]] = {cause: list(rows) for cause, rows in self._remarks.items()}
        for row, faults in self._faults.items():
            for cause in faults:
                causes.setdefault(cause, []).append(row)
        found = [self._problem(cause, rows) for cause, rows in causes.items()]
        return [problem for problem in found if problem is not None]

    def _problem(self, cause: _Cause, rows: list[int]) -> Problem | None:
        behaviour = REGISTRY[cause.code].behaviour
        # A row set aside is shown as it was, so repairs and remarks on it would mislead; a warning about privacy would not.
        quiet = behaviour in (Behaviour.REPAIR, Behaviour.WARN) and cause.code != "E231"
        aside = set(self._faults) if quiet else set()
        kept = tuple(sorted(set(rows) - aside))
        if rows and not kept:
            return None
        count = f"{len(kept):,} {'row' if len(kept) == 1 else 'rows'}: ".replace(",", " ") if kept else ""
        sentence = count + cause.sentence
        return Problem(cause.code, sentence, self.file, kept, self.heading(cause.column))

    def _one(self, cause: _Cause) -> str:
        where = f"{self.heading(cause.column)}: " if cause.column else ""
        return where + cause.sentence


def must_add_up(rows: int, accepted: pd.DataFrame, quarantined: pd.DataFrame) -> None:
    """Fail loudly when a row was lost or doubled: that would be our fault, and nobody would see it otherwise."""
    if len(accepted) + len(quarantined) != rows or accepted.index.has_duplicates:
        raise AssertionError(f"{rows} rows came in, but {len(accepted)} were accepted and {len(quarantined)} set aside")
