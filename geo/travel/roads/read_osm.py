"""Roads out of an OpenStreetMap ``.osm.pbf``."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from geo.errors import InputProblems
from geo.problems import Problem
from geo.travel.roads.lines import KindBook, Lines, without_repeats

#: Tags that say what kind of road a way is; all others make no difference here.
_TAGS = (
    *("highway", "surface", "oneway", "junction", "access", "foot", "bicycle", "vehicle", "motor_vehicle", "motorcar"),
    *("motorroad", "oneway:bicycle", "cycleway", "area", "bridge", "tunnel", "ford"),
)


def osm_lines(path: Path) -> Lines:
    """The ways with the tag ``highway``; they meet where they share a node.

    Raises
    ------
    InputProblems
        E302 for a damaged file.
    """
    import osmium

    book = KindBook()
    nodes: list[int] = []
    where: list[tuple[float, float]] = []
    sizes: list[int] = []
    kinds: list[int] = []
    ways = osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY).with_locations()
    ways.with_filter(osmium.filter.EntityFilter(osmium.osm.WAY)).with_filter(osmium.filter.KeyFilter("highway"))
    try:
        for way in ways:
            tags = way.tags
            kind = book.number({tag: value for tag in _TAGS if (value := tags.get(tag)) is not None})
            if kind < 0:
                continue
            size = 0
            for node in way.nodes:
                if node.location.valid():
                    nodes.append(node.ref)
                    where.append((node.location.lon, node.location.lat))
                    size += 1
                elif size:  # the file was cut here: what comes after the gap is a line of its own
                    sizes.append(size)
                    kinds.append(kind)
                    size = 0
            if size:
                sizes.append(size)
                kinds.append(kind)
    except RuntimeError:
        raise InputProblems([Problem("E302", "The file breaks off or is damaged.", file=path.name)]) from None
    _, first, refs = np.unique(np.array(nodes, dtype=np.int64), return_index=True, return_inverse=True)
    places = np.array(where, dtype=float).reshape(-1, 2)[first]
    at = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    numbers = np.array(kinds, dtype=np.int64)
    return without_repeats(Lines(refs.reshape(-1).astype(np.int64), at, numbers, tuple(book.kinds), places))
