"""The best plan of a tiny round under all rules, by trying everything: no code of the solver or of the checker is used.

Two visitors start together, a household is visited on as many dates as it asks for, days differ in their hours, a long day
has a break, and a week has no more hours than offered. Whether a day's orders and breaks can be timed is a system of
differences between times (R. Bellman, On a routing problem, 1958, doi 10.1090/qam/102435). Beside
:mod:`tests.allocation.oracle_rules`, which tries every clock time, this one knows loads and ways that are missing, and the
least travel for every number of households.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations, product

import numpy as np
from numpy.typing import NDArray

#: One who works on a date: earliest leaving, latest being home, longest day; None for a date off.
Hours = tuple[float, float, float] | None
#: A leg of a system of differences: time of the second place minus time of the first is at most so much.
Most = tuple[int, int, float]
#: Minutes of travel of a date, and minutes that each worker is out.
Took = tuple[float, tuple[float, ...]]


@dataclass(frozen=True)
class TinyRules:
    """A round: n households, then m workers in the matrix; minutes, days as ordinals.

    Attributes
    ----------
    minutes : (n + m, n + m) array
    visit, weight, load, visitors, visits : of each household
    windows : of each household, first and last minute in which a visit may start; None for any time
    may : (m, n) array
        Who may come alone; or as one of two, where ``skill`` decides about both together.
    skill : (m, n) array
        Bits brought; both visitors together bring 3.
    days, week : of each date
    hours : of each worker and date
    most : of each worker
        Load of a day.
    week_most : of each worker
    lunch, after : minutes of the break, longest stretch without it
    gap : days between visits
    """

    minutes: NDArray[np.float64]
    visit: list[float]
    weight: list[float]
    load: list[float]
    visitors: list[int]
    visits: list[int]
    windows: list[tuple[float, float] | None]
    may: NDArray[np.bool_]
    skill: NDArray[np.int64]
    days: list[int]
    week: list[int]
    hours: list[list[Hours]]
    most: list[float]
    week_most: list[float]
    lunch: float
    after: float
    gap: int


def best(tiny: TinyRules) -> dict[int, tuple[float, float]]:
    """By number of households served: the most weight, and the least travel with which so many can be served at all."""
    by_date = [_dates(tiny, date) for date in range(len(tiny.days))]
    found: dict[int, tuple[float, float]] = {}
    for chosen in product(*(sorted(options) for options in by_date)):
        served = _served(tiny, chosen)
        if served is None:
            continue
        travel = _least([by_date[date][mask] for date, mask in enumerate(chosen)], tiny)
        weight = sum(tiny.weight[household] for household in served)
        if np.isfinite(travel):
            before = found.get(len(served), (0.0, np.inf))
            found[len(served)] = max(before[0], weight), min(before[1], travel)
    return found


def _served(tiny: TinyRules, chosen: tuple[int, ...]) -> list[int] | None:
    """Who is served by visits of these households on these dates; None where somebody is visited too little or too often."""
    served = []
    for household, asked in enumerate(tiny.visits):
        dates = [tiny.days[date] for date, mask in enumerate(chosen) if mask >> household & 1]
        if not dates:
            continue
        if len(dates) != asked or any(later - day < tiny.gap for day, later in pairwise(dates)):
            return None
        served.append(household)
    return served


def _least(options: list[list[Took]], tiny: TinyRules) -> float:
    """Least travel of one choice a date that keeps to the hours of the weeks."""
    least = np.inf
    for choice in product(*options):
        spent = np.zeros((len(tiny.week_most), max(tiny.week) + 1))
        for date, (_, out) in enumerate(choice):
            spent[:, tiny.week[date]] += out
        if (spent <= np.array(tiny.week_most)[:, None] + 1e-9).all():
            least = min(least, sum(travel for travel, _ in choice))
    return float(least)


def _dates(tiny: TinyRules, date: int) -> dict[int, list[Took]]:
    """For every set of households that can be visited on a date: the ways to do it that no other way beats."""
    found: dict[int, list[Took]] = {}
    teams = [[(), *_teams(tiny, date, household)] for household in range(len(tiny.visit))]
    for chosen in product(*teams):
        own = [[h for h, team in enumerate(chosen) if worker in team] for worker in range(len(tiny.hours))]
        if any(sum(tiny.load[h] for h in stops) > tiny.most[worker] for worker, stops in enumerate(own)):
            continue
        mask = sum(1 << h for h, team in enumerate(chosen) if team)
        for took in _timed(tiny, date, own):
            kept = found.setdefault(mask, [])
            if not any(_beats(other, took) for other in kept):
                found[mask] = [other for other in kept if not _beats(took, other)] + [took]
    return found


def _beats(one: Took, other: Took) -> bool:
    return one[0] <= other[0] and all(a <= b for a, b in zip(one[1], other[1], strict=True))


def _teams(tiny: TinyRules, date: int, household: int) -> Iterator[tuple[int, ...]]:
    here = [w for w, hours in enumerate(tiny.hours) if hours[date] is not None and tiny.may[w, household]]
    for team in combinations(here, tiny.visitors[household]):
        if np.bitwise_or.reduce(tiny.skill[list(team), household]) == 3:
            yield team


def _timed(tiny: TinyRules, date: int, own: list[list[int]]) -> Iterator[Took]:
    """Every order of everybody's stops, with every place of the breaks, that can be timed."""
    out = [worker for worker, stops in enumerate(own) if stops]
    orders = [list(permutations(own[worker])) for worker in out]
    for routes in product(*orders):
        travel = [_travel(tiny, worker, route) for worker, route in zip(out, routes, strict=True)]
        if np.isnan(travel).any():
            continue
        for rests in product(*([None, *range(len(route))] if tiny.lunch else [None] for route in routes)):
            legs = _differences(tiny, date, list(zip(out, routes, rests, strict=True)))
            size = len(tiny.visit) + 2 * len(tiny.hours) + 1
            # Nobody can be out for less than this; together they can, or the way is left out.
            least = [-_furthest(legs, size, _home(tiny, w), _leave(tiny, w)) for w in out]
            capped = [*legs, *((_leave(tiny, w), _home(tiny, w), took) for w, took in zip(out, least, strict=True))]
            if np.isfinite(_furthest(capped, size, size - 1, size - 1)):
                yield sum(travel), tuple(dict(zip(out, least, strict=True)).get(w, 0.0) for w in range(len(own)))


