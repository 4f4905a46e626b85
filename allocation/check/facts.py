"""What the checker knows of the inputs, derived by itself: people, places, calendars, hours, what each visit asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from allocation.check.text import texts
from allocation.check.wards import derive_wards
from allocation.round import Round
from geo.clock import Windows, minutes, windows
from geo.tables import TABLES, complete
from geo.travel import Travel, TravelMatrix

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Facts:
    """The inputs as arrays; rows of households and of fieldworkers keep the order of their tables.

    Attributes
    ----------
    round, travel : Round, Travel
    matrix : bool
        Whether travel is a matrix, so that nobody knows metres.
    household_ids, worker_ids : arrays of str
        Ids, in the order of the rows.
    place : (households + workers, 2) array
        Longitude and latitude, households first; NaN where unknown.
    settlement : (households + workers,) array of str
    status, ward : (households,) arrays of str
        ``ward`` is derived from the point where wards are given.
    wards_known : bool
        Whether a household without a ward lies outside: wards were given, and travel is not a matrix.
    visit_min, load : (households,) arrays
    hours : (households,) list of windows
        Minutes from midnight in which a visit may start; empty for any time.
    skill : (asks, workers) bool array, ask : (households,) int array
        Whether the worker has the skills of each different combination of skills and needs; the household's combination.
    speaks : (tongues, workers) bool array, tongue : (households,) int array
        The same for languages, without regard to whether the rule asks for one.
    may_work : (workers,) bool array
        Whether the round names the worker.
    home_ward, mode : (workers,) arrays of str
    start, end, longest, load_most, metres_most : (workers,) arrays
        Minutes from midnight, minutes, units, metres; inf for no limit.
    works : (workers, days of the round) bool array
        Whether the worker's own calendar names the day, holidays and meetings aside.
    holiday, meeting : (days of the round,) bool arrays
    """

    round: Round
    travel: Travel
    matrix: bool
    household_ids: NDArray[np.object_]
    worker_ids: NDArray[np.object_]
    place: NDArray[np.float64]
    settlement: NDArray[np.object_]
    status: NDArray[np.object_]
    ward: NDArray[np.object_]
    wards_known: bool
    visit_min: NDArray[np.float64]
    load: NDArray[np.float64]
    hours: list[Windows]
    skill: NDArray[np.bool_]
    ask: NDArray[np.int64]
    speaks: NDArray[np.bool_]
    tongue: NDArray[np.int64]
    may_work: NDArray[np.bool_]
    home_ward: NDArray[np.object_]
    mode: NDArray[np.object_]
    start: NDArray[np.float64]
    end: NDArray[np.float64]
    longest: NDArray[np.float64]
    load_most: NDArray[np.float64]
    metres_most: NDArray[np.float64]
    works: NDArray[np.bool_]
    holiday: NDArray[np.bool_]
    meeting: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        *,
        households: gpd.GeoDataFrame,
        fieldworkers: gpd.GeoDataFrame,
        round_: Round,
        travel: Travel,
        wards: gpd.GeoDataFrame | None,
        ward_tolerance_m: float,
    ) -> Facts:
        """Derive everything from validated inputs."""
        homes, team = _whole("households", households), _whole("fieldworkers", fieldworkers)
        place = np.vstack([_points(homes), _points(team)])
        stated = texts(homes["ward_id"])
        skill, ask = _skills(homes, team, round_)
        speaks, tongue = _tongues(homes, team)
        start = np.array([minutes(value) for value in team["start"]], dtype=float)
        longest = team["hours_per_day"].to_numpy(dtype=float) * 60
        days = [round_.first_day + dt.timedelta(days=step) for step in range((round_.last_day - round_.first_day).days + 1)]
        closed = _holidays(round_)
        matrix = isinstance(travel, TravelMatrix)
        return cls(
            round=round_,
            travel=travel,
            matrix=matrix,
            household_ids=texts(homes["household_id"]),
            worker_ids=texts(team["worker_id"]),
            place=place,
            settlement=np.concatenate([texts(homes["settlement"]), _settlement(team)]),
            status=texts(homes["status"]),
            ward=stated if wards is None else derive_wards(place[: len(homes)], stated, wards, ward_tolerance_m),
            wards_known=wards is not None and travel.needs_geometry,
            visit_min=_visit_minutes(homes, round_),
            load=homes["load"].to_numpy(dtype=float),
            hours=[windows(cell) for cell in homes["available"]],
            skill=skill,
            ask=ask,
            speaks=speaks,
            tongue=tongue,
            may_work=np.array([round_.workers is None or name in round_.workers for name in team["worker_id"]], dtype=bool),
            home_ward=_home_wards(texts(team["home_ward"]), place[len(homes) :], wards),
            mode=texts(team["mode"]),
            start=start,
            end=_ends(team["end"], np.full(len(team), 17 * 60.0) if travel.needs_geometry else start + longest),
            longest=longest,
            load_most=team["load_per_day"].fillna(np.inf).to_numpy(dtype=float),
            metres_most=_metres_most(team, round_, travel),
            works=np.array([_calendar(cell, days) for cell in team["days"]], dtype=bool).reshape(len(team), len(days)),
            holiday=np.array([day in closed for day in days], dtype=bool),
            meeting=np.array([_WEEK[day.weekday()] == round_.meeting_day.lower() for day in days], dtype=bool),
        )

    def household_rows(self, ids: Iterable[str]) -> NDArray[np.int64]:
        """Row of each id, -1 where there is none."""
        return np.asarray(pd.Index(self.household_ids).get_indexer(pd.Index(list(ids), dtype=object)), dtype=np.int64)

    def worker_rows(self, ids: Iterable[str]) -> NDArray[np.int64]:
        """Row of each id, -1 where there is none."""
        return np.asarray(pd.Index(self.worker_ids).get_indexer(pd.Index(list(ids), dtype=object)), dtype=np.int64)

    @property
    def has_place(self) -> NDArray[np.bool_]:
        """Households that travel can reach: with a position, or any with a matrix."""
        found = ~np.isnan(self.place[: len(self.household_ids)]).any(axis=1)
        return np.asarray(found | (not self.travel.needs_geometry), dtype=bool)


def _whole(table: str, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    there = {column.name for column in TABLES[table]} <= set(frame.columns)
    return frame if there else complete(table, frame)


def _home_wards(stated: NDArray[np.object_], place: NDArray[np.float64], wards: gpd.GeoDataFrame | None) -> NDArray[np.object_]:
    """As stated, else the ward around the home where wards are given."""
    if wards is None:
        return stated
    around = derive_wards(place, np.full(len(stated), "", dtype=object), wards, 0.0)
    return np.where(stated == "", around, stated).astype(object)


def _settlement(team: gpd.GeoDataFrame) -> NDArray[np.object_]:
    return texts(team["settlement"]) if "settlement" in team.columns else np.full(len(team), "", dtype=object)


def _points(frame: gpd.GeoDataFrame) -> NDArray[np.float64]:
    shapes = shapely.point_on_surface(np.asarray(frame.geometry.array, dtype=object))
    return np.column_stack([shapely.get_x(shapes), shapely.get_y(shapes)]).astype(float).reshape(len(frame), 2)


def _words(cell: str) -> frozenset[str]:
    return frozenset(word.strip().casefold() for word in cell.split(";") if word.strip())


def _skills(homes: gpd.GeoDataFrame, team: gpd.GeoDataFrame, round_: Round) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    how = round_.rules.needs_for(round_.kind)
    answer = {need.strip().casefold(): skill.strip().casefold() for need, skill in round_.rules.need_skills.items()}
    pairs = pd.MultiIndex.from_arrays([texts(homes["skills"]), texts(homes["needs"])])
    ask, asks = pairs.factorize()
    has = [_words(cell) for cell in team["skills"]]
    table = np.zeros((len(asks), len(has)), dtype=bool)
    for row, (must, needs) in enumerate(asks):
        wanted = {answer.get(need, need) for need in _words(needs)} if how != "off" else set()
        for column, own in enumerate(has):
            meets = not wanted or (wanted <= own if how == "all" else not wanted.isdisjoint(own))
            table[row, column] = meets and _words(must) <= own
    return table, np.asarray(ask, dtype=np.int64)


def _tongues(homes: gpd.GeoDataFrame, team: gpd.GeoDataFrame) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    tongue, tongues = pd.factorize(np.array([text.strip().casefold() for text in texts(homes["language"])], dtype=object))
    known = [_words(cell) for cell in team["languages"]]
    table = np.array([[not word or word in own for own in known] for word in tongues], dtype=bool)
    return table.reshape(len(tongues), len(known)), np.asarray(tongue, dtype=np.int64)


def _visit_minutes(homes: gpd.GeoDataFrame, round_: Round) -> NDArray[np.float64]:
    usual = np.array([round_.minutes_per_visit.get(kind, np.nan) for kind in texts(homes["settlement"])], dtype=float)
    usual = np.where(np.isnan(usual), round_.minutes_per_visit["rural"], usual)
    finding = np.array([round_.minutes_for_finding.get(how, 0.0) for how in texts(homes["place_accuracy"])], dtype=float)
    own = homes["visit_min"].to_numpy(dtype=float)
    return np.asarray(np.where(np.isnan(own), usual, own) + finding, dtype=float)


def _metres_most(team: gpd.GeoDataFrame, round_: Round, travel: Travel) -> NDArray[np.float64]:
    """Longest straight line from home; 0 and blank are no limit, and without places nobody can judge one."""
    if not travel.needs_geometry:
        return np.full(len(team), np.inf)
    own = team["max_distance_m"].to_numpy(dtype=float)
    limits = np.stack([own, np.full(len(team), round_.rules.max_distance_m)])
    return np.asarray(np.where(np.nan_to_num(limits) > 0, limits, np.inf).min(axis=0), dtype=float)


def _ends(column: Any, usual: NDArray[np.float64]) -> NDArray[np.float64]:
    blank = texts(column) == ""
    return np.array([u if b else minutes(v) for v, b, u in zip(column, blank, usual, strict=True)], dtype=float)


def _calendar(cell: str, days: list[dt.date]) -> list[bool]:
    parts = [part.strip() for part in cell.split(";") if part.strip()] or list(_WEEK[:5])
    named = {part.lower()[:3] for part in parts if part[0].isalpha()}
    spans = [part.partition("/") for part in parts if not part[0].isalpha()]
    dated = [(dt.date.fromisoformat(a.strip()), dt.date.fromisoformat((b or a).strip())) for a, _, b in spans]
    return [_WEEK[day.weekday()] in named or any(a <= day <= b for a, b in dated) for day in days]


def _holidays(round_: Round) -> set[dt.date]:
    if not round_.holidays:
        return set()
    import holidays

    country, _, part = round_.holidays.partition("-")
    return set(
        holidays.country_holidays(country, subdiv=part or None, years=range(round_.first_day.year, round_.last_day.year + 1))
    )
