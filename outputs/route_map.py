"""The small map of a worker's days, drawn as SVG: background, routes, numbered stops, home, scale bar, north arrow.

Colours and widths come from a style sheet, so that paper (:data:`PAPER`) and phone show the same drawing their own way.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from outputs.backdrop import Backdrop, Piece
from outputs.declutter import spread
from outputs.escape import markup
from outputs.frame import Frame
from outputs.itinerary import Itinerary, Stop
from outputs.labels import Label, place
from outputs.marks import WEEK, mark_class, outline
from outputs.words import length

#: Black and grey only. Classes: w ward, a water, r road, p place, s service point, t route, l leader, d dot of the true
#: place, m hollow and f filled mark, n place not exact, h home, b bar, k name, v ward number,
#: c halo, e text that begins at its point.
PAPER = (
    ".w{fill:none;stroke:#777;stroke-width:.35;stroke-dasharray:2 .8 .4 .8}.a{fill:#e4e4e4;stroke:#b0b0b0;stroke-width:.5}"
    ".al{fill:none;stroke:#b0b0b0;stroke-width:.7}.r{fill:none;stroke:#cfcfcf;stroke-width:.55}.p{fill:#8a8a8a}"
    ".s{fill:#fff;stroke:#000;stroke-width:.3}.sx{stroke:#000;stroke-width:.5}.t{fill:none;stroke:#333;stroke-width:.3}"
    ".l{stroke:#333;stroke-width:.18}.d{fill:#000}.m{fill:#fff;stroke:#000;stroke-width:.3}"
    ".f{fill:#000;stroke:#000;stroke-width:.3}.n{stroke-dasharray:.7 .5}.f.n{fill:#555;stroke:#fff}"
    ".h{fill:#000;stroke:#fff;stroke-width:.3}.b{fill:none;stroke:#000;stroke-width:.35}.bf{fill:#000}"
    "text{font-family:'Libertinus Serif';font-size:3.1px;fill:#000;text-anchor:middle}"
    ".o{font-weight:bold;font-size:2.75px}.of{fill:#fff}.k{fill:#444;font-style:italic}.v{fill:#999;font-weight:bold}"
    ".c{stroke:#fff;stroke-width:.9;stroke-linejoin:round}.e{text-anchor:start}"
)
#: A home that would make the window more than this many times wider is pointed at from the edge instead.
_HOME_WORTH = 1.8


@dataclass(frozen=True)
class Drawing:
    """How to draw: millimetres of the map and of a mark; whether stops are links to their :func:`anchor`; most names.

    ``wider``: how much wider the letters may be than those of the sheets, where the font is not ours.
    """

    width: float
    height: float
    linked: bool = False
    radius: float = 1.95
    names_most: int = 9
    detail_mm: float = 0.25
    wider: float = 1.0


def route_map(one: Itinerary, backdrop: Backdrop, drawing: Drawing, style: str = PAPER, title: str = "") -> str:
    """The map of all days of ``one`` as an SVG element; "" where no stop has a place."""
    stops = [(day.date, stop) for day in one.days for stop in day.stops if stop.placed]
    if not stops:
        return ""
    places = np.array([[stop.lon, stop.lat] for _, stop in stops])
    home = np.array([[one.lon, one.lat]]) if math.isfinite(one.lon) and math.isfinite(one.lat) else None
    frame, home_inside = _frame(places, home, drawing)
    true = frame.to_paper(places)
    home_xy = None if home is None else frame.to_paper(home)
    held = home_xy if home_inside else None
    kept = _kept_free(frame) if held is None else np.vstack([held, _kept_free(frame)])
    marks = spread(true, 2.3 * drawing.radius, (drawing.width, drawing.height), drawing.radius + 0.6, kept)
    pieces = backdrop.within(frame, drawing.detail_mm)
    parts = [_background(pieces, frame), _routes(one, stops, marks, home_xy), _leaders(true, marks, drawing.radius)]
    parts.append(_labels(pieces, frame, marks, held, drawing))
    parts.append(_furniture(frame))
    if home_xy is not None:
        parts.append(_house(*home_xy[0]) if home_inside else _pointer(home_xy[0], frame))
    parts += [_stop(stop, date, x, y, drawing) for (date, stop), (x, y) in zip(stops, marks, strict=True)]
    sheet = f"<style>{style}</style>" if style else ""
    name = f"<title>{markup(title)}</title>" if title else ""
    size = f'viewBox="0 0 {drawing.width:g} {drawing.height:g}"'
    millimetres = f' width="{drawing.width:g}mm" height="{drawing.height:g}mm"' if style else ' role="img"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}{millimetres}>{name}{sheet}{"".join(parts)}</svg>'


def anchor(date: dt.date, order: int) -> str:
    """The name of a stop inside a worker's page; tells nothing about the household.

    Examples
    --------
    >>> anchor(dt.date(2026, 3, 2), 4)
    's0302-4'
    """
    return f"s{date.month:02d}{date.day:02d}-{order}"


def _frame(places: NDArray[np.float64], home: NDArray[np.float64] | None, drawing: Drawing) -> tuple[Frame, bool]:
    alone = Frame.around(places, drawing.width, drawing.height)
    if home is None:
        return alone, False
    both = Frame.around(np.vstack([places, home]), drawing.width, drawing.height)
    if alone.scale <= both.scale * _HOME_WORTH:
        return both, True
    return alone, False


def _kept_free(frame: Frame) -> NDArray[np.float64]:
    """Points from which marks stay away: along the scale bar and on the north arrow."""
    bar = np.arange(3.0, 2 + frame.bar()[0] + 14, 3.0)
    arrow = [[frame.width - 3, 3.0], [frame.width - 3, 6.5]]
    return np.vstack([np.column_stack([bar, np.full(len(bar), frame.height - 2.5)]), arrow])


def _background(pieces: list[Piece], frame: Frame) -> str:
    order = {"ward": 1, "water": 0, "road": 2, "place": 3, "village": 3, "service": 4}
    return "".join(_piece(piece, frame) for piece in sorted(pieces, key=lambda piece: order[piece.kind]))


def _piece(piece: Piece, frame: Frame) -> str:
    shape = piece.geometry
    if piece.kind in ("place", "service", "village"):
        x, y = frame.to_paper(shapely.get_coordinates(shapely.point_on_surface(shape)))[0]
        if piece.kind == "village":
            return ""
        if piece.kind == "place":
            return f'<circle class="p" cx="{x:.1f}" cy="{y:.1f}" r=".6"/>'
        return (
            f'<rect class="s" x="{x - 1.3:.1f}" y="{y - 1.3:.1f}" width="2.6" height="2.6"/>'
            f'<path class="sx" d="M{x - 0.8:.1f} {y:.1f}h1.6M{x:.1f} {y - 0.8:.1f}v1.6"/>'
        )
    area = piece.kind == "ward" or shape.geom_type.endswith("Polygon")
    lines = [
        _path(part, frame, closed=area) for part in shapely.get_parts(shapely.boundary(shape) if area else shape) if part.length
    ]
    name = {"ward": "w", "water": "a" if area else "al", "road": "r"}[piece.kind]
    return f'<path class="{name}" d="{"".join(lines)}"/>' if any(lines) else ""


def _path(line: BaseGeometry, frame: Frame, closed: bool) -> str:
    points = frame.to_paper(shapely.get_coordinates(line))
    text = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return text + "Z" if closed else text


def _routes(
    one: Itinerary, stops: list[tuple[dt.date, Stop]], marks: NDArray[np.float64], home: NDArray[np.float64] | None
) -> str:
    where = {id(stop): xy for (_, stop), xy in zip(stops, marks, strict=True)}
    parts = []
    for day in one.days:
        points = [where[id(stop)] for stop in day.stops if id(stop) in where]
        # Who is dropped by a vehicle does not walk from home.
        if home is not None and points and not any(stop.ride for stop in day.stops):
            points = [home[0], *points, home[0]]
        mark = WEEK[day.date.weekday()]
        dash = f' stroke-dasharray="{mark.dash}"' if mark.dash and len(one.days) > 1 else ""
        if len(points) > 1:
            parts.append(f'<path class="t"{dash} d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in points)}"/>')
    return "".join(parts)


def _leaders(true: NDArray[np.float64], marks: NDArray[np.float64], radius: float) -> str:
    moved = np.hypot(*(true - marks).T) > radius * 0.6
    return "".join(
        f'<path class="l" d="M{a:.1f} {b:.1f}L{x:.1f} {y:.1f}"/><circle class="d" cx="{a:.1f}" cy="{b:.1f}" r=".45"/>'
        for (a, b), (x, y) in zip(true[moved], marks[moved], strict=True)
    )


def _stop(stop: Stop, date: dt.date, x: float, y: float, drawing: Drawing) -> str:
    mark = WEEK[0] if drawing.linked else WEEK[date.weekday()]
    text = f'<text class="o{" of" if mark.filled else ""}" x="{x:.1f}" y="{y + drawing.radius * 0.49:.1f}">{stop.order}</text>'
    body = outline(mark, x, y, drawing.radius, mark_class(mark, stop.exact)) + text
    if not drawing.linked:
        return body
    # The unseen circle is what a finger hits.
    return f'<a href="#{anchor(date, stop.order)}"><circle class="z" cx="{x:.1f}" cy="{y:.1f}" r="5.2"/>{body}</a>'


def _labels(
    pieces: list[Piece], frame: Frame, marks: NDArray[np.float64], home: NDArray[np.float64] | None, drawing: Drawing
) -> str:
    centres = marks if home is None else np.vstack([marks, home])
    reach = drawing.radius + 0.2
    bar, _ = frame.bar()
    corners = [
        [0, frame.height - 5, bar + 17, frame.height],  # scale bar
        [frame.width - 6, 0, frame.width, 9],  # north arrow
    ]
    symbols = [
        [x - 1.5, y - 1.5, x + 1.5, y + 1.5]
        for piece in pieces
        if piece.kind == "service"
        for x, y in frame.to_paper(shapely.get_coordinates(shapely.point_on_surface(piece.geometry)))
    ]
    taken = np.vstack([np.hstack([centres - reach, centres + reach]), corners, *([symbols] if symbols else [])])
    rank = {"village": 0, "service": 1, "place": 2, "ward": 3, "water": 4, "road": 5}
    wanted = [_label(piece, frame) for piece in sorted(pieces, key=lambda piece: rank[piece.kind])]
    placed = place(wanted, taken, 3.1, (drawing.width, drawing.height), drawing.names_most, wider=drawing.wider)
    return "".join(
        f'<text class="{"v" if label.kind == "ward" else "k"} c" x="{x:.1f}" y="{y + 1:.1f}">{markup(label.text)}</text>'
        f'<text class="{"v" if label.kind == "ward" else "k"}" x="{x:.1f}" y="{y + 1:.1f}">{markup(label.text)}</text>'
        for label, x, y in placed
    )


def _label(piece: Piece, frame: Frame) -> Label:
    window = shapely.box(*frame.bounds)
    inside = piece.geometry.intersection(window)
    shape = piece.geometry if inside.is_empty else inside
    if shape.geom_type in ("LineString", "MultiLineString"):
        longest = max(shapely.get_parts(shape), key=lambda part: part.length)
        point = longest.interpolate(0.5, normalized=True)
    else:
        point = shapely.point_on_surface(shape)
    x, y = frame.to_paper(shapely.get_coordinates(point))[0]
    text = f"Ward {piece.name}" if piece.kind == "ward" else piece.name
    short = text if len(text) <= 22 else text[:21].rstrip() + "…"
    return Label(short, float(x), float(y), piece.kind, centred=piece.kind in ("ward", "water", "road", "village"))


def _house(x: float, y: float) -> str:
    return (
        f'<path class="h" d="M{x - 2:.1f} {y + 0.1:.1f}L{x:.1f} {y - 2:.1f}L{x + 2:.1f} {y + 0.1:.1f}'
        f'h-.5v1.7h-3v-1.7z"><title>Home</title></path>'
    )


def _pointer(home: NDArray[np.float64], frame: Frame) -> str:
    """An arrow at the edge that points home, with the straight distance from the middle of the map."""
    dx, dy = home[0] - frame.width / 2, home[1] - frame.height / 2
    far = math.hypot(dx, dy)
    ratio = min((frame.width / 2 - 2.4) / max(abs(dx), 1e-9), (frame.height / 2 - 2.4) / max(abs(dy), 1e-9))
    x, y, angle = frame.width / 2 + dx * ratio, frame.height / 2 + dy * ratio, math.degrees(math.atan2(dy, dx))
    text = f"home {length(far / frame.scale)}"
    half = len(text) * 0.8
    tx = min(max(x, half + 1), frame.width - half - 1)
    ty = min(max(y + (4.4 if dy < 0 else -3.2), 5.0), frame.height - 8.0) + 1
    return (
        f'<path class="h" transform="translate({x:.1f} {y:.1f}) rotate({angle:.0f})" d="M2 0L-1.6 1.7L-.8 0L-1.6 -1.7z"/>'
        f'<text class="c" x="{tx:.1f}" y="{ty:.1f}">{text}</text><text x="{tx:.1f}" y="{ty:.1f}">{text}</text>'
    )


def _furniture(frame: Frame) -> str:
    bar, text = frame.bar()
    y, right = frame.height - 2, frame.width - 3
    return (
        f'<path class="b" d="M2 {y - 1:.1f}V{y:.1f}H{2 + bar:.1f}V{y - 1:.1f}"/>'
        f'<text class="c e" x="{3 + bar:.1f}" y="{y:.1f}">{text}</text>'
        f'<text class="e" x="{3 + bar:.1f}" y="{y:.1f}">{text}</text>'
        f'<path class="bf" d="M{right:.1f} 1.5l1.5 4.2l-1.5 -1l-1.5 1z"/>'
        f'<text class="c" x="{right:.1f}" y="8.4">N</text><text x="{right:.1f}" y="8.4">N</text>'
    )
