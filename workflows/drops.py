"""Where and when a shared vehicle drops each fieldworker and fetches them again, for the map and for the day's text."""

from __future__ import annotations

import pandas as pd

from allocation.plan import Plan
from geo.maps.numbers import lon_lat
from outputs.rides import place_names, vehicle_names

#: Columns of :func:`drops`.
DROPS = ("worker_id", "date", "vehicle_id", "place", "dropped", "fetched", "lon", "lat", "text")


def drops(plan: Plan) -> pd.DataFrame | None:
    """A row a day of riding; None for a plan in which nobody rides.

    Returns
    -------
    DataFrame or None
        Columns :data:`DROPS`: ``place`` (household id), ``dropped`` and ``fetched`` (``HH:MM``), ``lon`` and ``lat`` of the place
        (degrees, NaN where nobody knows them), ``text`` for the map.
    """
    if plan.rides is None or plan.rides.empty:
        return None
    rides = plan.rides
    out = rides.loc[rides["action"] == "drop", ["worker_id", "date", "vehicle_id", "place", "arrive"]]
    back = rides.loc[rides["action"] == "fetch", ["worker_id", "date", "depart"]]
    found = out.merge(back, on=["worker_id", "date"]).reset_index(drop=True)
    dropped, fetched = found["arrive"].astype(str).str[:5], found["depart"].astype(str).str[:5]
    rows = pd.Index(plan.households["household_id"].astype(str)).get_indexer(pd.Index(found["place"].astype(str)))
    lon, lat = lon_lat(plan.households)[rows].T
    told = [f"Dropped {one}, fetched {other}" for one, other in zip(dropped, fetched, strict=True)]
    return found.assign(dropped=dropped, fetched=fetched, lon=lon, lat=lat, text=told)[list(DROPS)]


def ride_line(plan: Plan, worker_id: str, date: str) -> str:
    """Where and when the fieldworker is dropped and fetched on this day; "" for who walks from home."""
    found = drops(plan)
    if found is None:
        return ""
    own = found[(found["worker_id"] == worker_id) & (found["date"] == date)]
    if own.empty:
        return ""
    ride = own.iloc[0]
    name, place = vehicle_names(plan)[str(ride["vehicle_id"])], place_names(plan)[str(ride["place"])]
    return f"{name} drops at {place} at {ride['dropped']} and fetches there at {ride['fetched']}."
