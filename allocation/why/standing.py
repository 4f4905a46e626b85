"""A finished plan as days that can be walked again with something changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocation.plan import Plan
from allocation.prepare import Prepared, prepare
from allocation.problem import PlanningProblem
from allocation.times import Spans
from allocation.vehicles.fleet import Fleet
from allocation.vehicles.kept import kept_tours, no_longer, within_weeks
from allocation.vehicles.riding import Riding
from allocation.vehicles.rows import by_rows
from allocation.why.since import as_it_stands
from allocation.why.walk import Limits, Walked, walk

Floats = NDArray[np.float64]
_SECONDS = 60
#: Seconds that stand for "no limit".
_NO_LIMIT = 2**40


@dataclass(frozen=True)
class StandingDay:
    """One working day of a fieldworker as planned, empty ones included.

    Attributes
    ----------
    worker, slot : int
        Row of the worker; position among the worker's working days.
    date : str
    stops : tuple of int
        Rows of the households, in order.
    work_s : int
        Seconds from leaving to being home as the plan has it (of a day of riding, from and to the drop); 0 for an empty day.
    back_s : int
        Second from midnight of being home, or back at the drop; 0 for an empty day.
    """

    worker: int
    slot: int
    date: str
    stops: tuple[int, ...]
    work_s: int
    back_s: int = 0


@dataclass(frozen=True)
class Standing:
    """A plan's days beside the problem that it answers.

    Attributes
    ----------
    problem : PlanningProblem
        Where vehicles drive, that which their tours make: a fieldworker has a row more for each day of riding.
    days : tuple of StandingDay
        Every working day of every worker.
    fixed_s : mapping of (date, household row) → second
        When a visit by two starts: both wait for each other, so nothing may move it on one of the two days.
    riding : Riding or None
        The tours, as wide as everybody's hours allow; None for a plan without vehicles.
    """

    problem: PlanningProblem
    days: tuple[StandingDay, ...]
    fixed_s: Mapping[tuple[str, int], int] = field(default_factory=dict)
    riding: Riding | None = None

    @property
    def people(self) -> PlanningProblem:
        """The round in which everybody has one row, and walks from home."""
        return self.problem if self.riding is None else self.riding.fleet.problem

    @cached_property
    def person_of(self) -> NDArray[np.int64]:
        """(m,) the row of :attr:`people` of each row of the problem."""
        return np.arange(len(self.problem.workers)) if self.riding is None else self.riding.whom

    @cached_property
    def rides(self) -> NDArray[np.bool_]:
        """(m,) True for the rows that are a day of riding."""
        return np.asarray(self.problem.worker_ids != self.problem.person_ids, dtype=bool)

    def vehicle_of(self, at: int) -> str:
        """Id of the vehicle in which the worker rides on the day at this position, "" for none."""
        day, riding = self.days[at], self.riding
        if riding is None or not self.rides[day.worker]:
            return ""
        who = int(self.person_of[day.worker])
        date = int(self.problem.date_of[day.worker][day.slot])
        return next(str(riding.fleet.ids[tour.vehicle]) for tour in riding.tours if tour.date == date and who in tour.riders)

    @cached_property
    def at_of(self) -> dict[tuple[str, str], int]:
        """Person's id and date → position of the day."""
        ids = self.problem.person_ids.tolist()
        return {(str(ids[day.worker]), day.date): at for at, day in enumerate(self.days)}

    @cached_property
    def days_of(self) -> dict[int, list[int]]:
        """Worker → positions of the days."""
        found: dict[int, list[int]] = {}
        for at, day in enumerate(self.days):
            found.setdefault(day.worker, []).append(at)
        return found

    @cached_property
    def visits_of(self) -> dict[int, list[int]]:
        """Household → positions of the days on which it is visited."""
        found: dict[int, list[int]] = {}
        for at, day in enumerate(self.days):
            for stop in day.stops:
                found.setdefault(stop, []).append(at)
        return found

    def limits(self, at: int, changed: Mapping[int, int] | None = None) -> Limits:
        """What holds on this day; the hours of its week left by the other days shorten it.

        Parameters
        ----------
        at : int
            Position of the day.
        changed : mapping of position → seconds
            Work on other days that are changed too.
        """
        day = self.days[at]
        own = day_limits(self.problem, day.worker, day.slot)
        room = self.week_room_s(at, changed or {})
        return own if room >= own.span_s else Limits(own.start_s, own.end_s, room, own.lunch_s, own.lunch_after_s)

    def week_room_s(self, at: int, changed: Mapping[int, int]) -> int:
        """Seconds that the other days of the week leave to this one."""
        day = self.days[at]
        week = int(self.problem.week_of[day.worker][day.slot])
        return self.free_in_week_s(day.worker, week, {**changed, at: 0})

    def free_in_week_s(self, worker: int, week: int, changed: Mapping[int, int]) -> int:
        """Seconds that a worker's days leave of the hours of a week."""
        most = float(self.problem.week_most_min[worker, week])
        if not np.isfinite(most):
            return _NO_LIMIT
        weeks = self.problem.week_of[worker]
        own = [at for at in self.days_of.get(worker, []) if weeks[self.days[at].slot] == week]
        return down(most) - sum(changed.get(at, self.days[at].work_s) for at in own)

    def walked(
        self,
        at: int,
        stops: Sequence[int],
        *,
        any_time: Iterable[int] = (),
        any_load: bool = False,
        changed: Mapping[int, int] | None = None,
        limits: Limits | None = None,
        begins: Mapping[int, int] | None = None,
    ) -> Walked | None:
        """Walk this day with these stops; ``over_s`` says by how much it is too long.

        Parameters
        ----------
        at : int
            Position of the day.
        stops : sequence of int
            Rows of the households, in order; at least one.
        any_time : iterable of int
            Households whose hours at home do not count.
        any_load : bool
            Whether the load does not count.
        changed : mapping of position → seconds
            Work on other days that are changed too.
        limits : Limits
            Instead of the day's own.
        begins : mapping of household → second
            When visits must begin, whatever the hours at home are.

        Returns
        -------
        Walked or None
            None where there is no way, where hours at home are missed, or where the load is too much.
        """
        day, problem = self.days[at], self.problem
        free = set(any_time)
        at_once = begins or {}
        spans = [
            [(at_once[stop], at_once[stop])] if stop in at_once else () if stop in free else self.spans(day.date, stop)
            for stop in stops
        ]
        if not any_load and not carries(problem, day.worker, stops):
            return None
        return walk_route(problem, day.worker, stops, spans, limits or self.limits(at, changed))

    def spans(self, date: str, row: int) -> Spans:
        """In which seconds a visit on this date may begin: the hours at home, or the hour that two have agreed upon."""
        start = self.fixed_s.get((date, row))
        return [(start, start)] if start is not None else hours_s(self.problem, row)


