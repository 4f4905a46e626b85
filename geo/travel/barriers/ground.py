"""The ground with its barriers, in a plane: what is solid, and the corners at which ways round it turn."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import InputProblems
from geo.problems import Problem
from geo.travel.barriers.gaps import gaps
from geo.travel.barriers.layer import Barriers, Shapes
from geo.travel.barriers.lines import closed_up

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: Half of the width that a line gets, metres: of no matter for a way, and enough for the arithmetic.
_HALF_M = 0.5
#: How far from what is solid the corners lie, and who stands on it is put, metres.
_CLEAR_M, _BESIDE_M = 0.01, 0.02
#: Metres by which a drawn line may be made simpler: doubled from the first to the second while there are many corners (ways are
#: found fast around 1,200), and to the third while there are too many (among 3,000 lines of sight take half a minute).
_SIMPLER_M, _SIMPLE_M, _SIMPLEST_M = 5.0, 20.0, 80.0
CORNERS_MANY, CORNERS_MOST = 1_200, 3_000
#: Metres of a degree on a sphere of the ellipsoid's semi-major axis: only the plane's unit.
_DEGREE_M = 111_319.49


@dataclass(frozen=True, eq=False)
class Plane:
    """A plane in metres around a place: longitudes shrunk by the cosine of its latitude, so that straight stays straight."""

    lon: float
    lat: float

    @property
    def _scale(self) -> Floats:
        return np.array([_DEGREE_M * np.cos(np.radians(self.lat)), _DEGREE_M])

    def metres(self, lon_lat: Floats) -> Floats:
        """(n, 2) of degrees."""
        return np.asarray((lon_lat - np.array([self.lon, self.lat])) * self._scale)

    def degrees(self, xy: Floats) -> Floats:
        """(n, 2) of metres."""
        return np.asarray(xy / self._scale + np.array([self.lon, self.lat]))

    def shapes(self, shapes: Shapes) -> Shapes:
        """Shapes in degrees, in the plane."""
        return np.asarray(shapely.transform(shapes, self.metres), dtype=object)


@dataclass(frozen=True, eq=False)
class Ground:
    """What is solid.

    Attributes
    ----------
    plane : Plane
    solid : shapely geometry
        Areas, and lines with a width, without the gaps at crossings; prepared.
    corners : (k, 2) float array
        Metres in the plane: the corners that stick out.
    before, after : (k, 2) float arrays
        The corners of the same outline beside each of them.
    """

    plane: Plane
    solid: shapely.Geometry
    corners: Floats
    before: Floats
    after: Floats
    _around: shapely.Geometry = field(repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_lock"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in {**state, "_lock": threading.Lock()}.items():
            object.__setattr__(self, name, value)
        shapely.prepare(self.solid)

    @classmethod
    def of(cls, barriers: Barriers, open_: Bools) -> Ground:
        """The ground with some of the crossings open.

        Raises
        ------
        InputProblems
            E422: more than 3,000 corners, however simply they are drawn.
        """
        bounds = shapely.total_bounds(barriers.shapes)
        middle = (bounds[:2] + bounds[2:]) / 2 if np.isfinite(bounds).all() else np.zeros(2)
        plane = Plane(float(middle[0]), float(middle[1]))
        shapes, crossings = plane.shapes(barriers.shapes), plane.shapes(barriers.crossings[open_])
        simpler = _SIMPLER_M
        while True:
            ground = cls._built(plane, shapes, crossings, simpler)
            wanted = CORNERS_MANY if simpler < _SIMPLE_M else CORNERS_MOST
            if len(ground.corners) <= wanted:
                return ground
            if simpler >= _SIMPLEST_M:
                break
            simpler *= 2
        fact = f"The barriers have {len(ground.corners):,} corners; ways can be looked for around {CORNERS_MOST:,}."
        remedy = "Cut the layer to the area in which people travel, or leave out small streams."
        raise InputProblems([Problem("E422", fact, column="travel.barriers", remedy=remedy)])

    @classmethod
    def _built(cls, plane: Plane, shapes: Shapes, crossings: Shapes, simpler_m: float) -> Ground:
        areas, lines = _areas(shapes, simpler_m), closed_up(_lines(shapes), simpler_m)
        lines = closed_up_to(lines, areas)
        walls = shapely.buffer(lines, _HALF_M, cap_style="flat", join_style="mitre", mitre_limit=2.0)
        solid = shapely.union_all(np.concatenate([areas, walls]))
        openings = gaps(crossings, areas, lines, simpler_m)
        if len(openings):
            solid = shapely.difference(solid, shapely.union_all(openings))
        around = shapely.buffer(solid, _CLEAR_M, join_style="mitre", mitre_limit=2.0)
        shapely.prepare(solid)
        corners, before, after = _corners(around)
        return cls(plane, solid, corners, before, after, shapely.buffer(solid, _BESIDE_M, quad_segs=1))

    def is_far(self, lon_lat: Floats) -> bool:
        """Whether nothing solid lies in the box around some places (n, 2): then all of them see each other."""
        xy = self.plane.metres(lon_lat)
        with self._lock:
            return not bool(shapely.intersects(self.solid, shapely.box(*(xy.min(axis=0) - 1), *(xy.max(axis=0) + 1))))

    def beside(self, xy: Floats) -> tuple[Floats, Floats]:
        """Places in the plane, those in or on what is solid at its edge; and (n,) the metres between."""
        points = np.asarray(shapely.points(xy), dtype=object).reshape(len(xy))
        with self._lock:
            inside = np.flatnonzero(shapely.dwithin(self.solid, points, _CLEAR_M)) if len(xy) else np.zeros(0, dtype=np.int64)
        moved, away = xy.copy(), np.zeros(len(xy))
        if len(inside):
            edge = shapely.boundary(self._around)
            nearest = shapely.get_coordinates(shapely.shortest_line(edge, points[inside])).reshape(-1, 2, 2)[:, 0]
            moved[inside], away[inside] = nearest, np.hypot(*(nearest - xy[inside]).T)
        return moved, away

    def sees(self, a: Floats, b: Floats) -> Bools:
        """(n,) whether the straight line from each place of ``a`` to the one of ``b`` beside it meets nothing solid."""
        seen = np.ones(len(a), dtype=bool)
        box = np.asarray(shapely.bounds(self.solid), dtype=np.float64)
        near = (np.maximum(a, b) >= box[:2]) & (np.minimum(a, b) <= box[2:])
        asked = np.flatnonzero(near.all(axis=1))
        for first in range(0, len(asked), _AT_ONCE):
            part = asked[first : first + _AT_ONCE]
            lines = shapely.linestrings(np.stack([a[part], b[part]], axis=1))
            # A prepared geometry makes its index when it is first asked, which two threads must not do at once.
            with self._lock:
                seen[part] = ~shapely.intersects(self.solid, lines)
        return seen


#: Lines of sight that are made at once: 40 MB.
_AT_ONCE = 200_000


def closed_up_to(lines: Shapes, areas: Shapes) -> Shapes:
    """The lines, and short ones from ends that stop just before an area."""
    if not len(lines) or not len(areas):
        return lines
    from geo.travel.barriers.lines import CLOSE_M, ends_of

    ends = np.asarray(shapely.points(ends_of(lines)), dtype=object)
    end, area = shapely.STRtree(areas).query(ends, predicate="dwithin", distance=CLOSE_M)
    return np.concatenate([lines, np.asarray(shapely.shortest_line(ends[end], areas[area]), dtype=object)])


def _areas(shapes: Shapes, simpler_m: float) -> Shapes:
    parts = shapely.get_parts(shapes[np.isin(shapely.get_type_id(shapes), (3, 6, 7))])
    parts = shapely.get_parts(parts)
    parts = parts[shapely.get_type_id(parts) == 3]
    if not len(parts):
        return np.zeros(0, dtype=object)
    whole = shapely.simplify(shapely.union_all(parts), simpler_m, preserve_topology=True)
    return np.asarray(shapely.get_parts(shapely.make_valid(whole)), dtype=object)


def _lines(shapes: Shapes) -> Shapes:
    parts = shapely.get_parts(shapely.get_parts(shapes))
    return np.asarray(parts[np.isin(shapely.get_type_id(parts), (1, 2))], dtype=object)


def _corners(around: shapely.Geometry) -> tuple[Floats, Floats, Floats]:
    """Corners that stick out, each with those before and after it on its outline."""
    parts = shapely.get_parts(shapely.orient_polygons(around))
    rings = shapely.get_rings(parts[shapely.get_type_id(parts) == 3]) if len(parts) else np.zeros(0, dtype=object)
    found = [_of_ring(shapely.get_coordinates(ring)[:-1]) for ring in rings]
    if not found:
        none = np.zeros((0, 2))
        return none, none, none
    corners, before, after = (np.concatenate([part[at] for part in found]) for at in range(3))
    return corners, before, after


def _of_ring(xy: Floats) -> tuple[Floats, Floats, Floats]:
    """What is solid lies to the left of the outline: a corner at which it turns left sticks out."""
    before, after = np.roll(xy, 1, axis=0), np.roll(xy, -1, axis=0)
    out = cross(xy - before, after - xy) > 0
    return xy[out], before[out], after[out]


def cross(a: Floats, b: Floats) -> Floats:
    """(n,) twice the signed area between vectors (…, 2)."""
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])
