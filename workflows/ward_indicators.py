"""Figures by ward from a file of somebody else, a census profile say, to be shown beside what is found."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from geo.errors import InputProblems
from geo.intake.aliases import map_headings
from geo.intake.reading import Given
from geo.intake.receive import split_layer
from geo.problems import Problem, many
from outputs.folder import InputFile
from workflows.list_reading import input_files
from workflows.visit_lists import read_visit_list

#: Of wards that are named in a remark.
_NAMED = 5


@dataclass(frozen=True)
class Indicators:
    """Figures by ward.

    Attributes
    ----------
    table : DataFrame
        A row a ward, indexed by ``ward_id``; a float column for each figure, NaN where blank.
    files : tuple of InputFile
        Of a path.
    remarks : tuple of Problem
        What somebody should look at: wards that the layer does not have, columns that are no figures.
    """

    table: pd.DataFrame
    files: tuple[InputFile, ...]
    remarks: tuple[Problem, ...]


def read_indicators(stated: str, wards: Collection[str] | None) -> Indicators:
    """Read figures by ward: one column with the ward's code, all other columns numbers.

    Parameters
    ----------
    stated : str
        Path; ``FILE::SHEET`` names a sheet.
    wards : collection of str or None
        Codes of the wards; rows of others are left out, and counted. None where they could not be read: the rest is judged.

    Raises
    ------
    InputProblems
        The file cannot be read; it has no column for wards (E204), a ward twice (E211), no ward of the layer or no column
        of figures (E402).
    """
    found = read_figures(stated, split_layer(stated)[0].name, wards)
    return replace(found, files=tuple(input_files("indicators", stated)))


def read_figures(given: Given, name: str, wards: Collection[str] | None, layer: str = "") -> Indicators:
    """As :func:`read_indicators`, of a file that may be at hand as its bytes; ``name``: what to call it, ``layer``: its sheet.

    Raises
    ------
    InputProblems
        As of :func:`read_indicators`.
    """
    frame = read_visit_list(given, name, layer)
    headings = [theirs for theirs, ours in map_headings("wards", list(frame.columns)).items() if ours == "ward_id"]
    if not headings:
        remedy = "Call the column with the codes of the wards ward_id."
        raise InputProblems([Problem("E204", "No column holds the codes of wards.", file=name, column="ward_id", remedy=remedy)])
    codes = frame[headings[0]].astype(str).str.strip()
    numbers = {column: _numbers(frame[column]) for column in frame.columns if column != headings[0]}
    figures = {column: values for column, values in numbers.items() if values is not None and bool(values.notna().any())}
    known = codes.ne("") if wards is None else codes.isin(list(wards))
    twice = codes[known & codes.duplicated(keep=False)]
    wrong = []
    if len(twice):
        rows = tuple(int(row) for row in twice.index)
        wrong.append(Problem("E211", "A ward stands there more than once.", file=name, rows=rows, column=headings[0]))
    if not figures:
        remedy = "Give at least one column of numbers."
        wrong.append(Problem("E402", "There is no column of figures beside the wards.", file=name, remedy=remedy))
    if not known.any():
        remedy = "Check that the codes are of the same demarcation as the ward layer."
        wrong.append(Problem("E402", "None of its wards is in the ward layer.", file=name, column=headings[0], remedy=remedy))
    remarks = _remarks(name, frame, int((~known).sum()), [column for column in numbers if column not in figures])
    if wrong:
        raise InputProblems([*wrong, *remarks])
    table = pd.DataFrame(figures)[known].set_axis(codes[known].to_numpy(), axis=0).rename_axis("ward_id")
    return Indicators(table, (), tuple(remarks))


def _numbers(cells: pd.Series[str]) -> pd.Series[float] | None:
    """The cells as numbers, None where one is neither a number nor blank."""
    values, odd = _read(cells)
    return None if odd.any() else values


def _read(cells: pd.Series[str]) -> tuple[pd.Series[float], pd.Series[bool]]:
    """The cells as numbers, and which of them are neither a number nor blank."""
    texts = cells.fillna("").astype(str).str.strip()
    values = pd.to_numeric(texts.where(texts != ""), errors="coerce").astype(float)
    return values, texts.ne("") & ~pd.Series(np.isfinite(values), index=values.index)


def _remarks(name: str, frame: pd.DataFrame, foreign: int, lost: list[str]) -> list[Problem]:
    found = []
    if foreign:
        fact = f"{many(foreign, 'row is', 'rows are')} of wards that the ward layer does not have; left out."
        remedy = "Check that the codes are of the same demarcation, if some of these wards should be there."
        found.append(Problem("E343", fact, file=name, remedy=remedy))
    for column in list(lost):
        values, odd = _read(frame[column])
        if odd.sum() <= np.isfinite(values).sum():  # meant as figures
            lost.remove(column)
            rows = tuple(int(row) for row in odd.index[odd])
            fact = f"The column is not used: {many(len(rows), 'cell is', 'cells are')} no number."
            found.append(Problem("E343", fact, file=name, rows=rows, column=column, remedy="Write a number, or leave it blank."))
    if lost:
        more = f" and {len(lost) - _NAMED} more" if len(lost) > _NAMED else ""
        fact = f"Columns that are no figures are not used: {', '.join(lost[:_NAMED])}{more}."
        found.append(Problem("E343", fact, file=name, remedy="Nothing to do, unless one of them should be numbers."))
    return found
