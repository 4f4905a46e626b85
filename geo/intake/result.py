"""The shapes that pass through the import: raw table, answers, questions, and the judged result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.codes import Behaviour
from geo.problems import Problem

#: Columns of ``Intake.quarantined``; ``key`` is the row's own id as given, ``record`` the row as it was (JSON object).
QUARANTINE = ("file", "row", "code", "sentence", "key", "record")
#: Columns of ``Intake.repaired``; values before and after are text.
REPAIRS = ("file", "row", "column", "before", "after", "code")


@dataclass(frozen=True)
class Source:
    """Where a table came from.

    Attributes
    ----------
    name : str
        File name as given, without folders; for display only, never used as a path.
    sha256 : str
        Of the whole file.
    size : int
        Bytes.
    format : str
        csv, xlsx, gpkg, geojson, shapefile, flatgeobuf, kml, geoparquet.
    layer, encoding : str
        Layer or sheet read, and the text encoding; "" where there is none.
    rows : int
        Data rows or features in the file.
    mapping : dict
        Their column → ours, as understood; columns that we have no use for map to "".
    """

    name: str
    sha256: str
    size: int
    format: str
    layer: str = ""
    encoding: str = ""
    rows: int = 0
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Option:
    """One answer to a question: its value for round.toml, and what it would mean."""

    value: str
    label: str
    preview: tuple[tuple[float, float], ...] = ()  #: a few (lon, lat) as they would fall


@dataclass(frozen=True)
class Question:
    """Something only the person can know.

    Attributes
    ----------
    key : str
        The key of ``[import]`` in round.toml that answers it, ``<table>.<name>``, as in ``households.crs``.
    text : str
        The question in plain words.
    options : tuple of Option
    code : str
        The registry code of the case.
    """

    key: str
    text: str
    options: tuple[Option, ...]
    code: str


#: Codes of rows that are no entries of the list: totals and notes, what the person left out, and the same row again.
NO_ENTRY = frozenset({"E215", "E219", "E232"})
#: What may be chosen about any file, besides a value of one of our columns for all its rows.
CHOICES = (
    "layer",
    "encoding",
    "crs",
    "axis_order",
    "sign",
    "date_order",
    "date_system",
    "zero_fill",
    "number_rows",
    "entries",
)


@dataclass(frozen=True)
class Answers:
    """What the person has decided about one file; all optional.

    Attributes
    ----------
    choices : dict
        Question name (without the table) → value: ``layer``, ``encoding``, ``crs``, ``axis_order``, ``sign``, …
    mapping : dict
        Their column → ours ("" to leave it out), over the alias table.
    cells : dict
        (row, our column) → new text, mended on the spot.
    places : dict
        row → (lon, lat), set by a click on the map.
    leave_out : frozenset of int
        Rows to leave out.
    words : dict
        Our column → what its words mean (word → our value), as ``{"priority": {"high": "90"}}``.
    """

    choices: Mapping[str, str] = field(default_factory=dict)
    mapping: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[tuple[int, str], str] = field(default_factory=dict)
    places: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    leave_out: frozenset[int] = frozenset()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of_layer(cls, layer: str) -> Answers:
        """Only which layer or sheet is meant; "" where the file names it or has one."""
        return cls({"layer": layer}) if layer else cls()

    @property
    def changed(self) -> bool:
        """Whether rows, columns or words are taken otherwise than the file has them."""
        return bool(self.mapping or self.cells or self.places or self.leave_out or self.words)

    @classmethod
    def from_toml(cls, table: str, section: Mapping[str, Any]) -> Answers:
        """The answers for ``table`` in the ``[import]`` table of round.toml (``[import.households]`` and so on)."""
        part = dict(section.get(table, {}))
        mapping = {str(k): str(v) for k, v in _table(part.pop("columns", {})).items()}
        words = {str(k): {str(w): str(v) for w, v in _table(said).items()} for k, said in _table(part.pop("words", {})).items()}
        return cls(choices={str(k): _text(v) for k, v in part.items()}, mapping=mapping, words=words)


def _table(value: Any) -> Mapping[str, Any]:
    """A table of round.toml; empty where something else stands, which is told elsewhere."""
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> str:
    """A value of round.toml as the text of a choice: rows are separated by ``;``, yes is ``true``."""
    if isinstance(value, bool):
        return str(value).lower()
    return ";".join(map(str, value)) if isinstance(value, list) else str(value)


def possible_entries(quarantined: pd.DataFrame) -> pd.DataFrame:
    """Of the rows set aside, those that may be entries of the list: no totals, no rows left out, no doubles.

    Examples
    --------
    >>> possible_entries(pd.DataFrame({"code": ["E215", "E212", "E219"]}))["code"].tolist()
    ['E212']
    """
    return quarantined[~quarantined["code"].isin(NO_ENTRY)]


@dataclass(frozen=True)
class RawTable:
    """A file as read, before anything is judged.

    Attributes
    ----------
    frame : DataFrame
        All columns text (``str``), the headings as in the file, blanks ``""``; the index holds row numbers as a
        spreadsheet shows them (features from 1).
    geometry : GeoSeries or None
        Of a geo format, in the file's own CRS (None where the file states none).
    source : Source
    problems : tuple of Problem
        Found while reading.
    quarantined : DataFrame
        Rows that could not be read as rows; columns :data:`QUARANTINE`.
    questions : tuple of Question
    """

    frame: pd.DataFrame
    geometry: gpd.GeoSeries | None
    source: Source
    problems: tuple[Problem, ...] = ()
    quarantined: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(QUARANTINE)))
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Intake:
    """A file judged: accepted plus quarantined rows equal the rows of the file.

    Attributes
    ----------
    table : str
        A key of :data:`geo.tables.TABLES`.
    source : Source
    accepted : GeoDataFrame
        In the shape of the contract; the index holds the row numbers of the file.
    quarantined, repaired : DataFrame
        Columns :data:`QUARANTINE` and :data:`REPAIRS`.
    problems : tuple of Problem
    questions : tuple of Question
        Those that ``answers`` leaves open.
    left_out : int
        Rows that the person left out; they count among the quarantined with code E219.
    aside_places : GeoSeries
        Where the rows set aside lie, as far as that could be read (EPSG:4326, by row number); to look at only.
    """

    table: str
    source: Source
    accepted: gpd.GeoDataFrame
    quarantined: pd.DataFrame
    repaired: pd.DataFrame
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    left_out: int = 0
    aside_places: gpd.GeoSeries = field(default_factory=lambda: gpd.GeoSeries([], crs="EPSG:4326"))

    @property
    def rejected(self) -> bool:
        """Whether the file as a whole is refused."""
        return any(problem.behaviour is Behaviour.REJECT for problem in self.problems)

    @property
    def ready(self) -> bool:
        """Whether it may be kept: not refused, and no question left open."""
        return not self.rejected and not self.questions
