"""Tours that reach nobody more, but save more minutes on foot than they cost.

A minute that a vehicle drives is priced like a minute of walking, and so is the walk of a rider from home to the vehicle
and back. Who rides makes the visits of the day in the same order, from the drop on and round to it again.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from allocation.day import Day
from allocation.draft import Draft, Worth
from allocation.problem import PlanningProblem
from allocation.vehicles.choose import Chosen
from allocation.vehicles.fleet import Fleet
from allocation.vehicles.riding import Placed, Riding
from allocation.vehicles.settle import with_work
from allocation.vehicles.tour import Tour, in_order, timed
from allocation.vehicles.walks import Counts, as_walk

#: Minutes that a tour must save at least beyond what it costs: for less nobody is asked to drive (a choice of ours); and riders
#: tried for each seat, who walk farthest first.
LEAST_MIN, _RIDERS = 30.0, 4
Stops = dict[int, tuple[int, ...]]


@dataclass(frozen=True)
class _Ride:
    """A tour with what its riders do: household dropped at → riders, the visits of each, and the minutes saved in all."""

    tour: Tour
    stops: Stops
    visits: dict[int, tuple[int, ...]]
    saved_min: float


def saving(fleet: Fleet, chosen: Chosen, until: float = math.inf) -> Chosen:
    """The tours, and more of vehicles that stand still.

    Parameters
    ----------
    fleet : Fleet
        The vehicles.
    chosen : Chosen
        Tours so far, and what everybody visits.
    until : float
        ``time.monotonic()`` after which no other vehicle-day is begun.

    Returns
    -------
    Chosen
        Nobody visits anybody else than before; who must pay for the way (``prize_min``) is not weighed against driving, so
        that nothing is added where there are such households.
    """
    result = Chosen(list(chosen.tours), dict(chosen.stops))
    if fleet.problem.priced.any():
        return result
    driven = {(tour.vehicle, tour.date) for tour in result.tours}
    for vehicle, date in fleet.dates:
        if (vehicle, date) in driven or time.monotonic() > until:
            continue
        ride = _best(fleet, vehicle, date, result)
        if ride is not None:
            result.tours.append(ride.tour)
            result.stops |= {(who, fleet.placed(who, date)): own for who, own in ride.visits.items()}
    return result


def paying(fleet: Fleet, tours: Sequence[Tour], stops: Mapping[Placed, tuple[int, ...]]) -> tuple[Tour, ...]:
    """The tours without those whose riders could all walk from home, for hardly more minutes than the tour costs."""
    return tuple(tour for tour in tours if _pays(fleet, tour, stops))


def with_drives(riding: Riding | None, draft: Draft) -> Worth:
    """What a draft is worth when driving is priced too; of a round with ``prize_min`` without."""
    worth = draft.worth()
    if riding is None or riding.fleet.problem.priced.any():
        return worth
    busy = {key for key, (row, at) in riding.rows().items() if draft.days[row][at].stops}
    cost = sum(cost_min(riding.fleet, tour) for tour in with_work(riding, busy))
    return replace(worth, saved_s=worth.saved_s - round(cost * 60))


def cost_min(fleet: Fleet, tour: Tour) -> float:
    """Minutes that a tour costs: all that is driven, and the riders' walks from home to the vehicle and back."""
    legs = fleet.legs(tour.vehicle, [drop.household for drop in tour.drops])
    row = {drop.household: at for at, drop in enumerate(tour.drops, start=1)}
    way = [0, *(row[drop.household] for drop in tour.drops), *(row[drop.household] for drop in tour.fetched), 0]
    riders = list(tour.riders)
    return float(legs[way[:-1], way[1:]].sum()) + float((fleet.gather_min[riders] + fleet.scatter_min[riders]).sum())


def stops_of(days: Mapping[Placed, Day]) -> dict[Placed, tuple[int, ...]]:
    """The households of each day."""
    return {key: day.stops for key, day in days.items()}


def _pays(fleet: Fleet, tour: Tour, stops: Mapping[Placed, tuple[int, ...]]) -> bool:
    problem, saved = fleet.problem, -cost_min(fleet, tour)
    for drop in tour.drops:
        for who in drop.riders:
            place = fleet.placed(who, tour.date)
            own = stops.get((who, place), ())
            walked = _from_home_min(problem, who, own)
            if walked + float(problem.visit_min[list(own)].sum()) > problem.shift_span_min[who][place]:
                return True  # nobody could do that on foot
            saved += walked - _around_min(problem, drop.household, own, who)
    return saved > LEAST_MIN


