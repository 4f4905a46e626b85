"""Kinds of road: class, surface, direction and who may use it, from the tags of OpenStreetMap or the columns of a layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from geo.travel.roads.speeds import CLASSES, NO_CARS, NO_FEET

#: Values of access tags that shut a road (wiki.openstreetmap.org/wiki/Key:access); all others leave it open.
SHUT = frozenset({"no", "private", "agricultural", "forestry", "emergency", "military"})
#: Values that open it to a mode that its class would shut it to.
OPEN = frozenset({"yes", "designated", "permissive", "destination", "official"})
#: Tags that speak of a mode, the most special first (OpenStreetMap's hierarchy of ways to travel).
_TAGS = {
    "walk": ("foot", "access"),
    "bicycle": ("bicycle", "vehicle", "access"),
    "car": ("motorcar", "motor_vehicle", "vehicle", "access"),
}
#: Values of ``oneway``: those of OpenStreetMap, and F and T of the layers that Geofabrik cuts from it.
_FORWARD, _BACKWARD = frozenset({"yes", "1", "true", "f", "forward"}), frozenset({"-1", "reverse", "t", "backward"})
_TWO_WAY = frozenset({"no", "0", "false", "b"})
_ROUND = frozenset({"roundabout", "circular"})
#: Values of ``bridge``, ``tunnel`` and ``ford`` that say that there is none.
_NOT = frozenset({"no", "false", "f", "0", "n"})


@dataclass(frozen=True)
class Kind:
    """One kind of road; roads of a kind take the same time a metre.

    Attributes
    ----------
    road : str
        A key of :data:`geo.travel.roads.speeds.CLASSES`.
    surface : str
        As OpenStreetMap calls it; "" where unknown.
    walk, bicycle, car : bool
        Whether the mode may use it.
    direction : int
        1 along the line only, -1 against it only, 0 both: for cars.
    bicycle_direction : int
        The same for bicycles.
    over : str
        ``bridge`` for bridges and tunnels, ``ford``, or "": how it comes over a barrier.
    """

    road: str
    surface: str = ""
    walk: bool = True
    bicycle: bool = True
    car: bool = True
    direction: int = 0
    bicycle_direction: int = 0
    over: str = field(default="", repr=False)

    def may(self, mode: str) -> bool:
        """Whether the mode may use it."""
        return bool(getattr(self, mode))

    def way(self, mode: str) -> int:
        """The direction that holds for the mode; people on foot go both ways."""
        return {"walk": 0, "bicycle": self.bicycle_direction, "car": self.direction}[mode]


def kind_of(tags: Mapping[str, str]) -> Kind | None:
    """The kind that tags state; None for what is no road, or a road that does not exist yet.

    Parameters
    ----------
    tags : mapping of str → str
        ``highway``, ``surface``, ``oneway``, ``junction``, ``access``, ``foot``, … as OpenStreetMap has them. A class that
        nobody knows counts as ``road``.

    Examples
    --------
    >>> kind_of({"highway": "residential", "oneway": "-1", "foot": "no"})
    Kind(road='residential', surface='', walk=False, bicycle=True, car=True, direction=-1, bicycle_direction=-1)
    >>> kind_of({"highway": "proposed"}) is None
    True
    """
    clean = {key: value.strip().lower() for key, value in tags.items() if value and value.strip()}
    road = clean.get("highway", "")
    if road in _NO_ROAD or clean.get("area") == "yes":
        return None
    road = road if road in CLASSES else "road"
    direction = _direction(clean, road)
    return Kind(
        road=road,
        surface=clean.get("surface", "").partition(";")[0].strip(),
        walk=_may("walk", clean, road not in NO_FEET and clean.get("motorroad") != "yes"),
        bicycle=_may("bicycle", clean, road not in NO_FEET and road != "steps" and clean.get("motorroad") != "yes"),
        car=_may("car", clean, road not in NO_CARS),
        direction=direction,
        bicycle_direction=0 if _bicycles_both_ways(clean) else direction,
        over=_over(clean),
    )


#: Values of ``highway`` that lead nobody anywhere.
_NO_ROAD = frozenset(
    {
        *("proposed", "construction", "planned", "abandoned", "razed", "disused", "platform", "raceway", "rest_area"),
        *("services", "elevator", "bus_stop", "emergency_bay", "corridor", "via_ferrata", "no"),
    }
)


def _may(mode: str, tags: Mapping[str, str], usual: bool) -> bool:
    for tag in _TAGS[mode]:
        said = tags.get(tag)
        if said in SHUT:
            return False
        # What is open to everybody does not make a road for cars of a footpath.
        if said in OPEN and tag != "access":
            return True
        if said is not None and tag != "access":
            return usual
    return usual


def _over(tags: Mapping[str, str]) -> str:
    if any(tags.get(tag, "no") not in _NOT for tag in ("bridge", "tunnel")):
        return "bridge"
    return "ford" if tags.get("ford", "no") not in _NOT else ""


def _direction(tags: Mapping[str, str], road: str) -> int:
    said = tags.get("oneway", "")
    if said in _FORWARD:
        return 1
    if said in _BACKWARD:
        return -1
    implied = tags.get("junction") in _ROUND or road == "motorway"
    return 1 if implied and said not in _TWO_WAY else 0


def _bicycles_both_ways(tags: Mapping[str, str]) -> bool:
    return tags.get("oneway:bicycle") in _TWO_WAY or tags.get("cycleway", "").startswith("opposite")
