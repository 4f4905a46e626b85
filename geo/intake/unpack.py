"""Zip files opened in memory, counted while they open: a small one may hold a very large one.

What the archive says of itself (sizes, names) is not believed; no entry's name is ever used as a path.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from geo.intake.sniff import sniff
from geo.intake.wire import Asked, Refused
from geo.problems import Problem
from geo.settings import Settings

_JUNK = re.compile(r"(^|/)(__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
#: Endings of files that may hold a table; others in an archive (licences, styles, pictures) are passed over.
_DATA = ("shp", "gpkg", "geojson", "json", "fgb", "kml", "gpx", "parquet", "geoparquet", "csv", "tsv", "txt")
_ARCHIVES = ("zip", "7z", "rar", "gz", "tgz", "tar", "bz2", "xz", "xlsx", "kmz")
SHAPEFILE = ("shp", "shx", "dbf", "prj", "cpg")
_OFFICE = {"word/document.xml": "a Word document", "xl/workbook.bin": "an Excel binary workbook", "content.xml": "OpenDocument"}
#: Endings of documents that are zip files inside, which nobody unzips.
_DOCUMENTS = frozenset({"docx", "xlsx", "xlsm", "xlsb", "pptx", "odt", "ods"})
_SAVE_AGAIN = "Open it in its own program, save the list as XLSX or CSV, and bring that."
#: A few hundred zero bytes grow a thousandfold and harm nobody.
_RATIO_FROM = 1_000_000
_CHUNK = 1 << 16


def unpack(content: bytes, name: str, layer: str, settings: Settings, table: str = "") -> tuple[str, dict[str, bytes], str]:
    """The one data set in a zip file.

    Parameters
    ----------
    content : bytes
        The archive.
    name : str
        For texts only.
    layer : str
        The file in the archive (with or without its ending) that was asked for, or the layer of the only one.
    table : str
        The list that is wanted: what is called like it is proposed first.
    settings : Settings
        ``zip_entries_most``, ``zip_total_mb``, ``zip_ratio_most``.

    Returns
    -------
    kind, parts, layer
        As in :class:`geo.intake.wire.Request`; a workbook stays whole.

    Raises
    ------
    Refused
        E101, E105; E106 asks which of several.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _unpack(archive, content, name, layer, settings, table)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, UnicodeError):
        raise Refused(_damaged(name)) from None


def shapefile_parts(parts: dict[str, bytes], name: str) -> dict[str, bytes]:
    """The parts of a shapefile, checked to be enough.

    Raises
    ------
    Refused
        E301 with the endings that are missing.
    """
    missing = [f".{part}" for part in ("shp", "shx", "dbf") if part not in parts]
    if missing:
        listed = " and ".join(missing)
        raise Refused(Problem("E301", f"The shapefile came without its {listed}.", file=name))
    return parts


def _unpack(  # noqa: PLR0917 - what unpack was given
    archive: zipfile.ZipFile, content: bytes, name: str, layer: str, settings: Settings, table: str
) -> tuple[str, dict[str, bytes], str]:
    if len(archive.infolist()) > settings.zip_entries_most:
        fact = f"The zip file has {len(archive.infolist())} entries; the limit is {settings.zip_entries_most}."
        raise Refused(Problem("E105", fact, file=name))
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _JUNK.search(entry.filename)]
    inside = {entry.filename for entry in entries}
    for mark, what in _OFFICE.items():
        if mark in inside:
            raise Refused(Problem("E101", f"The file is {what}.", file=name, remedy=_SAVE_AGAIN))
    _refuse_tricks(entries, name)
    if "xl/workbook.xml" in inside:
        for _ in _counted(archive, entries, name, settings):
            pass  # openpyxl opens it again: here it is only counted
        return "xlsx", {"file": content}, layer
    chosen, layer = _choose(entries, name, layer, table)
    parts = dict(_counted(archive, chosen, name, settings))
    if "shp" in parts:
        return "shapefile", shapefile_parts(parts, name), layer
    (data,) = parts.values()
    kind = sniff(data, name)
    if kind == "zip":
        raise Refused(_nested(name))
    return kind, {"file": data}, layer


