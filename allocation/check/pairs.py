"""Who could visit the households not reached, each alone on an empty day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import csgraph_from_dense, dijkstra

from allocation.check.facts import Facts
from allocation.check.matches import ACCURACY
from geo.travel import Places, StraightLine, TravelMatrix

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
#: Minutes within which "fits" is not argued about: whole seconds here, unrounded minutes there.
_EDGE_MIN = 0.1
#: Households above which paths by way of others are not looked for; nothing that depends on them is called untrue then.
_PATHS_MOST = 2000
_EQUATOR_M, _FLATNESS = 6_378_137.0, 1 / 298.257223563


@dataclass(frozen=True)
class Pairs:
    """Bool tables (households × workers); ``listed`` has one row for all.

    Attributes
    ----------
    listed : the round may use the worker
    skill, language, near, allowed : rules; ``near`` is distance and home ward, ``allowed`` who is not named as a visitor that
        must not come; of a household that two visit together skill and language are judged together, and True here
    reach, reach_somehow : there is a direct way there and back; there is one, perhaps by way of other households
    works : the worker has a day in the round on which nothing closes the household's place
    carries : the worker can carry what is asked for
    day_surely : there, the visit and back fit the day with a margin, at any hour
    fits_surely, fits_loosely : the household's hours too, with a margin to the strict side; to the mild side, by way of
        other households where that is shorter
    visit_fits : the visit without any way fits the day
    """

    listed: Bools
    skill: Bools
    language: Bools
    near: Bools
    allowed: Bools
    reach: Bools
    reach_somehow: Bools
    works: Bools
    carries: Bools
    day_surely: Bools
    fits_surely: Bools
    fits_loosely: Bools
    visit_fits: Bools

    @classmethod
    def of(cls, rows: NDArray[np.int64], facts: Facts) -> Pairs:
        """Tables for these rows of the households."""
        shape = (len(rows), len(facts.worker_ids))
        out, back, straight = _minutes(rows, facts)
        least_out, least_back = (out, back) if not facts.matrix else _by_other_stops(rows, facts)
        at_work = facts.works & facts.free
        works = _meet(facts.open[rows], at_work)
        near = np.isnan(straight) | (straight <= facts.metres_most * (1 + ACCURACY) + 1e-6)
        if facts.round.rules.home_ward:
            near &= (facts.home_ward == "") | (facts.home_ward == facts.ward[rows, None])
        language = facts.speaks[facts.tongue[rows]] if facts.round.rules.language else np.ones(shape, dtype=bool)
        skill = np.stack([facts.items[ask].all(axis=0) for ask in facts.ask[rows]]).reshape(shape)
        two = facts.visitors[rows, None] > 1
        refused = np.array([[who in facts.refuses[row] for who in facts.worker_ids] for row in rows], dtype=bool).reshape(shape)
        visit = facts.visit_min[rows, None]
        working = facts.working
        has = np.minimum(np.minimum(working.longest, working.end - working.start), facts.week_most[:, None])
        some_day = np.where(at_work, has, -np.inf).max(axis=1, initial=-np.inf)
        # Of somebody without a day in the round the usual hours are told.
        day = np.where(at_work.any(axis=1), some_day, has.max(axis=1, initial=-np.inf))
        return cls(
            listed=facts.may_work[None, :],
            skill=(skill | two) & facts.may_work,
            language=(language | two) & facts.may_work,
            near=near & facts.may_work,
            allowed=~refused & facts.may_work,
            reach=~np.isnan(out + back),
            reach_somehow=~np.isnan(least_out + least_back),
            works=works,
            carries=facts.load[rows, None] <= facts.load_most + 1e-6,
            day_surely=_fits(rows, facts, out, back, -_EDGE_MIN, any_hour=True),
            fits_surely=_fits(rows, facts, out, back, -_EDGE_MIN),
            fits_loosely=_fits(rows, facts, least_out, least_back, _EDGE_MIN),
            visit_fits=visit <= day + _EDGE_MIN,
        )


def _meet(open_: Bools, at_work: Bools) -> Bools:
    """Whether a household is open on a day on which a worker works, (households × workers)."""
    return np.asarray(open_.astype(np.float32) @ at_work.T.astype(np.float32) > 0, dtype=bool)


def _with_break(out: Floats, visit: Floats, back: Floats, facts: Facts, spare: float) -> Floats:
    """Minutes of a day with this visit alone, the break included where one is due; inf where one break is not enough."""
    rules = facts.round.rules
    total = out + visit + back
    if rules.lunch_min <= 0:
        return total
    most = rules.lunch_after_min + spare
    with np.errstate(invalid="ignore"):
        due = total > most
        enough = (out + visit <= most) & (back <= most)
    return np.where(due, np.where(enough, total + rules.lunch_min, np.inf), total)


def _fits(  # noqa: PLR0917 - the ways with their margin
    rows: NDArray[np.int64], facts: Facts, out: Floats, back: Floats, spare: float, any_hour: bool = False
) -> Bools:
    """Whether the visit fits an empty day: one of the worker's, on which the household is open."""
    found = np.zeros(out.shape, dtype=bool)
    at_work = facts.works & facts.free
    for days in facts.working.kinds():
        first = int(days[0])
        meet = _meet(facts.open[rows][:, days], at_work[:, days]) | ~at_work.any(axis=1)
        found |= meet & _fits_hours(rows, facts, out, back, spare, first, any_hour)
    return found


