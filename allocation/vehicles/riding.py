"""A round in which some ride, as an ordinary problem: who is dropped somewhere is a fieldworker at home there, for that day.

Everybody keeps a row for the days on which he or she walks from home (of no day, where all are days of riding), and gets
one more for each day of riding: the same person with the drop as home and with the time from being dropped to being fetched
as hours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np

from allocation.building import direct_minutes
from allocation.closure import least_minutes
from allocation.eligibility import Eligibility, near_mask
from allocation.problem import PlanningProblem, Vector
from allocation.shifts import distinct_shifts, fits_some_day
from allocation.vehicles.fleet import Fleet, Ints
from allocation.vehicles.tour import Drop, Tour
from geo.travel import Places

#: A day of the round as it is: fieldworker, and which of the working days.
Placed = tuple[int, int]
#: A row of the problem: fieldworker, which of the working days, and where dropped (None: from home).
Row = tuple[int, tuple[int, ...], Drop | None]


@dataclass(frozen=True)
class Riding:
    """Tours, and the problem that they make.

    Attributes
    ----------
    fleet : Fleet
    tours : tuple of Tour
    problem : PlanningProblem
        With more rows of fieldworkers than people.
    whom : (rows,) int64 array
        The fieldworker (of ``fleet.problem``) of each row.
    days : tuple of tuples
        Of each row the fieldworker's own days (positions) that it has.
    """

    fleet: Fleet
    tours: tuple[Tour, ...]
    problem: PlanningProblem
    whom: Ints
    days: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, fleet: Fleet, tours: Sequence[Tour]) -> Riding:
        """The problem that these tours make; a fieldworker rides once a day at most."""
        base = fleet.problem
        rides: list[tuple[int, int, Drop]] = []
        for tour in tours:
            for drop in tour.drops:
                rides += [(rider, fleet.placed(rider, tour.date), drop) for rider in drop.riders]
        rides.sort(key=lambda ride: ride[:2])
        riding = {(who, place) for who, place, _ in rides}
        assert len(riding) == len(rides), "nobody rides twice a day"
        rows: list[Row] = []
        for worker, count in enumerate(base.day_count.tolist()):
            left = tuple(place for place in range(count) if (worker, place) not in riding)
            rows.append((worker, left, None))
        rows += [(who, (place,), drop) for who, place, drop in rides]
        whom = np.array([row[0] for row in rows], dtype=np.int64)
        ridden = ridden_min(fleet, tours)
        return cls(fleet, tuple(tours), _problem(fleet, rows, ridden), whom, tuple(days for _, days, _ in rows))

    def rows(self) -> dict[Placed, Placed]:
        """Of each fieldworker's day the row that has it, and which day of that row it is."""
        return {
            (int(who), place): (row, at)
            for row, (who, days) in enumerate(zip(self.whom, self.days, strict=True))
            for at, place in enumerate(days)
        }


def lasts_min(fleet: Fleet, tour: Tour, rider: int) -> float:
    """Minutes of such a day from leaving home to being home, a second on each way included."""
    return float(tour.home - tour.leave + fleet.gather_min[rider] + fleet.scatter_min[rider] + 2 / 60)


def ridden_min(fleet: Fleet, tours: Sequence[Tour]) -> Vector:
    """Minutes of each fieldworker's days of riding, by week; (m, weeks)."""
    base = fleet.problem
    result = np.zeros(base.week_most_min.shape)
    for tour in tours:
        for rider in tour.riders:
            result[rider, base.week_of[rider][fleet.placed(rider, tour.date)]] += lasts_min(fleet, tour, rider)
    return result