def _damaged(name: str) -> Problem:
    """What is said of a zip file that does not open; documents are zip files too, and nobody unzips them."""
    if name.rpartition(".")[2].lower() in _DOCUMENTS:
        return Problem("E105", "The document is damaged, or is no such document.", file=name, remedy=_SAVE_AGAIN)
    return Problem("E105", "The zip file is damaged, or packed in a way that we do not know.", file=name)


def _refuse_tricks(entries: Sequence[zipfile.ZipInfo], name: str) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(Problem("E105", "The zip file is locked with a password.", file=name))
    if any(stat.S_ISLNK(entry.external_attr >> 16) for entry in entries):
        raise Refused(Problem("E105", "The zip file holds a link to another place instead of a file.", file=name))
    if any(_ending(entry) in _ARCHIVES for entry in entries):
        raise Refused(_nested(name))


def _nested(name: str) -> Problem:
    return Problem("E105", "The zip file holds another archive or a workbook.", file=name)


def _ending(entry: zipfile.ZipInfo) -> str:
    return entry.filename.rpartition(".")[2].lower()


def _stem(entry: zipfile.ZipInfo) -> str:
    return entry.filename.rpartition("/")[2].rpartition(".")[0]


def _choose(entries: Sequence[zipfile.ZipInfo], name: str, layer: str, table: str) -> tuple[list[zipfile.ZipInfo], str]:
    """The entries of the one data set, and the layer still to be chosen in it."""
    data = [entry for entry in entries if _ending(entry) in _DATA]
    if not data:
        parts = sorted({f".{part}" for entry in entries if (part := _ending(entry)) in SHAPEFILE})
        if parts:
            raise Refused(Problem("E301", f"The zip file holds {', '.join(parts)} of a shapefile and no .shp.", file=name))
        raise Refused(Problem("E101", "The zip file holds no file that we read.", file=name))
    if len(data) > 1:
        named = [entry for entry in data if layer in (_stem(entry), entry.filename, entry.filename.rpartition("/")[2])]
        if len(named) != 1:
            raise Refused(asked=(_ask(data, table),))
        data, layer = named, ""
    whole = data[0].filename.rpartition(".")[0].casefold()
    if _ending(data[0]) != "shp":
        return data, layer
    return [e for e in entries if _ending(e) in SHAPEFILE and e.filename.rpartition(".")[0].casefold() == whole], ""


def _ask(data: Sequence[zipfile.ZipInfo], table: str) -> Asked:
    called = table.rstrip("s").replace("_", "")
    data = sorted(data, key=lambda entry: called not in _stem(entry).lower().replace("_", ""))
    stems = [_stem(entry) for entry in data]
    short = stems if len(set(stems)) == len(stems) else [entry.filename for entry in data]
    options = tuple((value, entry.filename.rpartition("/")[2]) for value, entry in zip(short, data, strict=True))
    return Asked("layer", f"The zip file holds {len(data)} files. Which one is meant?", options, "E106")


def _counted(
    archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo], name: str, settings: Settings
) -> Iterator[tuple[str, bytes]]:
    """Ending and content of each entry, given up as soon as they grow too much."""
    total = 0
    for entry in entries:
        chunks: list[bytes] = []
        size = 0
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                total += len(chunk)
                if total > settings.zip_total_mb * 1_000_000:
                    raise Refused(Problem("E105", f"Unpacked it holds more than {settings.zip_total_mb} MB.", file=name))
                if size > _RATIO_FROM and size > settings.zip_ratio_most * max(entry.compress_size, 1):
                    fact = f"A file in it grows more than {settings.zip_ratio_most} times when it is unpacked."
                    raise Refused(Problem("E105", fact, file=name))
                chunks.append(chunk)
        yield _ending(entry), b"".join(chunks)
