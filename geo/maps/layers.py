"""What a map is made from: plain frames and a choice, nothing of plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import geopandas as gpd
import pandas as pd

from geo.maps.zones import ZONES

#: Layers that can be switched on and off, in the order of the key, with what the key calls them.
LAYERS: Mapping[str, str] = MappingProxyType(
    {
        "visits": "Households to visit",
        "rough": "Place not exact",
        "unserved": "Households not reached",
        "areas": "Areas of the fieldworkers",
        "homes": "Homes of the fieldworkers",
        "wards": "Wards",
        **{kind: look.label for kind, look in ZONES.items()},
        "points": "Service points",
        "road": "Roads",
        "river": "Rivers",
        "school": "Schools",
        "village": "Village names",
        "other": "Other landmarks",
    }
)
#: Switched off until somebody asks for them.
OFF_AT_FIRST = frozenset({"homes"})

#: Words that the browser puts on the map; a translation hands in its own.
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "key": "Map key",
        "close": "Close",
        "ward": "Ward",
        "worker": "Fieldworker",
        "stop": "stop",
        "home": "Home of",
        "not_reached": "Not reached",
        "rough": "Place not exact",
        "all": "Whole map",
        "to_choice": "Go to choice",
        "nobody": "Nobody",
        "no_day": "No visits on this day",
    }
)


@dataclass(frozen=True)
class Choice:
    """What somebody is looking at.

    Attributes
    ----------
    worker_id : str
        Everybody else turns grey; "" for nobody.
    date : str
        YYYY-MM-DD; with a worker, the route of that day is drawn; without, only that day's visits keep their colour.
    ward_id : str
        Everything outside it turns grey; "" for none.
    household_id : str
        Marked, and brought into view if it lies outside it.
    zoom_to : bool
        Whether the map moves to the worker, day, ward or household once it is newly chosen; a household that was clicked
        is in sight already. Off, it keeps its place.
    """

    worker_id: str = ""
    date: str = ""
    ward_id: str = ""
    household_id: str = ""
    zoom_to: bool = False


@dataclass(frozen=True)
class MapLayers:
    """Everything on the review map. All geometry in EPSG:4326; every frame may be None or lack its optional columns.

    Attributes
    ----------
    wards : GeoDataFrame
        ``ward_id``, ``geometry``; optional ``ward_no`` (its label).
    households : DataFrame or GeoDataFrame
        ``household_id`` and either ``lon`` and ``lat`` or points; rows without a place are left out. Optional:
        ``worker_id`` ("" if nobody comes), ``date`` (YYYY-MM-DD), ``order`` (from 1), ``reason`` (code, "" if
        somebody comes), ``accuracy`` (see ``place_accuracy``), ``ward_id``, ``text`` (lines that this person may see).
    more_visits : DataFrame
        Visits of ``households`` besides the one that stands there, by a second visitor or on another day: ``household_id``,
        ``worker_id``, ``date``, ``order``.
    drops : DataFrame
        Days on which a vehicle drops a worker, whose route begins and ends there: ``worker_id``, ``date``, ``lon``, ``lat``,
        ``text`` (when).
    workers : DataFrame or GeoDataFrame
        ``worker_id``; optional ``number`` (shown on the map; from 1 in the order of the rows where it is missing),
        ``name``, home as ``lon`` and ``lat`` or points, ``style`` (index of a colour; found by neighbours where missing).
    service_points : GeoDataFrame
        ``point_id``, ``sector``, ``geometry``; optional ``name``.
    landmarks : GeoDataFrame
        ``kind`` (road, river, school, village, …), ``geometry``; optional ``name``.
    restrictions : GeoDataFrame
        Areas: ``kind`` (a key of :data:`geo.maps.zones.ZONES`), ``geometry``; optional ``reason``, ``from``, ``until``.
    choice : Choice
    opens_on : tuple of float or None
        West, south, east, north (degrees) of what the map opens on and its first button goes back to; None for all of it.
    note : str
        A line that stays on the map, as "Fictional demonstration".
    words : mapping
        Translations over :data:`WORDS`, over the labels of :data:`LAYERS`, and over those of reasons (by their code).
    hidden : frozenset of str
        Keys of :data:`LAYERS` that are off at first.
    remember : str
        A name under which the browser tab remembers place, zoom and layers across redraws; "" remembers nothing.
    ward_clicks : bool
        Whether a click on empty ground chooses its ward.
    """

    wards: gpd.GeoDataFrame | None = None
    households: pd.DataFrame | None = None
    more_visits: pd.DataFrame | None = None
    drops: pd.DataFrame | None = None
    workers: pd.DataFrame | None = None
    service_points: gpd.GeoDataFrame | None = None
    landmarks: gpd.GeoDataFrame | None = None
    restrictions: gpd.GeoDataFrame | None = None
    choice: Choice = field(default_factory=Choice)
    opens_on: tuple[float, float, float, float] | None = None
    note: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = OFF_AT_FIRST
    remember: str = ""
    ward_clicks: bool = False


def day_label(date: str) -> str:
    """A day in plain words.

    Examples
    --------
    >>> day_label("2026-03-02")
    'Mon 2 March'
    """
    day = dt.date.fromisoformat(date)
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
