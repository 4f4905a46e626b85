"""How fast people travel on a road, by its class and surface; every number with its source in docs/methods.md."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: Car, km/h, by road class.
_CAR: Mapping[str, float] = MappingProxyType(
    {
        "motorway": 90,
        "motorway_link": 45,
        "trunk": 85,
        "trunk_link": 40,
        "primary": 65,
        "primary_link": 30,
        "secondary": 55,
        "secondary_link": 25,
        "tertiary": 40,
        "tertiary_link": 20,
        "unclassified": 40,
        "road": 25,
        "residential": 25,
        "busway": 25,
        "living_street": 10,
        "service": 15,
        "track": 15,
        # Only where a tag opens them to cars.
        "pedestrian": 10,
        "footway": 10,
        "cycleway": 10,
        "bridleway": 10,
        "path": 10,
        "steps": 1,
    }
)
#: Most km/h of a car on a surface.
_CAR_MOST: Mapping[str, float] = MappingProxyType(
    {
        **dict.fromkeys(("compacted", "fine_gravel"), 80),
        **dict.fromkeys(("paving_stones", "bricks", "metal"), 60),
        **dict.fromkeys(("gravel", "unpaved", "ground", "dirt", "grass", "grass_paver", "pebblestone", "sett", "wood"), 40),
        **dict.fromkeys(("clay", "cobblestone", "unhewn_cobblestone"), 30),
        **dict.fromkeys(("earth", "stone", "rocky", "rock", "sand"), 20),
        "mud": 10,
    }
)
#: Bicycle, as a share of its usual speed, by road class (all others 1) and by surface.
_BICYCLE: Mapping[str, float] = MappingProxyType(
    {"track": 0.8, "path": 0.8, "bridleway": 0.8, "footway": 1 / 3, "pedestrian": 1 / 3, "steps": 1 / 6}
)
_BICYCLE_ON: Mapping[str, float] = MappingProxyType(
    {
        **dict.fromkeys(("stone", "rocky", "rock", "grass", "earth"), 0.5),
        **dict.fromkeys(("sand", "mud"), 0.25),
    }
)
#: On foot, as a share of the usual speed, by surface; the class makes no difference.
_WALK_ON: Mapping[str, float] = MappingProxyType({"sand": 0.5, "mud": 0.5})
#: Classes of road that are known; everything else counts as ``road``.
CLASSES = frozenset(_CAR)
#: Classes on which nobody walks or cycles, and on which no car drives, unless a tag says so.
NO_FEET = frozenset({"motorway", "motorway_link"})
NO_CARS = frozenset({"path", "footway", "cycleway", "bridleway", "pedestrian", "steps", "busway"})
#: The speed of a car to which that of the classes belongs: with another usual speed all of them change alike.
CAR_USUAL = 40.0


def road_kmh(mode: str, road: str, surface: str, usual_kmh: float) -> float:
    """Kilometres an hour on a road.

    Parameters
    ----------
    mode : str
        walk, bicycle, car.
    road : str
        A road class.
    surface : str
        "" where unknown: no slower than its class.
    usual_kmh : float
        The usual speed of the mode: 4.5, 12 and 40 where nobody says otherwise.

    Examples
    --------
    >>> road_kmh("car", "primary", "gravel", 40), road_kmh("walk", "path", "sand", 4.5), road_kmh("bicycle", "track", "", 12)
    (40.0, 2.25, 9.6)
    """
    if mode == "walk":
        return usual_kmh * _WALK_ON.get(surface, 1.0)
    if mode == "bicycle":
        return round(usual_kmh * min(_BICYCLE.get(road, 1.0), _BICYCLE_ON.get(surface, 1.0)), 9)
    return min(_CAR[road], _CAR_MOST.get(surface, _CAR[road])) * usual_kmh / CAR_USUAL
