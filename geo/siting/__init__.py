"""Where service points should stand: p-median, maximal covering and location set covering, each with a bound on every choice."""

from geo.siting.grid import grid_candidates
from geo.siting.problem import OBJECTIVES, Limits, SitingProblem
from geo.siting.program import Program, Run, Solved
from geo.siting.result import Siting
from geo.siting.settings import SitingSettings
from geo.siting.site import ASSIGNED, SITES, Ground, Sited, ground_of, site
from geo.siting.solve import solve

__all__ = [
    "ASSIGNED", "OBJECTIVES", "SITES", "Ground", "Limits", "Program", "Run", "Sited", "Siting", "SitingProblem",
    "SitingSettings", "Solved", "grid_candidates", "ground_of", "site", "solve",
]  # fmt: skip
