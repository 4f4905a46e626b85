"""Put a map of ours on a page: offline, keeping its place, and telling what was clicked."""

from __future__ import annotations

from typing import Any

import folium
import streamlit_folium

from geo.maps import Choice, Click, GapGround, choice_group, clicked, gaps_map, paint_group, review_map, version_of
from geo.maps.clicks import RETURNED, RETURNED_PLACE, clicked_place
from pages._shared.assets import BASE, keep_local

#: Height in pixels: on a phone a map must leave room to scroll past it.
HEIGHT = 560


def show_review(payload: str, choice: Choice, key: str, height: int = HEIGHT) -> Click | None:
    """The review map of a payload, with a choice that changes it without making it anew.

    The payload's version stands in the key, so that a new plan is never shown by the old map.
    """
    return show(review_map(payload, BASE), f"{key}.{version_of(payload)}", height, choice)


def show_gaps(ground: GapGround, paint: dict[str, Any], choice: Choice, key: str, height: int = HEIGHT) -> Click | None:
    """The map of gaps with what it shows now; a moved threshold paints it anew, and the map stays where it is."""
    made, name = gaps_map(ground, BASE), f"{key}.{version_of(ground.payload)}"
    return clicked(_answer(made, name, height, RETURNED, paint_group(paint, choice)))


def show(made: folium.Map, key: str, height: int = HEIGHT, choice: Choice | None = None) -> Click | None:
    """A map of :mod:`geo.maps`; what was clicked last, or None."""
    return clicked(_answer(made, key, height, RETURNED, None if choice is None else choice_group(choice)))


def show_for_place(made: folium.Map, key: str, height: int = HEIGHT) -> tuple[float, float] | None:
    """A map of :mod:`geo.maps` on which a place is chosen; longitude and latitude of the last click, or None."""
    return clicked_place(_answer(made, key, height, RETURNED_PLACE, None))


def _answer(
    made: folium.Map, key: str, height: int, returned: tuple[str, ...], group: folium.FeatureGroup | None
) -> dict[str, Any]:
    keep_local()
    return dict(
        streamlit_folium.st_folium(
            made,
            key=key,
            height=height,
            width=None,
            use_container_width=True,
            returned_objects=list(returned),
            feature_group_to_add=group,
        )
        or {}
    )
