"""Which fieldworkers are neighbours on the map, and colours so that neighbours differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import Delaunay, QhullError, cKDTree

from geo.maps.palette import WORKER_STYLES

Pair = tuple[Hashable, Hashable]


def neighbours(xy_m: NDArray[np.float64], owners: Sequence[Hashable]) -> Counter[Pair]:
    """Pairs of owners whose points touch, with how often they do.

    Parameters
    ----------
    xy_m : array of shape (n, 2)
        Points on a plane, metres.
    owners : sequence of n
        To whom each point belongs.

    Returns
    -------
    Counter of (owner, owner) → touches
        Two points touch if they share an edge of the Delaunay triangulation; each pair once, in the order in which
        the owners first appear.
    """
    rank: dict[Hashable, int] = {}
    number = np.array([rank.setdefault(owner, len(rank)) for owner in owners], dtype=np.int64)
    names = list(rank)
    edges = _edges(np.asarray(xy_m, dtype=float))
    pairs = np.sort(number[edges], axis=1)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    unique, counts = np.unique(pairs, axis=0, return_counts=True)
    return Counter({(names[a], names[b]): int(n) for (a, b), n in zip(unique.tolist(), counts.tolist(), strict=True)})


def _edges(xy_m: NDArray[np.float64]) -> NDArray[np.int64]:
    if len(xy_m) < 2:
        return np.empty((0, 2), dtype=np.int64)
    # Several households may share a point: Delaunay drops doubles, so each point keeps its first owner there.
    places, first = np.unique(np.round(xy_m, 1), axis=0, return_index=True)
    try:
        corners = Delaunay(places).simplices
        edges = np.vstack([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]])
    except (QhullError, ValueError):  # fewer than four places, or all in one line
        _, near = cKDTree(places).query(places, k=min(3, len(places)))
        near = np.atleast_2d(near)
        edges = np.column_stack([np.repeat(near[:, 0], near.shape[1] - 1), near[:, 1:].ravel()])
    return np.asarray(first[edges], dtype=np.int64)


def near_areas(areas: Mapping[Hashable, shapely.Geometry], room: float) -> Counter[Pair]:
    """Pairs of owners whose areas overlap or come within ``room`` (in the unit of the areas) of each other, once each."""
    names, shapes = list(areas), np.array(list(areas.values()), dtype=object)
    if not names:
        return Counter()
    found = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=room)
    return Counter({(names[a], names[b]): 1 for a, b in found.T.tolist() if a < b})


def colour_indices(
    owners: Sequence[Hashable], touching: Mapping[Pair, int], colours: int = len(WORKER_STYLES)
) -> dict[Hashable, int]:
    """A colour index for every owner, such that neighbours differ wherever the number of colours allows.

    Owners are coloured by the number of colours already seen around them (DSATUR: Brélaz 1979, doi
    10.1145/359094.359101). Among the colours that are free the one used least is taken; where none is free, the one
    whose owners touch least.

    Examples
    --------
    >>> colour_indices(["a", "b", "c"], {("a", "b"): 4, ("b", "c"): 2})
    {'b': 0, 'a': 1, 'c': 2}
    """
    around: dict[Hashable, dict[Hashable, int]] = defaultdict(dict)
    for (one, other), touches in touching.items():
        around[one][other] = touches
        around[other][one] = touches
    order = {owner: place for place, owner in enumerate(dict.fromkeys(owners))}
    chosen: dict[Hashable, int] = {}
    used = [0] * colours
    waiting = set(order)
    while waiting:
        owner = max(waiting, key=lambda o: (len({chosen[n] for n in around[o] if n in chosen}), len(around[o]), -order[o]))
        waiting.remove(owner)
        clash = [0] * colours
        for other, touches in around[owner].items():
            if other in chosen:
                clash[chosen[other]] += touches
        chosen[owner] = min(range(colours), key=lambda c: (clash[c], used[c], c))
        used[chosen[owner]] += 1
    return chosen
