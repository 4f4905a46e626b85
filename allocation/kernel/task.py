"""One stretch of the search on one cluster: what a child is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from allocation.cluster import Cluster
from allocation.kernel.data import FAR, Data, Ints, Small, State, copied, empty_state
from allocation.kernel.journal import empty_journal
from allocation.kernel.place import empty_scratch
from allocation.kernel.routes import measure
from allocation.kernel.search import Knobs, construct, search
from allocation.stretch import Dials, Stretch, Stretched

#: Nearest households that are kept for each.
NEAR = 100
#: Steps between two looks at the clock at first, and about how long they should take, seconds.
STEPS, LOOK_S = 64, 0.1
#: What a visit is worth while everybody who fits is put in.
_ANYTHING = 1e12


def improve(cluster: Cluster, stretch: Stretch, wanted: Callable[[], bool] = lambda: True) -> Stretched:
    """Fill the routes, then search until seconds or steps are used up, or nobody waits for it any more.

    ``wanted`` is asked between looks at the clock by threads of the caller's process, which nobody can end from outside.
    """
    began = time.monotonic()
    data = with_neighbours(cluster.data)
    state = loaded(data, cluster.stops, cluster.agreed)
    journal, scratch = empty_journal(state), empty_scratch(data, state)
    dice = np.array([stretch.seed], dtype=np.uint64)
    order = _heaviest_first(data)
    # The very first filling takes everybody who fits: what does not pay is given up afterwards.
    dials = stretch.dials if stretch.steps else replace(stretch.dials, zeal=_ANYTHING)
    construct(_eager(data, state, dials, 0.0), state, journal, scratch, dice, order, _ANYTHING)
    _worth(data, state)
    best = copied(state)
    done, chunk = 0, STEPS
    while len(order) and _goes_on(stretch, done, began) and wanted():
        steps = chunk if stretch.steps < 0 else min(chunk, stretch.steps - done)
        first = _spent(stretch, done, began)
        looked = time.monotonic()
        last = _spent(stretch, done + steps, began) if stretch.steps >= 0 else min(1.0, first + LOOK_S / stretch.seconds)
        eager = _eager(data, state, stretch.dials, first)
        kept = best if eager is data else copied(state)
        search(eager, state, kept, journal, scratch, dice, _knobs(data, state, stretch.dials, first, last), steps)
        _worth(data, state)
        done += steps
        if stretch.steps < 0:
            took = max(1e-4, time.monotonic() - looked)
            chunk = int(min(50_000, max(16, steps * min(4.0, LOOK_S / took))))
    return Stretched(*_tables(state), *_tables(best), done)


def _eager(data: Data, state: State, dials: Dials, part: float) -> Data:
    """The same with prizes raised, as they are at this part of the stretch; ``state`` is brought in line with them.

    A far group may be worth a day though no single one of it is: everybody is worth more at first, so that days are opened,
    and what does not pay is given up as prizes fall to what they are.
    """
    alone = data.weight == 0  # what a promise is worth besides a weight is no reason to open a day
    if not data.prize[alone].any():
        return data
    share = dials.first + (dials.last - dials.first) * part
    zeal = max(1.0, _between(dials.zeal, 1.0, share / dials.zeal_share))
    if zeal == 1.0:
        return data
    raised = np.where(alone, np.rint(data.prize * zeal), data.prize)
    eager = data._replace(prize=np.minimum(raised, _ANYTHING).astype(np.int64))
    _worth(eager, state)
    return eager


def _worth(data: Data, state: State) -> None:
    """Sum up the prizes of whom the state serves."""
    state.served[1] = data.prize[state.held > 0].sum()


def _goes_on(stretch: Stretch, done: int, began: float) -> bool:
    if stretch.steps >= 0:
        return done < stretch.steps
    return time.monotonic() - began < stretch.seconds


def _spent(stretch: Stretch, done: int, began: float) -> float:
    """Part of the stretch that is over, 0 to 1."""
    if stretch.steps >= 0:
        return done / max(1, stretch.steps)
    return min(1.0, (time.monotonic() - began) / stretch.seconds) if stretch.seconds > 0 else 1.0


def _knobs(data: Data, state: State, dials: Dials, first: float, last: float) -> Knobs:
    """The schedule between two parts of this stretch."""
    leg = usual_leg(data, state)
    scale = max(1.0, float(np.median(data.weight)) if len(data.weight) else 1.0)
    low, high = (dials.first + (dials.last - dials.first) * part for part in (first, last))
    return Knobs(
        hot=_between(dials.hot, dials.cool, low) * leg,
        cool=_between(dials.hot, dials.cool, high) * leg,
        price=_between(dials.price, dials.price_last, low) * leg / scale,
        price_last=_between(dials.price, dials.price_last, high) * leg / scale,
        removed=dials.removed,
    )


def _between(first: float, last: float, part: float) -> float:
    return float(first * (last / first) ** part)


def usual_leg(data: Data, state: State) -> float:
    """Seconds of way a visit takes in these routes, at least 1."""
    visits = int(state.filled.sum())
    return max(1.0, float(state.travel.sum()) / visits) if visits else max(1.0, float(data.radius.mean()))


def with_neighbours(data: Data) -> Data:
    """The same, with the nearest households of each and the way to the nearest home."""
    homes = len(data.mode)
    table = data.travel.min(axis=0)
    between = np.minimum(table[homes:, homes:], table[homes:, homes:].T).astype(np.int64)
    np.fill_diagonal(between, 2 * FAR)
    most = min(NEAR, max(0, len(between) - 1))
    if most and most < len(between) - 1:
        chosen = np.argpartition(between, most, axis=1)[:, :most]
    else:
        chosen = np.argsort(between, axis=1, kind="stable")[:, :most]
    order = np.argsort(np.take_along_axis(between, chosen, axis=1), axis=1, kind="stable")
    near = np.take_along_axis(chosen, order, axis=1).astype(np.int32)
    both = data.travel[data.mode, np.arange(homes), homes:].astype(np.int64)
    both += data.travel[data.mode, homes:, np.arange(homes)]
    radius = np.where(data.may, both, 2 * FAR).min(axis=0) if homes else np.zeros(len(between), dtype=np.int64)
    return data._replace(near=np.ascontiguousarray(near), radius=np.ascontiguousarray(radius, dtype=np.int64))


def loaded(data: Data, stops: Ints, agreed: Ints) -> State:
    """The state of these routes.

    Raises
    ------
    ValueError
        One of them cannot be done.
    """
    state = empty_state(data, stops.shape[1])
    state.stops[:], state.fixed[:] = stops, agreed
    state.filled[:] = (stops >= 0).sum(axis=1)
    for route in range(len(stops)):
        for household in stops[route][stops[route] >= 0].tolist():
            state.spots[household, state.held[household]] = route
            state.held[household] += 1
        if not measure(data, state, route):
            raise ValueError("a route to begin with cannot be done")
    there = state.held > 0
    state.served[:] = data.weight[there].sum(), data.prize[there].sum()
    return state


def _heaviest_first(data: Data) -> Small:
    """Households that somebody may visit: by weight and prize, then the nearest first."""
    order = np.lexsort((data.radius, -data.prize, -data.weight))
    anybody = np.asarray(data.may.any(axis=0))
    return np.ascontiguousarray(order[anybody[order]], dtype=np.int32)


def _tables(state: State) -> tuple[Ints, Ints]:
    return state.stops.astype(np.int64), state.fixed.copy()
