"""Hot and cold spots: areas that stand out together with their neighbours by more than chance would have it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import false_discovery_control

from geo.errors import SettingProblems
from geo.gaps.shrink import shrunk
from geo.problems import Problem

#: Columns of :func:`hot_spots`.
HOTSPOTS = ("share", "neighbours", "gi_z", "gi_q", "spot", "moran_i", "moran_q", "cluster")
#: Fewest areas that are judged: of fewer, hardly any arrangement is rarer than one in twenty. A choice of ours.
LEAST = 10
#: How esda numbers the quadrants of Moran's scatter plot.
_QUADRANTS = {1: "high among high", 2: "low among high", 3: "low among low", 4: "high among low"}


@dataclass(frozen=True)
class SpotSettings:
    """What counts as standing out.

    Parameters
    ----------
    level : float
        Most share of false finds among all that are found (false discovery rate), above 0 and below 1; 0.05 as is usual.
    permutations : int
        Random arrangements that each area is compared with, 99 or more. The smallest q that n areas can reach is
        2 n / (permutations + 1) where one stands out alone; with 9,999 a few of 700 wards can.
    seed : int
        Of the arrangements.

    Raises
    ------
    SettingProblems
        All that is out of range.
    """

    level: float = 0.05
    permutations: int = 9_999
    seed: int = 1

    def __post_init__(self) -> None:
        wrong = []
        if not 0 < self.level < 1:
            wrong.append(Problem("E401", "The share of false finds must be above 0 and below 1.", column="level"))
        if self.permutations < 99:
            wrong.append(Problem("E401", "The random arrangements must be 99 or more.", column="permutations"))
        if wrong:
            raise SettingProblems(wrong)


def hot_spots(
    areas: gpd.GeoSeries, counts: pd.Series[int], of: pd.Series[int], settings: SpotSettings | None = None
) -> pd.DataFrame:
    """Getis and Ord's Gi* and Anselin's local Moran of the shares of areas, by ``esda``.

    Shares are drawn towards that of all (:func:`geo.gaps.shrink.shrunk`) before they are compared, so that one household of
    one makes no hot spot. Neighbours are areas that touch, in a point or along a line. Probabilities are two-sided, from
    conditional permutations, and corrected for the many areas by the false discovery rate (Benjamini and Hochberg 1995,
    doi 10.1111/j.2517-6161.1995.tb02031.x; for local statistics Caldas de Castro and Singer 2006,
    doi 10.1111/j.0016-7363.2006.00682.x).

    Parameters
    ----------
    areas : GeoSeries
        Outlines, indexed by the id of the area, each once.
    counts, of : Series of int
        Households concerned, and households asked; same index. Areas in which nobody was asked are no neighbours of anybody.
    settings : SpotSettings or None
        Defaults where left out.

    Returns
    -------
    DataFrame
        Indexed like ``areas``, columns :data:`HOTSPOTS`: ``share`` (drawn towards all, 0 to 1), ``neighbours`` (judged areas
        that touch it), ``gi_z`` (Ord and Getis 1995, doi 10.1111/j.1538-4632.1995.tb00912.x), ``spot`` (hot, cold or ""),
        ``moran_i`` (Anselin 1995, doi 10.1111/j.1538-4632.1995.tb00338.x), ``cluster`` (high among high, low among low, high
        among low, low among high, or ""), and with each its ``q``: the least share of false finds at which it is found. NaN where
        an area is not judged: nobody asked, no neighbour, fewer than :data:`LEAST` such areas, or all alike.

    Examples
    --------
    >>> from shapely import box
    >>> row = gpd.GeoSeries([box(i, 0, i + 1, 1) for i in range(3)], index=["a", "b", "c"])
    >>> hot_spots(row, pd.Series([1, 2, 3], row.index), pd.Series([5, 5, 5], row.index))["spot"].tolist()
    ['', '', '']
    """
    chosen = settings or SpotSettings()
    base = np.asarray(of.reindex(areas.index), dtype=np.int64)
    share = shrunk(np.asarray(counts.reindex(areas.index), dtype=np.int64), base)
    found = pd.DataFrame({"share": share, "neighbours": 0}, index=areas.index)
    found = found.assign(gi_z=np.nan, gi_q=np.nan, spot="", moran_i=np.nan, moran_q=np.nan, cluster="")[list(HOTSPOTS)]
    there = np.flatnonzero(base > 0)
    if len(there) < LEAST:
        return found
    graph = _graph(areas.iloc[there])
    touching = graph.cardinalities.to_numpy(dtype=np.int64)
    neighbours = np.zeros(len(base), dtype=np.int64)
    neighbours[there] = touching
    found["neighbours"] = neighbours
    linked = there[touching > 0]
    # A share that differs by rounding only is one value: its spread is noise.
    if len(linked) < LEAST or float(np.ptp(share[linked])) < 1e-9:
        return found
    graph = graph if len(linked) == len(there) else _graph(areas.iloc[linked])
    judged = _judged(share[linked], graph, chosen)
    for name, values in judged.items():
        column = found[name].to_numpy(copy=True)
        column[linked] = values
        found[name] = pd.Series(column, found.index, dtype=found[name].dtype)
    return found


def _graph(areas: gpd.GeoSeries) -> Any:
    """Areas that touch (queen contiguity), numbered from 0."""
    from libpysal.graph import Graph  # seconds to read, and only needed where somebody asks for spots

    return Graph.build_contiguity(areas.reset_index(drop=True), rook=False)


def _judged(share: NDArray[np.float64], graph: Any, settings: SpotSettings) -> dict[str, NDArray[Any]]:
    esda = _esda()
    how: dict[str, Any] = {"permutations": settings.permutations, "seed": settings.seed, "n_jobs": 1, "keep_simulations": False}
    near = esda.G_Local(share, graph, transform="B", star=True, **how)
    local = esda.Moran_Local(share, graph, **how)
    gi_q, moran_q = _corrected(near.p_sim), _corrected(local.p_sim)
    spot = np.where(gi_q <= settings.level, np.where(near.Zs > 0, "hot", "cold"), "")
    cluster = np.where(moran_q <= settings.level, [_QUADRANTS[int(one)] for one in local.q], "")
    return {"gi_z": near.Zs, "gi_q": gi_q, "spot": spot, "moran_i": local.Is, "moran_q": moran_q, "cluster": cluster}


def _esda() -> Any:
    """``esda``, not compiled: its loops go over areas with whole arrays in each turn, and compiling takes longer than they do."""
    from numba import config

    before, config.DISABLE_JIT = config.DISABLE_JIT, 1
    try:
        import esda  # seconds to read, and only needed where somebody asks for spots
    finally:
        config.DISABLE_JIT = before
    # As esda itself has it where there is no numba: a type of numba is none of numpy.
    sys.modules["esda.crand"].boolean = bool  # type: ignore[attr-defined]
    return esda


def _corrected(one_sided: NDArray[np.float64]) -> NDArray[np.float64]:
    """``esda`` counts the smaller tail: twice that is the probability on both sides."""
    return np.asarray(false_discovery_control(np.minimum(1.0, 2 * np.asarray(one_sided, dtype=float))), dtype=float)
