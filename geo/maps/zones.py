"""Areas of restrictions on a map: how each kind looks, and what is said of each area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

import geopandas as gpd

from geo.maps.numbers import rings, texts


@dataclass(frozen=True)
class ZoneLook:
    """How one kind of area looks.

    Attributes
    ----------
    label : str
        What the key of the map says.
    colour : str
        ``#rrggbb``.
    hatch : str
        ``cross``, ``slash``, ``back``, ``dots`` or ``level``: the kinds are told apart by it, also in grey.
    """

    label: str
    colour: str
    hatch: str


#: Kind of restriction → its look. Colours: Tol, "Colour Schemes" (SRON/EPS/TN/09-002, 2021), the dark ones of its muted scheme
#: and one of Okabe & Ito; none is a colour of a fieldworker that stands beside it with the same pattern.
ZONES: Mapping[str, ZoneLook] = MappingProxyType(
    {
        "no entry": ZoneLook("No entry", "#882255", "cross"),
        "owner refused": ZoneLook("Owner refused", "#882255", "back"),
        "wet season": ZoneLook("Closed in the wet season", "#332288", "slash"),
        "pairs only": ZoneLook("Only two together", "#117733", "dots"),
        "daylight only": ZoneLook("In daylight only", "#8a6100", "level"),
    }
)


def zone_content(frame: gpd.GeoDataFrame | None, origin: tuple[float, float]) -> dict[str, Any]:
    """The part of a payload about areas of restrictions; empty where there are none.

    Parameters
    ----------
    frame : GeoDataFrame or None
        ``kind`` (a key of :data:`ZONES`), ``geometry`` in EPSG:4326; optional ``reason``, ``from``, ``until``.
    origin : tuple of float
        Longitude and latitude from which places are counted.

    Returns
    -------
    dict
        ``zones``: a list of ``kind``, ``text`` and ``rings``; ``zoneLooks``: kind → look.
    """
    if frame is None or not len(frame):
        return {}
    said = zip(*(texts(frame, name) for name in ("reason", "from", "until")), strict=True)
    items = [
        {"kind": str(kind), "text": "\n".join(part for part in (reason, days_held(first, last)) if part), "rings": outline}
        for kind, (reason, first, last), shape in zip(frame["kind"], said, frame.geometry, strict=True)
        if kind in ZONES and shape is not None and (outline := rings(shape, origin))
    ]
    return {"zones": items, "zoneLooks": {kind: asdict(look) for kind, look in ZONES.items()}} if items else {}


def days_held(first: str, last: str) -> str:
    """The days on which a restriction holds, in words; "" for always.

    Examples
    --------
    >>> days_held("2026-10-01", "2027-03-31"), days_held("", "2027-03-31"), days_held("", "")
    ('From 2026-10-01 to 2027-03-31', 'Until 2027-03-31', '')
    """
    if first and last:
        return f"From {first} to {last}"
    return f"From {first}" if first else f"Until {last}" if last else ""
