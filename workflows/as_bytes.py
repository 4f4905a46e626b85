"""What is written to a path, as bytes for a download."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path


def as_bytes(write: Callable[[Path], object], name: str) -> bytes:
    """What ``write`` leaves in a file of this name, which is gone afterwards.

    Examples
    --------
    >>> as_bytes(lambda path: path.write_text("ward_id", encoding="utf-8"), "gaps.csv")
    b'ward_id'
    """
    with tempfile.TemporaryDirectory(prefix="wardround-") as folder:
        path = Path(folder) / name
        write(path)
        return path.read_bytes()
