"""The folium elements of our own: one that draws a payload in the browser, one that changes what is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template

from geo.maps import assets
from geo.maps.layers import Choice
from geo.maps.numbers import STEPS

_BROWSER = Path(__file__).parent / "browser"
_PARTS = (
    "model.js",
    "shapes.js",
    "labels.js",
    "sheet.js",
    "households.js",
    "route.js",
    "key.js",
    "zones.js",
    "gaps.js",
    "move.js",
    "start.js",
)


@cache
def _program() -> str:
    return "\n".join((_BROWSER / name).read_text(encoding="utf-8") for name in _PARTS)


@cache
def _style() -> str:
    return (_BROWSER / "map.css").read_text(encoding="utf-8")


class _Raw(Element):  # type: ignore[misc]  # branca is not typed
    """Text that reaches the page as it is. A branca Element would read ``{{…}}`` in people's data as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self, **_: Any) -> str:
        return self._text


class _OurElement(MacroElement):  # type: ignore[misc]
    """A macro element whose parts are not read as templates a second time."""

    def render(self, **kwargs: Any) -> None:
        figure = self.get_root()
        assert isinstance(figure, Figure)
        for part, target in (("header", figure.header), ("script", figure.script)):
            macro = self._template.module.__dict__.get(part)
            if macro is not None:
                target.add_child(_Raw(str(macro(self, kwargs))), name=f"{self.get_name()}_{part}")


class MapProgram(_OurElement):
    """Draws a payload (JSON of :func:`geo.maps.payload.sealed`) on the map that it is added to."""

    _template = Template(
        """
        {% macro header(this, kwargs) %}<style>{{ this.style }}</style>{% endmacro %}
        {% macro script(this, kwargs) %}
        (function () {
        "use strict";
        {{ this.program }}
        start({{ this._parent.get_name() }}, Object.assign({{ this.payload }}, { steps: {{ this.steps }} }));
        })();
        {% endmacro %}
        """
    )

    def __init__(self, payload: str) -> None:
        super().__init__()
        self._name = "MapProgram"
        # "</script>" inside a name must not end the script.
        self.payload = payload.replace("<", "\\u003c")
        self.steps = STEPS

    @property
    def program(self) -> str:
        """The JavaScript of ``geo/maps/browser``."""
        return _program()

    @property
    def style(self) -> str:
        """The CSS of ``geo/maps/browser``."""
        return _style()


class _Choose(_OurElement):
    _template = Template(
        "{% macro script(this, kwargs) %}window.wardround && window.wardround.choose({{ this.choice }});{% endmacro %}"
    )

    def __init__(self, choice: Mapping[str, Any]) -> None:
        super().__init__()
        self._name = "Choose"
        self.choice = assets.script_json(choice)


class _Paint(_OurElement):
    _template = Template(
        "{% macro script(this, kwargs) %}if (window.wardround) { wardround.paint({{ this.paint }}); "
        "wardround.choose({{ this.choice }}); }{% endmacro %}"
    )

    def __init__(self, paint: Mapping[str, Any], choice: Mapping[str, Any]) -> None:
        super().__init__()
        self._name = "Paint"
        self.paint, self.choice = assets.script_json(paint), assets.script_json(choice)


def paint_group(paint: Mapping[str, Any], choice: Choice) -> folium.FeatureGroup:
    """What a map of gaps shows (:func:`geo.maps.gaps_view.paint`) and what is chosen, for ``feature_group_to_add``."""
    group = folium.FeatureGroup(name="paint", control=False)
    group.add_child(_Paint(paint, asdict(choice)))
    return group


def choice_group(choice: Choice) -> folium.FeatureGroup:
    """What is chosen, for ``feature_group_to_add`` of ``st_folium``: the map changes without being made anew."""
    group = folium.FeatureGroup(name="choice", control=False)
    group.add_child(_Choose(asdict(choice)))
    return group


def map_of(payload: str, base: str = assets.SERVED, *, height: str | int = "100%") -> folium.Map:
    """A folium map without tiles that draws ``payload``; its scripts come from ``base`` (see :mod:`geo.maps.assets`)."""
    made = folium.Map(
        location=[0, 0],
        zoom_start=3,
        tiles=None,
        height=height,
        attributionControl=False,
        zoomSnap=0.25,
        zoomDelta=0.75,
        maxZoom=19,
    )
    made.default_js, made.default_css = assets.own_links(base)
    made.add_child(MapProgram(payload))
    return made
