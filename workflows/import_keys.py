"""The ``[import]`` table of round.toml: which keys it may hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from geo.intake.delimited import GUESSES
from geo.intake.grids import grid
from geo.intake.result import CHOICES
from geo.problems import Problem
from geo.tables import columns

#: Tables within an ``[import.<table>]``.
_TABLES = ("columns", "words")
_PLACES = ("latitude", "longitude", "gps", "geometry")
#: Most digits to which ids are filled.
_WIDEST = 40


def wrong_keys(table: str, part: Any, file: str) -> list[Problem]:
    """What is wrong with ``[import.<table>]``: keys that nobody would read, columns that we do not have.

    Parameters
    ----------
    table : str
        A key of :data:`geo.tables.TABLES`.
    part : mapping
        The table as read from round.toml.
    file : str
        The name of round.toml, for the problems.

    Returns
    -------
    list of Problem
        E400 for keys and E401 for values, each with what is allowed.
    """
    if not isinstance(part, Mapping):
        return []  # told as a whole
    named = [column.name for column in columns(table) if column.kind != "geometry"]
    ours = [*_PLACES, *named]
    found = []

    def wrong(fact: str, key: str, allowed: list[str]) -> None:
        found.append(Problem("E400", fact, file=file, column=key, remedy=f"Use one of: {', '.join(allowed)}."))

    for key in sorted(set(map(str, part)) - {*CHOICES, *_TABLES, *ours}):
        wrong("This key is not known.", f"import.{table}.{key}", [*_TABLES, *CHOICES, *named])
    found += wrong_values(table, part, file)
    for name in _TABLES:
        if name in part and not isinstance(part[name], Mapping):
            fact, remedy = "This must be a table.", f"Write [import.{table}.{name}] and its lines below it."
            found.append(Problem("E400", fact, file=file, column=f"import.{table}.{name}", remedy=remedy))
    for heading, column in _table(part, "columns").items():
        if column and column not in ours:
            wrong("There is no such column of ours.", f"import.{table}.columns.{heading}", ['""', *ours])
    for column, said in _table(part, "words").items():
        if column not in named:
            wrong("There is no such column of ours.", f"import.{table}.words.{column}", named)
        elif not isinstance(said, Mapping):
            remedy = f'Write [import.{table}.words.{column}] and below it lines like "high" = 80.'
            found.append(
                Problem("E400", "This must be a table.", file=file, column=f"import.{table}.words.{column}", remedy=remedy)
            )
    return found


def wrong_values(table: str, part: Mapping[str, Any], file: str) -> list[Problem]:
    """What is wrong with the values of ``[import.<table>]``: whoever mistypes an answer would be asked as if none was given."""
    named = {column.name for column in columns(table)} | set(_PLACES)
    found = []
    for key, value in part.items():
        takes, fits = _VALUES.get(key, ("a text or a number", _plain)) if key in {*_VALUES, *named} else ("", None)
        if fits is not None and not fits(value):
            fact = f"{key} takes {takes}."
            found.append(Problem("E401", fact, file=file, column=f"import.{table}.{key}"))
    for column, said in _table(part, "words").items():
        if isinstance(said, Mapping) and not all(_plain(value) for value in said.values()):
            fact = "Each word takes a text or a number."
            found.append(Problem("E401", fact, file=file, column=f"import.{table}.words.{column}"))
    return found


def _plain(value: Any) -> bool:
    return isinstance(value, str | int | float) or (
        isinstance(value, list) and all(isinstance(v, str | int | float) for v in value)
    )


def _one_of(*words: str) -> tuple[str, Callable[[Any], bool]]:
    shown = [f'"{word}"' for word in words]
    return f"one of {', '.join(shown)}", lambda value: not isinstance(value, bool) and str(value) in words


def _name(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _width(value: Any) -> bool:
    return _name(value) and str(value).isdecimal() and 1 <= int(value) <= _WIDEST


def _yes_or_no(value: Any) -> bool:
    return isinstance(value, bool) or str(value).lower() in ("true", "false", "yes", "no", "1", "0")


def _rows(value: Any) -> bool:
    items = value if isinstance(value, list) else re.split(r"[;,\s]+", str(value).strip())
    return all(_name(item) and str(item).isdecimal() for item in items)


#: Choice → what it takes in words, and whether a value is such.
_VALUES: Mapping[str, tuple[str, Callable[[Any], bool]]] = MappingProxyType(
    {
        "layer": ("the name of a layer or sheet", _name),
        "encoding": _one_of("utf-8", "utf-16", *dict(GUESSES)),
        "crs": (
            "a coordinate system, as EPSG:4326, EPSG:32735 or Lo27",
            lambda value: _name(value) and grid(str(value)) is not None,
        ),
        "axis_order": _one_of("lat_lon", "lon_lat"),
        "sign": _one_of("south", "as_given"),
        "date_order": _one_of("dmy", "mdy"),
        "date_system": _one_of("1900", "1904"),
        "zero_fill": (f"the number of digits, 1 to {_WIDEST}", _width),
        "number_rows": ("true or false", _yes_or_no),
        "entries": ("numbers of rows, as [32, 40]", _rows),
    }
)


def _table(part: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = part.get(name, {})
    return value if isinstance(value, Mapping) else {}