def _problem(fleet: Fleet, rows: Sequence[Row], ridden: Vector) -> PlanningProblem:
    base = fleet.problem
    whom = np.array([who for who, _, _ in rows], dtype=np.int64)
    homes = _homes(base, rows)
    starts, ends, spans = _hours(fleet, rows)
    modes = tuple(base.modes[who] for who in whom.tolist())
    out, back = direct_minutes(homes, base.places, modes, base.travel)
    out_least, back_least = least_minutes(homes, base.places, modes, base.travel, out_min=out, back_min=back)
    dates = tuple(base.date_of[who][list(days)] for who, days, _ in rows)
    usual = _widest(starts, base.start_min[whom], True), _widest(ends, base.end_min[whom], False), base.day_min[whom].copy()
    shifts = distinct_shifts(dates, starts, ends, spans, usual)
    lunch = base.lunch_min, base.lunch_after_min
    open_on = base.open_on
    old = base.eligibility
    eligibility = Eligibility(
        skill=old.skill[whom],
        language=old.language[whom],
        home_ward=old.home_ward[whom],
        near=near_mask(homes, base.places, base.reach_m[whom]) if base.travel.needs_geometry else old.near[whom],
        reachable=~(np.isnan(out_least) | np.isnan(back_least)),
        load=old.load[whom],
        fits=fits_some_day(out_least, back_least, base.visit_min, base.windows, open_on, shifts, lunch),
        works=np.broadcast_to(np.array([bool(days) for _, days, _ in rows], dtype=bool)[:, None], old.works[whom].shape),
        allowed=old.allowed[whom],
        open=old.open[whom] if open_on.all() else np.stack([open_on[:, at].any(axis=1) for at in dates]),
    )
    return replace(
        base,
        workers=_crew(base, rows, whom),
        persons=base.worker_ids[whom],
        homes=homes,
        start_min=usual[0],
        end_min=usual[1],
        day_min=usual[2],
        load_most=base.load_most[whom],
        reach_m=base.reach_m[whom],
        days=tuple(tuple(base.days[who][place] for place in days) for who, days, _ in rows),
        date_of=dates,
        shift_start_min=starts,
        shift_end_min=ends,
        shift_span_min=spans,
        week_of=tuple(base.week_of[who][list(days)] for who, days, _ in rows),
        week_most_min=_weeks(base, rows, ridden),
        wants=replace(base.wants, brings=base.wants.brings[whom]),
        out_min=out,
        back_min=back,
        out_least_min=out_least,
        back_least_min=back_least,
        eligibility=eligibility,
        promises=None if base.promises is None else replace(base.promises, worker=base.promises.worker[whom]),
    )


def _crew(base: PlanningProblem, rows: Sequence[Row], whom: Ints) -> gpd.GeoDataFrame:
    """The rows' fieldworkers; an id of its own for each row, which never leaves the search."""
    crew = base.workers.iloc[whom].reset_index(drop=True)
    names = [
        str(base.worker_ids[who]) if drop is None else f"{base.worker_ids[who]}\n{base.days[who][days[0]].isoformat()}"
        for who, days, drop in rows
    ]
    return crew.assign(worker_id=np.array(names, dtype=object))


def _homes(base: PlanningProblem, rows: Sequence[Row]) -> Places:
    parts = [base.homes.take([who]) if drop is None else base.places.take([drop.household]) for who, _, drop in rows]
    return Places(
        np.array([part.ids[0] for part in parts], dtype=str),
        np.array([part.lon_lat[0] for part in parts], dtype=float).reshape(-1, 2),
        np.array([part.settlement[0] for part in parts], dtype=str),
    )


def _hours(fleet: Fleet, rows: Sequence[Row]) -> tuple[tuple[Vector, ...], tuple[Vector, ...], tuple[Vector, ...]]:
    base = fleet.problem
    starts, ends, spans = [], [], []
    for who, days, drop in rows:
        if drop is None:
            at = list(days)
            starts.append(base.shift_start_min[who][at])
            ends.append(base.shift_end_min[who][at])
            spans.append(base.shift_span_min[who][at])
        else:
            starts.append(np.array([float(drop.down)]))
            ends.append(np.array([float(drop.up)]))
            spans.append(np.array([float(drop.up - drop.down)]))
    return tuple(starts), tuple(ends), tuple(spans)


def _widest(values: Sequence[Vector], usual: Vector, earliest: bool) -> Vector:
    """The earliest or the latest of each row's hours; the usual ones of who has no day."""
    found = [(own.min() if earliest else own.max()) if len(own) else usual[row] for row, own in enumerate(values)]
    return np.array(found, dtype=float)


def _weeks(base: PlanningProblem, rows: Sequence[Row], ridden: Vector) -> Vector:
    """Hours of a week for each row: what a person's days of riding last is taken from what is left for walking."""
    most = base.week_most_min[[who for who, _, _ in rows]].copy()
    for row, (who, _, drop) in enumerate(rows):
        most[row] = np.maximum(0.0, most[row] - ridden[who]) if drop is None else np.inf
    return most