def stand(plan: Plan) -> Standing:
    """The days of a finished plan, and the problem rebuilt from its inputs; vehicles drive as planned."""
    ready = prepared_of(plan)
    riding = riding_of(plan, ready.problem, ready.vehicles)
    if riding is None or plan.rides is None:
        return stand_on(ready.problem, plan.visits, plan.days)
    return stand_on(riding.problem, *by_rows(riding, plan.visits, plan.days, plan.rides), riding)


def prepared_of(plan: Plan) -> Prepared:
    """What a plan was made from, judged and put as a problem again; of a plan that was made again its pins and its past hold."""
    inputs = plan.households, plan.fieldworkers, plan.round, plan.travel, plan.wards, plan.restrictions
    ready = prepare(*inputs, plan.vehicles)
    return replace(ready, problem=as_it_stands(ready.problem, plan))


def riding_of(plan: Plan, problem: PlanningProblem, vehicles: gpd.GeoDataFrame | None) -> Riding | None:
    """The tours of a plan, as wide as everybody's hours allow, and the problem that they make.

    Parameters
    ----------
    plan : Plan
        Finished.
    problem : PlanningProblem
        In which everybody walks from home.
    vehicles : GeoDataFrame or None
        In the shape of the contract.
    """
    if vehicles is None or plan.rides is None:
        return None
    fleet = Fleet.of(problem, vehicles)
    return Riding.of(fleet, within_weeks(fleet, kept_tours(fleet, plan.rides), plan.rides, plan.days))


def riding_on(problem: PlanningProblem, vehicles: gpd.GeoDataFrame, rides: pd.DataFrame, before: Riding | None) -> Riding:
    """Tours to the same drops in the same order and with the same people as these rides, in a changed round.

    Parameters
    ----------
    problem : PlanningProblem
        In which everybody walks from home.
    vehicles, rides : DataFrame
        In the shape of the contract; columns :data:`allocation.plan.RIDES`.
    before : Riding or None
        The same tours in another round: nobody whose hours a week are limited is out for longer than there, since those
        hours would be missing on other days.
    """
    fleet = Fleet.of(problem, vehicles)
    tours = kept_tours(fleet, rides)
    return Riding.of(fleet, tours if before is None else tuple(no_longer(fleet, tour, before) for tour in tours))


