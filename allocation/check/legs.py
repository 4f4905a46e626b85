"""Minutes and metres of single legs, computed apart from the travel models' own tables."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

from allocation.check.facts import Facts
from geo.travel import Places, StraightLine, TravelMatrix

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Detour factor where a table of them leaves the settlement out.
USUAL_DETOUR = 1.3


def legs(facts: Facts, origin: Ints, destination: Ints, worker: Ints) -> tuple[Floats, Floats]:
    """Minutes and metres of each leg.

    Parameters
    ----------
    facts : Facts
        Places, modes and the travel model.
    origin, destination : (n,) int arrays
        Rows of ``facts.place``: households, then workers' homes.
    worker : (n,) int array
        Who travels.

    Returns
    -------
    tuple of two (n,) arrays
        Minutes (NaN where there is no way) and metres (NaN with a matrix).
    """
    if isinstance(facts.travel, TravelMatrix):
        return _by_matrix(facts, facts.travel, origin, destination)
    if isinstance(facts.travel, StraightLine):
        return _by_geodesic(facts, facts.travel, origin, destination, worker)
    return _by_model(facts, origin, destination, worker)


def _by_matrix(facts: Facts, travel: TravelMatrix, origin: Ints, destination: Ints) -> tuple[Floats, Floats]:
    at = {name: row for row, name in enumerate(travel.ids)}
    names = [*facts.household_ids, *facts.start_ids]
    rows = np.array([at.get(name, -1) for name in names], dtype=np.int64)
    a, b = rows[origin], rows[destination]
    table = np.asarray(travel.matrix, dtype=float)
    known = (a >= 0) & (b >= 0)
    spent = np.full(len(origin), np.nan)
    spent[known] = table[a[known], b[known]]
    return spent, np.full(len(origin), np.nan)


def _by_geodesic(facts: Facts, travel: StraightLine, origin: Ints, destination: Ints, worker: Ints) -> tuple[Floats, Floats]:
    stated = travel.settings()
    a, b = facts.place[origin], facts.place[destination]
    known = ~(np.isnan(a).any(axis=1) | np.isnan(b).any(axis=1))
    metres = np.full(len(origin), np.nan)
    line = Geod(ellps="WGS84").inv(a[known, 0], a[known, 1], b[known, 0], b[known, 1])[2]
    metres[known] = line
    factor = stated["detour_factor"]
    if isinstance(factor, Mapping):
        each = np.array([factor.get(kind, USUAL_DETOUR) for kind in facts.settlement], dtype=float)
        metres *= (each[origin] + each[destination]) / 2
    else:
        metres *= factor
    speed = np.array([stated["speed_kmh"].get(mode, np.nan) for mode in facts.mode], dtype=float)
    return metres / 1000 / speed[worker] * 60, metres


def _by_model(facts: Facts, origin: Ints, destination: Ints, worker: Ints) -> tuple[Floats, Floats]:
    names = np.array([*facts.household_ids, *facts.start_ids], dtype=str)
    places = Places(names, facts.place, facts.settlement.astype(str))
    spent, metres = np.full(len(origin), np.nan), np.full(len(origin), np.nan)
    for who in np.unique(worker).tolist():
        own = np.flatnonzero(worker == who)
        start, at_start = np.unique(origin[own], return_inverse=True)
        stop, at_stop = np.unique(destination[own], return_inverse=True)
        ends = places.take(start), places.take(stop)
        spent[own] = facts.travel.minutes(*ends, facts.mode[who])[at_start, at_stop]
        metres[own] = facts.travel.distance_m(*ends)[at_start, at_stop]
    return spent, metres
