"""What passes between us and the process that parses a file: a request, and what was found. No pickles.

Both travel as one line of JSON (their lengths in front) and raw bytes behind it, so that a process that was taken over by
a bad file can hand back nothing but text and an Arrow table.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from geo.problems import Problem
from geo.settings import Settings

ROW = "__row__"  #: column of the Arrow table that holds row numbers
SHAPE = "__shape__"  #: column of the Arrow table that holds WKB


class Refused(Exception):  # noqa: N818 - it is an outcome, not an error of ours
    """The file, or this reading of it, stops here.

    Parameters
    ----------
    problems : Problem
        Why it is refused, if it is.
    asked : tuple of Asked
        What must be answered first.
    """

    def __init__(self, *problems: Problem, asked: tuple[Asked, ...] = ()) -> None:
        super().__init__(*(problem.code for problem in problems))
        self.problems = problems
        self.asked = asked


@dataclass(frozen=True)
class Asked:
    """A question before it is addressed to a table: its name, and (value, label) of each answer."""

    name: str
    text: str
    options: tuple[tuple[str, str], ...]
    code: str


@dataclass(frozen=True)
class SetAside:
    """A row that stays out, with its reason; ``key`` is its own id, ``record`` its cells by heading."""

    row: int
    code: str
    sentence: str
    key: str
    record: Mapping[str, str]


@dataclass(frozen=True)
class Request:
    """One file to parse.

    Attributes
    ----------
    table : str
        A key of ``geo.tables.TABLES``.
    kind : str
        What the content is; see ``geo.intake.sniff``.
    name : str
        For texts only.
    layer : str
        The layer or sheet asked for, "" for none.
    choices, mapping : dict
        As in ``geo.intake.result.Answers``.
    settings : Settings
        The limits.
    parts : dict
        Bytes by plain name: ``"file"``, or the parts of a shapefile by their ending.
    """

    table: str
    kind: str
    name: str
    layer: str
    choices: Mapping[str, str]
    mapping: Mapping[str, str]
    settings: Settings
    parts: Mapping[str, bytes]

    @property
    def content(self) -> bytes:
        """The bytes of a file that has no parts."""
        return self.parts["file"]

    def to_bytes(self) -> bytes:
        """The request as it is written to the other process."""
        head = {
            "table": self.table,
            "kind": self.kind,
            "name": self.name,
            "layer": self.layer,
            "choices": dict(self.choices),
            "mapping": dict(self.mapping),
            "settings": asdict(self.settings),
            "parts": [[name, len(content)] for name, content in self.parts.items()],
        }
        return _framed(head, *self.parts.values())

    @classmethod
    def from_bytes(cls, message: bytes) -> Request:
        """The request that was written."""
        head, rest = _unframed(message)
        parts, at = {}, 0
        for name, size in head.pop("parts"):
            parts[name] = rest[at : at + size]
            at += size
        return cls(settings=Settings(**head.pop("settings")), parts=parts, **head)


@dataclass(frozen=True)
class Parsed:
    """A file as parsed.

    Attributes
    ----------
    arrow : bytes
        An Arrow stream: text columns by heading, :data:`ROW`, and :data:`SHAPE` where there are shapes; b"" for none.
    layer, encoding, crs : str
        What was read; ``crs`` as pyproj understands it, "" where the file states none.
    rows : int
        Data rows of the file, those set aside included.
    problems, asked, aside : tuple
        What was found.
    """

    arrow: bytes = b""
    layer: str = ""
    encoding: str = ""
    crs: str = ""
    rows: int = 0
    problems: tuple[Problem, ...] = ()
    asked: tuple[Asked, ...] = ()
    aside: tuple[SetAside, ...] = field(default=())

    def to_bytes(self) -> bytes:
        """What was found, as it is handed back."""
        head = {name: getattr(self, name) for name in ("layer", "encoding", "crs", "rows")}
        for name in ("problems", "asked", "aside"):
            head[name] = [asdict(item) for item in getattr(self, name)]
        return _framed(head, self.arrow)

    @classmethod
    def from_bytes(cls, message: bytes) -> Parsed:
        """What was handed back.

        Raises
        ------
        ValueError
            The message is not one of ours, as when the process was stopped while it wrote.
        """
        head, arrow = _unframed(message)
        problems = tuple(Problem(**{**item, "rows": tuple(item["rows"])}) for item in head.pop("problems"))
        asked = tuple(
            Asked(**{**item, "options": tuple((value, label) for value, label in item["options"])}) for item in head.pop("asked")
        )
        aside = tuple(SetAside(**item) for item in head.pop("aside"))
        return cls(arrow=arrow, problems=problems, asked=asked, aside=aside, **head)


def entries(choices: Mapping[str, str]) -> frozenset[int]:
    """Rows that look like totals or notes, and are entries of the list because the person says so: ``entries = "7;9"``.

    Examples
    --------
    >>> sorted(entries({"entries": "9; 7"}))
    [7, 9]
    """
    return frozenset(int(number) for number in re.findall(r"\d{1,9}", choices.get("entries", "")))


def _framed(head: Mapping[str, Any], *content: bytes) -> bytes:
    text = json.dumps(head).encode()
    return b"".join((struct.pack("<QQ", len(text), sum(map(len, content))), text, *content))


def _unframed(message: bytes) -> tuple[dict[str, Any], bytes]:
    if len(message) < 16:
        raise ValueError("message too short")
    text, rest = struct.unpack("<QQ", message[:16])
    if len(message) != 16 + text + rest:
        raise ValueError("message cut off")
    return json.loads(message[16 : 16 + text]), message[16 + text :]
