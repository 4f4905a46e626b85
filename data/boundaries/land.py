"""The invented land: wards that cover the municipality exactly, a river, streams and roads.

Everything is drawn on a plane in kilometres (x east, y north) and turned into degrees only when written.
"""

from __future__ import annotations

import math
from itertools import pairwise
from random import Random

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from data.boundaries.words import WARDS, WardPlan

#: South-western corner of the plane, degrees; kilometres a degree there.
LON, LAT = 27.02, -32.06
KM_LON, KM_LAT = 94.4, 110.9
WIDTH_KM, HEIGHT_KM = 46.0, 31.0
#: Radius of the small hexagons from which wards grow, km.
CELL_KM = 0.42
#: What it costs a ward to grow across the river, km of distance.
RIVER_COST_KM = 5.0


def lon_lat(xy_km: np.ndarray) -> np.ndarray:
    """Degrees, rounded to six decimals (0.1 m), of an array ``(n, 2)`` of kilometres."""
    return np.round(np.column_stack([LON + xy_km[:, 0] / KM_LON, LAT + xy_km[:, 1] / KM_LAT]), 6)


def river_y(x_km: float) -> float:
    """Northing of the river at an easting, km."""
    return 15.4 + 1.5 * math.sin(x_km / 4.1 + 0.6) + 0.75 * math.sin(x_km / 1.45) + 0.3 * math.sin(x_km / 0.62 + 1.0)


def river() -> LineString:
    """The river, from the western to the eastern border."""
    return LineString([(x, river_y(x)) for x in np.arange(-1.0, WIDTH_KM + 1.2, 0.15)])


def streams() -> list[LineString]:
    """Two streams that end in the river."""
    north = [(12.0 + 1.3 * math.sin(t / 2.0) + 0.25 * t, river_y(12.0) + t) for t in np.arange(0.0, 14.5, 0.25)]
    south = [(30.0 + 1.1 * math.sin(t / 1.7) + 0.2 * t, river_y(30.0) - t) for t in np.arange(0.0, 14.0, 0.25)]
    return [_joined_to_river(north), _joined_to_river(south)]


def _joined_to_river(line: list[tuple[float, float]]) -> LineString:
    mouth = river().interpolate(river().project(Point(line[0])))
    return LineString([(mouth.x, mouth.y), *line[2:]])


def wobble(x: float, y: float, size_km: float) -> tuple[float, float]:
    """A shift that bends straight borders, km; smooth, and the same for the same place."""
    dx = math.sin(y / 2.3 + 1.3) + 0.6 * math.sin(y / 0.9 + x / 3.1) + 0.55 * math.sin(x / 0.55 + y / 0.8 + 2.0)
    dy = math.sin(x / 2.7 + 0.4) + 0.6 * math.sin(x / 1.1 - y / 2.6) + 0.55 * math.sin(y / 0.6 - x / 0.75)
    return size_km * dx, size_km * dy


def _inside(x: float, y: float) -> bool:
    dx, dy = wobble(x * 0.8, y * 0.8, 0.75)
    u, v = (x + dx - WIDTH_KM / 2) / (WIDTH_KM / 2 - 2.0), (y + dy - HEIGHT_KM / 2) / (HEIGHT_KM / 2 - 2.6)
    return bool(abs(u) ** 2.6 + abs(v) ** 2.6 < 1.0)


def _cost(ward: WardPlan, x: float, y: float) -> float:
    crosses = (y > river_y(x)) != (ward.y_km > river_y(ward.x_km))
    river_cost = RIVER_COST_KM if crosses and not ward.spans_river else 0.0
    return math.hypot(x - ward.x_km, y - ward.y_km) - ward.pull_km + river_cost


def _cells() -> dict[int, list[Polygon]]:
    grown: dict[int, list[Polygon]] = {i: [] for i in range(len(WARDS))}
    step_x, step_y = math.sqrt(3) * CELL_KM, 1.5 * CELL_KM
    for row in range(int(HEIGHT_KM / step_y) + 2):
        for column in range(int(WIDTH_KM / step_x) + 2):
            x, y = (column + 0.5 * (row % 2)) * step_x, row * step_y
            if not _inside(x, y):
                continue
            dx, dy = wobble(x, y, 0.5)
            owner = min(range(len(WARDS)), key=lambda i: _cost(WARDS[i], x + dx, y + dy))
            corners = [(column * 2 + row % 2 + i, row * 3 + j) for i, j in ((0, 2), (1, 1), (1, -1), (0, -2), (-1, -1), (-1, 1))]
            grown[owner].append(Polygon([(cx * step_x / 2, cy * CELL_KM / 2) for cx, cy in corners]))
    return grown


def wards() -> list[Polygon]:
    """The wards of :data:`WARDS` in degrees: one polygon each, neighbours sharing every vertex of their border.

    The borders are smoothed as lines between the points where three wards meet, so that both sides stay the same.
    """
    whole = [shapely.union_all(np.array(cells)) for cells in _cells().values()]
    main = [max(shapely.get_parts(area), key=lambda part: part.area) for area in whole]
    borders = shapely.line_merge(shapely.union_all(np.array([area.boundary for area in whole])))
    lines = [_smooth(line) for line in shapely.get_parts(borders)]
    rings = [Polygon(polygon.exterior) for polygon in shapely.get_parts(shapely.polygonize(lines))]
    result = []
    for index, area in enumerate(main):
        mine = [ring for ring in rings if _degrees_inside(area).intersection(ring).area > 0.5 * ring.area]
        merged = shapely.coverage_union_all(mine)
        assert isinstance(merged, Polygon), f"ward {index} is not in one piece"
        result.append(shapely.normalize(Polygon(merged.exterior)))
    assert shapely.coverage_is_valid(result)
    return result


def _degrees_inside(area: Polygon) -> Polygon:
    return Polygon(lon_lat(np.asarray(area.exterior.coords)))


def _smooth(line: LineString) -> LineString:
    points = np.asarray(line.simplify(0.24).coords)
    for _ in range(2):
        if len(points) > 2 and line.length > 2 * CELL_KM:
            early, late = points[:-1] * 0.75 + points[1:] * 0.25, points[:-1] * 0.25 + points[1:] * 0.75
            closed = bool((points[0] == points[-1]).all())
            corners = np.stack([early, late], axis=1).reshape(-1, 2)
            points = np.vstack([corners, corners[:1]]) if closed else np.vstack([points[:1], corners[1:-1], points[-1:]])
    return LineString(lon_lat(points))


def bent(start: tuple[float, float], stop: tuple[float, float], random: Random, bend: float = 0.13) -> LineString:
    """A road between two places, km, bent again and again at its middle."""
    points = [start, stop]
    for _ in range(4):
        longer = [points[0]]
        for (ax, ay), (bx, by) in pairwise(points):
            length = math.hypot(bx - ax, by - ay)
            shift = (random.random() - 0.5) * 2 * bend * length
            longer += [((ax + bx) / 2 - (by - ay) / (length or 1) * shift, (ay + by) / 2 + (bx - ax) / (length or 1) * shift)]
            longer += [(bx, by)]
        points = longer
    return LineString(points)


def clip(line: LineString, area: Polygon) -> BaseGeometry:
    """A line of degrees, cut at the border of the municipality and rounded."""
    cut = shapely.set_precision(line.intersection(area), 1e-6)
    return shapely.line_merge(cut) if cut.geom_type == "MultiLineString" else cut
