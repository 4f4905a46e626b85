"""What is asked of one point for many services."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from geo.access.sectors import sector_key
from geo.access.settings import THRESHOLD_MIN, WEIGHTED_BY
from geo.errors import SettingProblems
from geo.problems import Problem
from geo.tables import MODES, SETTLEMENTS

#: Most services that are put together: each subset of them is a problem of its own.
SERVICES_MOST = 5


@dataclass(frozen=True)
class TogetherSettings:
    """Which services, and what a point takes.

    Parameters
    ----------
    services : tuple of str
        Two to five sectors, as households list them in ``needs``.
    levels : tuple of float
        Fewest people that a point may serve, for the curve; none for levels by how many need the rarest service.
    least : float
        The level at which all ways to put services together are looked at; 0 for the middle one.
    one_trip : float
        Share of people who settle all that they need at a point in one trip, 0 to 1. The default 0 counts a way for each
        service, so that what shared points gain is not flattered.
    point_cost, service_cost : float
        What a point costs, and each service in it besides, in any one unit, 0 or more. By default only points count.
    mode : str
        walk, bicycle, car.
    weight : str
        Whom a level counts: ``households`` or ``members`` (the people in them).
    only : tuple of str
        Kinds of settlement that are looked at (urban, rural, deep_rural); none for all.
    threshold_min : float
        Minutes one way that count as within reach, above 0.

    Raises
    ------
    SettingProblems
        All that is out of range, at once.
    """

    services: tuple[str, ...]
    levels: tuple[float, ...] = ()
    least: float = 0.0
    one_trip: float = 0.0
    point_cost: float = 1.0
    service_cost: float = 0.0
    mode: str = "walk"
    weight: str = "households"
    only: tuple[str, ...] = ()
    threshold_min: float = THRESHOLD_MIN

    def __post_init__(self) -> None:
        different = len({sector_key(name) for name in self.services})
        fewest = all(0 < level < math.inf for level in self.levels) and 0 <= self.least < math.inf
        costs = all(0 <= cost < math.inf for cost in (self.point_cost, self.service_cost))
        rules = {
            "together": (
                2 <= different == len(self.services) <= SERVICES_MOST,
                f"Name two to {SERVICES_MOST} different services that may share a point.",
            ),
            "least": (fewest, "The fewest people that a point may serve must be a number above 0."),
            "one_trip": (0 <= self.one_trip <= 1, "The share of people who settle all in one trip must lie between 0 and 1."),
            "cost": (costs, "What a point and a service cost must be numbers of 0 or more."),
            "mode": (self.mode in MODES, f"The mode must be one of {', '.join(MODES)}."),
            "weight": (self.weight in WEIGHTED_BY, f"The weight must be one of {', '.join(WEIGHTED_BY)}."),
            "only": (set(self.only) <= set(SETTLEMENTS), f"Settlements are {', '.join(SETTLEMENTS)}."),
            "threshold_min": (0 < self.threshold_min < math.inf, "The threshold must be a number of minutes above 0."),
        }
        wrong = [Problem("E401", fact, column=name) for name, (fits, fact) in rules.items() if not fits]
        if wrong:
            raise SettingProblems(wrong)

    def settings(self) -> dict[str, Any]:
        """As summary.json states them."""
        return asdict(self)
