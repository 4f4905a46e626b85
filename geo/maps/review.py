"""The review map: who visits whom, when and in which order, and whom nobody reaches."""

from __future__ import annotations

import folium

from geo.maps import assets
from geo.maps.element import map_of
from geo.maps.layers import MapLayers
from geo.maps.payload import review_payload


def review_map(layers: MapLayers | str, base: str = assets.SERVED) -> folium.Map:
    """Draw the review map.

    Parameters
    ----------
    layers : MapLayers or str
        Or the text that :func:`~geo.maps.payload.review_payload` made of them, which is worth keeping.
    base : str
        Where the browser finds Leaflet; see :mod:`geo.maps.assets`.

    Returns
    -------
    folium.Map
        A new one at every call: ``st_folium`` changes the map that it is given. Choose with
        :func:`~geo.maps.element.choice_group`, so that the map is not made anew, and pass
        :func:`~geo.maps.payload.version_of` the payload in ``key``, so that a new plan is.
    """
    return map_of(layers if isinstance(layers, str) else review_payload(layers), base)
