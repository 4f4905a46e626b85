"""A judged file on a map, before anything is kept."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.intake.result import Intake, Option
from geo.maps import PreviewLayers, preview_payload
from geo.tables import KEYS
from workflows.map_layers import FICTIONAL
from workspace import Workspace

#: Codes of repairs whose value before and after is a place, written "latitude longitude".
_MOVED = ("E310", "E312", "E239")
_PLACE = r"^(-?\d+\.\d+) (-?\d+\.\d+)$"
#: Wards are shown this far around the rows (degrees, about 5 km): a country's wards would make them a dot.
_AROUND = 0.05


def intake_payload(workspace: Workspace, intake: Intake) -> str | None:
    """The map of a file as text; None where nothing of it has a place.

    Wards, landmarks and restrictions are drawn as areas and lines, other lists as points over the wards kept already: understood,
    mended with a line from where they were, and set aside with the reason. Where nothing was understood, the rows set
    aside are drawn all the same: often it is another column that is wrong.
    """
    frame = intake.accepted
    placed = frame[frame.geometry.notna() & ~frame.geometry.is_empty]
    note = FICTIONAL if workspace.fictional else ""
    if placed.empty:
        return _only_aside(workspace, intake, note)
    if intake.table == "wards":
        return preview_payload(PreviewLayers(wards=placed, note=note, remember="preview"))
    wards = _near(workspace.table("wards"), placed)
    if intake.table == "landmarks":
        return preview_payload(PreviewLayers(landmarks=placed, wards=wards, note=note, remember="preview"))
    if intake.table == "restrictions":
        aside = _aside(intake, placed, wards)
        return preview_payload(
            PreviewLayers(restrictions=placed, quarantined=aside, wards=wards, note=note, focus=_around(placed))
        )
    accepted = _accepted(placed, intake.table)
    return preview_payload(
        PreviewLayers(
            accepted=accepted,
            repaired=_moved(intake, accepted),
            quarantined=_aside(intake, placed, wards),
            wards=wards,
            note=note,
            focus=_focus(accepted),
        )
    )


def _only_aside(workspace: Workspace, intake: Intake, note: str) -> str | None:
    """The map of a file of which every row was set aside; None where no place could be read."""
    places = gpd.GeoDataFrame(geometry=intake.aside_places[~intake.aside_places.is_empty])
    if places.empty:
        return None
    wards = None if intake.table == "wards" else _near(workspace.table("wards"), places)
    aside = _told(intake, places.geometry.representative_point())
    return preview_payload(PreviewLayers(quarantined=aside, wards=wards, note=note, focus=_focus(aside)))


def option_payload(workspace: Workspace, option: Option, table: str) -> str:
    """A few places as they would fall with an answer, over the wards kept already, as the text of a map."""
    lon, lat = zip(*option.preview, strict=True)
    rows = pd.DataFrame({"id": [str(n + 1) for n in range(len(lon))], "lon": lon, "lat": lat})
    spots = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat))
    wards = None if table == "wards" else _near(workspace.table("wards"), spots)
    return preview_payload(PreviewLayers(accepted=rows, wards=wards, focus=_focus(rows)))


def _focus(rows: pd.DataFrame) -> tuple[float, float, float, float]:
    """Where nearly all rows lie, with room: a few astray must not make all others a dot."""
    places = rows[["lon", "lat"]].to_numpy(dtype=float)
    low, high = np.quantile(places, 0.02, axis=0), np.quantile(places, 0.98, axis=0)
    room = np.maximum((high - low) * 0.15, _AROUND / 5)
    west, south, east, north = (round(float(value), 6) for value in (*(low - room), *(high + room)))
    return west, south, east, north


def _around(areas: gpd.GeoDataFrame) -> tuple[float, float, float, float]:
    """Where the areas lie, with room for their surroundings."""
    west, south, east, north = (float(value) for value in areas.total_bounds)
    room = max((east - west) * 0.15, (north - south) * 0.15, _AROUND / 5)
    return round(west - room, 6), round(south - room, 6), round(east + room, 6), round(north + room, 6)


def _near(wards: gpd.GeoDataFrame | None, placed: gpd.GeoDataFrame) -> gpd.GeoDataFrame | None:
    """The wards in which the rows lie, with their neighbours."""
    if wards is None:
        return None
    shapes = np.asarray(wards.geometry.array, dtype=object)
    spots = shapely.point_on_surface(np.asarray(placed.geometry.array, dtype=object))
    own = np.unique(shapely.STRtree(shapes).query(spots, predicate="intersects")[1])
    if not len(own):
        return wards
    around = shapely.union_all(shapely.buffer(shapely.envelope(shapes[own]), _AROUND))
    return wards[shapely.intersects(shapes, around)] if len(own) < len(wards) else wards


def _accepted(placed: gpd.GeoDataFrame, table: str) -> pd.DataFrame:
    spots = placed.geometry.representative_point()
    return pd.DataFrame(
        {
            "id": placed[KEYS[table]].astype(str).to_numpy(),
            "lon": spots.x.to_numpy(),
            "lat": spots.y.to_numpy(),
            "accuracy": placed["place_accuracy"].astype(str).to_numpy() if "place_accuracy" in placed else "exact",
            "text": [f"Row {row}" for row in placed.index],
        },
        index=placed.index,
    )


def _moved(intake: Intake, accepted: pd.DataFrame) -> pd.DataFrame | None:
    """Rows whose place was mended, with the place before."""
    moves = intake.repaired[intake.repaired["code"].isin(_MOVED)].drop_duplicates("row", keep="last").set_index("row")
    before = moves["before"].astype(str).str.extract(_PLACE).astype(float)
    before = before.dropna()
    rows = accepted.index.intersection(before.index)
    if not len(rows):
        return None
    shown = accepted.loc[rows].assign(lat_before=before.loc[rows, 0], lon_before=before.loc[rows, 1])
    return shown.assign(text=[f"Row {row}: the place was mended" for row in rows])


def _aside(intake: Intake, placed: gpd.GeoDataFrame, wards: gpd.GeoDataFrame | None) -> pd.DataFrame | None:
    """Rows set aside whose place lies where the map looks: one in the sea would make all others a dot."""
    layer = placed if wards is None else wards
    west, south, east, north = layer.total_bounds
    room = max(east - west, north - south, 0.1)
    places = intake.aside_places.representative_point().cx[west - room : east + room, south - room : north + room]
    return None if places.empty else _told(intake, places)


def _told(intake: Intake, places: gpd.GeoSeries) -> pd.DataFrame:
    """Points of rows set aside, each with its id and what is wrong with it."""
    asides = intake.quarantined.drop_duplicates("row").set_index("row").loc[places.index]
    return pd.DataFrame(
        {
            "id": [key or f"Row {row}" for row, key in asides["key"].astype(str).items()],
            "lon": places.x.to_numpy(),
            "lat": places.y.to_numpy(),
            "text": [f"Row {row}: {sentence}" for row, sentence in asides["sentence"].astype(str).items()],
        }
    )
