"""A made-up district: a network of roads with as many junctions as asked, homes in villages along it, clinics."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.travel.roads.graph import RoadGraph
from geo.travel.roads.kinds import Kind
from geo.travel.roads.lines import Lines, without_repeats

#: From the main road to the path, and how common each is.
KINDS = (Kind("secondary"), Kind("unclassified", "gravel"), Kind("residential"), Kind("track"), Kind("path", car=False))
SHARES = (0.05, 0.25, 0.3, 0.25, 0.15)
#: Degrees between neighbouring junctions: about 600 m. Vertices of a road between its ends.
STEP, BENDS = 0.006, 3
#: Share of the grid's roads that are not there: what is left has dead ends, and pieces that lead nowhere else.
GONE = 0.22


def made_lines(junctions: int, seed: int = 1) -> Lines:
    """Roads over a crooked grid in the Eastern Cape.

    Parameters
    ----------
    junctions : int
        About so many: the grid is drawn a little larger, since what becomes a bend is none.
    seed : int
        Another one, other roads.
    """
    random = np.random.default_rng(seed)
    side = round((junctions * 1.2) ** 0.5)
    number = np.arange(side * side).reshape(side, side)
    pairs = np.concatenate(
        [
            np.column_stack([number[:, :-1].ravel(), number[:, 1:].ravel()]),
            np.column_stack([number[:-1].ravel(), number[1:].ravel()]),
        ]
    )
    pairs = pairs[random.random(len(pairs)) >= GONE]
    row, column = np.divmod(np.arange(side * side), side)
    corners = np.column_stack([26.0 + column * STEP, -32.0 - row * STEP]) + random.normal(0, STEP / 6, (side * side, 2))
    share = np.arange(1, BENDS + 1) / (BENDS + 1)
    bends = corners[pairs[:, 0], None] + share[None, :, None] * (corners[pairs[:, 1]] - corners[pairs[:, 0]])[:, None]
    bends += random.normal(0, STEP / 20, bends.shape)
    within = len(corners) + np.arange(len(pairs) * BENDS).reshape(len(pairs), BENDS)
    refs = np.column_stack([pairs[:, 0], within, pairs[:, 1]]).ravel()
    at = np.arange(0, len(refs) + 1, BENDS + 2)
    kind = random.choice(len(KINDS), len(pairs), p=SHARES)
    return without_repeats(Lines(refs, at, kind, KINDS, np.vstack([corners, bends.reshape(-1, 2)])))


def made_homes(graph: RoadGraph, households: int, clinics: int, seed: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Households in villages near the roads, and clinics; tables as they are imported."""
    random = np.random.default_rng(seed + 1)
    middles = graph.points[random.integers(len(graph.points), size=max(1, households // 60))]
    where = middles[random.integers(len(middles), size=households)] + random.normal(0, STEP / 3, (households, 2))
    homes = pd.DataFrame(
        {"household_id": [f"H{i}" for i in range(households)], "longitude": where[:, 0], "latitude": where[:, 1]}
    )
    homes["members"] = random.integers(1, 9, households)
    spots = middles[random.permutation(len(middles))[:clinics]] + random.normal(0, STEP / 10, (clinics, 2))
    points = pd.DataFrame({"point_id": [f"P{i:04}" for i in range(clinics)], "longitude": spots[:, 0], "latitude": spots[:, 1]})
    return homes, points.assign(sector="health", capacity=random.integers(1, 6, clinics).astype(float))


def write_osm(lines: Lines, path: str) -> None:
    """The roads as an OpenStreetMap ``.osm.pbf``."""
    import osmium

    with osmium.SimpleWriter(path) as writer:
        for number, (lon, lat) in enumerate(lines.lon_lat.tolist(), start=1):
            writer.add_node(osmium.osm.mutable.Node(id=number, location=(lon, lat)))
        refs, at = (lines.refs + 1).tolist(), lines.at.tolist()
        for line, kind in enumerate(lines.kind.tolist()):
            stated = lines.kinds[kind]
            tags = {"highway": stated.road} | ({"surface": stated.surface} if stated.surface else {})
            writer.add_way(osmium.osm.mutable.Way(id=line + 1, nodes=refs[at[line] : at[line + 1]], tags=tags))
