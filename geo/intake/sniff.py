"""What a file is, by its first bytes. Its name is not asked: a name can say anything."""

from __future__ import annotations

import re
from types import MappingProxyType

from geo.intake.wire import Refused
from geo.problems import Problem

LOOKED_AT = 4096
#: The only GDAL drivers that may open each kind.
DRIVERS = MappingProxyType(
    {
        "gpkg": ("GPKG",),
        "geojson": ("GeoJSON", "GeoJSONSeq", "TopoJSON"),
        "shapefile": ("ESRI Shapefile",),
        "flatgeobuf": ("FlatGeobuf",),
        "kml": ("LIBKML", "KML"),
        "gpx": ("GPX",),
    }
)
_FORMATS = "CSV, XLSX, GeoPackage, GeoJSON, shapefile, FlatGeobuf, KML or GeoParquet"


def sniff(content: bytes, name: str) -> str:
    """The kind of a file: zip, gpkg, shapefile, flatgeobuf, geoparquet, geojson, kml, gpx or csv.

    Parameters
    ----------
    content : bytes
        The file, or its first 4,096 bytes.
    name : str
        For texts only.

    Raises
    ------
    Refused
        E101: none of these, or something that would have GDAL open other files.
    """
    start = content[:LOOKED_AT]
    kind = _by_magic(start) or _by_text(start, name)
    if kind:
        return kind
    raise Refused(Problem("E101", f"The file is not {_FORMATS}.", file=name))


def _by_magic(start: bytes) -> str:
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if start.startswith(b"SQLite format 3\x00"):
        return "gpkg"
    if start.startswith(b"\x00\x00\x27\x0a"):
        return "shapefile"
    if start.startswith(b"fgb\x03fgb"):
        return "flatgeobuf"
    return "geoparquet" if start.startswith(b"PAR1") else ""


def _by_text(start: bytes, name: str) -> str:
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        remedy = "Open it in Excel or LibreOffice, save it as XLSX without a password, and bring that."
        fact = "The file is an old Excel file (.xls) or is locked with a password."
        raise Refused(Problem("E101", fact, file=name, remedy=remedy))
    text = start.decode(wide(start) or "latin-1", errors="replace").removeprefix("\ufeff").removeprefix("ï»¿")
    head = text.lstrip("\ufeff \t\r\n").lower()
    if re.search(r"<ogrvrt|<vrtdataset|<gdal|gdal_streamed_alg|gdalg", head):
        raise Refused(Problem("E101", "The file is a recipe that reads other files.", file=name))
    if head.startswith("<"):
        return _by_markup(head)
    if head.startswith(("{", "[{", "[ {", "\x1e{")) or re.match(r"\[\s*[{\[\]]", head):
        return "geojson"
    return "csv" if _readable(text) else ""


def wide(start: bytes) -> str:
    """The UTF-16 of a text, by its mark or because every other byte is zero; "" for none."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = start[:LOOKED_AT:2].count(0), start[1:LOOKED_AT:2].count(0)
    half = max(len(start[:LOOKED_AT]) // 2, 1)
    if max(even, odd) < 0.5 * half or min(even, odd) > 0:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _by_markup(head: str) -> str:
    if "<!entity" in head or "<!doctype html" in head or "<html" in head:
        return ""
    found = re.search(r"<(?:\w+:)?(kml|gpx)[\s>]", head)
    return found[1] if found else ""


def _readable(text: str) -> bool:
    """Whether it is text: hardly any control signs. A stray NUL byte is left for the reader to report."""
    odd = sum(1 for sign in text if ord(sign) < 32 and sign not in "\t\n\r\f\x1a")
    return odd <= len(text) * 0.05
