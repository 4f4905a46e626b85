"""One service point more, two, three: how many of the round's households would have one in reach.

Who is visited does not change with a service point; who finds a service does. So this curve counts other things than the
others, in the same columns: households with a point of the sector within the threshold, and hours of way to the nearest one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocation.engine import Engine
from allocation.programs import run_in
from allocation.whatif.curve import CURVES, STEPS
from allocation.why.context import Context
from geo.access.sectors import of_sector, sector_key, spelling
from geo.errors import InputProblems
from geo.problems import Problem, many
from geo.siting import Sited, SitingSettings, as_it_is, fitting_side, ground_of, site
from geo.travel import Places, tiles

#: The change of which this is the curve.
POINT = "point"
#: How people go to a service, and seconds that the search for so many points may take.
MODE, SECONDS = "walk", 10.0


@dataclass(frozen=True)
class PointStep:
    """The best places for so many new points.

    Attributes
    ----------
    amount : int
        New points.
    what : str
        Where they are, "" for none.
    served : int
        Households with a point of the sector in reach.
    share : float
        Their priority + 1 as a share (0 to 1) of that of all whom the round asks for; 1 where it asks for none.
    hours : float
        One way from every household that reaches a point at all to the nearest.
    bound : float
        No choice of so many has more households in reach.
    """

    amount: int
    what: str
    served: int
    share: float
    hours: float
    bound: float


@dataclass(frozen=True)
class PointCurve:
    """What more and more service points bring into reach.

    Attributes
    ----------
    sector : str
        "" where there is no point of any sector yet.
    threshold_min : float
    households : int
        Whom the round asks for.
    steps : tuple of PointStep
        By amount, from 0 on.
    ended : str
        Why there are no more, "" where as many were asked for.
    """

    sector: str
    threshold_min: float
    households: int
    steps: tuple[PointStep, ...]
    ended: str
    change: str = POINT

    @property
    def gains(self) -> tuple[int, ...]:
        """Households more in reach by each point."""
        return tuple(after.served - before.served for before, after in pairwise(self.steps))

    def table(self) -> pd.DataFrame:
        """Columns :data:`allocation.whatif.curve.CURVES`."""
        rows = [(self.change, step.amount, step.served, round(step.share, 6), step.hours) for step in self.steps]
        return pd.DataFrame(rows, columns=list(CURVES))

    def details(self) -> pd.DataFrame:
        """Columns :data:`allocation.whatif.curve.STEPS`."""
        rows = [
            (self.change, step.amount, step.what, step.served, gain, step.bound, math.nan)
            for step, gain in zip(self.steps, (0, *self.gains), strict=True)
        ]
        return pd.DataFrame(rows, columns=list(STEPS))

    def sentences(self) -> list[str]:
        """The curve in plain lines."""
        service = f"service point ({self.sector})" if self.sector else "service point"
        first = self.steps[0]
        lines = [
            f"A {service} is within {self.threshold_min:g} minutes on foot of {first.served:,} of the "
            f"{many(self.households, 'household')} that the round asks for."
        ]
        for step, gain in zip(self.steps[1:], self.gains, strict=True):
            lines.append(f"{step.amount:,} more: {step.served:,} households, {gain:+,}; {step.what}.")
        return [*lines, self.ended] if self.ended else lines


def point_curve(
    context: Context,
    points: gpd.GeoDataFrame | None,
    engine: Engine,
    tell: Callable[[str, int], object],
    *,
    most: int,
    sector: str,
    threshold_min: float,
) -> PointCurve:
    """Best places for one new service point, two …, among the middles of squares in which somebody lives.

    For each number the choice is made anew, so that a place need not be among those of the next number.

    Parameters
    ----------
    context : Context
        The plan: its households that are asked for, its wards and its travel model count.
    points : GeoDataFrame or None
        Table ``service_points``; None where there is none yet.
    engine : Engine
        Where programs are solved.
    tell : callable
        Told what is looked at and which point it is; returning False ends it with what is known.
    most : int
        New points.
    sector : str
        "" for the sector that fewest households have in reach.
    threshold_min : float
        Minutes one way on foot.

    Raises
    ------
    InputProblems
        There is no point of this sector (E401); nothing says where anybody lives, or the plan goes by a table of travel
        times (E407).
    """
    tell("service points", 1)
    asked = context.people.asked
    households = context.plan.households[asked].reset_index(drop=True)
    _refuse_placeless(households, context)
    name = _sector(context, households, points, sector, threshold_min)
    own = None if points is None or not name else of_sector(points, name)
    ground = ground_of(households, None, own, context.plan.travel, MODE, grid_m=fitting_side(households))
    weight = np.asarray(context.people.weight[asked], dtype=float)
    settings = SitingSettings("mclp", count=1, mode=MODE, threshold_min=threshold_min)
    steps, ended, run = [_step(as_it_is(ground, settings, SECONDS), weight)], "", run_in(engine)
    for count in range(1, most + 1):
        if tell("service points", count) is False:
            break
        sited = site(ground, replace(settings, count=count), run, SECONDS)
        step = _step(sited, weight)
        if len(sited.chosen) < count or step.served <= steps[-1].served:
            ended = f"One point more than {steps[-1].amount:,} brings nobody else within {threshold_min:g} minutes."
            break
        steps.append(step)
    return PointCurve(name, threshold_min, len(households), tuple(steps), ended)


def _refuse_placeless(households: gpd.GeoDataFrame, context: Context) -> None:
    remedy = "Leave this change out, or ask it of a plan with places on the map."
    if not context.plan.travel.needs_geometry:
        fact = "This plan goes by a table of travel times, which knows no way to a new service point."
        raise InputProblems([Problem("E407", fact, column="change", remedy=remedy)])
    if households.geometry.isna().all():
        fact = "Nobody knows where any household of this round is, so no place for a service point can be told."
        raise InputProblems([Problem("E407", fact, column="change", remedy=remedy)])


def _step(sited: Sited, weight: NDArray[np.float64]) -> PointStep:
    minutes = _nearest(sited)
    near = np.isfinite(minutes) & (minutes <= sited.settings.threshold_min)
    every = float(weight.sum())
    ways = minutes[np.isfinite(minutes)]
    return PointStep(
        amount=len(sited.chosen),
        what=_where(sited),
        served=int(near.sum()),
        share=float(weight[near].sum()) / every if every else 1.0,
        hours=float(ways.sum()) / 60,
        bound=float(math.floor(sited.found.bound + 1e-6)),
    )


def _nearest(sited: Sited) -> NDArray[np.float64]:
    """Minutes of each household to the nearest open point; NaN where it reaches none."""
    open_ = np.concatenate([sited.points["existing"].to_numpy().nonzero()[0], sited.chosen])
    ways = np.where(np.isnan(sited.ground.minutes[open_]), np.inf, sited.ground.minutes[open_])
    least = ways.min(axis=0, initial=np.inf)
    return np.where(np.isfinite(least), least, np.nan)


def _where(sited: Sited) -> str:
    """Wards of the new points: a place as exact as a household's is not told."""
    if not len(sited.chosen):
        return ""
    ways = np.where(np.isnan(sited.ground.minutes[sited.chosen]), np.inf, sited.ground.minutes[sited.chosen])
    nearest = sited.ground.households["ward_id"].astype(str).to_numpy()[ways.argmin(axis=1)]
    wards = sorted({name for name in nearest.tolist() if name})
    if not wards:
        return "best among the places where somebody lives"
    return f"in ward {wards[0]}" if len(wards) == 1 else f"in wards {', '.join(wards)}"


