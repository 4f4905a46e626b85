"""A point for each ward: the venue of its war room, chosen among the places in the ward or near it, every ward by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs import middle, project, utm_crs
from geo.errors import InputProblems, SettingProblems
from geo.problems import Problem
from geo.siting.ground import Lists, measured
from geo.siting.program import Run
from geo.siting.requirements import fulfils, why_none
from geo.siting.settings import SitingSettings
from geo.siting.site import ASSIGNED, SITES, Sited, site
from geo.siting.solve import SECONDS
from geo.tables import CRS

#: Columns of :attr:`ByWard.venues`.
VENUES = ("ward_id", "ward", "point_id", "name", "households", "minutes_mean", "candidates", "fitting", "why")
#: Metres beyond the edge of a ward within which a place still counts as near it: as far as a household may lie outside the ward
#: that it states (:func:`geo.locate.assign_wards`).
NEAR_M = 500.0
#: Degrees of latitude for a metre, a little too many: for a first look only.
_DEGREES = 1.0 / 110_000.0


@dataclass(frozen=True)
class WardSite:
    """The choice of a ward.

    Attributes
    ----------
    ward_id, ward : str
        Code, and the name as it is told.
    households : (n,) int array
        Positions of its households.
    points : (k,) int array
        Positions of the points in or near it that count, existing ones and candidates.
    candidates, fitting : int
        How many of the candidates there are, and how many of these have what is required.
    sited : Sited or None
        None where nothing can be chosen.
    why : str
        Why there is none, or none more; "" where there is.
    """

    ward_id: str
    ward: str
    households: NDArray[np.intp]
    points: NDArray[np.intp]
    candidates: int
    fitting: int
    sited: Sited | None
    why: str = ""


@dataclass(frozen=True)
class ByWard:
    """The choices of all wards together, with the tables of :class:`geo.siting.site.Sited`.

    Attributes
    ----------
    households, points : GeoDataFrame
        As of :class:`geo.siting.ground.Ground`.
    settings : SitingSettings
        Of each ward.
    near_m : float
    wards : tuple of WardSite
        By number of the ward.
    """

    households: gpd.GeoDataFrame
    points: gpd.GeoDataFrame
    settings: SitingSettings
    near_m: float
    wards: tuple[WardSite, ...]

    @property
    def chosen(self) -> NDArray[np.intp]:
        """Positions of the new points, ascending; a place that two wards have chosen is one."""
        every = [one.points[one.sited.found.chosen] for one in self.wards if one.sited is not None]
        return np.unique(np.concatenate([np.zeros(0, dtype=np.intp), *every]))

    @property
    def sites(self) -> pd.DataFrame:
        """Columns :data:`geo.siting.site.SITES`, a row a new point by id."""
        return self._of(self.chosen)

    @property
    def every(self) -> pd.DataFrame:
        """The same of all open points: existing ones and then new ones."""
        return self._of(np.concatenate([self.points["existing"].to_numpy().nonzero()[0], self.chosen]))

    @property
    def assigned(self) -> pd.DataFrame:
        """Columns :data:`geo.siting.site.ASSIGNED`, a row a household in the order of the list."""
        whose, minutes = self.found
        ids = np.append(self.points["point_id"].to_numpy(dtype=object), "")
        values = (self.households["household_id"].to_numpy(), ids[whose], minutes)
        frame = pd.DataFrame(dict(zip(ASSIGNED, values, strict=True)))
        return frame.astype({"household_id": "str", "point_id": "str"})

    @property
    def found(self) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Of each household the position of the point that it goes to (-1 for none), and the minutes (NaN for none)."""
        whose = np.full(len(self.households), -1, dtype=np.intp)
        minutes = np.full(len(self.households), np.nan)
        for one in self.wards:
            if one.sited is not None:
                own = one.sited.found.assigned
                whose[one.households] = np.where(own >= 0, one.points[own], -1)
                minutes[one.households] = one.sited.found.minutes
        return whose, minutes

    @property
    def venues(self) -> pd.DataFrame:
        """Columns :data:`VENUES`: a row for each new point of a ward, or one that says why there is none.

        ``households`` and ``minutes_mean`` are of those of the ward that go there.
        """
        rows = [row for one in self.wards for row in _rows(one)]
        return pd.DataFrame(rows, columns=list(VENUES))

    def told(self) -> dict[str, Any]:
        """As summary.json says it; ``objective`` and ``bound`` are sums over the wards."""
        parts = [one.sited.found for one in self.wards if one.sited is not None]
        objective, bound = (float(sum(values)) for values in ([p.objective for p in parts], [p.bound for p in parts]))
        most = max(abs(objective), abs(bound))
        return {
            "objective": objective,
            "bound": bound,
            "gap": 0.0 if all(part.gap == 0 for part in parts) or not most else abs(objective - bound) / most,
            "proved": all(part.proved for part in parts),
            "served_weight": float(sum(part.served for part in parts)),
            "served_bound": float(sum(part.served_bound for part in parts)),
            "points": len(self.chosen),
            "wards": len(self.wards),
            "wards_without": [one.ward_id for one in self.wards if one.why],
            "existing": int(self.points["existing"].sum()),
            "candidates": int((~self.points["existing"]).sum()),
            "fitting": int((fulfils(self.points, self.settings.require) & ~self.points["existing"]).sum()),
            "households": len(self.households),
            "not_assigned": int((self.found[0] < 0).sum()),
        }

    def _of(self, rows: NDArray[np.intp]) -> pd.DataFrame:
        whose, minutes = self.found
        there = whose >= 0
        many = np.bincount(whose[there], minlength=len(self.points))
        total = np.bincount(whose[there], minutes[there], len(self.points))
        mean = np.divide(total, many, out=np.full(len(many), np.nan), where=many > 0)
        ids = self.points["point_id"].astype(str).to_numpy()[rows]
        return pd.DataFrame(dict(zip(SITES, (ids, many[rows], mean[rows]), strict=True)), columns=list(SITES))


