"""Geo files: which layer, how many features, and their attributes as text."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from geo.intake.aliases import likeness
from geo.intake.rows import too_many_columns, too_many_rows
from geo.intake.shapefile import packed
from geo.intake.wire import ROW, SHAPE, Asked, Refused, Request
from geo.problems import Problem

#: Kinds that hold one layer, whose name is of no interest.
_SINGLE = ("geojson", "shapefile", "flatgeobuf")
#: Columns that GDAL gives every KML file, used or not.
_KML_OWN = (
    *("id", "description", "timestamp", "begin", "end", "altitudeMode"),
    *("tessellate", "extrude", "visibility", "drawOrder", "icon", "snippet"),
)
#: A number in 64 bits keeps 15 digits.
EXACT_BELOW = 1e15
#: A coordinate in quotation marks: GDAL would make a row without a shape of it, and not say so.
_TEXT_COORDINATES = re.compile(rb'"coordinates"\s*:\s*(\[\s*)*"')


@dataclass(frozen=True)
class Layer:
    """One layer: attributes as text with :data:`ROW` and :data:`SHAPE`, and what was said of it ("" for nothing)."""

    table: pa.Table
    name: str
    crs: str
    encoding: str
    asked: tuple[Asked, ...]


def parse(request: Request) -> Layer:
    """The layer asked for, or the only one.

    Raises
    ------
    Refused
        E101, E103, E200, E206, E302; E106 asks for the layer.
    """
    from pyogrio.errors import DataLayerError, DataSourceError

    _refuse_odd_text(request)
    try:
        data, encoding, asked = packed(request) if request.kind == "shapefile" else (request.content, "", ())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the names of files in memory
            table, name, crs = _read(request, data)
        table.validate(full=True)
    except (UnicodeDecodeError, pa.ArrowException):
        raise Refused(Problem("E206", "Some letters of the file cannot be read.", file=request.name)) from None
    except (DataSourceError, DataLayerError, OSError) as error:
        raise Refused(_unreadable(request, str(error))) from None
    if not table.num_rows:
        raise Refused(Problem("E200", "The layer holds no rows.", file=request.name))
    return Layer(_without_blank(table) if request.kind == "kml" else table, name, crs, encoding, asked)


def _without_blank(table: pa.Table) -> pa.Table:
    """A KML table without the columns that GDAL added and nobody filled in: a blank ``id`` would hide the real one."""
    unused = [name for name in _KML_OWN if name in table.column_names and _says_nothing(table.column(name))]
    return table.drop_columns(unused)


def _says_nothing(column: pa.ChunkedArray) -> bool:
    return bool(pc.all(pc.is_in(column, value_set=pa.array(["", "-1", "0", "false"]))).as_py())


def _read(request: Request, data: bytes) -> tuple[pa.Table, str, str]:
    import pyogrio

    place, name = _choose(request, _filled_layers(request, data), data)
    _refuse_size(request, pyogrio.read_info(data, layer=place))
    meta, table = pyogrio.raw.read_arrow(data, layer=place)
    return as_text(table, meta["geometry_name"] or "wkb_geometry"), name, str(meta["crs"] or "")


def as_text(table: pa.Table, shape: str) -> pa.Table:
    """Every attribute as text, blanks ``""``; the column ``shape`` as :data:`SHAPE`, features numbered from 1."""
    arrays, names = [], []
    for name, column in zip(table.column_names, table.columns, strict=True):
        if name == shape:
            arrays.append(column.cast(pa.large_binary()))
            names.append(SHAPE)
        elif (text := _text(column)) is not None:
            arrays.append(text)
            names.append(name if name not in names else f"{name} ({len(names) + 1})")
    arrays.append(pa.array(range(1, table.num_rows + 1), pa.int64()))
    return pa.table(arrays, names=[*names, ROW])


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    kind = column.type
    if isinstance(kind, pa.BaseExtensionType) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return None
    if pa.types.is_nested(kind):
        texts = pa.array(
            [";".join(map(str, v)) if isinstance(v, list) else ("" if v is None else str(v)) for v in column.to_pylist()]
        )
        return pa.chunked_array([texts.cast(pa.string())])
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
    if pa.types.is_floating(kind):
        return _plain_numbers(column)
    text = pc.fill_null(column.cast(pa.string()), "")
    if pa.types.is_timestamp(kind):  # midnight is how a date without a time is kept
        text = pc.replace_substring_regex(text, r"\.0+(Z?)$", r"\1")
        text = pc.replace_substring_regex(text, r" 00:00:00Z?$", "")
    return text


def _plain_numbers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Whole numbers without point and exponent: an id of 13 digits must not look like 8.00102e+12."""
    column = pc.cast(column, pa.float64())
    whole = pc.fill_null(pc.and_(pc.equal(pc.floor(column), column), pc.less(pc.abs(column), EXACT_BELOW)), False)
    integers = pc.cast(pc.if_else(whole, column, 0.0), pa.int64()).cast(pa.string())
    texts = pc.if_else(whole, integers, column.cast(pa.string()))
    return pc.fill_null(pc.if_else(pc.is_nan(column), "", texts), "")


