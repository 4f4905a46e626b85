"""Metric coordinates for places given in degrees: which projection to measure in, and metres without any projection."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

#: Semi-major axis (m) and first eccentricity squared of WGS 84 (EPSG:7030).
_A, _E2 = 6_378_137.0, 0.006_694_379_990_14


def utm_crs(lon: float, lat: float) -> CRS:
    """The UTM zone (metres) around a place in degrees; a local azimuthal projection beyond 84° N and 80° S.

    Distances within a zone are true to 0.1 % (EPSG method 9807, scale 0.9996 on the central meridian).

    Examples
    --------
    >>> utm_crs(28.05, -26.2).to_epsg(), utm_crs(-7.3, 57.5).to_epsg()
    (32735, 32629)
    """
    if not -80 <= lat <= 84:
        return equal_area_crs(lon, lat)
    zone = int((lon + 180) // 6) % 60 + 1
    return CRS.from_epsg((32700 if lat < 0 else 32600) + zone)


def equal_area_crs(lon: float, lat: float) -> CRS:
    """Lambert's azimuthal equal-area projection (metres, EPSG method 9820) around a place: areas are true everywhere."""
    return CRS.from_proj4(f"+proj=laea +lat_0={lat:.6f} +lon_0={lon:.6f} +datum=WGS84 +units=m +no_defs")


def middle(shapes: NDArray[np.object_]) -> tuple[float, float]:
    """Longitude and latitude of the middle of the box around shapes in degrees; ``(0, 0)`` where there is none."""
    bounds = shapely.total_bounds(shapes)
    if not np.isfinite(bounds).all():
        return 0.0, 0.0
    return float((bounds[0] + bounds[2]) / 2), float((bounds[1] + bounds[3]) / 2)


def project(shapes: NDArray[np.object_], target: CRS, source: CRS | str = "EPSG:4326") -> NDArray[np.object_]:
    """The shapes in another coordinate system (x before y); places that it cannot hold get infinite coordinates."""
    change = Transformer.from_crs(source, target, always_xy=True)

    def moved(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(change.transform(xy[:, 0], xy[:, 1]))

    return np.asarray(shapely.transform(shapes, moved), dtype=np.object_)


def areas_km2(shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    """Square kilometres of shapes in degrees, in an equal-area projection around them."""
    projected = project(shapes, equal_area_crs(*middle(shapes)))
    return np.asarray(shapely.area(projected), dtype=float) / 1e6


def geocentric(lon_lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Earth-centred coordinates in metres, shape ``(n, 3)``, of longitudes and latitudes in degrees (EPSG method 9602).

    The straight line between two of them differs from the distance on the ground by less than a millimetre a
    kilometre, wherever on earth: no zone to choose, no edge to fall over.
    """
    lon, lat = np.radians(lon_lat[:, 0]), np.radians(lon_lat[:, 1])
    radius = _A / np.sqrt(1 - _E2 * np.sin(lat) ** 2)
    return np.column_stack(
        [radius * np.cos(lat) * np.cos(lon), radius * np.cos(lat) * np.sin(lon), radius * (1 - _E2) * np.sin(lat)]
    )
