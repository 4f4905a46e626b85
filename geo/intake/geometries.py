"""Shapes of a file as geometries: well-known binary from a layer, well-known text from a column."""

from __future__ import annotations

import re

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]


def from_wkb(blobs: Shapes) -> tuple[Shapes, NDArray[np.bool_]]:
    """Geometries of binary text (``None`` is no shape), and a mask of those that are there but cannot be read."""
    found = np.array(shapely.from_wkb(blobs, on_invalid="ignore"), dtype=object)
    return found, _lost(found, np.array([blob is not None for blob in blobs], dtype=bool))


def from_wkt(texts: Shapes) -> tuple[Shapes, NDArray[np.bool_]]:
    """The same of well-known text, as QGIS writes it into CSV; ``""`` is no shape.

    Examples
    --------
    >>> shapes, lost = from_wkt(np.array(["SRID=4326;POINT (28 -26)", "", "POLYGON ((0 0, 1"], dtype=object))
    >>> shapes.tolist(), lost.tolist()
    ([<POINT (28 -26)>, None, None], [False, False, True])
    """
    given = np.array([bool(text.strip()) for text in texts], dtype=bool)
    bare = [re.sub(r"^\s*SRID=\d+;", "", text) if there else None for text, there in zip(texts, given, strict=True)]
    found = np.array(shapely.from_wkt(bare, on_invalid="ignore"), dtype=object)
    return found, _lost(found, given)


def _lost(found: Shapes, given: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.asarray(given & np.array([shape is None for shape in found], dtype=bool))


def stated_crs(text: str) -> pyproj.CRS | None:
    """The coordinate system that a file states, None where it states none that measures the ground."""
    try:
        crs = pyproj.CRS.from_user_input(text) if text else None
    except pyproj.exceptions.CRSError:
        return None
    return crs if crs is not None and (crs.is_geographic or crs.is_projected) else None
