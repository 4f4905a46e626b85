"""Serve the scripts of the maps from this machine, and keep every map from asking the internet."""

from __future__ import annotations

from typing import Any

import streamlit.components.v1 as components
import streamlit_folium

from geo.maps.assets import libraries, localise

#: How maps address our libraries; see :mod:`geo.maps.assets`. A map's frame stands in a component's folder too, so that
#: this holds behind any base path.
BASE = f"../{__name__}.{{library}}/{{file}}"
_FOLDERS = {name: components.declare_component(name, path=str(folder)) for name, folder in libraries().items()}


class _Local:
    """The component of ``streamlit_folium``, handed local links only."""

    def __init__(self, component: Any) -> None:
        self._component = component

    def __call__(self, *, js_links: list[str], css_links: list[str], **arguments: Any) -> Any:
        return self._component(js_links=localise(js_links, BASE), css_links=localise(css_links, BASE), **arguments)


def keep_local() -> None:
    """Make ``streamlit_folium`` hand local links only to the browser; once for the whole process is enough."""
    if not isinstance(streamlit_folium._component_func, _Local):
        streamlit_folium._component_func = _Local(streamlit_folium._component_func)
