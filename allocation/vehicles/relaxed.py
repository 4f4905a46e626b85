"""A round in which nothing that a vehicle may do is left out: what a bound holds against.

Who may ride may be anywhere that a vehicle can bring somebody. Whatever the drops are, a day of riding to a household has
the way to the vehicle, a way from there to the household partly driven and partly walked, all of it back again, and the
visit. So there and back are no longer than the worker's hours, and at least the way to the vehicle and

- with straight lines, the line from the vehicle to the household with the least detour, at the faster of both speeds;
- with a travel matrix, whose minutes are the same for driving and walking, the shortest path from the vehicle;
- with any other model, nothing.

The less of this and of walking from home takes the place of the way from home; then the argument of
:mod:`allocation.bound` (a day with k visits takes at least there and back to the farthest) stands for days of both kinds.
A limit on the straight line from home no longer keeps a rider away, and no day is taken to lose its break, since a rider's
stretch of work begins at the drop. Seats and the driver's hours only make a round harder: they are left out. Of a rider's
travel, which counts what is walked, nothing is known but that it is not less than nothing; those who ride in none walk all of
their way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from allocation.closure import least_minutes
from allocation.problem import PlanningProblem, Vector
from allocation.shifts import fits_some_day
from allocation.vehicles.fleet import Fleet, fastest_kmh
from geo.travel import StraightLine, TravelMatrix
from geo.travel.straight_line import DETOUR


def relaxed(fleet: Fleet) -> PlanningProblem:
    """The problem whose bounds hold for every plan with these vehicles."""
    base = fleet.problem
    out, back = base.out_least_min.copy(), base.back_least_min.copy()
    near, riders = base.eligibility.near.copy(), np.nonzero(fleet.vehicle_of >= 0)[0].tolist()
    for rider in riders:
        there, home = _by_vehicle(fleet, rider)
        out[rider] = np.fmin(out[rider], fleet.gather_min[rider] + there)
        back[rider] = np.fmin(back[rider], fleet.scatter_min[rider] + home)
        near[rider] = True
    if not riders:
        return base
    fits = fits_some_day(out, back, base.visit_min, base.windows, base.open_on, base.shifts, (0.0, np.inf))
    reachable = ~(np.isnan(out) | np.isnan(back))
    eligibility = replace(base.eligibility, near=near, reachable=reachable, fits=fits)
    return replace(base, out_least_min=out, back_least_min=back, eligibility=eligibility, lunch_min=0.0, lunch_after_min=np.inf)


def _by_vehicle(fleet: Fleet, rider: int) -> tuple[Vector, Vector]:
    """Least minutes from the vehicle to each household and back, (n,) each; NaN where there is no way."""
    base, vehicle = fleet.problem, int(fleet.vehicle_of[rider])
    travel, here = base.travel, fleet.places.take([vehicle])
    if isinstance(travel, StraightLine):
        detour = travel.detour_factor
        least = min([*detour.values(), DETOUR]) if isinstance(detour, Mapping) else float(detour)
        metres = StraightLine(least).distance_m(here, base.places)[0]
        spent = metres / (fastest_kmh(fleet, vehicle, base.modes[rider]) * 1000 / 60)
        return spent, spent
    if isinstance(travel, TravelMatrix):
        out, back = travel.minutes(here, base.places, "car"), travel.minutes(base.places, here, "car").T
        out, back = least_minutes(here, base.places, ["car"], travel, out_min=out, back_min=back)
        return out[0], back[0]
    return np.zeros(len(base.weight)), np.zeros(len(base.weight))