def _best(fleet: Fleet, vehicle: int, date: int, chosen: Chosen) -> _Ride | None:
    """The tour that saves most, made by adding riders one after the other; None where none saves more than it costs."""
    riders = _walkers(fleet, vehicle, date, chosen)
    now, best = _Ride(Tour(vehicle, date, 0, 0, (), False), {}, {}, 0.0), None
    while riders and len(now.visits) < fleet.seats[vehicle]:
        tried = [ride for who in riders[:_RIDERS] for ride in _added(fleet, now, who, chosen)]
        if not tried:
            break
        # The first rider alone may cost more than the ride saves; with others it may pay.
        now = max(tried, key=lambda ride: ride.saved_min)
        riders = [who for who in riders if who not in now.visits]
        if now.saved_min > (LEAST_MIN if best is None else best.saved_min):
            best = now
    return best


def _walkers(fleet: Fleet, vehicle: int, date: int, chosen: Chosen) -> list[int]:
    """Who may ride and walks on that day, farthest first. Visits by two, and hours offered in a week, are left as they are."""
    problem = fleet.problem
    elsewhere = {who for tour in chosen.tours if tour.date == date for who in tour.riders}
    far: list[tuple[float, int]] = []
    for who in fleet.riders(vehicle, date):
        place = fleet.placed(who, date)
        own = chosen.stops.get((who, place), ())
        free = not np.isfinite(problem.week_most_min[who, problem.week_of[who][place]])
        if own and free and who not in elsewhere and (problem.visitors[list(own)] == 1).all():
            far.append((-_from_home_min(problem, who, own), who))
    return [who for _, who in sorted(far)]


def _added(fleet: Fleet, ride: _Ride, who: int, chosen: Chosen) -> Iterator[_Ride]:
    """The tour with one rider more, dropped at each of the rider's own visits or where others are dropped already."""
    problem, tour = fleet.problem, ride.tour
    own = chosen.stops[who, fleet.placed(who, tour.date)]
    for place in dict.fromkeys([*own, *ride.stops]):
        first = own.index(place) if place in own else 0
        turn = (*own[first:], *own[:first])
        stops = {**ride.stops, place: (*ride.stops.get(place, ()), who)}
        visits = {**ride.visits, who: turn}
        ordered, legs = in_order(stops, fleet.legs(tour.vehicle, list(stops)))
        tours = (timed(fleet, tour.vehicle, tour.date, ordered, legs, turned) for turned in (False, True))
        able = [one for one in tours if one is not None and _walkable(problem, one, visits)]
        if able:
            walked = sum(_from_home_min(problem, one, chosen.stops[one, fleet.placed(one, tour.date)]) for one in visits)
            around = sum(_around_min(problem, at, visits[one], one) for at, riders in stops.items() for one in riders)
            best = min(able, key=lambda one: cost_min(fleet, one))
            yield _Ride(best, stops, visits, walked - around - cost_min(fleet, best))


def _walkable(problem: PlanningProblem, tour: Tour, visits: Mapping[int, tuple[int, ...]]) -> bool:
    """Whether everybody is back at the drop in time."""
    counts = Counts(problem.weight, 0.0)
    return all(
        as_walk(problem, drop.household, visits[who], who, counts).back_min[-1] <= drop.up - drop.down
        for drop in tour.drops
        for who in drop.riders
    )


def _from_home_min(problem: PlanningProblem, who: int, stops: tuple[int, ...]) -> float:
    """Minutes on the way of a day from home."""
    if not stops:
        return 0.0
    places = problem.places.take(list(stops))
    between = problem.travel.minutes(places, places, problem.modes[who])
    inner = sum(float(between[at, at + 1]) for at in range(len(stops) - 1))
    return float(problem.out_min[who, stops[0]]) + inner + float(problem.back_min[who, stops[-1]])


def _around_min(problem: PlanningProblem, drop: int, stops: tuple[int, ...], who: int) -> float:
    """Minutes on the way of a day from a drop and back to it."""
    if not stops:
        return 0.0
    places = problem.places.take([drop, *stops])
    legs = problem.travel.minutes(places, places, problem.modes[who])
    return sum(float(legs[at, at + 1]) for at in range(len(stops))) + float(legs[len(stops), 0])
