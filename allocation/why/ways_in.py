"""The cheapest way in for a household that the plan does not reach: who, when, at which place, and what must give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from allocation.building import latest_home_min
from allocation.calendar import week_of, worker_shifts
from allocation.plan import Plan
from allocation.why.context import Context
from allocation.why.people import RELAXED, Mask, lacking, may_come, never, open_on, several
from allocation.why.search import Found, Search
from allocation.why.standing import carries, hours_s, limits_of, walk_route
from allocation.why.swaps import Swap, instead, moved
from allocation.why.swaps_for_two import instead_for_two, moved_for_two
from allocation.why.walk import Limits
from allocation.why.way_in import KINDS, SHORT_MIN, WayIn, WaysIn, one_day_more
from allocation.why.ways_for_several import ways_for_several
from allocation.why.ways_for_two import longer_for_two, ways_for_two
from allocation.why.words import no_way_told, way_told
from geo.clock import clock, minutes
from geo.travel.distance import pairwise_m

#: Fieldworkers told of each kind of way.
_EACH = 3
#: Metres that a limit is widened by, and that weigh like a minute of a longer day where ways are put in order.
_FARTHER_M_A_MINUTE = 75.0
#: Reasons for which nothing can be put into a day: the household itself or its row must change first.
_NO_PLACE = frozenset({"do_not_visit", "place_unknown", "outside_wards"})


def cheapest_way_in(plan: Plan | Context, household_id: str, most: int = 6) -> WaysIn:
    """Who could visit a household that nobody visits, when, what it costs, and what must give; the smallest first.

    Parameters
    ----------
    plan : Plan or Context
        A finished plan; a context where many households are asked about.
    household_id : str
        Of an unserved household.
    most : int
        Ways told at most.

    Returns
    -------
    WaysIn
        Every way was walked with all rules but the one that gives. Ways that are not told may be there as well.

    Raises
    ------
    InputProblems
        There is no such household (E407).
    """
    context = Context.of(plan)
    row = context.row(household_id)
    if row in context.standing.visits_of:
        return WaysIn(household_id, "It is visited already.", ())
    reason = str(context.problem.barred[row])
    if context.problem.travel.needs_geometry and not np.isfinite(context.problem.places.lon_lat[row]).all():
        reason = "place_unknown"  # whatever else bars it: there is no way to nowhere
    together = several(context.problem, row)
    if reason in _NO_PLACE:
        return WaysIn(household_id, no_way_told(context, row, reason, together), ())
    if context.problem.visits[row] > 1:
        found = sorted(ways_for_several(context, row, fits_in, _gives), key=size_of)
    else:
        found = sorted(_ways(Search(context, row)), key=size_of)
    told = _few([replace(way, sentence=way_told(context, row, way, reason)) for way in found], most)
    return WaysIn(household_id, told[0].sentence if told else no_way_told(context, row, reason, together), tuple(told))


def size_of(way: WayIn) -> tuple[int, float, float, str]:
    """What must give comes first; within a kind how much of it; then the cost."""
    much = way.more_min + way.farther_m / _FARTHER_M_A_MINUTE + SHORT_MIN * len(way.rules)
    return KINDS.index(way.kind), much, way.cost_min, way.worker_id


def _few(ways: Sequence[WayIn], most: int) -> list[WayIn]:
    """The first of each kind before the second of any, told in the order of size."""
    place: dict[int, int] = {}
    count: dict[str, int] = {}
    for at, way in enumerate(ways):
        place[at] = count.get(way.kind, 0)
        count[way.kind] = place[at] + 1
    kept = sorted(sorted(place, key=lambda at: (place[at], at))[:most])
    return [ways[at] for at in kept]


def _ways(search: Search) -> Iterator[WayIn]:
    """The ways in of one visit on the days of this search."""
    fits = list(fits_in(search))
    yield from fits or _gives(search)


def fits_in(search: Search) -> Iterator[WayIn]:
    """Those in which nothing must give."""
    context, row = search.context, search.household
    if context.problem.visitors[row] > 1:
        yield from ways_for_two(search, _EACH)
    else:
        yield from (_way(context, found, "fits") for found in search.fits(may_come(context.problem, row), _EACH))


def _gives(search: Search) -> Iterator[WayIn]:
    """Those in which something must give."""
    context, row = search.context, search.household
    if context.problem.visitors[row] > 1:
        yield from moved_for_two(search, 1)
        yield from instead_for_two(search, 2)
        yield from longer_for_two(search)
        return
    able = may_come(context.problem, row)
    yield from (_moved_way(context, *pair) for pair in moved(search, able, 1))
    yield from (_swap_way(context, row, swap) for swap in instead(search, able, 2))
    yield from (longer_way(context, found) for found in search.longer(able, _EACH))
    yield from _relaxed(context, row, search)
    yield from _at_home(context, row, search, able)
    yield from _carrying(context, row, search, able)
    yield from another_day(search, able)


def _way(context: Context, found: Found, kind: str) -> WayIn:
    day = context.standing.days[found.at]
    return WayIn(
        kind=kind,
        worker_id=str(context.problem.person_ids[day.worker]),
        date=day.date,
        place=found.place + 1,
        start=clock(found.walked.start[found.place] / 60),
        travel_min=found.travel_min,
        wish_min=found.wish_min,
        longer_min=found.longer_min,
        week_longer_min=found.week_longer_min,
        vehicle_id=context.standing.vehicle_of(found.at),
    )


def longer_way(context: Context, found: Found) -> WayIn:
    """The way in whose day, or week, must be longer."""
    much = max(found.longer_min, found.week_longer_min)
    return _way(context, found, "longer" if much <= SHORT_MIN else "much_longer")


def _swap_way(context: Context, row: int, swap: Swap) -> WayIn:
    weight = context.problem.weight
    lower = bool(weight[swap.out] < weight[row])
    found = Found(swap.at, swap.place, swap.stops, swap.walked, swap.travel_min, swap.wish_min, 0.0, 0.0)
    out = str(context.problem.household_ids[swap.out])
    return replace(_way(context, found, "instead_of_lower" if lower else "instead_of_equal"), instead_of=(out,))


def _moved_way(context: Context, swap: Swap, other: Found) -> WayIn:
    day = context.standing.days[other.at]
    travel, wish = swap.travel_min + other.travel_min, swap.wish_min + other.wish_min
    found = Found(swap.at, swap.place, swap.stops, swap.walked, travel, wish, 0.0, 0.0)
    who = str(context.problem.person_ids[day.worker])
    goes = (str(context.problem.household_ids[swap.out]), who, day.date, other.place + 1)
    return replace(_way(context, found, "moved"), moved=(goes,))


def _relaxed(context: Context, row: int, search: Search) -> Iterator[WayIn]:
    """Rules about people: one of them relaxed, and only where none alone helps, two or more."""
    kept, hard = lacking(context.problem, row), never(context.problem, row)
    for size in range(1, len(RELAXED) + 1):
        some = False
        for rules in combinations(RELAXED, size):
            exactly = ~hard
            for name in RELAXED:
                exactly = exactly & (kept[name] if name in rules else ~kept[name])
            for way in _with_rules(context, row, search, exactly, rules):
                some = True
                yield way
        if some:
            return


def _with_rules(context: Context, row: int, search: Search, who: Mask, rules: tuple[str, ...]) -> Iterator[WayIn]:
    if not who.any():
        return
    heavy = "load" in rules
    found = search.fits(who, _EACH, any_load=heavy)
    if not found and not heavy:
        found = search.longer(who, 1)
    for one in found:
        day = context.standing.days[one.at]
        far = _far_m(context, day.worker, row) if "near" in rules else 0.0
        carry = max(0.0, float(context.problem.load[row] - search.load_room[one.at])) if heavy else 0.0
        long = one.longer_min + one.week_longer_min > 0
        kind = rules[0] if len(rules) == 1 and not long else "several_rules"
        yield replace(_way(context, one, kind), rules=rules, farther_m=far, carry_more=carry)


def _far_m(context: Context, worker: int, row: int) -> float:
    problem = context.problem
    return float(pairwise_m(problem.homes.lon_lat[[worker]], problem.places.lon_lat[[row]])[0, 0])


def _at_home(context: Context, row: int, search: Search, able: Mask) -> Iterator[WayIn]:
    if context.problem.windows[row]:
        yield from (_way(context, found, "at_home") for found in search.fits(able, 1, any_time=True))


def _carrying(context: Context, row: int, search: Search, able: Mask) -> Iterator[WayIn]:
    """Days that have the time but not the load."""
    short = context.problem.load[row] > search.load_room + 1e-9
    if not short.any():
        return
    for found in search.fits(able, 1, any_load=True):
        if short[found.at]:
            more = float(context.problem.load[row] - search.load_room[found.at])
            yield replace(_way(context, found, "load"), carry_more=more)


def another_day(search: Search, able: Mask) -> Iterator[WayIn]:
    """A day of the round on which the worker does not work; the cheapest worker, the first such day, on foot."""
    context, row, problem = search.context, search.household, search.context.people
    able = (able & ~search.standing.rides)[: len(problem.workers)]
    travel = problem.out_min[:, row] + problem.back_min[:, row]
    for who in np.argsort(np.nan_to_num(travel, nan=np.inf), kind="stable").tolist():
        if not able[who] or np.isnan(travel[who]) or not carries(problem, who, [row]):
            continue
        for date, limits in free_days(context, who):
            if date not in search.dates or not open_on(problem, row, [date])[0]:
                continue
            walked = walk_route(problem, who, [row], [hours_s(problem, row)], limits)
            if walked is not None and not walked.over_s:
                start, wish = clock(walked.start[0] / 60), float(context.wish_min[who, row])
                yield WayIn("extra_day", str(problem.worker_ids[who]), date, 1, start, float(travel[who]), wish)
                return


def free_days(context: Context, worker: int) -> Iterator[tuple[str, Limits]]:
    """Days of the round on which a worker (a row of the people) does not work, and what would hold on them."""
    problem = context.people
    row, own = problem.workers.iloc[worker], set(problem.days[worker])
    hours = minutes(row["start"]), float(row["hours_per_day"]) * 60
    end = latest_home_min([row["end"]], np.array([hours[0]]), np.array([hours[1]]), problem.travel.needs_geometry)
    for date in problem.dates:
        if date in own:
            continue
        cell = one_day_more(str(row["days"]), date.isoformat())
        shifts = worker_shifts(cell, problem.round, start_min=hours[0], end_min=float(end[0]), day_min=hours[1])
        if date not in shifts.dates:  # the war-room meeting leaves nothing of it
            continue
        at = shifts.dates.index(date)
        limits = limits_of(problem, *(float(part[at]) for part in (shifts.start_min, shifts.end_min, shifts.span_min)))
        room = context.standing.free_in_week_s(worker, week_of(date, problem.round), {})
        yield date.isoformat(), replace(limits, span_s=min(limits.span_s, room))