def stand_on(problem: PlanningProblem, visits: pd.DataFrame, days: pd.DataFrame, riding: Riding | None = None) -> Standing:
    """The days of these tables (:data:`allocation.plan.VISITS`, :data:`allocation.plan.DAYS`) on a problem.

    The problem may offer other limits than the plan was made for, and more workers and days; visits of workers whom it
    does not know, or on days it does not know, are left out. With ``riding`` the problem is that of its tours, and the
    tables are by its rows (:func:`allocation.vehicles.rows.by_rows`).
    """
    row_of = {name: row for row, name in enumerate(problem.household_ids.tolist())}
    ordered = visits.sort_values("order", kind="stable")
    stops = {
        (str(who), str(date)): tuple(row_of[name] for name in part)
        for (who, date), part in ordered.groupby(["worker_id", "date"])["household_id"]
    }
    back, out = _seconds(days["home"]), _seconds(days["leave"])
    keys = zip(days["worker_id"], days["date"], strict=True)
    work = dict(zip(keys, zip((back - out).tolist(), back.tolist(), strict=True), strict=True))
    found = []
    for worker, name in enumerate(problem.worker_ids.tolist()):
        for slot, date in enumerate(problem.days[worker]):
            key = (name, date.isoformat())
            found.append(StandingDay(worker, slot, key[1], stops.get(key, ()), *work.get(key, (0, 0))))
    return Standing(problem, tuple(found), _together(visits, row_of), riding)


def empty_days(problem: PlanningProblem, riding: Riding | None = None) -> Standing:
    """Every working day of every worker with nobody in it."""
    dates = [[date.isoformat() for date in own] for own in problem.days]
    days = (StandingDay(worker, slot, date, (), 0) for worker, own in enumerate(dates) for slot, date in enumerate(own))
    return Standing(problem, tuple(days), riding=riding)


def walk_route(
    problem: PlanningProblem, worker: int, stops: Sequence[int], spans: Sequence[Spans], limits: Limits
) -> Walked | None:
    """A route of one worker walked in whole seconds; None where there is no way or where hours at home are missed."""
    rows = np.asarray(stops, dtype=np.int64)
    legs = legs_min(problem, worker, rows)
    if np.isnan(legs).any():
        return None
    return walk([up(leg) for leg in legs.tolist()], [up(v) for v in problem.visit_min[rows].tolist()], spans, limits)


def carries(problem: PlanningProblem, worker: int, stops: Sequence[int]) -> bool:
    """Whether the worker can carry the load of these stops in a day."""
    return float(problem.load[list(stops)].sum()) <= float(problem.load_most[worker]) + 1e-9


def legs_min(problem: PlanningProblem, worker: int, rows: NDArray[np.int64]) -> Floats:
    """Minutes from home to the first stop, between stops, and home; (k + 1,), a single 0 for no stop."""
    if not len(rows):
        return np.zeros(1)
    places = problem.places.take(rows)
    between = problem.travel.minutes(places, places, problem.modes[worker])
    inner = between[np.arange(len(rows) - 1), np.arange(1, len(rows))]
    return np.concatenate([[problem.out_min[worker, rows[0]]], inner, [problem.back_min[worker, rows[-1]]]])


def day_limits(problem: PlanningProblem, worker: int, slot: int) -> Limits:
    """What holds for a worker on one of the working days, the hours of the week left out."""
    hours = problem.shift_start_min[worker][slot], problem.shift_end_min[worker][slot], problem.shift_span_min[worker][slot]
    return limits_of(problem, *(float(value) for value in hours))


def limits_of(problem: PlanningProblem, start_min: float, end_min: float, span_min: float) -> Limits:
    """These hours in whole seconds, with the break of the round."""
    lunch = up(problem.lunch_min), down(problem.lunch_after_min)
    return Limits(up(start_min), down(end_min), down(span_min), *lunch)


def hours_s(problem: PlanningProblem, row: int) -> Spans:
    """Hours at home of a household, whole seconds."""
    return [(up(first), down(last)) for first, last in problem.windows[row] if up(first) <= down(last)] or (
        [] if not problem.windows[row] else [(-1, -1)]
    )


def up(minutes: float) -> int:
    """Whole seconds, never fewer than there are."""
    return int(np.ceil(minutes * _SECONDS - 1e-6)) if np.isfinite(minutes) else _NO_LIMIT


def down(minutes: float) -> int:
    """Whole seconds, never more than there are."""
    return int(np.floor(minutes * _SECONDS + 1e-6)) if np.isfinite(minutes) else _NO_LIMIT


def _seconds(clock: pd.Series[Any]) -> Any:
    return pd.to_timedelta(clock).dt.total_seconds().round().astype("int64")


def _together(visits: pd.DataFrame, row_of: Mapping[str, int]) -> dict[tuple[str, int], int]:
    both = visits[visits.duplicated(["household_id", "date"], keep=False)]
    starts = _seconds(both["start"]).tolist() if len(both) else []
    return {(str(date), row_of[name]): s for date, name, s in zip(both["date"], both["household_id"], starts, strict=True)}
