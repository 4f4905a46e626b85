"""What the kernel works on: a few workers, the households around them, and their days, in whole seconds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Small = NDArray[np.int32]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Bits = NDArray[np.uint64]
#: No way from here to there: longer than any day, and sums of a few stay far from overflow.
FAR = 2**29
#: Stands for "no limit"; sums of a few stay exact.
ENDLESS = 2**50


class Data(NamedTuple):
    """g workers, k households, r routes (one a worker-day), d dates, s weeks of workers. Nothing in it is changed.

    Attributes
    ----------
    travel : (modes, g + k, g + k) int32
        Seconds from row to column, homes first; :data:`FAR` where there is no way.
    mode : (g,)
        Table of ``travel`` that a worker travels by.
    service, weight, prize, load : (k,)
        Seconds of a visit; what the household counts; seconds of way that it is worth on top; units to carry for each visit.
    win_at, win : (k + 1,) and (windows, 2)
        Household h may be begun within ``win[win_at[h]:win_at[h + 1]]``, seconds from midnight, sorted; none: any time.
    may : (g, k) bool
        Who may be (one of) the visitors.
    wish : (g, k)
        Price of the wishes that this pair does not fulfil, seconds.
    open_on : (k, d) bool
    day_price : (k, d)
        Price of a visit on that date, seconds.
    visits, visitors : (k,)
        How often, and by how many at once.
    must_on : (k,)
        The date on which one of its visits must be; -1 for none.
    locked : (k,) bool
        Stays in its routes and on its dates.
    wanted : (k,) uint64, brings : (g, k) uint64
        Two visitors together must bring what is wanted.
    near : (k, p) int32
        Other households, nearest first.
    radius : (k,)
        Seconds to the nearest home of somebody who may visit.
    worker, date, start, end, span, week : (r,)
        Of each route: whose, when, earliest leaving, latest home, longest time out, which week; sorted by worker.
    route_at : (g + 1,)
        Routes of a worker are ``route_at[w]:route_at[w + 1]``.
    date_at, on_date : (d + 1,) and (r,)
        Routes of a date are ``on_date[date_at[t]:date_at[t + 1]]``.
    week_most : (s,)
        Most seconds out in a week.
    load_most : (g,)
        Units a day.
    share : (g,)
        Seconds in the round above which a worker carries more than is fair.
    ordinal : (d,)
        Day number of each date, for the days between visits.
    gap : int
        Least days between two visits of a household.
    lunch, lunch_after : int
        Seconds of the break, 0 for none; longest stretch without one.
    fair_rate : float
        Price of a second above the share.
    metric : bool
        Whether a stop more can never make a way shorter.
    """

    travel: Small
    mode: Ints
    service: Ints
    weight: Ints
    prize: Ints
    load: Ints
    win_at: Ints
    win: Ints
    may: Bools
    wish: Ints
    open_on: Bools
    day_price: Ints
    visits: Ints
    visitors: Ints
    must_on: Ints
    locked: Bools
    wanted: Bits
    brings: Bits
    near: Small
    radius: Ints
    worker: Ints
    date: Ints
    start: Ints
    end: Ints
    span: Ints
    week: Ints
    route_at: Ints
    date_at: Ints
    on_date: Ints
    week_most: Ints
    load_most: Ints
    share: Ints
    ordinal: Ints
    gap: int
    lunch: int
    lunch_after: int
    fair_rate: float
    metric: bool


class State(NamedTuple):
    """Routes as they are, and what follows from them; changed in place.

    Attributes
    ----------
    stops : (r, longest) int32, fixed : (r, longest)
        Households of a route in their order; second at which a visit of two is agreed, -1 for none.
    filled, travel, price, work, carried : (r,)
        Stops; seconds of way; of wishes; from leaving to home; units.
    plain : (r,) bool
        No hours, no agreed time and no break: only sums decide whether the day can be done.
    spots : (k, most) int32, held : (k,)
        Routes that visit a household, and how many.
    week_used : (s,), total : (g,)
        Seconds out.
    served : (2,)
        Weight and prize of the households that get all their visits.
    """

    stops: Small
    fixed: Ints
    filled: Ints
    travel: Ints
    price: Ints
    work: Ints
    carried: Ints
    plain: Bools
    spots: Small
    held: Ints
    week_used: Ints
    total: Ints
    served: Ints


def empty_state(data: Data, longest: int) -> State:
    """No route has a stop; ``longest`` is the most stops that a day can hold."""
    routes, households = len(data.worker), len(data.service)
    most = int((data.visits * data.visitors).max()) if households else 1

    def zeros(count: int) -> Ints:
        return np.zeros(count, dtype=np.int64)

    return State(
        stops=np.full((routes, longest), -1, dtype=np.int32),
        fixed=np.full((routes, longest), -1, dtype=np.int64),
        filled=zeros(routes),
        travel=zeros(routes),
        price=zeros(routes),
        work=zeros(routes),
        carried=zeros(routes),
        plain=np.ones(routes, dtype=np.bool_),
        spots=np.full((households, most), -1, dtype=np.int32),
        held=zeros(households),
        week_used=zeros(len(data.week_most)),
        total=zeros(len(data.mode)),
        served=zeros(2),
    )


def copied(state: State) -> State:
    """The same in arrays of its own."""
    return state._replace(**{name: getattr(state, name).copy() for name in State._fields})
