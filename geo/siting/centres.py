"""Regional centres: each serves a number of municipalities, no fewer and no more than that, with short ways for their people."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.errors import InputProblems, SettingProblems
from geo.problems import Problem
from geo.siting.problem import Floats, Limits, SitingProblem
from geo.siting.program import Run
from geo.siting.result import Siting
from geo.siting.solve import SECONDS, solve
from geo.tables import CRS, MODES
from geo.travel import Places, Travel

#: Areas that may be served: column of the ward layer that names one, and the column with its name.
LEVELS = {"municipality": ("municipality_id", "municipality"), "ward": ("ward_id", "ward_no")}
#: Columns of :attr:`Centres.centres` and :attr:`Centres.areas`.
CENTRES = ("point_id", "name", "areas", "people", "minutes_mean", "minutes_longest")
AREAS = ("area_id", "name", "people", "point_id", "minutes")


@dataclass(frozen=True)
class CentresSettings:
    """How centres are chosen.

    Parameters
    ----------
    least, most : int
        Areas that a centre serves at least and at most.
    count : int
        Most centres; 0 for as many as the least allows.
    mode : str
        walk, bicycle, car.

    Raises
    ------
    SettingProblems
        All that is out of range, at once.
    """

    least: int = 5
    most: int = 10
    count: int = 0
    mode: str = "car"

    def __post_init__(self) -> None:
        rules = {
            "least": (1 <= self.least <= self.most, "A centre must serve at least 1 area, and at most no fewer than at least."),
            "count": (self.count >= 0, "The number of centres must be 0 or more."),
            "mode": (self.mode in MODES, f"The mode must be one of {', '.join(MODES)}."),
        }
        wrong = [Problem("E401", fact, column=name) for name, (fits, fact) in rules.items() if not fits]
        if wrong:
            raise SettingProblems(wrong)

    def settings(self) -> dict[str, Any]:
        """As summary.json states them."""
        return asdict(self)


@dataclass(frozen=True)
class Centres:
    """The centres, and which area each serves.

    Attributes
    ----------
    served : GeoDataFrame
        As :func:`areas_of` gives them.
    points : GeoDataFrame
        Candidates: ``point_id``, ``name``, ``geometry``.
    minutes : (points, areas) float array
    found : Siting
    settings : CentresSettings
    """

    served: gpd.GeoDataFrame
    points: gpd.GeoDataFrame
    minutes: Floats
    found: Siting
    settings: CentresSettings

    @property
    def areas(self) -> pd.DataFrame:
        """Columns :data:`AREAS`, a row an area; "" and NaN where no centre serves it."""
        ids = np.append(self.points["point_id"].to_numpy(dtype=object), "")[self.found.assigned]
        frame = pd.DataFrame(self.served[["area_id", "name", "people"]])
        return frame.assign(point_id=pd.array(ids, dtype="str"), minutes=self.found.minutes)

    @property
    def centres(self) -> pd.DataFrame:
        """Columns :data:`CENTRES`, a row a centre; the mean is by people."""
        table = self.areas
        rows = []
        for point in self.found.chosen.tolist():
            own = table[(self.found.assigned == point)]
            people = float(own["people"].sum())
            mean = float((own["people"] * own["minutes"]).sum()) / people if people else math.nan
            name = str(self.points["name"].iloc[point])
            rows.append((self.points["point_id"].iloc[point], name, len(own), people, mean, float(own["minutes"].max())))
        return pd.DataFrame(rows, columns=list(CENTRES))

    def told(self) -> dict[str, Any]:
        """As summary.json says it."""
        found = self.found
        return {
            "objective": found.objective,
            "bound": found.bound,
            "gap": found.gap,
            "proved": found.proved,
            "centres": len(found.chosen),
            "areas": len(self.served),
            "not_served": int((found.assigned < 0).sum()),
            "people": float(self.served["people"].sum()),
            "candidates": len(self.points),
        }


def areas_of(wards: gpd.GeoDataFrame, people: pd.Series[float] | None = None, level: str = "municipality") -> gpd.GeoDataFrame:
    """Areas with the people in them and the middle of where these live.

    Parameters
    ----------
    wards : GeoDataFrame
        In the shape of the contract.
    people : Series or None
        People by ``ward_id``. A ward that it does not have counts as the mean of the others of its area, else of all; without
        it every ward counts alike (wards of a municipality have about as many voters: Municipal Structures Act 117 of 1998,
        Schedule 1, item 4).
    level : str
        A key of :data:`LEVELS`.

    Returns
    -------
    GeoDataFrame
        ``area_id``, ``name``, ``people``, ``guessed`` (wards without a figure), ``geometry``: the mean of the middles of its
        wards by people (degrees, EPSG:4326), by id.
    """
    key, name = LEVELS[level]
    codes = wards[key].astype(str).to_numpy()
    shapes = np.asarray(wards.geometry.to_crs(CRS).representative_point().array, dtype=object)
    stated = np.ones(len(wards))
    if people is not None:
        stated = wards["ward_id"].astype(str).map(people.to_dict()).to_numpy(dtype=float)
    frame = pd.DataFrame({"area_id": codes, "name": wards[name].astype(str).to_numpy(), "stated": stated})
    frame["x"], frame["y"] = shapely.get_x(shapes), shapely.get_y(shapes)
    frame["guessed"] = frame["stated"].isna()
    own = frame.groupby("area_id")["stated"].transform("mean").fillna(frame["stated"].mean()).fillna(1.0)
    frame["people"] = frame["stated"].fillna(own)
    weight = frame["people"].clip(lower=1e-9)
    frame["wx"], frame["wy"], frame["w"] = frame["x"] * weight, frame["y"] * weight, weight
    sums = frame.groupby("area_id").agg(
        name=("name", "first"),
        people=("people", "sum"),
        guessed=("guessed", "sum"),
        wx=("wx", "sum"),
        wy=("wy", "sum"),
        w=("w", "sum"),
    )
    places = gpd.points_from_xy(sums["wx"] / sums["w"], sums["wy"] / sums["w"], crs=CRS)
    return gpd.GeoDataFrame(sums[["name", "people", "guessed"]].reset_index(), geometry=places, crs=CRS)


def centres(
    areas: gpd.GeoDataFrame,
    candidates: gpd.GeoDataFrame | None,
    travel: Travel,
    settings: CentresSettings | None = None,
    *,
    run: Run | None = None,
    seconds: float = SECONDS,
) -> Centres:
    """Choose the centres, and which areas each serves: least minutes by people.

    Parameters
    ----------
    areas : GeoDataFrame
        As :func:`areas_of` gives them.
    candidates : GeoDataFrame or None
        Table ``service_points``: towns that may be centres; the middles of the areas where left out.
    travel : Travel
        Needs geometry.
    settings : CentresSettings or None
        Defaults where left out.
    run, seconds
        As of :func:`geo.siting.solve.solve`.

    Raises
    ------
    InputProblems
        So many areas cannot be shared out among centres of that size (E401).
    """
    chosen = settings or CentresSettings()
    most = chosen.count or max(1, len(areas) // chosen.least)
    _can_be_shared(len(areas), most, chosen)
    points = _points(areas, candidates)
    origins = Places.of(areas["area_id"].tolist(), areas.geometry)
    goals = Places.of([f"centre {one}" for one in points["point_id"]], points.geometry)
    minutes = travel.minutes(origins, goals, chosen.mode).T
    sites = len(points)
    problem = SitingProblem(
        "p_median", minutes, areas["people"].to_numpy(dtype=float), np.zeros(sites, dtype=bool), Limits.free(sites, most),
        size=np.ones(len(areas)), most=np.full(sites, float(chosen.most)), least=np.full(sites, float(chosen.least)),
    )  # fmt: skip
    return Centres(areas, points, minutes, solve(problem, run, seconds), chosen)


def _can_be_shared(areas: int, most: int, settings: CentresSettings) -> None:
    fewest = math.ceil(areas / settings.most)
    if areas >= settings.least and fewest <= min(most, areas // settings.least):
        return
    fact = f"{areas:,} areas cannot be shared out among at most {most:,} centres with {settings.least} to {settings.most} each."
    raise InputProblems([Problem("E401", fact, column="least", remedy="Change the least, the most or the number of centres.")])


def _points(areas: gpd.GeoDataFrame, candidates: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
    if candidates is None:
        frame = areas.rename(columns={"area_id": "point_id"})[["point_id", "name", "geometry"]]
        return gpd.GeoDataFrame(frame, geometry="geometry", crs=areas.crs)
    known = (candidates.geometry.notna() & ~candidates.geometry.is_empty).to_numpy()
    frame = candidates[known].sort_values("point_id", kind="stable")[["point_id", "name", "geometry"]]
    return gpd.GeoDataFrame(frame.reset_index(drop=True), geometry="geometry", crs=candidates.crs)
