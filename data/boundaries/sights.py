"""Things to look at on the demonstration's map: roads, streets, rivers, schools, names; and the service points."""

from __future__ import annotations

import math
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
from shapely.geometry import LineString, Point, Polygon, mapping

from data.boundaries.land import HEIGHT_KM, WIDTH_KM, bent, clip, lon_lat, river, streams
from data.boundaries.people import Row
from data.boundaries.settle import Place
from data.boundaries.words import RIVER, STREAMS, WardPlan

POINT_COLUMNS = (
    "point_id", "latitude", "longitude", "sector", "name", "capacity", "has_electricity", "has_water", "has_furniture",
    "accessible",
)  # fmt: skip

Settled = list[tuple[WardPlan, list[Place]]]


def landmarks(settled: Settled, border: Polygon, random: Random) -> list[dict[str, Any]]:
    """GeoJSON features of the table ``landmarks``; ``border`` is the municipality in degrees."""
    lines = [("river", RIVER, river())] + [("river", name, line) for name, line in zip(STREAMS, streams(), strict=True)]
    lines += [("road", name, line) for name, line in _roads(settled, random)]
    features = [_feature(kind, name, clip(LineString(lon_lat(np.asarray(line.coords))), border)) for kind, name, line in lines]
    for ward, places in settled:
        for place in places:
            features.append(_feature("village", place.name, _point(place.x_km, place.y_km)))
            if ward.kind != "farms" or random.random() < 0.5:
                x, y = place.x_km + random.uniform(0.1, 0.3), place.y_km - random.uniform(0.1, 0.3)
                word = "Senior Secondary School" if random.random() < 0.25 else "Primary School"
                features.append(_feature("school", f"{place.name} {word}", _point(x, y)))
    return [feature for feature in features if feature["geometry"]["coordinates"]]


def _roads(settled: Settled, random: Random) -> list[tuple[str, LineString]]:
    """A tarred road through the town, and the shortest net of gravel roads that reaches every place."""
    town = settled[0][1][0]
    tar = [(0.0, 9.0), (9.5, 10.5), (town.x_km, town.y_km - 0.4), (33.0, 13.0), (WIDTH_KM, 18.5)]
    roads = [("Main road", bent(a, b, random, 0.06)) for a, b in pairwise(tar)]
    roads.append(("North road", bent((town.x_km, town.y_km - 0.4), (24.0, HEIGHT_KM), random, 0.07)))
    joined = [(x, y) for _, line in roads for x, y in line.coords[::4]]
    waiting = [(place.x_km, place.y_km, place.name) for _, places in settled for place in places]
    while waiting:
        _, goal, start = min((math.dist(goal[:2], start), goal, start) for goal in waiting for start in joined)
        line = bent(start, goal[:2], random)
        roads.append((f"Road to {goal[2]}", line))
        joined += [(x, y) for x, y in line.coords[4::4]]
        waiting.remove(goal)
    return roads


def _point(x: float, y: float) -> Point:
    return Point(*lon_lat(np.array([[x, y]]))[0])


def _feature(kind: str, name: str, geometry: Any) -> dict[str, Any]:
    shape = mapping(geometry)
    shape = {"type": shape["type"], "coordinates": _rounded(shape["coordinates"])}
    return {"type": "Feature", "properties": {"name": name, "kind": kind}, "geometry": shape}


def _rounded(value: Any) -> Any:
    return [_rounded(part) for part in value] if isinstance(value, list | tuple) else round(value, 6)


def service_points(settled: Settled, random: Random) -> list[Row]:
    """Clinics, offices and halls by sector."""
    rows: list[Row] = []

    def add(sector: str, name: str, place: Place, capacity: int, well: float) -> None:
        x, y = place.x_km + random.uniform(-0.25, 0.25), place.y_km + random.uniform(-0.25, 0.25)
        longitude, latitude = lon_lat(np.array([[x, y]]))[0]
        row = dict.fromkeys(POINT_COLUMNS, "")
        row.update(point_id=f"P{len(rows) + 1:02d}", longitude=f"{longitude:.5f}", latitude=f"{latitude:.5f}")
        row.update(sector=sector, name=name, capacity=str(capacity))
        row.update({name: "yes" if random.random() < well else "no" for name in POINT_COLUMNS[6:]})
        rows.append(row)

    for number, (ward, places) in enumerate(settled, start=1):
        add("war room", f"War room of ward {number}", places[0], 40, 0.6)
        if ward.kind != "farms":
            add("health", f"{places[-1].name} clinic", places[-1], 120, 0.9)
        if ward.kind == "villages":
            add("social development", f"{places[1].name} pay point", places[1], 300, 0.4)
            add("agriculture", f"{places[2].name} dip and shed", places[2], 60, 0.3)
    town = settled[0][1]
    add("health", "Mvulakazana hospital", town[1], 900, 1.0)
    add("home affairs", "Home affairs office", town[0], 200, 1.0)
    add("social development", "Social development office", town[0], 150, 1.0)
    add("education", "Library and training centre", town[2], 80, 0.9)
    add("health", "Mobile clinic stop Wolwerant", settled[7][1][2], 30, 0.1)
    add("health", "Mobile clinic stop Zibhokwane", settled[8][1][2], 30, 0.1)
    return rows
