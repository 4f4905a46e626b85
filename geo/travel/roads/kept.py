"""A network as bytes, and networks that were read before, by the content of their files."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import uuid
import zipfile
from dataclasses import asdict
from pathlib import Path

import numpy as np
import platformdirs

from geo.travel.roads.graph import RoadGraph
from geo.travel.roads.kinds import Kind

#: Changes with how files are read: what an earlier version made of a file is not taken for this version's.
_MADE = "roads-2"
#: Networks that are kept; the one that was asked for longest ago goes first.
_MOST = 8
_ARRAYS = ("lon_lat", "u", "v", "kind", "at", "points", "along_m")


def to_bytes(graph: RoadGraph) -> bytes:
    """The network as a compressed archive of arrays, without pickles."""
    arrays = {name: getattr(graph, name) for name in _ARRAYS}
    if graph.height_m is not None:
        arrays["height_m"] = graph.height_m
    kinds = json.dumps([asdict(kind) for kind in graph.kinds])
    buffer = io.BytesIO()
    np.savez_compressed(buffer, kinds=np.array(kinds), **arrays)
    return buffer.getvalue()


def from_bytes(content: bytes) -> RoadGraph:
    """The network of :func:`to_bytes`.

    Raises
    ------
    ValueError, KeyError, OSError, zipfile.BadZipFile
        It is damaged.
    """
    with np.load(io.BytesIO(content), allow_pickle=False) as saved:
        kinds = tuple(Kind(**values) for values in json.loads(str(saved["kinds"])))
        arrays = {name: saved[name] for name in _ARRAYS}
        heights = saved.get("height_m")
    return RoadGraph(**arrays, kinds=kinds, height_m=heights)


def folder() -> Path:
    """Where networks are kept: beside the user's data where ``WARDROUND_DATA`` names a folder, else in the system's cache."""
    named = os.environ.get("WARDROUND_DATA")
    base = Path(named).absolute() / "cache" if named else platformdirs.user_cache_path("wardround", appauthor=False)
    return base / "roads"


def known(key: str) -> RoadGraph | None:
    """The network kept under this key; None where there is none, or it is damaged."""
    path = _path(key)
    try:
        graph = from_bytes(path.read_bytes())
        os.utime(path)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return None
    return graph


def keep(key: str, graph: RoadGraph) -> None:
    """Keep a network, written aside and swapped in; a disk that refuses costs nothing but the time of the next reading."""
    path = _path(key)
    aside = path.with_name(f"{path.name}.{uuid.uuid4().hex}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(to_bytes(graph))
        aside.replace(path)
        oldest_first = sorted(path.parent.glob("*.npz"), key=lambda item: item.stat().st_mtime)
        for item in oldest_first[:-_MOST]:
            item.unlink(missing_ok=True)
    except OSError:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)


def _path(key: str) -> Path:
    return folder() / f"{hashlib.sha256(f'{_MADE} {key}'.encode()).hexdigest()}.npz"