def _sector(
    context: Context, households: gpd.GeoDataFrame, points: gpd.GeoDataFrame | None, wanted: str, threshold_min: float
) -> str:
    """The sector asked for as it is written, else the one that fewest households have in reach."""
    there = {} if points is None else spelling(points["sector"].astype(str))
    if wanted:
        if sector_key(wanted) not in there:
            listed = ", ".join(there.values()) or "none"
            fact = "There is no service point of the sector that is asked about."
            raise InputProblems([Problem("E401", fact, column="sector", remedy=f"Sectors of the list: {listed}.")])
        return there[sector_key(wanted)]
    if points is None:
        return ""
    return min(there.values(), key=lambda name: (_reached(context, households, of_sector(points, name), threshold_min), name))


def _reached(context: Context, households: gpd.GeoDataFrame, points: gpd.GeoDataFrame, threshold_min: float) -> int:
    """Households within the threshold of one of these points."""
    homes = Places.of(households["household_id"].tolist(), households.geometry, households["settlement"].tolist())
    goals = Places.of(points["point_id"].tolist(), points.geometry)
    near = np.zeros(len(households), dtype=bool)
    for tile in tiles(context.plan.travel, homes, goals, MODE, threshold_min):
        near[tile.rows] |= (tile.minutes <= threshold_min).any(axis=1)
    return int(near.sum())
