"""Map grids in metres: which one a list may be in, and its places in degrees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from geo.crs import utm_crs
from geo.intake.area import Area, in_south_africa
from geo.intake.result import Option
from geo.tables import CRS as DEGREES

Floats = NDArray[np.float64]

#: Middle lines of South Africa's zones (Hartebeesthoek94 / Lo15 is EPSG:2046, the next ones follow; Cape / Lo15 is
#: EPSG:22275, the next ones two apart).
LO = tuple(range(15, 35, 2))
#: UTM zones of South Africa and its neighbours to the east, south of the equator.
UTM_SOUTH = (33, 34, 35, 36, 37)
#: Longitude and latitude around which most people of South Africa live; only the order of answers hangs on it.
MOST_PEOPLE = (28.5, -28.0)
#: How many places an option shows.
PREVIEW = 8


def grid(value: str) -> CRS | None:
    """The system that an answer names: ``Lo29``, ``Cape Lo29``, ``EPSG:32736``; None where there is none.

    Examples
    --------
    >>> grid("Lo29").to_epsg(), grid("Cape Lo29").to_epsg(), grid("EPSG:32736").to_epsg(), grid("here")
    (2053, 22289, 32736, None)
    """
    found = re.fullmatch(r"(cape\s*/?\s*)?lo\s*(\d\d)", value.strip(), re.IGNORECASE)
    if found:
        zone = int(found[2])
        if zone not in LO:
            return None
        return CRS.from_epsg(22275 + zone - 15 if found[1] else 2046 + (zone - 15) // 2)
    code = re.fullmatch(r"(?:epsg:)?(\d{4,6})", value.strip(), re.IGNORECASE)
    try:
        return CRS.from_epsg(int(code[1])) if code else None
    except CRSError:
        return None


def is_south_orientated(crs: CRS) -> bool:
    """Whether a system counts metres to the west and to the south, as South Africa's Lo zones do."""
    return any(axis.direction == "south" for axis in crs.axis_info)


class Axes(NamedTuple):
    """How a grid's two numbers are written: exchanged (northing first), and with both signs turned (-1) or not (1)."""

    crossed: bool
    sign: float

    def of(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """The two in the order and with the signs that the grid's definition has."""
        return (y * self.sign, x * self.sign) if self.crossed else (x * self.sign, y * self.sign)


def axes_of(x: Floats, y: Floats, crs: CRS) -> Axes:
    """How the places of one list are written in a grid.

    Lo zones are written with either axis first, and by some programs with both signs turned: the southing is the larger
    number, and where it is negative both signs are turned back. Other grids are taken as x before y, or the other way
    round where only that falls into the area that the grid is for.
    """
    if not np.isfinite(x).any() or not np.isfinite(y).any():
        return Axes(False, 1.0)
    if is_south_orientated(crs):
        crossed = bool(np.nanmedian(np.abs(x)) > np.nanmedian(np.abs(y)))
        return Axes(crossed, -1.0 if np.nanmedian(x if crossed else y) < 0 else 1.0)
    straight = fits(*_transform(x, y, crs), crs)
    return Axes(straight < 0.5 and fits(*_transform(y, x, crs), crs) > straight, 1.0)


def to_degrees(x: Floats, y: Floats, crs: CRS) -> tuple[Floats, Floats]:
    """Longitudes and latitudes of grid places, infinite where the grid does not reach; see :func:`axes_of`."""
    return _transform(*axes_of(x, y, crs).of(x, y), crs)


def _transform(x: Floats, y: Floats, crs: CRS) -> tuple[Floats, Floats]:
    lon, lat = Transformer.from_crs(crs, DEGREES, always_xy=True).transform(x, y)
    return np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)


def fits(lon: Floats, lat: Floats, crs: CRS) -> float:
    """Share of places within 2 degrees of the area that a system is for."""
    use = crs.area_of_use
    known = np.isfinite(lon) & np.isfinite(lat)
    if use is None or not known.any():
        return float(known.mean()) if len(known) else 0.0
    east = (lon >= use.west - 2) & (lon <= use.east + 2) if use.west <= use.east else np.ones(len(lon), dtype=bool)
    return float((known & east & (lat >= use.south - 2) & (lat <= use.north + 2)).mean())


