"""A small round with a plan made by hand, to be broken rule by rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

from allocation.check import check_plan
from allocation.plan import DAYS, UNSERVED, VISITS, Violation
from allocation.round import Round
from geo.tables import complete
from geo.travel import StraightLine, Travel, TravelMatrix

GEOD = Geod(ellps="WGS84")
WED, THU, GOOD_FRIDAY, SAT, FAMILY_DAY, TUE, LAST = (
    "2026-04-01", "2026-04-02", "2026-04-03", "2026-04-04", "2026-04-06", "2026-04-07", "2026-04-08",
)  # fmt: skip


def text(minutes: float) -> str:
    total = round(minutes * 60)
    return f"{total // 3600:02d}:{total // 60 % 60:02d}:{total % 60:02d}"


@dataclass(frozen=True)
class Case:
    """Inputs and routes; the plan's tables follow from them.

    ``routes``: (worker, date) → (leave, [(household, wait, break after it)]), minutes; what is left out is 0.
    ``reasons``: household → reason. ``restrictions``: rows of that table, ``area`` as (west, south, east, north).
    """

    households: tuple[dict[str, Any], ...]
    workers: tuple[dict[str, Any], ...]
    routes: dict[tuple[str, str], tuple[float, list[tuple[str, float]]]]
    reasons: dict[str, str]
    round_: dict[str, Any] = field(default_factory=dict)
    travel: Travel = field(default_factory=lambda: StraightLine(1.3))
    wards: bool = True
    restrictions: tuple[dict[str, Any], ...] = ()

    def home(self, name: str, /, **values: Any) -> Case:
        """The same with other values of a household."""
        rows = tuple({**row, **values} if row["household_id"] == name else row for row in self.households)
        return replace(self, households=rows)

    def worker(self, name: str, /, **values: Any) -> Case:
        """The same with other values of a fieldworker."""
        return replace(self, workers=tuple({**row, **values} if row["worker_id"] == name else row for row in self.workers))

    def rules(self, **values: Any) -> Case:
        """The same with other values of the round."""
        return replace(self, round_={**self.round_, **values})

    def area(self, name: str, /, **values: Any) -> Case:
        """The same with a restriction on the ground around a household."""
        x, y = next(row["at"] for row in self.households if row["household_id"] == name)
        row = {"area": (x - 1e-4, y - 1e-4, x + 1e-4, y + 1e-4), **values}
        return replace(self, restrictions=(*self.restrictions, row))

    def together(self, name: str, date: str, start: float, *workers: str, apart: float = 0.0) -> Case:
        """The same with a visit of these workers, each alone on that day, the second ``apart`` minutes after the first."""
        homes, team, _ = self.frames
        case = self
        for place, worker in enumerate(workers):
            mode = str(team.set_index("worker_id").loc[worker, "mode"])
            way = self.leg(homes, team, worker, name, mode)[0]
            case = case.day(worker, date, start - 40, (name, 40 - way + apart * place))
        return case

    def day(self, worker: str, date: str, leave: float, *stops: tuple[Any, ...] | str) -> Case:
        """The same with another route on a day."""
        path = [(stop, 0.0) if isinstance(stop, str) else stop for stop in stops]
        return replace(self, routes={**self.routes, (worker, date): (leave, path)})

    def moved(self, worker: str, old: str, new: str) -> Case:
        """The same with a worker-day moved to another date."""
        routes = {key: value for key, value in self.routes.items() if key != (worker, old)}
        return replace(self, routes={**routes, (worker, new): self.routes[worker, old]})

    @cached_property
    def frames(self) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, gpd.GeoDataFrame | None]:
        homes, team = (_completed(*part) for part in (("households", self.households), ("fieldworkers", self.workers)))
        return homes, team, wards() if self.wards else None

    def tables(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """Visits, days and unserved of the routes; not to be changed in place."""
        return self._tables

    @cached_property
    def _tables(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        homes, team, _ = self.frames
        visits, days = [], []
        for (worker, date), (leave, path) in sorted(self.routes.items()):
            rows, day = self._route(homes, team, worker, date, leave, path)
            visits += rows
            days.append(day)
        left = [(name, reason, "Why.", "What to do.") for name, reason in self.reasons.items()]
        return (
            pd.DataFrame(visits, columns=list(VISITS)),
            pd.DataFrame(days, columns=list(DAYS)),
            pd.DataFrame(left, columns=list(UNSERVED)),
        )

    def _route(
        self, homes: gpd.GeoDataFrame, team: gpd.GeoDataFrame, worker: str, date: str, leave: float, path: list[Any]
    ) -> tuple[list[Any], Any]:
        asked = homes.set_index("household_id")
        mode = str(team.set_index("worker_id").loc[worker, "mode"])
        now, at, rows, far, spent = leave, worker, [], 0.0, 0.0
        for order, (name, wait, *rest) in enumerate(path, start=1):
            minutes, metres = self.leg(homes, team, at, name, mode)
            arrive = now + minutes
            lasts = float(asked.loc[name, "visit_min"]) if name in asked.index else 30.0
            rows.append(
                (name, worker, date, order, text(arrive), text(arrive + wait), text(arrive + wait + lasts), minutes, metres)
            )
            now, at = arrive + wait + lasts + sum(rest), name
            far, spent = far + metres, spent + minutes
        minutes, metres = self.leg(homes, team, at, worker, mode)
        return rows, (
            worker,
            date,
            text(leave),
            text(now + minutes),
            len(path),
            now + minutes - leave,
            spent + minutes,
            far + metres,
        )

    def leg(self, homes: gpd.GeoDataFrame, team: gpd.GeoDataFrame, start: str, stop: str, mode: str) -> tuple[float, float]:
        if isinstance(self.travel, TravelMatrix):
            i, j = (self.travel.ids.index(name) for name in (start, stop))
            return float(np.nan_to_num(self.travel.table[i, j])), np.nan
        assert isinstance(self.travel, StraightLine)
        spots = {**dict(zip(homes["household_id"], homes.geometry, strict=True))}
        spots |= dict(zip(team["worker_id"], team.geometry, strict=True))
        a, b = spots.get(start) or spots["H1"], spots.get(stop) or spots["H1"]
        metres = GEOD.inv(a.x, a.y, b.x, b.y)[2] * float(self.travel.detour_factor)  # type: ignore[arg-type]
        return metres / (self.travel.speed_kmh[mode] * 1000 / 60), metres

    def check(
        self, change: Callable[[Any, Any, Any], Any] | None = None, tables: tuple[Any, Any, Any] | None = None
    ) -> list[tuple[str, str, str, str]]:
        """Violations without their details, of these tables (left out: of the routes), changed by ``change``."""
        return [tuple(v[:4]) for v in self.violations(change, tables)]

    def violations(
        self, change: Callable[[Any, Any, Any], Any] | None = None, tables: tuple[Any, Any, Any] | None = None
    ) -> list[Violation]:
        """The same with their details."""
        tables = tables or self.tables()
        if change is not None:
            tables = change(*tables)
        homes, team, areas = self.frames
        round_ = Round(**{"first_day": WED, "last_day": LAST, **self.round_})
        limits = _completed("restrictions", self.restrictions) if self.restrictions else None
        return check_plan(*tables, homes, team, round_, self.travel, areas, restrictions=limits)


def _completed(table: str, rows: tuple[dict[str, Any], ...]) -> gpd.GeoDataFrame:
    return _kept(table, tuple(tuple(row.items()) for row in rows))


@lru_cache(maxsize=256)
def _kept(table: str, rows: tuple[tuple[tuple[str, Any], ...], ...]) -> gpd.GeoDataFrame:
    return complete(table, frame(tuple(dict(row) for row in rows)))


def frame(rows: tuple[dict[str, Any], ...]) -> gpd.GeoDataFrame:
    table = pd.DataFrame(list(rows))
    if "area" in table.columns:
        areas = [shapely.box(*corners) for corners in table.pop("area")]
        return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(areas, crs="EPSG:4326"))
    places = [None if at is None else shapely.Point(at) for at in table.pop("at")]
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(places, crs="EPSG:4326"))


@lru_cache
def wards() -> gpd.GeoDataFrame:
    """Two squares side by side, sharing the edge at 26.55° E."""
    rows = {"ward_id": ["21004001", "21004002"], "ward_no": ["1", "2"], "municipality_id": ["EC104"] * 2}
    areas = [shapely.box(26.50, -33.35, 26.55, -33.30), shapely.box(26.55, -33.35, 26.60, -33.30)]
    return complete("wards", gpd.GeoDataFrame(rows, geometry=areas, crs="EPSG:4326"))


@lru_cache
def base() -> Case:
    """Six households, two workers on foot, three worker-days, one household left over."""
    ward = ("21004001", "21004001", "21004001", "21004002", "21004002", "21004002")
    spots = ((26.520, -33.320), (26.524, -33.321), (26.522, -33.326), (26.570, -33.320), (26.574, -33.323), (26.572, -33.330))
    households = tuple(
        {"household_id": f"H{i}", "at": at, "ward_id": code, "visit_min": 30.0, "settlement": "urban"}
        for i, (at, code) in enumerate(zip(spots, ward, strict=True), start=1)
    )
    workers = (
        {"worker_id": "A", "at": (26.521, -33.322), "home_ward": "21004001", "mode": "walk"},
        {"worker_id": "B", "at": (26.571, -33.322), "home_ward": "21004002", "mode": "bicycle"},
    )
    routes = {
        ("A", WED): (480.0, [("H1", 0.0), ("H2", 10.0)]),
        ("A", THU): (500.0, [("H3", 0.0)]),
        ("B", WED): (480.0, [("H4", 0.0), ("H5", 0.0)]),
    }
    return Case(households, workers, routes, {"H6": "workers_full"})
