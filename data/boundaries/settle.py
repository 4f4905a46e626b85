"""Where the invented people live: sections, villages and farms of a ward, and the points of their houses (km)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

import numpy as np
from shapely.geometry import Point, Polygon

from data.boundaries.land import bent, river
from data.boundaries.words import WardPlan

#: How near two places of a ward may lie, km, and how far they keep from its border.
APART_KM = {"town": 0.75, "township": 0.7, "villages": 3.0, "farms": 3.6}
BORDER_KM = {"town": 0.25, "township": 0.3, "villages": 0.9, "farms": 1.4}
#: Width and depth of a stand in town and township, km.
STAND_KM = {"town": (0.034, 0.052), "township": (0.021, 0.034)}
#: No house stands nearer to the river than this, km.
FLOOD_KM = 0.12


@dataclass(frozen=True)
class Place:
    """A section, village or farm: name, centre in km, and the share of the ward's households."""

    name: str
    x_km: float
    y_km: float
    share: float


def places(ward: WardPlan, area: Polygon, random: Random) -> list[Place]:
    """Centres of a ward's places: inside it, off its border, and apart from one another."""
    apart, inner = APART_KM[ward.kind], area.buffer(-BORDER_KM[ward.kind])
    compact = ward.kind in STAND_KM
    found: list[tuple[float, float]] = []
    water = river()
    while len(found) < len(ward.places):
        x, y = _candidate(ward, area, random, compact)
        near = [math.hypot(x - fx, y - fy) for fx, fy in found]
        touching = not compact or not near or min(near) < 1.7 * apart
        if inner.contains(Point(x, y)) and water.distance(Point(x, y)) > 0.55 and min(near, default=99.0) > apart and touching:
            found.append((x, y))
        apart *= 0.9995  # a small ward may have no room for all of them: come closer, slowly
    weights = [1.3 - 0.15 * i + 0.3 * random.random() for i in range(len(found))]
    return [Place(n, x, y, w / sum(weights)) for n, (x, y), w in zip(ward.places, found, weights, strict=True)]


def _candidate(ward: WardPlan, area: Polygon, random: Random, compact: bool) -> tuple[float, float]:
    if compact:
        return ward.x_km + random.uniform(-2.0, 2.0), ward.y_km + random.uniform(-2.0, 2.0)
    west, south, east, north = area.bounds
    return random.uniform(west, east), random.uniform(south, north)


def houses(place: Place, ward: WardPlan, count: int, area: Polygon, random: Random) -> np.ndarray:
    """``count`` points of houses, shape ``(count, 2)``, km, inside the ward and off the river."""
    maker = {"town": _stands, "township": _stands, "villages": _ridge, "farms": _homesteads}[ward.kind]
    water, inner = river(), area.buffer(-0.01)  # written places are rounded to a metre: keep off the border
    kept: list[tuple[float, float]] = []
    while len(kept) < count:
        for x, y in maker(place, ward.kind, count, random):
            point = Point(x, y)
            if len(kept) < count and inner.contains(point) and water.distance(point) > FLOOD_KM:
                kept.append((x, y))
    return np.array(kept)


def _stands(place: Place, kind: str, count: int, random: Random) -> list[tuple[float, float]]:
    width, depth = STAND_KM[kind]
    angle, reach = random.uniform(-0.5, 0.5), math.ceil(math.sqrt(count * 2.2))
    cells = []
    for i in range(-reach, reach + 1):
        for j in range(-reach // 2, reach // 2 + 1):
            if i % 9 == 0 or random.random() < 0.2:  # a cross street, or a stand on which nobody lives
                continue
            # Two rows of stands back to back, then a street.
            u, v = i * width, (j + 0.45 * (j // 2)) * depth
            cells.append((math.hypot(u, v * 1.25), u, v))
    cells.sort()
    cos, sin = math.cos(angle), math.sin(angle)
    return [
        (place.x_km + u * cos - v * sin + random.gauss(0, 0.004), place.y_km + u * sin + v * cos + random.gauss(0, 0.004))
        for _, u, v in cells[: int(count * 1.15)]
    ]


def _ridge(place: Place, _kind: str, count: int, random: Random) -> list[tuple[float, float]]:
    """Houses in loose rows along a bent ridge, as old villages lie."""
    length, angle = 0.9 + count * 0.012, random.uniform(0, math.pi)
    dx, dy = math.cos(angle) * length / 2, math.sin(angle) * length / 2
    spine = bent((place.x_km - dx, place.y_km - dy), (place.x_km + dx, place.y_km + dy), random, 0.25)
    points = []
    for _ in range(count):
        on = spine.interpolate(random.random(), normalized=True)
        row = (random.randrange(5) - 2) * 0.11
        across = angle + math.pi / 2
        points.append(
            (on.x + math.cos(across) * row + random.gauss(0, 0.035), on.y + math.sin(across) * row + random.gauss(0, 0.035))
        )
    return points


def _homesteads(place: Place, _kind: str, count: int, random: Random) -> list[tuple[float, float]]:
    """Groups of one to nine houses, far apart."""
    points: list[tuple[float, float]] = []
    while len(points) < count:
        away, angle = abs(random.gauss(0, 1.9)), random.uniform(0, 2 * math.pi)
        x, y = place.x_km + away * math.cos(angle), place.y_km + away * math.sin(angle)
        size = 1 + int(abs(random.gauss(0, 4.0)))
        points += [(x + random.gauss(0, 0.09), y + random.gauss(0, 0.09)) for _ in range(size)]
    return points[:count]
