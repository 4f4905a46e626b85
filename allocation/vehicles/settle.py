"""The tours of a finished draft: without who visits nobody, and back as soon as the last of those fetched is ready."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import replace

from allocation.day import EMPTY, Day, day_of, legs_s, walked
from allocation.draft import Draft
from allocation.fill import fill
from allocation.units import Units
from allocation.vehicles.fleet import Fleet
from allocation.vehicles.riding import Placed, Riding
from allocation.vehicles.tour import Tour, timed

#: Seconds for filling the days of those who walk after all.
FILL_S = 1.0


def settled(riding: Riding, draft: Draft, fill_s: float = FILL_S) -> tuple[Riding, Draft]:
    """The tours as they will be driven, and the same draft of the problem that they make.

    Parameters
    ----------
    riding : Riding
        The tours of the search.
    draft : Draft
        Of ``riding.problem``.
    fill_s : float
        Seconds for filling, inf for as many as it takes.

    Returns
    -------
    tuple of Riding and Draft
        Every day in it is as it was; who would have ridden to visit nobody is at home on that day, and free for visits.
    """
    days = {key: draft.days[row][at] for key, (row, at) in riding.rows().items()}
    busy = _made(riding, days, with_work(riding, {key for key, day in days.items() if day.stops}))
    if busy is None:
        return riding, draft
    if sum(len(tour.riders) for tour in busy[0].tours) < sum(len(tour.riders) for tour in riding.tours):
        fill(busy[1], until=time.monotonic() + fill_s, tick=lambda: True)
        days = {key: busy[1].days[row][at] for key, (row, at) in busy[0].rows().items()}
    ready = {
        (who, place): _back_min(busy[0], (who, place), days, busy[1].units)
        for tour in busy[0].tours
        for who, place in placed(riding.fleet, tour)
    }
    return _made(riding, days, tuple(early(riding.fleet, tour, ready) for tour in busy[0].tours)) or busy


def placed(fleet: Fleet, tour: Tour) -> list[Placed]:
    """The days of those who ride in a tour."""
    return [(who, fleet.placed(who, tour.date)) for who in tour.riders]


def with_work(riding: Riding, busy: Collection[Placed]) -> tuple[Tour, ...]:
    """The tours without riders who visit nobody.

    Parameters
    ----------
    riding : Riding
        The tours, as wide as everybody's hours allow.
    busy : collection of (fieldworker, day)
        Days with visits.
    """
    return tuple(tour for tour in (_with_work(riding.fleet, one, busy) for one in riding.tours) if tour is not None)


def _made(riding: Riding, days: dict[Placed, Day], tours: tuple[Tour, ...]) -> tuple[Riding, Draft] | None:
    """The same days with other tours; None where one of them cannot be done so."""
    other = Riding.of(riding.fleet, tours)
    draft = Draft(Units.of(other.problem))
    for key, (row, at) in other.rows().items():
        old = days[key]
        new = day_of(draft.units, row, at, old.stops, old.agreed) if old.stops else EMPTY
        if new is None:
            return None
        draft.days[row][at] = new
    return other, draft


def _with_work(fleet: Fleet, tour: Tour, busy: Collection[Placed]) -> Tour | None:
    """The tour with those alone who have visits; as it was where that cannot be driven in the times that they have."""
    left = [
        replace(drop, riders=tuple(who for who in drop.riders if (who, fleet.placed(who, tour.date)) in busy))
        for drop in tour.drops
    ]
    left = [drop for drop in left if drop.riders]
    if not left:
        return None
    if sum(len(drop.riders) for drop in left) == len(tour.riders):
        return tour
    legs = fleet.legs(tour.vehicle, [drop.household for drop in left])
    shorter = timed(fleet, tour.vehicle, tour.date, [(drop.household, drop.riders) for drop in left], legs, tour.turned)
    if shorter is None:
        return tour
    inside = all(new.down <= old.down and old.up <= new.up for new, old in zip(shorter.drops, left, strict=True))
    return shorter if inside else tour


def early(fleet: Fleet, tour: Tour, ready: Mapping[Placed, int]) -> Tour:
    """The tour that fetches each as early as everybody there is ready and the ways allow.

    Parameters
    ----------
    fleet : Fleet
        The vehicles.
    tour : Tour
        As late as it may be.
    ready : mapping of (fieldworker, day) → minute
        When somebody is back at the drop, whole minutes from midnight; who is missing is there all day.
    """
    legs = fleet.legs(tour.vehicle, [drop.household for drop in tour.drops])
    now, here = tour.drops[-1].down, len(tour.drops)
    up: dict[int, int] = {}
    for drop in tour.fetched:
        there = tour.drops.index(drop) + 1
        last = max(ready.get((who, fleet.placed(who, tour.date)), 0) for who in drop.riders)
        now, here = max(now + int(legs[here, there]), drop.down, last), there
        up[there] = now
    drops = tuple(replace(drop, up=up[at]) for at, drop in enumerate(tour.drops, start=1))
    return replace(tour, drops=drops, home=now + int(legs[here, 0]))


def _back_min(riding: Riding, key: Placed, days: dict[Placed, Day], units: Units) -> int:
    """The whole minute at which somebody is back at the drop; 0 for who visits nobody."""
    day, (row, at) = days[key], riding.rows()[key]
    if not day.stops:
        return 0
    stops = list(day.stops)
    times = walked(units, row, at, stops, legs_s(units, row, stops), day.agreed)
    assert times is not None, "a draft holds only days that can be walked"
    return -(-times.home // 60)
