"""What a siting is asked for."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from geo.access.settings import THRESHOLD_MIN, WEIGHTED_BY
from geo.errors import SettingProblems
from geo.problems import Problem
from geo.siting.problem import OBJECTIVES
from geo.siting.requirements import REQUIREMENTS
from geo.tables import MODES

#: Points that are looked for, unless told otherwise.
COUNT = 5


@dataclass(frozen=True)
class SitingSettings:
    """How sites are chosen.

    Parameters
    ----------
    objective : str
        ``p_median`` (least weighted minutes), ``mclp`` (most weight within the threshold) or ``lscp`` (fewest points that cover
        all that can be covered).
    count : int
        Most new points, 1 or more; lscp asks for none.
    mode : str
        walk, bicycle, car.
    threshold_min : float
        Minutes one way within which somebody is covered, above 0; the threshold itself is within.
    weight : str
        What a household counts: ``households`` (1) or ``members`` (the people in it).
    min_distance_m : float
        Straight metres that a new point keeps from every other, new or existing; 0 for none.
    capacity : bool
        Whether the capacities of the points bind, in people; a blank one does not.
    least, most : float
        What each new point must serve at least, and each point may serve at most; in households, with weight members or with
        capacities in people. 0 and infinite for no limit.
    budget : float
        What the new points may cost together, in the unit of the candidates' ``cost``; infinite for no limit.
    require : tuple of str
        What a new point must have: keys of :data:`geo.siting.requirements.REQUIREMENTS`; a blank cell is a no.

    Raises
    ------
    SettingProblems
        All that is out of range, at once.
    """

    objective: str = "p_median"
    count: int = COUNT
    mode: str = "walk"
    threshold_min: float = THRESHOLD_MIN
    weight: str = "households"
    min_distance_m: float = 0.0
    capacity: bool = False
    least: float = 0.0
    most: float = math.inf
    budget: float = math.inf
    require: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        whole = isinstance(self.count, int) and not isinstance(self.count, bool)
        rules = {
            "objective": (self.objective in OBJECTIVES, f"The objective must be one of {', '.join(OBJECTIVES)}."),
            "count": (whole and self.count >= 1, "The number of new points must be a whole number of 1 or more."),
            "mode": (self.mode in MODES, f"The mode must be one of {', '.join(MODES)}."),
            "threshold_min": (0 < self.threshold_min < math.inf, "The threshold must be a number of minutes above 0."),
            "weight": (self.weight in WEIGHTED_BY, f"The weight must be one of {', '.join(WEIGHTED_BY)}."),
            "min_distance_m": (0 <= self.min_distance_m < math.inf, "The least distance must be a number of metres, 0 or more."),
            "least": (0 <= self.least < math.inf, "What a point serves at least must be a number of 0 or more."),
            "most": (
                self.most > 0 and self.most >= self.least,
                "What a point serves at most must be above 0 and no less than the least.",
            ),
            "budget": (self.budget >= 0, "The budget must be a number of 0 or more."),
            "require": (
                set(self.require) <= set(REQUIREMENTS),
                f"What is required must be among {', '.join(REQUIREMENTS)}.",
            ),
        }
        wrong = [Problem("E401", fact, column=name) for name, (fits, fact) in rules.items() if not fits]
        if wrong:
            raise SettingProblems(wrong)

    @property
    def budgeted(self) -> bool:
        """Whether there is a budget."""
        return math.isfinite(self.budget)

    def settings(self) -> dict[str, Any]:
        """As summary.json states them."""
        return asdict(self)
