"""How the layers of the GeoPackage look in QGIS: styles in its own format (QML), colours as on the maps of the app."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from types import MappingProxyType

from geo.maps.palette import WORKER_STYLES, reason_mark
from outputs.layers import Layer

#: Shapes of QGIS's simple marker, in the order in which reasons take them; each differs without colour.
_SHAPES = ("cross2", "triangle", "square", "diamond", "star", "pentagon", "hexagon", "cross_fill", "arrowhead", "octagon")
_WHITE, _INK, _GREY = "255,255,255,255", "26,26,26,255", "118,118,118,255"


@dataclass(frozen=True)
class Symbol:
    """A symbol: QGIS's class of it (``SimpleMarker``, …) with properties; ``kind`` marker, line or fill."""

    kind: str
    layer: str
    properties: Mapping[str, str]


def qml(layer: Layer) -> str:
    """The style of a layer as a QML document."""
    renderer, label = _renderer(layer), _label(layer)
    aliases = "".join(
        f'<alias index="{index}" field="{name}" name="{escape(alias)}"/>'
        for index, (name, alias) in enumerate(layer.aliases.items(), start=1)
    )
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        f'<qgis version="3.22.0" styleCategories="Symbology|Labeling|Fields" labelsEnabled="{int(bool(label))}">'
        f"{renderer}{label}<aliases>{aliases}</aliases></qgis>\n"
    )


def _renderer(layer: Layer) -> str:
    """The drawing of a layer; landmarks share one."""
    return _RENDERERS.get(layer.name, _landmarks)(layer)


def _visits(layer: Layer) -> str:
    return _categories("style", [(i, name, _marker("circle", color, 3.2)) for i, name, color in _groups()])


def _workers(layer: Layer) -> str:
    return _categories("style", [(i, name, _marker("square", color, 4.4)) for i, name, color in _groups()])


def _routes(layer: Layer) -> str:
    return _categories("style", [(i, name, _line(color, 0.5, WORKER_STYLES[i].dash)) for i, name, color in _groups()])


def _not_reached(layer: Layer) -> str:
    reasons = sorted(layer.rows["reason"].unique())
    shapes = [_marker(_SHAPES[i % len(_SHAPES)], _INK, 2.8, "255,255,255,200") for i in range(len(reasons))]
    return _categories("reason", [*zip(reasons, [reason_mark(reason).label for reason in reasons], shapes, strict=True)])


def _wards(layer: Layer) -> str:
    return _single(_fill("246,245,240,120", _GREY, 0.4, "dash dot"))


def _service_points(layer: Layer) -> str:
    return _single(_marker("cross_fill", "213,94,0,255", 4.4))


def _landmarks(layer: Layer) -> str:
    """Water blue, roads grey, places dark, whatever their shape."""
    symbols = {
        "landmark_points": lambda color: _marker("circle", color, 1.8),
        "landmark_lines": lambda color: _line(color, 0.45),
        "landmark_areas": lambda color: _fill(color, _GREY, 0.2),
    }
    colors = (("water", "Water", "156,196,222,255"), ("road", "Roads", "190,184,172,255"), ("place", "Places", "138,138,138,255"))
    return _categories("drawn", [(value, label, symbols[layer.name](color)) for value, label, color in colors])


def _groups() -> list[tuple[int, str, str]]:
    return [(i, f"Workers, {style.name}", _rgba(style.colour)) for i, style in enumerate(WORKER_STYLES)]


def _rgba(colour: str) -> str:
    return ",".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5)) + ",255"


def _marker(shape: str, color: str, size: float, outline: str = _INK) -> Symbol:
    values = {"name": shape, "color": color, "size": f"{size:g}", "outline_color": outline, "outline_width": "0.2"}
    return Symbol("marker", "SimpleMarker", {**values, "size_unit": "MM", "outline_style": "solid"})


def _line(color: str, width: float, dash: Sequence[int] = ()) -> Symbol:
    # The palette counts dashes in points of the screen; on a map of QGIS a quarter of a millimetre each reads alike.
    pattern = ";".join(f"{part / 4:g}" for part in dash)
    values = {"line_color": color, "line_width": f"{width:g}", "line_style": "solid", "capstyle": "round", "joinstyle": "round"}
    return Symbol("line", "SimpleLine", {**values, "use_custom_dash": str(int(bool(dash))), "customdash": pattern or "5;2"})


