"""A part of a group: a few neighbouring days, their stops, and the unserved households near them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from allocation.group import Group, Ints, Routes

#: Fewest and most days of a part; unserved households offered to each day.
DAYS, OFFERED = (4, 11), 3
_FAR = 2**40


@dataclass(frozen=True)
class Part:
    """Some days of a group as a group of their own.

    Attributes
    ----------
    group : Group
        The part; its workers are those whose days were drawn.
    workers : tuple of int
        Positions of the part's workers in the whole group.
    days : tuple of tuples of int
        Positions of the drawn days, by worker of the part.
    households : (k,) array
        Positions of the part's households in the whole group.
    nearest : array
        Positions in the part, nearest to its middle first.
    """

    group: Group
    workers: tuple[int, ...]
    days: tuple[tuple[int, ...], ...]
    households: Ints
    nearest: Ints

    def put(self, routes: Routes, found: Routes) -> Routes:
        """The routes of the whole group with those of the part replaced."""
        result = [list(days) for days in routes]
        for worker, places, days in zip(self.workers, self.days, found, strict=True):
            for place, stops in zip(places, days, strict=True):
                result[worker][place] = tuple(int(self.households[stop]) for stop in stops)
        return tuple(tuple(days) for days in result)


def draw_part(group: Group, routes: Routes, random: np.random.Generator) -> Part:
    """The days nearest to a household that is drawn, by the way from it to their nearest stop (or home, if empty)."""
    homes = len(group.workers)
    legs = group.travel_s[int(random.integers(len(group.travel_s)))]
    middle = int(random.integers(len(group.households)))
    way = np.where(legs[homes + middle] < 0, _FAR, legs[homes + middle])
    every = [(worker, place) for worker, days in enumerate(routes) for place in range(len(days))]
    order = sorted(every, key=lambda day: _way_to(way, homes, day[0], routes[day[0]][day[1]]))
    drawn = sorted(order[: int(random.integers(*DAYS))])
    held = [stop for worker, place in drawn for stop in routes[worker][place]]
    near = _nearest_way(legs[homes:], homes + np.array(held or [middle], dtype=np.int64))
    offered = _offered(group, routes, near, OFFERED * len(drawn), random)
    households = np.array([*held, *offered], dtype=np.int64)
    return _cut(group, routes, drawn, households, np.argsort(way[homes + households], kind="stable"))


def _way_to(way: Ints, homes: int, worker: int, stops: tuple[int, ...]) -> int:
    return int(way[[homes + stop for stop in stops]].min()) if stops else int(way[worker])


def _nearest_way(legs: Ints, places: Ints) -> Ints:
    way = legs[:, places]
    return np.asarray(np.where(way < 0, _FAR, way).min(axis=1), dtype=np.int64)


def _offered(group: Group, routes: Routes, near_s: Ints, most: int, random: np.random.Generator) -> list[int]:
    """Unserved households near the part; dice let one that just failed stand back, weight brings one forward."""
    served = np.zeros(len(group.households), dtype=bool)
    served[[stop for days in routes for stops in days for stop in stops]] = True
    free = np.nonzero(~served)[0]
    rank = (near_s[free] + group.service_s[free]) / group.weight[free] * random.uniform(0.7, 1.3, len(free))
    return [int(stop) for stop in free[np.argsort(rank, kind="stable")[:most]]]


def _cut(group: Group, routes: Routes, drawn: list[tuple[int, int]], households: Ints, nearest: Ints) -> Part:
    workers = sorted({worker for worker, _ in drawn})
    days = tuple(tuple(place for owner, place in drawn if owner == worker) for worker in workers)
    position = {household: place for place, household in enumerate(households.tolist())}
    inside = tuple(
        tuple(tuple(position[stop] for stop in routes[worker][place]) for place in places)
        for worker, places in zip(workers, days, strict=True)
    )
    crew = np.array(workers, dtype=np.int64)
    nodes = np.concatenate([crew, len(group.workers) + households])
    pairs = np.ix_(crew, households)
    part = Group(
        workers=group.workers[crew],
        households=group.households[households],
        travel_s=group.travel_s[:, nodes[:, None], nodes],
        mode=group.mode[crew],
        service_s=group.service_s[households],
        weight=group.weight[households],
        load=group.load[households],
        windows=tuple(group.windows[household] for household in households.tolist()),
        start_s=group.start_s[crew],
        end_s=group.end_s[crew],
        span_s=group.span_s[crew],
        load_most=group.load_most[crew],
        days=np.array([len(places) for places in days], dtype=np.int64),
        may=group.may[pairs],
        wish_s=group.wish_s[pairs],
        bias_s=group.bias_s[pairs],
        routes=inside,
    )
    return Part(part, tuple(workers), days, households, nearest)
