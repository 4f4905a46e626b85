"""A round's arrays from its tables: minutes, hours, calendars, and who may visit whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from allocation.calendar import Shifts, round_days, week_count, week_of, worker_shifts
from allocation.closure import least_minutes
from allocation.eligibility import (
    Eligibility,
    Mask,
    Matrix,
    allowed_mask,
    in_home_ward,
    near_mask,
    shares_language,
    skill_mask,
)
from allocation.problem import PlanningProblem, Vector
from allocation.round import Round
from allocation.shifts import distinct_shifts, fits_some_day
from allocation.wants import Wants
from allocation.weights import prizes, weights
from allocation.zones import Zones, in_daylight
from geo.clock import Windows, minutes, windows
from geo.travel import Places, Travel

#: Latest time of being home where a worker states none, minutes from midnight.
END_OF_DAY_MIN = 17 * 60.0


@dataclass(frozen=True)
class HouseholdFacts:
    """What a problem says of the households alone, whoever the fieldworkers are; shapes as of :class:`PlanningProblem`.

    Attributes
    ----------
    households : GeoDataFrame
    places : Places
    visit_min, weight, prize_min : (n,) arrays
    dates : tuple of date
    zones : Zones
    windows : tuple of n windows
    open_on : (n, dates) bool array
    """

    households: gpd.GeoDataFrame
    places: Places
    visit_min: Vector
    weight: Vector
    prize_min: Vector
    dates: tuple[dt.date, ...]
    zones: Zones
    windows: tuple[Windows, ...]
    open_on: Mask

    @classmethod
    def of(cls, households: gpd.GeoDataFrame, round_: Round, restrictions: gpd.GeoDataFrame | None) -> HouseholdFacts:
        """The facts of these households in this round."""
        homes = households.reset_index(drop=True)
        places = Places.of(homes["household_id"].tolist(), homes.geometry, homes["settlement"].tolist())
        visit, dates = visit_minutes(homes, round_), round_days(round_)
        zones = Zones.of(places.lon_lat, dates, restrictions)
        spans, open_on = _opened(homes["available"], visit, zones, round_)
        return cls(homes, places, visit, weights(homes), prizes(homes), dates, zones, spans, open_on)


def build_problem(  # noqa: PLR0917 - in the order of the public door
    households: gpd.GeoDataFrame,
    workers: gpd.GeoDataFrame,
    round_: Round,
    travel: Travel,
    barred: NDArray[np.object_],
    restrictions: gpd.GeoDataFrame | None = None,
    facts: HouseholdFacts | None = None,
) -> PlanningProblem:
    """Arrays from prepared tables (:mod:`allocation.prepare` judges and completes them).

    Parameters
    ----------
    households, workers : GeoDataFrame
        In the shape of the contract; ``workers`` only those who take part.
    round_ : Round
        Days, rules and wishes.
    travel : Travel
        Minutes between places.
    barred : (n,) object array
        As :attr:`PlanningProblem.barred`.
    restrictions : GeoDataFrame or None
        Areas with no entry, for pairs only, in daylight only.
    facts : HouseholdFacts or None
        Of these households, round and restrictions, where they are known.
    """
    known = HouseholdFacts.of(households, round_, restrictions) if facts is None else facts
    households, workers = known.households, workers.reset_index(drop=True)
    places, visit, dates, zones = known.places, known.visit_min, known.dates, known.zones
    spans, open_on = known.windows, known.open_on
    homes = Places.of(workers["worker_id"].tolist(), workers.geometry)
    start = np.array([minutes(value) for value in workers["start"]], dtype=float)
    day = workers["hours_per_day"].to_numpy(dtype=float) * 60
    end = latest_home_min(workers["end"].tolist(), start, day, travel.needs_geometry)
    out, back = direct_minutes(homes, places, tuple(workers["mode"]), travel)
    out_least, back_least = least_minutes(homes, places, tuple(workers["mode"]), travel, out_min=out, back_min=back)
    week_most = workers["hours_per_week"].fillna(np.inf).to_numpy(dtype=float) * 60
    shifts = tuple(
        worker_shifts(text, round_, start_min=start[row], end_min=end[row], day_min=min(day[row], week_most[row]))
        for row, text in enumerate(workers["days"])
    )
    position = {date: at for at, date in enumerate(dates)}
    date_of = tuple(np.array([position[date] for date in worker.dates], dtype=np.int64) for worker in shifts)
    lunch = float(round_.rules.lunch_min), round_.rules.lunch_after_min
    wants = Wants.of(households, workers, round_)
    joint = wants.joint & round_.rules.joint_for(round_.kind)
    start, end, day = _widest(shifts, start, end, np.minimum(day, week_most))
    starts, ends, spans_min = (tuple(getattr(one, name) for one in shifts) for name in ("start_min", "end_min", "span_min"))
    parts = distinct_shifts(date_of, starts, ends, spans_min, (start, end, day))
    load = households["load"].to_numpy(dtype=float)
    load_most = _unlimited(workers["load_per_day"].to_numpy(dtype=float), zero=False)
    reach = np.minimum(
        _unlimited(workers["max_distance_m"].to_numpy(dtype=float)), _unlimited(np.array([float(round_.rules.max_distance_m)]))[0]
    )
    everybody = np.ones((len(workers), len(households)), dtype=bool)
    eligibility = Eligibility(
        skill=skill_mask(households, workers, round_),
        language=shares_language(households, workers) if round_.rules.language else everybody,
        home_ward=in_home_ward(households, workers) if round_.rules.home_ward else everybody,
        near=near_mask(homes, places, reach) if travel.needs_geometry else everybody,
        reachable=~(np.isnan(out_least) | np.isnan(back_least)),
        load=load[None, :] <= load_most[:, None],
        fits=fits_some_day(out_least, back_least, visit, spans, open_on, parts, lunch),
        works=np.broadcast_to(np.array([bool(one.dates) for one in shifts], dtype=bool)[:, None], everybody.shape),
        allowed=allowed_mask(households, workers),
        open=everybody if open_on.all() else np.stack([open_on[:, at].any(axis=1) for at in date_of]),
    )
    return PlanningProblem(
        households=households,
        workers=workers,
        round=round_,
        travel=travel,
        barred=barred,
        homes=homes,
        places=places,
        weight=known.weight,
        prize_min=known.prize_min,
        visit_min=visit,
        load=load,
        windows=spans,
        start_min=start,
        end_min=end,
        day_min=day,
        load_most=load_most,
        reach_m=reach,
        days=tuple(one.dates for one in shifts),
        dates=dates,
        date_of=date_of,
        shift_start_min=starts,
        shift_end_min=ends,
        shift_span_min=spans_min,
        week_of=tuple(np.array([week_of(date, round_) for date in one.dates], dtype=np.int64) for one in shifts),
        week_most_min=np.repeat(week_most[:, None], week_count(round_), axis=1),
        lunch_min=lunch[0],
        lunch_after_min=lunch[1],
        visitors=np.where(zones.pairs | joint, 2, households["visitors"].to_numpy(dtype=float)).astype(np.int64),
        visits=households["visits"].to_numpy(dtype=np.int64),
        gap_days=round_.rules.days_between,
        wants=wants,
        zones=zones,
        open_on=open_on,
        out_min=out,
        back_min=back,
        out_least_min=out_least,
        back_least_min=back_least,
        eligibility=eligibility,
    )


def _widest(shifts: Sequence[Shifts], start: Vector, end: Vector, day: Vector) -> tuple[Vector, Vector, Vector]:
    """Earliest start, latest end and longest day of each worker; the usual ones of who has no day."""
    return (
        np.array([one.start_min.min() if one.dates else start[row] for row, one in enumerate(shifts)], dtype=float),
        np.array([one.end_min.max() if one.dates else end[row] for row, one in enumerate(shifts)], dtype=float),
        np.array([one.span_min.max() if one.dates else day[row] for row, one in enumerate(shifts)], dtype=float),
    )


def _opened(available: gpd.GeoSeries, visit: Vector, zones: Zones, round_: Round) -> tuple[tuple[Windows, ...], Mask]:
    """Windows of each household, cut to daylight where that is asked for, and its dates; no date where none is left."""
    spans = [windows(value) for value in available]
    open_on = zones.open_on.copy()
    for row in zones.daylight.nonzero()[0]:
        cut = in_daylight(spans[row], float(visit[row]), round_.rules.daylight_min)
        if cut is None:
            open_on[row] = False
        else:
            spans[row] = cut
    return tuple(spans), open_on


def visit_minutes(households: gpd.GeoDataFrame, round_: Round) -> Vector:
    """Minutes of each visit: the household's own or its settlement's, plus those for finding an inexact place.

    A household without ``visit_min`` and without a settlement gets the rural minutes.
    """
    by_settlement = [round_.minutes_per_visit.get(kind, round_.minutes_per_visit["rural"]) for kind in households["settlement"]]
    own = households["visit_min"].to_numpy(dtype=float)
    finding = [round_.minutes_for_finding.get(accuracy, 0.0) for accuracy in households["place_accuracy"]]
    return np.asarray(np.where(np.isnan(own), by_settlement, own) + np.array(finding, dtype=float), dtype=float)


def latest_home_min(ends: Sequence[object], start_min: Vector, day_min: Vector, clock_day: bool) -> Vector:
    """Latest being home, minutes from midnight: as stated, else 17:00, or start plus hours where a matrix is the world."""
    default = np.full(len(start_min), END_OF_DAY_MIN) if clock_day else start_min + day_min
    return np.array([fallback if value == "" else minutes(value) for value, fallback in zip(ends, default, strict=True)])


def direct_minutes(homes: Places, places: Places, modes: Sequence[str], travel: Travel) -> tuple[Matrix, Matrix]:
    """Minutes there and back, shape (workers, households), each worker by his or her own mode."""
    out = np.full((len(homes), len(places)), np.nan)
    back = out.copy()
    for mode in sorted(set(modes)):
        rows = np.array([row for row, own in enumerate(modes) if own == mode])
        out[rows] = travel.minutes(homes.take(rows), places, mode)
        back[rows] = travel.minutes(places, homes.take(rows), mode).T
    # One table where both ways take as long: a large municipality's takes 30 MB.
    return out, out if np.array_equal(out, back, equal_nan=True) else back


def _unlimited(values: Vector, zero: bool = True) -> Vector:
    """The limits with inf where there is none: NaN, and 0 too if ``zero``."""
    none = np.isnan(values) | ((values == 0) if zero else False)
    return np.asarray(np.where(none, np.inf, values), dtype=float)
