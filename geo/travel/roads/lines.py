"""Roads as they are read: lines over numbered vertices, each with its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.travel.roads.kinds import Kind, kind_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Lines:
    """Lines that meet where they share a vertex.

    Attributes
    ----------
    refs : (r,) int array
        Vertices of all lines, one line after the other: positions in ``lon_lat``.
    at : (l + 1,) int array
        Where each line starts in ``refs``, and the end of the last.
    kind : (l,) int array
        Position of each line's kind in ``kinds``.
    kinds : tuple of Kind
    lon_lat : (p, 2) float array
        Degrees, EPSG:4326.
    """

    refs: Ints
    at: Ints
    kind: Ints
    kinds: tuple[Kind, ...]
    lon_lat: Floats

    def __len__(self) -> int:
        return len(self.kind)

    @property
    def line_of(self) -> Ints:
        """(r,) the line of each of ``refs``."""
        return np.repeat(np.arange(len(self.kind)), np.diff(self.at))

    def segments(self) -> tuple[Ints, Ints, Ints]:
        """First vertex, second vertex and line of every piece between two vertices."""
        line = self.line_of
        inside = line[1:] == line[:-1]
        return self.refs[:-1][inside], self.refs[1:][inside], line[:-1][inside]


class KindBook:
    """Numbers kinds as they come, so that the tags of a thousand like roads are judged once."""

    def __init__(self) -> None:
        self.kinds: list[Kind] = []
        self._number: dict[Kind, int] = {}
        self._known: dict[tuple[tuple[str, str], ...], int] = {}

    def number(self, tags: Mapping[str, str]) -> int:
        """The position of the kind; -1 for what is no road."""
        key = tuple(sorted(tags.items()))
        if key not in self._known:
            kind = kind_of(tags)
            self._known[key] = -1 if kind is None else self._number.setdefault(kind, len(self._number))
            if kind is not None and len(self._number) > len(self.kinds):
                self.kinds.append(kind)
        return self._known[key]


def without_repeats(lines: Lines) -> Lines:
    """The lines without vertices that repeat the one before, and without lines of fewer than two."""
    line = lines.line_of
    keep = np.ones(len(lines.refs), dtype=bool)
    keep[1:] = (lines.refs[1:] != lines.refs[:-1]) | (line[1:] != line[:-1])
    count = np.bincount(line[keep], minlength=len(lines))
    keep &= count[line] > 1
    whole = count > 1
    at = np.concatenate([[0], np.cumsum(count[whole])]).astype(np.int64)
    return Lines(lines.refs[keep], at, lines.kind[whole], lines.kinds, lines.lon_lat)


def lines_of(coordinates: Floats, at: Ints, kind: Ints, kinds: tuple[Kind, ...]) -> Lines:
    """Lines of a layer: vertices at the same place are one, to a ten-millionth of a degree (1 cm, as OpenStreetMap has them)."""
    rounded = np.rint(coordinates * 1e7).astype(np.int64)
    spots, refs = np.unique(rounded, axis=0, return_inverse=True)
    return without_repeats(Lines(refs.reshape(-1).astype(np.int64), at.astype(np.int64), kind, kinds, spots / 1e7))
