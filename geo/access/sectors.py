"""Sectors as people write them: “Health” and “health ” are one."""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd

from geo.tables import items


def sector_key(text: str) -> str:
    """A sector as it is compared: no capitals, single blanks.

    Examples
    --------
    >>> sector_key(" Social  Development")
    'social development'
    """
    return " ".join(text.casefold().split())


def spelling(texts: Iterable[str]) -> dict[str, str]:
    """Key → a sector as it is shown: as it is written most often, of equally frequent ways the first in text order.

    Examples
    --------
    >>> spelling(["Health", "health", "Health", "pay point"])
    {'health': 'Health', 'pay point': 'pay point'}
    """
    counted: dict[str, dict[str, int]] = {}
    for text in texts:
        shown = " ".join(text.split())
        if shown:
            ways = counted.setdefault(sector_key(text), {})
            ways[shown] = ways.get(shown, 0) + 1
    return {key: min(ways, key=lambda way: (-ways[way], way)) for key, ways in sorted(counted.items())}


def of_sector(points: gpd.GeoDataFrame, sector: str) -> gpd.GeoDataFrame:
    """The service points of a sector, however it is written."""
    return points[(points["sector"].astype(str).map(sector_key) == sector_key(sector)).to_numpy()]


def sector_keys(cell: str) -> frozenset[str]:
    """The sectors of a list cell, as they are compared."""
    return frozenset(sector_key(item) for item in items(cell))
