"""The ``[import]`` table of round.toml: which keys it may hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.intake.result import CHOICES
from geo.problems import Problem
from geo.tables import columns

#: Tables within an ``[import.<table>]``.
_TABLES = ("columns", "words")


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
        All E400, each with what is allowed.
    """
    if not isinstance(part, Mapping):
        return []  # told as a whole
    named = [column.name for column in columns(table) if column.kind != "geometry"]
    ours = ["latitude", "longitude", "gps", "geometry", *named]
    found = []

    def wrong(fact: str, key: str, allowed: list[str]) -> None:
        found.append(Problem("E400", fact, file=file, column=key, remedy=f"Use one of: {', '.join(allowed)}."))

    for key in sorted(set(map(str, part)) - {*CHOICES, *_TABLES, *ours}):
        wrong("This key is not known.", f"import.{table}.{key}", [*_TABLES, *CHOICES, *named])
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


def _table(part: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = part.get(name, {})
    return value if isinstance(value, Mapping) else {}
