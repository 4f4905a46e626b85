"""Whether what was handed over as a table is one: its kind, its headings, its places. Before any cell is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.problems import Problem

_WORDS: dict[type[Any], str] = {str: "a text", bool: "a yes or no", int: "a number", float: "a number"}
_TWO = frozenset({"latitude", "longitude"})


def frame_problems(table: str, frame: Any, needed: Sequence[str], place: str) -> list[Problem]:
    """Everything that keeps a table from being read at all; empty where it can be.

    Parameters
    ----------
    table : str
        What the table is called.
    frame : object
        That should be a DataFrame.
    needed : sequence of str
        Columns that must be there.
    place : str
        ``must``: the table must have places; ``may``: places, or villages that stand in for them; "" where none is asked
        for.
    """
    if not isinstance(frame, pd.DataFrame):
        fact = f"The {table} must be a table (a DataFrame of pandas or geopandas), not {described(frame)}."
        remedy = "Read a file with pandas.read_csv or geopandas.read_file first."
        return [Problem("E407", fact, file=table, remedy=remedy)]
    if isinstance(frame.columns, pd.MultiIndex):
        remedy = "Give each column one heading, as with frame.columns = […]."
        return [Problem("E407", f"The {table} table has headings of several lines.", file=table, remedy=remedy)]
    names = [str(name) for name in frame.columns]
    wrong = []
    for name in sorted({name for name in names if names.count(name) > 1}):
        fact = f"The {table} table has {names.count(name)} columns with the heading {name}."
        wrong.append(Problem("E203", fact, file=table, column=name))
    wrong += [
        Problem("E204", f"The {table} table has no column {name}.", file=table, column=name)
        for name in needed
        if name not in names
    ]
    return [*wrong, *_place_problems(table, frame, names, place)]


def _place_problems(table: str, frame: pd.DataFrame, names: list[str], place: str) -> list[Problem]:
    active = frame._geometry_column_name if isinstance(frame, gpd.GeoDataFrame) else None
    if active in names or names.count("geometry") > 1:
        return []
    if "geometry" in names:
        cells = [cell for cell in frame["geometry"] if not _blank(cell)]
        odd = sum(not isinstance(cell, shapely.Geometry) for cell in cells)
        if odd:
            fact = f"The column geometry of {table} holds {odd} cells that are no shapes."
            remedy = "Make shapes of them, as with geopandas.GeoSeries.from_wkt, or give the columns latitude and longitude."
            return [Problem("E304", fact, file=table, column="geometry", remedy=remedy)]
        return []
    if not place or set(names) >= _TWO or (place == "may" and "village" in names):
        return []
    half = sorted(_TWO & set(names))
    fact = f"The {table} table does not say where they are" + (f": it has only {half[0]}." if half else ".")
    remedy = "Add the columns latitude and longitude, or a geometry" + (", or the village." if place == "may" else ".")
    return [Problem("E204", fact, file=table, column="geometry", remedy=remedy)]


def _blank(cell: Any) -> bool:
    return cell is None or (not isinstance(cell, shapely.Geometry) and pd.api.types.is_scalar(cell) and bool(pd.isna(cell)))


def described(value: Any) -> str:
    """What a value is, without saying what it holds.

    Examples
    --------
    >>> described("car"), described(None), described(3.5), described(set())
    ('a text', 'None', 'a number', 'a set')
    """
    if value is None:
        return "None"
    return _WORDS.get(type(value), f"a {value.__name__ if isinstance(value, type) else type(value).__name__}")
