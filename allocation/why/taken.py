"""The plan with a way in taken: what must give has given, and everything is told anew. For looking at and for judging."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from allocation.building import latest_home_min
from allocation.calendar import read_calendar
from allocation.plan import DAYS, VISITS, Plan, dtypes
from allocation.problem import PlanningProblem
from allocation.reasons import explain
from allocation.round import Round
from allocation.vehicles.fleet import Fleet
from allocation.vehicles.riding import Riding
from allocation.vehicles.rows import by_rows
from allocation.vehicles.timetable import told
from allocation.why.outings import Outings
from allocation.why.standing import Standing, legs_min, prepared_of, riding_of, stand_on, up
from allocation.why.walk import Walked
from allocation.why.way_in import WayIn, one_day_more, with_hours
from geo.clock import clock, minutes
from geo.tables import items


def taken(plan: Plan, household_id: str, way: WayIn) -> Plan:
    """The plan as it would be: the changed lists and rules, the changed days, and who is not reached then.

    Parameters
    ----------
    plan : Plan
        That the way was found for.
    household_id : str
        Of the household that comes in.
    way : WayIn
        As :func:`allocation.why.ways_in.cheapest_way_in` found it.

    Returns
    -------
    Plan
        ``summary`` and ``statistics`` are those of the old plan; :meth:`Plan.check` judges the new one.

    Raises
    ------
    ValueError
        The way does not hold on this plan.
    """
    households, fieldworkers, round_ = changed_inputs(plan, household_id, way)
    changed = replace(plan, households=households, fieldworkers=fieldworkers, round=round_)
    standing, visits, days = _laid_out(plan, changed)
    problem = standing.problem
    row_of = {str(name): row for row, name in enumerate(problem.household_ids.tolist())}
    goes = set(way.instead_of) | {name for name, *_ in way.moved}
    for who, date, place, name, start in _puts(household_id, way):
        at, stops = _stops(standing, who, date, goes)
        stops = (*stops[: place - 1], row_of[name], *stops[place - 1 :])
        begins = {row_of[name]: round(minutes(start) * 60)} if start else {}
        visits, days = with_day(standing, at, stops, visits, days, begins=begins)
        standing = stand_on(problem, visits, days, standing.riding)
    return told_again(changed, standing, visits, days)


def _puts(household_id: str, way: WayIn) -> Iterator[tuple[str, str, int, str, str]]:
    """Who gets whom, when, as which stop; and from when on where two must begin at once, else ""."""
    start = way.start if way.second_id else ""
    yield way.worker_id, way.date, way.place, household_id, start
    if way.second_id:
        yield way.second_id, way.date, way.second_place, household_id, start
    yield from ((who, date, place, name, way.moved_start) for name, who, date, place in way.moved)
    for other in way.also:
        yield from _puts(household_id, other)


def _laid_out(plan: Plan, changed: Plan) -> tuple[Standing, pd.DataFrame, pd.DataFrame]:
    """The days of a plan under changed lists, and its visits and days by the rows of that problem; vehicles drive as before."""
    ready = prepared_of(changed)
    if plan.rides is None or ready.vehicles is None:
        return stand_on(ready.problem, plan.visits, plan.days), plan.visits, plan.days
    before = riding_of(plan, prepared_of(plan).problem, ready.vehicles)
    assert before is not None
    # At the times of the plan as it was: what gives is one person's, and nobody else is out for longer by it.
    riding = Riding.of(Fleet.of(ready.problem, ready.vehicles), before.tours)
    visits, days = by_rows(riding, plan.visits, plan.days, plan.rides)
    return stand_on(riding.problem, visits, days, riding), visits, days


def told_again(plan: Plan, standing: Standing, visits: pd.DataFrame, days: pd.DataFrame) -> Plan:
    """The plan with other days: its tables by people's own ids, rides included, and who is not reached then.

    Parameters
    ----------
    plan : Plan
        Its lists and its round are those of ``standing``.
    standing : Standing
        The days as they are now.
    visits, days : DataFrame
        The same days as tables, by the rows of ``standing.problem``.
    """
    riding = standing.riding
    if riding is None:
        left = explain(standing.problem, visits, days, plan.wards)
        return replace(plan, visits=visits, days=days, unserved=left)
    driven = Riding.of(riding.fleet, Outings(standing).tours({}))
    own = told(driven, visits, days)
    left = explain(driven.problem, visits, days, plan.wards)
    return replace(plan, visits=own.visits, days=own.days, rides=own.rides, unserved=left)


def with_day(
    standing: Standing,
    at: int,
    stops: tuple[int, ...],
    visits: pd.DataFrame,
    days: pd.DataFrame,
    *,
    begins: Mapping[int, int] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables with one day replaced by these stops; ``begins`` says when visits by two must begin, household → second.

    Raises
    ------
    ValueError
        The day does not hold.
    """
    day = standing.days[at]
    # The id of the row: of a day of riding it is one of its own.
    who = str(standing.problem.worker_ids[day.worker])
    walked = standing.walked(at, stops, begins={row: second for row, second in (begins or {}).items() if row in stops})
    if walked is None or walked.over_s:
        raise ValueError("the day does not hold")
    rows, total = _tables(standing.problem, day.worker, day.date, stops, walked)
    kept_visits = visits[(visits["worker_id"] != who) | (visits["date"] != day.date)]
    kept_days = days[(days["worker_id"] != who) | (days["date"] != day.date)]
    return (
        _sorted(kept_visits, rows, VISITS, ["worker_id", "date", "order"]),
        _sorted(kept_days, [total], DAYS, ["worker_id", "date"]),
    )