def _travel(tiny: TinyRules, worker: int, route: tuple[int, ...]) -> float:
    base = len(tiny.visit) + worker
    return sum(tiny.minutes[a, b] for a, b in zip((base, *route), (*route, base), strict=True))


def _leave(tiny: TinyRules, worker: int) -> int:
    return len(tiny.visit) + 2 * worker


def _home(tiny: TinyRules, worker: int) -> int:
    return len(tiny.visit) + 2 * worker + 1


def _differences(tiny: TinyRules, date: int, routes: list[tuple[int, tuple[int, ...], int | None]]) -> list[Most]:
    """Times of starts, leavings and being home (the last place is midnight), as differences that are at most so much."""
    midnight = len(tiny.visit) + 2 * len(tiny.hours)
    legs: list[Most] = []
    for worker, route, rest in routes:
        leave, home, base = _leave(tiny, worker), _home(tiny, worker), len(tiny.visit) + worker
        first, last, longest = tiny.hours[worker][date] or (0.0, 0.0, 0.0)
        legs += [(leave, midnight, -first), (midnight, home, last), (leave, home, longest)]
        legs.append((route[0], leave, -tiny.minutes[base, route[0]]))
        for place, stop in enumerate(route):
            after = tiny.visit[stop] + (tiny.lunch if rest == place else 0.0)
            ahead, at = (route[place + 1], route[place + 1]) if place + 1 < len(route) else (home, base)
            legs.append((ahead, stop, -(after + tiny.minutes[stop, at])))
            if rest == place:
                legs += [(leave, stop, tiny.after - tiny.visit[stop]), (stop, home, tiny.after + after)]
            if (window := tiny.windows[stop]) is not None:
                legs += [(stop, midnight, -window[0]), (midnight, stop, window[1])]
        if rest is None and tiny.lunch:
            legs.append((leave, home, tiny.after))
    return legs


def _furthest(legs: list[Most], size: int, start: int, end: int) -> float:
    """The most that the time of ``end`` can lie after that of ``start``; -inf where the times cannot be kept at all."""
    table = np.full((size, size), np.inf)
    np.fill_diagonal(table, 0.0)
    for one, other, most in legs:
        table[one, other] = min(table[one, other], most)
    for via in range(size):
        table = np.minimum(table, table[:, via, None] + table[None, via])
    return float(table[start, end]) if (np.diag(table) >= -1e-9).all() else -np.inf
