"""Where service points should stand: p-median, maximal covering and location set covering, each with a bound on every choice."""

from geo.siting.problem import OBJECTIVES, Limits, SitingProblem
from geo.siting.result import Siting
from geo.siting.solve import solve

__all__ = ["OBJECTIVES", "Limits", "Siting", "SitingProblem", "solve"]
