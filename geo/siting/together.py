"""One point for many services: what separate points would cost against shared ones, in points, services and ways.

A point that serves too few people cannot be kept up (the threshold of a service: Christaller 1933). So how near points can stand
depends on who shares one: the fewest people a point may serve, and the travel that comes of it, are what is weighed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.sectors import sector_key, sector_keys
from geo.errors import InputProblems
from geo.problems import Problem
from geo.siting.ground import Ground
from geo.siting.problem import Floats, Limits, SitingProblem
from geo.siting.program import Run
from geo.siting.result import Siting
from geo.siting.solve import solve
from geo.siting.together_settings import TogetherSettings

#: Columns of :attr:`Together.curve` and of :attr:`Together.ways`.
CURVE = ("least", "plan", "points", "services", "cost", "hours", "minutes_mean", "share_within", "not_served", "gap")
WAYS = ("together", *CURVE[2:], "efficient")
#: How often the smallest service could be offered at the levels of the curve, where none are stated.
_TIMES = (16, 8, 4, 2, 1)
Group = tuple[int, ...]


@dataclass(frozen=True)
class Offer:
    """The points of one group of services at one level.

    Attributes
    ----------
    group : tuple of int
        Positions of the services that share a point.
    points : (p,) int array
        Positions of the chosen points.
    to : (n,) int array
        Position of the point that each household goes to, -1 for none.
    minutes : (n,) float array
        Of each household one way, NaN where it goes nowhere or needs none of the services.
    visits, uses : (n,) float arrays
        Ways of each household in a round of all its needs, and services that it needs.
    gap : float
        How far the weighted minutes may be from the least.
    """

    group: Group
    points: NDArray[np.intp]
    to: NDArray[np.intp]
    minutes: Floats
    visits: Floats
    uses: Floats
    gap: float


@dataclass(frozen=True)
class Together:
    """What sharing points buys.

    Attributes
    ----------
    ground : Ground
    settings : TogetherSettings
    uses : (n, s) bool array
        Which household needs which service.
    levels : tuple of float
        Fewest people that a point may serve, ascending.
    offers : dict of (group, level) → Offer
    """

    ground: Ground
    settings: TogetherSettings
    uses: NDArray[np.bool_]
    levels: tuple[float, ...]
    offers: dict[tuple[Group, float], Offer]

    @property
    def curve(self) -> pd.DataFrame:
        """Columns :data:`CURVE`: for each level, every service by itself (``separate``) and all in one (``together``)."""
        every = range(len(self.settings.services))
        plans: dict[str, Sequence[Group]] = {"separate": [(at,) for at in every], "together": [tuple(every)]}
        rows = [(level, name, *self._figures(plan, level)) for level in self.levels for name, plan in plans.items()]
        return pd.DataFrame(rows, columns=list(CURVE))

    @property
    def ways(self) -> pd.DataFrame:
        """Columns :data:`WAYS`: every way to put the services together, at the level that is looked at.

        ``efficient``: no other way has no more points, no more services and no more hours, and less of one. Least cost first.
        """
        rows = [(self.named(plan), *self._figures(plan, self.level)) for plan in partitions(len(self.settings.services))]
        frame = pd.DataFrame(rows, columns=list(WAYS[:-1]))
        weighed = frame[["not_served", "points", "services", "hours"]].to_numpy(dtype=float).round(6)
        beaten = [((weighed <= row).all(axis=1) & (weighed < row).any(axis=1)).any() for row in weighed]
        frame["efficient"] = ~np.array(beaten, dtype=bool)
        return frame.sort_values(["not_served", "cost", "hours"], kind="stable").reset_index(drop=True)

    @property
    def level(self) -> float:
        """The level at which all ways to put services together are looked at."""
        return self.settings.least or self.levels[len(self.levels) // 2]

    @property
    def chosen(self) -> list[Offer]:
        """The points of the first of :attr:`ways`."""
        first = self.ways["together"].iloc[0]
        plan = next(plan for plan in partitions(len(self.settings.services)) if self.named(plan) == first)
        return [self.offers[group, self.level] for group in plan]

    def named(self, plan: Sequence[Group]) -> str:
        """Groups in words: ``education + health; pay point``."""
        return "; ".join(" + ".join(self.settings.services[at] for at in group) for group in plan)

    def even(self) -> float:
        """What one service more in a point may cost at most, as a share of a point, for one point for all to be the cheaper.

        Infinite where it is cheaper whatever that costs, 0 where it never is.
        """
        apart, one = self.at_level["separate"], self.at_level["together"]
        fewer, more = apart["points"] - one["points"], one["services"] - apart["services"]
        if fewer < 0:
            return 0.0
        return fewer / more if more > 0 else np.inf

    @property
    def at_level(self) -> dict[str, dict[str, float]]:
        """``separate`` and ``together`` at the level that is looked at: column of the curve → number."""
        rows = self.curve[self.curve["least"] == self.level].set_index("plan")
        return {str(plan): {str(key): float(value) for key, value in row.items()} for plan, row in rows.iterrows()}

    def told(self) -> dict[str, Any]:
        """As summary.json says it."""
        first = self.ways.iloc[0]
        return {
            "services": {name: int(self.uses[:, at].sum()) for at, name in enumerate(self.settings.services)},
            "households": len(self.uses),
            "least": self.level,
            "first": first["together"],
            "efficient": self.ways.loc[self.ways["efficient"], "together"].tolist(),
            "service_to_point_cost_even": self.even(),
            "gap": max(offer.gap for offer in self.offers.values()),
            "members": self.ground.people.told(),
        }

    def _figures(self, plan: Sequence[Group], level: float) -> tuple[float, ...]:
        offers = [self.offers[group, level] for group in plan]
        points = sum(len(offer.points) for offer in offers)
        services = sum(len(offer.points) * len(offer.group) for offer in offers)
        minutes = np.concatenate([offer.minutes for offer in offers])
        visits, uses = (np.concatenate([getattr(offer, name) for offer in offers]) for name in ("visits", "uses"))
        there = np.isfinite(minutes)
        served = float(uses[there].sum())
        way = float((uses[there] * minutes[there]).sum())
        with np.errstate(invalid="ignore"):
            near = float(uses[minutes <= self.settings.threshold_min].sum())
        return (
            points,
            services,
            points * self.settings.point_cost + services * self.settings.service_cost,
            2 * float((visits[there] * minutes[there]).sum()) / 60,
            way / served if served else np.nan,
            near / float(uses.sum()) if uses.sum() else np.nan,
            float(uses.sum()) - served,
            max(offer.gap for offer in offers),
        )


def partitions(many: int) -> list[tuple[Group, ...]]:
    """Every way to put so many services together, each once.

    Examples
    --------
    >>> partitions(2)
    [((0, 1),), ((0,), (1,))]
    """

    def grown(at: int, groups: list[list[int]]) -> Iterator[tuple[Group, ...]]:
        if at == many:
            yield tuple(tuple(group) for group in groups)
            return
        for own in range(len(groups)):
            yield from grown(at + 1, [[*group, at] if own == number else group for number, group in enumerate(groups)])
        yield from grown(at + 1, [*groups, [at]])

    return list(grown(0, []))


def needs_of(households: pd.DataFrame, services: Sequence[str]) -> NDArray[np.bool_]:
    """Which household needs which service by its column ``needs``; where nobody lists any of them, everybody needs all.

    Returns
    -------
    (n, s) bool array
    """
    wanted = [sector_key(name) for name in services]
    listed = [sector_keys(cell) for cell in households["needs"].astype(str)]
    uses = np.array([[key in own for key in wanted] for own in listed], dtype=bool).reshape(len(listed), len(wanted))
    return uses if uses.any() else np.ones_like(uses)


def together(
    ground: Ground,
    settings: TogetherSettings,
    run: Run | None = None,
    seconds: float = 120.0,
    tell: Callable[[float], None] | None = None,
) -> Together:
    """Weigh one point for many services against a point for each.

    Parameters
    ----------
    ground : Ground
        Households and candidates; existing points count for nothing.
    settings : TogetherSettings
        Services, levels, costs.
    run : Run or None
        As of :func:`geo.siting.solve.solve`.
    seconds : float
        About how long it may take altogether.
    tell : callable or None
        Is given the share that is done, 0 to 1.

    Raises
    ------
    InputProblems
        A service that no household needs though others are listed, or no household in the places that count (E402).
    """
    counted = ground.placed & _counted(ground, settings) & ~np.isnan(ground.minutes).all(axis=0)
    uses = needs_of(ground.households, settings.services) & counted[:, None]
    _somebody(settings, uses, counted)
    people = ground.weight(settings.weight)
    levels = settings.levels or _levels(people, uses)
    levels = tuple(sorted({*levels, settings.least} - {0.0}))
    found = Together(ground, settings, uses, levels, {})
    asked = _asked(len(settings.services), levels, found.level)
    whole = _Whole(ground, _places(ground, counted), people, uses, settings, run, seconds / len(asked))
    for at, (group, level) in enumerate(asked):
        found.offers[group, level] = _offer(whole, group, level)
        if tell is not None:
            tell((at + 1) / len(asked))
    return found


def _asked(many: int, levels: Sequence[float], level: float) -> list[tuple[Group, float]]:
    """Singles and all together at each level, every other group at the level that is looked at; large ones last."""
    every = tuple(range(many))
    wanted = {(group, one) for one in levels for group in [*((at,) for at in every), every]}
    wanted |= {(group, level) for plan in partitions(many) for group in plan}
    return sorted(wanted, key=lambda one: (len(one[0]), one))


def _counted(ground: Ground, settings: TogetherSettings) -> NDArray[np.bool_]:
    if not settings.only:
        return np.ones(len(ground.households), dtype=bool)
    return np.asarray(ground.households["settlement"].isin(list(settings.only)), dtype=bool)


def _somebody(settings: TogetherSettings, uses: NDArray[np.bool_], counted: NDArray[np.bool_]) -> None:
    if not counted.any():
        fact = "No household with a known place lies where it is looked: " + (" and ".join(settings.only) or "anywhere") + "."
        raise InputProblems([Problem("E402", fact, column="only", remedy="Look at other kinds of settlement.")])
    wrong = [
        Problem("E402", f"No household needs “{name}”.", column="together", remedy="Name services of the column needs.")
        for name, any_ in zip(settings.services, uses.T, strict=True)
        if not any_.any()
    ]
    if wrong:
        raise InputProblems(wrong)


def _levels(people: Floats, uses: NDArray[np.bool_]) -> tuple[float, ...]:
    """From a point for every sixteenth of who needs the rarest service to one point for all of them, to two digits."""
    rarest = min(float(people[own].sum()) for own in uses.T)
    return tuple(sorted({float(f"{rarest / times:.2g}") for times in _TIMES} - {0.0})) or (1.0,)


def _places(ground: Ground, counted: NDArray[np.bool_]) -> NDArray[np.intp]:
    """The place of each household: its nearest candidate, since neighbours go to the same point; -1 where it does not count."""
    offered = (~ground.points["existing"].to_numpy(dtype=bool)).nonzero()[0]
    minutes = np.where(np.isnan(ground.minutes[offered]), np.inf, ground.minutes[offered])
    nearest = offered[minutes.argmin(axis=0)]
    return np.where(counted & np.isfinite(minutes.min(axis=0)), nearest, -1)


@dataclass(frozen=True)
class _Whole:
    """What is the same for every group; seconds are those of one."""

    ground: Ground
    places: NDArray[np.intp]
    people: Floats
    uses: NDArray[np.bool_]
    settings: TogetherSettings
    run: Run | None
    seconds: float


def _offer(whole: _Whole, group: Group, level: float) -> Offer:
    ground, people, settings = whole.ground, whole.people, whole.settings
    many = whole.uses[:, group].sum(axis=1).astype(float)
    wanted = people * many
    visits = people * ((1 - settings.one_trip) * many + settings.one_trip * (many > 0))
    whom = (many > 0) & (whole.places >= 0)
    minutes, to = np.full(len(people), np.nan), np.full(len(people), -1, dtype=np.intp)
    offered = (~ground.points["existing"].to_numpy(dtype=bool)).nonzero()[0]
    none = Offer(group, offered[:0], to, minutes, visits, wanted, 0.0)
    if float(people[whom].sum()) < level:
        return none
    codes, at = np.unique(whole.places[whom], return_inverse=True)
    ways = ground.minutes[offered][:, whom]
    lost = np.array([np.bincount(at, one, len(codes)) for one in np.isnan(ways)]) > 0
    weight = np.asarray(np.bincount(at, visits[whom], len(codes)), dtype=float)
    total = np.array([np.bincount(at, visits[whom] * np.nan_to_num(one), len(codes)) for one in ways])
    mean = np.where(lost | (weight <= 0), np.nan, total / np.maximum(weight, 1e-12))
    size = np.asarray(np.bincount(at, people[whom], len(codes)), dtype=float)
    many_points = min(len(offered), int(size.sum() // level))
    problem = SitingProblem(
        "p_median", mean, weight, np.zeros(len(offered), dtype=bool), Limits.free(len(offered), many_points),
        size=size, least=np.full(len(offered), level),
    )  # fmt: skip
    siting = solve(problem, whole.run, whole.seconds)
    where = siting.assigned[at]
    rows = whom.nonzero()[0]
    to[rows] = np.where(where >= 0, offered[where], -1)
    minutes[rows] = np.where(where >= 0, ground.minutes[offered[where], rows], np.nan)
    return replace(none, points=offered[siting.chosen], minutes=minutes, gap=_gap(siting))


def _gap(siting: Siting) -> float:
    return max(siting.gap, siting.served_gap)
