"""Tours after a search: without who has nobody to visit, and with each drop in the middle of what its riders visit."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from allocation.day import Day
from allocation.vehicles.fleet import Fleet
from allocation.vehicles.riding import Placed, Riding
from allocation.vehicles.tour import Tour, in_order, timed


def moved(riding: Riding, days: Mapping[Placed, Day]) -> tuple[Tour, ...]:
    """The tours with better drops; one that cannot be driven so stays as it was, one without riders falls away."""
    result = []
    for tour in riding.tours:
        mended = _moved(riding.fleet, tour, days)
        if mended is not None:
            result.append(mended)
    return tuple(result)


def _moved(fleet: Fleet, tour: Tour, days: Mapping[Placed, Day]) -> Tour | None:
    problem = fleet.problem
    stops: dict[int, tuple[int, ...]] = {}
    for drop in tour.drops:
        busy = tuple(who for who in drop.riders if days[who, fleet.placed(who, tour.date)].stops)
        if busy:
            visited = [stop for who in busy for stop in days[who, fleet.placed(who, tour.date)].stops]
            place = _middle(fleet, [drop.household, *visited], problem.modes[busy[0]])
            stops[place] = (*stops.get(place, ()), *busy)
    if not stops:
        return None
    legs = fleet.legs(tour.vehicle, list(stops))
    return timed(fleet, tour.vehicle, tour.date, *in_order(stops, legs), tour.turned) or tour


def _middle(fleet: Fleet, places: list[int], mode: str) -> int:
    """The place of these from which the sum of the ways there and back to all of them is the least; the first of equals."""
    there = fleet.problem.places.take(places)
    minutes = fleet.problem.travel.minutes(there, there, mode)
    both = np.where(np.isnan(minutes + minutes.T), np.inf, minutes + minutes.T)
    np.fill_diagonal(both, 0.0)
    return places[int(both.sum(axis=1).argmin())]
