"""What sites are chosen from: households, points and the way from each to each, measured once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.people import People, people
from geo.errors import InputProblems
from geo.placing import placed
from geo.problems import Problem
from geo.siting.grid import grid_candidates
from geo.siting.problem import Floats
from geo.siting.requirements import REQUIREMENTS
from geo.tables import examine
from geo.travel import Places, StraightLine, Travel, tiles

#: Pairs of household and site at most: 320 MB of minutes.
PAIRS_MOST = 40_000_000
#: What is kept of a point besides its id and its place.
_NUMBERS, _FLAGS = ("capacity", "cost"), tuple(REQUIREMENTS.values())


@dataclass(frozen=True)
class Ground:
    """What a siting is chosen from, whatever the number of points: measured once.

    Attributes
    ----------
    households : GeoDataFrame
        In the shape of the contract, with place, ward and settlement as used.
    points : GeoDataFrame
        Existing points and then candidates, each by id: ``point_id``, ``name``, ``capacity``, ``cost`` (NaN where blank), the
        flags of :data:`geo.siting.requirements.REQUIREMENTS`, ``existing`` (bool), ``geometry``.
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
class Lists:
    """Households with their places and wards, and the points, before any way is measured."""

    households: gpd.GeoDataFrame
    points: gpd.GeoDataFrame
    travel: Travel

    def take(self, households: NDArray[np.intp], points: NDArray[np.intp]) -> Lists:
        """Some of them."""
        return Lists(
            self.households.iloc[households].reset_index(drop=True),
            self.points.iloc[points].reset_index(drop=True),
            self.travel,
        )


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
    return measured(lists_of(households, candidates, existing, travel, wards=wards, grid_m=grid_m), mode)


def lists_of(
    households: pd.DataFrame,
    candidates: pd.DataFrame | None,
    existing: pd.DataFrame | None = None,
    travel: Travel | None = None,
    *,
    wards: gpd.GeoDataFrame | None = None,
    grid_m: float = 0.0,
) -> Lists:
    """Judge the tables and place the households; as :func:`ground_of`, before any way is measured."""
    travel, wrong = travel or StraightLine(), list[Problem]()
    homes = _examined("households", households, travel, wrong)
    there = None if existing is None or not len(existing) else _examined("service_points", existing, travel, wrong)
    wanted = None if candidates is None else _examined("service_points", candidates, travel, wrong)
    if wrong or homes is None:
        raise InputProblems(wrong)
    homes, _ = placed(homes, wards, needs_geometry=travel.needs_geometry)
    offered = grid_candidates(homes, grid_m) if wanted is None else wanted
    return Lists(homes, _points(there, offered), travel)


def measured(lists: Lists, mode: str) -> Ground:
    """The way from each household to each point; E401 for more pairs than :data:`PAIRS_MOST`."""
    homes, points, travel = lists.households, lists.points, lists.travel
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
        .reindex(columns=["point_id", "name", *_NUMBERS, *_FLAGS, "geometry"])
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
    numbers = {name: points[name].astype(float) for name in _NUMBERS}
    flags = {name: points[name].eq(True) for name in _FLAGS}
    return points.assign(name=points["name"].astype("str").fillna(""), **numbers, **flags)
