"""What can be wrong with an input: one registry of codes, and the problems found.

A problem is collected, never raised on its own (see :class:`geo.errors.InputProblems`). Texts name files,
columns and row numbers, never the personal values in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from geo.codes import CODES, Behaviour, Code


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, with its place.

    Attributes
    ----------
    code : str
        A key of :data:`REGISTRY`.
    sentence : str
        The fact, in plain words, with numbers; no personal values.
    file : str
        The name of the file as the person gave it (no folders), or "" for a setting.
    rows : tuple of int
        Row numbers as a spreadsheet shows them (the header is row 1); feature numbers from 1 in layers.
    column : str
        The column as it is called in the file, or the key in round.toml.
    remedy : str
        What to do; filled from the registry where left empty.
    """

    code: str
    sentence: str
    file: str = ""
    rows: tuple[int, ...] = field(default=())
    column: str = ""
    remedy: str = ""

    def __post_init__(self) -> None:
        if not self.remedy:
            object.__setattr__(self, "remedy", REGISTRY[self.code].remedy)

    @property
    def behaviour(self) -> Behaviour:
        """What this problem does to its file or row."""
        return REGISTRY[self.code].behaviour

    @property
    def title(self) -> str:
        """The heading under which problems of this kind are grouped."""
        return REGISTRY[self.code].title

    @property
    def rows_told(self) -> str:
        """Its rows in words, "" for none: ``rows 2, 5``; of many the first ten."""
        return _rows_text(self.rows)

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.file, self.column, self.rows_told) if part)
        place = f" [{where}]" if where else ""
        return f"{self.code}{place} {self.sentence} {self.remedy}".rstrip()


def many(number: int, one: str, several: str = "") -> str:
    """A number with its noun.

    Examples
    --------
    >>> many(1, "row"), many(2, "row"), many(1200, "rule is broken", "rules are broken")
    ('1 row', '2 rows', '1 200 rules are broken')
    """
    return f"{number:,} {one if number == 1 else several or f'{one}s'}".replace(",", " ")


def _rows_text(rows: tuple[int, ...], most: int = 10) -> str:
    if not rows:
        return ""
    shown = ", ".join(str(row) for row in rows[:most])
    more = f" and {len(rows) - most} more" if len(rows) > most else ""
    return f"row{'s' if len(rows) > 1 else ''} {shown}{more}"


#: Every code by its name.
REGISTRY: Mapping[str, Code] = MappingProxyType({code.code: code for code in CODES})