def _refuse_odd_text(request: Request) -> None:
    content = request.parts.get("file", b"")
    if request.kind in ("kml", "gpx") and re.search(rb"<!ENTITY|<!DOCTYPE", content):
        raise Refused(Problem("E101", "The file defines abbreviations that may read other files.", file=request.name))
    if request.kind == "geojson" and (found := _TEXT_COORDINATES.search(content)):
        feature = len(re.findall(rb'"type"\s*:\s*"Feature"', content[: found.start()]))
        fact = "Coordinates are written as text, in quotation marks."
        raise Refused(Problem("E302", fact, file=request.name, rows=(max(feature, 1),)))


def _filled_layers(request: Request, data: bytes) -> list[tuple[int, str]]:
    """Places and names of the layers with features; those with shapes where there are any, else plain tables.

    Layers are opened by their place: formats without names call them after the file in memory, anew at each opening.
    """
    import pyogrio

    layers = [(place, str(name), kind is not None) for place, (name, kind) in enumerate(pyogrio.list_layers(data))]
    if request.kind in _SINGLE or len(layers) == 1:
        return [(0, "" if request.kind in _SINGLE or layers[0][1].startswith("pyogrio_") else layers[0][1])] if layers else []
    filled = [layer for layer in layers if pyogrio.read_info(data, layer=layer[0], force_feature_count=True)["features"]]
    return [(place, name) for place, name, shaped in filled if shaped] or [(place, name) for place, name, _ in filled]


def _choose(request: Request, layers: list[tuple[int, str]], data: bytes) -> tuple[int, str]:
    if not layers:
        raise Refused(Problem("E200", "The file holds no layer with rows.", file=request.name))
    if len(layers) == 1 and (not layers[0][1] or request.layer in ("", layers[0][1])):
        return layers[0]
    named = [layer for layer in layers if layer[1] == request.layer]
    if request.layer and named:
        return named[0]
    start = f"There is no layer “{request.layer}” with rows." if request.layer else f"The file holds {len(layers)} layers."
    import pyogrio

    # What looks most like the list comes first: it is what a person is advised to answer.
    fields = {place: [str(field) for field in pyogrio.read_info(data, layer=place)["fields"]] for place, _ in layers}
    ranked = sorted(layers, key=lambda layer: -likeness(request.table, layer[1], fields[layer[0]]))
    options = tuple((name, name) for _, name in ranked)
    raise Refused(asked=(Asked("layer", f"{start} Which one is meant?", options, "E106"),))


def _refuse_size(request: Request, info: Mapping[str, Any]) -> None:
    if info["features"] > request.settings.rows_most:
        raise Refused(too_many_rows(request, int(info["features"])))
    if len(info["fields"]) > request.settings.columns_most:
        raise Refused(too_many_columns(request, len(info["fields"])))


def _unreadable(request: Request, text: str) -> Problem:
    if "not recognized" in text and request.kind == "geojson":
        return Problem("E101", "The file is JSON, and not GeoJSON, or it breaks off.", file=request.name)
    if "nested" in text:
        return Problem("E302", "Its brackets are nested far deeper than in any map.", file=request.name)
    place = re.search(r"line (\d+), character (\d+)", text)
    where = f" at line {place[1]}, character {place[2]}" if place else ""
    return Problem("E302", f"The file breaks off or is damaged{where}.", file=request.name)
