"""Access by area: cells, wards, and the levels above, summed from households."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.measure import Access

#: Levels above the household: the column of the households, or of the wards, that names an area of each.
LEVELS = ("cell", "ward", "municipality", "district", "province")
_ID = {"ward": "ward_id", "municipality": "municipality_id", "district": "district_id", "province": "province"}
_NAME = {"ward": "ward_no", "municipality": "municipality", "district": "district", "province": "province"}
#: Columns of :func:`by_area`.
AREAS = (
    "level", "area_id", "name", "sector", "households", "people", "place_unknown", "unreachable", "households_within",
    "people_within", "share_within", "minutes_mean", "minutes_median", "opportunities_mean", "e2sfca",
)  # fmt: skip


def by_area(access: Access, level: str, wards: pd.DataFrame | None = None) -> pd.DataFrame:
    """Access of the households of each area, a row an area and sector.

    Parameters
    ----------
    access : Access
        As measured.
    level : str
        One of :data:`LEVELS`.
    wards : DataFrame or None
        Table ``wards``: gives the names, and the levels above the ward; wards in which no household lies are left out.

    Returns
    -------
    DataFrame
        Columns :data:`AREAS`: ``households``, ``people``, those with ``place_unknown``, those ``unreachable``, and those within
        the threshold are sums, and add up from level to level. ``share_within`` is the share of the households whose place is
        known, weighted as the settings say, NaN where none is; ``minutes_mean`` and ``minutes_median`` are so weighted over
        those that can reach a point; ``opportunities_mean`` likewise over all with a place; ``e2sfca`` is the mean over their
        people. Areas in text order, and "" for households that lie in no area.

    Raises
    ------
    KeyError
        There is no such level.
    """
    area, name = areas_of(access, level, wards)
    codes, found = pd.factorize(area, sort=True)
    parts = [_sums(access, sector, codes, len(found)) for sector in access.sectors]
    frames = [
        pd.DataFrame({"level": level, "area_id": found, "name": [name.get(one, "") for one in found], "sector": sector, **part})
        for sector, part in zip(access.sectors, parts, strict=True)
    ]
    table = pd.concat(frames, ignore_index=True)[list(AREAS)]
    table = table.sort_values(["area_id", "sector"], kind="stable").reset_index(drop=True)
    return table.astype(dict.fromkeys(("level", "area_id", "name", "sector"), "str"))


def areas_of(access: Access, level: str, wards: pd.DataFrame | None = None) -> tuple[NDArray[np.object_], dict[str, str]]:
    """The area in which each household lies, and the names of areas.

    Parameters
    ----------
    access : Access
        As measured.
    level : str
        One of :data:`LEVELS`.
    wards : DataFrame or None
        Table ``wards``; without it nothing is known above the ward, and no name.

    Returns
    -------
    tuple of (n,) array of str, and dict of id → name
        "" for households that lie in no area; cells have no names.

    Raises
    ------
    KeyError
        There is no such level.
    """
    homes = access.households
    if level == "cell":
        return homes["cell"].to_numpy(dtype=object), {}
    ward = homes["ward_id"].to_numpy(dtype=object)
    if wards is None:
        return (ward if level == "ward" else np.full(len(homes), "", dtype=object)), {}
    column, names = wards[_ID[level]].astype(str), wards[_NAME[level]].astype(str)
    name = dict(zip(column, names, strict=True))
    if level == "ward":
        return ward, name
    above = dict(zip(wards["ward_id"].astype(str), column, strict=True))
    return np.array([above.get(code, "") for code in ward], dtype=object), name


def _sums(access: Access, sector: str, codes: NDArray[np.intp], areas: int) -> dict[str, NDArray[Any]]:
    rows = access.of(sector)
    minutes, within = rows["minutes"].to_numpy(dtype=float), rows["within"].to_numpy(dtype=bool)
    known, reached = access.placed, ~np.isnan(minutes)
    persons, weight = access.people.number, access.weight
    one = np.ones(len(codes))

    def total(values: NDArray[np.float64], where: NDArray[np.bool_]) -> NDArray[np.float64]:
        return np.asarray(np.bincount(codes[where], weights=values[where], minlength=areas), dtype=float)

    def mean(values: NDArray[np.float64], by: NDArray[np.float64], where: NDArray[np.bool_]) -> NDArray[np.float64]:
        below = total(by, where)
        found: NDArray[np.float64] = np.divide(total(values * by, where), below, out=np.full(areas, np.nan), where=below > 0)
        return found

    return {
        "households": total(one, one > 0).astype(np.int64),
        "people": total(persons, one > 0),
        "place_unknown": total(one, ~known).astype(np.int64),
        "unreachable": total(one, known & ~reached).astype(np.int64),
        "households_within": total(one, within).astype(np.int64),
        "people_within": total(persons, within),
        "share_within": mean(within.astype(float), weight, known),
        "minutes_mean": mean(minutes, weight, reached),
        "minutes_median": weighted_medians(minutes, weight, codes, areas),
        "opportunities_mean": mean(rows["opportunities"].to_numpy(dtype=float), weight, known),
        "e2sfca": mean(rows["e2sfca"].to_numpy(dtype=float), persons, known),
    }


def weighted_medians(
    values: NDArray[np.float64], weight: NDArray[np.float64], codes: NDArray[np.intp], areas: int
) -> NDArray[np.float64]:
    """The least value of each area at which half of its weight is reached; NaN where nothing weighs anything.

    Parameters
    ----------
    values : (n,) float array
        NaN counts nowhere.
    weight : (n,) float array
        0 or more.
    codes : (n,) int array
        The area of each value, from 0.
    areas : int
        How many there are.

    Examples
    --------
    >>> weighted_medians(np.array([1.0, 2.0, 9.0]), np.array([1.0, 1.0, 5.0]), np.array([0, 0, 0]), 2).tolist()
    [9.0, nan]
    """
    counts = ~np.isnan(values) & (weight > 0)
    order = np.lexsort((values[counts], codes[counts]))
    value, heavy, code = values[counts][order], weight[counts][order], codes[counts][order]
    result = np.full(areas, np.nan)
    starts = np.searchsorted(code, np.arange(areas + 1))
    for area in np.unique(code):
        part = slice(starts[area], starts[area + 1])
        below = np.cumsum(heavy[part])
        result[area] = value[part][np.searchsorted(below, below[-1] / 2)]
    return result