def site_by_ward(
    lists: Lists,
    wards: gpd.GeoDataFrame,
    settings: SitingSettings | None = None,
    run: Run | None = None,
    seconds: float = SECONDS,
    *,
    near_m: float = NEAR_M,
) -> ByWard:
    """Choose the points of every ward among those in it or near it.

    Parameters
    ----------
    lists : Lists
        Households with their wards, existing points and candidates (:func:`geo.siting.ground.lists_of`).
    wards : GeoDataFrame
        In the shape of the contract: those that need a point.
    settings : SitingSettings or None
        Of each ward; ``count`` points of 1 where left out.
    run, seconds
        As of :func:`geo.siting.site.site`; the seconds are of all wards together.
    near_m : float
        Straight metres from the edge of the ward within which a place may lie outside it, 0 or more.

    Raises
    ------
    InputProblems
        What stops the choice in some ward, each told once.
    """
    if not 0 <= near_m < np.inf:
        raise SettingProblems([Problem("E401", "How near must be a number of metres, 0 or more.", column="near_m")])
    chosen = settings or SitingSettings(count=1)
    home = lists.households["ward_id"].astype(str).to_numpy()
    asked = _Asked(lists, fulfils(lists.points, chosen.require), chosen, run, seconds / max(1, len(wards)))
    done, wrong = [], dict[tuple[str, str], Problem]()
    for code, name, points in _around(wards, lists.points, near_m):
        try:
            done.append(_ward(asked, code, name, (home == code).nonzero()[0], points))
        except InputProblems as error:
            wrong.update({(problem.code, problem.column): problem for problem in error.problems})
    if wrong:
        raise InputProblems(list(wrong.values()))
    return ByWard(lists.households, lists.points, chosen, near_m, tuple(done))


@dataclass(frozen=True)
class _Asked:
    """What is the same for every ward; seconds are those of one."""

    lists: Lists
    fits: NDArray[np.bool_]
    settings: SitingSettings
    run: Run | None
    seconds: float


def _ward(asked: _Asked, code: str, name: str, homes: NDArray[np.intp], points: NDArray[np.intp]) -> WardSite:
    lists, settings = asked.lists, asked.settings
    there = lists.points["existing"].to_numpy(dtype=bool)[points]
    offered = lists.points.iloc[points[~there]]
    why = why_none(offered, settings.require) if len(homes) else "No household of the list lies in this ward."
    # Where nothing can be chosen people go to the points that are there.
    used = points[there] if why else points
    sited = None
    if len(homes) and len(used):
        sited = site(measured(lists.take(homes, used), settings.mode), settings, asked.run, asked.seconds)
    return WardSite(code, name, homes, used, len(offered), int(asked.fits[points[~there]].sum()), sited, why)


def _rows(one: WardSite) -> Iterator[tuple[Any, ...]]:
    if one.sited is None or not len(one.sited.found.chosen):
        why = one.why or "The points that are there are nearest for everybody."
        yield (one.ward_id, one.ward, "", "", 0, np.nan, one.candidates, one.fitting, why)
        return
    names = one.sited.ground.points["name"].to_numpy()[one.sited.found.chosen]
    for name, row in zip(names, one.sited.sites.itertuples(index=False), strict=True):
        yield (one.ward_id, one.ward, row.point_id, name, row.households, row.minutes_mean, one.candidates, one.fitting, "")


def _around(wards: gpd.GeoDataFrame, points: gpd.GeoDataFrame, near_m: float) -> Iterator[tuple[str, str, NDArray[np.intp]]]:
    """Code, name and the points in or near it, of each ward by municipality and number."""
    spots = np.asarray(points.geometry.to_crs(CRS).representative_point().array, dtype=object)
    tree, several = shapely.STRtree(spots), wards["municipality_id"].nunique() > 1
    for ward in wards.sort_values(["municipality_id", "ward_id"], kind="stable").itertuples(index=False):
        shape = ward.geometry
        name = f"{ward.municipality} ward {ward.ward_no}" if several and ward.municipality else f"Ward {ward.ward_no}"
        name = name if ward.ward_no else str(ward.ward_id)
        if shape is None or shape.is_empty:
            yield str(ward.ward_id), name, np.zeros(0, dtype=np.intp)
            continue
        west, south, east, north = shape.bounds
        more = near_m * _DEGREES
        wide = more / max(0.01, float(np.cos(np.radians(max(abs(south), abs(north))))))
        found = np.sort(tree.query(shapely.box(west - wide, south - more, east + wide, north + more)))
        plane = utm_crs(*middle(np.array([shape], dtype=object)))
        flat = project(np.array([shape], dtype=object), plane)[0]
        near = shapely.dwithin(project(spots[found], plane), flat, near_m)
        yield str(ward.ward_id), name, found[near]
