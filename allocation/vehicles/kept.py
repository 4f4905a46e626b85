"""Tours of an earlier plan on the days that are left, driven as they were planned: at the same drops, in the same order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from allocation.vehicles.fleet import Fleet
from allocation.vehicles.tour import Tour, in_order, timed

#: Household → riders, rows of the problem, in the order of the stops.
Stops = dict[int, tuple[int, ...]]


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
    vehicles, homes, team = (
        {str(name): row for row, name in enumerate(ids)}
        for ids in (fleet.ids, fleet.problem.household_ids, fleet.problem.worker_ids)
    )
    dates = {date.isoformat(): at for at, date in enumerate(fleet.problem.dates)}
    tours = []
    ordered = rides.sort_values(["date", "vehicle_id", "order"], kind="stable")
    for (date, name), stops in ordered.groupby(["date", "vehicle_id"], sort=True):
        vehicle, at = vehicles.get(str(name), -1), dates.get(str(date), -1)
        if vehicle >= 0 and at >= 0 and not np.isnan(fleet.start_min[vehicle, at]):
            able = set(fleet.riders(vehicle, at))
            rows = [
                (action, homes[place], team[rider])
                for action, place, rider in stops[["action", "place", "worker_id"]].astype(str).itertuples(index=False)
                if place in homes and team.get(rider) in able
            ]
            tour = _again(fleet, vehicle, at, _places(rows, "drop"), _places(rows, "fetch"))
            tours += [] if tour is None else [tour]
    return tuple(tours)


def _places(rows: Sequence[tuple[str, int, int]], action: str) -> Stops:
    """Household → riders, of rows of (action, household, rider) in their order."""
    found: Stops = {}
    for what, home, rider in rows:
        if what == action:
            found[home] = (*found.get(home, ()), rider)
    return found


def _again(fleet: Fleet, vehicle: int, date: int, drops: Stops, fetched: Stops) -> Tour | None:
    if not drops:
        return None
    turned = len(drops) > 1 and list(fetched) == list(drops)[::-1]
    listed, legs = list(drops.items()), fleet.legs(vehicle, list(drops))
    shorter, shorter_legs = in_order(drops, legs)
    tries = ((stops, ways, way) for stops, ways in ((listed, legs), (shorter, shorter_legs)) for way in (turned, not turned))
    return next((tour for one in tries if (tour := timed(fleet, vehicle, date, *one)) is not None), None)
