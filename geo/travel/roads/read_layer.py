"""Roads out of a layer of lines: GeoPackage, shapefile, GeoJSON, FlatGeobuf, KML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.codes import Behaviour
from geo.errors import InputProblems
from geo.intake.receive import split_layer
from geo.intake.result import RawTable
from geo.problems import Problem
from geo.settings import Settings
from geo.travel.roads.joins import joined
from geo.travel.roads.kinds import Kind
from geo.travel.roads.lines import KindBook, Lines, lines_of

#: Names of the columns that matter, the most certain first; "highway" also stands for those of Geofabrik (fclass).
ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "highway": "highway fclass roadclass roadtype class type klasse category kind",
        "surface": "surface surfacetype surf roadsurface pavement oppervlak",
        "oneway": "oneway onewaytype direction",
        "junction": "junction",
        "access": "access",
        "foot": "foot",
        "bicycle": "bicycle",
        "motor_vehicle": "motorvehicle motorcar",
        "bridge": "bridge brug",
        "tunnel": "tunnel",
        "ford": "ford drift",
    }
)
#: A layer of roads may be larger than a list of households.
_LARGEST_MB, _LONGEST_S, _MEMORY_MB, _ROWS, _CELLS = 2_000, 600, 6_000, 5_000_000, 200_000_000


def layer_lines(path: str, *, crossings: bool = False) -> Lines:
    """The lines of a layer.

    Parameters
    ----------
    path : str
        ``FILE::LAYER`` names a layer.
    crossings : bool
        Whether lines that cross meet, also where they have no common vertex.

    Raises
    ------
    InputProblems
        A file that cannot be read, a layer to be chosen, no coordinate system, no lines.
    """
    from geo.intake.reading import read_raw

    raw = read_raw("landmarks", path, settings=layer_limits())
    shapes = in_degrees(raw, split_layer(path)[0].name)
    is_line = np.isin(shapely.get_type_id(shapes), (1, 2, 5)) & ~shapely.is_empty(shapes)
    if not is_line.any():
        raise InputProblems([Problem("E420", "The layer holds no lines.", file=raw.source.name)])
    kind, kinds = _kinds(raw.frame)
    rows = np.flatnonzero(is_line & (kind >= 0))
    parts, owner = shapely.get_parts(shapes[rows], return_index=True)
    coordinates, line = shapely.get_coordinates(parts, return_index=True)
    known = np.isfinite(coordinates).all(axis=1)
    count = np.bincount(line[known], minlength=len(parts))
    at = np.concatenate([[0], np.cumsum(count)])
    lines = lines_of(coordinates[known], at, kind[rows][owner], kinds)
    return joined(lines, crossings=crossings)


def layer_limits() -> Settings:
    """The limits of a file for a layer of lines, which may be larger than a list."""
    usual = Settings.load()
    return replace(
        usual,
        upload_mb=max(usual.upload_mb, _LARGEST_MB),
        parse_seconds=max(usual.parse_seconds, _LONGEST_S),
        parse_memory_mb=max(usual.parse_memory_mb, _MEMORY_MB),
        rows_most=max(usual.rows_most, _ROWS),
        cells_most=max(usual.cells_most, _CELLS),
    )


def in_degrees(raw: RawTable, name: str, code: str = "E420") -> NDArray[np.object_]:
    """The shapes of a layer in degrees; ``code`` is that of a file without shapes.

    Raises
    ------
    InputProblems
        What stops the file.
    """
    if not len(raw.frame.index) or raw.questions:
        wrong = [problem for problem in raw.problems if problem.behaviour is Behaviour.REJECT] or list(raw.problems)
        for question in raw.questions:
            options = ", ".join(option.label for option in question.options[:10])
            wrong.append(Problem(question.code, f"{question.text} {options}", file=name, remedy=f"Write {name}::LAYER."))
        raise InputProblems(wrong or [Problem("E200", "The layer holds no rows.", file=name)])
    if raw.geometry is None:
        raise InputProblems([Problem(code, "The file holds no shapes.", file=name)])
    shapes = raw.geometry
    if shapes.crs is None:
        raise InputProblems([Problem("E300", "The layer does not say in which system its coordinates are.", file=name)])
    done = np.asarray(gpd.GeoSeries(shapes).to_crs("EPSG:4326").array, dtype=object)
    bounds = shapely.total_bounds(done)
    if np.isfinite(bounds).all() and (abs(bounds[[0, 2]]).max() > 180 or abs(bounds[[1, 3]]).max() > 90):
        raise InputProblems([Problem("E303", "The coordinates are no degrees, although the layer says so.", file=name)])
    return done


def _kinds(frame: pd.DataFrame) -> tuple[NDArray[np.int64], tuple[Kind, ...]]:
    """(n,) the number of each row's kind, -1 for what is no road; and the kinds."""
    columns = _columns([str(name) for name in frame.columns])
    book = KindBook()
    if not columns:
        return np.full(len(frame), book.number({}), dtype=np.int64), tuple(book.kinds)
    texts = [frame[heading].fillna("").astype(str).tolist() for heading in columns.values()]
    numbers = [
        book.number({tag: cell for tag, cell in zip(columns, row, strict=True) if cell}) for row in zip(*texts, strict=True)
    ]
    return np.array(numbers, dtype=np.int64), tuple(book.kinds)


def _columns(headings: list[str]) -> dict[str, str]:
    """Tag → heading of the columns that say it."""
    plain = {_squeezed(heading): heading for heading in reversed(headings)}
    found = {}
    for tag, names in ALIASES.items():
        heading = next((plain[name] for name in names.split() if name in plain), None)
        if heading is not None:
            found[tag] = heading
    return found


def _squeezed(heading: str) -> str:
    return re.sub(r"[^a-z0-9]", "", heading.lower())
