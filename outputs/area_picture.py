"""A map of areas as a picture (PNG) for a slide or a report: the colours of the page, names, service points, key and scale."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.maps.outline import label_point
from geo.maps.simplify import simple_wards
from outputs.escape import markup, on_paper
from outputs.handout import FICTIONAL_NOTE
from outputs.typeset import PNG, typeset

#: Millimetres of the drawing; its height follows the areas, within these.
_WIDTH, _LEAST, _MOST = 182.0, 60.0, 240.0
_MARGIN, _TEXT = 5.0, 3.2
#: Half the side of a service point, and how many are drawn so large.
_POINT, _FEW = 0.8, 150
_KM = 111.32
_STYLE = (
    "text{font-family:'Libertinus Serif';font-size:3.2px;text-anchor:middle;font-weight:bold}"
    ".h{fill:#fff;stroke:#fff;stroke-width:1.1;stroke-linejoin:round}.a{stroke:#6d6d6d;stroke-width:.3;stroke-linejoin:round}"
    ".f{stroke-dasharray:1.2 .8}.p{fill:#3b2f63;stroke:#fff;stroke-width:.2}.b{stroke:#1a1a1a;stroke-width:.5;fill:none}"
)


#: Places in degrees (n, 2) → millimetres of the drawing.
Project = Callable[[NDArray[np.float64]], NDArray[np.float64]]


@dataclass(frozen=True)
class AreaPicture:
    """What the picture shows.

    Attributes
    ----------
    title : str
    lines : sequence of str
        The first below the title, the others below the key.
    areas : GeoDataFrame
        ``name``, ``fill`` (colour, as #rrggbb), ``tag`` (written behind the name), ``few`` (a broken outline); EPSG:4326.
    points : GeoSeries or None
        Service points.
    key : str
        Over the classes.
    classes : sequence of (colour, label)
        Of the key.
    fictional : bool
        Whether the data are invented, which is then written on it.
    """

    title: str
    lines: Sequence[str]
    areas: gpd.GeoDataFrame
    points: gpd.GeoSeries | None
    key: str
    classes: Sequence[tuple[str, str]]
    fictional: bool = False


def area_png(picture: AreaPicture) -> bytes:
    """The picture, some 1,250 dots wide; drawn by typst, without anything of a browser."""
    data = {
        "title": on_paper(picture.title),
        "lines": [on_paper(line) for line in picture.lines],
        "svg": drawing(picture),
        "key": on_paper(picture.key),
        "classes": [{"colour": colour, "label": label} for colour, label in picture.classes],
        "fictional": picture.fictional,
        "fictional_note": FICTIONAL_NOTE,
        "fonts": ["Libertinus Serif"],
    }
    source = resources.files("outputs").joinpath("area_picture.typ").read_text(encoding="utf-8")
    return typeset(source, data, PNG, system_fonts=False, timestamp=0)


def drawing(picture: AreaPicture) -> str:
    """The map as SVG, in millimetres."""
    west, south, east, north = (float(edge) for edge in picture.areas.total_bounds)
    narrow = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * narrow, 1e-6), max(north - south, 1e-6)
    scale = min((_WIDTH - 2 * _MARGIN) / wide, (_MOST - 2 * _MARGIN) / high)
    height = max(_LEAST, high * scale + 2 * _MARGIN)
    left = (_WIDTH - wide * scale) / 2

    def at(places: NDArray[np.float64]) -> NDArray[np.float64]:
        x = left + (places[:, 0] - west) * narrow * scale
        return np.column_stack([x, _MARGIN + (north - places[:, 1]) * scale])

    parts = [_area(row.fill, row.few, shape, at) for row, shape in _shapes(picture.areas)]
    if picture.points is not None and len(picture.points):
        xy = at(shapely.get_coordinates(np.asarray(picture.points.array, dtype=object)))
        inside = (xy >= 0).all(axis=1) & (xy[:, 0] <= _WIDTH) & (xy[:, 1] <= height)
        half = _POINT if inside.sum() <= _FEW else _POINT / 2
        where = (f'x="{x - half:.2f}" y="{y - half:.2f}" width="{2 * half}" height="{2 * half}"' for x, y in xy[inside])
        parts += [f'<rect class="p" {place}/>' for place in where]
    parts += _names(picture.areas, at, height)
    parts.append(_scale_bar(scale, height))
    size = f'viewBox="0 0 {_WIDTH} {height:.1f}" width="{_WIDTH}mm" height="{height:.1f}mm"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><style>{_STYLE}</style>{"".join(parts)}</svg>'


def _shapes(areas: gpd.GeoDataFrame) -> list[tuple[Any, BaseGeometry]]:
    shapes = simple_wards(areas)
    rows = zip(areas.itertuples(index=False), shapes, strict=True)
    return [(row, shape) for row, shape in rows if shape is not None and not shape.is_empty]


def _area(fill: str, few: bool, shape: BaseGeometry, at: Project) -> str:
    rings = []
    for part in shapely.get_parts(shape):
        for ring in (part.exterior, *part.interiors):
            xy = at(shapely.get_coordinates(ring))
            rings.append("M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in xy) + "Z")
    return f'<path class="a{" f" if few else ""}" fill="{markup(fill)}" fill-rule="evenodd" d="{"".join(rings)}"/>'


def _names(areas: gpd.GeoDataFrame, at: Project, height: float) -> list[str]:
    """Names with their figures, the largest areas first, none over another."""
    taken: list[tuple[float, float, float, float]] = []
    parts = []
    order = np.argsort(-shapely.area(np.asarray(areas.geometry.array, dtype=object)))
    for position in order:
        row = areas.iloc[position]
        text = on_paper(" · ".join(part for part in (str(row["name"]), str(row["tag"])) if part), 40)
        x, y = at(np.array([label_point(row.geometry)]))[0]
        half = len(text) * _TEXT * 0.26
        for dy in (0.0, -_TEXT * 1.1, _TEXT * 1.1):
            box = (x - half, y + dy - _TEXT / 2, x + half, y + dy + _TEXT / 2)
            inside = box[0] > 0 and box[2] < _WIDTH and box[1] > 0 and box[3] < height
            if inside and not any(_meet(box, other) for other in taken):
                taken.append(box)
                where = f'x="{x:.2f}" y="{y + dy + _TEXT * 0.35:.2f}"'
                parts += [f'<text class="h" {where}>{markup(text)}</text>', f"<text {where}>{markup(text)}</text>"]
                break
    return parts


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _scale_bar(scale: float, height: float) -> str:
    """A bar of a round number of kilometres, no longer than a quarter of the picture."""
    most = _WIDTH / 4 / scale * _KM
    power = 10.0 ** math.floor(math.log10(most))
    km = next(step * power for step in (5, 2, 1) if step * power <= most)
    long, y = km / _KM * scale, height - 2.0
    return (
        f'<path class="b" d="M2 {y - 1.2:.2f}V{y:.2f}H{2 + long:.2f}V{y - 1.2:.2f}"/>'
        f'<text x="{2 + long / 2:.2f}" y="{y - 1.2:.2f}">{km:g} km</text>'
    )
