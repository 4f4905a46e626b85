"""The parts of a shapefile put together in memory, in an encoding that somebody has stated."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from geo.intake.delimited import GUESSES, ask_encoding
from geo.intake.wire import Asked, Request

#: What GDAL calls the encodings that office programs write.
_GDAL_NAMES = {"cp1252": "CP1252", "mac_roman": "MACINTOSH", "cp850": "CP850", "cp1250": "CP1250"}


def packed(request: Request) -> tuple[bytes, str, tuple[Asked, ...]]:
    """One stored zip file of the parts, the encoding that had to be found, and the question where it was guessed.

    Without its .cpg a shapefile does not say in which encoding its texts are, and letters beyond a to z come out wrong.
    """
    parts = dict(request.parts)
    encoding, asked = "", tuple[Asked, ...]()
    if "cpg" not in parts:
        encoding, asked = _encoding(_records(parts["dbf"]), request)
        if encoding:
            parts["cpg"] = _GDAL_NAMES.get(encoding, "UTF-8").encode()
    return _zipped(parts), encoding, asked


def _encoding(texts: bytes, request: Request) -> tuple[str, tuple[Asked, ...]]:
    if texts.isascii():
        return "", ()
    try:
        texts.decode("utf-8")
    except UnicodeDecodeError:
        chosen = request.choices.get("encoding", "")
        if chosen in _GDAL_NAMES:
            return chosen, ()
        readings = [(name, label, texts.decode(name, errors="replace")) for name, label in GUESSES]
        return readings[0][0], (ask_encoding(texts, readings),)
    return "utf-8", ()


def _records(dbf: bytes) -> bytes:
    """The texts of a dBASE table: what stands behind its header, whose length is in bytes 8 and 9."""
    return dbf[int.from_bytes(dbf[8:10], "little") :]


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts.items():
            archive.writestr(f"layer.{part}", content)
    return buffer.getvalue()
