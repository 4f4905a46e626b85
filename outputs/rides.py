"""Rides in shared vehicles in words, for who is dropped and fetched, and as a table for the driver."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from allocation.plan import Plan
from outputs.escape import shown
from outputs.people import numbered_names

#: Columns of :func:`driver_table`.
DRIVER = ("vehicle", "date", "order", "time", "what", "who", "where", "aboard")


def rides_told(plan: Plan) -> dict[tuple[str, str], tuple[str, str]]:
    """Worker id and date of each day of riding → where and when the vehicle drops, and where and when it fetches."""
    if plan.rides is None:
        return {}
    names, places = vehicle_names(plan), place_names(plan)
    leaves: dict[tuple[str, str], str] = {}
    told: dict[tuple[str, str], tuple[str, str]] = {}
    rows: Iterable[Any] = plan.rides.itertuples(index=False)
    for row in rows:
        key, name = (str(row.worker_id), str(row.date)), names[str(row.vehicle_id)]
        if row.action == "start":
            leaves[str(row.vehicle_id), str(row.date)] = row.depart[:5]
        elif row.action == "drop":
            start = leaves.get((str(row.vehicle_id), str(row.date)), "")
            told[key] = f"{name} leaves at {start} and drops you at {places[str(row.place)]} at {row.arrive[:5]}.", ""
        elif row.action == "fetch":
            back = f"{name} fetches you at {places[str(row.place)]} at {row.depart[:5]}."
            told[key] = told.get(key, ("", ""))[0], back
    return told


def vehicle_names(plan: Plan) -> dict[str, str]:
    """Vehicle id → how it is called: its name and id, or its id alone."""
    if plan.vehicles is None:
        return {}
    result = {}
    for vehicle, name in zip(plan.vehicles["vehicle_id"].astype(str), plan.vehicles["name"].astype(str), strict=True):
        result[vehicle] = f"{shown(name)} ({shown(vehicle)})" if name and name != vehicle else f"Vehicle {shown(vehicle)}"
    return result


def place_names(plan: Plan) -> dict[str, str]:
    """Household id → how a driver finds it: label and id, or the id alone."""
    homes = plan.households
    labels = homes["label"].astype(str) if "label" in homes.columns else pd.Series("", index=homes.index)
    return {
        str(name): f"{shown(label)} ({shown(name)})" if label else shown(name)
        for name, label in zip(homes["household_id"].astype(str), labels, strict=True)
    }


def driver_table(plan: Plan) -> pd.DataFrame:
    """What each driver does, stop by stop: columns :data:`DRIVER`; several who get out or in at one place are one stop.

    ``time`` is ``HH:MM``, of a place where the driver waits ``HH:MM-HH:MM``; ``who`` has names with the numbers of the sheets.
    """
    if plan.rides is None or plan.rides.empty:
        return pd.DataFrame(columns=list(DRIVER))
    names, places, people = vehicle_names(plan), place_names(plan), numbered_names(plan)
    what = {"start": "Start", "drop": "Drop", "fetch": "Fetch", "return": "Back"}
    rows = []
    stops = plan.rides.groupby(["vehicle_id", "date", "action", "place", "arrive"], sort=False)
    for key, stop in stops:
        vehicle, date, action, place, arrive = map(str, key)
        depart = stop["depart"].iloc[-1]
        time = arrive[:5] if depart[:5] == arrive[:5] else f"{arrive[:5]}-{depart[:5]}"
        who = ", ".join(people.get(str(name), str(name)) for name in stop["worker_id"] if name)
        where = "where it starts" if action in ("start", "return") else places[str(place)]
        rows.append((names[str(vehicle)], str(date), 0, time, what[str(action)], who, where, int(stop["passengers"].iloc[-1])))
    found = pd.DataFrame(rows, columns=list(DRIVER))
    return found.assign(order=found.groupby(["vehicle", "date"]).cumcount() + 1)
