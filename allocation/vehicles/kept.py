"""Tours of an earlier plan on the days that are left, driven as they were planned: at the same drops, in the same order."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from allocation.vehicles.fleet import Fleet
from allocation.vehicles.riding import Riding, ridden_min
from allocation.vehicles.tour import Tour, in_order, timed
from geo.clock import minutes

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


def within_weeks(fleet: Fleet, tours: Sequence[Tour], rides: pd.DataFrame, days: pd.DataFrame) -> tuple[Tour, ...]:
    """The tours, back no later than they were planned where somebody's hours of a week would not be enough otherwise.

    Parameters
    ----------
    fleet : Fleet
        The vehicles.
    tours : sequence of Tour
        As :func:`kept_tours` has them.
    rides, days : DataFrame
        Columns :data:`allocation.plan.RIDES` and :data:`allocation.plan.DAYS`, of the earlier plan.
    """
    problem = fleet.problem
    out = ridden_min(fleet, tours)
    riding = {(rider, fleet.placed(rider, tour.date)) for tour in tours for rider in tour.riders}
    keys = zip(days["worker_id"].astype(str), days["date"].astype(str), strict=True)
    worked = dict(zip(keys, days["work_min"].astype(float).tolist(), strict=True))
    for rider in {rider for rider, _ in riding}:
        for place, date in enumerate(problem.days[rider]):
            if (rider, place) not in riding:
                out[rider, problem.week_of[rider][place]] += worked.get((str(problem.worker_ids[rider]), date.isoformat()), 0.0)
    over = out > problem.week_most_min + 1e-6
    result = []
    for tour in tours:
        short = any(over[rider, problem.week_of[rider][fleet.placed(rider, tour.date)]] for rider in tour.riders)
        result.append(retimed(fleet, tour, _driven(fleet, tour, rides)) if short else tour)
    return tuple(result)


def _driven(fleet: Fleet, tour: Tour, rides: pd.DataFrame) -> tuple[int, int]:
    """When the vehicle left and was back in the earlier plan, whole minutes from midnight."""
    date = fleet.problem.dates[tour.date].isoformat()
    own = rides[(rides["vehicle_id"] == str(fleet.ids[tour.vehicle])) & (rides["date"] == date)].set_index("action")
    return math.floor(minutes(own.at["start", "depart"])), math.ceil(minutes(own.at["return", "arrive"]))


def retimed(fleet: Fleet, tour: Tour, within: tuple[int, int]) -> Tour:
    """The tour inside these minutes from midnight; as it was where it cannot be driven so fast."""
    legs = fleet.legs(tour.vehicle, [drop.household for drop in tour.drops])
    stops = [(drop.household, drop.riders) for drop in tour.drops]
    return timed(fleet, tour.vehicle, tour.date, stops, legs, tour.turned, within) or tour


def no_longer(fleet: Fleet, tour: Tour, before: Riding) -> Tour:
    """The tour inside the times of the same tour in another round, where somebody aboard has limited hours a week.

    Parameters
    ----------
    fleet : Fleet
        Of the round of the tour.
    tour : Tour
        As wide as everybody's hours allow.
    before : Riding
        Of a round with the same fieldworkers in the same rows.
    """
    limited = any(np.isfinite(fleet.problem.week_most_min[who]).any() for who in tour.riders)
    key = str(fleet.ids[tour.vehicle]), fleet.problem.dates[tour.date]
    for other in before.tours if limited else ():
        if (str(before.fleet.ids[other.vehicle]), before.fleet.problem.dates[other.date]) == key:
            return retimed(fleet, tour, (other.leave, other.home))
    return tour
