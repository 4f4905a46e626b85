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

from allocation.check.places import Ground, starts
from allocation.check.text import texts
from allocation.check.wards import derive_wards
from allocation.check.working import WEEK, Working
from allocation.round import Round
from geo.clock import Windows, minutes
from geo.tables import TABLES, complete
from geo.travel import AroundBarriers, RoadNetwork, Travel, TravelMatrix
from geo.travel.barriers.areas import kept_out


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
    visit_min, load, prize_min : (households,) arrays
        ``prize_min`` is NaN where a household is served first.
    hours : (households,) list of windows
        Minutes from midnight in which a visit may start; empty for any time.
    items : list of (k, workers) bool arrays, ask : (households,) int array
        Who has each of the skills of every different combination of skills and needs (needs of which any one will do count
        as one); the household's combination.
    speaks : (tongues, workers) bool array, tongue : (households,) int array
        The same for languages, without regard to whether the rule asks for one.
    may_work : (workers,) bool array
        Whether the round names the worker.
    home_ward, mode, vehicle : (workers,) arrays of str
        ``vehicle`` is the one in which the worker may ride.
    load_most, metres_most, week_most : (workers,) arrays
        Units, metres, minutes; inf for no limit.
    working : Working
        Days and hours of work.
    holiday, meeting : (days of the round,) bool arrays
        ``meeting`` only where it takes the whole day.
    visitors, visits : (households,) int arrays
        How many go at once, how often.
    open : (households, days of the round) bool array
        Whether nothing closes the place.
    refuses : (households,) array of frozensets of str
        Ids of the workers who must not visit it.
    started : (workers,) array of str or None
        Ids of the places where their days begin and end, as a travel matrix knows them; None: their own.
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
    prize_min: NDArray[np.float64]
    hours: list[Windows]
    items: list[NDArray[np.bool_]]
    ask: NDArray[np.int64]
    speaks: NDArray[np.bool_]
    tongue: NDArray[np.int64]
    may_work: NDArray[np.bool_]
    home_ward: NDArray[np.object_]
    mode: NDArray[np.object_]
    vehicle: NDArray[np.object_]
    load_most: NDArray[np.float64]
    metres_most: NDArray[np.float64]
    week_most: NDArray[np.float64]
    working: Working
    holiday: NDArray[np.bool_]
    meeting: NDArray[np.bool_]
    visitors: NDArray[np.int64]
    visits: NDArray[np.int64]
    open: NDArray[np.bool_]
    refuses: list[frozenset[str]]
    started: NDArray[np.object_] | None = None

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
        restrictions: gpd.GeoDataFrame | None = None,
    ) -> Facts:
        """Derive everything from validated inputs."""
        homes, team = _whole("households", households), _whole("fieldworkers", fieldworkers)
        place = np.vstack([_points(homes), _points(team)])
        stated = texts(homes["ward_id"])
        items, ask = _skills(homes, team, round_)
        speaks, tongue = _tongues(homes, team)
        travel = kept_out(travel, restrictions, round_.first_day, round_.last_day)
        start = np.array([minutes(value) for value in team["start"]], dtype=float)
        longest = team["hours_per_day"].to_numpy(dtype=float) * 60
        days = [round_.first_day + dt.timedelta(days=step) for step in range((round_.last_day - round_.first_day).days + 1)]
        closed = _holidays(round_)
        matrix = isinstance(travel, TravelMatrix)
        holiday = np.array([day in closed for day in days], dtype=bool)
        whole = "" if round_.meeting_time else round_.meeting_day.lower()
        meeting = np.array([WEEK[day.weekday()] == whole for day in days], dtype=bool)
        may_work = np.array([round_.workers is None or name in round_.workers for name in team["worker_id"]], dtype=bool)
        visit_min = _visit_minutes(homes, round_)
        ground = Ground.of(place[: len(homes)], round_, ~holiday & ~meeting, restrictions)
        hours = [starts(*cell, round_) for cell in zip(homes["available"], ground.daylight, visit_min, strict=True)]
        dark = np.array([when is None for when in hours], dtype=bool)
        end = _ends(team["end"], np.full(len(team), 17 * 60.0) if travel.needs_geometry else start + longest)
        joint = _joint(items, may_work, round_)[ask]
        return cls(
            round=round_,
            # What the search has kept of its minutes is no witness: the checker has them worked out again.
            travel=travel.forgetful() if isinstance(travel, RoadNetwork | AroundBarriers) else travel,
            matrix=matrix,
            household_ids=texts(homes["household_id"]),
            worker_ids=texts(team["worker_id"]),
            place=place,
            settlement=np.concatenate([texts(homes["settlement"]), _settlement(team)]),
            status=texts(homes["status"]),
            ward=stated if wards is None else derive_wards(place[: len(homes)], stated, wards, ward_tolerance_m),
            wards_known=wards is not None and travel.needs_geometry,
            visit_min=visit_min,
            load=homes["load"].to_numpy(dtype=float),
            prize_min=homes["prize_min"].to_numpy(dtype=float),
            hours=[when or () for when in hours],
            items=items,
            ask=ask,
            speaks=speaks,
            tongue=tongue,
            may_work=may_work,
            home_ward=_home_wards(texts(team["home_ward"]), place[len(homes) :], wards),
            mode=texts(team["mode"]),
            vehicle=texts(team["vehicle"]),
            load_most=team["load_per_day"].fillna(np.inf).to_numpy(dtype=float),
            metres_most=_metres_most(team, round_, travel),
            week_most=team["hours_per_week"].fillna(np.inf).to_numpy(dtype=float) * 60,
            working=Working.of(team["days"], round_, start, end, longest),
            holiday=holiday,
            meeting=meeting,
            visitors=np.where(ground.pairs | joint, 2, homes["visitors"].to_numpy(dtype=float)).astype(np.int64),
            visits=homes["visits"].to_numpy(dtype=float).astype(np.int64),
            open=ground.open & ~dark[:, None],
            refuses=[frozenset(part.strip() for part in cell.split(";") if part.strip()) for cell in texts(homes["not_workers"])],
        )

    @property
    def start_ids(self) -> NDArray[np.object_]:
        """(workers,) ids of the places where their days begin and end."""
        return self.worker_ids if self.started is None else self.started

    @property
    def works(self) -> NDArray[np.bool_]:
        """(workers, days of the round) Whether the worker works on the day, as far as the calendar goes."""
        return self.working.works

    @property
    def free(self) -> NDArray[np.bool_]:
        """(days of the round,) No holiday, and no day that the meeting takes whole."""
        return ~self.holiday & ~self.meeting

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
    shapes = np.array(frame.geometry.array, dtype=object)
    shapes[shapely.is_empty(shapes)] = None
    areas = shapely.get_dimensions(shapes) > 0  # of a point without numbers GEOS would make one at 0/0
    shapes[areas] = shapely.point_on_surface(shapes[areas])
    return np.column_stack([shapely.get_x(shapes), shapely.get_y(shapes)]).astype(float).reshape(len(frame), 2)


