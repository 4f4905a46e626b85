"""What somebody clicked on a map, as ``st_folium`` reports it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: What to ask of ``st_folium``: clicks only, so that a pan does not run the page again.
RETURNED = ("last_object_clicked_tooltip", "last_object_clicked_count")
#: For a map on which a place is chosen by clicking.
RETURNED_PLACE = ("last_clicked",)
KINDS = ("household", "worker", "point", "ward", "landmark", "cell")


@dataclass(frozen=True)
class Click:
    """What was clicked: its kind (one of :data:`KINDS`), its id, and the how-manieth click on this map it was."""

    kind: str
    id: str
    count: int


def clicked(returned: Mapping[str, Any] | None) -> Click | None:
    """The thing that was clicked last, or None.

    Parameters
    ----------
    returned : mapping or None
        What ``st_folium`` gave back, asked for :data:`RETURNED`.

    Examples
    --------
    >>> clicked({"last_object_clicked_tooltip": "household H 01", "last_object_clicked_count": 2})
    Click(kind='household', id='H 01', count=2)
    """
    text = str((returned or {}).get("last_object_clicked_tooltip") or "")
    kind, _, name = text.partition(" ")
    if kind not in KINDS or not name:
        return None
    return Click(kind, name, int((returned or {}).get("last_object_clicked_count") or 0))


def clicked_place(returned: Mapping[str, Any] | None) -> tuple[float, float] | None:
    """Longitude and latitude of the last click on the ground, or None; asked for :data:`RETURNED_PLACE`."""
    place = (returned or {}).get("last_clicked")
    if not isinstance(place, Mapping) or place.get("lat") is None or place.get("lng") is None:
        return None
    # A map can be dragged round the globe: bring the longitude back.
    return ((float(place["lng"]) + 180.0) % 360.0 - 180.0, float(place["lat"]))
