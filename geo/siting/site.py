"""What sites are chosen from → the sites, and who goes where: the door for pages and commands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import InputProblems
from geo.problems import Problem
from geo.siting.ground import Ground
from geo.siting.problem import Limits, SitingProblem
from geo.siting.program import Run
from geo.siting.requirements import fulfils, why_none
from geo.siting.result import Siting
from geo.siting.settings import SitingSettings
from geo.siting.solve import SECONDS, solve
from geo.travel import Places
from geo.travel.distance import pairwise_m

#: Columns of :attr:`Sited.sites` and :attr:`Sited.assigned`.
SITES = ("point_id", "households", "minutes_mean")
ASSIGNED = ("household_id", "point_id", "minutes")


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
    def points(self) -> gpd.GeoDataFrame:
        """As of the ground."""
        return self.ground.points

    @property
    def chosen(self) -> NDArray[np.intp]:
        """Positions of the new points, ascending."""
        return self.found.chosen

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
            **_rules_told(self),
            "households": len(ground.households),
            "place_unknown": int((~ground.placed).sum()),
            "unreachable": int(cut_off.sum()),
            "not_assigned": int((found.assigned < 0).sum()),
            "members": ground.people.told(),
        }


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
    >>> from geo.siting.ground import ground_of
    >>> homes = pd.DataFrame({"household_id": ["H1", "H2", "H3"], "latitude": [-33.30, -33.31, -33.40], "longitude": 26.5})
    >>> spots = pd.DataFrame({"point_id": ["A", "B"], "latitude": [-33.30, -33.40], "longitude": 26.5, "sector": "health"})
    >>> done = site(ground_of(homes, spots), SitingSettings(count=1))
    >>> done.sites["point_id"].tolist(), done.found.proved
    (['A'], True)
    """
    chosen = settings or SitingSettings()
    return Sited(ground, chosen, solve(problem_of(ground, chosen), run, seconds))


def as_it_is(ground: Ground, settings: SitingSettings, seconds: float = SECONDS) -> Sited:
    """What there is before any new point: the existing ones, and who goes where."""
    problem = problem_of(ground, settings)
    return Sited(ground, settings, solve(replace(problem, limits=replace(problem.limits, count=0)), None, seconds))


def problem_of(ground: Ground, settings: SitingSettings) -> SitingProblem:
    """The tables in arrays.

    Raises
    ------
    InputProblems
        No candidate fulfils what is required (E402); with a budget, a candidate does not say what it costs (E210).
    """
    _can_be_asked(ground, settings)
    existing = ground.points["existing"].to_numpy(dtype=bool)
    new = (~existing).nonzero()[0]
    weight = np.where(ground.placed, ground.weight(settings.weight), 0.0)
    most = np.full(len(existing), settings.most)
    if settings.capacity:
        stated = ground.points["capacity"].to_numpy(dtype=float)
        most = np.minimum(most, np.where(np.isnan(stated), np.inf, stated))
    offered = ground.points.iloc[new]
    apart = _apart(ground.points, existing, settings.min_distance_m)
    apart[np.diag_indices(len(new))] |= ~fulfils(offered, settings.require)
    # A blank one belongs to a candidate that cannot be chosen anyway.
    cost = np.nan_to_num(offered["cost"].to_numpy(dtype=float)) if settings.budgeted else np.zeros(len(new))
    count = len(new) if settings.objective == "lscp" else settings.count
    limits = Limits(count, apart, cost, settings.budget)
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


def _can_be_asked(ground: Ground, settings: SitingSettings) -> None:
    offered = ground.points[~ground.points["existing"]]
    wrong = []
    if len(offered) and settings.require and (fact := why_none(offered, settings.require)):
        wrong.append(Problem("E402", fact, column="--require", remedy="Ask for less, or give other places."))
    blank = offered["cost"].isna() & fulfils(offered, settings.require)
    if settings.budgeted and blank.any():
        shown = ", ".join(offered.loc[blank, "point_id"].astype(str).tolist()[:10])
        fact = f"With a budget each candidate must say what it costs; {int(blank.sum()):,} do not: {shown}."
        wrong.append(Problem("E210", fact, column="cost", remedy="Fill in the column cost, 0 where it costs nothing."))
    if wrong:
        raise InputProblems(wrong)


def _rules_told(sited: Sited) -> dict[str, Any]:
    """What rules and a budget leave, where there are any."""
    points, settings = sited.ground.points, sited.settings
    told: dict[str, Any] = {}
    if settings.require:
        told["fitting"] = int((fulfils(points, settings.require) & ~points["existing"]).sum())
    if settings.budgeted:
        told["cost"] = float(points["cost"].iloc[sited.found.chosen].sum())
    return told
