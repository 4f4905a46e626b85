"""Maps: layers, colours, outlines, and the assets that a browser needs, all offline.

``review_payload`` turns :class:`MapLayers` into one compact text, ``review_map`` draws it, ``choice_group`` changes what is
chosen without drawing anew, ``clicked`` says what was clicked.
"""

from geo.maps.assets import SERVED, copy_libraries, foreign_links, inline, libraries, localise
from geo.maps.clicks import Click, clicked
from geo.maps.compare import CompareLayers, compare_map, compare_payload
from geo.maps.element import choice_group, paint_group
from geo.maps.gaps_view import GapGround, gaps_ground, gaps_map, paint
from geo.maps.layers import LAYERS, Choice, MapLayers
from geo.maps.payload import review_payload, version_of
from geo.maps.preview import PreviewLayers, preview_map, preview_payload
from geo.maps.review import review_map
from geo.maps.wards_view import wards_map, wards_payload

__all__ = [
    "LAYERS",
    "SERVED",
    "Choice",
    "Click",
    "CompareLayers",
    "GapGround",
    "MapLayers",
    "PreviewLayers",
    "choice_group",
    "clicked",
    "compare_map",
    "compare_payload",
    "copy_libraries",
    "foreign_links",
    "gaps_ground",
    "gaps_map",
    "inline",
    "libraries",
    "localise",
    "paint",
    "paint_group",
    "preview_map",
    "preview_payload",
    "review_map",
    "review_payload",
    "version_of",
    "wards_map",
    "wards_payload",
]
