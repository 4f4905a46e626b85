"""Barriers out of a layer of any file: rivers, fences, railways, with their bridges and fords."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.errors import InputProblems
from geo.intake.receive import split_layer
from geo.problems import Problem
from geo.travel.barriers.layer import Barriers, Shapes
from geo.travel.barriers.months import closed_months
from geo.travel.barriers.words import columns_of, meant_by
from geo.travel.roads.read_layer import in_degrees, layer_limits


@dataclass(frozen=True, eq=False)
class _Rows:
    """The rows of a layer that have a shape; ``meant`` as :func:`~geo.travel.barriers.words.meant_by`."""

    shapes: Shapes
    meant: NDArray[np.str_]
    words: NDArray[np.object_]
    closed: NDArray[np.int64]


def read_barriers(barriers: str | Path, bridges: str | Path = "") -> Barriers:
    """Barriers, and crossings in the same layer or in another one.

    Parameters
    ----------
    barriers : str or Path
        ``FILE::LAYER`` names a layer. Lines and areas are barriers, unless a column (``kind``, ``waterway``, ``railway``, …)
        calls a row a bridge, a ford, a gate, or something that bars nobody; a point is a crossing, unless it is called otherwise.
    bridges : str or Path
        A layer of which every row is a crossing; "" for none.

    Raises
    ------
    InputProblems
        A file that cannot be read, a layer to be chosen, no barrier in it (E422), months that nobody can read (E423); all at
        once.
    """
    wrong: list[Problem] = []
    rows = _rows(str(barriers), wrong)
    more = _rows(str(bridges), wrong) if str(bridges) else None
    if rows is not None and not _bars(rows).any() and not wrong:
        known = "The layer holds no line and no area that is a barrier"
        words = ", ".join(sorted({str(word) for word in rows.words if word})[:6])
        fact = f"{known}: its rows are {words}." if words else f"{known}."
        wrong.append(Problem("E422", fact, file=split_layer(str(barriers))[0].name))
    if wrong or rows is None:
        raise InputProblems(wrong)
    bars, crosses = _bars(rows), _crosses(rows)
    found = Barriers(rows.shapes[bars], rows.shapes[crosses], rows.closed[crosses], str(barriers), str(bridges))
    if more is not None:
        crossings, closed = np.concatenate([found.crossings, more.shapes]), np.concatenate([found.closed, more.closed])
        found = replace(found, crossings=crossings, closed=closed)
    left = Counter(str(word) or "points" for word in rows.words[~bars & ~crosses])
    return replace(found, left_out=dict(left.most_common()))


def _bars(rows: _Rows) -> NDArray[np.bool_]:
    wide = ~np.isin(shapely.get_type_id(rows.shapes), (0, 4))
    return np.asarray(wide & np.isin(rows.meant, ("barrier", "")))


def _crosses(rows: _Rows) -> NDArray[np.bool_]:
    point = np.isin(shapely.get_type_id(rows.shapes), (0, 4))
    return np.asarray((rows.meant == "crossing") | (point & (rows.meant == "")))


def _rows(path: str, wrong: list[Problem]) -> _Rows | None:
    from geo.intake.reading import read_raw

    name = split_layer(path)[0].name
    try:
        raw = read_raw("landmarks", path, settings=layer_limits())
        shapes = in_degrees(raw, name, "E422")
    except InputProblems as error:
        wrong.extend(error.problems)
        return None
    columns = columns_of([str(heading) for heading in raw.frame.columns])
    there = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    frame = raw.frame.iloc[there]
    closed = _closed(frame, columns["closed_months"], name, wrong)
    texts = {heading: frame[heading].fillna("").astype(str).tolist() for heading in columns["kind"]}
    cells = [dict(zip(texts, row, strict=True)) for row in zip(*texts.values(), strict=True)] if texts else [{}] * len(there)
    meant = np.array([meant_by(row) for row in cells], dtype=str)
    words = np.array([next((cell for cell in row.values() if cell.strip()), "") for row in cells], dtype=object)
    return _Rows(shapely.make_valid(shapely.force_2d(shapes[there])), meant, words, closed)


def _closed(frame: pd.DataFrame, headings: list[str], name: str, wrong: list[Problem]) -> NDArray[np.int64]:
    """(n,) the months in which each row is closed, as bits."""
    if not headings:
        return np.zeros(len(frame), dtype=np.int64)
    months = [closed_months(text) for text in frame[headings[0]].fillna("").astype(str)]
    bad = tuple(int(row) for row, month in zip(frame.index, months, strict=True) if month is None)
    if bad:
        fact = f"The months in which a crossing is closed cannot be read in {len(bad):,} of its rows."
        wrong.append(Problem("E423", fact, file=name, rows=bad, column=headings[0]))
    return np.array([month or 0 for month in months], dtype=np.int64)
