"""The files that a path stands for, and the sha256 of each."""

from __future__ import annotations

import hashlib
from pathlib import Path

from geo.intake.unpack import SHAPEFILE


def sha256_of(path: Path) -> str:
    """The sha256 of a file's content, in hexadecimal.

    Raises
    ------
    OSError
        The file is not there or cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_of(path: Path) -> list[Path]:
    """The file itself, and where it is a shapefile the parts beside it that are read with it."""
    if path.suffix.lower() != ".shp":
        return [path]
    parts = (item for item in path.parent.iterdir() if item.stem == path.stem and item.suffix.lower()[1:] in SHAPEFILE)
    return [path, *sorted(item for item in parts if item.name != path.name)]
