"""The ward in which each fieldworker is at home: as the list states it, else the ward around the home."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from allocation.round import Round
from geo.locate import assign_wards
from geo.problems import Problem
from geo.ward_numbers import resolved


def with_home_wards(workers: gpd.GeoDataFrame, wards: gpd.GeoDataFrame | None) -> tuple[gpd.GeoDataFrame, NDArray[np.bool_]]:
    """The fieldworkers with their home wards, and for whom it was taken from the home's place.

    A stated ward stands, wherever the home lies: somebody may work in another ward than the own one. Ties on shared edges
    are broken as for households (:func:`geo.locate.assign_wards`). Who lives outside every ward stays without one.
    """
    if wards is not None:
        # "Ward 2" is the code of the layer's ward 2, as it is in a list that is read.
        named = resolved(workers["home_ward"], wards)
        workers = workers.assign(home_ward=workers["home_ward"].mask(workers.index.isin(named.index), named))
    blank = (workers["home_ward"] == "").to_numpy(dtype=bool)
    if wards is None or not blank.any():
        return workers, np.zeros(len(workers), dtype=bool)
    around = assign_wards(workers.geometry, None, wards)["ward_id"].to_numpy(dtype=object)
    found = blank & (around != "")
    return workers.assign(home_ward=workers["home_ward"].mask(found, around)), found


def without_home_ward(workers: gpd.GeoDataFrame, round_: Round, wards: gpd.GeoDataFrame | None = None) -> list[Problem]:
    """Whoever has no home ward, or one that is no ward of the layer, where the rule asks for one.

    The rule would silently not hold for the first, and leave the second without a household.
    """
    if not round_.rules.home_ward:
        return []
    crew = np.ones(len(workers), dtype=bool) if round_.workers is None else workers["worker_id"].isin(round_.workers).to_numpy()
    blank = (workers["home_ward"] == "").to_numpy(dtype=bool)
    foreign = ~blank & (wards is not None and ~workers["home_ward"].isin(set(wards["ward_id"])).to_numpy(dtype=bool))
    facts = ((blank, "is not known"), (foreign, "is not in the ward layer"))
    found = []
    for lacking, fault in facts:
        rows = tuple(int(row) + 2 for row in (crew & lacking).nonzero()[0])
        if rows:
            fact = f"Fieldworkers visit only in their own ward, and the home ward of {len(rows)} of them {fault}."
            found.append(Problem("E408", fact, file="fieldworkers", rows=rows, column="home_ward"))
    return found
