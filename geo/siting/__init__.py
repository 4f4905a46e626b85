"""Where service points should stand: p-median, maximal covering and location set covering, each with a bound on every choice."""

from geo.siting.by_ward import VENUES, ByWard, site_by_ward
from geo.siting.grid import fitting_side, grid_candidates
from geo.siting.ground import Ground, Lists, ground_of, lists_of, measured
from geo.siting.problem import OBJECTIVES, Limits, SitingProblem
from geo.siting.program import Program, Run, Solved
from geo.siting.requirements import REQUIREMENTS
from geo.siting.result import Siting
from geo.siting.settings import SitingSettings
from geo.siting.site import ASSIGNED, SITES, Sited, as_it_is, site
from geo.siting.solve import solve

__all__ = [
    "ASSIGNED", "OBJECTIVES", "REQUIREMENTS", "SITES", "VENUES", "ByWard", "Ground", "Limits", "Lists", "Program", "Run",
    "Sited", "Siting", "SitingProblem", "SitingSettings", "Solved", "as_it_is", "fitting_side", "grid_candidates",
    "ground_of", "lists_of", "measured", "site", "site_by_ward", "solve",
]  # fmt: skip