def _fits_hours(  # noqa: PLR0917 - as _fits, with the hours
    rows: NDArray[np.int64],
    facts: Facts,
    out: Floats,
    back: Floats,
    spare: float,
    day: int,
    any_hour: bool,
) -> Bools:
    """Whether leaving, the visit inside the household's hours, and coming home fit an empty day like this one."""
    begin, end, longest = (table[:, day] for table in (facts.working.start, facts.working.end, facts.working.longest))
    visit = facts.visit_min[rows, None]
    whole = _with_break(out, visit, back, facts, spare)
    result = whole <= np.minimum(longest, facts.week_most) + spare
    arrival = begin + out
    start = arrival.copy()
    for i, row in enumerate(rows):
        hours = facts.hours[row]
        if hours and not any_hour:
            start[i] = np.inf
            for first, last in hours:
                reached = arrival[i] <= last + spare
                start[i] = np.where(reached, np.minimum(start[i], np.maximum(arrival[i], first)), start[i])
    with np.errstate(invalid="ignore"):
        return np.asarray(result & (start + (whole - out) <= end + spare), dtype=bool)


def _minutes(rows: NDArray[np.int64], facts: Facts) -> tuple[Floats, Floats, Floats]:
    """Minutes from home, minutes back, and straight metres, each (households × workers)."""
    homes = len(facts.household_ids)
    straight = _chords(facts.place[rows], facts.place[homes:])
    if isinstance(facts.travel, TravelMatrix):
        at = {name: place for place, name in enumerate(facts.travel.ids)}
        table = np.full((len(at) + 1, len(at) + 1), np.nan)  # the last row and column stand for ids it lacks
        table[:-1, :-1] = facts.travel.matrix
        there = np.array([at.get(name, -1) for name in facts.household_ids[rows]], dtype=np.int64)
        home = np.array([at.get(name, -1) for name in facts.start_ids], dtype=np.int64)
        return table[np.ix_(home, there)].T, table[np.ix_(there, home)], straight
    if isinstance(facts.travel, StraightLine):
        speed = np.array([facts.travel.speed_kmh.get(mode, np.nan) for mode in facts.mode], dtype=float)
        factor = facts.travel.detour_factor
        if isinstance(factor, int | float):
            spent = straight * factor / (speed * 1000 / 60)
        else:
            each = np.array([factor.get(kind, 1.3) for kind in facts.settlement], dtype=float)
            spent = straight * (each[rows, None] + each[homes:]) / 2 / (speed * 1000 / 60)
        return spent, spent, straight
    return *_by_model(rows, facts), straight


def _by_other_stops(rows: NDArray[np.int64], facts: Facts) -> tuple[Floats, Floats]:
    """Least minutes from home and back through any households (Dijkstra), each (households × workers)."""
    assert isinstance(facts.travel, TravelMatrix)
    shape = (len(rows), len(facts.worker_ids))
    if len(facts.household_ids) > _PATHS_MOST:
        return np.zeros(shape), np.zeros(shape)
    at = {name: place for place, name in enumerate(facts.travel.ids)}
    stops = [at[name] for name in facts.household_ids if name in at]
    position = {place: step for step, place in enumerate(stops, start=1)}
    there = [position.get(at.get(name, -1), 0) for name in facts.household_ids[rows]]
    out, back = np.full((2, *shape), np.nan)
    for column, worker in enumerate(facts.start_ids):
        if worker not in at:
            continue
        order = [at[worker], *stops]
        table = facts.travel.table[np.ix_(order, order)]
        for result, legs in ((out, table), (back, table.T)):
            least = dijkstra(csgraph_from_dense(legs, null_value=np.nan), indices=0)
            result[:, column] = np.where(np.isinf(least), np.nan, least)[there]
    return out, back


def _by_model(rows: NDArray[np.int64], facts: Facts) -> tuple[Floats, Floats]:
    homes = len(facts.household_ids)
    names = np.array([*facts.household_ids, *facts.start_ids], dtype=str)
    places = Places(names, facts.place, facts.settlement.astype(str))
    out, back = np.full((2, len(rows), len(facts.worker_ids)), np.nan)
    there = places.take(rows)
    for column, mode in enumerate(facts.mode):
        home = places.take([homes + column])
        out[:, column] = facts.travel.minutes(home, there, mode)[0]
        back[:, column] = facts.travel.minutes(there, home, mode)[:, 0]
    return out, back


def _chords(a: Floats, b: Floats) -> Floats:
    """Metres between all pairs: the chord through the ellipsoid, bent to the arc of its mean sphere.

    Within 0.001 % of the geodesic up to 100 km (the chord's shortfall is d³/24R²; Torge & Müller 2012, Geodesy).
    """
    p, q = _cartesian(a), _cartesian(b)
    chord = np.sqrt(sum((p[:, None, axis] - q[None, :, axis]) ** 2 for axis in range(3)))
    return np.asarray(2 * _EQUATOR_M * np.arcsin(np.clip(chord / (2 * _EQUATOR_M), 0, 1)), dtype=float)


def _cartesian(lon_lat: Floats) -> Floats:
    lon, lat = np.radians(lon_lat).T
    squared = _FLATNESS * (2 - _FLATNESS)
    radius = _EQUATOR_M / np.sqrt(1 - squared * np.sin(lat) ** 2)
    return np.column_stack(
        [radius * np.cos(lat) * np.cos(lon), radius * np.cos(lat) * np.sin(lon), radius * (1 - squared) * np.sin(lat)]
    )
