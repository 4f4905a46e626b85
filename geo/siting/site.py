"""Tables of households, candidates and existing points → the sites, and who goes where: the door for pages and commands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.people import People, people
from geo.errors import InputProblems
from geo.placing import placed
from geo.problems import Problem
from geo.siting.grid import grid_candidates
from geo.siting.problem import Floats, Limits, SitingProblem
from geo.siting.program import Run
from geo.siting.result import Siting
from geo.siting.settings import SitingSettings
from geo.siting.solve import SECONDS, solve
from geo.tables import examine
from geo.travel import Places, StraightLine, Travel, tiles
from geo.travel.distance import pairwise_m

#: Columns of :attr:`Sited.sites` and :attr:`Sited.assigned`.
SITES = ("point_id", "households", "minutes_mean")
ASSIGNED = ("household_id", "point_id", "minutes")
#: Pairs of household and site at most: 320 MB of minutes.
PAIRS_MOST = 40_000_000


@dataclass(frozen=True)
class Ground:
    """What a siting is chosen from, whatever the number of points: measured once.

    Attributes
    ----------
    households : GeoDataFrame
        In the shape of the contract, with place, ward and settlement as used.
    points : GeoDataFrame
        Existing points and then candidates, each by id: ``point_id``, ``name``, ``capacity``, ``existing`` (bool), ``geometry``.
    minutes : (points, households) float array
        One way, NaN where unreachable.
    placed : (n,) bool array
        Households whose place is known.
    people : People
    """

    households: gpd.GeoDataFrame
    points: gpd.GeoDataFrame
    minutes: Floats
    placed: NDArray[np.bool_]
    people: People

    def weight(self, by: str) -> Floats:
        """What each household counts."""
        return self.people.number if by == "members" else np.ones(len(self.households))


@dataclass(frozen=True)
class Sited:
    """The chosen sites, and who goes where.

    Attributes
    ----------
    ground : Ground
    settings : SitingSettings
    found : Siting
    """

    ground: Ground
    settings: SitingSettings
    found: Siting

    @property
    def sites(self) -> pd.DataFrame:
        """Columns :data:`SITES`, a row a new point by id: households that go there, and their mean minutes (NaN for nobody)."""
        return self._of(self.found.chosen)

    @property
    def every(self) -> pd.DataFrame:
        """The same of all open points: existing ones and then new ones."""
        return self._of(np.concatenate([self.ground.points["existing"].to_numpy().nonzero()[0], self.found.chosen]))

    @property
    def assigned(self) -> pd.DataFrame:
        """Columns :data:`ASSIGNED`, a row a household in the order of the list; "" and NaN where it goes nowhere."""
        ids = np.append(self.ground.points["point_id"].to_numpy(dtype=object), "")
        values = {
            "household_id": self.ground.households["household_id"].to_numpy(),
            "point_id": ids[self.found.assigned],
            "minutes": self.found.minutes,
        }
        return pd.DataFrame(values, columns=list(ASSIGNED)).astype({"household_id": "str", "point_id": "str"})

    def _of(self, rows: NDArray[np.intp]) -> pd.DataFrame:
        there = self.found.assigned >= 0
        many = np.bincount(self.found.assigned[there], minlength=len(self.ground.points))
        minutes = np.bincount(self.found.assigned[there], self.found.minutes[there], len(self.ground.points))
        mean = np.divide(minutes, many, out=np.full(len(many), np.nan), where=many > 0)
        ids = self.ground.points["point_id"].astype(str).to_numpy()[rows]
        return pd.DataFrame(dict(zip(SITES, (ids, many[rows], mean[rows]), strict=True)), columns=list(SITES))

    def told(self) -> dict[str, Any]:
        """As summary.json says it."""
        found, ground = self.found, self.ground
        cut_off = np.isnan(ground.minutes).all(axis=0) & ground.placed
        return {
            "objective": found.objective,
            "bound": found.bound,
            "gap": found.gap,
            "proved": found.proved,
            "served_weight": found.served,
            "served_bound": found.served_bound,
            "points": len(found.chosen),
            "existing": int(ground.points["existing"].sum()),
            "candidates": int((~ground.points["existing"]).sum()),
            "households": len(ground.households),
            "place_unknown": int((~ground.placed).sum()),
            "unreachable": int(cut_off.sum()),
            "not_assigned": int((found.assigned < 0).sum()),
            "members": ground.people.told(),
        }


def ground_of(
    households: pd.DataFrame,
    candidates: pd.DataFrame | None,
    existing: pd.DataFrame | None = None,
    travel: Travel | None = None,
    mode: str = "walk",
    *,
    wards: gpd.GeoDataFrame | None = None,
    grid_m: float = 0.0,
) -> Ground:
    """Measure the way from each household to each site.

    Parameters
    ----------
    households, candidates, existing : DataFrame or GeoDataFrame
        Tables ``households`` and ``service_points``; candidates None for a grid, existing None for none.
    travel : Travel or None
        Straight lines with their defaults where left out.
    mode : str
        walk, bicycle, car.
    wards : GeoDataFrame or None
        Gives each household its ward, as for a plan.
    grid_m : float
        Side of the squares of a grid that gives the candidates (:mod:`geo.siting.grid`), where none are listed.

    Raises
    ------
    InputProblems
        Everything wrong with the tables; a candidate with the id of an existing point (E211); more pairs than
        :data:`PAIRS_MOST` (E401).
    """
    travel, wrong = travel or StraightLine(), list[Problem]()
    homes = _examined("households", households, travel, wrong)
    there = None if existing is None or not len(existing) else _examined("service_points", existing, travel, wrong)
    wanted = None if candidates is None else _examined("service_points", candidates, travel, wrong)
    if wrong or homes is None:
        raise InputProblems(wrong)
    homes, _ = placed(homes, wards, needs_geometry=travel.needs_geometry)
    offered = grid_candidates(homes, grid_m) if wanted is None else wanted
    points = _points(there, offered)
    if len(points) * len(homes) > PAIRS_MOST:
        fact = f"{len(homes):,} households and {len(points):,} points make more than {PAIRS_MOST:,} pairs."
        raise InputProblems([Problem("E401", fact, column="candidates", remedy="Give fewer candidates, or larger squares.")])
    places = Places.of(homes["household_id"].tolist(), homes.geometry, homes["settlement"].tolist())
    goals = Places.of(points["point_id"].tolist(), points.geometry)
    minutes = np.full((len(points), len(homes)), np.nan)
    for tile in tiles(travel, places, goals, mode, np.inf):
        minutes[np.ix_(tile.columns, tile.rows)] = tile.minutes.T
    known: NDArray[np.bool_] = np.ones(len(homes), dtype=bool)
    if travel.needs_geometry:
        known = np.asarray(np.isfinite(places.lon_lat).all(axis=1))
    return Ground(homes, points, minutes, known, people(homes["members"].to_numpy(dtype=float)))


def site(ground: Ground, settings: SitingSettings | None = None, run: Run | None = None, seconds: float = SECONDS) -> Sited:
    """Choose the sites.

    Parameters
    ----------
    ground : Ground
        Measured with the mode of the settings.
    settings : SitingSettings or None
        Defaults where left out.
    run : Run or None
        As of :func:`geo.siting.solve.solve`.
    seconds : float
        About how long it may take.

    Examples
    --------
    >>> homes = pd.DataFrame({"household_id": ["H1", "H2", "H3"], "latitude": [-33.30, -33.31, -33.40], "longitude": 26.5})
    >>> spots = pd.DataFrame({"point_id": ["A", "B"], "latitude": [-33.30, -33.40], "longitude": 26.5, "sector": "health"})
    >>> done = site(ground_of(homes, spots), SitingSettings(count=1))
    >>> done.sites["point_id"].tolist(), done.found.proved
    (['A'], True)
    """
    chosen = settings or SitingSettings()
    return Sited(ground, chosen, solve(problem_of(ground, chosen), run, seconds))


def problem_of(ground: Ground, settings: SitingSettings) -> SitingProblem:
    """The tables in arrays."""
    existing = ground.points["existing"].to_numpy(dtype=bool)
    new = (~existing).nonzero()[0]
    weight = np.where(ground.placed, ground.weight(settings.weight), 0.0)
    most = np.full(len(existing), settings.most)
    if settings.capacity:
        stated = ground.points["capacity"].to_numpy(dtype=float)
        most = np.minimum(most, np.where(np.isnan(stated), np.inf, stated))
    limits = Limits(
        len(new) if settings.objective == "lscp" else settings.count,
        _apart(ground.points, existing, settings.min_distance_m),
        np.zeros(len(new)),
    )
    return SitingProblem(
        settings.objective,
        ground.minutes,
        weight,
        existing,
        limits,
        settings.threshold_min,
        ground.people.number if settings.capacity else ground.weight(settings.weight),
        most,
        np.full(len(existing), settings.least),
    )


def _apart(points: gpd.GeoDataFrame, existing: NDArray[np.bool_], metres: float) -> NDArray[np.bool_]:
    """Which two new points are too near each other; on the diagonal those too near an existing one."""
    new = (~existing).nonzero()[0]
    if metres <= 0:
        return np.zeros((len(new), len(new)), dtype=bool)
    at = Places.of(points["point_id"].tolist(), points.geometry).lon_lat
    with np.errstate(invalid="ignore"):
        near = np.asarray(pairwise_m(at[new], at[new]) < metres)
        barred = (pairwise_m(at[new], at[existing]) < metres).any(axis=1)
    np.fill_diagonal(near, barred)
    return near


def _examined(table: str, frame: pd.DataFrame, travel: Travel, wrong: list[Problem]) -> gpd.GeoDataFrame | None:
    done, problems = examine(table, frame, needs_place=travel.needs_geometry)
    wrong += problems
    if done is not None and done.empty and not problems:
        wrong.append(Problem("E402", f"The {table} table has no rows.", file=table, remedy="Give at least one."))
    return done


def _points(existing: gpd.GeoDataFrame | None, candidates: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Existing points and then candidates, each by id."""
    parts: Sequence[tuple[gpd.GeoDataFrame | None, bool]] = ((existing, True), (candidates, False))
    frames = [
        frame.sort_values("point_id", kind="stable")
        .reindex(columns=["point_id", "name", "capacity", "geometry"])
        .assign(existing=there)
        for frame, there in parts
        if frame is not None
    ]
    points = gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), geometry="geometry", crs=frames[-1].crs)
    doubled = points["point_id"].duplicated().to_numpy()
    if doubled.any():
        shown = ", ".join(points["point_id"][doubled].astype(str).tolist()[:10])
        fact = f"A candidate has the id of an existing point, or of another candidate: {shown}."
        raise InputProblems([Problem("E211", fact, file="service_points", column="point_id")])
    return points.assign(name=points["name"].astype("str").fillna(""), capacity=points["capacity"].astype(float))