@dataclass(frozen=True)
class Candidate:
    """A system that a list may be in, with the places as they would fall."""

    value: str
    label: str
    lon: Floats
    lat: Floats


def candidates(x: Floats, y: Floats, expected: Area | None, middle: tuple[float, float] | None) -> tuple[Option, ...]:
    """Options for a list in metres; those that fall where the list is expected, or all that are possible, the likeliest first.

    Parameters
    ----------
    x, y : arrays of float
        Metres; either may be the northing.
    expected : Area or None
        Where the rows are expected; None for South Africa and its neighbours.
    middle : (lon, lat) or None
        The middle of the expected area, for its own UTM zones.
    """
    small, large = sorted((float(np.nanmedian(np.abs(x))), float(np.nanmedian(np.abs(y)))))
    values: list[tuple[str, str]] = []
    if small < 450_000 and 1_500_000 <= large <= 4_200_000:
        values += [(f"Lo{zone}", f"Lo{zone}, South Africa's grid, middle line {zone}° E") for zone in LO]
    if 90_000 <= small <= 910_000 and large <= 10_000_000:
        values += [(f"EPSG:{code}", f"UTM zone {name}") for code, name in _utm(middle)]
    values.append(("EPSG:3857", "Web Mercator, as web maps use it"))
    found = [Candidate(value, label, *to_degrees(x, y, crs)) for value, label in values if (crs := grid(value))]
    inside = [c for c in found if (_inside(c, expected)).mean() >= 0.5]
    possible = [c for c in found if (np.isfinite(c.lat) & (np.abs(c.lat) < 85)).mean() >= 0.5]
    around = middle or MOST_PEOPLE
    ranked = sorted(inside or possible, key=lambda c: (-round(float(_inside(c, expected).mean()), 2), _away(c, around)))
    return tuple(_option(c) for c in ranked)


def _away(found: Candidate, place: tuple[float, float]) -> float:
    """Degrees from the middle of a list to a place."""
    known = np.isfinite(found.lon) & np.isfinite(found.lat)
    if not known.any():
        return np.inf
    return float(np.hypot(np.median(found.lon[known]) - place[0], np.median(found.lat[known]) - place[1]))


def _utm(middle: tuple[float, float] | None) -> list[tuple[int, str]]:
    codes = [32700 + zone for zone in UTM_SOUTH]
    if middle is not None:
        own = [utm_crs((middle[0] + step + 180) % 360 - 180, middle[1]).to_epsg() for step in (-6, 0, 6)]
        codes = [code for code in own if code] + codes
    return [(code, f"{code % 100} {'south' if code > 32700 else 'north'}") for code in dict.fromkeys(codes)]


def _inside(found: Candidate, expected: Area | None) -> NDArray[np.bool_]:
    return expected.holds(found.lon, found.lat) if expected is not None else in_south_africa(found.lon, found.lat)


def _option(found: Candidate) -> Option:
    known = (np.isfinite(found.lon) & np.isfinite(found.lat)).nonzero()[0]
    shown = known[np.linspace(0, len(known) - 1, min(PREVIEW, len(known))).astype(int)] if len(known) else known
    label = found.label
    if len(known):
        label += f": near latitude {np.median(found.lat[known]):.1f}, longitude {np.median(found.lon[known]):.1f}"
    return Option(found.value, label, tuple((float(found.lon[i]), float(found.lat[i])) for i in shown))


def other_zone(x: Floats, y: Floats, crs: CRS, expected: Area) -> NDArray[np.bool_]:
    """Which places, of a list in a UTM zone, fall where expected only when read in a zone nearby."""
    code = crs.to_epsg() or 0
    result = np.zeros(len(x), dtype=bool)
    zone = code % 100
    if code - zone not in (32600, 32700) or not 1 <= zone <= 60:
        return result
    outside = ~expected.holds(*to_degrees(x, y, crs)) & np.isfinite(x) & np.isfinite(y)
    for step in (-3, -2, -1, 1, 2, 3):
        if outside.any() and 1 <= zone + step <= 60:
            result |= outside & expected.holds(*to_degrees(x, y, CRS.from_epsg(code + step)))
    return result
