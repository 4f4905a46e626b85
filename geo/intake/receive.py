"""A file as it arrives: its bytes within the limit, its hash, and a name that is only ever shown."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from geo.intake.unpack import SHAPEFILE
from geo.intake.wire import Refused
from geo.problems import Problem
from geo.settings import Settings

_CHUNK = 1 << 20
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Received:
    """A file in memory.

    Attributes
    ----------
    name : str
        As given, without folders and signs that do not print; shown, never opened.
    layer : str
        What stood behind ``::``, or "".
    parts : dict
        ``{"file": bytes}``, or the parts of a shapefile by ending.
    sha256 : str
    size : int
        Bytes of all parts.
    """

    name: str
    layer: str
    parts: dict[str, bytes]
    sha256: str
    size: int


def receive(source: str | Path | bytes | BinaryIO, name: str | None, settings: Settings) -> Received:
    """Take a file in.

    Parameters
    ----------
    source : path, bytes or binary stream
        A path may be ``FILE::LAYER``; a path to a ``.shp`` brings the files beside it.
    name : str, optional
        What to call it; the path's own name where left out.
    settings : Settings
        ``upload_mb``.

    Raises
    ------
    Refused
        E100, E102 or E108.
    """
    if isinstance(source, str | Path):
        path, layer = split_layer(str(source))
        called = shown_name(name if name is not None else path.name)
        parts = _from_path(path, called, settings)
    else:
        called, layer = shown_name(name or "file"), ""
        parts = {"file": source if isinstance(source, bytes) else _read(source, called, settings)}
    size = sum(map(len, parts.values()))
    if size > settings.upload_mb * 1_000_000:
        raise Refused(_too_large(called, settings))
    digest = hashlib.sha256()
    for _, content in sorted(parts.items()):
        digest.update(content)
    return Received(called, layer, parts, digest.hexdigest(), size)


def split_layer(text: str) -> tuple[Path, str]:
    """``FILE::LAYER`` in two; a file whose own name holds ``::`` wins.

    Examples
    --------
    >>> split_layer("wards.gpkg::wards")[1]
    'wards'
    """
    path, sign, layer = text.rpartition("::")
    return (Path(path), layer) if sign and not Path(text).exists() else (Path(text), "")


def shown_name(name: str) -> str:
    r"""The last part of a name, shortened, with nothing in it that does not print.

    Examples
    --------
    >>> shown_name("..\\..\\wards.csv"), shown_name("/tmp/a\x00b.csv")
    ('wards.csv', 'a b.csv')
    """
    last = re.split(r"[\\/]", name)[-1]
    printed = "".join(sign if sign.isprintable() else " " for sign in last).strip()
    if len(printed) > _LONGEST_NAME:
        printed = printed[: _LONGEST_NAME // 2] + "…" + printed[-_LONGEST_NAME // 2 :]
    return printed or "file"


def files_of(path: Path) -> list[Path]:
    """The file itself, and where it is a shapefile the parts beside it that are read with it."""
    if path.suffix.lower() != ".shp":
        return [path]
    parts = (item for item in path.parent.iterdir() if item.stem == path.stem and item.suffix.lower()[1:] in SHAPEFILE)
    return [path, *sorted(item for item in parts if item.name != path.name)]


def _from_path(path: Path, called: str, settings: Settings) -> dict[str, bytes]:
    if path.suffix.lower() == ".shp" and _is_file(path):
        # Backwards, so that the file that was named wins over one whose ending differs in capitals only.
        beside = {item.suffix.lower()[1:]: item for item in reversed(files_of(path))}
        return {part: _open(beside[part], called, settings) for part in SHAPEFILE if part in beside}
    return {"file": _open(path, called, settings)}


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no system allows
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _open(path: Path, called: str, settings: Settings) -> bytes:
    if _is_folder(path):
        raise Refused(Problem("E100", "This is a folder and not a file.", file=called))
    if not _is_file(path):
        raise Refused(Problem("E100", "There is no such file.", file=called))
    try:
        with path.open("rb") as stream:
            return _read(stream, called, settings)
    except OSError:
        raise Refused(Problem("E108", "The file is there but cannot be opened.", file=called)) from None


def _read(stream: BinaryIO, called: str, settings: Settings) -> bytes:
    """All of a stream, given up as soon as it passes the limit."""
    chunks: list[bytes] = []
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > settings.upload_mb * 1_000_000:
            raise Refused(_too_large(called, settings))
        chunks.append(chunk)
    return b"".join(chunks)


def _too_large(called: str, settings: Settings) -> Problem:
    return Problem("E102", f"The file is larger than {settings.upload_mb} MB.", file=called)
