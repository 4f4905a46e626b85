"""A layer of barriers as it was read: what nobody crosses, and where it is crossed."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.problems import many
from geo.travel.barriers.months import EVERY, bits_of

Shapes = NDArray[np.object_]


def no_shapes() -> Shapes:
    """No shape at all."""
    return np.zeros(0, dtype=object)


@dataclass(frozen=True, eq=False)
class Barriers:
    """Barriers and crossings, degrees (EPSG:4326).

    Attributes
    ----------
    shapes : (n,) array of lines and areas
        What nobody crosses.
    crossings : (m,) array of points, lines and areas
        Bridges, fords, gates.
    closed : (m,) int array
        The months in which each crossing is closed, a bit each, January the lowest; 0 for always open.
    barriers, bridges : str
        The files as they were named (``FILE::LAYER``); "" for none, or for what was handed over.
    left_out : mapping of str → int
        Rows that are neither, by their word.
    """

    shapes: Shapes
    crossings: Shapes = field(default_factory=no_shapes)
    closed: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    barriers: str = ""
    bridges: str = ""
    left_out: Mapping[str, int] = field(default_factory=dict)

    def open_in(self, months: Iterable[int] | None) -> NDArray[np.bool_]:
        """(m,) which crossings are open in all of these months; None for all months of the year."""
        asked = EVERY if months is None else bits_of(months)
        return np.asarray((self.closed & asked) == 0)

    def with_areas(self, areas: Shapes) -> Barriers:
        """These barriers and areas through which nobody goes."""
        return replace(self, shapes=np.concatenate([self.shapes, areas]))

    def settings(self) -> dict[str, str]:
        """Their keys of the ``[travel]`` table."""
        return {key: value for key, value in (("barriers", self.barriers), ("bridges", self.bridges)) if value}

    def told(self) -> str:
        """What was read, in a line."""
        seasonal = int((self.closed != 0).sum())
        shapes, crossings = many(len(self.shapes), "line or area", "lines and areas"), many(len(self.crossings), "crossing")
        text = f"Barriers: {shapes}, {crossings}"
        text += f" ({seasonal:,} closed in some months)" if seasonal else ""
        words = ", ".join(f"{word} {count:,}" for word, count in list(self.left_out.items())[:8])
        return f"{text}; no barriers: {words}." if words else f"{text}."


def to_bytes(barriers: Barriers) -> bytes:
    """The barriers as a compressed archive of arrays, without pickles."""
    packed = {name: _packed(getattr(barriers, name)) for name in ("shapes", "crossings")}
    arrays: dict[str, Any] = {
        f"{name}_{part}": value for name, (at, wkb) in packed.items() for part, value in (("at", at), ("wkb", wkb))
    }
    about = json.dumps({"barriers": barriers.barriers, "bridges": barriers.bridges, "left_out": dict(barriers.left_out)})
    buffer = io.BytesIO()
    np.savez_compressed(buffer, about=np.array(about), closed=barriers.closed, **arrays)
    return buffer.getvalue()


def from_bytes(content: bytes) -> Barriers:
    """The barriers of :func:`to_bytes`.

    Raises
    ------
    ValueError, KeyError, OSError, zipfile.BadZipFile
        They are damaged.
    """
    with np.load(io.BytesIO(content), allow_pickle=False) as saved:
        shapes, crossings = (_unpacked(saved[f"{name}_at"], saved[f"{name}_wkb"]) for name in ("shapes", "crossings"))
        return Barriers(shapes, crossings, saved["closed"], **json.loads(str(saved["about"])))


def _packed(shapes: Shapes) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    parts = [bytes(part) for part in shapely.to_wkb(shapes)]
    at = np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)
    return at, np.frombuffer(b"".join(parts), dtype=np.uint8)


def _unpacked(at: NDArray[np.int64], wkb: NDArray[np.uint8]) -> Shapes:
    whole = wkb.tobytes()
    found = no_shapes() if len(at) < 2 else np.empty(len(at) - 1, dtype=object)
    for row, (first, last) in enumerate(zip(at[:-1].tolist(), at[1:].tolist(), strict=True)):
        found[row] = shapely.from_wkb(whole[first:last])
    return found