def changed_inputs(plan: Plan, household_id: str, way: WayIn) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, Round]:
    """The lists and the round with what a way asks for."""
    households, fieldworkers, round_ = plan.households.copy(), plan.fieldworkers.copy(), plan.round
    home = households.index[households["household_id"] == household_id][0]
    who = fieldworkers.index[fieldworkers["worker_id"] == way.worker_id][0]
    rules = round_.rules
    for name, longer, week in (
        (way.worker_id, way.longer_min, way.week_longer_min),
        (way.second_id, way.second_longer_min, way.second_week_longer_min),
    ):
        if longer or week:
            own = fieldworkers.index[fieldworkers["worker_id"] == name][0]
            _longer(plan, fieldworkers, own, dt.date.fromisoformat(way.date), longer, week)
    if way.carry_more:
        fieldworkers.loc[who, "load_per_day"] += way.carry_more
    if way.farther_m:
        rules = replace(rules, max_distance_m=_at_least(rules.max_distance_m, way.farther_m))
        fieldworkers.loc[who, "max_distance_m"] = _at_least(fieldworkers.loc[who, "max_distance_m"], way.farther_m)
    if "language" in way.rules:
        _add(fieldworkers, who, "languages", [str(households.loc[home, "language"])])
    if "skill" in way.rules:
        _add(fieldworkers, who, "skills", _asked(round_, households.loc[home]))
    if "home_ward" in way.rules:
        rules = replace(rules, home_ward=False)
    if way.kind == "at_home":
        own = str(households.loc[home, "available"])
        households["available"] = households["available"].astype(object)
        households.loc[home, "available"] = f"{own};{way.start}-{way.start}"
    if way.kind == "extra_day":
        fieldworkers.loc[who, "days"] = one_day_more(str(fieldworkers.loc[who, "days"]), way.date)
    asked = round_.wards is None or str(households.loc[home, "ward_id"]) in round_.wards
    return households, fieldworkers, replace(round_, rules=rules, wards=round_.wards if asked else None)