def _words(cell: str) -> frozenset[str]:
    return frozenset(word.strip().casefold() for word in cell.split(";") if word.strip())


def _skills(homes: gpd.GeoDataFrame, team: gpd.GeoDataFrame, round_: Round) -> tuple[list[NDArray[np.bool_]], NDArray[np.int64]]:
    how = round_.rules.needs_for(round_.kind)
    answer = {need.strip().casefold(): skill.strip().casefold() for need, skill in round_.rules.need_skills.items()}
    pairs = pd.MultiIndex.from_arrays([texts(homes["skills"]), texts(homes["needs"])])
    ask, asks = pairs.factorize()
    has = [_words(cell) for cell in team["skills"]]
    tables = []
    for must, needs in asks:
        wanted = {answer.get(need, need) for need in _words(needs)} if how != "off" else set()
        one_of = [{skill} for skill in _words(must)]
        one_of += [{skill} for skill in wanted] if how == "all" else [wanted] if wanted else []
        rows = [[not skills.isdisjoint(own) for own in has] for skills in one_of]
        tables.append(np.array(rows, dtype=bool).reshape(len(rows), len(has)))
    return tables, np.asarray(ask, dtype=np.int64)


def _joint(items: list[NDArray[np.bool_]], may_work: NDArray[np.bool_], round_: Round) -> NDArray[np.bool_]:
    """Which combinations no one worker of the round has, but two have together, where the round sends two for them."""
    found = np.zeros(len(items), dtype=bool)
    if round_.rules.joint and round_.kind == "service":
        for row, table in enumerate(items):
            if len(table) < 2 or not may_work.any():
                continue
            able = np.unique(table[:, may_work], axis=1)
            together = (able[:, :, None] | able[:, None, :]).all(axis=0)
            found[row] = together.any() and not able.all(axis=0).any()
    return found


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


def _holidays(round_: Round) -> set[dt.date]:
    if not round_.holidays:
        return set()
    import holidays

    country, _, part = round_.holidays.partition("-")
    return set(
        holidays.country_holidays(country, subdiv=part or None, years=range(round_.first_day.year, round_.last_day.year + 1))
    )
