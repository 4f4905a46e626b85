"""The layers of the GeoPackage: what each holds, and what each field is called for people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.maps.areas import worker_styles
from geo.maps.palette import reason_mark
from geo.tables import CRS
from outputs.backdrop import drawn_as
from outputs.escape import shown
from outputs.handout import HandOut
from outputs.itinerary import lon_lat
from outputs.workbook_tables import ward_rows


@dataclass(frozen=True)
class Layer:
    """A layer: name, a line about it, geometry type, rows, and field → alias."""

    name: str
    about: str
    geometry_type: str
    rows: gpd.GeoDataFrame
    aliases: dict[str, str]


_WORKER = {"number": "Worker number", "worker_id": "Worker id", "worker": "Worker"}
VISITS = {
    **_WORKER,
    "date": "Date",
    "stop": "Order",
    "start": "Planned start",
    "depart": "Planned end",
    "household_id": "Household",
    "label": "Label",
    "village": "Village",
    "ward_id": "Ward",
    "place": "Place",
    "style": "Colour group",
}
ROUTES = {
    **_WORKER,
    "date": "Date",
    "visits": "Visits",
    "leave": "Leaves home",
    "home": "Back home",
    "travel_min": "Travel (min)",
    "distance_m": "Distance (m)",
    "style": "Colour group",
}
NOT_REACHED = {
    "household_id": "Household",
    "label": "Label",
    "village": "Village",
    "ward_id": "Ward",
    "reason": "Reason code",
    "title": "Why not",
    "sentence": "In a sentence",
    "smallest_fix": "Smallest fix",
}
WORKERS = {
    **_WORKER,
    "department": "Department",
    "mode": "Travels by",
    "days": "Days",
    "visits": "Visits",
    "style": "Colour group",
}
WARDS = {
    "ward_id": "Ward code",
    "ward_no": "Ward number",
    "municipality": "Municipality",
    "planned": "Households planned",
    "missed": "Households not reached",
    "title": "Biggest reason",
}
POINTS = {"point_id": "Service point", "name": "Name", "sector": "Service", "capacity": "Capacity"}
LANDMARKS = {"name": "Name", "kind": "Kind", "drawn": "Drawn as"}
_SHAPES = (("points", "Point", "MultiPoint"), ("lines", "LineString", "MultiLineString"), ("areas", "Polygon", "MultiPolygon"))


def layers(handout: HandOut) -> list[Layer]:
    """All layers, from the one that QGIS should draw on top to the one at the bottom; empty ones of extras left out."""
    plan, styles = handout.plan, _styles(handout)
    found = [
        Layer("visits", "Households that are visited, in order", "Point", _visits(handout, styles), VISITS),
        Layer("workers", "Where fieldworkers start from", "Point", _workers(handout, styles), WORKERS),
        Layer("not_reached", "Households that nobody reaches, and why", "Point", _not_reached(handout), NOT_REACHED),
        Layer("routes", "Ways of each fieldworker, a line a day", "LineString", _routes(handout, styles), ROUTES),
    ]
    if handout.service_points is not None and len(handout.service_points):
        points = [_or_none(point) for point in _points(handout.service_points)]
        rows = _framed(pd.DataFrame(handout.service_points.drop(columns="geometry")), POINTS, points)
        found.append(Layer("service_points", "Clinics, schools and other service points", "Point", rows, POINTS))
    if handout.landmarks is not None:
        found += _landmarks(handout.landmarks)
    if plan.wards is not None and len(plan.wards):
        counts = ward_rows(handout)[["ward_id", "planned", "missed", "title"]]
        merged = plan.wards.merge(counts, on="ward_id", how="left").fillna({"planned": 0, "missed": 0, "title": ""})
        merged = merged.astype({"planned": "int32", "missed": "int32"})
        found.append(Layer("wards", "Wards, with what the plan does in each", "MultiPolygon", _texts(merged, WARDS), WARDS))
    return found


def _landmarks(landmarks: gpd.GeoDataFrame) -> list[Layer]:
    """A layer a shape, for programs want points, lines and areas apart."""
    rows = landmarks.assign(drawn=[drawn_as(str(kind)) for kind in landmarks["kind"]])
    shapes = rows.geometry.geom_type.str.removeprefix("Multi").replace("LinearRing", "LineString")
    return [
        Layer(f"landmark_{name}", "To find one's way", multi, _texts(rows[shapes == single], LANDMARKS), LANDMARKS)
        for name, single, multi in _SHAPES
        if (shapes == single).any()
    ]


def _styles(handout: HandOut) -> pd.Series[Any]:
    """Colour group of each worker, the same as on the maps of the app."""
    plan = handout.plan
    owner = plan.visits.drop_duplicates("household_id").set_index("household_id")["worker_id"]
    homes = plan.households.assign(worker_id=owner.reindex(plan.households["household_id"]).to_numpy())
    homes = homes[homes["worker_id"].notna() & homes.geometry.notna()]
    ids = list(plan.fieldworkers["worker_id"])
    return pd.Series(worker_styles(homes if len(homes) else None, ids), index=ids, dtype="int32")


def _visits(handout: HandOut, styles: pd.Series[Any]) -> gpd.GeoDataFrame:
    plan = handout.plan
    place = dict(zip(plan.households["household_id"], _points(plan.households), strict=True))
    rows = plan.visits.merge(_homes(handout), on="household_id", how="left")
    rows["place"] = np.where(rows["place_accuracy"].isin(["", "exact"]), "exact", "not exact")
    rows = _named(handout, rows, styles).rename(columns={"order": "stop"})
    points = [_or_none(place[household]) for household in rows["household_id"]]
    return _framed(rows, VISITS, points)


def _routes(handout: HandOut, styles: pd.Series[Any]) -> gpd.GeoDataFrame:
    rows, lines = [], []
    for one in handout.itineraries:
        home = [(one.lon, one.lat)] if np.isfinite([one.lon, one.lat]).all() else []
        for day in one.days:
            points = [*home, *((stop.lon, stop.lat) for stop in day.stops if stop.placed), *home]
            lines.append(shapely.LineString(points) if len(points) > 1 else None)
            rows.append((one.worker_id, day.date.isoformat(), len(day.stops)))
    table = pd.DataFrame(rows, columns=["worker_id", "date", "visits"])
    hours = handout.plan.days[["worker_id", "date", "leave", "home", "travel_min", "distance_m"]]
    named = _named(handout, table.merge(hours, on=["worker_id", "date"], how="left"), styles)
    return _framed(named, ROUTES, lines)


def _not_reached(handout: HandOut) -> gpd.GeoDataFrame:
    plan = handout.plan
    place = dict(zip(plan.households["household_id"], _points(plan.households), strict=True))
    rows = handout.unserved.merge(_homes(handout), on="household_id", how="left")
    rows["title"] = [reason_mark(str(reason)).label for reason in rows["reason"]]
    return _framed(rows, NOT_REACHED, [_or_none(place.get(household)) for household in rows["household_id"]])


def _workers(handout: HandOut, styles: pd.Series[Any]) -> gpd.GeoDataFrame:
    days = handout.plan.days.groupby("worker_id")["visits"].agg(["size", "sum"])
    rows = pd.DataFrame(handout.plan.fieldworkers.drop(columns="geometry"))
    rows = rows.drop(columns=[name for name in ("days", "name") if name in rows])
    rows["days"], rows["visits"] = (rows["worker_id"].map(days[name]).fillna(0).astype("int32") for name in ("size", "sum"))
    points = [_or_none(point) for point in _points(handout.plan.fieldworkers)]
    return _framed(_named(handout, rows, styles), WORKERS, points)


def _homes(handout: HandOut) -> pd.DataFrame:
    names = ["household_id", "label", "village", "ward_id", "place_accuracy"]
    return pd.DataFrame(handout.plan.households)[names].drop_duplicates("household_id")


def _named(handout: HandOut, rows: pd.DataFrame, styles: pd.Series[Any]) -> pd.DataFrame:
    team = handout.plan.fieldworkers
    return rows.assign(
        number=rows["worker_id"].map(handout.numbers).astype("int32"),
        worker=rows["worker_id"].map(dict(zip(team["worker_id"], team["name"], strict=True))),
        style=rows["worker_id"].map(styles).astype("int32"),
    )


def _framed(rows: pd.DataFrame, aliases: dict[str, str], shapes: list[Any]) -> gpd.GeoDataFrame:
    geometry = gpd.GeoSeries(np.array(shapes, dtype=object), crs=CRS)
    return _texts(gpd.GeoDataFrame(rows.reset_index(drop=True), geometry=geometry), aliases)


def _texts(rows: gpd.GeoDataFrame, aliases: dict[str, str]) -> gpd.GeoDataFrame:
    """Only the fields that are shown, their text cleaned; ``date`` becomes a date."""
    out: dict[str, Any] = {}
    for name in aliases:
        column = rows[name]
        if name == "date":
            out[name] = pd.array([dt.date.fromisoformat(day) for day in column], dtype="date32[pyarrow]")
        elif pd.api.types.is_numeric_dtype(column):
            out[name] = column
        else:
            out[name] = pd.array([shown(value) for value in column], dtype="str")
    return gpd.GeoDataFrame(out, geometry=rows.geometry.to_numpy(), crs=rows.crs)


def _points(table: gpd.GeoDataFrame) -> NDArray[np.object_]:
    return np.asarray(shapely.points(lon_lat(table)), dtype=object)


def _or_none(point: Any) -> Any:
    return None if point is None or point.is_empty or not np.isfinite([point.x, point.y]).all() else point