def _longer(  # noqa: PLR0917 - whose hours of which list, and by how much
    plan: Plan, fieldworkers: gpd.GeoDataFrame, who: Any, date: dt.date, longer_min: float, week_min: float
) -> None:
    """A second is added: the hours of a list are rounded."""
    if week_min:
        fieldworkers.loc[who, "hours_per_week"] += week_min / 60 + 1 / 3600
    if not longer_min:
        return
    more = longer_min + 1 / 60
    part = read_calendar(str(fieldworkers.loc[who, "days"])).part(date)
    if part is not None:
        fieldworkers.loc[who, "days"] = with_hours(str(fieldworkers.loc[who, "days"]), date, part[0], part[1] + more)
    row = fieldworkers.loc[[who]]
    start = np.array([minutes(row["start"].iloc[0])])
    day = row["hours_per_day"].to_numpy(dtype=float) * 60
    end = latest_home_min(row["end"].tolist(), start, day, plan.travel.needs_geometry)
    fieldworkers["end"] = fieldworkers["end"].astype(object)
    fieldworkers.loc[who, "end"] = float(end[0]) + more
    fieldworkers.loc[who, "hours_per_day"] = float(day[0] + more) / 60


def _at_least(limit: Any, metres: float) -> float:
    """A limit that lets these metres through; 0 and NaN are none."""
    return float(limit) if not limit or np.isnan(limit) else max(float(limit), float(np.ceil(metres)))


def _add(frame: gpd.GeoDataFrame, row: Any, column: str, words: list[str]) -> None:
    frame.loc[row, column] = ";".join([*items(str(frame.loc[row, column])), *words])


def _asked(round_: Round, home: Any) -> list[str]:
    """Every skill that a visit may ask for."""
    known = {need.strip().casefold(): skill for need, skill in round_.rules.need_skills.items()}
    needs = items(str(home["needs"])) if round_.rules.needs_for(round_.kind) != "off" else ()
    return [*items(str(home["skills"])), *(known.get(need.casefold(), need) for need in needs)]


def _stops(standing: Standing, who: str, date: str, goes: set[str]) -> tuple[int, tuple[int, ...]]:
    """Position of a day, and its stops without the households that leave it."""
    ids = standing.problem.person_ids.tolist()
    found = [at for at, day in enumerate(standing.days) if ids[day.worker] == who and day.date == date]
    if not found:
        raise ValueError("there is no such day")
    stops = standing.days[found[0]].stops
    return found[0], tuple(stop for stop in stops if standing.problem.household_ids[stop] not in goes)


def _tables(
    problem: PlanningProblem, worker: int, date: str, stops: tuple[int, ...], walked: Walked
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    rows_of = np.array(stops, dtype=np.int64)
    legs = legs_min(problem, worker, rows_of)
    metres = _metres(problem, worker, rows_of)
    who, leave, rows = str(problem.worker_ids[worker]), walked.leave, []
    for place, stop in enumerate(stops):
        depart = walked.start[place] + up(float(problem.visit_min[stop]))
        rows.append(
            {
                "household_id": str(problem.household_ids[stop]),
                "worker_id": who,
                "date": date,
                "order": place + 1,
                "arrive": clock((leave + up(float(legs[place]))) / 60),
                "start": clock(walked.start[place] / 60),
                "depart": clock(depart / 60),
                "travel_min": float(legs[place]),
                "distance_m": float(metres[place]),
            }
        )
        leave = depart + walked.pause_s(place)
    total = {
        "worker_id": who,
        "date": date,
        "leave": clock(walked.leave / 60),
        "home": clock(walked.home / 60),
        "visits": len(stops),
        "work_min": walked.work_s / 60,
        "travel_min": float(legs.sum()),
        "distance_m": float(metres.sum()),
    }
    return rows, total


def _metres(problem: PlanningProblem, worker: int, rows: Any) -> Any:
    places = problem.homes.take([worker]).join(problem.places.take(rows))
    here = [*range(len(rows) + 1), 0]
    return problem.travel.distance_m(places, places)[here[:-1], here[1:]]


def _sorted(kept: pd.DataFrame, rows: list[dict[str, Any]], columns: tuple[str, ...], keys: list[str]) -> pd.DataFrame:
    new = pd.DataFrame(rows, columns=list(columns)).astype(dtypes(columns))
    both = new if kept.empty else pd.concat([kept, new], ignore_index=True)
    return both.sort_values(keys, kind="stable", ignore_index=True)