def _fill(color: str, outline: str, width: float, style: str = "solid") -> Symbol:
    values = {"color": color, "style": "solid", "outline_color": outline, "outline_width": f"{width:g}", "outline_style": style}
    return Symbol("fill", "SimpleFill", {**values, "outline_width_unit": "MM"})


def _categories(field: str, rows: Sequence[tuple[object, str, Symbol]]) -> str:
    number = all(isinstance(value, int) for value, _, _ in rows)
    kind = "long" if number else "string"
    categories = "".join(
        f'<category render="true" type="{kind}" symbol="{i}" value="{escape(str(value))}" label="{escape(label)}"/>'
        for i, (value, label, _) in enumerate(rows)
    )
    symbols = "".join(_symbol(i, symbol) for i, (_, _, symbol) in enumerate(rows))
    return (
        f'<renderer-v2 type="categorizedSymbol" attr="{field}" symbollevels="0" forceraster="0" enableorderby="0">'
        f"<categories>{categories}</categories><symbols>{symbols}</symbols></renderer-v2>"
    )


def _single(symbol: Symbol) -> str:
    return (
        '<renderer-v2 type="singleSymbol" symbollevels="0" forceraster="0" enableorderby="0">'
        f"<symbols>{_symbol(0, symbol)}</symbols></renderer-v2>"
    )


def _symbol(name: int, symbol: Symbol) -> str:
    # Versions before 3.26 read the <prop> lines, later ones the <Option> lines.
    options = "".join(f'<Option type="QString" name="{k}" value="{v}"/>' for k, v in symbol.properties.items())
    props = "".join(f'<prop k="{k}" v="{v}"/>' for k, v in symbol.properties.items())
    return (
        f'<symbol type="{symbol.kind}" name="{name}" alpha="1" clip_to_extent="1" force_rhr="0">'
        f'<layer class="{symbol.layer}" enabled="1" locked="0" pass="0"><Option type="Map">{options}</Option>{props}'
        "</layer></symbol>"
    )


_RENDERERS: Mapping[str, Callable[[Layer], str]] = MappingProxyType(
    {
        "visits": _visits,
        "workers": _workers,
        "routes": _routes,
        "not_reached": _not_reached,
        "wards": _wards,
        "service_points": _service_points,
    }
)

#: What each layer writes on the map: field or expression, size in points, whether the letters are bold, largest scale.
_LABELS = {
    "visits": ('"stop"', 7, True, 15_000),
    "workers": ("concat('Worker ', \"number\")", 9, True, 150_000),
    "wards": ("concat('Ward ', coalesce(nullif(\"ward_no\", ''), \"ward_id\"))", 10, True, 0),
    "service_points": ('"name"', 8, False, 60_000),
    "landmark_points": ('"name"', 8, False, 60_000),
    "landmark_lines": ('"name"', 8, False, 60_000),
    "landmark_areas": ('"name"', 8, False, 60_000),
}


#: How QGIS places labels: around or over points, along lines, across areas (``Qgis::LabelPlacement``).
_PLACEMENTS = {"Point": 6, "LineString": 2, "Polygon": 1}


def _label(layer: Layer) -> str:
    if layer.name not in _LABELS:
        return ""
    text, size, bold, scale = _LABELS[layer.name]
    limits = f'scaleVisibility="1" scaleMin="{scale}" scaleMax="0"' if scale else 'scaleVisibility="0"'
    place = _PLACEMENTS[layer.geometry_type.removeprefix("Multi")]
    return (
        '<labeling type="simple"><settings calloutType="simple">'
        f'<text-style fieldName="{escape(text)}" isExpression="1" fontSize="{size}" fontSizeUnit="Point" '
        f'fontWeight="{75 if bold else 50}" textColor="{_INK}" textOpacity="1">'
        f'<text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="{_WHITE}" bufferOpacity="0.9"/>'
        f'</text-style><placement placement="{place}" priority="5" dist="0.6" distUnits="MM"/>'
        f'<rendering obstacle="1" {limits}/></settings></labeling>'
    )
