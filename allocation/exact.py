"""The best plan of a tiny round, by looking at every route.

Every order of stops that a worker can walk in a day is tried; routes of the same stops that are worse both in price and
in time are forgotten; then days are put together for each worker, and workers into a plan. Nothing is cut off that could
be better, so the plan is the best by weight served and then by the price of :mod:`allocation.price`, less the prizes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import perm

import numpy as np
from numpy.typing import NDArray

from allocation.group import Group, Routes
from allocation.times import day_times

Floats = NDArray[np.float64]
#: Households above which nothing is solved exactly.
HOUSEHOLDS_MOST = 8
#: Orders of stops that are looked at, at most, and ways to share households out among workers.
ORDERS_MOST, SHARES_MOST = 350_000, 300_000
#: About how many orders of stops are looked at in a second.
ORDERS_A_SECOND = 60_000
_TIE_MIN = 1e-9


@dataclass(frozen=True)
class Tiny:
    """A tiny round: all its workers and all households that somebody may visit.

    Attributes
    ----------
    group : Group
        Whole seconds, for what can be walked.
    minutes : (modes, g + k, g + k) array
        Unrounded legs, for what it costs.
    wish_min : (g, k) array
        Unrounded price of the wishes.
    capacity_min : (g,) array
        Minutes that each worker has in the round.
    prize_min : (k,) array
        Minutes that serving a household is worth where that decides, else 0.
    fair_rate : float
        Price of a minute of workload above the fair share; 0 for none.
    """

    group: Group
    minutes: Floats
    wish_min: Floats
    capacity_min: Floats
    prize_min: Floats
    fair_rate: float


@dataclass(frozen=True)
class _Option:
    """Some days of one worker: price and minutes out, and the routes."""

    cost: float
    work: float
    routes: tuple[tuple[int, ...], ...]


_Options = dict[int, list[_Option]]


def orders(households: int) -> int:
    """How many orders of stops there are among so many households."""
    return sum(perm(households, length) for length in range(1, households + 1))


def is_tiny(workers: int, households: int, fair: bool) -> bool:
    """Whether a round of this size is solved exactly."""
    if households > HOUSEHOLDS_MOST or workers * orders(households) > ORDERS_MOST:
        return False
    return not fair or (workers + 1) ** households <= SHARES_MOST


def solve_exactly(tiny: Tiny) -> Routes:
    """The best routes of a tiny round."""
    group = tiny.group
    own = [_worker_options(tiny, worker) for worker in range(len(group.workers))]
    plan = _shared_out(tiny, own) if tiny.fair_rate else _put_together(tiny, own)
    return tuple((*option.routes, *((),) * (int(group.days[worker]) - len(option.routes))) for worker, option in enumerate(plan))


def _worker_options(tiny: Tiny, worker: int) -> _Options:
    """What a worker can serve in all days together: set of households → options."""
    days = min(int(tiny.group.days[worker]), len(tiny.group.households))
    single: _Options = {}
    if days:
        for route in _walkable(tiny.group, worker):
            option = _priced(tiny, worker, route)
            if option is not None:
                _keep(single, _mask(route), option, bool(tiny.fair_rate))
    best: _Options = {0: [_Option(0.0, 0.0, ())]}
    for _ in range(days):
        longer: _Options = {mask: list(options) for mask, options in best.items()}
        for mask, options in best.items():
            for more, days_options in single.items():
                # The day with the lowest household comes last, so that every set of days is built once.
                if mask & more or (mask and (more & -more) > (mask & -mask)):
                    continue
                for option in options:
                    for day in days_options:
                        joined = _Option(option.cost + day.cost, option.work + day.work, (*option.routes, *day.routes))
                        _keep(longer, mask | more, joined, bool(tiny.fair_rate))
        if longer == best:
            break
        best = longer
    return best


def _walkable(group: Group, worker: int) -> Iterator[tuple[int, ...]]:
    """Every order of stops that might fit a day; longer ones only where the shorter one might."""
    homes = len(group.workers)
    legs = group.travel_s[group.mode[worker]]
    limit = int(min(group.span_s[worker], group.end_s[worker] - group.start_s[worker]))
    most = int(group.load_most[worker])
    stops = [stop for stop in range(len(group.households)) if group.may[worker, stop]]
    stack: list[tuple[tuple[int, ...], int, int]] = [((), 0, 0)]
    while stack:
        route, spent, load = stack.pop()
        if route:
            yield route
        here = homes + route[-1] if route else worker
        for stop in reversed(stops):
            leg = int(legs[here, homes + stop])
            if stop in route or leg < 0:
                continue
            then, carried = spent + leg + int(group.service_s[stop]), load + int(group.load[stop])
            if then <= limit and not 0 <= most < carried:
                stack.append(((*route, stop), then, carried))


def _priced(tiny: Tiny, worker: int, route: tuple[int, ...]) -> _Option | None:
    group, stops = tiny.group, list(route)
    homes = len(group.workers)
    nodes = [worker, *(homes + stop for stop in stops), worker]
    mode = group.mode[worker]
    legs = [int(group.travel_s[mode, a, b]) for a, b in pairwise(nodes)]
    if legs[-1] < 0:
        return None
    times = day_times(
        legs,
        [int(group.service_s[stop]) for stop in stops],
        [group.windows[stop] for stop in stops],
        start_s=int(group.start_s[worker]),
        end_s=int(group.end_s[worker]),
        span_s=int(group.span_s[worker]),
    )
    if times is None:
        return None
    travel = sum(float(tiny.minutes[mode, a, b]) for a, b in pairwise(nodes))
    return _Option(travel + float(tiny.wish_min[worker, stops].sum()), (times.home - times.leave) / 60, (route,))


def _mask(route: tuple[int, ...]) -> int:
    return sum(1 << stop for stop in route)


def _keep(options: _Options, mask: int, new: _Option, both: bool) -> None:
    """Keep what is not worse than another in price and (if ``both`` count) in time."""
    held = options.setdefault(mask, [])
    if any(old.cost <= new.cost + _TIE_MIN and (not both or old.work <= new.work + _TIE_MIN) for old in held):
        return
    held[:] = [old for old in held if old.cost < new.cost or (both and old.work < new.work)]
    held.append(new)


def _put_together(tiny: Tiny, own: list[_Options]) -> list[_Option]:
    """The best plan where prices add up: worker by worker, the cheapest way to serve each set."""
    best: dict[int, tuple[float, list[_Option]]] = {0: (0.0, [])}
    for options in own:
        joined: dict[int, tuple[float, list[_Option]]] = {}
        for mask, (cost, plan) in best.items():
            for more, held in options.items():
                if mask & more:
                    continue
                option = min(held, key=lambda choice: choice.cost)
                total = cost + option.cost
                if (mask | more) not in joined or total < joined[mask | more][0] - _TIE_MIN:
                    joined[mask | more] = (total, [*plan, option])
        best = joined
    mask = min(best, key=lambda served: (-_weight(tiny, served), best[served][0] - _prize(tiny, served), served))
    return best[mask][1]


def _shared_out(tiny: Tiny, own: list[_Options]) -> list[_Option]:
    """The best plan where a fair load counts: every way to share the households out."""
    most = max(_weight(tiny, mask) for mask in _reachable(own))
    capacity = tiny.capacity_min / max(float(tiny.capacity_min.sum()), 1e-9)
    prizes = float(tiny.prize_min.sum())
    best_price, best_plan = float("inf"), [_Option(0.0, 0.0, ())] * len(own)
    stack: list[tuple[int, float, tuple[_Option, ...]]] = [(0, 0.0, ())]
    while stack:
        mask, cost, plan = stack.pop()
        if cost - prizes > best_price:
            continue
        if len(plan) == len(own):
            if _weight(tiny, mask) == most:
                work = np.array([option.work for option in plan])
                price = cost + tiny.fair_rate * float(np.maximum(0, work - capacity * work.sum()).sum()) - _prize(tiny, mask)
                if price < best_price - _TIE_MIN:
                    best_price, best_plan = price, list(plan)
            continue
        for more, held in own[len(plan)].items():
            if not mask & more:
                stack.extend((mask | more, cost + option.cost, (*plan, option)) for option in held)
    return best_plan


def _reachable(own: list[_Options]) -> set[int]:
    """Every set of households that can be served together."""
    sets = {0}
    for options in own:
        sets |= {mask | more for mask in sets for more in options if not mask & more}
    return sets


def _weight(tiny: Tiny, mask: int) -> int:
    return sum(int(weight) for stop, weight in enumerate(tiny.group.weight) if mask >> stop & 1)


def _prize(tiny: Tiny, mask: int) -> float:
    return sum(float(prize) for stop, prize in enumerate(tiny.prize_min) if mask >> stop & 1)
