"""Tours of an earlier plan on the days that are left, driven as they were planned: at the same drops, in the same order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from allocation.vehicles.fleet import Fleet
from allocation.vehicles.tour import Tour, in_order, timed


def kept_tours(fleet: Fleet, rides: pd.DataFrame) -> tuple[Tour, ...]:
    """What the vehicles still do.

    Who is away falls out, and so does a drop at which nobody is left. Times are worked out anew, as wide as everybody's hours
    allow, since ways may have changed; where the order cannot be driven any more a shorter one is taken, and where there is
    none either, those people walk from home.

    Parameters
    ----------
    fleet : Fleet
        Of the problem of the days that are left, with every place of ``rides`` among its households.
    rides : DataFrame
        Columns :data:`allocation.plan.RIDES`; rows of vehicles, people and days that the fleet does not have are passed over.
    """
    vehicles = {str(name): row for row, name in enumerate(fleet.ids)}
    dates = {date.isoformat(): at for at, date in enumerate(fleet.problem.dates)}
    tours = []
    ordered = rides.sort_values(["date", "vehicle_id", "order"], kind="stable")
    for (date, name), stops in ordered.groupby(["date", "vehicle_id"], sort=True):
        vehicle, at = vehicles.get(str(name), -1), dates.get(str(date), -1)
        if vehicle >= 0 and at >= 0 and not np.isnan(fleet.start_min[vehicle, at]):
            tour = _again(fleet, vehicle, at, stops)
            tours += [] if tour is None else [tour]
    return tuple(tours)


def _again(fleet: Fleet, vehicle: int, date: int, stops: pd.DataFrame) -> Tour | None:
    drops = _places(fleet, vehicle, date, stops[stops["action"] == "drop"])
    fetched = _places(fleet, vehicle, date, stops[stops["action"] == "fetch"])
    if not drops:
        return None
    turned = len(drops) > 1 and list(fetched) == list(drops)[::-1]
    listed, legs = list(drops.items()), fleet.legs(vehicle, list(drops))
    shorter, shorter_legs = in_order(drops, legs)
    tries: list[tuple[Any, ...]] = [
        (listed, legs, turned),
        (listed, legs, not turned),
        (shorter, shorter_legs, turned),
        (shorter, shorter_legs, not turned),
    ]
    return next((tour for one in tries if (tour := timed(fleet, vehicle, date, *one)) is not None), None)


def _places(fleet: Fleet, vehicle: int, date: int, stops: pd.DataFrame) -> dict[int, tuple[int, ...]]:
    """Household → riders who can still ride, in the order of the stops."""
    homes = {str(name): row for row, name in enumerate(fleet.problem.household_ids)}
    team = {str(name): row for row, name in enumerate(fleet.problem.worker_ids)}
    able = set(fleet.riders(vehicle, date))
    found: dict[int, tuple[int, ...]] = {}
    for place, name in zip(stops["place"], stops["worker_id"], strict=True):
        home, rider = homes.get(str(place)), team.get(str(name), -1)
        if home is not None and rider in able:
            found[home] = (*found.get(home, ()), rider)
    return found
