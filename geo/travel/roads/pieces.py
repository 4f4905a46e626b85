"""What is cut off: separate pieces of road, and places that no road leads to."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.travel.places import Places
from geo.travel.roads.model import RoadNetwork

#: Why a place is cut off, by the word in the table.
CUT_OFF = {
    "": "on the largest piece of road",
    "piece": "on a piece of road that leads to no other",
    "far": "too far from every road",
    "unknown": "nobody knows where it is",
}


def pieces(network: RoadNetwork, mode: str = "walk") -> gpd.GeoDataFrame:
    """The separate pieces of road, the longest first.

    Parameters
    ----------
    network : RoadNetwork
        Whose roads.
    mode : str
        Roads that the mode may use; one-way roads count as going both ways.

    Returns
    -------
    GeoDataFrame
        ``piece`` (1 is the longest), ``km``, ``junctions``, ``share`` of all kilometres, and its roads as a geometry (EPSG:4326).
    """
    graph, open_ = network.graph, network.graph.may(mode)
    number = graph.pieces(mode)
    edges = np.flatnonzero(open_)
    owner = number[graph.u[edges]]
    labels, owner = np.unique(owner, return_inverse=True)
    owner = owner.reshape(-1)
    km = np.bincount(owner, weights=graph.metres[edges], minlength=len(labels)) / 1000
    junctions = np.bincount(number, minlength=int(number.max(initial=-1)) + 1)[labels] if len(labels) else np.zeros(0, dtype=int)
    inside = open_[graph.edge_of]
    renumbered = np.cumsum(open_)[graph.edge_of[inside]] - 1
    lines = np.zeros(0, dtype=object)
    if inside.any():
        lines = np.asarray(shapely.linestrings(graph.points[inside], indices=renumbered), dtype=object)
    shapes = [shapely.multilinestrings(lines[owner == piece]) for piece in range(len(labels))]
    table = pd.DataFrame({"km": km, "junctions": junctions, "share": km / km.sum() if len(km) else km})
    frame = gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, crs="EPSG:4326"))
    frame = frame.sort_values("km", ascending=False, kind="stable").reset_index(drop=True)
    frame.insert(0, "piece", np.arange(1, len(frame) + 1))
    return frame


def cut_off(network: RoadNetwork, places: Places, mode: str = "walk") -> pd.DataFrame:
    """Which places are cut off from the largest piece of road, and why.

    Returns
    -------
    DataFrame
        A row a place, in their order: ``id``, ``piece`` (as in :func:`pieces`, 0 for none), ``off_road_m`` (straight metres
        to the road, NaN for none), ``cut_off`` (a key of :data:`CUT_OFF`, "" for not).
    """
    graph = network.graph
    spots = network.spots(places.lon_lat, mode)
    number = graph.pieces(mode)
    km = np.bincount(number[graph.u], weights=np.where(graph.may(mode), graph.metres, 0.0), minlength=len(number))
    rank = np.empty(len(km), dtype=np.int64)
    rank[np.argsort(-km, kind="stable")] = np.arange(1, len(km) + 1)
    joins = spots.edge >= 0
    piece = np.where(joins, rank[number[graph.u[spots.edge]]], 0)
    known = np.isfinite(places.lon_lat).all(axis=1)
    why = np.where(piece > 1, "piece", np.where(joins, "", np.where(known, "far", "unknown")))
    return pd.DataFrame({"id": places.ids, "piece": piece, "off_road_m": spots.off_m, "cut_off": why})
