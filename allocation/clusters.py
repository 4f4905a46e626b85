"""Clusters: neighbouring workers and the households that they may win, cut anew in every pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from allocation.cluster import Cluster
from allocation.draft import Draft
from allocation.kernel.data import ENDLESS, FAR, Data
from allocation.problem import PlanningProblem
from allocation.units import Units

Ints = NDArray[np.int64]
#: Workers of a cluster, about; and fewest, so that all cores have something to do.
CREW, CREW_LEAST = 14, 4
#: Households up to which a round is not cut at all: every core searches the whole of it.
WHOLE_MOST = 200
#: Minutes that stand for no way where places are put on a plane.
_NO_WAY_MIN = 1e6
#: Most households of a cluster, as a multiple of those that its workers' days could hold without any way, and at least.
HOUSEHOLDS, HOUSEHOLDS_LEAST = 2.0, 300


class ClusterMaker(Protocol):
    """Cuts a draft into clusters that share no worker."""

    def __call__(self, draft: Draft, random: np.random.Generator, slots: int, district: Ints | None = None) -> list[Cluster]:
        """Clusters for one pass; ``district`` says whose area a household that nobody visits belongs to."""
        ...


def cut(draft: Draft, random: np.random.Generator, slots: int, district: Ints | None = None) -> list[Cluster]:
    """Clusters of neighbouring workers, cut along lines in random directions.

    Parameters
    ----------
    draft : Draft
        Whose routes go on.
    random : Generator
        Other ones every pass.
    slots : int
        Tasks that run at once.
    district : (n,) array, optional
        The worker of each household, -1 for none.
    """
    crews = _crews(draft, random, slots)
    crew_of = np.full(len(draft.days), -1, dtype=np.int64)
    for number, crew in enumerate(crews):
        crew_of[crew] = number
    owner = _owners(draft, random, crew_of, district)
    return [cluster_of(draft, crew, np.nonzero(owner == number)[0]) for number, crew in enumerate(crews)]


def with_ways(units: Units, cluster: Cluster) -> Cluster:
    """The same with its tables of travel, which are by far the largest thing in it, and cost the most to make."""
    tables, mode = units.legs_s(cluster.workers, cluster.households)
    tables[tables < 0] = FAR
    return replace(cluster, data=cluster.data._replace(travel=np.ascontiguousarray(tables), mode=mode))


def _crews(draft: Draft, random: np.random.Generator, slots: int) -> list[Ints]:
    problem = draft.units.problem
    able = np.nonzero((problem.day_count > 0) & problem.may.any(axis=1))[0].astype(np.int64)
    if not len(able):
        return []
    people = len(np.unique(problem.person_ids[able]))
    count = -(-people // CREW)
    if len(problem.weight) <= WHOLE_MOST:
        count = min(count, 1)
    elif people >= slots * CREW_LEAST:
        # A last one alone would leave the other cores without work.
        count = -(-count // slots) * slots
    centres = _centres(draft, able)
    parts: list[Ints] = [np.arange(len(able))]
    while len(parts) < count:
        largest = max(range(len(parts)), key=lambda at: (len(parts[at]), -at))
        part = parts.pop(largest)
        angle = random.uniform(0, np.pi)
        along = centres[part] @ np.array([np.cos(angle), np.sin(angle)])
        order = part[np.argsort(along, kind="stable")]
        # Not always in the middle, or the same lines would part the same neighbours every time.
        middle = int(np.clip(round(len(order) * random.uniform(0.4, 0.6)), 1, len(order) - 1))
        parts += [order[:middle], order[middle:]]
    return [_large_first(problem.load_most, np.sort(able[part])) for part in parts]


def _large_first(load_most: NDArray[np.float64], crew: Ints) -> Ints:
    """Who can carry more before who can carry less, else as they come.

    Of empty days that cost the same the search takes the first. Where vehicles of several sizes stand at one depot, the
    large ones would hardly be used, did they come last: 5 % more travel with 50 customers.
    """
    return crew[np.argsort(-load_most[crew], kind="stable")]


def _centres(draft: Draft, able: Ints) -> NDArray[np.float64]:
    """Where each worker goes, on a plane: the middle of the stops and the home; (workers, 2)."""
    problem = draft.units.problem
    homes, places = problem.homes.lon_lat, problem.places.lon_lat
    if not problem.travel.needs_geometry or np.isnan(homes[able]).any():
        return _by_matrix(draft, able)
    scale = np.array([np.cos(np.radians(float(homes[able, 1].mean()))), 1.0])
    result = np.empty((len(able), 2))
    for row, worker in enumerate(able.tolist()):
        stops = [stop for day in draft.days[worker] for stop in day.stops]
        result[row] = np.vstack([homes[worker], places[stops]]).mean(axis=0) * scale
    return result


def _by_matrix(draft: Draft, able: Ints) -> NDArray[np.float64]:
    """The same where nothing has a position: minutes to two households that lie far apart stand for the two directions."""
    problem = draft.units.problem
    out = np.nan_to_num(problem.out_least_min[able], nan=_NO_WAY_MIN)
    first = int(out.sum(axis=0).argmax())
    second = int(np.abs(out - out[:, [first]]).sum(axis=0).argmax())
    mode = problem.modes[int(able[0])]
    if second == first:  # one home for all
        ways = problem.travel.minutes(problem.places.take(np.array([first])), problem.places, mode)[0]
        second = int(np.nan_to_num(ways, nan=-1.0).argmax())
    marks = np.array([first, second])
    to = problem.travel.minutes(problem.places, problem.places.take(marks), mode)
    to = np.nan_to_num(to, nan=_NO_WAY_MIN)
    result = out[:, marks].copy()
    for row, worker in enumerate(able.tolist()):
        stops = [stop for day in draft.days[worker] for stop in day.stops]
        result[row] = np.vstack([result[row], to[stops]]).mean(axis=0)
    return result


def _owners(draft: Draft, random: np.random.Generator, crew_of: Ints, district: Ints | None) -> Ints:
    """The cluster of each household, (n,): of those who visit it, else of a near worker who may; -1 for none."""
    problem = draft.units.problem
    way = problem.out_least_min + problem.back_least_min
    way = np.where(problem.may & (crew_of >= 0)[:, None], way, np.inf)
    near = way * random.uniform(0.8, 1.2, len(way))[:, None]
    owner = np.where(np.isfinite(near).any(axis=0), crew_of[near.argmin(axis=0)], -1) if len(way) else np.full(way.shape[1], -1)
    if district is not None:
        known = district >= 0
        owner[known] = crew_of[district[known]]
    made = draft.made()
    for number in range(int(crew_of.max(initial=-1)) + 1):
        own = owner == number
        free = np.nonzero(own & (made == 0))[0]
        minutes = float((problem.span_min * problem.day_count)[crew_of == number].sum())
        holds = minutes / max(1.0, float(np.median(problem.visit_min[own]))) if own.any() else 0.0
        most = int(max(HOUSEHOLDS_LEAST, HOUSEHOLDS * holds - (made[own] > 0).sum()))
        if len(free) > most:
            # Whoever is nearest and counts most for the minutes.
            cost = (way[crew_of == number][:, free].min(axis=0) + problem.visit_min[free]) / _counts(draft)[free]
            owner[free[np.argsort(cost * random.uniform(0.7, 1.3, len(free)), kind="stable")[most:]]] = -1
    for worker, days in enumerate(draft.days):
        for day in days:
            owner[list(day.stops)] = crew_of[worker]
    return owner


def _counts(draft: Draft) -> NDArray[np.float64]:
    """What each household counts beside the others, above 0; (n,): its weight, or its prize beside a usual one."""
    problem = draft.units.problem
    prize = np.nan_to_num(problem.prize_min)
    usual = max(1e-6, float(np.median(prize[problem.priced]))) if problem.priced.any() else 1.0
    return np.where(problem.priced, np.maximum(prize / usual, 1e-6), problem.weight)


def cluster_of(draft: Draft, workers: Ints, households: Ints) -> Cluster:
    """The cluster of these workers: all that they visit, and these households; without its ways (:func:`with_ways`).

    A household that others outside the cluster visit too stays where it is (``locked``).
    """
    units = draft.units
    problem = units.problem
    crew = workers.tolist()
    held = [stop for worker in crew for day in draft.days[worker] for stop in day.stops]
    inside = np.bincount(np.array(held, dtype=np.int64), minlength=len(units.weight))
    households = np.union1d(households, np.nonzero(inside)[0]).astype(np.int64)
    locked = (inside > 0) & (inside < draft.made())
    households = households[(inside[households] > 0) | (draft.made()[households] == 0)]
    locked = locked[households]
    counts = problem.day_count[workers]
    route_at = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    date = _joined([problem.date_of[worker] for worker in crew])
    order = np.argsort(date, kind="stable")
    windows = [units.windows[household] for household in households.tolist()]
    pairs = np.ix_(workers, households)
    weeks = units.week_most_s.shape[1]
    week = _joined([position * weeks + problem.week_of[worker] for position, worker in enumerate(crew)])
    share, rate = units.fair_share_s(draft.workload_min())
    data = Data(
        travel=np.zeros((0, 0, 0), dtype=np.int32),
        mode=np.zeros(len(crew), dtype=np.int64),
        service=units.service_s[households],
        weight=units.weight[households],
        prize=units.prize_s[households],
        load=units.load[households],
        win_at=np.concatenate([[0], np.cumsum([len(spans) for spans in windows])]).astype(np.int64),
        win=np.array([span for spans in windows for span in spans], dtype=np.int64).reshape(-1, 2),
        may=np.ascontiguousarray(problem.may[pairs]),
        wish=np.rint(units.wish_min[pairs] * 60).astype(np.int64),
        open_on=np.ascontiguousarray(problem.open_on[households]),
        day_price=units.day_price_s[households],
        visits=np.where(locked, inside[households], problem.visits[households]),
        visitors=np.where(locked, 1, problem.visitors[households]),
        must_on=_must_on(problem)[households],
        locked=locked,
        wanted=problem.wanted[households],
        brings=np.ascontiguousarray(problem.brings[pairs]),
        near=np.zeros((len(households), 0), dtype=np.int32),
        radius=np.zeros(len(households), dtype=np.int64),
        worker=np.repeat(np.arange(len(crew), dtype=np.int64), counts),
        date=date,
        start=_joined([units.shift_start_s[worker] for worker in crew]),
        end=_joined([units.shift_end_s[worker] for worker in crew]),
        span=_joined([units.shift_span_s[worker] for worker in crew]),
        week=week,
        route_at=route_at,
        date_at=np.searchsorted(date[order], np.arange(len(problem.dates) + 1)).astype(np.int64),
        on_date=order.astype(np.int64),
        week_most=_endless(units.week_most_s[workers].ravel()),
        load_most=_endless(units.load_most[workers]),
        share=share[workers],
        ordinal=np.array([day.toordinal() for day in problem.dates], dtype=np.int64),
        gap=int(problem.gap_days),
        lunch=units.lunch_s,
        lunch_after=units.lunch_after_s,
        fair_rate=rate,
        metric=units.metric,
    )
    stops, agreed = _routes(draft, crew, households)
    return Cluster(workers, households, data, stops, agreed)


def _must_on(problem: PlanningProblem) -> Ints:
    """(n,) the date on which one of several visits must be, by a pin; -1 for none."""
    return np.full(len(problem.weight), -1, dtype=np.int64) if problem.promises is None else problem.promises.must_on


def _routes(draft: Draft, crew: list[int], households: Ints) -> tuple[Ints, Ints]:
    """Routes as tables, and room for as many stops as a day can hold."""
    units = draft.units
    position = {household: at for at, household in enumerate(households.tolist())}
    longest = max((len(day.stops) for worker in crew for day in draft.days[worker]), default=0)
    span = max((int(spans.max(initial=0)) for worker in crew for spans in [units.shift_span_s[worker]]), default=0)
    fits = int((np.cumsum(np.sort(units.service_s[households])) <= span).sum())
    size = max(1, longest + 1, min(fits + 1, len(households)))
    stops = np.full((sum(len(draft.days[worker]) for worker in crew), size), -1, dtype=np.int64)
    agreed = stops.copy()
    route = 0
    for worker in crew:
        for day in draft.days[worker]:
            for place, stop in enumerate(day.stops):
                stops[route, place] = position[stop]
                agreed[route, place] = day.start_of(place)
            route += 1
    return stops, agreed


def _joined(parts: Sequence[Ints]) -> Ints:
    return np.ascontiguousarray(np.concatenate([np.zeros(0, dtype=np.int64), *parts]), dtype=np.int64)


def _endless(values: Ints) -> Ints:
    return np.ascontiguousarray(np.where(values < 0, ENDLESS, values), dtype=np.int64)
