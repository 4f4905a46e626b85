"""The areas of fieldworkers and their colours, from the households that they visit."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.maps.neighbours import colour_indices, near_areas, neighbours
from geo.maps.numbers import lon_lat, placed, texts
from geo.maps.outline import middle, outlines, plane_m

Areas = dict[Hashable, shapely.Geometry]
#: Areas nearer than this (about 100 m) want different colours.
NEAR_DEGREES = 0.001


def worker_styles(households: pd.DataFrame | None, worker_ids: list[str], areas: Areas | None = None) -> list[int]:
    """A style index for every worker, so that neighbours differ; by the places that they visit.

    Parameters
    ----------
    households : DataFrame
        ``worker_id`` and places, as in :class:`~geo.maps.layers.MapLayers`.
    worker_ids : list of str
        Everybody who needs a style, visits or not.
    areas : dict of worker → area
        Of :func:`worker_areas`, where they are there already.
    """
    places, owner = _visited(households)
    known = np.isin(owner, worker_ids)
    xy = plane_m(places[known], middle(places[known]))
    near = near_areas(worker_areas(households) if areas is None else areas, NEAR_DEGREES)
    # Households side by side count for more than outlines that come near each other.
    touching = near + neighbours(xy, owner[known].tolist())
    found = colour_indices(worker_ids, {pair: n for pair, n in touching.items() if set(pair) <= set(worker_ids)})
    return [found[worker] for worker in worker_ids]


def worker_areas(households: pd.DataFrame | None) -> Areas:
    """The area of every worker who visits somebody, in degrees."""
    places, owner = _visited(households)
    return outlines(places, owner.tolist())


def _visited(households: pd.DataFrame | None) -> tuple[NDArray[np.float64], NDArray[np.object_]]:
    """Places of the households that somebody visits, and who does."""
    if households is None or "worker_id" not in households.columns:
        return np.empty((0, 2)), np.empty(0, dtype=object)
    places, owner = lon_lat(households), texts(households, "worker_id")
    shown = placed(places) & (owner != "")
    return places[shown], owner[shown]
