"""The ward in which each fieldworker is at home: as the list states it, else the ward around the home."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from allocation.round import Round
from geo.locate import assign_wards
from geo.problems import Problem


def with_home_wards(workers: gpd.GeoDataFrame, wards: gpd.GeoDataFrame | None) -> tuple[gpd.GeoDataFrame, NDArray[np.bool_]]:
    """The fieldworkers with their home wards, and for whom it was taken from the home's place.

    A stated ward stands, wherever the home lies: somebody may work in another ward than the own one. Ties on shared edges
    are broken as for households (:func:`geo.locate.assign_wards`). Who lives outside every ward stays without one.
    """
    blank = (workers["home_ward"] == "").to_numpy(dtype=bool)
    if wards is None or not blank.any():
        return workers, np.zeros(len(workers), dtype=bool)
    around = assign_wards(workers.geometry, None, wards)["ward_id"].to_numpy(dtype=object)
    found = blank & (around != "")
    return workers.assign(home_ward=workers["home_ward"].mask(found, around)), found


def without_home_ward(workers: gpd.GeoDataFrame, round_: Round) -> list[Problem]:
    """Whoever has no home ward where the rule asks for one: it would silently not hold for them."""
    if not round_.rules.home_ward:
        return []
    crew = np.ones(len(workers), dtype=bool) if round_.workers is None else workers["worker_id"].isin(round_.workers).to_numpy()
    lacking = crew & (workers["home_ward"] == "").to_numpy()
    if not lacking.any():
        return []
    fact = f"Fieldworkers visit only in their own ward, and the home ward of {int(lacking.sum())} of them is not known."
    rows = tuple(int(row) + 2 for row in lacking.nonzero()[0])
    return [Problem("E408", fact, file="fieldworkers", rows=rows, column="home_ward")]
