"""A road network out of a file: which kind of file it is, and what settings say of it."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import InputProblems
from geo.fingerprint import sha256_of
from geo.problems import Problem
from geo.travel.roads.graph import RoadGraph

#: The head of an OpenStreetMap file (wiki.openstreetmap.org/wiki/PBF_Format): a length of four bytes, then this.
_PBF_HEAD, _PBF_AT = b"\x0a\x09OSMHeader", 4
#: Seconds of reading from which on a network is kept.
_LONG_S = 0.5


@dataclass(frozen=True)
class RoadSource:
    """Where a network comes from, as round.toml states it.

    Attributes
    ----------
    roads, elevation : str
        Paths as they were given; "" for none, or for a network that was handed over.
    crossings : bool
    """

    roads: str = ""
    elevation: str = ""
    crossings: bool = False

    @classmethod
    def of(cls, roads: str | Path | RoadGraph, elevation: str | Path | None, crossings: bool) -> RoadSource:
        """The source as it was given."""
        return cls("" if isinstance(roads, RoadGraph) else str(roads), str(elevation or ""), bool(crossings))

    def settings(self) -> dict[str, Any]:
        """Its keys of the ``[travel]`` table."""
        stated = {"roads": self.roads, "elevation": self.elevation, "crossings": self.crossings}
        return {key: value for key, value in stated.items() if value}

    def files(self) -> list[Path]:
        """The files that it is read from."""
        return [path for text in (self.roads, self.elevation) if text for path in _parts(text)]


def read_roads(roads: str | Path | RoadGraph, source: RoadSource, wrong: list[Problem]) -> RoadGraph | None:
    """The network; what is wrong with its files is told in ``wrong``."""
    try:
        if isinstance(roads, RoadGraph):
            return _with_heights(roads, source)
        return _read_once(str(roads), source)
    except InputProblems as error:
        wrong.extend(error.problems)
    return None


def _read_once(roads: str, source: RoadSource) -> RoadGraph:
    """The network of the files; what took long to read is kept for the next time, by the files' content."""
    from geo.travel.roads import kept

    content, layer = fingerprint(source), roads.rpartition("::")[2] if "::" in roads else ""
    key = f"{content} {layer} {source.crossings}"
    graph = kept.known(key) if content else None
    if graph is None:
        began = time.monotonic()
        graph = _with_heights(_read(roads, source.crossings), source)
        if content and time.monotonic() - began > _LONG_S:
            kept.keep(key, graph)
    return graph


def _with_heights(graph: RoadGraph, source: RoadSource) -> RoadGraph:
    if not source.elevation:
        return graph
    from geo.travel.roads.heights import with_heights

    return with_heights(graph, Path(source.elevation))


def _read(roads: str, crossings: bool) -> RoadGraph:
    graph = _graph(roads, crossings)
    if not len(graph.u):
        from geo.intake.receive import split_layer

        raise InputProblems([Problem("E420", "The file holds no road.", file=split_layer(roads)[0].name)])
    return graph


def _graph(roads: str, crossings: bool) -> RoadGraph:
    from geo.intake.receive import split_layer
    from geo.travel.roads.chains import graph_of

    path, layer = split_layer(roads)
    if is_pbf(path):
        if layer:
            raise InputProblems([Problem("E420", "An OpenStreetMap file has no layers.", file=path.name)])
        from geo.travel.roads.read_osm import osm_lines

        return graph_of(osm_lines(path))
    from geo.travel.roads.read_layer import layer_lines

    return graph_of(layer_lines(roads, crossings=crossings))


def is_pbf(path: Path) -> bool:
    """Whether a file is an OpenStreetMap ``.osm.pbf``, by its first bytes."""
    try:
        with path.open("rb") as file:
            return file.read(_PBF_AT + len(_PBF_HEAD))[_PBF_AT:] == _PBF_HEAD
    except (OSError, ValueError):
        return False


def _parts(text: str) -> list[Path]:
    from geo.intake.receive import files_of, split_layer

    path = split_layer(text)[0]
    return files_of(path) if path.is_file() else [path]


def fingerprint(source: RoadSource) -> str:
    """The sha256 of all its files, "" where one of them is not there."""
    try:
        parts = [sha256_of(path) for path in source.files()]
    except OSError:
        return ""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest() if parts else ""
