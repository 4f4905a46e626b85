"""What a small map shows behind the stops: wards, roads, rivers, places and service points inside its window."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from outputs.escape import clean, shown
from outputs.frame import Frame

#: Kinds of landmark by what the map draws; any other kind is a place with a name.
ROADS = frozenset({"road", "street", "track", "path", "highway", "railway"})
WATER = frozenset({"river", "stream", "water", "lake", "dam", "canal", "wetland"})


@dataclass(frozen=True)
class Piece:
    """A part of a layer inside the window. ``geometry`` in degrees; ``kind`` ward, road, water, place, village or service."""

    kind: str
    name: str
    geometry: BaseGeometry


@dataclass(frozen=True)
class Backdrop:
    """Layers with a spatial index; ``kinds`` and ``names`` are parallel to the shapes."""

    shapes: NDArray[np.object_]
    kinds: tuple[str, ...]
    names: tuple[str, ...]
    tree: shapely.STRtree

    @classmethod
    def of(
        cls,
        wards: gpd.GeoDataFrame | None,
        landmarks: gpd.GeoDataFrame | None,
        service_points: gpd.GeoDataFrame | None,
        households: gpd.GeoDataFrame | None = None,
    ) -> Backdrop:
        """The layers in drawing order: wards, water, roads, places, service points, villages of the households."""
        shapes: list[BaseGeometry] = []
        kinds: list[str] = []
        names: list[str] = []

        def add(geometry: BaseGeometry | None, kind: str, name: str) -> None:
            if geometry is not None and not geometry.is_empty:
                shapes.append(shapely.force_2d(shapely.make_valid(geometry)))
                kinds.append(kind)
                names.append(name)

        if wards is not None:
            for row in wards.itertuples(index=False):
                add(row.geometry, "ward", clean(getattr(row, "ward_no", "") or row.ward_id))
        if landmarks is not None:
            for row in sorted(landmarks.itertuples(index=False), key=lambda one: _rank(str(one.kind))):
                add(row.geometry, _KINDS[_rank(str(row.kind))], clean(row.name))
        if service_points is not None:
            for row in service_points.itertuples(index=False):
                add(row.geometry, "service", clean(row.name) or clean(row.sector))
        for name, middle in _villages(households, frozenset(name.casefold() for name in names)):
            add(middle, "village", name)
        array = np.array(shapes, dtype=object)
        return cls(array, tuple(kinds), tuple(names), shapely.STRtree(array))

    def within(self, frame: Frame, detail_mm: float = 0.25) -> list[Piece]:
        """The pieces inside the window, in drawing order, without more detail than ``detail_mm`` on the paper."""
        window = shapely.box(*frame.bounds)
        found = np.sort(self.tree.query(window, predicate="intersects"))
        if not len(found):
            return []
        # The clip is a little wider than the window, so that no outline runs along its edge.
        wide = window.buffer(3 * frame.degrees_a_mm, join_style="mitre")
        clipped = shapely.clip_by_rect(self.shapes[found], *wide.bounds)
        simple = shapely.simplify(clipped, detail_mm * frame.degrees_a_mm)
        return [
            Piece(self.kinds[i], self.names[i], geometry)
            for i, geometry in zip(found, simple, strict=True)
            if geometry is not None and not geometry.is_empty
        ]


def _villages(households: gpd.GeoDataFrame | None, there: frozenset[str]) -> list[tuple[str, BaseGeometry]]:
    """Each village that no landmark names, in the middle of its households whose place is exact."""
    if households is None or "village" not in households.columns:
        return []
    sure = households["place_accuracy"].isin(["", "exact"]) & (households["village"].astype(str) != "")
    homes = households[sure & households.geometry.notna() & ~households.geometry.is_empty]
    points = shapely.point_on_surface(np.asarray(homes.geometry.array))
    names = homes["village"].map(shown).to_numpy()
    middles = pd.DataFrame(shapely.get_coordinates(points), columns=["x", "y"]).groupby(names).median()
    found = [(str(row.Index), shapely.Point(row[1], row[2])) for row in middles.itertuples()]
    return [(name, point) for name, point in found if name.casefold() not in there]


_KINDS = ("water", "road", "place")


def drawn_as(kind: str) -> str:
    """How a landmark of this kind is drawn: ``water``, ``road`` or ``place``.

    Examples
    --------
    >>> drawn_as("River"), drawn_as("school")
    ('water', 'place')
    """
    return _KINDS[_rank(kind)]


def _rank(kind: str) -> int:
    word = kind.strip().lower()
    return 0 if word in WATER else 1 if word in ROADS else 2
